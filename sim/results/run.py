"""Simulate what is missing of a scenario's ensemble, or until differences are known, and return it.

What is looked at between rounds of the latter is how exactly differences are known, never how large
they are: so stopping favours no answer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.errors import FugaiError, InputError
from sim.locale import _
from sim.pasts.lists import prepared
from sim.present.numbers import digits
from sim.results.chunk import Chunk, simulate
from sim.results.compare import SAID, difference
from sim.results.folder import RunFolder, default_folder
from sim.results.plan import Estimate, check_room, chunks, estimate, jobs_for
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.store.disk import unwritable
from sim.store.executors import side_by_side, tidied
from sim.text.arguments import checked_executor, path_of, whole

__all__ = ["Results", "run"]

Progress = Callable[[float, int], None]
"""Called with how many replicates are done, and of how many."""


class InterruptedRunError(FugaiError):
    """A run that was stopped; what is on disk is whole."""


def run(
    scenario: Scenario,
    *,
    alternatives: Sequence[str] | str | None = None,
    replicates: int | None = None,
    out: str | Path | None = None,
    jobs: int | None = None,
    uncertainty: str | None = None,
    progress: Progress | None = None,
    announce: Callable[[Estimate], None] | None = None,
    executor: Executor | None = None,
    given: Sequence[str] = (),
) -> Results:
    """Simulate every replicate of every alternative that is not yet in the results folder.

    ``out`` is the folder itself, else one below ``results/``. ``announce`` gets the estimate before
    anything is simulated. An ``executor`` (of several machines, say) takes the place of
    the processes that are started otherwise where the work is worth it. ``given`` are the words
    after ``fugai run`` that name the scenario: reports say with them how to make the run again.
    """
    jobs = None if jobs is None else whole("jobs", jobs)
    checked_executor(executor)
    scenario = adjusted(scenario, alternatives, uncertainty)
    wanted = scenario.replicates if replicates is None else whole("replicates", replicates)
    folder = RunFolder(path_of("out", out) if out is not None else default_folder(scenario))
    scenario = prepared(scenario, wanted, known=folder.pasts(scenario))
    plan = _missing(folder, scenario, wanted) if folder.exists() else None
    if plan is None:
        plan = chunks(scenario, range(wanted))
    elif not plan and folder.finished(wanted) and not folder.stale(scenario, given):
        folder.tidy()
        return Results(folder.path, replicates=wanted)
    processes = jobs_for(scenario, plan, jobs)
    if plan:
        expected = estimate(scenario, plan, processes)
        check_room(expected, folder.path)
        if announce is not None:
            announce(expected)
    with folder.held():
        folder.claim(scenario, given)
        folder.tell_history(scenario, wanted)
        # What another command has written in the meantime is not simulated again.
        plan = _missing(folder, scenario, wanted)
        if plan:
            _simulate(folder, plan, wanted, processes, progress, executor)
        elif not folder.finished(wanted):
            folder.finish(wanted, 0.0)
    return Results(folder.path, replicates=wanted)


def _missing(folder: RunFolder, scenario: Scenario, wanted: int) -> list[Chunk]:
    """Return what a folder of the scenario lacks; refuse one of something else."""
    folder.check(folder.described(scenario))
    done = {replicate for piece in folder.pieces() for replicate in piece.replicates}
    return chunks(scenario, (k for k in range(wanted) if k not in done))


def adjusted(
    scenario: Scenario, alternatives: Sequence[str] | str | None, uncertainty: str | None
) -> Scenario:
    """Return the scenario with only some alternatives, or with another uncertainty."""
    if uncertainty is not None and uncertainty != scenario.uncertainty:
        scenario = scenario.with_(uncertainty=uncertainty)
    return scenario if alternatives is None else scenario.with_(alternatives=alternatives)


def _simulate(
    folder: RunFolder,
    plan: list[Chunk],
    wanted: int,
    processes: int,
    progress: Progress | None,
    executor: Executor | None,
) -> None:
    """Simulate the chunks of a plan and write each as it is done."""
    began = time.monotonic()
    left = {chunk.replicates: chunk for chunk in plan}

    def advance(share: float = 0.0) -> None:
        if progress is not None:
            progress(wanted - sum(len(replicates) for replicates in left) + share, wanted)

    try:
        advance()
        if processes == 1 and executor is None:
            for chunk in plan:
                folder.write(tidied(simulate, chunk, _within(advance, len(chunk.replicates))))
                del left[chunk.replicates]
                advance()
        else:
            for chunk, done in side_by_side(simulate, plan, processes, executor):
                folder.write(done)
                del left[chunk.replicates]
                advance()
    except KeyboardInterrupt:
        folder.finish(0, time.monotonic() - began)
        raise InterruptedRunError(
            _(
                "Stopped. {done} of {all} replicates are complete in {folder}. "
                "Run the same command again to continue."
            ).format(
                done=wanted - sum(len(replicates) for replicates in left),
                all=wanted,
                folder=folder.path,
            )
        ) from None
    except OSError as error:
        raise FugaiError(str(unwritable(folder.path, error))) from error
    folder.finish(wanted, time.monotonic() - began)


def _within(advance: Callable[[float], None], size: int) -> Callable[[float], None]:
    """Return what to report of a share of a chunk: the replicates that it comes to."""
    return lambda share: advance(share * size)


FIRST: Final = 20
"""Replicates of the first round: fewer say too little of their own spread."""
GROWTH: Final = 4
"""The next round has at most this many times the replicates of the last."""
POINT: Final = 0.01


@dataclass(frozen=True)
class Precision:
    """The largest standard error, in points, of a paired difference, and whose it is."""

    points: float
    alternative: str


def precision(results: Results, measure: str = SAID) -> Precision:
    """Return how exactly the differences of a share from the baseline are known, at the horizon.

    Raises ``InputError`` where there is nothing to compare.
    """
    if len(results.alternatives) < 2:
        raise InputError(_("--until-se needs an alternative besides the baseline."))
    found = results.compare()
    errors = {}
    for name in results.alternatives[1:]:
        apart = difference(found, measure, name)
        known = apart[~np.isnan(apart)]
        errors[name] = float(known.std(ddof=1)) / len(known) ** 0.5 if len(known) > 1 else math.inf
    worst = max(errors, key=lambda name: errors[name])
    return Precision(errors[worst] / POINT, worst)


def until(
    simulate: Callable[[int], Results], target: float, most: int, measure: str = SAID
) -> tuple[Results, Precision]:
    """Simulate more and more replicates until every difference is known to ``target`` points.

    ``simulate`` gets how many replicates there should be; ``most`` is the end in any case.
    """
    wanted = min(FIRST, most)
    while True:
        results = simulate(wanted)
        reached = precision(results, measure)
        if reached.points <= target or wanted >= most:
            return results, reached
        needed = math.ceil(wanted * min((reached.points / target) ** 2, GROWTH))
        wanted = min(most, max(needed, wanted + FIRST // 2))


def sentence(reached: Precision, target: float, replicates: int) -> str:
    """Say how exactly differences are known, and whether that is what was asked for."""
    text = (
        _("{n} replicates are enough: no difference in effective coverage has a standard error of "
          "more than {reached} points.")
        if reached.points <= target
        else _("After {n} replicates, the most that were asked for, a difference in effective "
               "coverage still has a standard error of {reached} points.")
    )  # fmt: skip
    return text.format(n=replicates, reached=digits(reached.points))

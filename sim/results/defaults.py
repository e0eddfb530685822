"""The same replicates with every parameter at its default: what is left is chance.

It tells apart two sentences: "higher in 83 of 100 worlds", over the parameters that might hold,
and "in 97 if the defaults were true".
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import ratio
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.results.chunk import FAILURES, Chunk, Tick, observe, silent
from sim.results.compare import Difference
from sim.results.folder import RunFolder
from sim.results.plan import SECONDS_START, chunks, estimate, jobs_for
from sim.results.reading import Results
from sim.results.run import adjusted
from sim.scenario import Scenario
from sim.store.disk import UnwritableError
from sim.store.executors import own_processes, side_by_side, tidied

F64 = npt.NDArray[np.float64]

CHEAP_SECONDS: Final = 8.0
"""A second ensemble that takes longer than this is left to be asked for."""

ALONGSIDE_SECONDS: Final = 1.0
"""Work below this is done before a second process has started."""

FILE: Final = "defaults.json"

Part = dict[str, F64]
"""Headline measures at the horizon of a chunk: [alternative, replicate]."""


def is_cheap(scenario: Scenario, replicates: Sequence[int]) -> bool:
    """Whether the replicates can be simulated again in a moment, and would say something."""
    if len(scenario.alternatives) == 1 or scenario.uncertainty == "none":
        return False
    plan = chunks(scenario, replicates)
    return estimate(scenario, plan, jobs_for(scenario, plan, None)).seconds <= CHEAP_SECONDS


@contextmanager
def alongside(scenario: Scenario, replicates: int) -> Iterator[list[Future[Part]] | None]:
    """Simulate at the defaults in a process of its own while the block runs; its futures.

    ``None`` where that is not worth a process: too little, too much, or already side by side.
    """
    plan = chunks(scenario, range(replicates))
    seconds = estimate(scenario, plan, 1).seconds - SECONDS_START
    small = jobs_for(scenario, plan, None) == 1 and seconds >= ALONGSIDE_SECONDS
    if not small or (os.cpu_count() or 1) < 2 or not is_cheap(scenario, range(replicates)):
        yield None
        return
    plan = chunks(adjusted(scenario, None, "none"), range(replicates))
    with own_processes(1) as pool:
        yield [pool.submit(horizon, chunk) for chunk in plan]


def at_defaults(
    results: Results,
    *,
    ahead: Sequence[Future[Part]] | None = None,
    jobs: int | None = None,
    tick: Tick | None = None,
) -> dict[str, Any] | None:
    """Simulate the replicates at the defaults; return and keep how often alternatives are higher.

    Parameters that the scenario sets stay as set. ``ahead`` are parts simulated alongside, of
    all replicates from 0 on. ``None`` where a world fails.
    """
    try:
        if ahead is not None:
            parts = [future.result() for future in ahead]
            kept = list(results.replicates)
        else:
            parts = _parts(results, jobs, tick)
            kept = list(range(len(results.replicates)))
    except (*FAILURES, BrokenProcessPool):
        return None
    values = {
        name: np.concatenate([part[name] for part in parts], axis=1)[:, kept] for name in HEADLINE
    }
    found = {
        "replicates": len(results.replicates),
        "share_higher": {
            alternative: {
                name: Difference.of(values[name][number], values[name][0]).share_higher
                for name in HEADLINE
            }
            for number, alternative in enumerate(results.alternatives)
            if number
        },
    }
    # A folder that may only be read: it is told, not kept.
    with suppress(OSError, UnwritableError):
        RunFolder(results.folder).keep(FILE, found)
    return found


def _parts(results: Results, jobs: int | None, tick: Tick | None) -> list[Part]:
    """Simulate chunk after chunk, or side by side where the work is worth it."""
    plan = chunks(adjusted(results.scenario, None, "none"), results.replicates)
    processes = jobs_for(results.scenario, plan, jobs)
    if processes == 1:
        return [
            tidied(horizon, chunk, _within(tick, number, len(plan)))
            for number, chunk in enumerate(plan)
        ]
    found: dict[tuple[int, ...], Part] = {}
    for chunk, part in side_by_side(horizon, plan, processes):
        found[chunk.replicates] = part
        if tick is not None:
            tick(len(found) / len(plan))
    return [found[replicates] for replicates in sorted(found)]


def horizon(chunk: Chunk, tick: Tick | None = None) -> Part:
    """Return the headline measures at the horizon: [alternative, replicate]."""
    names = [alternative.id for alternative in chunk.scenario.alternatives]
    record, _worlds = observe(chunk.scenario, names, chunk.replicates, tick or silent)
    found = {}
    for name in HEADLINE:
        measure = MEASURES[name]
        below = record.counts[measure.denominator][-1] if measure.denominator else None
        value = ratio(record.counts[measure.numerator][-1], below)
        found[name] = value.reshape(len(chunk.replicates), len(names)).T
    return found


def _within(tick: Tick | None, before: int, of: int) -> Tick | None:
    """Return what to tell of a share of a chunk: the share of all that it comes to."""
    return None if tick is None else lambda share: tick((before + share) / of)

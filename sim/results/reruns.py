"""The same replicates once more under what else might be: parameters at defaults, other effort.

With every parameter at its default what is left is chance. That keeps two statements apart: "higher
in 83 of 100 worlds", over the parameters that might hold, and "97 with all parameters at their
defaults". The reserved alternative ``baseline_other`` has the run's replicates and is in no
comparison: what it came to is kept beside the run, for one line.
"""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import QUANTILES, ratio
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.pasts.lists import Tell, prepared
from sim.plan.past import OTHER
from sim.results.chunk import FAILURES, Chunk, Tick, observe, silent
from sim.results.compare import Difference
from sim.results.plan import chunks, jobs_for
from sim.results.reading import DEFAULTS, Results
from sim.results.run import adjusted
from sim.scenario import Scenario, from_resolved
from sim.store.executors import side_by_side, tidied

F64 = npt.NDArray[np.float64]

OTHERS: Final = "other.json"

Found = dict[str, dict[str, dict[str, float]]]
"""By what else might be, then by measure: quantiles at the horizon."""


def at_defaults(
    results: Results, *, jobs: int | None = None, tick: Tick | None = None
) -> dict[str, Any] | None:
    """Simulate the replicates at the defaults; return and keep how often alternatives are higher.

    Parameters that the scenario sets stay as set. ``None`` where a world fails.
    """
    try:
        values = _at_horizon(
            adjusted(results.scenario, None, "none"), results.replicates, jobs, tick
        )
    except (*FAILURES, BrokenProcessPool):
        return None
    higher = {
        alternative: {
            name: Difference.of(values[name][number], values[name][0]).share_higher
            for name in HEADLINE
        }
        for number, alternative in enumerate(results.alternatives)
        if number
    }
    return results.keep(DEFAULTS, {"share_higher": higher})


def known(results: Results) -> Found | None:
    """Return what was found of other baselines and kept of all replicates, if it was."""
    kept = results.kept(OTHERS, ("baselines",))
    return None if kept is None else kept["baselines"]


def others(results: Results, *, jobs: int | None = None, tell: Tell | None = None) -> Found:
    """Simulate the run's baseline under what else might be; return and keep the quantiles.

    Nothing of a scenario that asks for no past, or of what fails.
    """
    scenario = results.scenario
    if scenario.history is None:
        return {}
    baseline = scenario.alternatives[0]
    other = replace(baseline, id=OTHER, course=scenario.history.course.other)
    asked = {OTHER: replace(scenario, alternatives=(other,))}
    if scenario.history.official and scenario.uncertainty != "none":
        asked["no_paper"] = _without_paper(scenario, max(results.replicates) + 1, tell)
    found: Found = {}
    for name, one in asked.items():
        with suppress(*FAILURES, BrokenProcessPool):
            values = _at_horizon(one, results.replicates, jobs)
            found[name] = {
                measure: dict(
                    zip(
                        ("q05", "q50", "q95"),
                        np.nanquantile(values[measure][0], QUANTILES).tolist(),
                        strict=True,
                    )
                )
                for measure in HEADLINE
            }
    results.keep(OTHERS, {"baselines": found})
    return found


def _without_paper(scenario: Scenario, replicates: int, tell: Tell | None) -> Scenario:
    """Return the baseline of a scenario whose covered organizations all have a branch."""
    content = scenario.with_(alternatives=()).resolved()
    content["history"] = {k: v for k, v in content["history"].items() if k != "official"}
    return prepared(from_resolved(content), replicates, tell=tell)


def _at_horizon(
    scenario: Scenario, replicates: tuple[int, ...], jobs: int | None, tick: Tick | None = None
) -> dict[str, F64]:
    """Simulate chunk after chunk, or side by side where the work is worth it.

    Return the headline measures at the horizon: [alternative, replicate].
    """
    plan = chunks(scenario, replicates)
    processes = jobs_for(scenario, plan, jobs)
    parts = {}
    if processes == 1:
        for number, chunk in enumerate(plan):
            parts[chunk.replicates] = tidied(horizon, chunk, _within(tick, number, len(plan)))
    else:
        for chunk, part in side_by_side(horizon, plan, processes):
            parts[chunk.replicates] = part
            if tick is not None:
                tick(len(parts) / len(plan))
    return {
        name: np.concatenate([parts[chunk.replicates][name] for chunk in plan], axis=1)
        for name in HEADLINE
    }


def horizon(chunk: Chunk, tick: Tick | None = None) -> dict[str, F64]:
    """Return the headline measures of a chunk at the horizon: [alternative, replicate]."""
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
    """Return what to report of a share of a chunk: the share of all that it comes to."""
    return None if tick is None else lambda share: tick((before + share) / of)

"""The baseline once more under what else might be: the other assumption of effort, no paper.

The reserved alternative ``baseline_other`` has the run's replicates and is in no comparison: what
it came to is kept beside the run, for one line.
"""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sim.measures.base import QUANTILES
from sim.measures.catalogue import HEADLINE
from sim.pasts.lists import Tell, prepared
from sim.plan.past import OTHER
from sim.results.chunk import FAILURES
from sim.results.defaults import horizon
from sim.results.folder import RunFolder
from sim.results.kept import kept_beside
from sim.results.plan import chunks, jobs_for
from sim.results.reading import Results
from sim.scenario import Scenario, from_resolved
from sim.store.disk import UnwritableError
from sim.store.executors import side_by_side, tidied

FILE: Final = "other.json"
Found = dict[str, dict[str, dict[str, float]]]
"""By what else might be, then by measure: quantiles at the horizon."""


def known(results: Results) -> Found | None:
    """Return what was found and kept of all replicates of a run, if it was."""
    kept = kept_beside(results.folder, FILE, ("baselines",), len(results.replicates))
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
            found[name] = _quantiles(one, results.replicates, jobs)
    # A folder that may only be read: it is told, not kept.
    with suppress(OSError, UnwritableError):
        number = len(results.replicates)
        RunFolder(results.folder).keep(FILE, {"replicates": number, "baselines": found})
    return found


def _without_paper(scenario: Scenario, replicates: int, tell: Tell | None) -> Scenario:
    """Return the baseline of a scenario whose covered organizations all have a branch."""
    content = scenario.with_(alternatives=()).resolved()
    content["history"] = {k: v for k, v in content["history"].items() if k != "official"}
    return prepared(from_resolved(content), replicates, tell=tell)


def _quantiles(
    scenario: Scenario, replicates: tuple[int, ...], jobs: int | None
) -> dict[str, dict[str, float]]:
    plan = chunks(scenario, replicates)
    processes = jobs_for(scenario, plan, jobs)
    if processes == 1:
        parts: list[Any] = [tidied(horizon, chunk, None) for chunk in plan]
    else:
        parts = [part for _chunk, part in side_by_side(horizon, plan, processes)]
    found = {}
    for name in HEADLINE:
        values = np.concatenate([part[name][0] for part in parts])
        ends = np.nanquantile(values, QUANTILES).tolist()
        found[name] = dict(zip(("q05", "q50", "q95"), ends, strict=True))
    return found

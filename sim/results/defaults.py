"""The same replicates with every parameter at its default: what is left is chance.

It tells apart two sentences: "higher in 83 of 100 worlds", over the parameters that might hold,
and "in 97 if the defaults were true".
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

import numpy as np

from sim.measures.base import ratio
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.results.chunk import FAILURES, Chunk, Tick, observe, silent
from sim.results.compare import Difference
from sim.results.folder import RunFolder
from sim.results.plan import chunks, estimate, jobs_for
from sim.results.processes import side_by_side
from sim.results.reading import Results
from sim.results.run import adjusted

CHEAP_SECONDS: Final = 8.0
"""A second ensemble that takes longer than this is left to be asked for."""

FILE: Final = "defaults.json"


def is_cheap(results: Results) -> bool:
    """Whether the replicates of a run can be simulated again in a moment."""
    plan = chunks(results.scenario, results.replicates)
    processes = jobs_for(results.scenario, plan, None)
    return estimate(results.scenario, plan, processes).seconds <= CHEAP_SECONDS


def at_defaults(
    results: Results, *, jobs: int | None = None, tick: Tick | None = None
) -> dict[str, Any] | None:
    """Simulate the replicates at the defaults; return and keep how often alternatives are higher.

    Parameters that the scenario sets stay as set. ``None`` where a world fails.
    """
    scenario = adjusted(results.scenario, None, "none")
    plan = chunks(scenario, results.replicates)
    processes = jobs_for(scenario, plan, jobs)
    found: dict[tuple[int, ...], dict[str, Any]] = {}
    try:
        if processes == 1:
            for number, chunk in enumerate(plan):
                found[chunk.replicates] = horizon(chunk, _within(tick, number, len(plan)))
        else:
            for chunk, values in side_by_side(horizon, plan, processes):
                found[chunk.replicates] = values
                if tick is not None:
                    tick(len(found) / len(plan))
    except FAILURES:
        return None
    parts = [found[replicates] for replicates in sorted(found)]
    values = {name: np.concatenate([part[name] for part in parts], axis=1) for name in HEADLINE}
    kept = {
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
    with suppress(OSError):  # A folder that may only be read: it is told, not kept.
        RunFolder(results.folder).keep(FILE, kept)
    return kept


def horizon(chunk: Chunk, tick: Tick | None = None) -> dict[str, Any]:
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

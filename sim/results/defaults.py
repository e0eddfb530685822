"""The same replicates with every parameter at its default: what is left is chance.

It keeps two statements apart: "higher in 83 of 100 worlds", over the parameters that might hold,
and "97 with all parameters at their defaults".
"""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import ratio
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.results.chunk import FAILURES, Chunk, Tick, observe, silent
from sim.results.compare import Difference
from sim.results.folder import RunFolder
from sim.results.plan import chunks, jobs_for
from sim.results.reading import Results
from sim.results.run import adjusted
from sim.store.disk import UnwritableError
from sim.store.executors import side_by_side, tidied

F64 = npt.NDArray[np.float64]

FILE: Final = "defaults.json"

Part = dict[str, F64]
"""Headline measures at the horizon of a chunk: [alternative, replicate]."""


def at_defaults(
    results: Results, *, jobs: int | None = None, tick: Tick | None = None
) -> dict[str, Any] | None:
    """Simulate the replicates at the defaults; return and keep how often alternatives are higher.

    Parameters that the scenario sets stay as set. ``None`` where a world fails.
    """
    try:
        parts = _parts(results, jobs, tick)
    except (*FAILURES, BrokenProcessPool):
        return None
    values = {name: np.concatenate([part[name] for part in parts], axis=1) for name in HEADLINE}
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
    """Return what to report of a share of a chunk: the share of all that it comes to."""
    return None if tick is None else lambda share: tick((before + share) / of)

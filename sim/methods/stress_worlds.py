"""The worlds of a stress: a chunk of replicates under every step, measured month by month.

A pure function of its specification, so that any process or machine may do it. A replicate in
which a world fails is left out of all steps, and named: the others are pairs all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import ratio
from sim.measures.catalogue import MEASURES
from sim.results.chunk import FAILURES, STACK, Chunk, observe, silent

F64 = npt.NDArray[np.float64]
Tick = Callable[[float], None]

SHOWN: Final = ("reported_coverage", "true_coverage", "effective_coverage", "hollow_share")


@dataclass(frozen=True)
class Part:
    """Some replicates: measures as [alternative, replicate, month], costs without a month.

    ``failed`` has the reason by replicate, of those that are left out.
    """

    replicates: tuple[int, ...]
    values: Mapping[str, F64]
    failed: Mapping[int, str]


def look(chunk: Chunk, tick: Tick = silent) -> Part:
    """Simulate a chunk's alternatives but the first, to the horizon.

    Where a world fails, halve until the replicates that fail are found.
    """
    try:
        return Part(chunk.replicates, _simulated(chunk, tick), {})
    except FAILURES as error:
        if len(chunk.replicates) == 1:
            return Part((), {}, {chunk.replicates[0]: f"{type(error).__name__}: {error}"})
        half = len(chunk.replicates) // 2
        halves = (chunk.replicates[:half], chunk.replicates[half:])
        return together([look(replace(chunk, replicates=some)) for some in halves])


def together(parts: Sequence[Part]) -> Part:
    """Put parts together; no values where every replicate failed."""
    whole = [part for part in parts if part.replicates]
    return Part(
        tuple(replicate for part in whole for replicate in part.replicates),
        {
            name: np.concatenate([part.values[name] for part in whole], axis=1)
            for name in (whole[0].values if whole else ())
        },
        {replicate: reason for part in parts for replicate, reason in part.failed.items()},
    )


def _simulated(chunk: Chunk, tick: Tick) -> dict[str, F64]:
    """Return measures of every month, and costs."""
    scenario = chunk.scenario
    names = [alternative.id for alternative in scenario.alternatives[1:]]
    many = len(names) * len(chunk.replicates) * chunk.organizations > 2 * STACK
    stacks = [[name] for name in names] if many else [names]
    found: list[dict[str, F64]] = []
    for number, stack in enumerate(stacks):

        def told(share: float, before: int = number) -> None:
            tick((before + share) / len(stacks))

        record, worlds = observe(scenario, stack, chunk.replicates, told)
        shape = (len(chunk.replicates), len(stack))
        part: dict[str, F64] = {}
        for name in SHOWN:
            measure = MEASURES[name]
            below = record.counts[measure.denominator] if measure.denominator else None
            top = record.counts[measure.numerator].astype(np.float64) * measure.scale
            value = ratio(top, None if below is None else below.astype(np.float64))
            part[name] = value.T.reshape(*shape, -1).swapaxes(0, 1)
        burden = np.array([line.cost.burden for line in worlds.ledger.lines], bool)
        amounts = worlds.ledger.amounts() / scenario.organizations.sample
        for name, lines in (("yuan", ~burden), ("hours", burden)):
            part[name] = amounts[lines].sum(axis=0).reshape(shape).T
        found.append(part)
    return {name: np.concatenate([part[name] for part in found]) for name in found[0]}

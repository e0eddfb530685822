"""Many worlds at once, for bands and comparisons: pure functions that any process may run.

What goes in and out is plain: a resolved scenario, names, numbers, arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.app.classroom.parts import Watch
from sim.measures.base import ratio
from sim.measures.catalogue import MEASURES
from sim.measures.status import read_status
from sim.measures.tally import Grouping, Tally
from sim.scenario import from_resolved
from sim.worlds import Worlds

F64 = npt.NDArray[np.float64]

MEASURED: Final = ("reported_coverage", "effective_coverage_of_base", "hollow_share")
STACK: Final = 60_000
"""Organizations of all worlds in one stack."""


@dataclass(frozen=True)
class Ensemble:
    """Worlds of some alternatives: measures [alternative, replicate, month], parts at the end
    [part, alternative, replicate], yuan until the end [alternative, replicate], and yuan that a
    cap left unpaid."""

    values: dict[str, F64]
    parts: F64
    yuan: F64
    unmet: F64

    @property
    def replicates(self) -> int:
        """Worlds of each alternative."""
        return int(self.yuan.shape[1])


def ensemble(
    content: Mapping[str, Any],
    alternatives: Sequence[str],
    replicates: Sequence[int],
    *,
    uncertainty: str | None = None,
) -> Ensemble:
    """Simulate replicates of some alternatives of a resolved scenario to the horizon."""
    scenario = from_resolved(content)
    found: list[Ensemble] = []
    left = [*replicates]
    while left:
        first = Worlds.build(scenario, alternatives, left[:1], uncertainty=uncertainty)
        at_once = max(1, STACK // max(1, len(first.organizations)))
        now, left = left[:at_once], left[at_once:]
        found.append(_stack(scenario.months, Worlds.build(
            scenario, alternatives, now, uncertainty=uncertainty
        ), len(alternatives)))  # fmt: skip
    return Ensemble(
        {name: np.concatenate([part.values[name] for part in found], axis=1) for name in MEASURED},
        np.concatenate([part.parts for part in found], axis=2),
        np.concatenate([part.yuan for part in found], axis=1),
        np.concatenate([part.unmet for part in found], axis=1),
    )


def _stack(months: int, worlds: Worlds, alternatives: int) -> Ensemble:
    watch = Watch(worlds)
    series: dict[str, list[F64]] = {name: [] for name in MEASURED}
    _measure(worlds, series)
    for _month in range(months):
        worlds.step()
        watch.look()
        _measure(worlds, series)
    shape = (worlds.n_worlds // alternatives, alternatives)
    ledger = worlds.ledger
    yuan = np.zeros(worlds.n_worlds)
    for line, amount in zip(ledger.lines, ledger.amounts(), strict=True):
        if not line.cost.burden:
            yuan += amount
    unmet = np.zeros(worlds.n_worlds)
    if worlds.budget is not None:
        np.add.at(unmet, worlds.committees.world, worlds.budget.unmet.sum(axis=0))
    parts = watch.parts()
    return Ensemble(
        {
            name: np.stack(rows).reshape(months + 1, *shape).transpose(2, 1, 0)
            for name, rows in series.items()
        },
        parts.reshape(len(parts), *shape).transpose(0, 2, 1),
        yuan.reshape(shape).T,
        unmet.reshape(shape).T,
    )


def _measure(worlds: Worlds, series: dict[str, list[F64]]) -> None:
    status = read_status(worlds, worlds.doses if worlds.month else None)
    grouping = Grouping(worlds.organizations.world, worlds.n_worlds, worlds.n_worlds)
    counts = Tally(worlds, status).by_world(grouping)
    for name, rows in series.items():
        measure = MEASURES[name]
        below = None if measure.denominator is None else counts[measure.denominator]
        rows.append(ratio(counts[measure.numerator], below))

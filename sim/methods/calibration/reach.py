"""The ceiling: what share of a place can be covered at all, before any rate is looked at.

A branch needs a member, or an anchor in reach. Where fewer organizations have one than a report
says are covered, no rate lifts the model to the report: its definition is wider, or members are
hidden. Such a figure is named and left out, since parameters fitted to it would only be bent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.methods.calibration.rows import Row, Use
from sim.methods.cases import Responses

F64 = npt.NDArray[np.float64]

NEEDED: Final = ("ceiling", "reported_base", "registered", "operating")
"""Measures that the ceiling of a figure is made of."""

LEVEL: Final = 0.95
"""Share of the worlds whose ceiling must lie below a figure for it to be out of reach."""

_BELOW: Final = {
    "reported_coverage": "reported_base",
    "organization_coverage_of_base": "reported_base",
    "organization_coverage": "registered",
    "organization_coverage_of_operating": "operating",
    "covered_organizations": None,
    "party_organizations": None,
}
"""By measure that has a ceiling: what it is a share of, ``None`` for a number."""


@dataclass(frozen=True)
class Ceiling:
    """The highest that a figure can be, over worlds drawn from the prior."""

    row: Row
    q05: float
    q50: float
    q95: float

    @property
    def out_of_reach(self) -> bool:
        """Whether the figure lies above what nearly all worlds allow."""
        return bool(self.row.value > self.q95)


def ceilings(rows: Sequence[Row], pilot: Responses) -> list[Ceiling]:
    """Return the ceilings of the figures that have one, from worlds drawn from the prior."""
    found = []
    for row in rows:
        if row.use is Use.REFUSED or row.measure not in _BELOW:
            continue
        top = _of(pilot, "ceiling", row.moment) * _of(pilot, "reported_base", row.moment)
        base = _BELOW[row.measure]
        values = top if base is None else np.minimum(1.0, top / _of(pilot, base, row.moment))
        known = values[np.isfinite(values)]
        found.append(Ceiling(row, *map(float, np.quantile(known, (1 - LEVEL, 0.5, LEVEL)))))
    return found


def within_reach(rows: Sequence[Row], found: Sequence[Ceiling]) -> tuple[Row, ...]:
    """Return the rows, those that lie above their ceiling marked as out of reach."""
    out = [ceiling.row for ceiling in found if ceiling.out_of_reach]
    return tuple(replace(row, use=Use.UNREACHABLE) if row in out else row for row in rows)


def _of(pilot: Responses, measure: str, moment: int) -> F64:
    return pilot.of(measure, pilot.alternatives[0], moment)

"""PRIM: a box of factor values in which most of the failures are, found by peeling.

From all cases, a thin slice is peeled off again and again. It is taken from the low or high end of
the factor where that leaves the greatest share of failures (density) behind. The boxes on the way
trade density against coverage (the share of all failures inside). One half of the cases peels; the
other half, which the peeling has not seen, says how dense the boxes are. A limit of a box counts
only if as many failures inside would be unlikely without it (the quasi-p test); others are
dropped.

Friedman and Fisher (1999), https://doi.org/10.1023/A:1008894516817; quasi-p after Bryant and
Lempert (2010), https://doi.org/10.1016/j.techfore.2009.08.002.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.draws import F64

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]

PEEL: Final = 0.1
"""Share of the cases in a box that a peel takes off."""

SMALLEST: Final = 0.05
"""Share of all cases below which a box is not peeled further."""

OPEN: Final = (-np.inf, np.inf)
"""Ends of a box that has no limit there."""

CHANCE: Final = 0.05
"""A limit whose quasi-p is above this may be chance."""


@dataclass(frozen=True)
class Inside:
    """What is in a box: cases, failures among them, and failures everywhere."""

    cases: int
    failures: int
    all_failures: int

    @classmethod
    def of(cls, inside: Mask, fails: Mask) -> Inside:
        """Count."""
        counted = (inside, inside & fails, fails)
        return cls(*(int(np.count_nonzero(mask)) for mask in counted))

    @property
    def density(self) -> float:
        """Share of the cases inside that fail."""
        return self.failures / self.cases if self.cases else np.nan

    @property
    def coverage(self) -> float:
        """Share of all failures that are inside."""
        return self.failures / self.all_failures if self.all_failures else np.nan


@dataclass(frozen=True)
class Box:
    """Limits by factor (a factor without limits is not named), what they hold, and how surely.

    ``quasi_p`` is by (factor, "low" or "high"): the chance of as many failures without that limit.
    """

    limits: Mapping[str, tuple[float, float]]
    quasi_p: Mapping[tuple[str, str], float]
    peeled: Inside
    held_out: Inside


@dataclass(frozen=True)
class Trajectory:
    """The boxes, from everything to the smallest, and which of them is offered."""

    boxes: tuple[Box, ...]
    offered: int

    @property
    def box(self) -> Box:
        """The box that is offered."""
        return self.boxes[self.offered]

    def frame(self) -> pd.DataFrame:
        """Return a row a box: box, factors, cases, density, coverage, held-out ones, offered."""
        import pandas as pd

        return pd.DataFrame(
            {
                "box": range(len(self.boxes)),
                "factors": [len(box.limits) for box in self.boxes],
                "cases": [box.peeled.cases for box in self.boxes],
                "density": [box.peeled.density for box in self.boxes],
                "coverage": [box.peeled.coverage for box in self.boxes],
                "held_out_density": [box.held_out.density for box in self.boxes],
                "held_out_coverage": [box.held_out.coverage for box in self.boxes],
                "offered": [number == self.offered for number in range(len(self.boxes))],
            }
        )


@dataclass(frozen=True)
class Half:
    """Half of the cases, [case, factor], and which of them fail."""

    points: F64
    fails: Mask

    def within(self, ends: F64) -> Mask:
        """Return which cases lie in a box, given by its [low or high, factor]."""
        return np.asarray(((self.points >= ends[0]) & (self.points <= ends[1])).all(axis=1))

    def count(self, ends: F64) -> Inside:
        """Count what lies in a box."""
        return Inside.of(self.within(ends), self.fails)


def prim(
    names: tuple[str, ...], peeled: Half, held_out: Half, smallest: float = SMALLEST
) -> Trajectory:
    """Peel boxes on one half of the cases and count what of the other is in each.

    Offered is the box with the best balance (harmonic mean) of density and coverage on the cases
    that were peeled. It is never the last: that is peeled as far as it goes, and is mostly chance.
    """
    inside = np.ones(len(peeled.points), bool)
    ends = np.repeat(np.array(OPEN)[:, None], len(names), axis=1)
    corners = [ends.copy()]
    fewest = max(2, int(np.ceil(smallest * len(inside))))
    while (found := _peel(peeled, inside, fewest)) is not None:
        side, column, limit = found
        ends[side, column] = limit
        inside &= peeled.within(ends)
        corners.append(ends.copy())
    boxes = tuple(_box(names, peeled, held_out, corner) for corner in corners)
    balance = [_balance(box.peeled) for box in boxes]
    offered = int(np.argmax(balance[: max(1, len(boxes) - 1)]))
    return Trajectory(boxes, offered)


def _balance(inside: Inside) -> float:
    total = inside.density + inside.coverage
    return 2 * inside.density * inside.coverage / total if total > 0 else 0.0


def _peel(half: Half, inside: Mask, fewest: int) -> tuple[int, int, float] | None:
    """Return the peel that leaves the most failures a case: low or high, column, new limit.

    Of equally good ones it is the one that takes away less, then the first. The best peel may make
    the box less dense for once: a thin slice is easily unlucky. ``None`` where all inside fail, or
    no peel leaves enough cases.
    """
    rows, hits = half.points[inside], half.fails[inside]
    best: tuple[float, int, int, int, float] | None = None
    if hits.all():
        return None
    for column, values in enumerate(rows.T):
        for side, share in enumerate((PEEL, 1 - PEEL)):
            cut = np.quantile(values, share)
            # At least the outermost value goes, all of it: values may be few and whole.
            kept = values < max(cut, values.min()) if side else values > min(cut, values.max())
            left = int(np.count_nonzero(kept))
            if left < fewest or left == len(values):
                continue
            density = float(hits[kept].mean())
            if best is None or (density, left) > best[:2]:
                limit = float(values[kept].max() if side else values[kept].min())
                best = (density, left, side, column, limit)
    return None if best is None else best[2:]


def _box(names: tuple[str, ...], peeled: Half, held_out: Half, ends: F64) -> Box:
    """Return a box without the limits that may be chance, the least sure dropped first."""
    while sure := _quasi_p(peeled, ends):
        side, column = max(sure, key=lambda limit: sure[limit])
        if sure[side, column] <= CHANCE:
            break
        ends[side, column] = OPEN[side]
    limits = {
        name: (float(low), float(high))
        for name, low, high in zip(names, *ends, strict=True)
        if np.isfinite(low) or np.isfinite(high)
    }
    told = {(names[k], ("low", "high")[side]): value for (side, k), value in sure.items()}
    return Box(limits, told, peeled.count(ends), held_out.count(ends))


def _quasi_p(half: Half, ends: F64) -> dict[tuple[int, int], float]:
    """Return by limit the chance of as many failures inside if it made no difference.

    That is binomial, with the share of failures in the box without the limit.
    """
    inside = half.count(ends)
    found = {}
    for column, side in np.argwhere(np.isfinite(ends.T)).tolist():
        wider = ends.copy()
        wider[side, column] = OPEN[side]
        chance = stats.binom.sf(inside.failures - 1, inside.cases, half.count(wider).density)
        found[side, column] = float(chance)
    return found

"""PRIM: a box of factor values in which most of the failures are, found by peeling.

From all cases, a thin slice is peeled off again and again. It is taken from the low or high end of
the factor where that leaves the greatest share of failures (density) behind. The boxes on the way
trade density against coverage (the share of all failures inside). One half of the cases peels; the
other half, which the peeling has not seen, says how dense the boxes are. A limit of a box counts
only if the failures inside would hardly be so many without it (the quasi-p test); others are
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

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PEEL: Final = 0.1
"""Share of the cases in a box that a peel takes off."""

SMALLEST: Final = 0.05
"""Share of all cases below which a box is not peeled further."""

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

    ``quasi_p`` is by (factor, "low" or "high"): the chance of so many failures without that limit.
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


def prim(
    names: tuple[str, ...],
    peeling: F64,
    fails: Mask,
    held_out: F64,
    held_out_fails: Mask,
    smallest: float = SMALLEST,
) -> Trajectory:
    """Peel boxes on [case, factor] and count what of the held-out cases is in each.

    Offered is the box with the best balance (harmonic mean) of density and coverage on the cases
    that were peeled. It is never the last: that is peeled as far as it goes, and is mostly chance.
    """
    inside = np.ones(len(peeling), bool)
    low, high = np.full(len(names), -np.inf), np.full(len(names), np.inf)
    corners = [(low.copy(), high.copy())]
    fewest = max(2, int(np.ceil(smallest * len(peeling))))
    while (found := _peel(peeling, fails, inside, fewest)) is not None:
        column, is_low, limit = found
        (low if is_low else high)[column] = limit
        inside &= _within(peeling, low, high)
        corners.append((low.copy(), high.copy()))
    boxes = tuple(
        _box(names, peeling, fails, held_out, held_out_fails, *corner) for corner in corners
    )
    balance = [_balance(box.peeled) for box in boxes]
    offered = int(np.argmax(balance[: max(1, len(boxes) - 1)]))
    return Trajectory(boxes, offered)


def _balance(inside: Inside) -> float:
    total = inside.density + inside.coverage
    return 2 * inside.density * inside.coverage / total if total > 0 else 0.0


def _within(points: F64, low: F64, high: F64) -> Mask:
    return np.asarray(((points >= low) & (points <= high)).all(axis=1))


def _peel(points: F64, fails: Mask, inside: Mask, fewest: int) -> tuple[int, bool, float] | None:
    """Return the peel that leaves the most failures a case: column, low end or not, new limit.

    Of equally good ones it is the one that takes away less, then the first. The best peel may make
    the box less dense for once: a thin slice is easily unlucky. ``None`` where all inside fail, or
    no peel leaves enough cases.
    """
    rows, hits = points[inside], fails[inside]
    best: tuple[float, int, int, bool, float] | None = None
    if hits.all():
        return None
    for column in range(points.shape[1]):
        values = rows[:, column]
        for is_low, end in ((True, PEEL), (False, 1 - PEEL)):
            cut = np.quantile(values, end)
            # At least the outermost value goes, all of it: values may be few and whole.
            kept = values > min(cut, values.max()) if is_low else values < max(cut, values.min())
            left = int(np.count_nonzero(kept))
            if left < fewest or left == len(values):
                continue
            density = float(hits[kept].mean())
            if best is None or (density, left) > best[:2]:
                limit = float(values[kept].min() if is_low else values[kept].max())
                best = (density, left, column, is_low, limit)
    return None if best is None else best[2:]


def _box(
    names: tuple[str, ...],
    peeling: F64,
    fails: Mask,
    held_out: F64,
    held_out_fails: Mask,
    low: F64,
    high: F64,
) -> Box:
    """Return a box without the limits that may be chance, the least sure dropped first."""
    low, high = low.copy(), high.copy()
    while True:
        sure = _quasi_p(peeling, fails, low, high)
        doubtful = max(sure, key=lambda limit: sure[limit], default=None)
        if doubtful is None or sure[doubtful] <= CHANCE:
            break
        column, is_low = doubtful
        (low if is_low else high)[column] = -np.inf if is_low else np.inf
    limits = {
        name: (float(low[k]), float(high[k]))
        for k, name in enumerate(names)
        if np.isfinite(low[k]) or np.isfinite(high[k])
    }
    told = {(names[k], "low" if is_low else "high"): value for (k, is_low), value in sure.items()}
    return Box(
        limits,
        told,
        Inside.of(_within(peeling, low, high), fails),
        Inside.of(_within(held_out, low, high), held_out_fails),
    )


def _quasi_p(points: F64, fails: Mask, low: F64, high: F64) -> dict[tuple[int, bool], float]:
    """Return by limit the chance of so many failures inside if it made no difference.

    That is binomial, with the share of failures in the box without the limit.
    """
    inside = Inside.of(_within(points, low, high), fails)
    found = {}
    for column in range(points.shape[1]):
        for is_low, ends in ((True, low), (False, high)):
            if np.isfinite(ends[column]):
                wider_low, wider_high = low.copy(), high.copy()
                (wider_low if is_low else wider_high)[column] = -np.inf if is_low else np.inf
                wider = Inside.of(_within(points, wider_low, wider_high), fails)
                chance = stats.binom.sf(inside.failures - 1, inside.cases, wider.density)
                found[column, is_low] = float(chance)
    return found

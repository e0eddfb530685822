"""Statistics of the patterns P4-P8, pure functions of arrays; docs/patterns.md says what for.

Everything is of one draw (one world, or paired worlds of one replicate). NaN stands for "can't be
measured in this draw"; :func:`share_holding` leaves such draws out and says how many.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import draw
from sim.state.ranking import ranks

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

PERMUTATIONS = 99
PERMUTE = 10_001
"""Process number of the permutations, far from those of the model."""


def rate_ratio(failed: F64, years: F64, failed_ref: F64, years_ref: F64) -> float:
    """Return the Mantel-Haenszel ratio of two rates over strata; NaN without reference failures."""
    total = years + years_ref
    kept = total > 0
    top = failed[kept] * years_ref[kept] / total[kept]
    bottom = failed_ref[kept] * years[kept] / total[kept]
    return float(top.sum() / bottom.sum()) if bottom.sum() > 0 else math.nan


def strata(*columns: I64) -> I64:
    """Number the combinations of the columns' values."""
    return np.unique(np.column_stack(columns), axis=0, return_inverse=True)[1].reshape(-1)


def residuals(covered: Mask, stratum: I64) -> F64:
    """Return coverage minus the mean of the stratum."""
    number = np.bincount(stratum)
    mean = np.bincount(stratum, covered) / np.maximum(1, number)
    return np.asarray(covered - mean[stratum], np.float64)


@dataclass(frozen=True)
class Clustering:
    """Moran's I of residual coverage within cells, and its permutation 95 % point."""

    moran: float
    limit: float


def _moran(residual: F64, cell: I64) -> float:
    """Return Moran's I with weight 1 for each pair of organizations of one cell, else 0."""
    number = np.bincount(cell)
    pairs = float((number * (number - 1)).sum())
    squares = float((residual**2).sum())
    if not pairs or squares < 1e-12:
        return math.nan
    products = float((np.bincount(cell, residual) ** 2).sum()) - squares
    return products / pairs / (squares / len(cell))


def clustering(covered: Mask, stratum: I64, cell: I64, key: U64) -> Clustering:
    """Compare clustering by cell with permutations of coverage within strata, keyed by row."""
    residual = residuals(covered, stratum)
    home = np.argsort(stratum, kind="stable")
    values = []
    for number in range(PERMUTATIONS):
        shuffled = np.lexsort((draw(key, PERMUTE, number), stratum))
        values.append(_moran(residual[shuffled], cell[home]))
    # The 95th of 99 in order: observed values above it have p <= 5 / 100.
    limit = sorted(values)[round(0.95 * (PERMUTATIONS + 1)) - 1]
    return Clustering(_moran(residual, cell), limit)


def logit_slope(covered: Mask, x: F64) -> float:
    """Return the slope of the logit of coverage on x (maximum likelihood, Newton's method)."""
    if not covered.any() or covered.all() or np.ptp(x) == 0:
        return math.nan
    design = np.column_stack([np.ones(len(x)), x - x.mean()])
    beta = np.zeros(2)
    for _ in range(30):
        p = 1 / (1 + np.exp(-design @ beta))
        information = (design * (p * (1 - p))[:, None]).T @ design
        move = np.linalg.solve(information, design.T @ (covered - p))
        beta += move
        if np.abs(move).max() < 1e-9:
            return float(beta[1])
    return math.nan


def quartiles(world: I64, staff: F64) -> I64:
    """Return the quartile of staff within the world, 0 the smallest; ties go by row."""
    order = np.lexsort((staff, world))
    quartile = np.empty(len(staff), np.int64)
    number = np.bincount(world)
    quartile[order] = ranks(world[order]) * 4 // number[world[order]]
    return quartile


@dataclass(frozen=True)
class Paper:
    """What a quota does on paper and in fact, minus the paired baseline; shares of the base."""

    reported: float  # rise in year 1
    effective: float
    gap_before: float  # reported minus effective, before the quota
    gap_after: float  # 12 months after its end

    @property
    def fast(self) -> bool:
        """Whether reported coverage rises at least twice as fast as effective coverage."""
        return self.reported > 0 and self.reported >= 2 * self.effective

    @property
    def wider(self) -> bool:
        """Whether the gap after is wider than before."""
        return self.gap_after > self.gap_before


def paper(
    quota: tuple[F64, F64], baseline: tuple[F64, F64], end: int, after: int = 12, first: int = 12
) -> Paper:
    """Compare (reported, effective) by month, month 0 first; ``end`` is the quota's last month."""
    reported, effective = quota[0] - baseline[0], quota[1] - baseline[1]
    gap = reported - effective
    return Paper(
        float(reported[first] - reported[0]), float(effective[first] - effective[0]),
        float(gap[0]), float(gap[end + after]),
    )  # fmt: skip


def marginal_ratio(coverage: Sequence[float]) -> float:
    """Return the gain of the last tercile over that of the first; coverage at 0, 1/3, 2/3, 3/3."""
    first, last = coverage[1] - coverage[0], coverage[3] - coverage[2]
    return last / first if first > 0 else math.nan


@dataclass(frozen=True)
class Share:
    """In how many of the draws that can be measured a pattern holds."""

    held: int
    measured: int
    draws: int

    @property
    def share(self) -> float:
        """Of those measured; 0 where none was."""
        return self.held / self.measured if self.measured else 0.0

    @property
    def lower(self) -> float:
        """One-sided binomial 99 % lower bound (Clopper-Pearson)."""
        return lower_bound(self.held, self.measured)

    @property
    def upper(self) -> float:
        """One-sided binomial 99 % upper bound."""
        return 1.0 - lower_bound(self.measured - self.held, self.measured)


def share_holding(holds: Sequence[bool | None]) -> Share:
    """Count the draws in which a pattern holds; None are not measured."""
    measured = [held for held in holds if held is not None]
    return Share(sum(measured), len(measured), len(holds))


RISK: Final = 0.01


def tail(held: int, of: int, p: float) -> float:
    """Return the probability of ``held`` or more of ``of``."""
    return sum(math.comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(held, of + 1))


def lower_bound(held: int, of: int, risk: float = RISK) -> float:
    """Return the share p at which ``held`` or more of ``of`` has just probability ``risk``."""
    if held == 0:
        return 0.0
    low, high = 0.0, held / of
    for _ in range(60):
        p = (low + high) / 2
        low, high = (p, high) if tail(held, of, p) < risk else (low, p)
    return low


GOAL: Final = 0.95
"""Share of draws from which a pattern is said to hold."""


def as_measured(found: Share, measured: Share) -> bool:
    """Whether fewer draws show what many did.

    The share is no less than the 99 % lower bound of that measured. Of a pattern that failed it is
    also not so high that as few draws as these would show it less than once in a hundred times.
    """
    if found.share < measured.lower:
        return False
    return measured.share >= GOAL or tail(found.held, found.measured, measured.share) >= RISK

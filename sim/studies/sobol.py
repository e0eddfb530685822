"""Sobol' indices with replicates of its own a block: how much of the spread is each factor's.

A block is two points A and B and, for each factor, A with that factor taken from B. All of a block
meet the same replicates, so what differs between replicates cancels in every difference:

    total  ST = Σ (fA − fABi)² / Σ (fA − fB)²
    first  S1 = 1 − Σ (fB − fABi)² / Σ (fA − fB)²

Jansen's estimators (1999, https://doi.org/10.1016/S0010-4655(98)00154-4) with the denominator taken
within blocks as well. The usual one, the variance over all rows, would hold the variance between
replicates and make every share too small. What is shared out is the mean over replicates of the
variance that the factors cause in one.

Where few organizations decide, a factor changes the outcome by chance as well: a little more of it
and chance takes another course. Total indices hold that, first ones hardly; a nudge of all factors
by a hundredth shows how much it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.errors import InputError
from sim.locale import _
from sim.studies.blocks import LEVEL, Blocks, problem, weights, with_nudge
from sim.studies.extra import study_module

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]

FEWEST: Final = 8
"""Blocks below which nothing can be resampled."""

WIDE: Final = 0.2
"""An interval of a total index wider than this leaves its rank open."""


@dataclass(frozen=True)
class Enough:
    """Whether there were enough blocks.

    ``width`` is that of the widest 95 % interval of a total index. ``halves`` is the rank
    correlation of the total indices between the first and the second half of the blocks,
    ``same_first`` whether both halves name the same factor first. ``blocks_needed`` would give a
    width of ``WIDE``.
    """

    width: float
    halves: float
    same_first: bool
    blocks_needed: int

    @property
    def enough(self) -> bool:
        """Whether intervals are narrow enough and both halves tell the same story."""
        return self.width <= WIDE and self.same_first


@dataclass(frozen=True)
class Indices:
    """Squared differences by block: A and each ABi, B and each ABi, A and B, A and A nudged."""

    keys: tuple[str, ...]
    from_a: F64  # [block, factor]
    from_b: F64  # [block, factor]
    apart: F64  # [block]
    nudged: F64  # [block]
    seed: int

    @property
    def blocks(self) -> int:
        """Blocks that have all of their answers."""
        return len(self.apart)

    @property
    def total(self) -> F64:
        """Total index of each factor: its share, alone and with others."""
        return np.asarray(self.from_a.sum(axis=0) / self.apart.sum())

    @property
    def first(self) -> F64:
        """First-order index of each factor: its share alone."""
        return np.asarray(1.0 - self.from_b.sum(axis=0) / self.apart.sum())

    @property
    def nudge(self) -> float:
        """Total index of nudging all factors at once: chance, and no influence."""
        return float(self.nudged.sum() / self.apart.sum())

    @property
    def variance(self) -> float:
        """Variance that the factors cause within a replicate."""
        return float(self.apart.mean() / 2)

    @cached_property
    def _drawn(self) -> tuple[F64, F64]:
        """First and total indices of resampled blocks: [resample, factor]."""
        times = weights(self.blocks, self.seed)
        # Of few blocks, resamples may hold none with any spread to share out.
        times = times[times @ self.apart > 0]
        below = (times @ self.apart)[:, None]
        return 1.0 - times @ self.from_b / below, times @ self.from_a / below

    def frame(self) -> pd.DataFrame:
        """Return a row a factor, the largest total index first, with 95 % intervals.

        Columns: factor, S1, S1_lower, S1_upper, ST, ST_lower, ST_upper, nudge (chance), matters
        (the interval of ST is above it, or that of S1 above 0).
        """
        import pandas as pd

        (low1, high1), (low, high) = (np.quantile(d, LEVEL, axis=0) for d in self._drawn)
        columns = {
            "factor": self.keys,
            "S1": self.first, "S1_lower": low1, "S1_upper": high1,
            "ST": self.total, "ST_lower": low, "ST_upper": high,
            "nudge": self.nudge, "matters": (low > self.nudge) | (low1 > 0),
        }  # fmt: skip
        frame = pd.DataFrame(columns)
        return frame.sort_values(["ST", "factor"], ascending=[False, True], ignore_index=True)

    def enough(self) -> Enough:
        """Return whether more blocks would be needed to trust the order."""
        low, high = np.quantile(self._drawn[1], LEVEL, axis=0)
        width = float((high - low).max())
        half = self.blocks // 2
        one, other = (self.from_a[part].sum(axis=0) for part in (slice(0, half), slice(half, None)))
        ranks = float(stats.spearmanr(one, other).statistic) if len(self.keys) > 1 else 1.0
        needed = int(np.ceil(self.blocks * max(1.0, (width / WIDE) ** 2)))
        return Enough(width, ranks, bool(one.argmax() == other.argmax()), needed)


def check_blocks(blocks: int) -> None:
    """Refuse a number of blocks that Sobol' points don't come in."""
    if blocks < FEWEST or blocks & (blocks - 1):
        text = _("Sobol' indices take a power of two of blocks, {least} or more, not {n}.")
        raise InputError(text.format(least=FEWEST, n=blocks))


def design(factors: int, blocks: int, seed: int, averaged: int = 1) -> Blocks:
    """Return Saltelli's blocks on scrambled Sobol' points: rows A, AB1 … ABd, B, A nudged."""
    check_blocks(blocks)
    sample = study_module("SALib.sample.sobol").sample
    rows = sample(problem(factors), blocks, calc_second_order=False, seed=seed)
    points = np.asarray(rows, np.float64).reshape(blocks, factors + 2, factors)
    return with_nudge(points, averaged)


def indices(keys: Sequence[str], blocks: Blocks, answers: F64, seed: int) -> Indices:
    """Return the indices of answers given to a design, row by row.

    Raises ``InputError`` where the answers of no block differ: there is no spread to share out.
    """
    _whole, found = blocks.complete(answers)
    a, mixed, b, nudged = found[:, :1], found[:, 1:-2], found[:, -2:-1], found[:, -1:]
    apart = ((a - b) ** 2)[:, 0]
    if not apart.any():
        raise InputError(_("The outcome is the same whatever the factors: nothing to share out."))
    luck = ((a - nudged) ** 2)[:, 0]
    return Indices(tuple(keys), (a - mixed) ** 2, (b - mixed) ** 2, apart, luck, seed)

"""Designs in blocks: Morris screening and Sobol' indices, with replicates of its own a block.

Rows that are compared with one another are a block and meet the same draws, so that chance between
replicates cancels in their differences. Another block has others, so that no study rests on one
history. Blocks are kept or left out, and resampled, as a whole.

*Morris screening* tells which factors do anything at all, from a few worlds a factor. Along a
trajectory one factor moves at a time; the change over its step is an elementary effect. Their mean
size (mu*) ranks factors, their spread (sigma) tells interactions and bends from straight lines. A
trajectory is a block: with other replicates a row, chance would drown most effects.

Morris (1991), Technometrics 33, 161-174, https://doi.org/10.1080/00401706.1991.10484804; mu* after
Campolongo, Cariboni and Saltelli (2007), https://doi.org/10.1016/j.envsoft.2006.10.004.

*Sobol' indices* tell how much of the spread is each factor's. A block is two points A and B and,
for each factor, A with that factor taken from B:

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
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import stats

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _
from sim.studies import study_module
from sim.studies.cases import Cases
from sim.studies.factors import Factor, scaled

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES: Final = 1000
LEVEL: Final = (0.025, 0.975)
"""Intervals hold 95 %."""

NUDGE: Final = 0.01
"""Share of its range by which every factor is moved to see what chance does by itself."""


@dataclass(frozen=True)
class Blocks:
    """Points of [0, 1] as [block, row, factor]; all rows of a block meet the same replicates.

    There are ``averaged`` of them a block, other ones in every block; a row's answer is their mean.
    The last row is the first one nudged, see :func:`with_nudge`.
    """

    points: F64
    averaged: int = 1

    def cases(self, factors: Sequence[Factor]) -> Cases:
        """Return every row under each of its block's replicates, block by block, row by row."""
        blocks, rows, number = self.points.shape
        columns = scaled(factors, self.points.reshape(-1, number))
        own = np.arange(blocks * self.averaged).reshape(blocks, 1, self.averaged)
        replicate = np.broadcast_to(own, (blocks, rows, self.averaged)).ravel()
        repeated = {key: np.repeat(column, self.averaged) for key, column in columns.items()}
        return Cases(replicate, repeated)

    def complete(self, answers: F64) -> tuple[Blocks, F64]:
        """Return the blocks all of whose cases have an answer, and the answers as [block, row].

        A block with a world that failed, or without a base for its measure, is of no use.
        Raises ``InputError`` where fewer than two are left.
        """
        found = answers.reshape(*self.points.shape[:2], self.averaged).mean(axis=2)
        whole = ~np.isnan(found).any(axis=1)
        if np.count_nonzero(whole) < 2:
            text = _("Of {n} blocks of cases fewer than two have all of their answers.")
            raise InputError(text.format(n=len(found)))
        return Blocks(self.points[whole], self.averaged), found[whole]


def with_nudge(points: F64, averaged: int) -> Blocks:
    """Return blocks with their first row once more, every factor nudged by a hundredth.

    So small a change does nothing to what the factors mean, but it turns some "just not" into
    "just so", and chance takes another course from there. What the nudge does is therefore chance,
    and a factor that does no more than it hasn't shown any influence.
    """
    first = points[:, :1]
    nudged = np.where(first < 0.5, first + NUDGE, first - NUDGE)
    return Blocks(np.concatenate([points, nudged], axis=1), averaged)


def problem(factors: int) -> dict[str, Any]:
    """Return what SALib calls a problem: ``factors`` factors on [0, 1]; InputError for none."""
    if not factors:
        raise InputError(_("There is no factor to vary."))
    names = [f"x{k}" for k in range(factors)]
    return {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors}


def weights(blocks: int, seed: int) -> F64:
    """Return how often each block is taken in each resample: [resample, block]."""
    counts = stats.multinomial.rvs(
        blocks, np.full(blocks, 1.0 / blocks), size=RESAMPLES, random_state=seed
    )
    return np.asarray(counts, np.float64)


SURE: Final = 2.0
"""Standard errors beyond which a mean effect has a direction."""

FEWEST_TRAJECTORIES: Final = 4
"""Trajectories below which a mean effect says nothing."""


@dataclass(frozen=True)
class Screening:
    """Elementary effects, [trajectory, factor]: change of the outcome over a factor's range."""

    keys: tuple[str, ...]
    effects: F64
    nudge: F64
    """Size of what nudging all factors does, by trajectory, on the same scale."""
    seed: int

    @property
    def mu_star(self) -> F64:
        """Mean size of the effects, by factor."""
        return np.asarray(np.abs(self.effects).mean(axis=0))

    def leading(self, number: int) -> tuple[str, ...]:
        """Return the keys of the factors with the largest mu*, the largest first."""
        order = np.lexsort((np.array(self.keys), -self.mu_star))
        return tuple(self.keys[k] for k in order[:number])

    def frame(self) -> pd.DataFrame:
        """Return a row a factor, the largest mu* first.

        Columns: factor, mu_star, lower, upper, mu and its standard error, sigma, nudge, matters.
        ``lower`` and ``upper`` hold 95 % of resamples of the trajectories. ``nudge`` is the mu* of
        nudging all factors: chance. A factor ``matters`` where ``lower`` is above that, or mu is
        beyond two standard errors.
        """
        import pandas as pd

        trajectories = len(self.effects)
        drawn = weights(trajectories, self.seed) @ np.abs(self.effects) / trajectories
        lower, upper = np.quantile(drawn, LEVEL, axis=0)
        mean, spread = self.effects.mean(axis=0), self.effects.std(axis=0, ddof=1)
        error, luck = spread / np.sqrt(trajectories), float(self.nudge.mean())
        columns = {
            "factor": self.keys,
            "mu_star": self.mu_star,
            "lower": lower,
            "upper": upper,
            "mu": mean,
            "mu_error": error,
            "sigma": spread,
            "nudge": luck,
            "matters": (lower > luck) | (np.abs(mean) > SURE * error),
        }
        frame = pd.DataFrame(columns)
        return frame.sort_values(["mu_star", "factor"], ascending=[False, True], ignore_index=True)


def morris_design(factors: int, trajectories: int, seed: int, averaged: int = 1) -> Blocks:
    """Return trajectories on four levels: [trajectory, factors + 2, factor], the nudge last."""
    if trajectories < FEWEST_TRAJECTORIES:
        text = _("Morris screening takes {least} trajectories or more, not {n}.")
        raise InputError(text.format(least=FEWEST_TRAJECTORIES, n=trajectories))
    rows = study_module("SALib.sample.morris").sample(problem(factors), trajectories, seed=seed)
    points = np.asarray(rows, np.float64).reshape(trajectories, factors + 1, factors)
    return with_nudge(points, averaged)


def screen(keys: Sequence[str], blocks: Blocks, answers: F64, seed: int) -> Screening:
    """Return the elementary effects of answers given to a design, row by row."""
    whole, found = blocks.complete(answers)
    way = found[:, :-1]
    steps = np.diff(whole.points[:, :-1], axis=1)
    moved = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    effects = np.empty_like(size)
    np.put_along_axis(effects, moved, np.diff(way, axis=1) / size, axis=1)
    # A nudge of a whole step, so that both are the change over a factor's range.
    nudge = np.abs(found[:, -1] - found[:, 0]) / np.abs(size).mean()
    return Screening(tuple(keys), effects, nudge, seed)


FEWEST_BLOCKS: Final = 8
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
    if blocks < FEWEST_BLOCKS or blocks & (blocks - 1):
        text = _("Sobol' indices take a power of two of blocks, {least} or more, not {n}.")
        raise InputError(text.format(least=FEWEST_BLOCKS, n=blocks))


def sobol_design(factors: int, blocks: int, seed: int, averaged: int = 1) -> Blocks:
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

"""What chance does beside the factors: a small panel of points × replicates.

Two-way analysis of variance without repetition: the spread between points (what the factors do in
every replicate alike), between replicates (chance, and what is drawn anew in each but not varied),
and what is left (factors that do more in one replicate than in another).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from sim.errors import InputError
from sim.locale import _
from sim.methods.cases import Cases
from sim.methods.factors import Factor

F64 = npt.NDArray[np.float64]

POINTS: Final = 16
REPLICATES: Final = 12


@dataclass(frozen=True)
class Noise:
    """Variance of the outcome by where it comes from; none is below 0."""

    factors: float
    replicates: float
    both: float

    @property
    def shares(self) -> tuple[float, float, float]:
        """The three as shares of their sum; not numbers where there is no spread."""
        parts = (self.factors, self.replicates, self.both)
        total = sum(parts)
        one, two, three = (part / total if total > 0 else np.nan for part in parts)
        return one, two, three


def panel(
    factors: Sequence[Factor], seed: int, *, points: int = POINTS, replicates: int = REPLICATES
) -> Cases:
    """Return Latin hypercube points, each under the same replicates: point by point."""
    rows = qmc.LatinHypercube(len(factors), seed=seed).random(points)
    spread = np.repeat(rows, replicates, axis=0)
    values = {factor.key: factor.at(spread[:, k]) for k, factor in enumerate(factors)}
    return Cases(np.tile(np.arange(replicates), points), values)


def noise(answers: F64, replicates: int = REPLICATES) -> Noise:
    """Return the parts of the variance of answers given to a panel.

    Replicates with a missing answer are left out; ``InputError`` where fewer than two remain.
    """
    table = answers.reshape(-1, replicates)
    table = table[:, ~np.isnan(table).any(axis=0)]
    points, kept = table.shape
    if min(points, kept) < 2:
        raise InputError(_("The noise can't be told: too many worlds failed."))
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    rest = table - rows[:, None] - columns[None, :] + table.mean()
    left = float((rest**2).sum() / ((points - 1) * (kept - 1)))
    between = max(0.0, float(rows.var(ddof=1)) - left / kept)
    chance = max(0.0, float(columns.var(ddof=1)) - left / points)
    return Noise(between, chance, left)

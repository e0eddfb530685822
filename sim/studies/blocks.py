"""Blocks of a design: rows that share replicates, kept or left out and resampled together.

Rows that are compared with one another meet the same draws, so that chance between replicates
cancels in their differences. Another block has others, so that no study rests on one history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.errors import InputError
from sim.locale import _
from sim.studies.cases import Cases
from sim.studies.factors import Factor

F64 = npt.NDArray[np.float64]

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
        if number != len(factors):
            raise ValueError(f"{number} columns for {len(factors)} factors")
        flat = self.points.reshape(-1, number)
        columns = {factor.key: factor.at(flat[:, k]) for k, factor in enumerate(factors)}
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
    """Return what SALib calls a problem: so many factors on [0, 1]; InputError for none."""
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

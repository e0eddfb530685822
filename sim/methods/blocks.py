"""Blocks of a design: rows that share a replicate, kept or left out and resampled together.

Rows that are compared with one another meet the same draws, so chance cancels in their
differences; another block has another replicate, so that no study rests on one history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.errors import InputError
from sim.locale import _
from sim.methods.cases import Cases
from sim.methods.factors import Factor

F64 = npt.NDArray[np.float64]

RESAMPLES: Final = 1000
LEVEL: Final = (0.025, 0.975)
"""Intervals hold 95 %."""


@dataclass(frozen=True)
class Blocks:
    """Points of [0, 1] as [block, row, factor]; block b is simulated under replicate b."""

    points: F64

    def cases(self, factors: Sequence[Factor], *, first: int = 0) -> Cases:
        """Return the rows as cases, block by block; replicates are numbered from ``first``."""
        blocks, rows, number = self.points.shape
        if number != len(factors):
            raise ValueError(f"{number} columns for {len(factors)} factors")
        flat = self.points.reshape(-1, number)
        values = {factor.key: factor.at(flat[:, k]) for k, factor in enumerate(factors)}
        return Cases(first + np.repeat(np.arange(blocks), rows), values)

    def complete(self, answers: F64) -> tuple[Blocks, F64]:
        """Return the blocks all of whose rows have an answer, and the answers as [block, row].

        A block with a world that failed, or without a base for its measure, is of no use.
        Raises ``InputError`` where fewer than two are left.
        """
        found = answers.reshape(self.points.shape[:2])
        whole = ~np.isnan(found).any(axis=1)
        if np.count_nonzero(whole) < 2:
            text = _("Of {n} blocks of cases fewer than two have all of their answers.")
            raise InputError(text.format(n=len(found)))
        return Blocks(self.points[whole]), found[whole]


def weights(blocks: int, seed: int) -> F64:
    """Return how often each block is taken in each resample: [resample, block]."""
    counts = stats.multinomial.rvs(
        blocks, np.full(blocks, 1.0 / blocks), size=RESAMPLES, random_state=seed
    )
    return np.asarray(counts, np.float64)

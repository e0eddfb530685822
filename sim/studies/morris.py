"""Morris screening: which factors do anything at all, from a few worlds a factor.

Along a trajectory one factor moves at a time; the change over its step is an elementary effect.
Their mean size (mu*) ranks factors, their spread (sigma) tells interactions and bends from straight
lines. A trajectory has its own replicates: with fresh ones a row, chance would drown most effects.

Morris (1991), Technometrics 33, 161-174, https://doi.org/10.1080/00401706.1991.10484804; mu* after
Campolongo, Cariboni and Saltelli (2007), https://doi.org/10.1016/j.envsoft.2006.10.004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.studies.blocks import LEVEL, Blocks, problem, weights, with_nudge
from sim.studies.extra import study_module

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]

SURE: Final = 2.0
"""Standard errors beyond which a mean effect has a direction."""

FEWEST: Final = 4
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


def design(factors: int, trajectories: int, seed: int, averaged: int = 1) -> Blocks:
    """Return trajectories on four levels: [trajectory, factors + 2, factor], the nudge last."""
    if trajectories < FEWEST:
        text = _("Morris screening takes {least} trajectories or more, not {n}.")
        raise InputError(text.format(least=FEWEST, n=trajectories))
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

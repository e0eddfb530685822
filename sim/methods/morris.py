"""Morris screening: which factors do anything at all, from a few worlds a factor.

Along a trajectory one factor moves at a time; the change over its step is an elementary effect.
Their mean size (mu*) ranks factors, their spread (sigma) tells interactions and bends from straight
lines. A trajectory has one replicate: with a fresh one a row, chance would drown most effects.

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
from sim.methods.blocks import LEVEL, Blocks, weights
from sim.methods.extra import study_module

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]

FEWEST: Final = 4
"""Trajectories below which a mean effect says nothing."""


@dataclass(frozen=True)
class Screening:
    """Elementary effects, [trajectory, factor]: change of the outcome over a factor's range."""

    keys: tuple[str, ...]
    effects: F64
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
        """Return a row a factor, the largest mu* first: factor, mu_star, lower, upper, mu, sigma.

        ``lower`` and ``upper`` hold 95 % of resamples of the trajectories.
        """
        import pandas as pd

        trajectories = len(self.effects)
        drawn = weights(trajectories, self.seed) @ np.abs(self.effects) / trajectories
        lower, upper = np.quantile(drawn, LEVEL, axis=0)
        columns = {
            "factor": self.keys,
            "mu_star": self.mu_star,
            "lower": lower,
            "upper": upper,
            "mu": self.effects.mean(axis=0),
            "sigma": self.effects.std(axis=0, ddof=1),
        }
        frame = pd.DataFrame(columns)
        return frame.sort_values(["mu_star", "factor"], ascending=[False, True], ignore_index=True)


def design(factors: int, trajectories: int, seed: int) -> Blocks:
    """Return trajectories on four levels: [trajectory, factors + 1, factor]."""
    if trajectories < FEWEST:
        text = _("Morris screening takes {least} trajectories or more, not {n}.")
        raise InputError(text.format(least=FEWEST, n=trajectories))
    if not factors:
        raise InputError(_("There is no factor to vary."))
    problem = {
        "num_vars": factors,
        "names": [f"x{k}" for k in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    rows = study_module("SALib.sample.morris").sample(problem, trajectories, seed=seed)
    return Blocks(np.asarray(rows, np.float64).reshape(trajectories, factors + 1, factors))


def screen(keys: Sequence[str], blocks: Blocks, answers: F64, seed: int) -> Screening:
    """Return the elementary effects of answers given to a design, row by row."""
    whole, found = blocks.complete(answers)
    steps = np.diff(whole.points, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    effects = np.empty_like(size)
    np.put_along_axis(effects, moved, np.diff(found, axis=1) / size, axis=1)
    return Screening(tuple(keys), effects, seed)

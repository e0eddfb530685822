"""Regret: how much a choice gives away in each future against the best choice in that future.

A future is a set of parameters and a replicate, the same for all alternatives. An alternative that
is never best may still be the one with the least to regret.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Regret:
    """A measure by [future, alternative], more being better; ``enough`` is what would do."""

    alternatives: tuple[str, ...]
    values: F64
    enough: float | None

    def frame(self) -> pd.DataFrame:
        """Return a row an alternative.

        Columns: alternative, mean, regret_mean, regret_q90, regret_max, best (share of futures in
        which nothing is better), enough (share in which it is at least that much).
        """
        import pandas as pd

        lost = self.values.max(axis=1, keepdims=True) - self.values
        columns = {
            "alternative": self.alternatives,
            "mean": self.values.mean(axis=0),
            "regret_mean": lost.mean(axis=0),
            "regret_q90": np.quantile(lost, 0.9, axis=0),
            "regret_max": lost.max(axis=0),
            "best": (lost == 0).mean(axis=0),
        }
        if self.enough is not None:
            columns["enough"] = (self.values >= self.enough).mean(axis=0)
        return pd.DataFrame(columns)


def regret(
    alternatives: tuple[str, ...],
    values: F64,
    *,
    higher_is_better: bool = True,
    enough: float | None = None,
) -> Regret:
    """Return the regret of alternatives from a measure by [future, alternative].

    Futures in which any alternative has no value are left out: they can't be compared.
    ``enough`` is a floor, or a ceiling where less is better. Raises ``InputError`` where no future
    is left.
    """
    sign = 1.0 if higher_is_better else -1.0
    whole = values[~np.isnan(values).any(axis=1)]
    if not len(whole):
        raise InputError(_("In no future have all alternatives a value."))
    return Regret(alternatives, sign * whole, None if enough is None else sign * enough)

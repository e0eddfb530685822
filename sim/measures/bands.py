"""Bands: what 90 % of replicates lie between, and their median."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
QUANTILES: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Band:
    """Quantiles over replicates; not a number where no replicate has a value."""

    q05: float
    q50: float
    q95: float

    @classmethod
    def of(cls, values: F64) -> Band:
        """Return the band of values by replicate, leaving out those that are no number."""
        known = values[~np.isnan(values)]
        if not len(known):
            return cls(np.nan, np.nan, np.nan)
        return cls(*map(float, np.quantile(known, QUANTILES)))

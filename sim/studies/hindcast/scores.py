"""Scores of predictions that are a median and a 90 % interval.

Weighted interval score: (½·|y − median| + 0.05·IS)/1.5, where IS, the interval score of a 90 %
interval, is its width plus 20 times by how much it was missed (Gneiting & Raftery 2007; Bracher,
Ray, Gneiting & Reich 2021). In the unit of what is predicted; smaller is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

QUANTILES: Final = (0.05, 0.5, 0.95)
ALPHA: Final = 0.1


@dataclass(frozen=True)
class Prediction:
    """A median and the ends of a central 90 % interval."""

    q05: float
    q50: float
    q95: float

    @classmethod
    def of(cls, values: F64, weights: F64 | None = None) -> Prediction:
        """Return the quantiles of draws, weighted if weights are given."""
        if weights is None:
            found = np.quantile(values, QUANTILES)
        else:
            found = np.quantile(values, QUANTILES, weights=weights, method="inverted_cdf")
        return cls(*(float(value) for value in found))

    def scaled(self, factor: float) -> Prediction:
        """Return the prediction in another unit."""
        return Prediction(self.q05 * factor, self.q50 * factor, self.q95 * factor)

    @property
    def width(self) -> float:
        """Width of the interval."""
        return self.q95 - self.q05

    def holds(self, observed: float) -> bool:
        """Whether the interval holds what was observed."""
        return self.q05 <= observed <= self.q95

    def interval_score(self, observed: float) -> float:
        """Return the interval score."""
        below, above = max(0.0, self.q05 - observed), max(0.0, observed - self.q95)
        return self.width + 2.0 / ALPHA * (below + above)

    def wis(self, observed: float) -> float:
        """Return the weighted interval score."""
        half = ALPHA / 2.0 * self.interval_score(observed)
        return (0.5 * abs(observed - self.q50) + half) / 1.5


def mean_wis(predictions: Sequence[Prediction], observed: Sequence[float]) -> float:
    """Return the mean weighted interval score of several predictions."""
    pairs = zip(predictions, observed, strict=True)
    return float(np.mean([one.wis(value) for one, value in pairs]))

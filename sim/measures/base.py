"""What a measure is: a numerator over a denominator, both exact counts; and bands of its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64, I64

Number = F64 | I64


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One observed quantity.

    ``numerator`` and ``denominator`` name counts of :data:`sim.measures.tally.COUNTS`; without a
    denominator the measure is a plain number. A numerator counts only units of its denominator.
    ``grouped`` measures are also recorded by kind, type, district, industry and size class.
    """

    name: str
    numerator: str
    denominator: str | None
    unit: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    grouped: bool = True
    scale: float = 1.0
    """What one unit of the numerator's count stands for."""

    @property
    def counts(self) -> tuple[str, ...]:
        """Names of the counts that it is made of."""
        return (self.numerator, *([] if self.denominator is None else [self.denominator]))

    @property
    def is_share(self) -> bool:
        """Whether the value lies in [0, 1]."""
        return self.unit == "share"


def ratio(numerator: Number, denominator: Number | None) -> F64:
    """Return numerator / denominator; not a number where nothing is there to be counted."""
    top = np.asarray(numerator, np.float64)
    if denominator is None:
        return top
    bottom = np.asarray(denominator, np.float64)
    value = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=value, where=bottom > 0)
    return value


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

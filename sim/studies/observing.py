"""The error between a figure that was observed and what a right model would say.

Official figures are rounded, refer to a base that is uncertain by some points, and come from places
that like to publish. A share's error is normal on the logit scale, a number's on the log scale, so
neither leaves its range. Where an observation has a standard deviation of its own that holds. Else
a share's is the larger of 0.15 on the logit scale and three points (bases differ by five and more
points between reports of one place), a number's 5 %.

A model that was put right by a figure drifts away from what it describes. What a model or a curve
says of a time years later is off by a random walk as well. Its step a year is as large as the error
of a figure, 0.15 or 5 %. That is an assumption; it is the same for all who forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from sim.draws import normal, series
from sim.measures.base import Measure

F64 = npt.NDArray[np.float64]

LOGIT_SD: Final = 0.15
POINTS_SD: Final = 0.03
LOG_SD: Final = 0.05

_END: Final = 0.005
"""Shares nearer to 0 or 1 than this count as this: nobody reports them apart."""

_LEAST: Final = 0.01
"""Numbers below this share of the observed one count as this."""


@dataclass(frozen=True)
class ErrorModel:
    """A normal error of standard deviation ``sd`` on a ``scale``, ``floor`` the least number."""

    scale: Literal["logit", "log"]
    sd: float
    floor: float = 0.0

    @classmethod
    def of(cls, measure: Measure, value: float, sd: float | None = None) -> ErrorModel:
        """Return the error of an observed ``value``; ``sd`` is in the unit of the measure."""
        if measure.is_share:
            inside = min(max(value, _END), 1.0 - _END)
            slope = inside * (1.0 - inside)
            assumed = max(LOGIT_SD, POINTS_SD / slope)
            return cls("logit", assumed if sd is None else sd / slope)
        return cls("log", LOG_SD if sd is None else sd / value, _LEAST * value)

    @property
    def step(self) -> float:
        """Standard deviation of the random walk of a year, on the scale of the error."""
        return LOG_SD if self.scale == "log" else LOGIT_SD

    def after(self, years: float) -> ErrorModel:
        """Return the error of what is said of a time so many years after the last figure."""
        return replace(self, sd=(self.sd**2 + self.step**2 * max(years, 0.0)) ** 0.5)

    def onto(self, values: F64) -> F64:
        """Return values on the scale of the error; what is no number stays none."""
        if self.scale == "log":
            return np.log(np.maximum(values, self.floor))
        inside = np.clip(values, _END, 1.0 - _END)
        found: F64 = np.log(inside) - np.log1p(-inside)
        return found

    def back(self, values: F64) -> F64:
        """Return values of the error's scale in the unit of the measure."""
        found: F64 = np.exp(values) if self.scale == "log" else 1.0 / (1.0 + np.exp(-values))
        return found


def noisy(values: F64, errors: Sequence[ErrorModel], seed: int) -> F64:
    """Return rows of simulated values [row, output] as they would have been observed.

    On the scale of the errors, with an error drawn for each value: of output k and row i always the
    same under one ``seed``, however many rows there are.
    """
    found = np.empty_like(values)
    for k, error in enumerate(errors):
        drawn = normal(series(seed, f"observation {k}", len(values)))
        found[:, k] = error.onto(values[:, k]) + error.sd * drawn
    return found

"""Which assumptions a difference hangs on: rank correlation with the parameters that were drawn.

Each replicate draws its parameters, so a run holds its own sensitivity analysis: Spearman's rank
correlation between a parameter and the paired difference, over worlds. With a hundred parameters
some correlate by chance; ``noise`` is the level that the largest of them exceeds in one run of
twenty if none matters (Student's t, Bonferroni). It finds monotone effects of single parameters
only, and a parameter below the noise is not shown to be unimportant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.methods.importance import drawn
from sim.results.compare import Comparison
from sim.results.ranking import Tally, difference

F64 = npt.NDArray[np.float64]

FEWEST: Final = 20
"""With fewer worlds a correlation says nothing."""
ERROR: Final = 0.05


@dataclass(frozen=True)
class Driver:
    """A parameter with its rank correlation, and what is found in the outer thirds of its draws.

    ``low`` counts the worlds whose value is among the lowest third (up to ``low_to``), ``high``
    those among the highest (from ``high_from``).
    """

    parameter: str
    correlation: float
    low: Tally
    low_to: float
    high: Tally
    high_from: float


@dataclass(frozen=True)
class Importance:
    """The parameters by the size of their correlation, and what chance alone would give."""

    drivers: tuple[Driver, ...]
    noise: float
    worlds: int

    @property
    def standing_out(self) -> tuple[Driver, ...]:
        """Those whose correlation is beyond the noise."""
        return tuple(entry for entry in self.drivers if abs(entry.correlation) > self.noise)


def importance(found: Comparison, measure: str, alternative: str) -> Importance | None:
    """Return what the paired difference of a measure hangs on; None where it can't be told.

    It can't with fewer than ``FEWEST`` worlds, with parameters held at their defaults, or where
    the difference is the same in all worlds.
    """
    apart = difference(found, measure, alternative)
    known = ~np.isnan(apart)
    parameters = {name: column[known] for name, column in drawn(found.results).items()}
    apart = apart[known]
    worlds = len(apart)
    if worlds < FEWEST or not parameters or not np.ptp(apart) > 0:
        return None
    ranks = stats.rankdata(apart)
    drivers = [
        _driver(name, column, ranks, apart) for name, column in parameters.items() if np.ptp(column)
    ]
    drivers.sort(key=lambda entry: (-abs(entry.correlation), entry.parameter))
    return Importance(tuple(drivers), noise_level(worlds, len(drivers)), worlds)


def noise_level(worlds: int, parameters: int) -> float:
    """Return what the largest of many correlations exceeds in one run of twenty by chance."""
    bound = float(stats.t.ppf(1 - ERROR / (2 * parameters), worlds - 2))
    return bound / float(np.sqrt(worlds - 2 + bound**2))


def _driver(name: str, column: F64, ranks: F64, apart: F64) -> Driver:
    own = stats.rankdata(column)
    correlation = float(np.corrcoef(own, ranks)[0, 1])
    order = np.argsort(column, kind="stable")
    third = len(column) // 3
    low, high = order[:third], order[-third:]
    return Driver(
        name,
        correlation,
        Tally.of_difference(apart[low]),
        float(column[low].max()),
        Tally.of_difference(apart[high]),
        float(column[high].min()),
    )

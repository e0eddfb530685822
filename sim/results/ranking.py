"""In how many worlds one alternative is above another: counts, never probabilities.

Each replicate draws anew what can't be learnt from data, so a count over replicates says how far a
ranking hangs on it; a single ranking of medians would hide that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import _
from sim.results.compare import Comparison

F64 = npt.NDArray[np.float64]

SAID: Final = "effective_coverage"
"""What alternatives are ranked in unless another measure is named."""


@dataclass(frozen=True)
class Tally:
    """Worlds in which a difference is above 0, below 0, and in which there is one at all."""

    higher: int
    lower: int
    of: int

    @classmethod
    def of_difference(cls, difference: F64) -> Tally:
        """Count a difference by world; worlds without a value don't count."""
        known = difference[~np.isnan(difference)]
        return cls(int((known > 0).sum()), int((known < 0).sum()), len(known))

    @property
    def share(self) -> float | None:
        """Share of worlds in which the difference is above 0; ``None`` without any."""
        return self.higher / self.of if self.of else None

    def __str__(self) -> str:
        return _("{k} of {n}").format(k=self.higher, n=self.of) if self.of else "–"


def by_world(found: Comparison, measure: str, alternative: str, month: int | None = None) -> F64:
    """Return a measure by world, at the horizon unless a month is given."""
    when = -1 if month is None else found.months.index(month)
    place = found.results.alternatives.index(alternative)
    values: F64 = found.values[found.measures.index(measure), place, :, when]
    return values


def difference(
    found: Comparison,
    measure: str,
    alternative: str,
    against: str | None = None,
    month: int | None = None,
) -> F64:
    """Return the paired difference by world, from the baseline unless another is named."""
    other = found.results.alternatives[0] if against is None else against
    apart: F64 = by_world(found, measure, alternative, month) - by_world(
        found, measure, other, month
    )
    return apart


def tally(
    found: Comparison,
    measure: str,
    alternative: str,
    against: str | None = None,
    month: int | None = None,
) -> Tally:
    """Count the worlds in which an alternative is above, or below, another."""
    return Tally.of_difference(difference(found, measure, alternative, against, month))


def pairs(found: Comparison, measure: str = SAID) -> dict[str, dict[str, Tally]]:
    """Count for every alternative the worlds in which it is above each other one, at the horizon.

    Where a pair's two counts don't add up to its worlds, the rest is equal.
    """
    names = found.results.alternatives
    return {
        name: {other: tally(found, measure, name, other) for other in names if other != name}
        for name in names
    }

"""Alternatives against the baseline, replicate by replicate: the only comparison there is.

A replicate meets the same draws under every alternative, so a difference within a replicate is
caused by the policies. Bands are quantiles over replicates: parameters and chance together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.present.pages import comparison_page
from sim.results.costs import Costs, costs
from sim.results.gains import Gains, gains
from sim.results.reading import Results
from sim.text.hints import known_name

if TYPE_CHECKING:
    import pandas as pd

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


@dataclass(frozen=True)
class Difference:
    """A paired difference; ``share_higher`` is the share of replicates in which it is above 0.

    ``narrowing`` says how much pairing narrows the band: the standard deviation of the difference
    of independent runs, over that of the paired ones (not a number where these do not differ).
    """

    band: Band
    share_higher: float
    narrowing: float

    @classmethod
    def of(cls, alternative: F64, baseline: F64) -> Difference:
        """Return the difference of two arrays by replicate."""
        known = ~(np.isnan(alternative) | np.isnan(baseline))
        a, b = alternative[known], baseline[known]
        if not len(a):
            return cls(Band(np.nan, np.nan, np.nan), np.nan, np.nan)
        paired = float(np.std(a - b))
        alone = float(np.sqrt(np.var(a) + np.var(b)))
        narrowing = alone / paired if paired > 0 else np.nan
        return cls(Band.of(a - b), float(np.count_nonzero(a > b)) / len(a), narrowing)


@dataclass(frozen=True)
class Comparison:
    """Values and differences of every measure at the start of each year and at the horizon."""

    results: Results
    measures: tuple[str, ...]
    months: tuple[int, ...]
    values: F64  # [measure, alternative, replicate, month]

    def value(self, measure: str, alternative: str, month: int | None = None) -> Band:
        """Return the band of a measure, at the horizon unless a month is given."""
        return Band.of(self._at(measure, alternative, month))

    def difference(self, measure: str, alternative: str, month: int | None = None) -> Difference:
        """Return the paired difference from the baseline."""
        baseline = self.results.alternatives[0]
        return Difference.of(
            self._at(measure, alternative, month), self._at(measure, baseline, month)
        )

    def _repr_html_(self) -> str:
        return comparison_page(self)

    def _at(self, measure: str, alternative: str, month: int | None) -> F64:
        known_name(measure, self.measures, _('There is no measure "{name}". {hint}'))
        known_name(
            alternative, self.results.alternatives, _('There is no alternative "{name}". {hint}')
        )
        if month is not None and month not in self.months:
            text = _("A comparison has the months {months}.")
            raise InputError(text.format(months=_(", ").join(map(str, self.months))))
        when = -1 if month is None else self.months.index(month)
        place = self.results.alternatives.index(alternative)
        found: F64 = self.values[self.measures.index(measure), place, :, when]
        return found

    @cached_property
    def costs(self) -> dict[str, Costs]:
        """What each alternative costs, and a further effective branch-year."""
        return costs(self.results)

    @cached_property
    def gains(self) -> dict[str, Gains]:
        """Organizations that each alternative gains, loses and displaces."""
        return gains(self.results)

    def frame(self) -> pd.DataFrame:
        """Return every value and paired difference as a table, by measure and month."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def rows(self) -> list[dict[str, Any]]:
        """Return every value and paired difference, one row a measure, alternative and month."""
        baseline, *_others = self.results.alternatives
        rows: list[dict[str, Any]] = []
        for measure in self.measures:
            if measure in self.results.uncounted:
                continue
            for alternative in self.results.alternatives:
                for month in self.months:
                    value = self.value(measure, alternative, month)
                    found = self.difference(measure, alternative, month)
                    itself = alternative == baseline
                    rows.append(
                        {
                            "measure": measure,
                            "alternative": alternative,
                            "month": month,
                            "q05": value.q05,
                            "q50": value.q50,
                            "q95": value.q95,
                            "difference_q05": np.nan if itself else found.band.q05,
                            "difference_q50": np.nan if itself else found.band.q50,
                            "difference_q95": np.nan if itself else found.band.q95,
                            "share_higher": np.nan if itself else found.share_higher,
                            "narrowing": found.narrowing,
                        }
                    )
        return rows


def compare(results: Results) -> Comparison:
    """Read every measure at each year and at the horizon."""
    months = tuple(sorted({*range(0, results.months + 1, 12), results.months}))
    measures = results.measures
    return Comparison(results, measures, months, results.cube(measures, months))

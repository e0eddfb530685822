"""How a register grows by calendar year, and what enters it: stated or the nation's (3.6, 14.2)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from tests.oracle import constants

NATION: Mapping[int, int] = {
    1999: 143_000, 2000: 154_000, 2001: 211_000, 2002: 244_000, 2003: 266_000, 2004: 288_000,
    2005: 319_000, 2006: 354_393, 2007: 386_916, 2010: 446_000, 2012: 499_000, 2013: 547_000,
    2016: 702_000, 2019: 866_000, 2020: 894_000, 2021: 901_900, 2022: 891_300,
}  # fmt: skip
"""T(Y): organizations registered in the nation at the end of a year, as draws.md 3.6 lists them."""
LEAST_ENTRY = 0.01


def nation_growth(year: int) -> float:
    """Return g of the register of the nation in a calendar year (3.6)."""
    years = sorted(NATION)
    if year <= years[0]:
        return (math.log(NATION[2004]) - math.log(NATION[years[0]])) / (2004 - years[0])
    for before, after in pairwise(years):
        if before < year <= after:
            return (math.log(NATION[after]) - math.log(NATION[before])) / (after - before)
    return 0.0


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What a scenario states of its register, by calendar year; ``firms``: a place of firms."""

    series: Mapping[int, float] = field(default_factory=dict)
    growth_series: Mapping[int, float] = field(default_factory=dict)
    growth: float | None = None
    rate_stated: bool = False
    firms: bool = False

    def net_growth(self, year: int, rate: float) -> float:
        """Return g of section 14.2; ``rate`` is the rate of entry of the replicate."""
        if year in self.series:
            return self.series[year] - constants.EXITS_PER_YEAR
        stated = self.growth_series.get(year, self.growth)
        if stated is not None:
            return math.log(1 + stated)
        if self.rate_stated or self.firms:
            return rate - constants.EXITS_PER_YEAR
        return nation_growth(year)

    def entry_series(self, years: range, january: int) -> list[tuple[int, float]]:
        """Return the constant ``series`` of years, the first of which begins in month ``january``.

        Years of which the scenario states a growth, or whose rate is the replicate's, aren't there.
        """
        held = []
        for number, year in enumerate(years):
            begins = january + 12 * number
            if year in self.series:
                held.append((begins, self.series[year]))
            elif not (
                year in self.growth_series
                or self.growth is not None
                or self.rate_stated
                or self.firms
            ):
                rate = max(0.0, nation_growth(year) + constants.EXITS_PER_YEAR)
                held.append((begins, max(LEAST_ENTRY, rate)))
        return held

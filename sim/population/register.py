"""The register by the calendar: how the nation's has grown, for places that say nothing of theirs.

Year-end totals of docs/data/national_population.csv: social groups and private non-enterprise
units before 2006, then all social organizations. Source: docs/draws.md 3.6.
"""

from __future__ import annotations

import math
from typing import Final

from sim.constants import EXITS_PER_YEAR

REGISTERED: Final = {
    1999: 143_000, 2000: 154_000, 2001: 211_000, 2002: 244_000, 2003: 266_000, 2004: 288_000,
    2005: 319_000, 2006: 354_393, 2007: 386_916, 2010: 446_000, 2012: 499_000, 2013: 547_000,
    2016: 702_000, 2019: 866_000, 2020: 894_000, 2021: 901_900, 2022: 891_300,
}  # fmt: skip
"""Organizations at the end of a year."""
YEARS: Final = tuple(REGISTERED)
AHEAD: Final = 100
"""Calendar years from the start for which rates are made: more than any run has."""
EARLY: Final = (1999, 2004)
"""Years whose mean growth holds before the table begins."""
AFTERWARDS: Final = 0.0
"""Growth after the last year: the register has stood still since 2020."""


def growth(year: int) -> float:
    """Return the net growth of the nation's register in a calendar year, of its logarithm."""
    if year > YEARS[-1]:
        return AFTERWARDS
    first, last = EARLY
    if year > YEARS[0]:
        last = next(end for end in YEARS if end >= year)
        first = YEARS[YEARS.index(last) - 1]
    return (math.log(REGISTERED[last]) - math.log(REGISTERED[first])) / (last - first)


def entries(start_year: int, start_month: int) -> dict[int, float]:
    """Return rates of entry by the month in which their calendar year begins, from the start on."""
    return {
        12 * number - (start_month - 1): max(0.0, growth(start_year + number) + EXITS_PER_YEAR)
        for number in range(AHEAD)
    }

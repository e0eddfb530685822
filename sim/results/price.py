"""What a further branch-year costs, with its interval; or in words why there is no price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import series
from sim.locale import N_, _

F64 = npt.NDArray[np.float64]

FEWEST_WORLDS: Final = 20
"""Fewer worlds say nothing of how far a mean ratio may be off."""
RESAMPLES: Final = 2_000
SHARES: Final = (0.05, 0.95)
"""Ends of the interval, of the means and of their ratio: 90 % of resamples lie between."""

FEW, GAIN, FREE, YUAN = (
    N_("fewer than {fewest} worlds"),
    N_("the gain is not clearly above zero"),
    N_("no yuan is added"),
    N_("the added yuan are not clearly above zero"),
)


@dataclass(frozen=True)
class Price:
    """Mean added yuan over mean added branch-years, and what 90 % of resamples lie between.

    ``why_not`` says in words why there is no price: then the numbers are ``None``.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why_not: str = ""

    def __str__(self) -> str:
        """Return the price with its interval, or the reason, for people."""
        if self.value is None:
            return f"– ({self.reason})"
        return f"{self.value:,.0f} ({self.low:,.0f}–{self.high:,.0f})"

    @property
    def reason(self) -> str:
        """Return why there is no price, in the language in use; empty where there is one."""
        return _(self.why_not).format(fewest=FEWEST_WORLDS) if self.why_not else ""


def price(yuan: F64, branch_years: F64) -> Price:
    """Return the price of a branch-year from paired values by replicate, above the baseline's.

    The worlds are drawn anew with replacement, yuan and branch-years of a world together. There is
    a price only where both means lie above zero in 95 of 100 such draws.
    """
    n = len(yuan)
    if not yuan.any():
        return Price(None, why_not=FREE)
    if n < FEWEST_WORLDS:
        return Price(None, why_not=FEW)
    drawn = np.floor(series(n, "price of a branch-year", RESAMPLES * n) * n).astype(np.int64)
    drawn = drawn.reshape(RESAMPLES, n)
    gained, added = branch_years[drawn].mean(axis=1), yuan[drawn].mean(axis=1)
    if np.quantile(gained, SHARES[0]) <= 0.0:
        return Price(None, why_not=GAIN)
    if np.quantile(added, SHARES[0]) <= 0.0:
        return Price(None, why_not=YUAN)
    ratios = added[gained > 0.0] / gained[gained > 0.0]
    low, high = np.quantile(ratios, SHARES).tolist()
    return Price(float(yuan.mean() / branch_years.mean()), low, high)

"""What alternatives cost, from realised quantities at declared unit costs, and for each branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.draws import series
from sim.locale import N_, _
from sim.policies.base import SPONSORED
from sim.present.numbers import NOTHING, Cell, span, yuan, yuan_text
from sim.results.parquet import places, values

if TYPE_CHECKING:
    from sim.results.reading import Results

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Costs:
    """By replicate: yuan over the horizon, those above the baseline's, staff hours, effects.

    ``yuan`` are those of committees, treasury, sponsors and party fees, ``by_payer``; ``own_yuan``
    are what organizations pay themselves, a burden beside the hours. ``unmet_yuan`` is what a
    budget's caps left unpaid.
    ``branch_years`` are effective branch-years above the baseline's: the sum over months of
    effective branches, less the baseline's, divided by 12.
    """

    yuan: F64
    added_yuan: F64
    burden_hours: F64
    added_burden_hours: F64
    branch_years: F64
    unmet_yuan: F64
    own_yuan: F64
    by_payer: Mapping[str, F64]

    @property
    def planned_yuan(self) -> F64:
        """What all of it would have cost: paid, or left unpaid by a cap."""
        return self.yuan + self.unmet_yuan

    @cached_property
    def price(self) -> Price:
        """Yuan for an additional effective branch-year over the whole period, or why there is none.

        There is no price for what doesn't come; what adds no yuan falls on organizations, and what
        clearly costs less says how much it saves.
        """
        return price(self.added_yuan, self.branch_years)


def costs(results: Results) -> dict[str, Costs]:
    """Return the costs of every alternative."""
    paid, hours, unmet, own, by_payer = _amounts(results)
    branches = results.cube(["effective_branches"], range(1, results.months + 1))[0].sum(-1) / 12
    return {
        name: Costs(
            yuan=paid[number],
            added_yuan=paid[number] - paid[0],
            burden_hours=hours[number],
            added_burden_hours=hours[number] - hours[0],
            branch_years=branches[number] - branches[0],
            unmet_yuan=unmet[number],
            own_yuan=own[number],
            by_payer={payer: yuan[number] for payer, yuan in by_payer.items()},
        )
        for number, name in enumerate(results.alternatives)
    }


def _amounts(results: Results) -> tuple[F64, F64, F64, F64, Mapping[str, F64]]:
    """Return yuan, hours, unmet and own yuan by alternative and replicate, and yuan by payer.

    Later years are discounted where the scenario asks for it; hours are not. Results of versions
    that knew no payers have one: the committee.
    """
    table = results.table("ledger")
    burden = values(table["burden"]).astype(bool)
    years = (values(table["month"]) + 11) // 12 - 1
    factor = (1.0 + _discount(results)) ** -years.astype(np.float64)
    alternative = places(table["alternative"], results.alternatives)
    row = np.searchsorted(results.replicates, values(table["replicate"]))
    amount = values(table["amount"]) * results.weight
    payer = np.where(burden, "", "committee")
    if "payer" in table.column_names:
        payer = np.array(table["payer"].to_pylist(), dtype=np.str_)
    own = payer == "organization"
    yuan = amount * factor

    def total(mine: npt.NDArray[np.bool_], amounts: F64) -> F64:
        found = np.zeros((len(results.alternatives), len(results.replicates)))
        np.add.at(found, (alternative[mine], row[mine]), amounts[mine])
        return found

    unmet = values(table["unmet"]) * factor * results.weight
    return (
        total(~burden, yuan),
        total(burden & ~own, amount),
        total(np.ones(len(row), bool), unmet),
        total(own, yuan),
        {name: total(payer == name, yuan) for name in SPONSORED},
    )


def _discount(results: Results) -> float:
    budget = results.info["scenario"].get("budget", {})
    return float(budget.get("discount_per_year", 0.0))


FEWEST_WORLDS: Final = 20
"""Fewer worlds say nothing of how far a mean ratio may be off."""
RESAMPLES: Final = 2_000
SHARES: Final = (0.05, 0.95)
"""Ends of the interval, of the means and of their ratio: 90 % of resamples lie between."""

FEW, GAIN, FREE, YUAN, SAVES, SAVES_ALONE = (
    N_("fewer than {fewest} replicates"),
    N_("the gain is not clearly above zero"),
    N_("no yuan is added"),
    N_("the added yuan are not clearly above zero"),
    N_("saves {yuan}; cheaper in {k} of {n}"),
    N_("saves {yuan}; cheaper in {k} of {n}; the gain is not clearly above zero"),
)


@dataclass(frozen=True)
class Price:
    """Mean added yuan over mean added branch-years, and what 90 % of resamples lie between.

    ``why_not`` says in words why there is no price: then the numbers are ``None``. What is clearly
    cheaper has the median of the yuan that it saves, and in how many of all replicates it does.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why_not: str = ""
    saved: float = 0.0
    cheaper: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        """Return the price with its interval, or the reason, for people."""
        return str(self.cell)

    @property
    def cell(self) -> Cell:
        """The price and behind it its interval, or a dash and the reason."""
        if self.value is None or self.low is None or self.high is None:
            return Cell(NOTHING, f"({self.reason})")
        return Cell(yuan(self.value), f"({span(yuan(self.low), yuan(self.high))})")

    @property
    def reason(self) -> str:
        """Return why there is no price, in the language in use; empty where there is one."""
        if not self.why_not:
            return ""
        k, n = self.cheaper
        return _(self.why_not).format(fewest=FEWEST_WORLDS, yuan=yuan_text(self.saved), k=k, n=n)


def price(added_yuan: F64, branch_years: F64) -> Price:
    """Return the price of a branch-year from paired values by replicate, above the baseline's.

    The worlds are drawn anew with replacement, yuan and branch-years of a world together. There is
    a price only where both means lie above zero in 95 of 100 such draws. Where the mean of the
    yuan lies below zero in as many, the alternative is cheaper, whatever it gains.
    """
    n = len(added_yuan)
    if not added_yuan.any():
        return Price(None, why_not=FREE)
    if n < FEWEST_WORLDS:
        return Price(None, why_not=FEW)
    drawn = np.floor(series(n, "price of a branch-year", RESAMPLES * n) * n).astype(np.int64)
    drawn = drawn.reshape(RESAMPLES, n)
    gained, added = branch_years[drawn].mean(axis=1), added_yuan[drawn].mean(axis=1)
    gains = np.quantile(gained, SHARES[0]) > 0.0
    if np.quantile(added, SHARES[1]) < 0.0:
        why = SAVES if gains else SAVES_ALONE
        cheaper = int(np.count_nonzero(added_yuan < 0.0)), n
        return Price(None, why_not=why, saved=-float(np.median(added_yuan)), cheaper=cheaper)
    if not gains:
        return Price(None, why_not=GAIN)
    if np.quantile(added, SHARES[0]) <= 0.0:
        return Price(None, why_not=YUAN)
    ratios = added[gained > 0.0] / gained[gained > 0.0]
    low, high = np.quantile(ratios, SHARES).tolist()
    return Price(float(added_yuan.mean() / branch_years.mean()), low, high)

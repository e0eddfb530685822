"""What policies ask of a budget: what a unit costs, in which class it is served, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.draws import F64, I64
from sim.policies.base import Cost, Policy
from sim.policies.book import DoseBook
from sim.policies.parts import Counting
from sim.policies.quantities import QUANTITIES, Booking
from sim.state.stack import Stack

POSTS, SUBSIDIES, GRANTS = range(3)
ORDER: Final = ("posts", "subsidies", "grants_and_places")
HEADS: Final = {"liaison_months": POSTS, "staff_months": POSTS, "places_filled": GRANTS}
"""Quantities that are heads shared over committees."""
OBLIGATIONS: Final = {
    "hosted_months": "hosting_places",
    "sourced_salary_months": "sourced_secretaries",
}
"""Quantities that go on once begun, and the dose that offers them: paid before all else."""
AFTERWARDS: Final = frozenset(("branches_founded", "mass_groups_founded", "members_placed"))
"""Known only in the course of the month: grants are paid from what is left when a branch is
founded, mass groups and members placed from what falls due later."""
LATER: Final = frozenset(("branches_founded", "prompts", "organizations_checked",
                          "organizations_censused", "mass_groups_founded",
                          "members_placed"))  # fmt: skip
"""Quantities that are served last, with grants and places."""
FROM_ENTRY: Final = frozenset(
    ("organizations_checked", "organizations_censused", "organizer_contacts")
)
"""Quantities that newcomers bring at once: paid for, and reached, from their second month."""
CHECKED: Final = "organizations_checked"
"""The quantity that falls due once a year."""
YEAR: Final = 12


class Demand(Counting):
    """Notes at which organizations a quantity is counted, in place of adding it up.

    What a counter then returns is the quantity of one unit. ``asked`` tells quantities of
    organizations from those that are counted by committee.
    """

    def __init__(self, stack: Stack, doses: DoseBook) -> None:
        super().__init__(stack, doses)
        self.noted = np.zeros(len(stack.organizations))
        self.asked = False

    def of_target(
        self, lever: int, rows: I64, weight: np.typing.NDArray[np.generic] | float = 1.0
    ) -> F64:
        """Note the units of each organization; return one for each committee."""
        stack, entry = self.stack, self.doses.levers[lever]
        mine = entry.worlds[stack.organizations.world[rows]]
        mine &= self.doses.matchers[lever].reached(rows)
        value = np.broadcast_to(np.asarray(weight, np.float64), rows.shape)
        np.add.at(self.noted, rows[mine], value[mine])  # integers: exact, whole units
        self.asked = True
        return np.ones(len(stack.committees))


def priced(costs: Sequence[Cost]) -> list[Cost]:
    """Return the costs in yuan that have a price."""
    return [cost for cost in costs if not cost.burden and cost.unit > 0.0]


def class_of(costs: Sequence[Cost]) -> int:
    """Return the class in which a lever is served, by its first cost in yuan."""
    for cost in costs:
        if not cost.burden:
            return HEADS.get(cost.quantity, GRANTS if cost.quantity in LATER else SUBSIDIES)
    return SUBSIDIES


def month_price(cost: Cost) -> float:
    """Return what a unit costs in a month in which it is counted."""
    return cost.unit / YEAR if _yearly(cost.quantity) else cost.unit


def year_price(policy: Policy) -> float:
    """Return what one unit of a policy costs in a year at most; 0 where it costs no yuan."""
    costs = priced(policy.costs())
    if not costs:
        return 0.0
    cost, price = costs[0], costs[0].unit
    months = min(YEAR, max(_months(start, end) for start, end in policy.spans))
    if cost.quantity.endswith("_months"):
        price *= months
    elif _yearly(cost.quantity):
        price *= months / YEAR
    parts = QUANTITIES[cost.quantity].booking is Booking.PART
    return price if parts else price * policy.intensity


def _yearly(quantity: str) -> bool:
    return quantity.endswith("_years") or quantity == "organizer_contacts"


def _months(start: int | None, end: int | None) -> int:
    return YEAR if end is None else end - (start or 0) + 1

"""Budgets: what can be paid is done, the rest is unmet demand (docs/model.md 7).

A cap in yuan a year falls due in twelfths; what is not spent stays for the rest of the model
year. Each month the money is served in the order of the scenario: running posts, running
subsidies, then grants and places. Posts and places are cut to whole numbers; what is paid by
organization goes to the smallest identities first. A committee's cap binds what is booked under
it, the scenario's cap all of it. Without a cap nothing is changed: the ledger only books.
Unmet demand are the yuan that could not be paid in the month in which they fell due; a training
place stays due, but is counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64
from sim.exact import group_total
from sim.policies.base import Cost
from sim.policies.book import DoseBook
from sim.policies.counting import COUNTERS, Counting, committee_rows
from sim.policies.places import Places
from sim.policies.purse import Purse, whole_yuan
from sim.state.stack import Stack

Mask = npt.NDArray[np.bool_]

POSTS, SUBSIDIES, GRANTS = range(3)
ORDER: Final = ("posts", "subsidies", "grants_and_places")

UNCUT: Final = np.iinfo(np.int64).max
HEADS: Final = {"liaison_months": POSTS, "places_filled": GRANTS}
"""Quantities that are heads shared over committees."""
OBLIGATIONS: Final = frozenset(("hosted_months", "sourced_salary_months"))
"""Quantities that go on once begun: paid before all else; short of money nothing new begins."""
AFTERWARDS: Final = frozenset(("branches_founded", "mass_groups_founded"))
"""Known only in the course of the month: grants are paid from what is left when a branch is
founded, mass groups from what falls due later."""
LATER: Final = frozenset(("branches_founded", "prompts", "organizations_checked",
                          "organizations_censused", "mass_groups_founded"))  # fmt: skip
"""Quantities that are served last, with grants and places."""


class Demand(Counting):
    """Notes at which organizations a quantity is counted, in place of adding it up.

    What a counter then returns is the quantity of one unit. ``asked`` tells quantities of
    organizations from those that are counted by committee.
    """

    def __init__(self, stack: Stack, doses: DoseBook) -> None:
        super().__init__(stack, doses)
        self.units = np.zeros(len(stack.organizations))
        self.asked = False

    def of_target(
        self, lever: int, rows: I64, weight: npt.NDArray[np.generic] | float = 1.0
    ) -> F64:
        """Note the units of each organization; return one for each committee."""
        stack, entry = self.stack, self.doses.levers[lever]
        mine = entry.worlds[stack.organizations.world[rows]] & self.doses.matchers[lever](rows)
        value = np.broadcast_to(np.asarray(weight, np.float64), rows.shape)
        np.add.at(self.units, rows[mine], value[mine])  # integers: exact, whole units
        self.asked = True
        return np.ones(len(stack.committees))


class Budget:
    """The money of a stack: caps by world and by committee row, infinite where there is none.

    ``order[w]`` gives the rank of posts, subsidies and grants in world w. ``unmet`` accumulates
    the yuan that could not be paid, shape (levers, committee rows).
    """

    def __init__(
        self, stack: Stack, doses: DoseBook, world_caps: F64, committee_caps: F64, order: I64
    ) -> None:
        self._stack, self._doses = stack, doses
        self._world_caps, self._committee_caps, self._order = world_caps, committee_caps, order
        by_world = np.zeros(stack.n_worlds, bool)
        capped = np.flatnonzero(np.isfinite(committee_caps))
        by_world[stack.committees.world[capped]] = True
        self.capped: Mask = np.isfinite(world_caps) | by_world
        self.spent = np.zeros(len(stack.committees))
        self.unmet = np.zeros((len(doses.levers), len(stack.committees)))
        self._places = Places(len(doses.levers), len(stack.committees))
        self._served: dict[int, Mask] = {}
        self._heads: dict[int, I64] = {}
        self._grants: dict[int, list[I64]] = {}
        self._open: dict[int, Mask] = {}
        self._stayers: I64 | None = None
        self._promised: dict[tuple[int, str], F64] = {}
        self._left = Purse(world_caps, committee_caps, stack.committees.world)
        self._limited = [bool((lever.worlds & self.capped).any()) for lever in doses.levers]

    def start_from(self, other: Budget, worlds: I64) -> None:
        """Take over what has been spent in the worlds taken from another stack."""
        rows = committee_rows(other._stack, worlds)
        self.spent = other.spent[rows].copy()
        self.unmet = other.unmet[:, rows].copy()
        self._places.start_from(other._places, rows)

    @property
    def binding(self) -> bool:
        """Whether any world has a cap."""
        return bool(self.capped.any())

    def limited(self, lever: int) -> bool:
        """Return whether a cap holds in the worlds of a lever."""
        return self._limited[lever]

    def served(self, lever: int, rows: I64) -> Mask:
        """Return which organizations the lever is paid for; newcomers wait for the next month."""
        mask = self._served.get(lever)
        if mask is None:
            return np.ones(len(rows), bool)
        known = rows < len(mask)
        result: Mask = ~self.capped[self._stack.organizations.world[rows]]
        result[known] = mask[rows[known]]
        return result

    def booked(self, lever: int, item: str, count: Callable[[], F64]) -> F64:
        """Return the quantity of a cost by committee: paid for when the month began, or counted."""
        promised = self._promised.get((lever, item))
        if promised is None:
            return count()
        capped = self.capped[self._stack.committees.world]
        return promised if capped.all() else np.where(capped, promised, count())

    def committees(self, lever: int) -> Mask:
        """Return which committees the lever is paid for."""
        everywhere = np.ones(len(self._stack.committees), bool)
        return self._open.get(lever, everywhere)

    def heads(self, lever: int) -> I64:
        """Return the number of shared heads paid, by committee row."""
        paid = self._heads.get(lever)
        return np.full(len(self._stack.committees), UNCUT) if paid is None else paid

    def filled(self, lever: int, places: I64, shares: F64) -> F64:
        """Return those of the places filled this month that the lever pays: ``shares`` uncapped."""
        capped = self.capped[self._stack.committees.world]
        return np.where(capped, self._places.shares(places)[lever], shares)

    def pay_grants(self, lever: int, founders: I64, yuan: float) -> Mask:
        """Pay grants by identity while money is left; return who is paid (all where no cap is)."""
        organizations = self._stack.organizations
        paid = ~self.capped[organizations.world[founders]]
        asking = np.flatnonzero(~paid)
        rows = founders[asking]
        committee = self._stack.responsible(rows)
        cost = np.full(len(rows), yuan)
        got = self._left.take_in_order(rows, committee, cost, organizations.identity[rows])
        paid[asking] = got
        self._grants.setdefault(lever, []).append(rows[got])
        self.unmet[lever] += np.bincount(committee[~got], cost[~got], len(self.spent))
        return paid

    def got_grant(self, lever: int, rows: I64) -> Mask:
        """Return which organizations got a grant this month, or need none (no cap)."""
        paid = np.concatenate([np.zeros(0, np.int64), *self._grants.get(lever, [])])
        free = ~self.capped[self._stack.organizations.world[rows]]
        result: Mask = free | np.isin(rows, paid)
        return result

    def book(self, yuan: F64) -> None:
        """Note what the month has cost, by committee row, and whose places were filled."""
        self.spent += yuan
        places = self._stack.realised.get("places_filled")
        if places is not None:
            self._places.note(places)

    def allot(self) -> None:
        """Divide the money that has fallen due among the levers in force."""
        stack, month = self._stack, self._stack.month
        if month % 12 == 0:
            self.spent[:] = 0.0
        self._served.clear()
        self._heads.clear()
        self._grants.clear()
        self._open.clear()
        self._stayers = None
        self._promised.clear()
        due = (month % 12 + 1) / 12.0
        committees = stack.committees
        spent = np.bincount(committees.world, self.spent, stack.n_worlds)
        self._left = left = Purse(
            self._world_caps * due - spent,
            self._committee_caps * due - self.spent,
            committees.world,
        )
        self._pay_obligations(left)
        training = self._places_fall_due()
        for turn in range(len(ORDER)):
            for lever, entry in enumerate(self._doses.levers):
                if self._limited[lever] and self._doses.forces[lever] > 0.0:
                    kind = _kind(entry.policy.costs())
                    worlds = entry.worlds & self.capped & (self._order[:, kind] == turn)
                    if worlds.any():
                        self._serve(lever, entry.policy.costs(), worlds, left)
        self._cut_places(training)

    def _cut_places(self, training: list[int]) -> None:
        """Cut places to those paid; a policy that is cut to nothing brings no gain either."""
        heads, capped = self._places.heads(), self.capped[self._stack.committees.world]
        for lever in training:
            self._heads[lever] = np.where(capped, heads[lever], UNCUT)
            self._open[lever] = (heads[lever] > 0) | (self._places.yearly[lever] == 0)

    def _places_fall_due(self) -> list[int]:
        """Find the training places that fall due; return the levers in force that give some."""
        stack = self._stack
        capped = self.capped[stack.committees.world]
        yearly = np.zeros((len(self._doses.levers), len(stack.committees)), np.int64)
        writers = self._doses.writers("training_places")
        for lever, write, _ in writers:
            yearly[lever] = np.where(capped, self._doses.headcount(lever, write), 0)
        self._places.fall_due(stack.month, yearly, stack.committees.trained)
        return [lever for lever, _, _ in writers]

    def _pay_obligations(self, left: Purse) -> None:
        """Pay first for what goes on from earlier months: hosted places, sourced secretaries."""
        counting = Counting(self._stack, self._doses)
        mine = self.capped[self._stack.committees.world]
        for lever, entry in enumerate(self._doses.levers):
            for cost in entry.policy.costs():
                if self._limited[lever] and cost.quantity in OBLIGATIONS and not cost.burden:
                    amount = COUNTERS[cost.quantity](counting, lever) * cost.unit
                    left.pay(np.where(mine, amount, 0.0))

    def _serve(self, lever: int, costs: Sequence[Cost], worlds: Mask, left: Purse) -> None:
        yuan = [cost for cost in costs if not cost.burden and cost.unit > 0.0]
        price = {cost.quantity: cost.unit for cost in yuan}
        if "liaison_months" in price:
            self._serve_posts(lever, price, worlds, left)
        elif "places_filled" in price:
            self._serve_places(lever, price["places_filled"], worlds, left)
        elif yuan and yuan[0].quantity in OBLIGATIONS:
            mine = worlds[self._stack.committees.world]
            self._open[lever] = self.committees(lever) & (~mine | left.can_pay(yuan[0].unit))
        elif yuan and yuan[0].quantity not in AFTERWARDS:
            self._serve_organizations(lever, yuan, worlds, left)

    def _serve_posts(self, lever: int, price: dict[str, float], worlds: Mask, left: Purse) -> None:
        """Pay as many posts as money allows."""
        stack, doses = self._stack, self._doses
        wanted = np.zeros(len(stack.committees), np.int64)
        for index, write, _ in doses.writers("liaison_posts"):
            if index == lever:
                wanted += doses.headcount(index, write)
        mine = worlds[stack.committees.world]
        number = np.where(mine, wanted, 0)
        paid = self._pay_posts(number, price, left)
        self._heads[lever] = np.where(mine, paid, wanted)
        self.unmet[lever] += (number - paid) * price["liaison_months"]

    def _serve_places(self, lever: int, price: float, worlds: Mask, left: Purse) -> None:
        """Pay as many of the training places due as money allows."""
        mine = worlds[self._stack.committees.world]
        due = self._places.due(lever)
        paid = left.take_units(np.where(mine, due, 0), price)
        self.unmet[lever] += self._places.pay(lever, mine, paid) * price

    def _pay_posts(self, number: I64, price: dict[str, float], left: Purse) -> I64:
        """Pay posts that keep their holder first; others cost the training of a newcomer too."""
        if self._stayers is None:
            self._stayers = self._staying()
        staying = np.minimum(number, self._stayers)
        paid = left.take_units(staying, price["liaison_months"])
        self._stayers = self._stayers - paid  # each stays in the post of one policy
        rest = np.where(paid == staying, number - staying, 0)
        newcomer = price["liaison_months"] + price.get("new_liaisons", 0.0)
        return paid + left.take_units(rest, newcomer)

    def _staying(self) -> I64:
        """Return by committee the posts whose holder stays this month."""
        stack, liaisons = self._stack, self._stack.liaisons
        tenure = self._doses.committee("liaison_tenure")[liaisons.committee]
        stays = liaisons.alive & (stack.month - liaisons.since < tenure)
        return np.bincount(liaisons.committee[stays], minlength=len(stack.committees))

    def _carriers(self, lever: int) -> I64:
        """Return for each organization the committee that would carry the policy to it."""
        cells = self._stack.cells
        industrial = self._doses.levers[lever].policy.committee == "industry"
        committee = cells.industry_committee if industrial else cells.district_committee
        return committee[self._stack.organizations.cell]

    def _serve_organizations(
        self, lever: int, costs: Sequence[Cost], worlds: Mask, left: Purse
    ) -> None:
        """Pay organizations in the order of identity as far as the money goes."""
        stack, organizations = self._stack, self._stack.organizations
        everyone = np.arange(len(organizations))
        cost_of = np.zeros(len(organizations))
        fixed = np.zeros(len(stack.committees))
        counted: dict[str, F64] = {}
        for cost in costs:
            demand = Demand(stack, self._doses)
            quantity = COUNTERS[cost.quantity](demand, lever)
            if demand.asked:
                counted[cost.item] = demand.units * quantity[stack.responsible(everyone)]
                cost_of += whole_yuan(counted[cost.item] * cost.unit)
            else:
                fixed += quantity * cost.unit  # offices, centres and drives are paid by committee
        n = len(stack.committees)
        mine = worlds[stack.committees.world]
        fixed = np.where(mine, fixed, 0.0)
        open_ = left.take_all(fixed)
        self.unmet[lever] += np.where(open_, 0.0, fixed)
        inside = worlds[organizations.world]
        reached = open_[self._carriers(lever)]
        rows = np.flatnonzero((cost_of > 0) & inside)
        committee, can = stack.responsible(rows), reached[rows]
        paid = np.zeros(len(rows), bool)
        paid[can] = left.take_in_order(
            rows[can], committee[can], cost_of[rows[can]], organizations.identity[rows[can]]
        )
        served = ~inside | reached
        served[rows] = paid
        self._served[lever] = served & self._served.get(lever, True)
        for item, quantity in counted.items():
            promised = group_total(committee[paid], quantity[rows[paid]], n)
            self._promised[lever, item] = promised + self._promised.get((lever, item), 0.0)
        self._open[lever] = self.committees(lever) & (~mine | open_)
        self.unmet[lever] += np.bincount(committee[~paid], cost_of[rows][~paid], n)


def _kind(costs: Sequence[Cost]) -> int:
    """Return the class in which a lever is served, by its first cost in yuan."""
    for cost in costs:
        if not cost.burden:
            return HEADS.get(cost.quantity, GRANTS if cost.quantity in LATER else SUBSIDIES)
    return SUBSIDIES

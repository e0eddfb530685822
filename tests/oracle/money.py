"""Budgets: what a cap lets happen this month, whose money it is, what has been spent (11).

For policies of which no two write one shared dose: then every head has one payer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.policies.base import Cost
from tests.oracle.agents import Organization
from tests.oracle.offices import Committee
from tests.oracle.purses import AFTERWARDS, MARCH, Purse, Served, added, grain, priced
from tests.oracle.schedule import PolicyLike, force
from tests.oracle.serving import Serving

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

PARTS = ("liaison_months", "new_liaisons", "staff_months", "places_filled", "members_placed")
"""What is booked by committee at the month's end: heads, and what is done for their money."""


class Money(Serving):
    """The caps of a world and the yuan of the model year."""

    def __init__(
        self,
        model: OracleModel,
        policies: Sequence[PolicyLike],
        cap: float | None,
        caps: Mapping[int, float],
        order: Sequence[str],
        ours: Sequence[bool],
    ) -> None:
        self.model, self.policies, self.order, self.ours = model, policies, order, ours
        self.cap, self.caps = cap, caps
        self.spent: dict[tuple[str, int], float] = {}
        self.served = [Served() for _ in policies]
        self.purses = {True: self.purse(1.0, {}), False: self.purse(1.0, {})}
        self.booked: list[dict[int, float]] = []
        self.paying: list[dict[int, float]] = []  # this month, by policy and committee

    # --- purses (11.3)

    def purse(self, due: float, less: Mapping[int, float]) -> Purse:
        """Return what is due of the caps less what is spent or kept back; below 0 is 0."""
        world = None if self.cap is None else max(0.0, self.cap * due - sum(less.values()))
        each: dict[int, float | None] = {
            c.identity: max(0.0, self.caps[c.identity] * due - less.get(c.identity, 0.0))
            if c.identity in self.caps
            else None
            for c in self.model.committees
        }
        return Purse(world, each)

    def spent_by(self, whose: str) -> dict[int, float]:
        """Return what has been spent this model year by committee."""
        return {c: yuan for (who, c), yuan in self.spent.items() if who == whose}

    def allot(self) -> None:
        """Divide what has fallen due (11.2-11.5)."""
        model = self.model
        if model.t % 12 == 0:
            self.spent = {}
        self.served = [Served() for _ in self.policies]
        self.booked = [{} for _ in self.policies]
        march = model.calendar_month == MARCH
        due = (model.t % 12 + 1) / 12
        before = self.spent_by("baseline")
        checks = self.purse(1.0, before)
        kept = {} if march else self.set_aside()
        self.paying = [{} for _ in self.policies]
        if march:
            for k in self.checks():
                self.serve(k, checks)
                kept = added(kept, self.paying[k])
        kept = added({c: due * yuan for c, yuan in kept.items()}, before)
        ours = self.purse(due, kept)
        self.paying = [{} for _ in self.policies]
        self.serve_all(True, ours)
        for paid in self.paying:
            kept = added(kept, paid)
        others = self.purse(due, added(kept, self.spent_by("added")))
        self.serve_all(False, others)
        self.purses = {True: ours, False: others}
        self.announce()

    def set_aside(self) -> dict[int, float]:
        """Return by committee what the baseline's checks cost in the model year (11.2)."""
        model = self.model
        ahead = (MARCH - model.calendar_month) % 12
        if model.t % 12 + ahead >= 12:
            return self.spent_by("checks")
        kept: dict[int, float] = {}
        for k in self.checks():
            policy = self.policies[k]
            full = sum(write.full for write in policy.writes())
            price = sum(cost.unit for cost in priced(policy))
            yuan = grain(force(policy, model.t + ahead) * full * price)
            for o in model.by_identity():
                if o.operating and o.channel and model.doses.is_carried(policy, o):
                    kept = added(kept, {o.committee.identity: yuan})
        return kept

    # --- in the course of the month (11.5, 11.6)

    def announce(self) -> None:
        """Offer what is paid later where there is money for a whole one (11.5)."""
        for k, policy in enumerate(self.policies):
            costs = priced(policy)
            if costs and costs[0].quantity in AFTERWARDS:
                x = force(policy, self.model.t)
                price = costs[0].unit * (x if costs[0].quantity == "branches_founded" else 1.0)
                for c in self.model.committees:
                    able = not self.too_dear(k, c) and self.purses[self.ours[k]].holds(c, price)
                    self.served[k].newcomers[c.identity] = able
                    if costs[0].quantity == "members_placed" and not able:
                        self.served[k].heads[c.identity] = 0
                for o in self.model.by_identity():
                    able = self.served[k].newcomers[o.committee.identity]
                    self.served[k].organizations[o.identity] = able

    def reaches(self, policy: PolicyLike, o: Organization) -> bool:
        """Return whether a policy's doses reach an organization this month."""
        k = next(k for k, mine in enumerate(self.policies) if mine is policy)
        served, c = self.served[k], o.committee.identity
        if o.identity in served.organizations:
            return served.organizations[o.identity]
        closed = self.carrier(policy, o).identity in served.closed
        return served.newcomers.get(c, True) and not closed

    def heads(self, policy: PolicyLike, committee: Committee) -> int | None:
        """Return how many heads of a policy are paid at a committee; None where all are."""
        k = next(k for k, mine in enumerate(self.policies) if mine is policy)
        return self.served[k].heads.get(committee.identity)

    def places(self, office: Committee) -> int | None:
        """Return how many training places an office has paid this month; None without a cap."""
        found = [
            served.places[office.of.identity]
            for k, served in enumerate(self.served)
            if office.of.identity in served.places and office in self.offices(k)
        ]
        return sum(found) if found else None

    def is_open(self, policy: PolicyLike, committee: Committee) -> bool:
        """Return whether a committee can pay for what it keeps of a policy."""
        k = next(k for k, mine in enumerate(self.policies) if mine is policy)
        return committee.identity not in self.served[k].closed

    def grant(self, policy: PolicyLike, o: Organization, yuan: float) -> bool:
        """Pay a founder's grant if the money lasts (11.6)."""
        k = next(k for k, mine in enumerate(self.policies) if mine is policy)
        purse, c = self.purses[self.ours[k]], o.committee
        if self.too_dear(k, c) or not purse.holds(c, yuan):
            return False
        purse.pay(c, yuan)
        if self.ours[k]:
            self.purses[False].pay(c, yuan)
        self.booked[k] = added(self.booked[k], {c.identity: yuan})
        return True

    def book(self) -> None:
        """Note at the month's end what every policy has cost (11.3)."""
        for k in range(len(self.policies)):
            for cost in priced(self.policies[k]):
                self.booked[k] = added(self.booked[k], self.at_the_end(k, cost))
            whose = "baseline" if self.ours[k] else "added"
            whose = "checks" if k in self.checks() else whose
            for c, yuan in self.booked[k].items():
                self.spent[whose, c] = self.spent.get((whose, c), 0.0) + yuan

    def at_the_end(self, k: int, cost: Cost) -> dict[int, float]:
        """Return the yuan of what is counted at the end of the month, by committee."""
        model = self.model
        found: dict[int, float] = {}
        if cost.quantity in ("hosted_months", "sourced_salary_months"):
            return {c: number * cost.unit for c, number in self.going_on(cost.quantity).items()}
        if cost.quantity == "mass_groups_founded":
            for o in model.by_identity():
                if o.mass_group == model.t and model.doses.is_carried(self.policies[k], o):
                    found = added(found, {o.committee.identity: cost.unit})
        if cost.quantity in PARTS:
            for office in self.offices(k):
                new = sum(x.since == model.t for x in office.posts.values())
                number = {
                    "liaison_months": self.served[k].heads.get(office.of.identity, 0),
                    "new_liaisons": new,
                    "places_filled": office.trained_now,
                    "staff_months": self.served[k].heads.get(office.of.identity, 0),
                    "members_placed": office.placed_now,
                }[cost.quantity]
                found[office.of.identity] = number * cost.unit
        return found

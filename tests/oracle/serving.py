"""Whom a purse pays: heads whole, offices whole, organizations by identity (11.4, 11.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.policies.base import Cost
from sim.state.codes import Interim, SecretarySource
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import headcount
from tests.oracle.offices import Committee
from tests.oracle.purses import (
    AFTERWARDS,
    CLASSES,
    COUNTED,
    HEADS,
    IN_GRANTS,
    MARCH,
    NOT_AT_ENTRY,
    OF_COMMITTEES,
    WRITTEN,
    Purse,
    Served,
    added,
    grain,
    priced,
    yearly,
)
from tests.oracle.schedule import PolicyLike, force
from tests.oracle.targets import carries, is_narrow

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel


class Serving:
    """Serves the policies of a world, one after the other."""

    model: OracleModel
    policies: Sequence[PolicyLike]
    order: Sequence[str]
    ours: Sequence[bool]
    cap: float | None
    caps: Mapping[int, float]
    served: list[Served]
    booked: list[dict[int, float]]
    paying: list[dict[int, float]]

    def serve_all(self, ours: bool, purse: Purse) -> None:
        """Serve what goes on, then the classes in their order, policy by policy."""
        mine = [k for k in range(len(self.policies)) if self.ours[k] == ours]
        for k in mine:
            for cost in priced(self.policies[k]):
                if cost.quantity in ("hosted_months", "sourced_salary_months"):
                    for c, number in self.going_on(cost.quantity).items():
                        self.take(k, purse, self.committee(c), number * cost.unit)
        march = self.model.calendar_month == MARCH
        for name in self.order:
            for k in mine:
                if self.class_of(k) == name and not (ours and march and k in self.checks()):
                    self.serve(k, purse)

    def take(self, k: int, purse: Purse, committee: Committee, yuan: float) -> None:
        """Pay an amount for a policy."""
        purse.pay(committee, yuan)
        self.paying[k] = added(self.paying[k], {committee.identity: yuan})

    def committee(self, identity: int) -> Committee:
        """Return a committee by identity."""
        return next(c for c in self.model.committees if c.identity == identity)

    def class_of(self, k: int) -> str:
        """Return the class of a policy, by its first cost in yuan."""
        for cost in self.policies[k].costs():
            if not cost.burden:
                if cost.quantity in ("liaison_months", "staff_months"):
                    return CLASSES[0]
                return CLASSES[2] if cost.quantity in IN_GRANTS else CLASSES[1]
        return CLASSES[1]

    def too_dear(self, k: int, committee: Committee) -> bool:
        """Return whether the price of a unit in a year exceeds a cap (11.1)."""
        policy, cost = self.policies[k], priced(self.policies[k])[0]
        spans = policy.periods or ((policy.start, policy.end),)
        months = max(12 if end is None else end - (start or 0) + 1 for start, end in spans)
        price = cost.unit
        if cost.quantity.endswith("_months"):
            price *= min(12, months)
        elif yearly(cost.quantity):
            price *= min(12, months) / 12
        parts = (*HEADS, "new_liaisons", "case_months", "office_years", "mass_groups_founded",
                 "members_placed")  # fmt: skip
        price *= 1 if cost.quantity in parts else policy.intensity
        caps = [self.cap, self.caps.get(committee.identity)]
        return any(cap is not None and price > cap for cap in caps)

    def serve(self, k: int, purse: Purse) -> None:
        """Pay a policy as far as the money goes."""
        policy = self.policies[k]
        costs = priced(policy)
        if force(policy, self.model.t) <= 0 or not costs or costs[0].quantity in AFTERWARDS:
            return
        if costs[0].quantity in HEADS:
            self.serve_heads(k, {cost.quantity: cost.unit for cost in costs}, purse)
        else:
            self.serve_organizations(k, costs, purse)

    def serve_heads(self, k: int, price: Mapping[str, float], purse: Purse) -> None:
        """Pay whole heads, committee by committee: posts that keep their holder before others."""
        quantity = next(name for name in price if name in HEADS)
        offices = {office.of.identity: office for office in self.offices(k)}
        dose = HEADS[quantity]
        held = {c: headcount(self.model.doses.uncut(dose, o)) for c, o in offices.items()}
        asked = {c: min(held[c], self.asked(quantity, o, held[c])) for c, o in offices.items()}
        first, unit = dict(asked), price[quantity]
        if quantity == "liaison_months":
            first = {c: min(asked[c], self.staying(o)) for c, o in offices.items()}
        paid = {c: self.pay_units(k, o.of, first[c], unit, purse) for c, o in offices.items()}
        for c, office in offices.items():
            if paid[c] == first[c]:
                rest, newcomer = asked[c] - first[c], unit + price.get("new_liaisons", 0.0)
                paid[c] += self.pay_units(k, office.of, rest, newcomer, purse)
            if quantity == "places_filled":
                self.served[k].places[c] = paid[c]
            else:
                self.served[k].heads[c] = held[c] - (asked[c] - paid[c])

    def staying(self, office: Committee) -> int:
        """Return how many posts keep their holder this month."""
        tenure = self.model.doses.committee("liaison_tenure", office)
        return sum(self.model.t - x.since < tenure for x in office.posts.values())

    def pay_units(self, k: int, c: Committee, number: int, price: float, purse: Purse) -> int:
        """Pay whole units of a policy at a committee; return how many."""
        if self.too_dear(k, c):
            return 0
        paid = purse.units(c, number, price)
        self.paying[k] = added(self.paying[k], {c.identity: paid * price})
        return paid

    def asked(self, quantity: str, office: Committee, held: int) -> int:
        """Return how many heads a committee's policies would pay for this month."""
        t = self.model.t
        if quantity == "places_filled":
            trained = office.trained if t % 12 else 0
            return max(0, held * (t % 12 + 1) // 12 - trained)
        if quantity == "hosted_months":
            return max(0, held - self.going_on(quantity).get(office.of.identity, 0))
        if quantity == "sourced_salary_months":
            return max(0, held - (office.sourced if t % 12 else 0))
        return held

    def going_on(self, quantity: str) -> dict[int, int]:
        """Return by committee who is hosted, or the sourced secretaries in office."""
        found: dict[int, int] = {}
        if quantity == "hosted_months":
            for o in self.model.by_identity():
                if o.interim is Interim.HOSTED:
                    at = self.model.districts[o.district].identity
                    found[at] = found.get(at, 0) + 1
        else:
            for branch in self.model.branches_by_identity():
                if branch.secretary is SecretarySource.SOURCED:
                    at = branch.host.committee.identity
                    found[at] = found.get(at, 0) + 1
        return found

    def offices(self, k: int) -> list[Committee]:
        """Return the committees of a policy, or its desks."""
        policy = self.policies[k]
        if is_narrow(policy, self.model.place):
            return [d for d in self.model.offices() if d.policy is policy]
        return [c for c in self.model.committees if carries(policy, c)]

    def at_committees(self, k: int, cost: Cost) -> dict[int, float]:
        """Return what a cost of committees comes to, by committee."""
        policy = self.policies[k]
        found = {}
        for office in self.offices(k):
            c = office.of
            if cost.quantity == "office_years":
                number = float(not self.model.place.industry_committees[c.place])
            else:
                there = self.model.doses.weight(policy, c) > 0 and (
                    not c.industrial
                    or self.model.place.industry_committees[c.place]
                    or self.model.doses.establishes(c)
                )
                number = force(policy, self.model.t) * there
            found[c.identity] = number / (12 if yearly(cost.quantity) else 1) * cost.unit
        return found

    def serve_organizations(self, k: int, costs: Sequence[Cost], purse: Purse) -> None:
        """Pay offices whole, then organizations by identity (11.4, 11.5)."""
        model, policy, served = self.model, self.policies[k], self.served[k]
        fixed: dict[int, float] = {}
        of_each: dict[int, float] = {}
        for cost in costs:
            if cost.quantity in OF_COMMITTEES:
                fixed = added(fixed, self.at_committees(k, cost))
            else:
                for o, number in self.counted(k, cost.quantity):
                    of_each[o.identity] = of_each.get(o.identity, 0.0) + grain(number * cost.unit)
        for c in model.committees:
            yuan = fixed.get(c.identity, 0.0)
            if yuan and (self.too_dear(k, c) or not purse.holds(c, yuan)):
                served.closed.add(c.identity)
            elif yuan:
                self.take(k, purse, c, yuan)
                self.booked[k] = added(self.booked[k], {c.identity: yuan})
        paid = self.by_identity(k, of_each, purse)
        counted = [cost for cost in costs if cost.quantity not in OF_COMMITTEES]
        for c in model.committees:
            able = True
            if counted:
                unit = counted[0].unit / (12 if yearly(counted[0].quantity) else 1)
                here = [i for i, x in of_each.items() if x and self.organization(i).committee is c]
                able = any(i in paid for i in here) or (
                    not here and not self.too_dear(k, c) and purse.holds(c, unit)
                )
            served.newcomers[c.identity] = able and costs[0].quantity not in NOT_AT_ENTRY
            for o in model.by_identity():
                if o.committee is c:
                    open_ = self.carrier(policy, o).identity not in served.closed
                    costly = of_each.get(o.identity, 0.0) > 0
                    served.organizations[o.identity] = (
                        o.identity in paid if costly else able and open_
                    )

    def by_identity(self, k: int, of_each: Mapping[int, float], purse: Purse) -> set[int]:
        """Pay organizations: the smallest identities of a committee, then of the world."""
        model, policy = self.model, self.policies[k]
        fits: list[Organization] = []
        running: dict[int, float] = {}
        for o in model.by_identity():
            yuan, c = of_each.get(o.identity, 0.0), o.committee
            if yuan and self.carrier(policy, o).identity not in self.served[k].closed:
                running[c.identity] = running.get(c.identity, 0.0) + yuan
                here = 0.0 if self.too_dear(k, c) else purse.committees[c.identity]
                if here is None or running[c.identity] <= here:
                    fits.append(o)
        paid, total, left = set(), 0.0, purse.world
        for o in fits:
            yuan = of_each[o.identity]
            total += yuan
            if left is None or total <= left:
                paid.add(o.identity)
                self.take(k, purse, o.committee, yuan)
                self.booked[k] = added(self.booked[k], {o.committee.identity: yuan})
        return paid

    def organization(self, identity: int) -> Organization:
        """Return an organization by identity."""
        return self.model.organizations[identity]

    def carrier(self, policy: PolicyLike, o: Organization) -> Committee:
        """Return the committee that would carry a policy to an organization."""
        if policy.committee == "industry":
            return self.model.industry_committees[o.industry]
        return self.model.districts[o.district]

    def counted(self, k: int, quantity: str) -> list[tuple[Organization, float]]:
        """Return by organization of the target what a cost counts as things stand."""
        policy, t = self.policies[k], self.model.t
        each = COUNTED[quantity]
        x = force(policy, t)
        dose = WRITTEN.get(quantity)
        x *= sum(write.full for write in policy.writes() if write.dose == dose) if dose else 1.0
        x /= 12 if yearly(quantity) else 1
        named = [o for o in self.model.by_identity() if self.model.doses.is_carried(policy, o)]
        found = [(o, each(o) * x) for o in named]
        return [(o, number) for o, number in found if number]

    def checks(self) -> list[int]:
        """Return the baseline's annual checks."""
        return [
            k
            for k, policy in enumerate(self.policies)
            if self.ours[k] and any(c.quantity == "organizations_checked" for c in priced(policy))
        ]

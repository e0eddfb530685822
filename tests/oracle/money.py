"""Budgets: what a cap lets happen this month, whose money it is, what has been spent (11).

For policies of which no two write one shared dose: then every head has one payer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.policies.base import Cost
from sim.state.codes import Form, Interim, SecretarySource, Stage
from tests.oracle.agents import Committee, Organization
from tests.oracle.arithmetic import headcount
from tests.oracle.doses import PolicyLike, carries, force, is_named, is_narrow

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

MARCH = 3
CLASSES = ("posts", "subsidies", "grants_and_places")
HEADS = {
    "liaison_months": "liaison_posts",
    "places_filled": "training_places",
    "hosted_months": "hosting_places",
    "sourced_salary_months": "sourced_secretaries",
}
OF_COMMITTEES = ("office_years", "drive_months", "centre_years", "sites_months", "campaign_months")
AFTERWARDS = ("branches_founded", "mass_groups_founded")
IN_GRANTS = ("places_filled", "branches_founded", "prompts", "organizations_checked",
             "organizations_censused", "mass_groups_founded")  # fmt: skip
NOT_AT_ENTRY = ("organizations_checked", "organizations_censused", "organizer_contacts")
WRITTEN = {
    "venue_months": "venue",
    "organizations_checked": "check_compliance",
    "organizations_censused": "census",
    "organizer_contacts": "organizer",
}


def grain(yuan: float) -> float:
    """Round to multiples of 2⁻²⁰ (11)."""
    return round(yuan * 2**20) / 2**20


def yearly(quantity: str) -> bool:
    """Return whether a quantity counts years."""
    return quantity.endswith("_years") or quantity == "organizer_contacts"


@dataclass
class Purse:
    """Money left: of the world, and of each committee (None: no cap)."""

    world: float | None
    committees: dict[int, float | None]

    def holds(self, committee: Committee, yuan: float) -> bool:
        """Return whether both have an amount left."""
        here = self.committees[committee.identity]
        return (here is None or here >= yuan) and (self.world is None or self.world >= yuan)

    def units(self, committee: Committee, number: int, price: float) -> int:
        """Pay whole units as far as the money goes; return how many."""
        limits = [self.world, self.committees[committee.identity]]
        left = [math.floor(max(0.0, x) / price + 1e-9) for x in limits if x is not None]
        paid = max(0, min([number, *left]))
        self.pay(committee, paid * price)
        return paid

    def pay(self, committee: Committee, yuan: float) -> None:
        """Take an amount from both."""
        here = self.committees[committee.identity]
        if here is not None:
            self.committees[committee.identity] = here - yuan
        if self.world is not None:
            self.world -= yuan


@dataclass
class Served:
    """What a policy can do this month."""

    heads: dict[int, int] = field(default_factory=dict)  # by committee
    places: dict[int, int] = field(default_factory=dict)  # of training, this month
    closed: set[int] = field(default_factory=set)  # committees that cannot pay it
    organizations: dict[int, bool] = field(default_factory=dict)
    newcomers: dict[int, bool] = field(default_factory=dict)  # by responsible committee


class Money:
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
                if o.operating and o.channel and is_named(policy, o):
                    kept = added(kept, {o.committee.identity: yuan})
        return kept

    def checks(self) -> list[int]:
        """Return the baseline's annual checks."""
        return [
            k
            for k, policy in enumerate(self.policies)
            if self.ours[k] and any(c.quantity == "organizations_checked" for c in priced(policy))
        ]

    # --- serving (11.4)

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
                if cost.quantity == "liaison_months":
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
        parts = (*HEADS, "new_liaisons", "case_months", "office_years", "mass_groups_founded")
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
                there = self.model.doses.weight(policy, c) > 0
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
        found = [(o, each(o) * x) for o in self.model.by_identity() if is_named(policy, o)]
        return [(o, number) for o, number in found if number]

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
        model, found = self.model, {}
        if cost.quantity in ("hosted_months", "sourced_salary_months"):
            return {c: number * cost.unit for c, number in self.going_on(cost.quantity).items()}
        if cost.quantity == "mass_groups_founded":
            for o in model.by_identity():
                if o.mass_group == model.t and is_named(self.policies[k], o):
                    found = added(found, {o.committee.identity: cost.unit})
        if cost.quantity in ("liaison_months", "new_liaisons", "places_filled"):
            for office in self.offices(k):
                new = sum(x.since == model.t for x in office.posts.values())
                number = {
                    "liaison_months": self.served[k].heads.get(office.of.identity, 0),
                    "new_liaisons": new,
                    "places_filled": office.trained_now,
                }[cost.quantity]
                found[office.of.identity] = number * cost.unit
        return found


def priced(policy: PolicyLike) -> list[Cost]:
    """Return the costs in yuan that have a price."""
    return [cost for cost in policy.costs() if not cost.burden and cost.unit > 0]


def added(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    """Return the sum of amounts by committee."""
    return {c: one.get(c, 0.0) + other.get(c, 0.0) for c in {**one, **other}}


def hosts(o: Organization, *forms: Form) -> bool:
    """Return whether an organization is the host of a branch, of some forms if they are named."""
    return o.branch is not None and o.branch.host is o and (not forms or o.branch.form in forms)


def _known(o: Organization) -> int:
    people = o.people.values()
    return sum(p.known and p.stage >= Stage.PROBATIONARY for p in people) if o.branch else 0


def _here(o: Organization) -> int:
    people = o.people.values()
    return sum(p.known_full and p.relation == 2 for p in people) if o.branch else 0


def _open(o: Organization) -> bool:
    waits = o.silent or o.willing or o.model.t < o.deferred_until
    return bool(o.operating and o.uncovered and o.channel and not waits)


def _stipend(o: Organization) -> bool:
    none = (SecretarySource.NONE, SecretarySource.SOURCED)
    return hosts(o) and o.branch is not None and o.branch.secretary not in none


COUNTED: Mapping[str, Callable[[Organization], float]] = {
    "branch_years": hosts,
    "member_years": _known,
    "transferred_member_years": _here,
    "venue_months": hosts,
    "stipend_months": _stipend,
    "prompts": lambda o: o.founded == o.model.t - 1,
    "organizations_checked": lambda o: (
        o.model.calendar_month == MARCH and o.operating and bool(o.channel)
    ),
    "organizations_censused": lambda o: 1,
    "organizer_contacts": _open,
    "anchor_years": lambda o: hosts(o, Form.ANCHOR),
    "activist_years": lambda o: sum(p.stage is Stage.ACTIVIST for p in o.people.values()),
}
"""What each quantity counts at an organization."""

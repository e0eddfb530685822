"""What caps are made of: purses, what a policy may do, and what each quantity counts (11)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sim.policies.base import Cost
from sim.state.codes import Form, SecretarySource, Stage
from tests.oracle.agents import Organization
from tests.oracle.offices import Committee
from tests.oracle.schedule import PolicyLike

MARCH = 3
CLASSES = ("posts", "subsidies", "grants_and_places")
HEADS = {
    "liaison_months": "liaison_posts",
    "staff_months": "staff_posts",
    "places_filled": "training_places",
    "hosted_months": "hosting_places",
    "sourced_salary_months": "sourced_secretaries",
}
OF_COMMITTEES = ("office_years", "drive_months", "centre_years", "sites_months", "campaign_months")
AFTERWARDS = ("branches_founded", "mass_groups_founded", "members_placed")
IN_GRANTS = ("places_filled", "branches_founded", "prompts", "organizations_checked",
             "organizations_censused", "mass_groups_founded", "members_placed")  # fmt: skip
NOT_AT_ENTRY = ("organizations_checked", "organizations_censused", "organizer_contacts")
WRITTEN = {
    "venue_months": "venue",
    "organizations_checked": "check_compliance",
    "organizations_censused": "census",
    "organizer_contacts": "organizer",
    "graded_years": "appraisal",
    "recognized_years": "recognition",
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
    return sum(p.known_full for p in people) if o.branch else 0


def _here(o: Organization) -> int:
    people = o.people.values()
    return sum(p.known_full and p.relation == 2 for p in people) if o.branch else 0


def _open(o: Organization) -> bool:
    waits = o.silent or o.willing or o.model.t < o.deferred_until
    return bool(o.operating and o.uncovered and o.channel and not waits)


def _new(o: Organization) -> bool:
    now: int = o.model.t
    return o.founded == now - 1


def _stipend(o: Organization) -> bool:
    none = (SecretarySource.NONE, SecretarySource.SOURCED)
    return hosts(o) and o.branch is not None and o.branch.secretary not in none


COUNTED: Mapping[str, Callable[[Organization], float]] = {
    "branch_years": hosts,
    "member_years": _known,
    "transferred_member_years": _here,
    "venue_months": hosts,
    "stipend_months": _stipend,
    "prompts": _new,
    "organizations_checked": lambda o: (
        o.model.calendar_month == MARCH and o.operating and bool(o.channel)
    ),
    "organizations_censused": lambda o: 1,
    "organizer_contacts": _open,
    "anchor_years": lambda o: hosts(o, Form.ANCHOR),
    "area_years": lambda o: hosts(o, Form.REGIONAL),
    "functional_years": lambda o: hosts(o, Form.FUNCTIONAL),
    "graded_years": hosts,
    "recognized_years": hosts,
    "activist_years": lambda o: sum(p.stage is Stage.ACTIVIST for p in o.people.values()),
}
"""What each quantity counts at an organization."""

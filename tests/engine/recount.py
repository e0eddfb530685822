"""What policies have realised in a month, recounted from the agents: a second ledger.

Written from ``sim/policies/quantities.py`` alone (what each quantity means), over plain records of
agents (``tests/engine/adapter.py``) and events; never from ``sim/policies/counting.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sim.draws import Lineage, lineage
from sim.policies.base import Policy, Target
from sim.state.codes import Event, Form, Interim, Relation, SecretarySource, Stage
from sim.worlds import Worlds
from tests.engine import adapter

Record = dict[str, Any]


@dataclass(frozen=True)
class Month:
    """One world before and after a month, as records by identity."""

    month: int
    calendar: int
    industry_committees: tuple[bool, ...]
    before: dict[str, dict[int, Record]]
    after: dict[str, dict[int, Record]]
    events: list[tuple[int, int, int]]

    @classmethod
    def of(cls, stack: Worlds, world: int, before: dict[str, Any], events: list[Any]) -> Month:
        """Describe the month that a stack has just done."""
        state = adapter.state_of(stack, world)
        committees = [c for c in state["committees"].values() if c["industrial"]]
        return cls(
            month=stack.month - 1,
            calendar=(int(stack.start_month[world]) - 1 + stack.month - 1) % 12 + 1,
            industry_committees=tuple(
                c["established"] for c in sorted(committees, key=lambda c: int(c["place"]))
            ),
            before=before,
            after=state,
            events=events,
        )

    def organizations(self, target: Target) -> list[Record]:
        """Return the target's organizations, each with its identity."""
        return [
            record | {"identity": identity}
            for identity, record in self.after["organizations"].items()
            if self.named(record, target)
        ]

    def named(self, record: Record, target: Target) -> bool:
        """Return whether a target names an organization."""
        district, industry = record["cell"]
        size = sum(round(record["staff"]) >= limit for limit in (5, 10, 50))
        channel = 2 if self.industry_committees[industry] else int(record["has_channel"])
        return all(
            not wanted or value in wanted
            for wanted, value in (
                (target.districts, district),
                (target.industries, industry),
                (target.kinds, record["kind"]),
                (target.types, record["type"]),
                (target.sizes, size),
                (target.channels, channel),
            )
        )

    def branches(self, target: Target) -> list[Record]:
        """Return the branches whose host the target names."""
        hosts = self.after["organizations"]
        return [b for b in self.after["branches"].values() if self.named(hosts[b["host"]], target)]

    def people(self, organizations: Iterable[Record]) -> list[Record]:
        """Return the persons in organizations."""
        places = {record["identity"] for record in organizations}
        return [m for m in self.after["members"].values() if m["organization"] in places]

    def reached(self, record: Record) -> bool:
        """Return whether an organization has a channel."""
        return bool(record["has_channel"]) or self.industry_committees[record["cell"][1]]


def covered(month: Month, policy: Policy) -> list[Record]:
    """Return the target's organizations with a branch."""
    return [o for o in month.organizations(policy.target) if o["branch"] is not None]


def askable(month: Month, record: Record) -> bool:
    """Return whether an organization could be asked in the month."""
    return bool(
        record["operating"]
        and record["branch"] is None
        and max(record[f"{name}_until"] for name in ("silent", "deferred", "willing"))
        <= month.month
    )


def _count(found: Iterable[object]) -> int:
    return sum(bool(one) for one in found)


def _founded(month: Month, policy: Policy) -> int:
    organizations = month.after["organizations"]
    founders = [organizations[one] for kind, one, _ in month.events if kind == Event.FOUNDED]
    return _count(month.named(record, policy.target) for record in founders)


def _member_years(month: Month, policy: Policy) -> float:
    people = month.people(covered(month, policy))
    return _count(m["known"] and m["stage"] == Stage.FULL for m in people) / 12


def _transferred(month: Month, policy: Policy) -> float:
    here = [
        m
        for m in month.people(covered(month, policy))
        if m["known"] and m["stage"] == Stage.FULL and m["relation"] == Relation.HERE
    ]
    return len(here) / 12


def _stipends(month: Month, policy: Policy) -> float:
    own = (SecretarySource.MEMBER, SecretarySource.HEAD)
    return _count(b["secretary"] in own for b in month.branches(policy.target))


def _places(month: Month, policy: Policy) -> float:
    trained = sum(c["trained"] for c in month.after["committees"].values())
    if month.month % 12 == 0:
        return float(trained)
    return float(trained - sum(c["trained"] for c in month.before["committees"].values()))


def _placed(month: Month, policy: Policy) -> float:
    """Members whose lineage says that they were placed in an organization this month."""
    people = month.after["members"]
    organizations = month.after["organizations"]
    return _count(lineage(Lineage.PLACED, one, month.month) in people for one in organizations)


def _of_form(form: Form) -> Callable[[Month, Policy], float]:
    return lambda month, policy: (
        _count(b["form"] == form for b in month.branches(policy.target)) / 12
    )


def _sourced(month: Month, policy: Policy) -> float:
    branches = month.after["branches"].values()
    return _count(b["secretary"] == SecretarySource.SOURCED for b in branches)


def _dual_entries(month: Month, policy: Policy) -> float:
    """Heads in posts that were not theirs a month ago (nobody leaves and returns in a month)."""
    hosts, found = month.after["organizations"], 0
    for identity, branch in month.after["branches"].items():
        was = month.before["branches"].get(identity)
        mine = was is not None and was["secretary"] == SecretarySource.HEAD
        new = branch["secretary"] == SecretarySource.HEAD and not mine
        found += new and month.named(hosts[branch["host"]], policy.target)
    return found


def _prompts(month: Month, policy: Policy) -> float:
    return _count(o["founded"] == month.month - 1 for o in month.organizations(policy.target))


def _checked(month: Month, policy: Policy) -> float:
    if month.calendar != 3:
        return 0.0
    return _count(o["operating"] and month.reached(o) for o in month.organizations(policy.target))


def _hosted(month: Month, policy: Policy) -> float:
    return _count(o["interim"] == Interim.HOSTED for o in month.after["organizations"].values())


def _asked_by_organizers(month: Month, policy: Policy) -> float:
    free = [o for o in month.organizations(policy.target) if askable(month, o)]
    return _count(month.reached(o) for o in free) / 12


def _activists(month: Month, policy: Policy) -> float:
    people = month.people(month.organizations(policy.target))
    return _count(m["stage"] == Stage.ACTIVIST for m in people) / 12


def _pressed(month: Month, policy: Policy) -> float:
    pressed = 0
    for record in month.organizations(policy.target):
        district, industry = record["cell"]
        industrial = month.industry_committees[industry]
        (committee,) = (
            c
            for c in month.after["committees"].values()
            if c["industrial"] == industrial
            and c["place"] == (industry if industrial else district)
        )
        bare = record["operating"] and record["branch"] is None
        pressed += bare and committee["pressure"] > 0
    return pressed


def _present(month: Month, policy: Policy) -> float:
    """Committees of the policy with an organization of the target's place at month 0."""
    axis, places = 0, policy.target.districts
    if policy.committee == "industry":
        axis, places = 1, policy.target.industries
    cells = [
        o["cell"]
        for o in month.after["organizations"].values()
        if month.named(o, Target(policy.target.districts, policy.target.industries))
    ]
    return len({cell[axis] for cell in cells if not places or cell[axis] in places})


RECOUNT: dict[str, Callable[[Month, Policy], float]] = {
    "liaison_months": lambda month, policy: len(month.after["liaisons"]),
    "new_liaisons": lambda month, policy: _count(
        x["since"] == month.month for x in month.after["liaisons"].values()
    ),
    "case_months": lambda month, policy: _count(
        o["liaison"] is not None for o in month.after["organizations"].values()
    ),
    "branches_founded": _founded,
    "branch_years": lambda month, policy: len(month.branches(policy.target)) / 12,
    "member_years": _member_years,
    "transferred_member_years": _transferred,
    "venue_months": lambda month, policy: len(month.branches(policy.target)),
    "stipend_months": _stipends,
    "staff_months": lambda month, policy: float(policy.posts),  # type: ignore[attr-defined]
    "members_placed": _placed,
    "area_years": _of_form(Form.REGIONAL),
    "functional_years": _of_form(Form.FUNCTIONAL),
    "graded_years": lambda month, policy: len(month.branches(policy.target)) / 12,
    "recognized_years": lambda month, policy: len(month.branches(policy.target)) / 12,
    "places_filled": _places,
    "sourced_salary_months": _sourced,
    "dual_entries": _dual_entries,
    "prompts": _prompts,
    "organizations_checked": _checked,
    "organizations_censused": lambda month, policy: len(month.organizations(policy.target)),
    "hosted_months": _hosted,
    "organizer_contacts": _asked_by_organizers,
    "anchor_years": _of_form(Form.ANCHOR),
    "office_years": lambda month, policy: len(policy.target.industries) / 12,
    "drive_months": _present,
    "centre_years": lambda month, policy: _present(month, policy) / 12,
    "activist_years": _activists,
    "sites_months": _present,
    "campaign_months": _present,
    "mass_groups_founded": lambda month, policy: _count(
        o["mass_group"] == month.month for o in month.organizations(policy.target)
    ),
    "organizations_pressed": _pressed,
    "organization_months": lambda month, policy: _count(
        o["operating"] for o in month.organizations(policy.target)
    ),
}
"""How much of each quantity there was, before the policy's force or dose."""

"""What policies write this month: force = intensity × ramp, combined by each dose's rule (2).

The levels, rules and neutral values are those that ``sim/policies/doses.py`` declares; schedule,
targets, the sharing of headcounts and the combination are worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.policies.base import Write
from sim.policies.doses import DOSES, Level, Rule
from tests.oracle.arithmetic import headcount
from tests.oracle.schedule import PolicyLike, faded_force, force, has_stood
from tests.oracle.targets import carries, is_named, is_narrow, webster

if TYPE_CHECKING:
    from tests.oracle.agents import Organization
    from tests.oracle.model import OracleModel
    from tests.oracle.offices import Committee


@dataclass(frozen=True)
class Active:
    """A dose that a policy writes this month, with the x of neutral + x·(full − neutral)."""

    policy: PolicyLike
    write: Write
    x: float


class Doses:
    """The doses of the month, resolved where they are read."""

    def __init__(self, model: OracleModel, policies: Sequence[PolicyLike]) -> None:
        self.model = model
        self.policies = policies
        self.active: dict[str, list[Active]] = {}
        self._weights: dict[int, dict[int, int]] = {}
        self._quotas: list[tuple[PolicyLike, Committee, float, bool]] = []

    def remember_targets(self) -> None:
        """Count, for each policy, the organizations at month 0 under each committee (6.1)."""
        organizations = self.model.by_identity()
        for number, policy in enumerate(self.policies):
            narrow = self._narrow(policy)
            held = [o for o in organizations if not narrow and is_named(policy, o)]
            self._weights[number] = {
                c.identity: sum(
                    (o.industry if c.industrial else o.district) == c.place for o in held
                )
                for c in self.model.committees
            }

    def begin(self, month: int, *, standing: bool = False) -> None:
        """Find what is in force in ``month``; of a standing policy, if only these count (10)."""
        self.active = {name: [] for name in DOSES}
        for policy in self.policies:
            if standing and not has_stood(policy):
                continue
            for write in policy.writes():
                if write.fading is None:
                    x = force(policy, month)
                else:
                    x = faded_force(policy, month, getattr(self.model.p, write.fading))
                if x > 0 and (not write.ramped or DOSES[write.dose].rule is Rule.SET):
                    x = 1.0
                if x > 0:
                    self.active[write.dose].append(Active(policy, write, x))

    def open_desks(self, month: int) -> None:
        """Open desks of narrow policies that are in force and have none (2)."""
        for number, policy in enumerate(self.policies):
            if (
                force(policy, month) <= 0
                or not self._narrow(policy)
                or any(self._weights[number].values())
            ):
                continue
            held = [o for o in self.model.by_identity() if is_named(policy, o)]
            for committee in self.model.committees:
                if carries(policy, committee):
                    place = [(o.industry if committee.industrial else o.district) for o in held]
                    weight = place.count(committee.place)
                    self._weights[number][committee.identity] = weight
                    if weight:
                        self.model.open_desk(committee, policy, weight)

    def at(self, name: str, organization: Organization) -> float:
        """Return a dose at an organization."""
        assert DOSES[name].level is Level.ORGANIZATION, name
        held = [
            self._written(name, a)
            for a in self.active[name]
            if self.is_carried(a.policy, organization) and self._reaches(a.policy, organization)
        ]
        return self._combine(name, held)

    def committee(self, name: str, office: Committee, source: int | None = None) -> float:
        """Return a dose at a committee or a desk, of one source where the dose has sources."""
        assert DOSES[name].level is Level.COMMITTEE, name
        return self._combine(
            name,
            [
                self._paid(a, office) if a.write.shared else self._written(name, a)
                for a in self.active[name]
                if source in (None, a.write.source)
                and self._belongs(a, office)
                and self._is_open(a.policy, office)
            ],
        )

    def establishes(self, committee: Committee) -> bool:
        """Return whether a policy keeps an industry's committee, a narrow one at its desk."""
        return self.committee("industry_committee", committee) > 0 or any(
            self.committee("industry_committee", desk) > 0 for desk in committee.desks
        )

    def answers(self, committee: Committee, organization: Organization) -> bool:
        """Return whether an industry's committee is there for an organization, too (2)."""
        if self.committee("industry_committee", committee) > 0:
            return True
        return any(
            carries(a.policy, committee) and is_named(a.policy, organization)
            for a in self.active["industry_committee"]
        )

    def is_carried(self, policy: PolicyLike, organization: Organization) -> bool:
        """Return whether an organization is in a target, and a committee carries it there (2)."""
        founds = any(write.dose == "industry_committee" for write in policy.writes())
        committee = self.model.industry_committees[organization.industry]
        if not is_named(policy, organization):
            return False
        if policy.committee != "industry" or founds:
            return True
        return self.model.place.industry_committees[committee.place] or any(
            carries(a.policy, committee)
            and is_named(a.policy, organization)
            and self._is_open(a.policy, committee)
            for a in self.active["industry_committee"]
        )

    def uncut(self, name: str, office: Committee) -> float:
        """Return the heads of a dose at a committee or a desk as if all were paid."""
        return sum(self._shared(a, office) for a in self.active[name] if self._belongs(a, office))

    def granted(self, organization: Organization) -> float:
        """Return the yuan that the founder of a branch gets: offered, and paid (11.6)."""
        money, yuan = self.model.money, 0.0
        for a in self.active["grant_yuan"]:
            mine = a.x * a.write.full
            offered = self.is_carried(a.policy, organization) and mine > 0
            if offered and (money is None or money.grant(a.policy, organization, mine)):
                yuan += mine
        return yuan

    def weight(self, policy: PolicyLike, committee: Committee) -> int:
        """Return the organizations of a policy's target under a committee as it began."""
        number = next(k for k, p in enumerate(self.policies) if p is policy)
        return self._weights[number].get(committee.identity, 0)

    def _reaches(self, policy: PolicyLike, organization: Organization) -> bool:
        money = self.model.money
        return money is None or money.reaches(policy, organization)

    def _is_open(self, policy: PolicyLike, office: Committee) -> bool:
        money = self.model.money
        return money is None or money.is_open(policy, office.of)

    def _paid(self, active: Active, office: Committee) -> float:
        """Return an office's part of a headcount, as far as it is paid (11.4)."""
        heads, money = self._shared(active, office), self.model.money
        paid = None if money is None else money.heads(active.policy, office.of)
        return heads if paid is None else min(heads, paid)

    def press(self) -> None:
        """Note what every quota asks for at each of its committees (2)."""
        self._quotas = []
        for a in self.active["pressure"]:
            narrow = self._narrow(a.policy)
            for committee in self.model.committees:
                if a.write.goal is not None and carries(a.policy, committee):
                    share = self.model.reported_share(committee, a.policy if narrow else None)
                    asked = a.x * min(1.0, a.write.full * max(0.0, a.write.goal - share))
                    forbids = share <= a.write.goal and any(
                        b.policy is a.policy for b in self.active["closing_forbidden"]
                    )
                    self._quotas.append((a.policy, committee, asked, forbids))

    def pressure(self, committee: Committee) -> float:
        """Return the largest pressure of quotas for everybody at a committee (2)."""
        asked = [
            x for policy, c, x, _ in self._quotas if c is committee and not self._narrow(policy)
        ]
        return max(asked, default=0.0)

    def pressure_on(self, organization: Organization) -> float:
        """Return the largest pressure of quotas on an organization (2)."""
        asked = [
            x
            for policy, committee, x, _ in self._quotas
            if committee is organization.committee and self._is_target(policy, organization)
        ]
        return max(asked, default=0.0)

    def is_written(self, name: str, office: Committee) -> bool:
        """Return whether any policy writes the dose at a committee or a desk."""
        return any(self._belongs(a, office) for a in self.active[name])

    def forbids_closing(self, organization: Organization) -> bool:
        """Return whether a quota in force forbids to close a host's branch (2)."""
        return any(
            forbids
            and committee is organization.committee
            and self._is_target(policy, organization)
            for policy, committee, _, forbids in self._quotas
        )

    def forbids(self, committee: Committee) -> bool:
        """Return whether a quota for everybody at a committee forbids closing there (2)."""
        return any(
            forbids and c is committee and not self._narrow(policy)
            for policy, c, _, forbids in self._quotas
        )

    def _narrow(self, policy: PolicyLike) -> bool:
        return is_narrow(policy, self.model.place)

    def _is_target(self, policy: PolicyLike, organization: Organization) -> bool:
        """Return whether what a policy writes of committees is for one of their organizations."""
        return not self._narrow(policy) or is_named(policy, organization)

    def _neutral(self, name: str) -> float:
        dose = DOSES[name]
        return dose.neutral if dose.parameter is None else getattr(self.model.p, dose.parameter)

    def _written(self, name: str, active: Active) -> float:
        """Return neutral + x·(full − neutral)."""
        neutral = self._neutral(name)
        value = neutral + active.x * (active.write.full - neutral)
        return float(headcount(value)) if name == "liaison_posts" else value

    def _combine(self, name: str, held: list[float]) -> float:
        """Combine what several policies write; the neutral value where none does."""
        neutral = self._neutral(name)
        if not held:
            return neutral
        combined: dict[Rule, Callable[[], float]] = {
            Rule.SUM: lambda: neutral + sum(value - neutral for value in held),
            Rule.MAXIMUM: lambda: max(neutral, *held),
            Rule.UNION: lambda: 1 - _product(1 - value for value in held),
            Rule.PRODUCT: lambda: _product(held),
            Rule.SET: lambda: held[0],
        }
        return combined[DOSES[name].rule]()

    def _belongs(self, active: Active, office: Committee) -> bool:
        """Return whether what a policy writes is the office's: a desk's if it is narrow (2)."""
        policy = active.policy
        if self._narrow(policy):
            return office.policy is policy
        return office.policy is None and carries(policy, office)

    def _shared(self, active: Active, office: Committee) -> float:
        """Return an office's part of a headcount that its policy shares (6.1)."""
        committee = office.of
        carriers = [c for c in self.model.committees if carries(active.policy, c)]
        number = next(k for k, p in enumerate(self.policies) if p is active.policy)
        weights = [self._weights[number][c.identity] for c in carriers]
        seats = webster(headcount(active.x * active.write.full), weights)
        return float(seats[carriers.index(committee)]) if committee.established else 0.0


def _product(values: Iterable[float]) -> float:
    result = 1.0
    for value in values:
        result *= value
    return result

"""The oracle's world and its month, in the order of draws.md."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Protocol

import mesa

from sim.draws import Lineage, Process
from sim.state.codes import Interim, SecretarySource
from tests.oracle import (
    attitudes,
    constants,
    dispatch,
    effort,
    formation,
    mobility,
    recruitment,
    turnover,
    vitality,
)
from tests.oracle.agents import Branch, Organization
from tests.oracle.arithmetic import monthly
from tests.oracle.doses import Doses
from tests.oracle.hashing import agent_key, draw, lineage, named, world_key
from tests.oracle.money import Money
from tests.oracle.offices import Cell, Committee, Desk, Liaison
from tests.oracle.people import Member
from tests.oracle.schedule import PolicyLike
from tests.oracle.targets import is_named


class PlaceLike(Protocol):
    """What a place must tell; that of ``sim/plan`` does."""

    @property
    def district_ids(self) -> tuple[str, ...]: ...
    @property
    def industry_ids(self) -> tuple[str, ...]: ...
    @property
    def neighbours(self) -> tuple[tuple[int, ...], ...]: ...
    @property
    def industry_committees(self) -> tuple[bool, ...]: ...
    @property
    def hosted_counts(self) -> bool: ...
    @property
    def functional_counts(self) -> bool: ...


class BudgetLike(Protocol):
    """Caps in yuan a year and their order; ``ours`` says which policies are the baseline's."""

    @property
    def cap_yuan_per_year(self) -> float | None: ...
    @property
    def district_caps(self) -> Sequence[float | None]: ...
    @property
    def industry_caps(self) -> Sequence[float | None]: ...
    @property
    def order(self) -> Sequence[str]: ...
    @property
    def ours(self) -> Sequence[bool]: ...


class HasKey(Protocol):
    """Whatever can draw."""

    @property
    def key(self) -> int: ...


class OracleModel(mesa.Model):
    """One world: a place, a population at month 0, parameters and policies.

    ``population`` has lists of records ``organizations``, ``members`` and ``branches``, whose keys
    are the columns of ``sim/state`` with identities for rows (see ``tests/oracle/compare.py``), but
    ``district`` and ``industry`` for an organization's cell; ``parameters`` gives every
    parameter's value in this world; ``entry`` the constants of newcomer organizations
    (draws-population.md 3); ``start_month`` is the calendar month, 1-12, of month 0;
    ``intercept`` is that of vitality in this world (10); ``observed`` gives, by committee, of how
    many organizations coverage was observed, and how many of these were covered (2.4).
    ``effort_share`` gives what there is of standing effort in a month (2.2), ``official`` says that
    effort also puts on paper (8.13), ``rivals`` which rules hold in place of the usual ones
    (15), and ``edges`` the pairs of an edge list. A past (14.2) has its own key ``world`` and the
    ``vigour`` of its committees from elsewhere.
    """

    def __init__(
        self,
        place: PlaceLike,
        population: Mapping[str, Sequence[Mapping[str, Any]]],
        parameters: Mapping[str, float],
        policies: Sequence[PolicyLike],
        *,
        seed: int = 0,
        replicate: int = 0,
        world: int | None = None,
        start_month: int,
        entry: Mapping[str, Any],
        intercept: float = constants.INTERCEPT,
        observed: Mapping[int, tuple[int, int]] | None = None,
        vigour: Mapping[int, float] | None = None,
        effort_share: Callable[[int], float] | None = None,
        official: bool = False,
        rivals: Mapping[str, str] | None = None,
        edges: Iterable[tuple[int, int]] = (),
        budget: BudgetLike | None = None,
    ) -> None:
        super().__init__(rng=0)  # Mesa's generator; nothing here draws from it
        self.t = 0
        self.world = world_key(seed, replicate) if world is None else world
        self.start_month = start_month
        self.place = place
        self.p = SimpleNamespace(**parameters)
        self.entry = entry
        self.intercept = intercept
        self._lay_out(place)
        effort.give_vigour(self, observed or {})
        for committee in self.committees if vigour is not None else ():
            committee.vigour = (vigour or {})[committee.identity]
        self.effort_share = effort_share or (lambda t: 1.0)
        self.effort = 0.0  # E_t, from the first month
        self.official = official
        self.rivals = rivals or {}
        self.edges: dict[int, set[int]] = {}
        for one, other in edges:
            self.edges.setdefault(one, set()).add(other)
            self.edges.setdefault(other, set()).add(one)
        self.tally = Counter[str]()  # branches founded and ended, heads who refused, since month 0
        self.organizations: dict[int, Organization] = {}
        self.members: dict[int, Member] = {}
        self.branches: dict[int, Branch] = {}
        self.liaisons: dict[int, Liaison] = {}
        self.desks: dict[int, Desk] = {}
        self.freed: list[Member] = []  # by turnover, for mobility
        self.openings: dict[int, int] = {}  # by organization, before this month's hiring
        self.hiring: dict[tuple[int, int], list[Organization]] = {}  # with openings, by cell
        self._settle(population)
        self.buckets = mobility.number_of_buckets(len(self.organizations), len(self.cells))
        self.money: Money | None = None
        self.doses = Doses(self, policies)
        self.doses.begin(0)
        for committee, there in zip(
            self.industry_committees, place.industry_committees, strict=True
        ):
            committee.established = there
        self.doses.remember_targets()
        if budget is not None:
            caps = {
                c.identity: cap
                for row, of in (
                    (self.districts, budget.district_caps),
                    (self.industry_committees, budget.industry_caps),
                )
                for c, cap in zip(row, of, strict=True)
                if cap is not None
            }
            self.money = Money(
                self, policies, budget.cap_yuan_per_year, caps, budget.order, budget.ours
            )

    def _lay_out(self, place: PlaceLike) -> None:
        """Make cells and committees, districts first."""
        self.n_districts, self.n_industries = len(place.district_ids), len(place.industry_ids)
        self.district_identity = [named(text) for text in place.district_ids]
        self.industry_identity = [named(text) for text in place.industry_ids]
        self.cells: dict[tuple[int, int], Cell] = {}
        for d, district in enumerate(self.district_identity):
            for i, industry in enumerate(self.industry_identity):
                identity = lineage(Lineage.CELL, district, industry)
                self.cells[d, i] = Cell(identity, agent_key(identity, self.world), d, i)
        for (d, i), cell in self.cells.items():
            cell.neighbours = [self.cells[near, i] for near in place.neighbours[d]]
        self.districts = [
            Committee(self, lineage(Lineage.COMMITTEE, 0, identity), d, False)
            for d, identity in enumerate(self.district_identity)
        ]
        self.industry_committees = [
            Committee(self, lineage(Lineage.COMMITTEE, 1, identity), i, True)
            for i, identity in enumerate(self.industry_identity)
        ]
        self.committees = self.districts + self.industry_committees

    def _settle(self, population: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Make the agents of month 0 from their records."""
        for record in population["organizations"]:
            self.organizations[record["identity"]] = Organization(self, record)
        for record in population["members"]:
            employer = record["organization"]
            organization = None if employer is None else self.organizations[employer]
            person = Member(self, record, organization)
            self.members[person.identity] = person
            if organization is not None:
                organization.people[person.identity] = person
        for record in population["branches"]:
            branch = Branch(self, record, self.organizations[record["host"]])
            self.branches[branch.identity] = branch
            leader = record.get("person")
            if branch.secretary is not SecretarySource.NONE:
                branch.employer = branch.host
            if leader is not None:
                branch.person = self.members[leader]
                branch.person.secretary_of = branch
                branch.employer = branch.person.organization
            if record.get("employer") is not None:
                branch.employer = self.organizations[record["employer"]]
        for record in population["organizations"]:
            if record.get("branch") is not None:
                organization = self.organizations[record["identity"]]
                organization.branch = self.branches[record["branch"]]
                organization.branch.organizations[organization.identity] = organization

    def step(self) -> None:
        """Run one month."""
        if self.t % 12 == 0:
            turnover.new_year(self)
        for branch in self.branches.values():
            branch.leavers = 0
        for organization in self.organizations.values():
            organization.was_nominal = organization.nominal
        attitudes.see_peers(self)
        self.doses.open_desks(self.t)
        self.doses.begin(self.t)
        if self.money is not None:
            self.money.allot()
        self._establish()
        self._press()
        effort.make(self)
        turnover.run(self)
        mobility.run(self)
        recruitment.run(self)
        dispatch.run(self)
        attitudes.run(self)
        formation.run(self)
        vitality.run(self)
        if self.money is not None:
            self.money.book()
        self.t += 1

    def begin_month_0(self) -> None:
        """Take doses, committees and quotas as they stand before the first month (10)."""
        self.doses.begin(0, standing=True)
        self._establish()
        self._press()
        for committee in self.committees:
            effort.share_now(self, committee)

    def _establish(self) -> None:
        """Establish committees of industries: from the start, or while a policy does (2)."""
        for committee in self.industry_committees:
            committee.established = self.place.industry_committees[
                committee.place
            ] or self.doses.establishes(committee)

    def _press(self) -> None:
        """Set each committee's pressure, and whether closing is forbidden there (2)."""
        self.doses.press()
        for committee in self.committees:
            committee.pressure = self.doses.pressure(committee)
            committee.forbidden = self.doses.forbids(committee)

    def reported_share(self, committee: Committee, policy: PolicyLike | None) -> float:
        """Return the reported share of a committee's organizations, or of a policy's target (2)."""
        base = [
            o
            for o in self.by_identity()
            if o.on_base and o.committee is committee and (policy is None or is_named(policy, o))
        ]
        return sum(o.counted for o in base) / len(base) if base else 0.0

    def open_desk(self, committee: Committee, policy: PolicyLike, weight: int) -> None:
        """Open a policy's desk at a committee (2)."""
        identity = lineage(Lineage.DESK, committee.identity, named(policy.id))
        desk = Desk(self, identity, committee, policy, weight)
        self.desks[identity] = desk
        committee.desks.append(desk)
        committee.desks.sort(key=lambda d: list(self.doses.policies).index(d.policy))

    def offices(self) -> list[Committee]:
        """Return committees and desks, those of one policy after the other first."""
        order = [d for p in self.doses.policies for d in self.desks.values() if d.policy is p]
        return [*order, *self.committees]

    # --- draws (1)

    def u(
        self,
        process: Process,
        agent: HasKey,
        ordinal: int | None = None,
        partner: int | None = None,
    ) -> float:
        """Return u(PROCESS, agent): the draw of month t, unless an ordinal is given."""
        return draw(agent.key, process, self.t if ordinal is None else ordinal, partner)

    def strikes(
        self, process: Process, agent: HasKey, hazard: float, bound: float = math.inf
    ) -> bool:
        """Return whether a hazard per year acts on an agent this month (1, Candidates)."""
        u = self.u(process, agent)
        if u >= bound:
            return False
        chance = monthly(hazard)
        if chance > bound:
            raise ValueError(f"{process.name}: {chance} exceeds the bound {bound}")
        return u < chance

    # --- what several processes ask

    @property
    def calendar_month(self) -> int:
        """The calendar month, 1-12."""
        return (self.start_month - 1 + self.t) % 12 + 1

    def by_identity(self) -> list[Organization]:
        """Return the organizations alive, by identity."""
        return [self.organizations[identity] for identity in sorted(self.organizations)]

    def branches_by_identity(self) -> list[Branch]:
        """Return the branches alive, by identity."""
        return [self.branches[identity] for identity in sorted(self.branches)]

    def people(self) -> list[Member]:
        """Return everybody, by identity."""
        return [self.members[identity] for identity in sorted(self.members)]

    def hosted(self, district: Committee) -> int:
        """Return the number of organizations hosted in a district."""
        return sum(o.interim is Interim.HOSTED for o in district.remit())

    def attitude(self, levels: Sequence[float]) -> float:
        """Return α of levels of interference, burden, constraint and benefit (7)."""
        p = self.p
        interference, burden, constraint, benefit = levels
        return float(
            benefit
            - (
                p.weight_interference * interference
                + p.weight_burden * burden
                + p.weight_constraint * constraint
            )
        )

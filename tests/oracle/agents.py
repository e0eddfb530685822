"""Who there is: organizations, members and branches as Mesa agents; committees: ``offices.py``.

Attributes are the columns of ``sim/state``; an agent refers to another by the object, and None
stands for nobody. What a record does not give starts at never, 0 or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.draws import Process
from sim.state.codes import Channel, Fear, Form, Interim, Kind, SecretarySource, Type
from tests.oracle import constants
from tests.oracle.arithmetic import exact_sum, headcount, nearest
from tests.oracle.offices import NEVER, Cell, Committee, Keyed, Liaison
from tests.oracle.targets import is_named

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel
    from tests.oracle.people import Member


class Branch(Keyed):
    """A branch that gives organization coverage."""

    def __init__(self, model: OracleModel, record: Mapping[str, Any], host: Organization) -> None:
        super().__init__(model, record["identity"])
        get = record.get
        self.form = Form(record["form"])
        self.host = host
        self.secretary = SecretarySource(get("secretary", SecretarySource.NONE))
        self.person: Member | None = None  # where the secretary is a member
        self.employer: Organization | None = None
        self.skill: float = get("skill", 0.0)
        self.trained: float = get("trained", 0.0)
        self.trained_year: int = get("trained_year", NEVER)
        self.time_share: float = get("time_share", 0.0)
        self.served: float = get("served", 1.0)
        self.vacancy: int = get("vacancy", 0)
        self.vitality: float = get("vitality", 0.0)
        self.quality: float = get("quality", 0.0)
        self.founded: int = get("founded", 0)
        self.below: int = get("below", 0)
        self.turnover: float = get("turnover", 0.0)
        self.leavers: int = get("leavers", 0)
        self.members: int = get("members", 0)
        self.pressure_founded: bool = bool(get("pressure_founded", False))
        self.shell: bool = bool(get("shell", False))
        self.grant: float = get("grant", 0.0)
        self.granted_until: int = get("granted_until", NEVER)
        self.weak_until: int = get("weak_until", NEVER)
        self.starred_until: int = get("starred_until", NEVER)
        self.organizations: dict[int, Organization] = {}

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self.identity in self.model.branches

    @property
    def new(self) -> bool:
        """Whether it was founded this month."""
        return self.founded == self.model.t

    @property
    def funded(self) -> float:
        """The funded share of its activities (7)."""
        p, dose = self.model.p, self.model.doses.at
        places = list(self.organizations.values())
        yuan = dose("subsidy_branch", self.host)
        yuan += exact_sum(dose("subsidy_member", o) * o.known for o in places)
        yuan += exact_sum(dose("rebate_yuan", o) * o.transferred for o in places)
        if self.model.t < self.granted_until:
            yuan += self.grant * 12 / p.grant_months
        return float(min(1.0, yuan / p.activity_cost_yuan))

    @property
    def joint(self) -> bool:
        """Whether it is a joint branch."""
        return self.form is Form.JOINT

    @property
    def functional(self) -> bool:
        """Whether its members' relations stay elsewhere (8.3)."""
        return self.form is Form.FUNCTIONAL

    @property
    def regional(self) -> bool:
        """Whether it is one of an area (8.7)."""
        return self.form is Form.REGIONAL

    @property
    def listed(self) -> bool:
        """Whether it is on the list of the weak (9.8)."""
        return self.weak_until != NEVER


class Organization(Keyed):
    """An organization and its head."""

    def __init__(self, model: OracleModel, record: Mapping[str, Any]) -> None:
        super().__init__(model, record["identity"])
        get = record.get
        self.kind: int = record["kind"]
        self.type: int = record["type"]
        self.district: int = record["district"]
        self.industry: int = record["industry"]
        self.number: int = get("number", -1)
        self.site: int = get("site", 0)
        self.has_channel: bool = bool(record["has_channel"])
        self.founded: int = record["founded"]
        self.staff: float = record["staff"]
        self.operating: bool = bool(record["operating"])
        self.on_base: bool = bool(record["on_base"])
        self.head_is_member: bool = bool(record["head_is_member"])
        self.baseline: list[float] = [float(x) for x in record["baseline"]]
        self.fears: list[float] = [float(x) for x in record["fears"]]
        self.attitude: float = record["attitude"]
        self.members: int = get("members", 0)
        self.known: int = get("known", 0)
        self.eligible: int = get("eligible", 0)
        self.transferred: int = get("transferred", 0)
        self.sourced: int = get("sourced", 0)
        self.contacted: int = get("contacted", NEVER)
        self.contact: int = get("contact", 0)
        self.asked: int = get("asked", 0)
        self.willing_until: int = get("willing_until", NEVER)
        self.silent_until: int = get("silent_until", NEVER)
        self.deferred_until: int = get("deferred_until", NEVER)
        self.refusal: int = get("refusal", 0)
        self.withdrawn: int = get("withdrawn", 0)
        self.liaison: Liaison | None = None
        self.case_weak = False
        self.case_since = 0
        self.case_progress = 0
        self.case_link = 0
        self.case_known = 0
        self.case_attitude = 0.0
        self.case_steady = 0
        self.dropped: int = get("dropped", NEVER)
        self.visits: float = get("visits", 0.0)
        self.branch: Branch | None = None
        self.covered: int = get("covered", NEVER)
        self.interim = Interim(get("interim", Interim.NONE))
        self.mass_group: int = get("mass_group", NEVER)
        self.secretary_wait: bool = bool(get("secretary_wait", False))
        self.eligible_months: int = get("eligible_months", 0)
        self.nominal: bool = bool(get("nominal", False))
        self.was_nominal = self.nominal  # when the month began (8.13)
        self.act_wait: bool = bool(get("act_wait", False))
        self.lacked = False  # an act, this month (8.2)
        self.people: dict[int, Member] = {}
        self.seen_operating = False  # the three of the month's start (2)
        self.seen_effective = False
        self.seen_hollow = False

    @property
    def cell(self) -> Cell:
        """The cell it is in."""
        return self.model.cells[self.district, self.industry]

    @property
    def committee(self) -> Committee:
        """The responsible committee: its industry's if that is established (1)."""
        of_industry = self.model.industry_committees[self.industry]
        return of_industry if self.industrial else self.model.districts[self.district]

    @property
    def industrial(self) -> bool:
        """Whether its industry's committee is established, and answers for it (1, 2)."""
        committee = self.model.industry_committees[self.industry]
        permanent = self.model.place.industry_committees[self.industry]
        return committee.established and (permanent or self.model.doses.answers(committee, self))

    @property
    def offices(self) -> list[Committee]:
        """The desks for it at its responsible committee, in their order, then the committee (2)."""
        committee = self.committee
        desks = [d for d in committee.desks if is_named(d.policy, self)]
        return [*desks, committee]

    @property
    def channel(self) -> Channel:
        """Through whom a committee reaches it (1)."""
        if self.industrial:
            return Channel.INDUSTRY
        return Channel.TERRITORIAL if self.has_channel else Channel.NONE

    @property
    def channel_without_policies(self) -> Channel:
        """Its channel if no policy had founded committees (2)."""
        if self.model.place.industry_committees[self.industry]:
            return Channel.INDUSTRY
        return Channel.TERRITORIAL if self.has_channel else Channel.NONE

    @property
    def uncovered(self) -> bool:
        """Whether it has no branch (1)."""
        return self.branch is None

    @property
    def vital(self) -> bool:
        """Whether it has a branch whose vitality reaches the threshold (1)."""
        return self.branch is not None and self.branch.vitality >= self.model.p.vitality_threshold

    @property
    def willing(self) -> bool:
        """Whether its consent stands."""
        return self.model.t < self.willing_until

    @property
    def silent(self) -> bool:
        """Whether it is left alone after a refusal."""
        return self.model.t < self.silent_until

    @property
    def effective(self) -> bool:
        """Whether its branch is vital and no shell, and it has somebody in it itself (1)."""
        if self.branch is None or self.branch.shell or not self.vital:
            return False
        return self.known >= 1 or self.sourced >= 1

    @property
    def counted(self) -> bool:
        """Whether it is counted as covered in a reported share (1)."""
        hosted = self.model.place.hosted_counts and self.interim is Interim.HOSTED
        branch = self.branch
        led = branch is not None and (not branch.functional or self.model.place.functional_counts)
        return self.on_base and (led or self.nominal or hosted)

    @property
    def quota(self) -> float:
        """The largest pressure of the quotas that act on it (2.1)."""
        return self.model.doses.pressure_on(self)

    @property
    def pressure(self) -> float:
        """What presses on it: quotas, or the standing effort of its committee (2.3)."""
        return max(self.quota, self.committee.effort)

    @property
    def reach(self) -> float:
        """How far its committee reaches it: in full by a channel, else by effort or staff (8.1)."""
        if self.channel is not Channel.NONE:
            return 1.0
        reached = 0.0
        for office in self.offices:
            if staff := office.staff_posts():
                reached += constants.STAFF_REACH * staff / office.operating()
        return max(self.model.effort, min(1.0, reached))

    @property
    def area(self) -> tuple[int, int]:
        """Where it can meet with others of an area: its district and its site (1)."""
        return self.district, self.site

    @property
    def area_max(self) -> int:
        """How many organizations a branch of its area may hold (8.7)."""
        return headcount(self.model.doses.at("area_max", self))

    @property
    def area_offered(self) -> bool:
        """Whether it is offered an area branch, besides what it has itself (8.2)."""
        few = self.type != Type.LOOSE and self.eligible <= 2
        return few and self.area_max >= 2

    def counted_members(self) -> int:
        """Return the number of its probationary and full members at this moment."""
        return sum(person.member for person in self.people.values())

    def employs(self, person: Member) -> bool:
        """Return whether a person is employed here, not a member of the association only (1)."""
        if self.kind != Kind.SOCIAL_GROUP:
            return True
        return bool(self.model.u(Process.MEMBER, person, 8) < self.model.p.employed_share)

    def openings(self) -> int:
        """Return its places for people who are not members: max(0, ⌊staff⌉ − members) (4.4)."""
        return max(0, nearest(self.staff) - self.counted_members())

    def tied(self) -> list[Organization]:
        """Return the organizations in being that an edge list ties to it (15)."""
        held = self.model.organizations
        return [held[other] for other in self.model.edges.get(self.identity, ()) if other in held]

    @property
    def exempt(self) -> bool:
        """Whether it needs no act, by a rival: on a case as uncovered (8.2)."""
        on_case = self.liaison is not None and not self.case_weak
        return self.model.rivals.get("capacity") == "exempt" and on_case

    def months_on_case(self) -> int:
        """Return for how long it has been an uncovered case of a liaison, 0 where it is none."""
        if self.liaison is None or self.case_weak:
            return 0
        return self.model.t - self.case_since

    def dominant_fear(self) -> int:
        """Return the fear with the largest weight × level, the first of equals (8.2)."""
        p = self.model.p
        weights = (p.weight_interference, p.weight_burden, p.weight_constraint)
        levels = [w * self.fears[fear] for fear, w in enumerate(weights)]
        return Fear(levels.index(max(levels)))

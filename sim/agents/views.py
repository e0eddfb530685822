"""Organizations, members, branches, liaisons and committees, as Mesa agents."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import Any, ClassVar

import numpy as np

from sim.agents.columns import Attribute, Reference, View, between, code, flag, month, real, whole
from sim.processes.attitudes import update_attitude
from sim.processes.persons import MOBILITY_CAP
from sim.state.codes import (
    SIZE_FROM,
    Channel,
    Contact,
    Fear,
    Form,
    Interim,
    Kind,
    LiaisonSource,
    Relation,
    Role,
    SecretarySource,
    Size,
    Stage,
    Type,
)


class Feeling(Attribute[float]):
    """A fear or the benefit that a head sees, in [0, 1]; setting one moves the attitude too."""

    def __init__(self, part: Fear, doc: str) -> None:
        super().__init__("fears", float, doc, part=part, check=between(1.0))

    def __set__(self, view: View, value: object) -> None:
        super().__set__(view, value)
        update_attitude(view.model.worlds)


def _usual(part: Fear, doc: str) -> Attribute[float]:
    return real("baseline", doc, part=part, settable=True)


class Organization(View):
    """A social organization or enterprise with its head."""

    TABLE: ClassVar[str] = "organizations"

    kind = code(Kind, "kind", "kind")
    type = code(Type, "type", "stable, dispersed or loose (S7)", settable=True)
    founded = whole("founded", "month in which it was founded")
    staff = real("staff", "people; rounded at use", settable=True, high=1e6)
    operating = flag("operating", "operating, not merely registered")
    on_base = flag("on_base", "counted in the reported base", settable=True)
    has_channel = flag("has_channel", "has a territorial channel", settable=True)

    head_is_member = flag("head_is_member", "whether the head is a member")
    fear_of_interference = Feeling(Fear.INTERFERENCE, "fear of interference")
    fear_of_burden = Feeling(Fear.BURDEN, "fear of burden")
    fear_of_constraint = Feeling(Fear.CONSTRAINT, "fear of constraint")
    benefit = Feeling(Fear.BENEFIT, "benefit that the head sees")
    usual_fear_of_interference = _usual(Fear.INTERFERENCE, "where it returns to by itself")
    usual_fear_of_burden = _usual(Fear.BURDEN, "where it returns to by itself")
    usual_fear_of_constraint = _usual(Fear.CONSTRAINT, "where it returns to by itself")
    usual_benefit = _usual(Fear.BENEFIT, "where it returns to by itself")
    attitude = real("attitude", "benefit minus the weighted fears")

    members = whole("members", "probationary and full members, known or hidden")
    known_members = whole("known", "known full members, whatever their tenure")
    eligible_members = whole(
        "eligible", "m: known full members of six months, plus a sourced secretary"
    )
    transferred_members = whole("transferred", "known full members whose relation is here")
    sourced_secretaries = whole("sourced", "sourced secretaries employed here")

    contacted = month("contacted", "month of the last contact")
    contact = code(Contact, "contact", "kind of the last contact")
    asked = whole("asked", "times asked for consent")
    willing_until = month("willing_until", "month until which a consent holds")
    silent_until = month("silent_until", "not asked before this month, after a refusal")
    deferred_until = month("deferred_until", "not asked before this month, out of indifference")
    withdrawn_months = whole("withdrawn", "months of attitude below the closing threshold")

    liaison: Reference[Liaison] = Reference("liaison", "liaisons", "the liaison on the case")
    case_weak = flag("case_weak", "a weak branch to be consolidated, not an uncovered case")
    case_since = whole("case_since", "month in which the last case began")
    case_progress = whole("case_progress", "month in which the last case last moved")
    case_link = whole("case_link", "how far the case had come: contacted, known, willing")
    case_known = whole("case_known", "known members then")
    case_attitude = real("case_attitude", "attitude then")
    case_steady = whole("case_steady", "months in a row with vitality of one half")
    dropped = month("dropped", "month in which a liaison gave the case up")
    visits = real("visits", "visits of the month, weighted by the liaison's skill")

    branch: Reference[Branch] = Reference("branch", "branches", "the branch it belongs to")
    covered_since = month("covered", "month since which it has a branch")
    interim = code(Interim, "interim", "where members are looked after without a branch")
    mass_group = month("mass_group", "month in which a mass organization was set up")
    nominal = flag("nominal", "reported as covered without a branch: on paper")
    site = whole("site", "identity by name of the park, market or building; 0 for none")
    act_wait = flag("act_wait", "its committee had no act of founding left this month")
    secretary_wait = flag("secretary_wait", "a first try to find a secretary has failed")
    eligible_months = whole("eligible_months", "months in a row with m >= 3 in a joint branch")

    @property
    def number(self) -> int | None:
        """Place in the initial population, from 0; None for newcomers."""
        number = int(self.model.worlds.organizations.number[self.row])
        return None if number < 0 else number

    @property
    def district(self) -> str:
        """Id of the district."""
        return self.model.district_of(self._cell)

    @property
    def industry(self) -> str:
        """Id of the industry."""
        return self.model.industry_of(self._cell)

    @property
    def size(self) -> Size:
        """Size class by rounded staff."""
        return Size(bisect_right(SIZE_FROM, round(self.staff)))

    @property
    def channel(self) -> Channel:
        """Through whom a committee reaches it."""
        return Channel(self.model.worlds.channel(self._rows)[0])

    @property
    def committee(self) -> Committee:
        """The committee that is responsible for it."""
        row = int(self.model.worlds.responsible(self._rows)[0])
        committee: Committee = self.model.views["committees"].at(row)
        return committee

    @property
    def willing(self) -> bool:
        """Whether the head's consent stands and waits for a branch."""
        return self._until("willing_until")

    @property
    def silent(self) -> bool:
        """Whether nobody asks, after a refusal."""
        return self._until("silent_until")

    @property
    def deferred(self) -> bool:
        """Whether nobody asks, after an answer out of indifference."""
        return self._until("deferred_until")

    @property
    def refusal(self) -> Fear | None:
        """The fear that decided the last refusal; None if the head has never refused."""
        if self.silent_until is None:
            return None
        return Fear(self.model.worlds.organizations.refusal[self.row])

    @property
    def people(self) -> list[Member]:
        """Members here, and those on their way to become one."""
        return self.model.views["members"].where("organization", self.row)

    @property
    def _cell(self) -> int:
        return int(self.model.worlds.organizations.cell[self.row])

    @property
    def _rows(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.array([self.row])

    def _until(self, column: str) -> bool:
        worlds = self.model.worlds
        return bool(getattr(worlds.organizations, column)[self.row] > worlds.month)


class RelationKept(StrEnum):
    """Where a member's relation is kept; the district keeps it where there is no branch here."""

    ELSEWHERE = "elsewhere"
    FLOATING = "floating"
    DISTRICT = "district"
    HERE = "here"


_KEPT = {
    Relation.ELSEWHERE: RelationKept.ELSEWHERE,
    Relation.FLOATING: RelationKept.FLOATING,
    Relation.HERE: RelationKept.HERE,
}


class Member(View):
    """A person: a member, or an applicant or activist on the way."""

    TABLE: ClassVar[str] = "members"

    organization: Reference[Organization] = Reference(
        "organization", "organizations", "where the person works, None between jobs"
    )
    stage = code(Stage, "stage", "stage of recruitment; members are probationary or full")
    stage_due = month("stage_due", "month of the next stage, None when full")
    known = flag("known", "known to the committees, not hidden")
    commitment = real("commitment", "commitment, 0 to 1", settable=True)
    mobility = real(
        "mobility", "inclination to change jobs, mean 1", settable=True, high=MOBILITY_CAP
    )
    joined = whole("joined", "month of joining the organization")
    hired = month("hired", "month in which the search for a job ends, None while employed")
    role = code(Role, "role", "role in the organization")

    @property
    def relation(self) -> RelationKept:
        """Where the relation is kept."""
        kept = _KEPT[Relation(self.model.worlds.members.relation[self.row])]
        organization = self.organization
        covered = organization is not None and organization.branch is not None
        return RelationKept.DISTRICT if kept is RelationKept.HERE and not covered else kept

    @property
    def district(self) -> str:
        """Id of the district of the present or last organization."""
        return self.model.district_of(self._home)

    @property
    def industry(self) -> str:
        """Id of the industry of the present or last organization."""
        return self.model.industry_of(self._home)

    @property
    def _home(self) -> int:
        return int(self.model.worlds.members.home[self.row])


class Branch(View):
    """A branch of one organization, or a joint one of several."""

    TABLE: ClassVar[str] = "branches"

    form = code(Form, "form", "form")
    host: Reference[Organization] = Reference("host", "organizations", "the host organization")
    founded = whole("founded", "month in which it was founded")
    pressure_founded = flag("pressure_founded", "founded under the pressure of a quota")
    shell = flag("shell", "kept on the books while closing is forbidden")

    secretary_source = code(SecretarySource, "secretary", "where the secretary comes from")
    secretary: Reference[Member] = Reference(
        "person", "members", "the member who is secretary; None for a head or a sourced one"
    )
    employer: Reference[Organization] = Reference(
        "employer", "organizations", "the organization that employs the secretary"
    )
    secretary_skill = real("skill", "the secretary's skill, 0 to 1")
    trained_skill = real("trained", "skill gained in training; it decays")
    trained_year = month("trained_year", "model year of the last training")
    time_share = real("time_share", "share of working time that the secretary has for it")
    vacant_months = whole("vacancy", "months without a secretary")
    branches_served = real("served", "branches that its sourced secretary serves; 0 without one")

    members = whole("members", "known full members, plus a sourced secretary")
    organization_count = whole("organizations", "organizations in it")
    vitality = real("vitality", "vitality, 0 to 1")
    quality = real("quality", "what it has been from its founding, in logits of vitality")
    leavers = whole("leavers", "known full members lost this month")
    turnover = real("turnover", "share of members lost a year, remembered over 12 months")
    below_months = whole("below", "months in a row with fewer than three members")
    weak_until = month("weak_until", "found weak by an appraisal, it has time to turn until then")
    starred_until = month("starred_until", "starred by an appraisal before this month")
    grant = real("grant", "yuan of its startup grant")
    granted_until = month("granted_until", "the grant pays for activities before this month")

    @property
    def organizations(self) -> list[Organization]:
        """Organizations in it, the host among them."""
        return self.model.views["organizations"].where("branch", self.row)

    @property
    def effective(self) -> bool:
        """Whether it is no shell and its vitality is at the threshold or above: itself, whoever
        of its organizations brings something to it."""
        threshold = self.model.worlds.parameters["vitality_threshold"][0]
        return not self.shell and bool(self.vitality >= threshold)


class Liaison(View):
    """A holder of a liaison post; the next holder of the post is another agent."""

    TABLE: ClassVar[str] = "liaisons"

    committee: Reference[Committee] = Reference("committee", "committees", "who sends the liaison")
    desk = whole("desk", "desk of a policy that is for some organizations only, else 0")
    source = code(LiaisonSource, "source", "where the liaison comes from")
    post = whole("post", "ordinal of the post at its committee and source, from 0")
    holder = whole("holder", "n-th holder of the post, from 0")
    since = whole("since", "month of taking office")
    skill = real("skill", "skill, 0 to 1", settable=True)
    capacity = whole("capacity", "cases that the liaison may hold")
    caseload = whole("cases", "cases that the liaison holds")
    visits = real("visits", "visits that each case gets this month, weighted by skill")

    @property
    def cases(self) -> list[Organization]:
        """Organizations on the liaison's cases, uncovered ones and weak branches."""
        return self.model.views["organizations"].where("liaison", self.row)


class Committee(View):
    """A committee of a district, or the possible one of an industry (see ``established``)."""

    TABLE: ClassVar[str] = "committees"

    industrial = flag("industrial", "of an industry, not of a district")
    established = flag("established", "exists; a possible one has no organizations and no posts")
    permanent = flag("permanent", "exists without a policy")
    pressure = real("pressure", "pressure of coverage quotas that are for all under it")
    closing_forbidden = flag("forbidden", "such a quota forbids closing")
    vigour = real("vigour", "multiple of its contacts, fixed for a replicate")
    effort = real("effort", "pressure of standing effort this month")
    first_share = real("share", "share counted as covered as it began, -1 before")
    acts = whole("acts", "acts of founding left this month")
    admitted = whole("admitted", "members admitted in the model year")
    trained = whole("trained", "training places filled in the model year")
    placed = whole("placed", "members placed in the model year")
    sourced = whole("sourced", "sourced secretaries placed in the model year")

    @property
    def place(self) -> str:
        """Id of the district or industry."""
        place = self.model.setup.place
        ids = place.industry_ids if self.industrial else place.district_ids
        return ids[int(self.model.worlds.committees.place[self.row])]

    @property
    def organizations(self) -> list[Organization]:
        """Organizations that it is responsible for."""
        worlds = self.model.worlds
        mine = worlds.responsible(np.arange(len(worlds.organizations))) == self.row
        rows = np.flatnonzero(mine & worlds.organizations.alive)
        return [self.model.views["organizations"].at(row) for row in rows.tolist()]

    @property
    def liaisons(self) -> list[Liaison]:
        """Liaisons that it has sent."""
        return self.model.views["liaisons"].where("committee", self.row)

"""Founding a branch, its secretary, upgrades, and leaving a joint branch (8.3, 8.10-8.12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sim.draws import Lineage, Process
from sim.state.codes import Form, Interim, Relation, Role, SecretarySource
from tests.oracle import constants
from tests.oracle.agents import Branch, Organization
from tests.oracle.arithmetic import clip, headcount, nearest
from tests.oracle.hashing import lineage, normal
from tests.oracle.leaving import join, leave
from tests.oracle.offices import NEVER
from tests.oracle.people import Member

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

GENERAL_BRANCH_MEMBERS = 50
COMMITTEE_MEMBERS = 100
LEAVE_JOINT_MONTHS = 12
ELIGIBLE = 3


def found_groups(
    model: OracleModel,
    groups: list[list[Organization]],
    form: Callable[[list[Organization]], Form],
) -> None:
    """Found a branch for each group whose first has an act and finds a secretary (8.3)."""
    for group in sorted(groups, key=lambda group: turn(model, group[0])):
        first = group[0]
        if first.committee.acts <= 0 and not first.exempt:
            for organization in group:
                organization.lacked = not organization.exempt
            continue
        p, dose = model.p, model.doses
        chance = p.secretary_later if first.secretary_wait else p.secretary_success
        chance = min(1.0, chance + dose.at("secretary_candidates", first))
        offices = [
            office
            for office in first.offices
            if office.sourced < headcount(dose.committee("sourced_secretaries", office))
        ]
        if model.u(Process.SECRETARY, first) < chance:
            found(model, group, form(group))
            spend_act(first)
        elif offices:
            found(model, group, form(group), sourced=True)
            offices[0].sourced += 1
            spend_act(first)
        else:
            first.secretary_wait = True


def turn(model: OracleModel, organization: Organization) -> tuple[float, int]:
    """Return what orders the organizations of a committee where they ask for acts (8.2)."""
    return model.u(Process.CAPACITY, organization), organization.identity


def spend_act(organization: Organization) -> None:
    """Spend an act of the responsible committee, unless none is needed (8.2)."""
    if not organization.exempt:
        organization.committee.acts -= 1


def with_acts(model: OracleModel, seekers: list[Organization]) -> list[Organization]:
    """Return who has an act for a step, by committee the first by turn; the others lack one."""
    acting = []
    left = {c.identity: c.acts for c in model.committees}
    for organization in sorted(seekers, key=lambda o: turn(model, o)):
        committee = organization.committee.identity
        if organization.exempt:
            acting.append(organization)
        elif left[committee] > 0:
            left[committee] -= 1
            acting.append(organization)
        else:
            organization.lacked = True
    return acting


def found(
    model: OracleModel,
    group: list[Organization],
    form: Form,
    *,
    forced: bool = False,
    sourced: bool = False,
) -> Branch:
    """Found a branch of a group, hosted by its first (8.10)."""
    p, t, host = model.p, model.t, group[0]
    identity = lineage(Lineage.BRANCH, host.identity, t)
    branch = Branch(model, {"identity": identity, "form": form, "founded": t}, host)
    model.branches[identity] = branch
    model.tally["founded"] += 1
    for organization in group:
        join_branch(model, organization, branch)
    branch.quality = normal(model.u(Process.BRANCH, branch, 0)) * p.branch_quality_sd
    yuan = model.doses.granted(host)
    if yuan > 0:
        branch.grant = yuan
        branch.granted_until = t + nearest(p.grant_months)
    if forced:
        branch.pressure_founded = True
        branch.vitality = p.vitality_start
        person = best_member(model, branch)
        assert person is not None
        appoint(branch, SecretarySource.MEMBER, constants.FORCED_SKILL, person)
    else:
        fill_post(model, branch, sourced=sourced)
    return branch


def join_branch(model: OracleModel, organization: Organization, branch: Branch) -> None:
    """Give an organization a place; the relations of its known members come here (8.10).

    Not into a functional branch: there they stay elsewhere.
    """
    join(model, organization, branch)
    if branch.functional:
        return
    for person in organization.people.values():
        if person.member and person.known:
            person.relation = Relation.HERE


def best_member(model: OracleModel, branch: Branch) -> Member | None:
    """Return the known full member with the highest commitment, then smallest identity.

    Key staff come first where the dose `key_skill` of the host is above 0.
    """
    wanted = model.doses.at("key_skill", branch.host) > 0

    people: Iterable[Member] = (
        person
        for organization in branch.organizations.values()
        for person in organization.people.values()
        if person.known_full
    )
    return min(
        people,
        key=lambda person: (
            0 if wanted and person.role is Role.KEY_STAFF else 1,
            -person.commitment,
            person.identity,
        ),
        default=None,
    )


def fill_post(model: OracleModel, branch: Branch, *, sourced: bool = False) -> None:
    """Fill the secretary's post with the most skilled candidate, the first of equals (8.10)."""
    person = best_member(model, branch)
    if sourced:
        appoint(branch, SecretarySource.SOURCED, model.p.sourced_skill, person)
        branch.served = max(1.0, model.doses.at("branches_per_worker", branch.host))
        return
    candidate = best_candidate(model, branch, person)
    if candidate is not None:
        skill, source = candidate
        appoint(branch, source, skill, person)


def best_candidate(
    model: OracleModel, branch: Branch, person: Member | None
) -> tuple[float, SecretarySource] | None:
    """Return the skill of the most skilled who would take the post, and who that is (8.10)."""
    p, host = model.p, branch.host
    candidates: list[tuple[float, SecretarySource]] = []
    if person is not None:
        z = normal(model.u(Process.SECRETARY_SKILL, branch))
        skill = z * constants.SECRETARY_SKILL_SD + p.secretary_skill
        if person.role is Role.KEY_STAFF:
            skill += model.doses.at("key_skill", host)
        skill = clip(skill, 0.05)
        candidates.append((skill, SecretarySource.MEMBER))
    if host.head_is_member:
        dose = model.doses.at("dual_entry", host)
        if model.u(Process.DUAL_ENTRY, branch) < 1 - (1 - p.dual_entry_share) * (1 - dose):
            candidates.append((p.head_skill, SecretarySource.HEAD))
    return max(candidates, key=lambda candidate: candidate[0], default=None)


def appoint(branch: Branch, source: SecretarySource, skill: float, person: Member | None) -> None:
    """Put a secretary in the post."""
    branch.secretary = source
    branch.skill = skill
    branch.trained = 0.0
    branch.trained_year = NEVER
    branch.vacancy = 0
    branch.employer = branch.host
    if source is SecretarySource.MEMBER:
        assert person is not None
        branch.person = person
        branch.employer = person.organization
        person.secretary_of = branch
    if source is SecretarySource.SOURCED:
        branch.host.sourced += 1


def time_share(model: OracleModel, branch: Branch) -> float:
    """Return the secretary's time share; a sourced one keeps that of the start (8.10, 9.2)."""
    dose, host = model.doses.at, branch.host
    if branch.secretary is SecretarySource.NONE:
        return 0.0
    if branch.secretary is SecretarySource.SOURCED:
        return 1 / branch.served
    if branch.secretary is SecretarySource.HEAD:
        return max(constants.HEAD_TIME, dose("stipend", host))
    return max(constants.MEMBER_TIME, dose("stipend", host), dose("office_time", host))


def to_member_group(organization: Organization) -> None:
    """Put an organization's members in the member group, unless they have a hosted place."""
    if organization.interim is Interim.NONE:
        organization.interim = Interim.MEMBER_GROUP


def upgrade(model: OracleModel) -> None:
    """Upgrade branches of one organization by their known full members (8.11)."""
    for branch in model.branches_by_identity():
        if branch.form in (Form.STANDALONE, Form.GENERAL_BRANCH):
            if branch.host.known >= COMMITTEE_MEMBERS:
                branch.form = Form.COMMITTEE
            elif branch.host.known >= GENERAL_BRANCH_MEMBERS:
                branch.form = Form.GENERAL_BRANCH


def leave_joint_branches(model: OracleModel) -> None:
    """Let organizations that could have a branch of their own leave joint ones (8.12)."""
    hazard = model.p.leave_joint_per_year
    for branch in model.branches_by_identity():
        if not (branch.joint or branch.regional):
            continue
        leavers = []
        known = sum(o.known for o in branch.organizations.values())
        for organization in branch.organizations.values():
            long = organization.eligible >= ELIGIBLE
            organization.eligible_months = organization.eligible_months + 1 if long else 0
            if (
                organization.eligible_months >= LEAVE_JOINT_MONTHS
                and known - organization.known >= ELIGIBLE
                and model.strikes(Process.LEAVE_JOINT, organization, hazard)
            ):
                leavers.append(organization)
        if leavers:
            leaver = min(leavers, key=lambda o: o.identity)
            leave(model, [leaver], on_exit=False)
            found(model, [leaver], Form.STANDALONE)

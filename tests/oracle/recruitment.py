"""Recruitment: stages, applications, key staff and the counts of the month (5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.draws import Lineage, Process
from sim.state.codes import Relation, Role, Stage
from tests.oracle import constants
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import headcount
from tests.oracle.entry import new_traits
from tests.oracle.hashing import lineage, poisson
from tests.oracle.offices import NEVER
from tests.oracle.people import Member

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

APPLICANT_MONTHS = 6
ACTIVIST_MONTHS = 12
PROBATION_MONTHS = 12
TENURE_MONTHS = 6
MASS_GROUP_MONTHS = 12


def run(model: OracleModel) -> None:
    """Run the month's recruitment in the order of section 5."""
    for person in [person for person in model.people() if person.stage_due == model.t]:
        if person.organization is None:
            person.stage_due = model.t + 1
        else:
            advance(model, person, person.organization)
    for organization in model.by_identity():
        if organization.operating:
            apply(model, organization)
    for organization in model.by_identity():
        count(model, organization)
    for person in model.people():
        train(model, person)


def advance(model: OracleModel, person: Member, organization: Organization) -> None:
    """Take someone whose stage is due to the next one (5.1); people come by identity."""
    t = model.t
    if person.stage is Stage.APPLICANT:
        person.stage = Stage.ACTIVIST
        person.stage_due = t + ACTIVIST_MONTHS
    elif person.stage is Stage.ACTIVIST:
        decide(model, person, organization)
    else:
        person.stage = Stage.FULL
        person.stage_due = NEVER


def decide(model: OracleModel, person: Member, organization: Organization) -> None:
    """Admit an activist, or not, or not yet (5.1)."""
    t, office = model.t, organization.offices[-1]
    chance = min(1.0, model.p.admission * model.doses.at("admission", organization))
    if model.u(Process.ADMIT, person) >= chance:
        person.stage = Stage.APPLICANT
        person.stage_due = t + APPLICANT_MONTHS
        return
    quotas = [o for o in organization.offices if model.doses.is_written("recruits_quota", o)]
    if quotas:
        office = quotas[0]
        if office.admitted >= headcount(model.doses.committee("recruits_quota", office)):
            person.stage_due = t + 1
            return
    office.admitted += 1
    person.stage = Stage.PROBATIONARY
    person.stage_due = t + PROBATION_MONTHS
    person.known = True
    person.relation = Relation.HERE


def apply(model: OracleModel, organization: Organization) -> None:
    """Let people who are not members apply (5.2)."""
    p, t, dose = model.p, model.t, model.doses.at
    branch = organization.branch
    if branch is not None:
        factor = p.application_no_branch if branch.functional else branch.vitality
    elif t - organization.mass_group >= MASS_GROUP_MONTHS and organization.mass_group != NEVER:
        factor = constants.APPLICATION_MASS_GROUP
    else:
        factor = p.application_no_branch
    rate = p.application_per_staff_year / 12 * model.openings[organization.identity]
    rate *= factor * dose("application", organization)
    for n in range(poisson(rate, model.u(Process.APPLY, organization))):
        identity = lineage(Lineage.APPLICANT, organization.identity, t, n)
        record = new_traits(model, identity, dose("recruit_key", organization)) | {
            "identity": identity,
            "home": (organization.district, organization.industry),
            "stage": Stage.APPLICANT,
            "stage_due": t + APPLICANT_MONTHS,
            "relation": Relation.ELSEWHERE,
            "known": False,
            "joined": t,
        }
        person = Member(model, record, organization)
        model.members[identity] = person
        organization.people[identity] = person


def train(model: OracleModel, person: Member) -> None:
    """Make a known full member of a branch key staff; a secretary's skill grows (5.4)."""
    organization = person.organization
    if organization is None or organization.branch is None:
        return
    if not person.known_full or person.role is not Role.STAFF:
        return
    dose = model.doses.at("key_training", organization)
    if model.strikes(Process.KEY_STAFF, person, dose * 2 * person.commitment):
        person.role = Role.KEY_STAFF
        branch = person.secretary_of
        if branch is not None:
            branch.skill = min(1.0, branch.skill + model.doses.at("key_skill", branch.host))


def count(model: OracleModel, organization: Organization) -> None:
    """Count members as they hold for the rest of the month (5.3)."""
    known_full = [person for person in organization.people.values() if person.known_full]
    settled = sum(model.t - person.joined >= TENURE_MONTHS for person in known_full)
    organization.members = organization.counted_members()
    organization.known = len(known_full)
    organization.eligible = settled + organization.sourced
    organization.transferred = sum(person.relation == Relation.HERE for person in known_full)

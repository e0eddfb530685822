"""Vitality of branches: secretaries, training, failures, mass groups (9)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.draws import Process
from sim.state.codes import Fear, Interim, SecretarySource
from tests.oracle import appraisal, constants, founding
from tests.oracle.agents import Branch, Organization
from tests.oracle.arithmetic import headcount, logistic, mean, nearest
from tests.oracle.leaving import end, leave, vacate
from tests.oracle.offices import NEVER

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

FEAR_TO_DISMISS = 0.6
SHELL_VITALITY = 0.02
FEWEST_MEMBERS = 3
WITHDRAWN_MONTHS = 12
SILENCE_AFTER_CLOSING = 24


def run(model: OracleModel) -> None:
    """Run the month's vitality in the order of section 9."""
    branches = model.branches_by_identity()
    for branch in branches:
        known = sum(o.known for o in branch.organizations.values())
        sourced = branch.secretary is SecretarySource.SOURCED
        branch.members = known + sourced
        lost = 12 * branch.leavers / max(1, branch.members + branch.leavers)
        branch.turnover += (lost - branch.turnover) / 12
    for branch in branches:
        keep_secretary(model, branch)
    train(model)
    for branch in branches:
        change_vitality(model, branch)
        branch.below = branch.below + 1 if branch.members < FEWEST_MEMBERS else 0
    for organization in model.by_identity():
        away = not organization.uncovered and organization.attitude < model.p.close_attitude
        organization.withdrawn = organization.withdrawn + 1 if away else 0
    fail(model, [branch for branch in branches if not branch.new])
    for organization in model.by_identity():
        if (
            organization.operating
            and organization.uncovered
            and organization.members == 0
            and organization.mass_group == NEVER
        ):
            hazard = model.doses.at("mass_group", organization)
            if model.strikes(Process.MASS_GROUP, organization, hazard):
                organization.mass_group = model.t


def keep_secretary(model: OracleModel, branch: Branch) -> None:
    """Fill a vacant post, or lose the secretary (9.2)."""
    p, host = model.p, branch.host
    if not branch.new:
        if branch.secretary is SecretarySource.NONE:
            candidates = model.doses.at("secretary_candidates", host)
            if model.u(Process.SECRETARY, branch) < min(1.0, p.secretary_later + candidates):
                founding.fill_post(model, branch)
        elif model.strikes(Process.ROTATION, branch, p.rotation_per_year) or (
            host.fears[Fear.CONSTRAINT] > FEAR_TO_DISMISS
            and model.doses.at("protection", host) <= 0
            and can_be_dismissed(branch)
            and model.strikes(Process.DISMISS, branch, p.dismiss_per_year)
        ):
            vacate(branch)
    vacant = branch.secretary is SecretarySource.NONE
    branch.vacancy = branch.vacancy + 1 if vacant else 0
    branch.time_share = founding.time_share(model, branch)


def can_be_dismissed(branch: Branch) -> bool:
    """Return whether the secretary has an employer, or is no member of an association (9.2)."""
    person = branch.person
    return person is None or person.organization is None or person.organization.employs(person)


def train(model: OracleModel) -> None:
    """Fill the training places that have fallen due, then let trained skill decay (9.3)."""
    year, months = divmod(model.t, 12)
    for office in model.offices():
        places = model.doses.committee("training_places", office)
        due = math.floor(places * (months + 1) / 12) - office.trained
        paid = None if model.money is None else model.money.places(office)
        due = due if paid is None else min(due, paid)
        gain = model.doses.committee("training_gain", office)
        office.trained_now = 0
        eligible = [
            branch
            for branch in model.branches_by_identity()
            if branch.secretary is not SecretarySource.NONE
            and office in branch.host.offices
            and branch.trained_year != year
        ]
        eligible.sort(key=lambda b: (model.u(Process.TRAINING, b, year), b.identity))
        for branch in eligible[: max(0, due)]:
            branch.trained += gain
            branch.trained_year = year
            office.trained += 1
            office.trained_now += 1
    for branch in model.branches_by_identity():
        branch.trained *= 1 - model.p.skill_decay


def change_vitality(model: OracleModel, branch: Branch) -> None:
    """Move vitality towards its goal (9.4)."""
    goal = vitality_goal(model, branch)
    if branch.new and not branch.pressure_founded:
        branch.vitality = goal
    else:
        branch.vitality += model.p.vitality_speed * (goal - branch.vitality)


def vitality_goal(model: OracleModel, branch: Branch) -> float:
    """Return v* (9.4)."""
    if branch.members == 0 or branch.shell:
        return SHELL_VITALITY
    p = model.p
    places = list(branch.organizations.values())
    led = math.sqrt(branch.time_share / constants.MEMBER_TIME)
    commitment = mean(
        person.commitment for o in places for person in o.people.values() if person.known_full
    )
    if branch.functional:
        commitment *= constants.FUNCTIONAL_COMMITMENT
    number = len(places)
    if branch.regional:
        number = max(1, sum(o.known >= 1 for o in places))
    return logistic(
        model.intercept
        + branch.quality
        + p.vitality_skill * (min(1.0, branch.skill + branch.trained) * led)
        + p.vitality_funded * branch.funded
        + p.vitality_visits * mean(o.visits for o in places)
        + p.vitality_members * math.log(max(1, branch.members))
        + p.vitality_commitment * commitment
        + p.vitality_attitude * mean(o.attitude for o in places)
        - p.vitality_organizations * (number - 1)
        - p.vitality_turnover * branch.turnover
        - p.vitality_pressure * branch.pressure_founded
    )


# --- failures (9.5-9.8)


def fail(model: OracleModel, branches: list[Branch]) -> None:
    """Let branches fail: shells (9.5), dissolved (9.6), grace over (9.7), closed (9.8)."""
    dissolved: list[Branch] = []
    grace_over: list[Branch] = []
    closed: list[Branch] = []
    for branch in branches:
        dissolves = would_dissolve(model, branch)
        over = branch.below >= model.p.grace_months
        if model.doses.forbids_closing(branch.host):
            if dissolves or over or all(map(withdrawn, branch.organizations.values())):
                branch.shell = True
        elif branch.shell:
            if model.strikes(Process.CLOSE, branch, model.p.close_after_quota):
                closed.append(branch)
        elif dissolves:
            dissolved.append(branch)
        elif over:
            grace_over.append(branch)

    for branch in closed + dissolved:
        end(model, branch)
    for branch in grace_over:
        if branch.members == 0:
            end(model, branch)
        elif (target := merging_target(model, branch, grace_over)) is not None:
            merge(model, branch, target)
        else:
            convert(model, branch)
    leaving = [
        organization
        for branch in branches
        if branch.alive and not branch.shell and not model.doses.forbids_closing(branch.host)
        for organization in branch.organizations.values()
        if withdrawn(organization)
    ]
    leave(model, leaving, on_exit=True)
    for organization in leaving:
        organization.silent_until = model.t + SILENCE_AFTER_CLOSING
        organization.refusal = organization.dominant_fear()
    appraisal.run(model)


def would_dissolve(model: OracleModel, branch: Branch) -> bool:
    """Return whether the hazard of dissolution strikes (9.6)."""
    hazard = model.p.dissolve_per_year
    hazard *= math.exp(model.p.dissolve_slope * (0.5 - branch.vitality))
    return model.strikes(Process.DISSOLVE, branch, hazard)


def withdrawn(organization: Organization) -> bool:
    """Return whether an organization has withdrawn its consent for 12 months."""
    return organization.withdrawn >= WITHDRAWN_MONTHS


def merging_target(model: OracleModel, branch: Branch, failing: list[Branch]) -> Branch | None:
    """Return the joint branch of the cell that has room for all organizations (9.7)."""
    room = [
        other
        for other in model.branches_by_identity()
        if other.joint
        and not other.shell
        and other not in failing
        and other.host.cell is branch.host.cell
        and len(other.organizations) + len(branch.organizations)
        <= headcount(model.doses.at("joint_max", other.host))
    ]
    return min(room, key=lambda b: (len(b.organizations), b.identity), default=None)


def merge(model: OracleModel, branch: Branch, target: Branch) -> None:
    """Let the organizations of a branch go on in another one (9.7)."""
    for organization in list(branch.organizations.values()):
        del branch.organizations[organization.identity]
        organization.branch = target
        target.organizations[organization.identity] = organization
    end(model, branch, merged=True)


def convert(model: OracleModel, branch: Branch) -> None:
    """Turn a branch into the member groups of its organizations (9.7)."""
    places = list(branch.organizations.values())
    end(model, branch)
    for organization in places:
        if organization.known > 0:
            organization.interim = Interim.MEMBER_GROUP
            organization.willing_until = model.t + nearest(model.p.willing_months)

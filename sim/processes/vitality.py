"""Vitality: branches live by their secretary, members, money and visits, and may fail.

Reads: organizations, members, visits, doses of training and protection.
Writes: branches; covered organizations of those that end. Draws: SECRETARY, ROTATION, DISMISS,
TRAINING, DISSOLVE, CLOSE, MASS_GROUP. Source: docs/draws.md 9; S2, S3, S5, S9.
"""

from __future__ import annotations

import numpy as np

from sim.constants import FUNCTIONAL_COMMITMENT, HEAD_TIME, MEMBER_TIME
from sim.draws import F64, I64, Process, draw
from sim.exact import SCALE
from sim.policies.doses import DoseReader, filled_of
from sim.processes.appraisal import appraise
from sim.processes.failures import failures
from sim.processes.founding import appoint
from sim.processes.funding import branch_funded
from sim.processes.hazards import happens, logistic
from sim.processes.leaving import vacate
from sim.processes.persons import employed
from sim.state.codes import Fear, Form, SecretarySource, Stage
from sim.state.ranking import ranks
from sim.state.stack import Stack
from sim.state.table import NEVER

NO_MEMBERS_TARGET = 0.02
FEARFUL_CONSTRAINT = 0.6


def vitality(stack: Stack, doses: DoseReader) -> None:
    """Renew secretaries, train them, move vitality, let branches fail, set up mass groups."""
    rows = np.flatnonzero(stack.branches.alive)
    commitment = tally(stack)
    turnover_memory(stack, rows)
    secretaries(stack, doses, rows)
    time_shares(stack, doses, rows)
    training(stack, doses, rows)
    move(stack, doses, rows, commitment)
    failures(stack, doses, rows)
    appraise(stack, doses)
    mass_groups(stack, doses)


def tally(stack: Stack) -> F64:
    """Count branches' known full members; return their mean commitment by branch row."""
    organizations, branches, members = stack.organizations, stack.branches, stack.members
    covered = np.flatnonzero(organizations.branch)
    branch = organizations.branch[covered]
    count = np.bincount(branch, organizations.known[covered], len(branches))
    branches.members[:] = count + np.bincount(branch, organizations.sourced[covered], len(branches))
    of_member = organizations.branch[members.organization]
    rows = np.flatnonzero((of_member > 0) & members.known & (members.stage == Stage.FULL))
    whole = np.rint(members.commitment[rows] * SCALE)
    total = np.bincount(of_member[rows], whole, len(branches)) / SCALE
    result: F64 = total / np.maximum(1, count)
    return result


def turnover_memory(stack: Stack, rows: I64) -> None:
    """Remember member turnover with an exponential memory of twelve months."""
    branches = stack.branches
    leavers = branches.leavers[rows]
    rate = 12.0 * leavers / np.maximum(1, branches.members[rows] + leavers)
    branches.turnover[rows] += (rate - branches.turnover[rows]) / 12.0


def secretaries(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Fill vacant posts; others rotate, or are dismissed by owners who fear constraint (S1, S9)."""
    branches, organizations, month = stack.branches, stack.organizations, stack.month
    rows = rows[branches.founded[rows] < month]
    vacant = branches.secretary[rows] == SecretarySource.NONE
    empty, held = rows[vacant], rows[~vacant]
    host, world = branches.host[empty], branches.world[empty]
    chance = stack.parameters["secretary_later"][world]
    if doses.active("secretary_candidates"):
        chance = np.minimum(1.0, chance + doses.at("secretary_candidates", host))
    filled = draw(branches.key[empty], Process.SECRETARY, month) < chance
    appoint(stack, doses, empty[filled])
    world, host = branches.world[held], branches.host[held]
    key = branches.key[held]
    rotation = stack.parameters["rotation_per_year"][world]
    lost = happens(draw(key, Process.ROTATION, month), rotation)
    afraid = organizations.fears[Fear.CONSTRAINT, host] > FEARFUL_CONSTRAINT
    if doses.active("protection"):
        afraid &= doses.at("protection", host) == 0.0
    person = branches.person[held]
    afraid &= (person == 0) | employed(stack, person)
    dismissal = stack.parameters["dismiss_per_year"][world]
    lost |= afraid & happens(draw(key, Process.DISMISS, month), dismissal)
    gone = held[lost]
    outside = gone[branches.secretary[gone] == SecretarySource.SOURCED]
    organizations.sourced[branches.employer[outside]] = 0
    vacate(stack, gone)
    missing = branches.secretary[rows] == SecretarySource.NONE
    branches.vacancy[rows] = np.where(missing, branches.vacancy[rows] + 1, 0)


def time_shares(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Set the secretaries' time: a stipend's or an office's while there is one, else little.

    Sourced ones keep the part that they came with.
    """
    branches = stack.branches
    source = branches.secretary[rows]
    share = np.where(source == SecretarySource.HEAD, HEAD_TIME, MEMBER_TIME)
    if doses.active("stipend"):
        share = np.maximum(share, doses.at("stipend", branches.host[rows]))
    if doses.active("office_time"):
        office = doses.at("office_time", branches.host[rows])
        share = np.where(source == SecretarySource.MEMBER, np.maximum(share, office), share)
    served = np.maximum(1.0, branches.served[rows])
    share = np.where(source == SecretarySource.SOURCED, 1.0 / served, share)
    branches.time_share[rows] = np.where(source == SecretarySource.NONE, 0.0, share)


def training(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Train secretaries as the year's places fall due; trained skill decays."""
    branches, month = stack.branches, stack.month
    year = month // 12
    if month % 12 == 0:
        stack.new_year("trained")
    for pool in doses.pools("training_places"):
        yearly = np.floor(pool.amount + 1e-9)
        if not yearly.any():
            continue
        due = np.floor(yearly * (month % 12 + 1) / 12) - stack.used("trained", pool.unit)
        held = branches.secretary[rows] != SecretarySource.NONE
        able = rows[held & (branches.trained_year[rows] < year)]
        able = able[pool.reaches(branches.host[able])]
        committee = stack.responsible(branches.host[able])
        key = draw(branches.key[able], Process.TRAINING, year)
        order = np.lexsort((branches.identity[able], key, committee))
        able, committee = able[order], committee[order]
        chosen = ranks(committee) < due[committee]
        able, committee = able[chosen], committee[chosen]
        branches.trained[able] += doses.committee("training_gain", pool.lever)[committee]
        branches.trained_year[able] = year
        stack.use("trained", pool.unit[committee])
        filled = np.bincount(committee, minlength=len(stack.committees))
        stack.realised[filled_of(pool.lever)] = filled
    branches.trained[rows] *= 1.0 - stack.parameters["skill_decay"][branches.world[rows]]


def move(stack: Stack, doses: DoseReader, rows: I64, commitment: F64) -> None:
    """Move vitality towards what its means sustain; a voluntary new branch starts there."""
    branches, speed = stack.branches, stack.parameters["vitality_speed"][stack.branches.world[rows]]
    target, old = sustained(stack, doses, rows, commitment), branches.vitality[rows]
    new = (branches.founded[rows] == stack.month) & ~branches.pressure_founded[rows]
    branches.vitality[rows] = np.where(new, target, old + speed * (target - old))


def sustained(stack: Stack, doses: DoseReader, rows: I64, commitment: F64) -> F64:
    """Return the vitality that each branch's secretary, members, money and heads sustain."""
    return held(stack, rows, support(stack, doses, rows, commitment))


def held(stack: Stack, rows: I64, level: F64) -> F64:
    """Return the vitality that a support sustains: next to none without members or as a shell."""
    branches = stack.branches
    dead = (branches.members[rows] == 0) | branches.shell[rows]
    return np.where(dead, NO_MEMBERS_TARGET, logistic(level))


def support(stack: Stack, doses: DoseReader, rows: I64, commitment: F64) -> F64:
    """Return L of branches, the logit of what is sustained (docs/draws.md 9.4)."""
    branches, organizations, parameters = stack.branches, stack.organizations, stack.parameters
    world = branches.world[rows]
    number = np.maximum(1, branches.organizations[rows])
    covered = np.flatnonzero(organizations.branch)
    branch = organizations.branch[covered]
    n = len(branches)
    form = branches.form[rows]
    coming = np.bincount(branch, organizations.known[covered] > 0, n)[rows]
    others = np.where(form == Form.REGIONAL, np.maximum(1, coming), number) - 1
    given = np.where(form == Form.FUNCTIONAL, FUNCTIONAL_COMMITMENT, 1.0) * commitment[rows]

    def mean(values: F64) -> F64:
        total = np.bincount(branch, np.rint(values * SCALE), n)[rows] / SCALE
        result: F64 = total / number
        return result

    attitude = mean(organizations.attitude[covered])
    visits = mean(organizations.visits[covered])
    funded = branch_funded(stack, doses)[rows]
    skill = np.minimum(1.0, branches.skill[rows] + branches.trained[rows])
    work = skill * np.sqrt(branches.time_share[rows] / MEMBER_TIME)
    level: F64 = (
        stack.intercept[world]
        + branches.quality[rows]
        + parameters["vitality_skill"][world] * work
        + parameters["vitality_funded"][world] * funded
        + parameters["vitality_visits"][world] * visits
        + parameters["vitality_members"][world] * np.log(np.maximum(1, branches.members[rows]))
        + parameters["vitality_commitment"][world] * given
        + parameters["vitality_attitude"][world] * attitude
        - parameters["vitality_organizations"][world] * others
        - parameters["vitality_turnover"][world] * branches.turnover[rows]
        - parameters["vitality_pressure"][world] * branches.pressure_founded[rows]
    )
    return level


def mass_groups(stack: Stack, doses: DoseReader) -> None:
    """Set up unions or youth-league groups in organizations without members (S1, S2, S7)."""
    if not doses.active("mass_group"):
        return
    organizations = stack.organizations
    rows = np.flatnonzero(
        organizations.operating
        & (organizations.branch == 0)
        & (organizations.members == 0)
        & (organizations.mass_group == NEVER)
    )
    u = draw(organizations.key[rows], Process.MASS_GROUP, stack.month)
    new = rows[happens(u, doses.at("mass_group", rows))]
    organizations.mass_group[new] = stack.month

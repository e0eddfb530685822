"""Recruitment: applicants, activists, members, key staff; and the month's counts.

Reads: staff, members, branch, vitality, mass groups. Writes: stages, new applicants, roles, skill
of secretaries, counts of organizations. Draws: ADMIT, APPLY, KEY_STAFF, MEMBER.
Source: docs/draws.md 5; S1, S2, S4, S5.
"""

from __future__ import annotations

import numpy as np

from sim.constants import APPLICATION_MASS_GROUP
from sim.draws import I64, Lineage, Mask, Process, draw, lineages
from sim.draws_discrete import poisson
from sim.policies.doses import DoseReader
from sim.processes.hazards import happens
from sim.processes.persons import newcomers
from sim.processes.race import spread
from sim.state.codes import Form, Relation, Role, Stage
from sim.state.ranking import ranks
from sim.state.stack import Stack
from sim.state.table import NEVER

APPLICANT_MONTHS = 6
ACTIVIST_MONTHS = 12
PROBATION_MONTHS = 12
MASS_GROUP_MONTHS = 12
TENURE_MONTHS = 6


def recruitment(stack: Stack, doses: DoseReader) -> None:
    """Move the pipeline on, take applications, count the month's members, train key staff."""
    stages(stack, doses)
    applications(stack, doses)
    count_members(stack)
    train_key_staff(stack, doses)


def stages(stack: Stack, doses: DoseReader) -> None:
    """Move on those whose stage ends this month; an activist is decided once."""
    members, month = stack.members, stack.month
    if month % 12 == 0:
        stack.new_year("admitted")
    due = np.flatnonzero(members.stage_due == month)
    if not len(due):
        return
    idle = due[members.organization[due] == 0]
    members.stage_due[idle] = month + 1
    due = due[members.organization[due] > 0]
    stage = members.stage[due]
    full = due[stage == Stage.PROBATIONARY]
    members.stage[full] = Stage.FULL
    members.stage_due[full] = NEVER
    risen = due[stage == Stage.APPLICANT]
    members.stage[risen] = Stage.ACTIVIST
    members.stage_due[risen] = month + ACTIVIST_MONTHS
    decide(stack, doses, due[stage == Stage.ACTIVIST])


def decide(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Admit activists as probationary members, within the committee's quota if there is one."""
    if not len(rows):
        return
    members, month = stack.members, stack.month
    organization = members.organization[rows]
    chance = stack.at("admission", organization)
    if doses.active("admission"):
        chance = np.minimum(1.0, chance * doses.at("admission", organization))
    passed = draw(members.key[rows], Process.ADMIT, month) < chance
    failed, passed_rows = rows[~passed], rows[passed]
    members.stage[failed] = Stage.APPLICANT
    members.stage_due[failed] = month + APPLICANT_MONTHS
    admitted = passed_rows[_within_quota(stack, doses, passed_rows)]
    members.stage_due[passed_rows] = month + 1
    members.stage[admitted] = Stage.PROBATIONARY
    members.stage_due[admitted] = month + PROBATION_MONTHS
    members.known[admitted] = True
    members.relation[admitted] = Relation.HERE


def _within_quota(stack: Stack, doses: DoseReader, rows: I64) -> Mask:
    """Return who is admitted within the year's quota of the committee, by identity.

    A quota for some organizations only counts their admissions; the first that is for somebody
    holds.
    """
    members, organization = stack.members, stack.members.organization[rows]
    committee = stack.responsible(organization)
    unit, quota = np.zeros(len(rows), np.int64), np.zeros(len(rows))
    shared = doses.written("recruits_quota")  # a committee whose share is 0 admits nobody
    for pool in doses.pools("recruits_quota"):
        mine = (unit == 0) & (pool.unit[committee] > 0) & pool.reaches(organization)
        unit[mine] = pool.unit[committee[mine]]
        quota[mine] = pool.amount[committee[mine]]
    rank = np.empty(len(rows), np.int64)
    order = np.lexsort((members.identity[rows], unit))
    rank[order] = ranks(unit[order])
    free = (unit < len(shared)) & ~shared[np.minimum(unit, len(shared) - 1)]
    admitted: Mask = free | (rank < np.floor(quota) - stack.used("admitted", unit))
    stack.use("admitted", unit[admitted])
    return admitted


def applications(stack: Stack, doses: DoseReader) -> None:
    """Staff apply to join: more where a vital branch is, few where there is none (S5, S9)."""
    organizations, month, world = stack.organizations, stack.month, stack.organizations.world
    parameters = stack.parameters
    rate = parameters["application_per_staff_year"] / 12
    bare = (rate * parameters["application_no_branch"])[world]
    others = np.maximum(0.0, np.rint(organizations.staff) - organizations.members)
    factor = bare
    group = organizations.mass_group
    mature = np.flatnonzero((group > NEVER) & (group <= month - MASS_GROUP_MONTHS))
    factor[mature] = (rate * APPLICATION_MASS_GROUP)[world[mature]]
    covered = np.flatnonzero(organizations.branch > 0)
    vitality = stack.branches.vitality[organizations.branch[covered]]
    factor[covered] = rate[world[covered]] * vitality
    functional = covered[stack.branches.form[organizations.branch[covered]] == Form.FUNCTIONAL]
    factor[functional] = (rate * parameters["application_no_branch"])[world[functional]]
    mean = factor * others * organizations.operating
    if doses.active("application"):
        mean *= doses.at("application", np.arange(len(organizations)))
    count = poisson(mean, draw(organizations.key, Process.APPLY, month))
    rows = np.flatnonzero(count)
    if not len(rows):
        return
    owner, ordinal = spread(np.zeros(len(rows), np.int64), count[rows])
    organization = rows[owner]
    identity = lineages(Lineage.APPLICANT, organizations.identity[organization], month, ordinal)
    share = doses.at("recruit_key", organization) if doses.active("recruit_key") else None
    columns = newcomers(stack, world[organization], identity, share)
    columns |= {
        "organization": organization,
        "home": organizations.cell[organization],
        "stage": Stage.APPLICANT,
        "stage_due": month + APPLICANT_MONTHS,
        "joined": month,
        "relation": Relation.ELSEWHERE,
    }
    stack.members.append(len(identity), columns)


def train_key_staff(stack: Stack, doses: DoseReader) -> None:
    """Train members of branches as key staff, the committed sooner (S1, S4).

    One who is secretary gains the skill that key staff add to the post.
    """
    if not doses.active("key_training"):
        return
    members, organizations, branches = stack.members, stack.organizations, stack.branches
    rows = np.flatnonzero(
        (organizations.branch[members.organization] > 0)
        & members.known
        & (members.stage == Stage.FULL)
        & (members.role == Role.STAFF)
    )
    share = doses.at("key_training", members.organization[rows])
    u = draw(members.key[rows], Process.KEY_STAFF, stack.month)
    trained = rows[happens(u, share * 2.0 * members.commitment[rows])]
    members.role[trained] = Role.KEY_STAFF
    branch = organizations.branch[members.organization[trained]]
    posts = branch[branches.person[branch] == trained]
    gained = doses.at("key_skill", branches.host[posts])
    branches.skill[posts] = np.minimum(1.0, branches.skill[posts] + gained)


def count_members(stack: Stack) -> None:
    """Count each organization's members: all, known full, eligible (six months), transferred."""
    members, organizations = stack.members, stack.organizations
    member = members.stage >= Stage.PROBATIONARY
    full = ((members.stage == Stage.FULL) & members.known).astype(np.int8)
    tenured = members.joined <= stack.month - TENURE_MONTHS
    here = members.relation == Relation.HERE
    code = member + full * (1 + tenured + 2 * here.astype(np.int8))
    n = len(organizations)
    tally = np.bincount(code.astype(np.int64) * n + members.organization, minlength=6 * n)
    tally = tally.reshape(6, n)
    organizations.transferred[:] = tally[4] + tally[5]
    organizations.eligible[:] = tally[3] + tally[5] + organizations.sourced
    organizations.known[:] = tally[2] + tally[3] + organizations.transferred
    organizations.members[:] = tally[1] + organizations.known
    for column in ("members", "known", "eligible", "transferred"):
        getattr(organizations, column)[0] = 0

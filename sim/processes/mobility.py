"""Mobility: members leave, are replaced or rehired, become known, transfer their relations.

Reads: organizations (branch, attitude, visits), vitality, the cells' replacement and surplus.
Writes: members' organization, relation, known; vacancies of secretaries; new members.
Draws: LEAVE, OUT, REPLACE, SEARCH, SURPLUS, MEMBER, the races of hiring, KNOWN_MOVE, CARD, RESET,
DISCLOSE, CHECK_DISCLOSE, CENSUS_DISCLOSE, PROMPT_DISCLOSE, TRANSFER.
Source: docs/draws.md 4; S1 (six months, floating card), S4 (hidden members), S5 (mobility).
"""

from __future__ import annotations

import numpy as np

from sim.constants import (
    LEAVE_VITAL,
    SEARCH_MONTHS,
    TENURE_SLOPE,
    TRANSFER_VITAL_FACTOR,
    UNEMPLOYED_LEAVE,
)
from sim.draws import BOUNDS, I64, U64, Lineage, Mask, Process, candidates, draw, lineages, monthly
from sim.draws_discrete import poisson
from sim.policies.doses import DoseReader
from sim.processes.hazards import UNDER, bounded, happens
from sim.processes.hiring import hiring
from sim.processes.leaving import vacate
from sim.processes.persons import employed, newcomers
from sim.processes.placement import placement
from sim.processes.race import spread
from sim.state.codes import Form, Relation, Role, Stage
from sim.state.stack import Stack
from sim.state.table import NEVER

TENURE_PEAK = 1.75
"""Leave factor at the start of a job; it holds the mean turnover at ``leave_per_year``."""
TRANSFER_MONTHS = 6
MORE_TRANSFER = ("transfer", "service_transfer")
"""Doses that the rate of transfer is times."""


def mobility(stack: Stack, doses: DoseReader, freed: I64) -> None:
    """Move members: ``freed`` organizations release all of theirs."""
    leaving(stack, freed)
    surplus(stack)
    placement(stack, doses)
    hiring(stack)
    disclosure(stack, doses)
    transfer(stack, doses)


def leaving(stack: Stack, freed: I64) -> None:
    """Members leave; some leave the sector, of whom some are replaced by a successor."""
    members, organizations, branches = stack.members, stack.organizations, stack.branches
    month = stack.month
    branches.leavers[:] = 0
    loose = np.zeros(len(organizations), bool)
    loose[freed] = True
    forced = np.flatnonzero(loose[members.organization]) if len(freed) else freed
    rows = np.concatenate([forced, _voluntary(stack, loose)])
    if not len(rows):
        return
    world, organization = members.world[rows], members.organization[rows]
    branch = organizations.branch[organization]
    full = (members.stage[rows] == Stage.FULL) & members.known[rows]
    np.add.at(branches.leavers, branch, full)  # integers: exact
    posts = branch[branches.person[branch] == rows]
    vacate(stack, posts)
    counted = members.stage[rows] >= Stage.PROBATIONARY
    staying = organizations.operating[organization]
    np.subtract.at(organizations.members, organization, (counted & staying).astype(np.int64))
    retired = members.role[rows] == Role.RETIRED
    key, share = members.key[rows], stack.parameters["out_of_sector"][world]
    out = retired | (draw(key, Process.OUT, month) < share)
    chance = stack.cells.replacement[members.home[rows]]
    replaced = out & counted & ~retired & (draw(key, Process.REPLACE, month) < chance)
    members.organization[rows] = 0
    _search(stack, rows[~out])
    members.alive[rows[out]] = False
    members.hired[rows[out]] = NEVER
    members.stage_due[rows[out]] = NEVER
    old = rows[replaced]
    successors = lineages(Lineage.SUCCESSOR, members.identity[old], month)
    new = _outsiders(stack, members.world[old], members.home[old], successors)
    _search(stack, new)


def _voluntary(stack: Stack, loose: Mask) -> I64:
    """Return who leaves by the hazard; rates are evaluated where a cheap bound allows it."""
    members, organizations = stack.members, stack.organizations
    rows, u = candidates(members.key, Process.LEAVE, stack.month, BOUNDS[Process.LEAVE])
    world = members.world[rows]
    peak = stack.parameters["leave_per_year"] * (TENURE_PEAK / 12)
    near = u < peak[world] * members.mobility[rows]
    rows, u = rows[near], u[near]
    organization = members.organization[rows]
    role = members.role[rows]
    may = (organization > 0) & ~loose[organization] & (role != Role.HEAD) & (role != Role.RETIRED)
    rows, u, organization = rows[may], u[may], organization[may]
    years = (stack.month - members.joined[rows]) / 12
    hazard = stack.at("leave_per_year", organization) * members.mobility[rows] * TENURE_PEAK
    hazard *= np.exp(-TENURE_SLOPE * years)
    vitality = stack.branches.vitality[organizations.branch[organization]]
    held = LEAVE_VITAL * vitality
    hazard *= np.where(stack.vital(organization), 1.0 - held, 1.0)
    hazard *= np.where(employed(stack, rows), 1.0, UNEMPLOYED_LEAVE)
    leavers: I64 = rows[u < bounded(monthly(hazard), Process.LEAVE)]
    return leavers


def _search(stack: Stack, rows: I64) -> None:
    """Start to look for work; heads become staff."""
    members = stack.members
    wait = np.ceil(-np.log(draw(members.key[rows], Process.SEARCH, stack.month)) * SEARCH_MONTHS)
    members.hired[rows] = stack.month + np.maximum(1, wait).astype(np.int32)
    key_staff = members.role[rows] == Role.KEY_STAFF
    members.role[rows] = np.where(key_staff, Role.KEY_STAFF, Role.STAFF)


def _outsiders(stack: Stack, world: I64, home: I64, identity: U64) -> I64:
    """Append full members from outside the sector, unknown, without an organization yet."""
    if not len(world):
        return world
    columns = newcomers(stack, world, identity)
    columns |= {"home": home, "stage": Stage.FULL, "relation": Relation.ELSEWHERE}
    rows = stack.members.append(len(world), columns)
    return np.arange(rows.start, rows.stop)


def surplus(stack: Stack) -> None:
    """Newcomers beyond replacement, where a cell is short of members against its trend."""
    cells = stack.cells
    count = poisson(cells.surplus, draw(cells.key, Process.SURPLUS, stack.month))
    if not count.any():
        return
    cell, ordinal = spread(np.zeros(len(count), np.int64), count)
    identity = lineages(Lineage.SURPLUS, cells.identity[cell], stack.month, ordinal)
    rows = _outsiders(stack, cells.world[cell], cell, identity)
    stack.members.hired[rows] = stack.month


def disclosure(stack: Stack, doses: DoseReader) -> None:
    """Hidden members become known: by themselves, by visits, checks, a census or a prompt."""
    members, organizations, month = stack.members, stack.organizations, stack.month
    hidden = np.flatnonzero(
        ~members.known & (members.organization > 0) & (members.stage >= Stage.PROBATIONARY)
    )
    if not len(hidden):
        return
    near, u = candidates(members.key[hidden], Process.DISCLOSE, month, BOUNDS[Process.DISCLOSE])
    rows = hidden[near]
    organization = members.organization[rows]
    commitment = members.commitment[rows]
    if doses.active("floating_commitment"):
        floating = members.relation[rows] == Relation.FLOATING
        commitment = commitment + doses.at("floating_commitment", organization) * floating
    hazard = stack.at("disclose_per_year", organization) * 2.0 * commitment
    hazard *= np.maximum(0.0, 1.0 + organizations.attitude[organization])
    if doses.active("service_disclosure"):
        hazard *= doses.at("service_disclosure", organization)
    hazard += stack.at("disclose_visit", organization) * organizations.visits[organization]
    members.known[rows[u < bounded(monthly(hazard), Process.DISCLOSE)]] = True
    organization, key = members.organization[hidden], members.key[hidden]
    if doses.active("check_compliance"):
        checked = stack.checked(organization)
        chance = stack.at("disclose_check", organization)
        chance *= doses.at("check_compliance", organization)
        members.known[hidden[checked & (draw(key, Process.CHECK_DISCLOSE, month) < chance)]] = True
    if doses.active("census"):
        chance = doses.at("census", organization)
        members.known[hidden[draw(key, Process.CENSUS_DISCLOSE, month) < chance]] = True
    if doses.active("prompt_declare"):
        founded = organizations.founded[organization] == month - 1
        chance = doses.at("prompt_declare", organization)
        told = founded & (draw(key, Process.PROMPT_DISCLOSE, month) < chance)
        members.known[hidden[told]] = True


def transfer(stack: Stack, doses: DoseReader) -> None:
    """Members of six months transfer their relation to where they work, and are known by it."""
    members = stack.members
    rows = np.flatnonzero(
        (members.relation != Relation.HERE)
        & (members.organization > 0)
        & (members.stage >= Stage.PROBATIONARY)
        & (members.joined <= stack.month - TRANSFER_MONTHS)
    )
    form = stack.branches.form[stack.organizations.branch[members.organization[rows]]]
    rows = rows[form != Form.FUNCTIONAL]
    if not len(rows):
        return
    u = draw(members.key[rows], Process.TRANSFER, stack.month)
    if not any(doses.active(dose) for dose in (*MORE_TRANSFER, "rebate")):
        most = stack.parameters["transfer_per_year"] * (TRANSFER_VITAL_FACTOR * UNDER)
        near = u < most[members.world[rows]]
        rows, u = rows[near], u[near]
    organization = members.organization[rows]
    hazard = stack.at("transfer_per_year", organization)
    vital = stack.vital(organization)
    hazard *= np.where(vital, TRANSFER_VITAL_FACTOR, 1.0)
    for dose in MORE_TRANSFER:
        if doses.active(dose):
            hazard *= doses.at(dose, organization)
    if doses.active("rebate"):
        hazard *= 1.0 + doses.at("rebate", organization)
    moved = rows[happens(u, hazard)]
    members.relation[moved] = Relation.HERE
    members.known[moved] = True

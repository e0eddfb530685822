"""Formation: contact, members known, consent, form, secretary; upgrades and departures.

The chain of S1, S2, S5, S7 with its thresholds of 3, 50 and 100 full members. Reads the doses of
money, matching, secretaries and pressure. Writes branches and the organizations' standing.
Draws: those of contact, founding and matching, FORCE, LEAVE_JOINT. Source: docs/draws.md 8.
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64, Mask, Process, draw
from sim.policies.doses import DoseReader, Pool
from sim.processes.acts import set_acts
from sim.processes.areas import areas, offered
from sim.processes.contact import ask, contact
from sim.processes.forcing import force
from sim.processes.founding import appoint, bring_relations, find_secretary, found
from sim.processes.hazards import happens
from sim.processes.leaving import detach, follow, vacate
from sim.processes.matching import anchors, match, takes_others
from sim.processes.paper import put_on_paper
from sim.state.codes import Contact, Event, Form, Interim, Type
from sim.state.ranking import starts
from sim.state.stack import Stack

BRANCH_MEMBERS = 3
GENERAL_BRANCH_MEMBERS = 50
COMMITTEE_MEMBERS = 100
RIPE_CASE_MONTHS = 6
OWN_BRANCH_MONTHS = 12


def formation(stack: Stack, doses: DoseReader) -> None:
    """Take organizations along the chain from contact to a branch."""
    if stack.month % 12 == 0:
        stack.new_year("sourced")
    organizations = stack.organizations
    contacted = contact(stack, doses)
    askable = organizations.eligible[contacted] > 0
    prompted = organizations.contact[contacted] == Contact.PROMPT
    askable |= prompted & (organizations.known[contacted] > 0)
    if doses.active("anchor_max"):
        able = organizations.type[contacted] != Type.LOOSE
        askable |= able & anchor_in_reach(stack, doses, contacted)
    askable |= offered(stack, doses, contacted)
    refused = ask(stack, doses, contacted[askable])
    waited = organizations.act_wait.copy()
    set_acts(stack, doses)
    pool = choose_form(stack, doses)
    bare = _memberless_willing(stack, doses)
    apart, left = areas(stack, doses, np.concatenate([pool, bare]))
    some, those = organizations.eligible[left] > 0, organizations.eligible[apart] > 0
    alone = match(stack, doses, apart[those])
    led = anchors(stack, doses, np.concatenate([alone, apart[~those], left[~some]]))
    left = np.concatenate([led, left[some]])
    settled = (organizations.eligible[left] > 0) & ~organizations.act_wait[left]
    interim(stack, doses, left[settled])
    force(stack, doses, refused)
    organizations.act_wait &= organizations.branch == 0
    stack.note(Event.NO_ACT, np.flatnonzero(organizations.act_wait & ~waited))
    put_on_paper(stack, doses)
    leave_joint(stack, doses)
    upgrade(stack)
    bring_relations(stack)
    new = np.flatnonzero(stack.branches.alive & (stack.branches.founded == stack.month))
    appoint(stack, doses, new)


def choose_form(stack: Stack, doses: DoseReader) -> I64:
    """Give willing organizations the form that fits; return those who need partners."""
    organizations, month = stack.organizations, stack.month
    ready = np.flatnonzero(
        (organizations.willing_until > month)
        & (organizations.eligible > 0)
        & (organizations.branch == 0)
        & organizations.operating
    )
    kind = organizations.type[ready]
    apart = _functional(stack, doses, ready)
    functional, ready, kind = ready[apart], ready[~apart], kind[~apart]
    loose = ready[(kind == Type.LOOSE) & (organizations.interim[ready] == Interim.NONE)]
    organizations.interim[loose] = Interim.MEMBER_GROUP
    on_case = (organizations.liaison[ready] > 0) & (
        month - organizations.case_since[ready] >= RIPE_CASE_MONTHS
    )
    drive = organizations.attitude[ready] + doses.pressure(ready)
    ripe = (drive >= stack.at("ripe_attitude", ready)) | on_case
    ready = ready[(kind == Type.STABLE) | ((kind == Type.DISPERSED) & ripe)]
    enough = organizations.eligible[ready] >= BRANCH_MEMBERS
    alone = np.concatenate([ready[enough], functional])
    if len(alone):
        ok, sourced, _ = find_secretary(stack, doses, alone)
        own = np.arange(len(alone)) < len(alone) - len(functional)
        for mine, form in ((ok & own, Form.STANDALONE), (ok & ~own, Form.FUNCTIONAL)):
            founders = alone[mine]
            found(stack, doses, founders, np.arange(len(founders)), founders, form, sourced[mine])
    rest: I64 = ready[~enough]
    return rest


def _functional(stack: Stack, doses: DoseReader, rows: I64) -> Mask:
    """Return who founds a functional branch: three known, most with their relation elsewhere."""
    if not doses.active("functional"):
        return np.zeros(len(rows), bool)
    organizations = stack.organizations
    known = organizations.known[rows]
    away = 2 * organizations.transferred[rows] < known
    result: Mask = (doses.at("functional", rows) > 0) & (known >= BRANCH_MEMBERS) & away
    return result


def anchor_in_reach(stack: Stack, doses: DoseReader, rows: I64) -> Mask:
    """Return whether a vital branch with room stands in the cell of organizations."""
    branches, organizations = stack.branches, stack.organizations
    able = np.flatnonzero(branches.alive & ~branches.shell & takes_others(branches.form))
    threshold = stack.parameters["vitality_threshold"][branches.world[able]]
    able = able[branches.vitality[able] >= threshold]
    limit = np.floor(doses.at("anchor_max", branches.host[able]) + 1e-9)
    able = able[branches.organizations[able] < limit]
    reach = np.zeros(len(stack.cells), bool)
    reach[organizations.cell[branches.host[able]]] = True
    return reach[organizations.cell[rows]]


def _memberless_willing(stack: Stack, doses: DoseReader) -> I64:
    """Return the willing without eligible members: only an anchor or an area can take them."""
    organizations = stack.organizations
    if not doses.active("anchor_max") and not doses.active("area_max"):
        return np.zeros(0, np.int64)
    return np.flatnonzero(
        (organizations.willing_until > stack.month)
        & (organizations.eligible == 0)
        & (organizations.branch == 0)
        & organizations.operating
        & (organizations.type != Type.LOOSE)
    )


def interim(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Host those without partners where an office has places, else gather a member group.

    Places for some organizations come first; who is hosted has the first place that is for it.
    """
    organizations = stack.organizations
    rows = rows[organizations.interim[rows] != Interim.HOSTED]
    hosted = np.flatnonzero(organizations.interim == Interim.HOSTED)
    for pool in doses.pools("hosting_places"):
        offered = np.floor(pool.amount + 1e-9)
        if offered.any():
            placed = _placed(stack, pool, hosted, offered)
            committee = stack.cells.district_committee[organizations.cell]
            offered -= np.bincount(committee[hosted[placed]], minlength=len(offered))
            taken = _placed(stack, pool, rows, offered)
            organizations.interim[rows[taken]] = Interim.HOSTED
            hosted, rows = hosted[~placed], rows[~taken]
    organizations.interim[rows] = Interim.MEMBER_GROUP


def _placed(stack: Stack, pool: Pool, rows: I64, places: F64) -> Mask:
    """Return which of ``rows`` have a place of a pool at their district, by identity."""
    organizations = stack.organizations
    district = stack.cells.district_committee[organizations.cell[rows]]
    return pool.placed(rows, district, organizations.identity[rows], places)


def leave_joint(stack: Stack, doses: DoseReader) -> None:
    """An organization with three members for a year may leave joint or regional branches."""
    organizations, branches = stack.organizations, stack.branches
    form = branches.form[organizations.branch]
    rows = np.flatnonzero((form == Form.JOINT) | (form == Form.REGIONAL))
    if not len(rows):
        return
    enough = organizations.eligible[rows] >= BRANCH_MEMBERS
    months = organizations.eligible_months[rows]
    organizations.eligible_months[rows] = np.where(enough, months + 1, 0)
    rows = rows[organizations.eligible_months[rows] >= OWN_BRANCH_MONTHS]
    if not len(rows):
        return
    joint = np.flatnonzero(organizations.branch > 0)
    known = np.bincount(
        organizations.branch[joint], organizations.known[joint], len(branches)
    ).astype(np.int64)
    rest = known[organizations.branch[rows]] - organizations.known[rows]
    u = draw(organizations.key[rows], Process.LEAVE_JOINT, stack.month)
    goes = happens(u, stack.at("leave_joint_per_year", rows))
    rows = rows[goes & (rest >= BRANCH_MEMBERS)]
    order = np.lexsort((organizations.identity[rows], organizations.branch[rows]))
    rows = rows[order]
    rows = rows[starts(organizations.branch[rows])]
    if not len(rows):
        return
    old = organizations.branch[rows]
    stack.note(Event.LEFT_JOINT, rows, old)
    employed = old[branches.employer[old] == rows]
    vacate(stack, employed)
    hosted = old[branches.host[old] == rows]
    detach(stack, rows)
    branches.organizations[old] -= 1
    if len(hosted):
        follow(stack, hosted)
    found(
        stack, doses, rows, np.arange(len(rows)), rows, Form.STANDALONE, np.zeros(len(rows), bool)
    )


def upgrade(stack: Stack) -> None:
    """Raise standalone branches to general branches and committees by size (S2)."""
    branches, organizations = stack.branches, stack.organizations
    low = (branches.form == Form.STANDALONE) | (branches.form == Form.GENERAL_BRANCH)
    single = np.flatnonzero(branches.alive & low)
    known = organizations.known[branches.host[single]]
    form = np.where(
        known >= COMMITTEE_MEMBERS,
        Form.COMMITTEE,
        np.where(known >= GENERAL_BRANCH_MEMBERS, Form.GENERAL_BRANCH, Form.STANDALONE),
    )
    raised = form > branches.form[single]
    branches.form[single[raised]] = form[raised]
    stack.note(Event.UPGRADED, branches.host[single[raised]], single[raised])

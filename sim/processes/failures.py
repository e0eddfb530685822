"""Failures: branches dissolve, lose their members, are merged, converted or closed.

Kept apart in events: only *dissolved* and *closed* are failures. While a quota forbids closing,
what would fail stays on the books as a shell. Draws: DISSOLVE, CLOSE. Source: docs/draws.md
9.5-9.8; S5 (hard to keep alive), S3, S4, S7 (hollow branches).
"""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Mask, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.contact import refuse
from sim.processes.hazards import happens
from sim.processes.leaving import end_branches, leave, organizations_in
from sim.state.codes import Event, Form, Interim
from sim.state.stack import Stack

BRANCH_MEMBERS = 3
WITHDRAWN_MONTHS = 12
CLOSED_SILENCE_MONTHS = 24


def failures(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Let branches fail; ``rows`` are those alive at the start of the step."""
    withdrawn = withdraw(stack)
    branches = stack.branches
    few = branches.members[rows] < BRANCH_MEMBERS
    branches.below[rows] = np.where(few, branches.below[rows] + 1, 0)
    rows = rows[branches.founded[rows] < stack.month]
    forbidden = doses.forbids(branches.host[rows])
    dissolving, over = _at_risk(stack, rows)
    make_shells(stack, rows, forbidden & (dissolving | over), withdrawn, rows[forbidden])
    free = rows[~forbidden]
    open_ = ~branches.shell[free]
    rate = stack.parameters["close_after_quota"][branches.world[free]]
    found_out = ~open_ & happens(draw(branches.key[free], Process.CLOSE, stack.month), rate)
    if found_out.any():
        end_branches(stack, free[found_out], Event.CLOSED)
    dissolved = free[open_ & dissolving[~forbidden]]
    if len(dissolved):
        end_branches(stack, dissolved, Event.DISSOLVED)
    finish_grace(stack, doses, free[open_ & over[~forbidden] & ~dissolving[~forbidden]])
    close(stack, doses, withdrawn)


def withdraw(stack: Stack) -> I64:
    """Count months of withdrawn consent; return the organizations that have had twelve."""
    organizations = stack.organizations
    covered = np.flatnonzero(organizations.branch)
    cold = organizations.attitude[covered] < stack.at("close_attitude", covered)
    organizations.withdrawn[covered] = np.where(cold, organizations.withdrawn[covered] + 1, 0)
    return covered[organizations.withdrawn[covered] >= WITHDRAWN_MONTHS]


def _at_risk(stack: Stack, rows: I64) -> tuple[Mask, Mask]:
    """Return which branches dissolve, and whose grace below three members is over."""
    branches, parameters = stack.branches, stack.parameters
    world = branches.world[rows]
    hazard = parameters["dissolve_per_year"][world] * np.exp(
        parameters["dissolve_slope"][world] * (0.5 - branches.vitality[rows])
    )
    dissolving = happens(draw(branches.key[rows], Process.DISSOLVE, stack.month), hazard)
    over = branches.below[rows] >= parameters["grace_months"][world]
    return dissolving, over


def make_shells(stack: Stack, rows: I64, failing: Mask, withdrawn: I64, kept: I64) -> None:
    """Keep on the books what would fail where closing is forbidden (``kept`` branches)."""
    organizations, branches = stack.organizations, stack.branches
    branches.shell[rows[failing]] = True
    gone = np.bincount(organizations.branch[withdrawn], minlength=len(branches))
    empty = kept[(gone[kept] > 0) & (gone[kept] == branches.organizations[kept])]
    branches.shell[empty] = True


def finish_grace(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Dissolve, merge or convert branches below three members for too long."""
    if not len(rows):
        return
    branches, organizations = stack.branches, stack.organizations
    ended = rows[branches.members[rows] == 0]
    if len(ended):
        end_branches(stack, ended, Event.DISSOLVED)
    rows = rows[branches.members[rows] > 0]
    rows = rows[np.argsort(branches.identity[rows])]
    target = merge_targets(stack, doses, rows)
    move_to(stack, rows[target > 0], target[target > 0])
    converted = rows[target == 0]
    if len(converted):
        left = end_branches(stack, converted, Event.CONVERTED)
        left = left[organizations.known[left] > 0]
        organizations.interim[left] = Interim.MEMBER_GROUP
        willing = np.rint(stack.at("willing_months", left)).astype(np.int64)
        organizations.willing_until[left] = stack.month + willing


def merge_targets(stack: Stack, doses: DoseReader, rows: I64) -> I64:
    """Return for each branch, one after the other, a joint branch of its cell that has room.

    0 where there is none. Few branches end in a month, and each takes room from the next.
    """
    branches, organizations = stack.branches, stack.organizations
    cell = organizations.cell[branches.host[rows]]
    near = np.zeros(len(stack.cells), bool)
    near[cell] = True
    open_ = branches.alive & (branches.form == Form.JOINT) & ~branches.shell
    open_[rows] = False
    others = np.flatnonzero(open_)
    others = others[near[organizations.cell[branches.host[others]]]]
    limit = np.floor(doses.at("joint_max", branches.host[others]) + 1e-9).astype(np.int64)
    room = limit - branches.organizations[others]
    others, room = others[room > 0], room[room > 0]
    targets = np.zeros(len(rows), np.int64)
    offers: dict[int, list[list[int]]] = {}
    for home, size, identity, left, row in zip(
        organizations.cell[branches.host[others]].tolist(), branches.organizations[others].tolist(),
        branches.identity[others].tolist(), room.tolist(), others.tolist(), strict=True,
    ):  # fmt: skip
        offers.setdefault(home, []).append([size, identity, left, row])
    for index in np.flatnonzero(np.isin(cell, list(offers))).tolist():
        moving = int(branches.organizations[rows[index]])
        able = [offer for offer in offers[int(cell[index])] if offer[2] >= moving]
        if able:
            best = min(able)
            best[0] += moving
            best[2] -= moving
            targets[index] = best[3]
    return targets


def move_to(stack: Stack, rows: I64, targets: I64) -> None:
    """Let the organizations of ending branches go on in others."""
    if not len(rows):
        return
    branches, organizations = stack.branches, stack.organizations
    moving = organizations_in(stack, rows)
    heir = np.zeros(len(branches), np.int64)
    heir[rows] = targets
    stack.note(Event.MERGED, moving, organizations.branch[moving])
    organizations.branch[moving] = heir[organizations.branch[moving]]
    organizations.sourced[moving] = 0
    organizations.eligible_months[moving] = 0
    np.add.at(branches.organizations, organizations.branch[moving], 1)
    branches.alive[rows] = False
    branches.organizations[rows] = 0
    branches.person[rows] = 0


def close(stack: Stack, doses: DoseReader, withdrawn: I64) -> None:
    """Heads who have withdrawn consent leave; they are silent for two years."""
    organizations, branches = stack.organizations, stack.branches
    rows = withdrawn[organizations.branch[withdrawn] > 0]
    branch = organizations.branch[rows]
    forbidden = doses.forbids(branches.host[branch])
    young = branches.founded[branch] >= stack.month
    rows = rows[~forbidden & ~young & ~branches.shell[branch]]
    if len(rows):
        leave(stack, rows, Event.CLOSED)
        refuse(stack, rows, CLOSED_SILENCE_MONTHS)

"""Failures: branches dissolve, lose their members, are merged, converted or closed.

Kept apart in events: only *dissolved* and *closed* are failures. While a quota forbids closing,
what would fail stays on the books as a shell. Draws: DISSOLVE, CLOSE. Source: docs/draws.md
9.5-9.8; S5 (hard to keep alive), S3, S4, S7 (hollow branches).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.draws import I64, Process, draw, monthly
from sim.policies.doses import DoseReader
from sim.processes.contact import refuse
from sim.processes.leaving import end_branches, leave, organizations_in
from sim.state.codes import Event, Form, Interim
from sim.state.stack import Stack

Mask = npt.NDArray[np.bool_]
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
    forbidden = stack.committees.forbidden[stack.responsible(branches.host[rows])]
    dissolving, over = _at_risk(stack, rows)
    make_shells(stack, rows, forbidden & (dissolving | over), withdrawn, rows[forbidden])
    free = rows[~forbidden]
    open_ = ~branches.shell[free]
    chance = monthly(stack.parameters["close_after_quota"][branches.world[free]])
    found_out = ~open_ & (draw(branches.key[free], Process.CLOSE, stack.month) < chance)
    if found_out.any():
        end_branches(stack, free[found_out], Event.CLOSED)
    dissolved = free[open_ & dissolving[~forbidden]]
    if len(dissolved):
        end_branches(stack, dissolved, Event.DISSOLVED)
    finish_grace(stack, doses, free[open_ & over[~forbidden] & ~dissolving[~forbidden]])
    close(stack, withdrawn)


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
    dissolving = draw(branches.key[rows], Process.DISSOLVE, stack.month) < monthly(hazard)
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
    order = np.argsort(branches.identity[rows])
    converted = [row for row in rows[order].tolist() if not _merge(stack, doses, row, rows)]
    if converted:
        left = end_branches(stack, np.array(converted, np.int64), Event.CONVERTED)
        left = left[organizations.known[left] > 0]
        organizations.interim[left] = Interim.MEMBER_GROUP
        willing = np.rint(stack.at("willing_months", left)).astype(np.int64)
        organizations.willing_until[left] = stack.month + willing


def _merge(stack: Stack, doses: DoseReader, row: int, failing: I64) -> bool:
    """Merge a branch into a joint branch of its cell that has room for all of it."""
    branches, organizations = stack.branches, stack.organizations
    cell = organizations.cell[branches.host[row]]
    others = np.flatnonzero(
        branches.alive
        & (branches.form == Form.JOINT)
        & ~branches.shell
        & (organizations.cell[branches.host] == cell)
    )
    others = others[~np.isin(others, failing)]
    limit = np.floor(doses.at("joint_max", branches.host[others]) + 1e-9)
    others = others[branches.organizations[others] + branches.organizations[row] <= limit]
    if not len(others):
        return False
    best = others[np.lexsort((branches.identity[others], branches.organizations[others]))[0]]
    moving = organizations_in(stack, np.array([row]))
    stack.note(Event.MERGED, moving, np.full(len(moving), row))
    stack.branches.alive[row] = False
    branches.organizations[best] += len(moving)
    branches.organizations[row] = 0
    branches.person[row] = 0
    organizations.branch[moving] = best
    organizations.sourced[moving] = 0
    organizations.eligible_months[moving] = 0
    return True


def close(stack: Stack, withdrawn: I64) -> None:
    """Heads who have withdrawn consent leave; they are silent for two years."""
    organizations, branches = stack.organizations, stack.branches
    rows = withdrawn[organizations.branch[withdrawn] > 0]
    branch = organizations.branch[rows]
    forbidden = stack.committees.forbidden[stack.responsible(branches.host[branch])]
    young = branches.founded[branch] >= stack.month
    rows = rows[~forbidden & ~young & ~branches.shell[branch]]
    if len(rows):
        leave(stack, rows, Event.CLOSED, hosts_matter=False)
        refuse(stack, rows, CLOSED_SILENCE_MONTHS)

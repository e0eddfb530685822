"""Appraisal: branches are graded; the weak are repaired, merged or closed, the best starred.

Reads: vitality, acts left, the doses of appraisal. Writes: branches; organizations of those that
end. Draws: APPRAISE, those of appointing. Source: docs/draws.md 9.8; S2, S4, S9 (五个好), S1
(考核、争先创优), S9 (有所建、有所不建).
"""

from __future__ import annotations

import numpy as np

from sim.constants import REPAIR_GAIN, STAR, WEAK
from sim.draws import I64, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.acts import by_turn
from sim.processes.failures import merge_targets, move_to
from sim.processes.founding import better_secretary, seat
from sim.processes.leaving import end_branches
from sim.state.codes import Event, Interim, SecretarySource
from sim.state.ranking import ranks
from sim.state.stack import Stack
from sim.state.table import NEVER

STARRED_MONTHS = 12


def appraise(stack: Stack, doses: DoseReader) -> None:
    """Grade a part of the branches, and judge the weak whose time is over."""
    branches, month = stack.branches, stack.month
    listed = branches.weak_until > NEVER
    if not doses.active("appraisal") and not listed.any():
        return
    rows = np.flatnonzero(branches.alive & ~branches.shell & (branches.founded < month))
    grade(stack, doses, rows[~listed[rows]])
    due = branches.weak_until[rows]
    judge(stack, doses, rows[(due > NEVER) & (due <= month)])


def grade(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Give stars for a year, and put the weak on the list, repaired where there is an act."""
    branches, month = stack.branches, stack.month
    share = 1.0 - (1.0 - doses.at("appraisal", branches.host[rows])) ** (1 / 12)
    rows = rows[draw(branches.key[rows], Process.APPRAISE, month) < share]
    vitality = branches.vitality[rows]
    branches.starred_until[rows[vitality >= STAR]] = month + STARRED_MONTHS
    weak = rows[vitality < WEAK]
    months = np.floor(doses.at("appraisal_months", branches.host[weak]) + 1e-9).astype(np.int64)
    branches.weak_until[weak] = month + months
    repair(stack, doses, weak[months > 0])


def repair(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Find weak branches a better secretary, or train the one they have: an act each."""
    branches = stack.branches
    host = branches.host[rows]
    committee = stack.responsible(host)
    order = by_turn(stack, host, committee)
    rows, committee = rows[order], committee[order]
    helped = ranks(committee) < stack.committees.acts[committee]
    rows, committee = rows[helped], committee[helped]
    np.subtract.at(stack.committees.acts, committee, 1)
    held = branches.secretary[rows] != SecretarySource.NONE
    skill = np.minimum(1.0, branches.skill[rows] + branches.trained[rows])
    found = better_secretary(stack, doses, rows, np.where(held, skill, -1.0))
    seat(stack, doses, found)
    stays = rows[held & ~np.isin(rows, found.branches)]
    branches.trained[stays] += REPAIR_GAIN


def judge(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Take off the list who has turned; merge or close the others, unless that is forbidden."""
    branches, organizations = stack.branches, stack.organizations
    branches.weak_until[rows] = NEVER
    ending = (branches.vitality[rows] < WEAK) & ~doses.forbids(branches.host[rows])
    rows = rows[ending]
    rows = rows[np.argsort(branches.identity[rows])]
    target = merge_targets(stack, doses, rows)
    move_to(stack, rows[target > 0], target[target > 0])
    closed = rows[target == 0]
    if len(closed):
        left = end_branches(stack, closed, Event.CLOSED)
        organizations.interim[left[organizations.known[left] > 0]] = Interim.MEMBER_GROUP

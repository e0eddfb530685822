"""Acts: founding takes a committee's time, so it has a number of them a month.

Reads: operating organizations, liaison posts in office, the committees' own staff. Writes: acts of
committees, act_wait.
Draws: CAPACITY. Source: docs/draws.md 8 (acts); drives took six to twelve months (S3, S6).
"""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Mask, Process, draw
from sim.policies.doses import DoseReader
from sim.state.ranking import ranks
from sim.state.stack import Stack


def set_acts(stack: Stack, doses: DoseReader) -> None:
    """Give each committee its acts of the month; nobody lacks one yet."""
    organizations, committees, liaisons = stack.organizations, stack.committees, stack.liaisons
    n = len(committees)
    operating = stack.responsible(np.flatnonzero(organizations.operating & organizations.alive))
    posts = liaisons.committee[liaisons.alive]
    capacity, by_post = (
        stack.parameters[name][committees.world] for name in ("founding_capacity", "acts_per_post")
    )
    at_work = np.bincount(posts, minlength=n)
    for pool in doses.pools("staff_posts"):
        at_work = at_work + np.floor(pool.amount + 1e-9)
    if stack.plugged.rules.get("capacity") is not None:
        by_post = np.zeros(n)  # "posts" is the rule by which they add acts.
    acts = np.floor(
        capacity * np.bincount(operating, minlength=n)
        + by_post * at_work
        + draw(committees.key, Process.CAPACITY, stack.month)
    )
    committees.acts[:] = np.where(committees.established, acts, 0) + doses.acts_added()
    organizations.act_wait[:] = False


def exempt(stack: Stack, rows: I64) -> Mask:
    """Return which organizations found or join without an act: none as the model comes."""
    rule = stack.plugged.rules.get("capacity")
    return np.zeros(len(rows), bool) if rule is None else rule(stack, rows)


def by_turn(stack: Stack, rows: I64, group: I64) -> I64:
    """Return indices into ``rows`` by group, and in a group by turn."""
    organizations = stack.organizations
    turn = draw(organizations.key[rows], Process.CAPACITY, stack.month)
    return np.lexsort((organizations.identity[rows], turn, group))


def ask_for_acts(stack: Stack, rows: I64) -> Mask:
    """Return which of ``rows`` have an act of their committee, by turn; the others lack one."""
    committee, acts = stack.responsible(rows), stack.committees.acts
    free = exempt(stack, rows)
    asking = np.bincount(committee[~free], minlength=len(acts))
    have: Mask = free | (acts[committee] >= asking[committee])
    short = np.flatnonzero(~have & (acts[committee] > 0))  # only these need an order
    order = short[by_turn(stack, rows[short], committee[short])]
    have[order] = ranks(committee[order]) < acts[committee[order]]
    stack.organizations.act_wait[rows[~have]] = True
    return have


def spend(stack: Stack, rows: I64) -> None:
    """Spend an act of the committee of each organization that needs one."""
    rows = rows[~exempt(stack, rows)]
    np.subtract.at(stack.committees.acts, stack.responsible(rows), 1)

"""Placement: members are recommended for jobs where there are none (docs/draws.md 4.4; S1, S2).

Reads: places of the policies, openings. Writes: new members; placed of committees and desks.
Draws: PLACE, MEMBER.
"""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Lineage, Process, draw, lineages
from sim.policies.doses import DoseReader, placed_of
from sim.processes.persons import newcomers
from sim.state.codes import Relation, Stage
from sim.state.ranking import ranks
from sim.state.stack import Stack


def placement(stack: Stack, doses: DoseReader) -> None:
    """Place the members of the year's number that have fallen due, one an organization."""
    month = stack.month
    if month % 12 == 0:
        stack.new_year("placed")
    for pool in doses.pools("placements"):
        yearly = np.floor(pool.amount + 1e-9)
        if not yearly.any():
            continue
        due = np.floor(yearly * (month % 12 + 1) / 12) - stack.used("placed", pool.unit)
        rows = _without_members(stack)
        rows = rows[pool.reaches(rows)]
        committee = stack.responsible(rows)
        organizations = stack.organizations
        u = draw(organizations.key[rows], Process.PLACE, month)
        order = np.lexsort((organizations.identity[rows], u, committee))
        rows, committee = rows[order], committee[order]
        chosen = ranks(committee) < due[committee]
        rows, committee = rows[chosen], committee[chosen]
        _enter(stack, rows)
        stack.use("placed", pool.unit[committee])
        made = np.bincount(committee, minlength=len(stack.committees))
        stack.realised[placed_of(pool.lever)] = made


def _without_members(stack: Stack) -> I64:
    """Return the operating uncovered organizations without members that have an opening."""
    organizations = stack.organizations
    return np.flatnonzero(
        organizations.operating
        & (organizations.branch == 0)
        & (organizations.members == 0)
        & (np.rint(organizations.staff) >= 1)
    )


def _enter(stack: Stack, rows: I64) -> None:
    """Let a known full member begin in each organization; the opening is taken."""
    organizations = stack.organizations
    identity = lineages(Lineage.PLACED, organizations.identity[rows], stack.month)
    columns = newcomers(stack, organizations.world[rows], identity)
    columns |= {
        "organization": rows,
        "home": organizations.cell[rows],
        "stage": Stage.FULL,
        "joined": stack.month,
        "known": True,
        "relation": Relation.ELSEWHERE,
    }
    stack.members.append(len(rows), columns)
    organizations.members[rows] += 1

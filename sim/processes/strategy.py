"""Strategies: in which order waiting organizations enter a case (S1, S2, S5; docs/draws.md 6.4)."""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64
from sim.state.codes import Strategy, Type
from sim.state.stack import Stack

LARGE_STAFF = 50
EASY_PER_MEMBER = 0.15


def score(stack: Stack, rows: I64, strategy: I64) -> F64:
    """Return the score of waiting organizations under each one's strategy; high comes first."""
    value = np.zeros(len(rows))
    for code, rule in _RULES.items():
        mine = np.flatnonzero(strategy == code)
        if len(mine):
            value[mine] = rule(stack, rows[mine])
    return value


def _easy(stack: Stack, rows: I64) -> F64:
    organizations = stack.organizations
    members = np.minimum(3, organizations.eligible[rows])
    result: F64 = organizations.attitude[rows] + EASY_PER_MEMBER * members
    return result


def _big(stack: Stack, rows: I64) -> F64:
    result: F64 = stack.organizations.staff[rows]
    return result


def _blank_spots(stack: Stack, rows: I64) -> F64:
    organizations = stack.organizations
    blank = (organizations.staff[rows] >= LARGE_STAFF) & (organizations.members[rows] == 0)
    result: F64 = 2.0 * (blank | (organizations.eligible[rows] >= 3))
    return result


def _hub(stack: Stack, rows: I64) -> F64:
    organizations = stack.organizations
    cell = organizations.cell
    peers = np.bincount(cell[organizations.operating], minlength=len(stack.cells))
    result: F64 = peers[cell[rows]] + np.rint(organizations.staff[rows]) / 1e6
    return result


def _bottleneck(stack: Stack, rows: I64) -> F64:
    organizations, month = stack.organizations, stack.month
    eligible, members = organizations.eligible[rows], organizations.members[rows]
    hidden = (eligible == 0) & (members > organizations.known[rows])
    open_minded = (organizations.silent_until[rows] <= month) & (
        organizations.willing_until[rows] <= month
    )
    movable = (eligible >= 1) & open_minded & (organizations.type[rows] != Type.LOOSE)
    result: F64 = (hidden | movable).astype(np.float64)
    return result


_RULES = {
    Strategy.EASY_FIRST: _easy,
    Strategy.BIG_FIRST: _big,
    Strategy.BLANK_SPOTS_FIRST: _blank_spots,
    Strategy.HUB_FIRST: _hub,
    Strategy.BOTTLENECK_FIRST: _bottleneck,
}

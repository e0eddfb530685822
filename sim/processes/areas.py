"""Areas: regional branches for the organizations of a site or township (docs/draws.md 8.4).

Organizations with few members meet in their area and nowhere else, whatever their industry, also
those without members. Draws: MATCH, SECRETARY. Source: S5 (parks, markets, buildings), S2, S9
(区域联建).
"""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Mask, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.acts import ask_for_acts, spend
from sim.processes.founding import find_secretary, found, join
from sim.processes.matching import fill, partners
from sim.state.codes import Form, Type
from sim.state.ranking import ranks
from sim.state.stack import Stack

FEWEST, MOST_MEMBERS = 2, 2
"""Organizations of a regional branch at least; m of each at most."""


def offered(stack: Stack, doses: DoseReader, rows: I64) -> Mask:
    """Return to which organizations an area branch is offered."""
    if not doses.active("area_max"):
        return np.zeros(len(rows), bool)
    organizations = stack.organizations
    able = organizations.eligible[rows] <= MOST_MEMBERS
    able &= organizations.type[rows] != Type.LOOSE
    return able & (_most(doses, rows) >= FEWEST)


def areas(stack: Stack, doses: DoseReader, candidates: I64) -> tuple[I64, I64]:
    """Let regional branches take in or begin.

    Return those to whom none is offered, and those of the others who neither joined nor wait for
    the founding of theirs.
    """
    near = offered(stack, doses, candidates)
    rows, others = candidates[near], candidates[~near]
    if not len(rows):
        return others, rows
    hosts, branch = _regional(stack)
    area = _area(stack, np.concatenate([rows, hosts]))
    rows, home = _join(stack, doses, rows, area[: len(rows)], branch, area[len(rows) :])
    return others, _begin(stack, doses, rows, home)


def _most(doses: DoseReader, rows: I64) -> I64:
    return np.floor(doses.at("area_max", rows) + 1e-9).astype(np.int64)


def _regional(stack: Stack) -> tuple[I64, I64]:
    """Return the hosts and rows of the regional branches, shells apart."""
    branches = stack.branches
    rows = np.flatnonzero(branches.alive & ~branches.shell & (branches.form == Form.REGIONAL))
    return branches.host[rows], rows


def _area(stack: Stack, rows: I64) -> I64:
    """Return the area of organizations, numbered: their district and the site that they state."""
    organizations = stack.organizations
    district = stack.grid.district_row[organizations.cell[rows]]
    pairs = np.stack([district, organizations.site[rows].astype(np.int64)])
    _, number = np.unique(pairs, axis=1, return_inverse=True)
    return np.asarray(number, np.int64).reshape(-1)


def _order(stack: Stack, rows: I64, queue: I64) -> I64:
    """Return the queue of each area: who brings most first, then the keyed order."""
    organizations = stack.organizations
    key = draw(organizations.key[rows], Process.MATCH, 0)
    order = np.lexsort((organizations.identity[rows], key, -organizations.eligible[rows], queue))
    return order[queue[order] >= 0]


def _with_acts(stack: Stack, rows: I64, area: I64, asking: Mask) -> I64:
    """Return the areas of those of ``asking`` who have an act, −1 for all others."""
    queue = np.full(len(rows), -1)
    asked = np.flatnonzero(asking)
    have = asked[ask_for_acts(stack, rows[asked])]
    queue[have] = area[have]
    return queue


def _join(
    stack: Stack, doses: DoseReader, rows: I64, area: I64, branch: I64, home: I64
) -> tuple[I64, I64]:
    """Let regional branches with room take in; return those left over, with their areas."""
    branches = stack.branches
    room = _most(doses, branches.host[branch]) - branches.organizations[branch]
    branch, home, room = branch[room > 0], home[room > 0], room[room > 0]
    queue = _with_acts(stack, rows, area, np.isin(area, home))
    order = _order(stack, rows, queue)
    taken, into = fill(stack, order, queue, branch, home, room)
    spend(stack, rows[taken])
    join(stack, rows[taken], into)
    stays = np.ones(len(rows), bool)
    stays[taken] = False
    return rows[stays], area[stays]


def _begin(stack: Stack, doses: DoseReader, rows: I64, area: I64) -> I64:
    """Found a regional branch of the first partners of each area; return who isn't of them."""
    organizations = stack.organizations
    able = ~organizations.act_wait[rows] & (organizations.eligible[rows] > 0)
    order = _order(stack, rows, np.where(able, area, -1))
    chosen, label, founder = partners(area[order], organizations.eligible[rows[order]])
    if not len(founder):
        return rows
    first = ranks(area[order[founder]]) == 0
    number = np.cumsum(first) - 1  # integers: exact
    chosen, label = chosen[first[label]], number[label[first[label]]]
    members, founders = rows[order[chosen]], rows[order[founder[first]]]
    ok, sourced, lacked = find_secretary(stack, doses, founders)
    organizations.act_wait[members[lacked[label]]] = True
    number = np.cumsum(ok) - 1  # integers: exact
    entering = ok[label]
    found(
        stack, doses, members[entering], number[label[entering]], founders[ok], Form.REGIONAL,
        sourced[ok],
    )  # fmt: skip
    stays = np.ones(len(rows), bool)
    stays[order[chosen]] = False
    return rows[stays]

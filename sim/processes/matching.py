"""Matching: willing organizations with one or two members find branches or partners.

The circles of S1 and S2 (行业相近、地域相邻、工作方便): the cell, then the industry in neighbouring
districts, then the district across industries. Draws: MATCH. Source: docs/draws.md 8.5-8.7.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.draws import I64, Mask, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.acts import ask_for_acts, spend
from sim.processes.founding import find_secretary, found, join
from sim.state.codes import Form, among
from sim.state.ranking import places, ranks, runs, starts
from sim.state.stack import Stack

CIRCLES = (0, 1, 2)
FEWEST = 2
"""A joint branch needs two organizations at least."""


def radius(stack: Stack, doses: DoseReader, rows: I64) -> I64:
    """Return the widest circle in which organizations look for partners."""
    return np.floor(doses.at("joint_radius", rows) + 1e-9).astype(np.int64)


def match(stack: Stack, doses: DoseReader, pool: I64) -> I64:
    """Join or found joint branches from the pool; return those who found neither."""
    reach = radius(stack, doses, pool)
    pool, reach = _join_existing(stack, doses, pool, reach)
    return _found_new(stack, doses, pool, reach)


def groupings(stack: Stack, circle: int) -> tuple[I64, ...]:
    """Return maps cell → group (−1 for none) of a circle; circle 1 has one for each district."""
    if circle == 0:
        return (np.arange(len(stack.cells)),)
    return stack.neighbourhoods() if circle == 1 else (stack.grid.district_row,)


def _order(stack: Stack, rows: I64, group: I64) -> I64:
    """Return the queue of those in a group: by group, two members first, then the keyed order."""
    organizations = stack.organizations
    mine = np.flatnonzero(group >= 0)
    rows = rows[mine]
    key = draw(organizations.key[rows], Process.MATCH, 0)
    queue = np.lexsort(
        (organizations.identity[rows], key, -organizations.eligible[rows], group[mine])
    )
    return mine[queue]


def _join_existing(stack: Stack, doses: DoseReader, pool: I64, reach: I64) -> tuple[I64, I64]:
    organizations, branches = stack.organizations, stack.branches
    joint = np.flatnonzero(branches.alive & ~branches.shell & (branches.form == Form.JOINT))
    if not len(joint) or not len(pool):
        return pool, reach
    limit = np.floor(doses.at("joint_max", branches.host[joint]) + 1e-9).astype(np.int64)
    at = organizations.cell[branches.host[joint]]
    for circle in CIRCLES:
        for grouping in groupings(stack, circle):
            group = np.where(reach >= circle, grouping[organizations.cell[pool]], -1)
            room = limit - branches.organizations[joint]
            home = grouping[at]
            wanted = np.zeros(len(grouping), bool)
            wanted[group[group >= 0]] = True
            offering = np.flatnonzero((room > 0) & (home >= 0) & wanted[home])
            if not len(offering):
                continue
            offered = np.zeros(len(grouping), bool)
            offered[home[offering]] = True
            asking = np.flatnonzero(np.where(group >= 0, offered[group], False))
            group = _with_acts(stack, pool, group, asking)
            if not (group >= 0).any():
                continue
            taken, branch = fill(
                stack,
                _order(stack, pool, group),
                group,
                joint[offering],
                home[offering],
                room[offering],
            )
            spend(stack, pool[taken])
            join(stack, pool[taken], branch)
            stays = np.ones(len(pool), bool)
            stays[taken] = False
            pool, reach = pool[stays], reach[stays]
    return pool, reach


def _with_acts(stack: Stack, rows: I64, group: I64, asking: I64) -> I64:
    """Return the groups of those of ``asking`` who have an act; nobody else is in the queue."""
    queue = np.full(len(rows), -1)
    have = asking[ask_for_acts(stack, rows[asking])]
    queue[have] = group[have]
    return queue


def fill(
    stack: Stack, order: I64, group: I64, branch: I64, home: I64, room: I64
) -> tuple[I64, I64]:
    """Give the k-th of each group the k-th place; return those served (of ``order``), branches.

    ``order`` lists indices into ``group`` in the order of the queue, group by group.

    Branches offer their places in the order of their number of organizations, then identity.
    """
    branches = stack.branches
    offer = np.lexsort((branches.identity[branch], branches.organizations[branch], home))
    offer = np.repeat(offer, room[offer])
    offered = home[offer]
    wanted = group[order]
    number = np.searchsorted(offered, wanted, side="right") - np.searchsorted(offered, wanted)
    served = ranks(wanted) < number
    order, wanted = order[served], wanted[served]
    return order, branch[offer[places(wanted, offered)]]


def _found_new(stack: Stack, doses: DoseReader, pool: I64, reach: I64) -> I64:
    organizations = stack.organizations
    for circle in CIRCLES:
        for grouping in groupings(stack, circle):
            group = np.where(reach >= circle, grouping[organizations.cell[pool]], -1)
            if np.count_nonzero(group >= 0) < FEWEST:
                continue
            order = _order(stack, pool, group)
            chosen, label, founder = partners(group[order], organizations.eligible[pool[order]])
            if not len(founder):
                continue
            rows, founders = pool[order[chosen]], pool[order[founder]]
            ok, sourced, lacked = find_secretary(stack, doses, founders)
            organizations.act_wait[rows[lacked[label]]] = True
            new_label = np.cumsum(ok) - 1  # integers: exact
            entering = ok[label]
            found(
                stack, doses, rows[entering], new_label[label[entering]], founders[ok],
                Form.JOINT, sourced[ok],
            )  # fmt: skip
            stays = np.ones(len(pool), bool)
            stays[order[chosen]] = False
            pool, reach = pool[stays], reach[stays]
    return pool


def partners(group: I64, eligible: I64) -> tuple[I64, I64, I64]:
    """Form groups of three members or more from a pool sorted by group, twos before ones.

    Pairs of twos; a last two takes the first one; then threes of ones. Return the indices of
    those in a group, the label of the group of each (0, 1, …), and each group's first index.
    """
    if not len(group):
        empty = np.zeros(0, np.int64)
        return empty, empty, empty
    first, size = runs(group)
    segment = np.repeat(np.arange(len(first)), size)
    rank = np.arange(len(group)) - first[segment]
    twos = np.bincount(segment, eligible == 2, len(first)).astype(np.int64)[segment]
    ones = size[segment] - twos
    odd = twos % 2
    single = rank - twos - odd
    is_two = rank < twos
    with_odd = (odd == 1) & (rank == twos)
    of_ones = np.where(with_odd, twos // 2, (twos + odd) // 2 + single // 3)
    unit = np.where(is_two, rank // 2, of_ones)
    whole_two = (rank // 2 * 2 + 1 < twos) | (ones > 0)
    whole_one = single // 3 * 3 + 2 < ones - odd
    complete = np.where(is_two, whole_two, with_odd | whole_one)
    chosen = np.flatnonzero(complete)
    unit, segment = unit[chosen], segment[chosen]
    start = starts(unit) | starts(segment)
    label = np.cumsum(start) - 1  # integers: exact
    return chosen, label, chosen[start]


def takes_others(form: npt.NDArray[np.int8]) -> Mask:
    """Return which forms of branch may become an anchor: those that are a host's own."""
    own: Mask = ~among(form, (Form.JOINT, Form.REGIONAL, Form.FUNCTIONAL))
    return own


def anchors(stack: Stack, doses: DoseReader, candidates_: I64) -> I64:
    """Let vital branches take in organizations of their cell; return those left over (S2)."""
    if not doses.active("anchor_max") or not len(candidates_):
        return candidates_
    branches, organizations = stack.branches, stack.organizations
    rows = np.flatnonzero(branches.alive & ~branches.shell & takes_others(branches.form))
    threshold = stack.parameters["vitality_threshold"][branches.world[rows]]
    rows = rows[branches.vitality[rows] >= threshold]
    limit = np.floor(doses.at("anchor_max", branches.host[rows]) + 1e-9).astype(np.int64)
    room = np.maximum(0, limit - branches.organizations[rows])
    home = organizations.cell[branches.host[rows]]
    key = draw(organizations.key[candidates_], Process.MATCH, 0)
    free = np.zeros(len(stack.cells), bool)
    free[home[room > 0]] = True
    cell = organizations.cell[candidates_]
    group = _with_acts(stack, candidates_, cell, np.flatnonzero(free[cell]))
    order = np.lexsort((organizations.identity[candidates_], key, group))
    order = order[group[order] >= 0]
    taken, branch = fill(stack, order, group, rows, home, room)
    spend(stack, candidates_[taken])
    join(stack, candidates_[taken], branch)
    branches.form[branch] = Form.ANCHOR
    stays = np.ones(len(candidates_), bool)
    stays[taken] = False
    return candidates_[stays]

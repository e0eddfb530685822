"""Dispatch: committees fill liaison posts and assign cases; liaisons visit.

Reads: posts, capacity, strategy and tenure of the policies; organizations, branches.
Writes: liaisons; each organization's case and its visits. Draws: LIAISON, STRATEGY.
Source: docs/draws.md 6; S1, S2, S6, S7 (liaisons), S4 (one or two a branch), S1, S5 (order).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.constants import LIAISON_LEARNING, LIAISON_SKILL_SD
from sim.draws import I64, Lineage, Process, draw, keys, lineages, normal
from sim.policies.doses import DoseReader, Pool
from sim.processes.strategy import score
from sim.state.ranking import places, ranks
from sim.state.stack import Stack
from sim.state.table import NEVER

CONSOLIDATED_MONTHS = 6
HELD_MONTHS = 24
HOPELESS_MONTHS = 18
COOLING_MONTHS = 24
STEADY_VITALITY = 0.5
PROGRESS = 0.02
SKILL_FLOOR = 0.05


def dispatch(stack: Stack, doses: DoseReader) -> None:
    """Fill posts, release and take cases, visit."""
    if len(stack.liaisons) == 1 and not stack.committees.alive.any():
        return
    staff_posts(stack, doses)
    if len(stack.liaisons) == 1:
        return
    pools = doses.pools("liaison_posts")
    release(stack, pools)
    note_progress(stack)
    strategy = doses.by_unit("liaison_strategy").astype(np.int64)
    batch = doses.by_unit("liaison_batch").astype(np.int64)
    for industrial in (True, False):
        for pool in pools:
            assign(stack, strategy, batch, pool, industrial)
            pair_weak_branches(stack, pool, industrial)
    visit(stack)


def staff_posts(stack: Stack, doses: DoseReader) -> None:
    """Open and close posts, rotate holders, let them learn; set what each may hold."""
    liaisons, month = stack.liaisons, stack.month
    posts = doses.posts()
    exists = np.zeros_like(posts)
    rows = np.arange(1, len(liaisons))
    unit = stack.units(rows)
    where = unit, liaisons.source[rows]
    np.maximum.at(exists, where, liaisons.post[rows] + 1)
    holding = liaisons.post[rows] < posts[where]
    closed = rows[liaisons.alive[rows] & ~holding]
    liaisons.alive[closed] = False
    stay = rows[liaisons.alive[rows] & holding]
    liaisons.skill[stay] = np.minimum(1.0, liaisons.skill[stay] + LIAISON_LEARNING)
    tenure = doses.by_unit("liaison_tenure")[stack.units(stay)]
    over = stay[month - liaisons.since[stay] >= tenure]
    back = rows[~liaisons.alive[rows] & holding]
    if (posts > exists).any():
        back = np.concatenate([back, _open(stack, posts, exists)])
    _take_office(stack, np.concatenate([over, back]))
    if len(liaisons) > 1:
        capacity = np.floor(doses.by_unit("liaison_capacity") + 1e-9).astype(np.int64)
        liaisons.capacity[1:] = capacity[stack.units(np.arange(1, len(liaisons)))]


def _open(stack: Stack, posts: I64, exists: I64) -> I64:
    """Append rows for posts that have never been, and return them."""
    liaisons, n = stack.liaisons, len(stack.committees)
    unit, source = np.nonzero(posts > exists)
    desk = np.where(unit < n, 0, unit - n)
    committee = np.where(unit < n, unit, stack.desks.committee[desk])
    number = posts[unit, source] - exists[unit, source]
    owner = np.repeat(np.arange(len(committee)), number)
    post = ranks(owner) + exists[unit, source][owner]
    rows = liaisons.append(
        len(owner),
        {
            "world": stack.committees.world[committee[owner]],
            "committee": committee[owner],
            "desk": desk[owner],
            "source": source[owner],
            "post": post,
            "holder": -1,
        },
    )
    return np.arange(rows.start, rows.stop)


def _take_office(stack: Stack, rows: I64) -> None:
    """Put the next holder into each post; newcomers start with the skill of newcomers."""
    if not len(rows):
        return
    liaisons, parameters = stack.liaisons, stack.parameters
    liaisons.holder[rows] += 1
    liaisons.alive[rows] = True
    liaisons.since[rows] = stack.month
    world = liaisons.world[rows]
    desk = liaisons.desk[rows]
    owner = np.where(
        desk > 0, stack.desks.identity[desk], stack.committees.identity[liaisons.committee[rows]]
    )
    identity = lineages(
        Lineage.LIAISON, owner, liaisons.source[rows], liaisons.post[rows], liaisons.holder[rows]
    )
    liaisons.identity[rows] = identity
    liaisons.key[rows] = keys(stack.keys[world], identity)
    z = normal(draw(liaisons.key[rows], Process.LIAISON, 0))
    skill = z * LIAISON_SKILL_SD + parameters["liaison_skill"][world]
    liaisons.skill[rows] = np.clip(skill, SKILL_FLOOR, 1.0)


def release(stack: Stack, pools: Sequence[Pool]) -> None:
    """Release cases that are closed, consolidated, held long enough, or outside the target."""
    organizations, liaisons, month = stack.organizations, stack.liaisons, stack.month
    rows = np.flatnonzero(organizations.liaison)
    if not len(rows):
        return
    branch = organizations.branch[rows]
    covered, weak = branch > 0, organizations.case_weak[rows]
    strong = covered & (stack.branches.vitality[branch] >= STEADY_VITALITY)
    organizations.case_steady[rows] = np.where(strong, organizations.case_steady[rows] + 1, 0)
    held_since = np.where(weak, organizations.case_since[rows], organizations.covered[rows])
    done = covered & (
        (organizations.case_steady[rows] >= CONSOLIDATED_MONTHS)
        | (month - held_since >= HELD_MONTHS)
    )
    done |= weak & ~covered
    done |= ~liaisons.alive[organizations.liaison[rows]] | ~organizations.operating[rows]
    unit = stack.units(organizations.liaison[rows])
    office = stack.committees.industrial[liaisons.committee[organizations.liaison[rows]]]
    done |= office & ~stack.industrial(rows)
    for pool in pools[:-1]:
        mine = np.isin(unit, pool.unit[pool.unit > 0])
        done[mine] |= ~pool.reaches(rows[mine])
    _drop(stack, rows[done])


def _drop(stack: Stack, rows: I64) -> None:
    organizations = stack.organizations
    organizations.liaison[rows] = 0
    organizations.visits[rows] = 0.0
    organizations.case_weak[rows] = False


def link(stack: Stack, rows: I64) -> I64:
    """Return how far organizations have come: 0 not contacted, 1 contacted, 2 known, 3 willing."""
    organizations = stack.organizations
    contacted = organizations.contacted[rows] > NEVER
    willing = organizations.willing_until[rows] > stack.month
    known = organizations.known[rows] > 0
    return np.where(willing, 3, np.where(known, 2, contacted.astype(np.int64)))


def note_progress(stack: Stack) -> None:
    """Note on uncovered cases whether anything has moved."""
    organizations = stack.organizations
    rows = np.flatnonzero((organizations.liaison > 0) & (organizations.branch == 0))
    moved = (
        (link(stack, rows) > organizations.case_link[rows])
        | (organizations.known[rows] > organizations.case_known[rows])
        | (organizations.attitude[rows] >= organizations.case_attitude[rows] + PROGRESS)
    )
    _note(stack, rows[moved])


def _note(stack: Stack, rows: I64) -> None:
    organizations = stack.organizations
    organizations.case_progress[rows] = stack.month
    organizations.case_link[rows] = link(stack, rows)
    organizations.case_known[rows] = organizations.known[rows]
    organizations.case_attitude[rows] = organizations.attitude[rows]


def _free(stack: Stack, pool: Pool, industrial: bool, weak: bool) -> tuple[I64, I64, I64]:
    """Return a pool's posts of a level, their free places of one sort, the cases of that sort."""
    organizations, liaisons = stack.organizations, stack.liaisons
    level = stack.committees.industrial == industrial
    mine = np.zeros(len(stack.committees) + len(stack.desks), bool)
    mine[pool.unit[level & (pool.unit > 0)]] = True
    posts = np.flatnonzero(liaisons.alive)
    posts = posts[mine[stack.units(posts)]]
    rows = np.flatnonzero((organizations.liaison > 0) & (organizations.case_weak == weak))
    cases = np.bincount(organizations.liaison[rows], minlength=len(liaisons))[posts]
    share = stack.parameters["consolidate_share"][liaisons.world[posts]]
    paired = np.floor(share * liaisons.capacity[posts]).astype(np.int64)
    room = paired if weak else liaisons.capacity[posts] - paired
    return posts, np.maximum(0, room - cases), cases


def assign(stack: Stack, strategy: I64, batch: I64, pool: Pool, industrial: bool) -> None:
    """Give free places to waiting organizations in the order of the posts' strategy.

    Where posts work in batches the next begins when the last is consolidated or given up.
    """
    organizations, month = stack.organizations, stack.month
    posts, free, cases = _free(stack, pool, industrial, weak=False)
    if not len(posts):
        return
    remit = stack.cells.industry_committee if industrial else stack.cells.district_committee
    n_units = len(strategy)
    has_posts = np.zeros(n_units, bool)
    has_posts[stack.units(posts)] = True
    waiting = np.flatnonzero(
        organizations.operating & (organizations.branch == 0) & (organizations.liaison == 0)
    )
    unit = pool.unit[remit[organizations.cell[waiting]]]
    able = has_posts[unit] & pool.reaches(waiting)
    if industrial:
        able &= stack.industrial(waiting)
    waiting, unit = waiting[able], unit[able]
    fresh = month - organizations.dropped[waiting] >= COOLING_MONTHS
    open_places = _open_places(stack, batch, posts, free, cases)
    wanted = np.bincount(unit[fresh], minlength=n_units) - open_places
    dropped = _hopeless(stack, posts, np.maximum(0, wanted))
    if len(dropped):
        organizations.dropped[dropped] = month
        _drop(stack, dropped)
        posts, free, cases = _free(stack, pool, industrial, weak=False)
        open_places = _open_places(stack, batch, posts, free, cases)
    has_room = open_places[unit] > 0
    rows, unit, fresh = waiting[has_room], unit[has_room], fresh[has_room]
    if not len(rows):
        return
    key = draw(organizations.key[rows], Process.STRATEGY, 0)
    points = score(stack, rows, strategy[unit])
    order = np.lexsort((organizations.identity[rows], key, -points, 2 * unit + ~fresh))
    rows, unit = rows[order], unit[order]
    taken = ranks(unit) < open_places[unit]
    rows, unit = rows[taken], unit[taken]
    post = _place_order(stack, posts, free, cases)
    organizations.liaison[rows] = post[places(unit, stack.units(post))]
    organizations.case_weak[rows] = False
    organizations.case_since[rows] = month
    organizations.case_steady[rows] = 0
    _note(stack, rows)
    rest = organizations.silent_until[rows] - month
    halved = rows[rest > 0]
    organizations.silent_until[halved] = month + (rest[rest > 0] + 1) // 2


def _open_places(stack: Stack, batch: I64, posts: I64, free: I64, cases: I64) -> I64:
    """Return free places by unit; in batches none before the last is done, then the next."""
    unit = stack.units(posts)
    places_ = np.bincount(unit, free, len(batch)).astype(np.int64)
    held = np.bincount(unit, cases, len(batch))
    return np.where(batch > 0, np.where(held > 0, 0, np.minimum(batch, places_)), places_)


def _hopeless(stack: Stack, posts: I64, number: I64) -> I64:
    """Return up to ``number`` hopeless cases a unit, the longest without progress first."""
    organizations, liaisons = stack.organizations, stack.liaisons
    level = np.zeros(len(liaisons), bool)
    level[posts] = True
    rows = np.flatnonzero(
        (organizations.liaison > 0)
        & (organizations.branch == 0)
        & (stack.month - organizations.case_progress >= HOPELESS_MONTHS)
    )
    rows = rows[level[organizations.liaison[rows]]]
    unit = stack.units(organizations.liaison[rows])
    order = np.lexsort((organizations.identity[rows], organizations.case_progress[rows], unit))
    rows, unit = rows[order], unit[order]
    return rows[ranks(unit) < number[unit]]


def _place_order(stack: Stack, posts: I64, free: I64, cases: I64) -> I64:
    """Return one entry a free place, ordered so that the least loaded post comes first."""
    liaisons = stack.liaisons
    owner = np.repeat(np.arange(len(posts)), free)
    load = cases[owner] + ranks(owner)
    post = posts[owner]
    order = np.lexsort((liaisons.post[post], liaisons.source[post], load, stack.units(post)))
    return post[order]


def pair_weak_branches(stack: Stack, pool: Pool, industrial: bool) -> None:
    """Pair a share of the places with weak branches, through their host organizations."""
    organizations, branches = stack.organizations, stack.branches
    posts, free, cases = _free(stack, pool, industrial, weak=True)
    if not free.any():
        return
    remit = stack.cells.industry_committee if industrial else stack.cells.district_committee
    weak = np.flatnonzero(branches.alive & ~branches.shell & (branches.vitality < STEADY_VITALITY))
    host = branches.host[weak]
    able = (organizations.liaison[host] == 0) & pool.reaches(host)
    if industrial:
        able &= stack.industrial(host)
    weak, host = weak[able], host[able]
    unit = pool.unit[remit[organizations.cell[host]]]
    open_places = np.bincount(stack.units(posts), free, len(stack.committees) + len(stack.desks))
    near = open_places[unit] > 0
    weak, host, unit = weak[near], host[near], unit[near]
    order = np.lexsort((organizations.identity[host], branches.vitality[weak], unit))
    host, unit = host[order], unit[order]
    taken = ranks(unit) < open_places[unit]
    host, unit = host[taken], unit[taken]
    if not len(host):
        return
    post = _place_order(stack, posts, free, cases)
    organizations.liaison[host] = post[places(unit, stack.units(post))]
    organizations.case_weak[host] = True
    organizations.case_since[host] = stack.month
    organizations.case_steady[host] = 0
    _note(stack, host)


def visit(stack: Stack) -> None:
    """Set the visiting effect of each post and of its cases."""
    organizations, liaisons, parameters = stack.organizations, stack.liaisons, stack.parameters
    rows = np.flatnonzero(organizations.liaison)
    liaisons.cases[:] = np.bincount(organizations.liaison[rows], minlength=len(liaisons))
    world = liaisons.world
    visits = np.minimum(2.0, parameters["visits_per_month"][world] / np.maximum(1, liaisons.cases))
    effect = 1.0 - np.exp(-parameters["visit_effect"][world] * liaisons.skill * visits)
    liaisons.visits[:] = np.where(liaisons.alive & (liaisons.cases > 0), effect, 0.0)
    organizations.visits[rows] = liaisons.visits[organizations.liaison[rows]]

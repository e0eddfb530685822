"""Attitudes: heads learn from visits, campaigns, peers, their own branch and what they pay.

Reads: peers as the month began, vitality, visits, doses of money and talk.
Writes: fears, attitude. Draws: none. Source: docs/draws.md 7; S2, S4, S5 (three fears), S4
(snowball), S7 (visits), S1, S9 (money).
"""

from __future__ import annotations

import numpy as np

from sim.constants import (
    APPRAISAL_BURDEN,
    BOARD_BENEFIT,
    FEAR_SHARES,
    NEIGHBOUR_WEIGHT,
    VENUE_BURDEN,
    WORKTIME_BURDEN,
)
from sim.draws import F64, I64
from sim.policies.doses import DoseReader
from sim.processes.funding import announced, announces, branch_funded
from sim.state.cells import Peers
from sim.state.codes import Fear
from sim.state.stack import Stack

_NAMES = ("interference", "burden", "constraint")
_VISITS = ("liaison_fears", "visit_benefit")
_PEERS = ("peer_fears", "peer_benefit")
_OWN = ("own_fears", "own_benefit")
NOT_COUNTED = 3
NOBODY = 1e-9
_WEIGHTS = tuple(f"weight_{name}" for name in _NAMES)


def attitudes(stack: Stack, doses: DoseReader, peers: Peers) -> None:
    """Move each head's fears and benefit a step towards where the surroundings pull them."""
    step = pull(stack, doses, peers)
    step -= stack.organizations.fears
    step *= stack.parameters["head_learning"][stack.organizations.world]
    learn(stack, step)


def learn(stack: Stack, step: F64) -> None:
    """Add a step to fears and benefit, keep them in [0, 1], and set the attitude."""
    organizations = stack.organizations
    step += organizations.fears
    np.clip(step, 0.0, 1.0, out=organizations.fears)
    update_attitude(stack)


def pull(stack: Stack, doses: DoseReader, peers: Peers) -> F64:
    """Return where the surroundings pull each head's fears and benefit, shape (4, rows)."""
    target = stack.organizations.baseline + _pull_of_peers(stack, doses, peers)
    _pull_of_visits(stack, target)
    _pull_of_branch(stack, doses, target)
    _pull_of_recognition(stack, doses, target)
    _pull_of_policies(stack, doses, target)
    np.clip(target, 0.0, 1.0, out=target)
    return target


def update_attitude(stack: Stack) -> None:
    """Set attitude = benefit − Σ weight · fear."""
    organizations = stack.organizations
    fear, term = np.zeros((2, len(organizations)))
    for name, level in zip(_WEIGHTS, organizations.fears, strict=False):
        np.take(stack.parameters[name], organizations.world, out=term, mode="clip")
        term *= level
        fear += term
    np.subtract(organizations.fears[Fear.BENEFIT], fear, out=organizations.attitude)


def gathered(table: F64, index: I64) -> F64:
    """Return ``table[:, index]``, row by row: several times faster than the fancy index."""
    result = np.empty((len(table), len(index)))
    for row, values in zip(result, table, strict=True):
        np.take(values, index, out=row, mode="clip")
    return result


def by_world(stack: Stack, names: tuple[str, str]) -> F64:
    """Return an effect on fears and one on benefit as four rows over worlds, with their signs."""
    fears, benefit = (stack.parameters[name] for name in names)
    return np.stack([*(-share * fears for share in FEAR_SHARES), benefit])


def _pull_of_peers(stack: Stack, doses: DoseReader, peers: Peers) -> F64:
    """Pull of vital and hollow peers: of the cell, or of whom the rule chosen looks at."""
    looked = stack.plugged.rules.get("peers")
    if looked is None:
        return _pull_of_cell(stack, doses, peers)
    vital, hollow = looked(stack, doses, peers)
    world, parameters = stack.organizations.world, stack.parameters
    pulled: F64 = gathered(by_world(stack, _PEERS), world) * np.sqrt(vital)
    if doses.active("demonstration"):
        pulled *= doses.at("demonstration", np.arange(len(world)))
    pulled[Fear.BENEFIT] -= parameters["hollow_benefit"][world] * np.sqrt(hollow)
    pulled[Fear.BENEFIT] += parameters["head_benefit"][world] * stack.organizations.head_is_member
    return pulled


def _pull_of_cell(stack: Stack, doses: DoseReader, peers: Peers) -> F64:
    """Pull of vital and hollow peers in the cell, the head's own organization left out.

    Tables by (standing of the organization, cell): standing tells which of the cell's counts
    include the organization itself.
    """
    organizations, cells = stack.organizations, stack.cells
    world = cells.world
    pairs = cells.neighbour_from
    near_vital = NEIGHBOUR_WEIGHT * np.bincount(pairs, peers.vital[cells.neighbour_to], len(cells))
    near_all = NEIGHBOUR_WEIGHT * np.bincount(
        pairs, peers.operating[cells.neighbour_to], len(cells)
    )
    self_counted = np.array([[1], [1], [1], [0]])
    self_vital, self_hollow = np.array([[0], [1], [0], [0]]), np.array([[0], [0], [1], [0]])
    others = peers.operating - self_counted
    alive = peers.vital - self_vital + near_vital
    vital = np.sqrt(_share(alive, others + near_all))
    hollow = np.sqrt(_share(peers.hollow - self_hollow, others))
    effect = gathered(by_world(stack, _PEERS), world)
    standing = np.full(len(organizations), NOT_COUNTED)
    standing[: len(peers.standing)] = peers.standing  # this month's newcomers come after
    index = standing * len(cells) + organizations.cell
    flat = (effect[:, None, :] * vital).reshape(4, -1)
    dislike = (stack.parameters["hollow_benefit"][world] * hollow).reshape(-1)
    if not doses.active("demonstration"):
        flat[Fear.BENEFIT] -= dislike
        pulled = gathered(flat, index)
    else:
        pulled = gathered(flat, index) * doses.at("demonstration", np.arange(len(organizations)))
        pulled[Fear.BENEFIT] -= dislike[index]
    liking = stack.parameters["head_benefit"][organizations.world]
    pulled[Fear.BENEFIT] += liking * organizations.head_is_member
    return pulled


def _share(part: F64, whole: F64) -> F64:
    """Return part / whole, 0 where there is nobody: the part is then 0 or less as well."""
    result: F64 = np.maximum(part, 0.0) / np.maximum(whole, NOBODY)
    return result


def _pull_of_visits(stack: Stack, target: F64) -> None:
    organizations = stack.organizations
    rows = np.flatnonzero(organizations.liaison)
    if len(rows):
        effect = gathered(by_world(stack, _VISITS), organizations.world[rows])
        target[:, rows] += effect * organizations.visits[rows]


def _pull_of_branch(stack: Stack, doses: DoseReader, target: F64) -> None:
    """A vital branch wins its head, a dull one raises fear; activities burden unless funded."""
    organizations = stack.organizations
    rows = np.flatnonzero(organizations.branch)
    if not len(rows):
        return
    world = organizations.world[rows]
    neutral = stack.parameters["own_neutral"][world]
    own = stack.branches.vitality[organizations.branch[rows]] - neutral
    effect = gathered(by_world(stack, _OWN), world)
    effect *= own
    np.maximum(effect[Fear.BENEFIT], 0.0, out=effect[Fear.BENEFIT])
    funded = branch_funded(stack, doses)[organizations.branch[rows]]
    effect[Fear.BURDEN] += stack.parameters["activity_burden"][world] * (1.0 - funded)
    effect[Fear.BURDEN] -= stack.parameters["fund_burden"][world] * funded
    if doses.active("appraisal"):
        effect[Fear.BURDEN] += APPRAISAL_BURDEN * doses.at("appraisal", rows)
    if doses.active("board"):
        effect[Fear.BENEFIT] += BOARD_BENEFIT * doses.at("board", rows)
    target[:, rows] += effect


def _pull_of_recognition(stack: Stack, doses: DoseReader, target: F64) -> None:
    """Honours are seen where a branch works, a star where it has one, and heard of elsewhere."""
    organizations, parameters = stack.organizations, stack.parameters
    starred = stack.branches.starred_until > stack.month
    if not doses.active("recognition") and not starred.any():
        return
    rows = np.arange(1, len(organizations))
    branch, world = organizations.branch[rows], organizations.world[rows]
    honoured = doses.at("recognition", rows)
    with_branch = np.maximum(honoured * stack.effective(rows), starred[branch])
    heard = parameters["fund_announced"][world] * honoured
    seen = np.where(branch > 0, with_branch, heard)
    target[Fear.BENEFIT, rows] += parameters["recognition_benefit"][world] * seen


def _pull_of_policies(stack: Stack, doses: DoseReader, target: F64) -> None:
    """Money announced to those without a branch, venues, working time, protection, campaigns."""
    organizations, parameters = stack.organizations, stack.parameters
    world = organizations.world
    everyone = np.arange(len(organizations))
    if announces(doses):
        bare = np.flatnonzero(organizations.branch == 0)
        believed = parameters["fund_burden"] * parameters["fund_announced"]
        target[Fear.BURDEN, bare] -= believed[world[bare]] * announced(stack, doses, bare)
    if doses.active("venue"):
        target[Fear.BURDEN] -= VENUE_BURDEN * doses.at("venue", everyone)
    if doses.active("worktime"):
        target[Fear.BURDEN] += WORKTIME_BURDEN * doses.at("worktime", everyone)
    if doses.active("protection"):
        feared = parameters["protection_constraint"][world]
        target[Fear.CONSTRAINT] += feared * doses.at("protection", everyone)
    if doses.active("campaign"):
        eased = parameters["campaign_effect"][world] * doses.at("campaign", everyone)
        target[: Fear.BENEFIT] -= eased

"""Rivals of shipped rules: other accounts of a link, so that one can see what depends on it.

Each is chosen in a scenario's table ``[model]``. Their words are in docs/draws.md 15. None is
calibrated: their numbers are free, and levels under them mean less than which alternative is
ahead. Draws: THRESHOLD. Source: Granovetter 1978 (thresholds); S3, S4, S7 (pressure).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.constants import NEIGHBOUR_WEIGHT
from sim.draws import F64, I64, Mask, Process, draw, normal
from sim.policies.doses import DoseReader
from sim.state.cells import Peers
from sim.state.plugged import Edges, Variant
from sim.state.stack import Stack

THRESHOLD_MEAN: Final = 0.25
"""Mean of personal thresholds, a share of covered peers: Granovetter's own example."""
THRESHOLD_SD: Final = 0.2
THRESHOLD_SLOPE: Final = 20.0
"""Logits by which a share above the threshold raises consent: .1 above is 88 %."""
NEUTRAL_PRESSURE: Final = 0.5
"""Pressure at which a coerced head is as likely to consent as not."""

_VITAL, _HOLLOW, _NOT_COUNTED = 1, 2, 3


def threshold_consent(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return s by the share of covered peers above a threshold of one's own (Granovetter 1978)."""
    own = normal(draw(stack.organizations.key[rows], Process.THRESHOLD, 0))
    thresholds = THRESHOLD_MEAN + THRESHOLD_SD * own
    result: F64 = THRESHOLD_SLOPE * (_covered_share(stack, rows) - thresholds)
    return result


def coercive_consent(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return s by pressure alone: what heads want, are or get does not count (S3, S4, S7)."""
    pressed: F64 = doses.pressure(rows) - NEUTRAL_PRESSURE
    return stack.at("consent_intercept", rows) + stack.at("consent_attitude", rows) * pressed


def peers_on_edges(stack: Stack, doses: DoseReader, peers: Peers) -> tuple[F64, F64]:
    """Return the shares of vital and of hollow peers among those that an edge list names."""
    standing = _standing(stack, peers)
    counted, vital, hollow = (
        _tied(stack, mask)
        for mask in (standing != _NOT_COUNTED, standing == _VITAL, standing == _HOLLOW)
    )
    return _share(vital, counted), _share(hollow, counted)


def no_peers(stack: Stack, doses: DoseReader, peers: Peers) -> tuple[F64, F64]:
    """Return shares of 0: nobody looks at others."""
    nothing = np.zeros(len(stack.organizations))
    return nothing, nothing


def fixed_effort(stack: Stack, share: F64) -> F64:
    """Return the coverage that each committee began with: effort presses by it, not by today's."""
    return stack.committees.share


def exempt_on_case(stack: Stack, rows: I64) -> Mask:
    """Return the organizations on a liaison's case: the liaison founds, not the committee."""
    organizations = stack.organizations
    exempt: Mask = (organizations.liaison[rows] > 0) & ~organizations.case_weak[rows]
    return exempt


def no_paper(stack: Stack, rows: I64) -> F64:
    """Return a rate of 0: quotas press, and nobody writes up what is not there."""
    return np.zeros(len(rows))


def _standing(stack: Stack, peers: Peers) -> I64:
    """Return how each organization stood as the month began; this month's newcomers don't count."""
    standing = np.full(len(stack.organizations), _NOT_COUNTED)
    standing[: len(peers.standing)] = peers.standing
    return standing


def _covered_share(stack: Stack, rows: I64) -> F64:
    """Return the share of the peers of organizations that have a branch, as ``peers`` has them."""
    organizations = stack.organizations
    looked = stack.plugged.rules.get("peers")
    if looked is no_peers:
        return np.zeros(len(rows))
    counted = organizations.operating & organizations.alive
    covered = counted & (organizations.branch > 0)
    if looked is peers_on_edges:
        return _share(_tied(stack, covered)[rows], _tied(stack, counted)[rows])
    cell = organizations.cell
    others = _near(stack, counted)[cell] - counted
    return _share(np.maximum(0.0, (_near(stack, covered)[cell] - covered)[rows]), others[rows])


def _near(stack: Stack, mask: Mask) -> F64:
    """Count organizations by cell, those of the industry in neighbouring districts by weight."""
    cells = stack.cells
    own = np.bincount(stack.organizations.cell[mask], minlength=len(cells))
    near = np.bincount(cells.neighbour_from, own[cells.neighbour_to], len(cells))
    return own + NEIGHBOUR_WEIGHT * near


def _tied(stack: Stack, mask: Mask) -> F64:
    """Count by organization those of ``mask`` that the edge list ties to it."""
    organizations, edges = stack.organizations, stack.plugged.edges
    assert edges is not None  # a scenario with this rule has a list
    one, other = _ends(edges)
    known = np.unique(np.concatenate([one, other]))
    live = np.flatnonzero(organizations.alive)
    node = np.minimum(np.searchsorted(known, organizations.identity[live]), len(known) - 1)
    named = known[node] == organizations.identity[live]
    row = np.zeros((stack.n_worlds, len(known)), np.int64)
    row[organizations.world[live[named]], node[named]] = live[named]
    a, b = (row[:, np.searchsorted(known, end)].ravel() for end in (one, other))
    both = (a > 0) & (b > 0)
    a, b = a[both], b[both]
    n = len(organizations)
    # exact: whole numbers
    tied = np.bincount(a, mask[b], n) + np.bincount(b, mask[a], n)
    return tied.astype(np.float64)


def _ends(edges: Edges) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.array(edges.pairs, np.uint64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _share(part: F64, whole: F64) -> F64:
    """Return part / whole, 0 where there is nobody."""
    result: F64 = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return result


RIVALS: Final = (
    Variant(
        "consent",
        "threshold",
        threshold_consent,
        "a head agrees once enough peers have a branch",
        "同行建的够多才同意（门槛）",
        "Granovetter 1978",
    ),
    Variant(
        "consent",
        "coercive",
        coercive_consent,
        "a head agrees under pressure only",
        "只因压力才同意",
        "S3 S4 S7",
    ),
    Variant(
        "peers",
        "edges",
        peers_on_edges,
        "peers are those that an edge list names",
        "同行按给定的联系名单",
    ),
    Variant("peers", "none", no_peers, "nobody looks at peers", "不看同行"),
    Variant(
        "effort_response",
        "fixed",
        fixed_effort,
        "standing effort stays as coverage was at the start",
        "日常工作力度按起始覆盖率固定不变",
    ),
    Variant(
        "capacity",
        "exempt",
        exempt_on_case,
        "organizations on a liaison's case need no act of founding",
        "指导员联系的组织组建不占上级组建能力",
    ),
    Variant("paper", "none", no_paper, "quotas put nobody on paper", "指标不带来纸面覆盖", "S3 S4"),
)
"""What is shipped beside the default rules."""

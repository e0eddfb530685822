"""Keyed races: a choice in proportion to weights in which others' changes do not interfere.

Each candidate has the value −ln(u)/w with u keyed by the pair; the smallest wins. Removing a
candidate changes the choice of those only who had chosen it.
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64, U64, Process, draw_partners, pair_keys
from sim.state.ranking import runs


def spread(start: I64, stop: I64) -> tuple[I64, I64]:
    """Expand ranges: return (owner, element) for each element of each [start, stop)."""
    size = stop - start
    owner = np.repeat(np.arange(len(start)), size)
    offset = np.cumsum(size) - size  # integers: exact
    element = np.arange(len(owner)) - np.repeat(offset - start, size)
    return owner, element


def race(
    key: U64, process: Process, month: int, owner: I64, weight: F64 | I64, partner: U64
) -> I64:
    """Return for each contestant the index of its winning candidate, −1 where none has weight.

    ``owner`` (ascending), ``weight`` and ``partner`` describe candidates; ``key`` contestants.
    """
    winner = np.full(len(key), -1, np.int64)
    running = np.flatnonzero(weight > 0)
    if not len(running):
        return winner
    owner = owner[running]
    u = draw_partners(pair_keys(key, process, month), owner, partner[running])
    value = -np.log(u) / weight[running]
    first, size = runs(owner)
    best = np.minimum.reduceat(value, first)
    segment = np.repeat(np.arange(len(first)), size)
    hit = np.flatnonzero(value == best[segment])
    winner[owner[hit[::-1]]] = running[hit[::-1]]
    return winner

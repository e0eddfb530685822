"""Ranks within groups: the k-th who waits meets the k-th free place."""

from __future__ import annotations

import numpy as np

from sim.draws import I64


def ranks(group: I64) -> I64:
    """Return the position of each element within its run of equal, adjacent groups."""
    if not len(group):
        return np.zeros(0, np.int64)
    first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    size = np.diff(np.r_[first, len(group)])
    position: I64 = np.arange(len(group)) - np.repeat(first, size)
    return position


def places(group: I64, offered: I64) -> I64:
    """Return for the k-th element of each group the index of the k-th place offered to it.

    Both are sorted by group; each group has at least as many places as elements.
    """
    return np.searchsorted(offered, group) + ranks(group)

"""Ranks within groups: the k-th who waits meets the k-th free place."""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Mask


def starts(group: I64) -> Mask:
    """Return where a run of equal, adjacent groups begins."""
    first = np.ones(len(group), bool)
    np.not_equal(group[1:], group[:-1], out=first[1:])
    return first


def runs(group: I64) -> tuple[I64, I64]:
    """Return where runs of equal, adjacent groups begin, and how long they are."""
    first = np.flatnonzero(starts(group))
    size = np.empty_like(first)
    np.subtract(first[1:], first[:-1], out=size[:-1])
    size[-1:] = len(group) - first[-1:]
    return first, size


def ranks(group: I64) -> I64:
    """Return the position of each element within its run of equal, adjacent groups."""
    first, size = runs(group)
    position: I64 = np.arange(len(group)) - np.repeat(first, size)
    return position


def places(group: I64, offered: I64) -> I64:
    """Return for the k-th element of each group the index of the k-th place offered to it.

    Both are sorted by group; each group has at least as many places as elements.
    """
    return np.searchsorted(offered, group) + ranks(group)

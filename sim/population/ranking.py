"""Choices within groups that hold a number exactly, without a loop over groups.

A group is a world, or a world and a kind. Who is chosen depends on the group's own rows alone,
not on their order: scores decide, and the identity between equals.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64
from sim.exact import group_sum, group_total

Bools = npt.NDArray[np.bool_]
Race = Callable[[I64, I64, Bools, int], F64]
"""Score of rows in a round; the highest move. Given: rows, their values, whether each gains, and
the number of the round."""


class Unattainable(ValueError):
    """A total that no choice within the bounds can hold."""

    def __init__(self, group: int, total: int, reached: int) -> None:
        super().__init__(f"group {group}: {total} wanted, {reached} reached")
        self.group, self.total, self.reached = group, total, reached


def ranks(group: I64, score: F64, identity: U64) -> I64:
    """Rank of each row in its group, 0 for the highest score."""
    order = np.lexsort((identity, -score, group))
    counts = np.bincount(group)
    first = np.cumsum(counts) - counts  # exact: counts are integers
    result = np.empty(len(group), np.int64)
    result[order] = np.arange(len(group)) - first[group[order]]
    return result


def top(group: I64, wanted: I64, score: F64, identity: U64) -> Bools:
    """Mark the ``wanted`` rows of each group with the highest scores (or all, where fewer)."""
    chosen: Bools = ranks(group, score, identity) < wanted[group]
    return chosen


def settle(
    group: I64, values: I64, low: I64, high: I64, total: I64, race: Race, identity: U64
) -> I64:
    """Change ``values`` by ones, within bounds, until every group sums to its total.

    A negative total is free. In a round each row moves by one at most; ``race`` says who.
    """
    values = values.copy()
    groups = len(total)
    number = 0
    while True:
        gap = np.where(total >= 0, total - group_sum(group, values, groups), 0)
        if not gap.any():
            return values
        up = gap[group] > 0
        rows = np.flatnonzero(np.where(up, values < high, (gap[group] < 0) & (values > low)))
        stuck = np.flatnonzero((gap != 0) & (np.bincount(group[rows], minlength=groups) == 0))
        if len(stuck):
            first = int(stuck[0])
            raise Unattainable(first, int(total[first]), int(total[first] - gap[first]))
        score = race(rows, values[rows], up[rows], number)
        moved = rows[top(group[rows], np.abs(gap), score, identity[rows])]
        values[moved] += np.where(up[moved], 1, -1)
        number += 1


def apportion(group: I64, weight: F64, low: I64, total: I64, identity: U64) -> I64:
    """Whole numbers in proportion to ``weight``, at least ``low``, that sum to the total.

    Rows whose share falls below their bound hold the bound and the others share what is left;
    of these the largest remainders are rounded up.
    """
    groups = len(total)
    held = np.zeros(len(group), np.bool_)
    while True:
        left = total - group_sum(group[held], low[held], groups)
        free = group_total(group[~held], weight[~held], groups)
        scale = np.divide(left, free, out=np.zeros(groups), where=free > 0)
        share = weight * scale[group]
        below = ~held & (share < low)
        if not below.any():
            break
        held |= below
    whole = np.where(held, low, np.floor(share)).astype(np.int64)
    remainder = np.where(held, -1.0, share - np.floor(share))
    most = np.full(len(group), np.iinfo(np.int64).max)

    def race(rows: I64, values: I64, up: Bools, number: int) -> F64:
        return np.where(up, remainder[rows], -remainder[rows])

    return settle(group, whole, low, most, total, race, identity)

"""Choices in groups: numbers hold, and neither order nor other groups matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.draws import F64, I64
from sim.population.attributes import Bools
from sim.population.totals import Unattainable, apportion, ranks, settle, top


def _race(rows: I64, values: I64, up: Bools, number: int) -> F64:
    score: F64 = np.cos(rows * 1.7 + number)
    return score


def test_ranks_start_anew_in_each_group_and_break_ties_by_identity() -> None:
    group = np.array([1, 0, 1, 1, 0])
    score = np.array([0.5, 0.1, 0.9, 0.5, 0.3])
    identity = np.array([7, 1, 2, 3, 9], np.uint64)
    assert list(ranks(group, score, identity)) == [2, 1, 0, 1, 0]
    assert list(top(group, np.array([1, 2]), score, identity)) == [False, False, True, True, True]
    assert not len(ranks(group[:0], score[:0], identity[:0]))


@given(
    cells=st.lists(
        st.tuples(st.integers(0, 3), st.floats(1e-3, 1e4), st.integers(0, 5)), min_size=1
    ),
    spare=st.lists(st.integers(0, 3000), min_size=4, max_size=4),
)
def test_apportion_holds_totals_and_least(
    cells: list[tuple[int, float, int]], spare: list[int]
) -> None:
    group, weight, low = (np.array(column) for column in zip(*cells, strict=True))
    identity = np.arange(len(cells), dtype=np.uint64)
    present = np.bincount(group, minlength=4) > 0
    least = np.array([low[group == g].sum() for g in range(4)])
    total = np.where(present, least + np.array(spare), -1)
    whole = apportion(group, weight, low, total, identity)
    assert (whole >= low).all()
    for g in np.flatnonzero(present):
        mine = group == g
        assert whole[mine].sum() == total[g]
        alone = apportion(
            np.zeros(mine.sum(), np.int64), weight[mine], low[mine], total[[g]], identity[mine]
        )
        assert np.array_equal(alone, whole[mine])
        above = mine & (whole > low)
        order = np.argsort(weight[above])
        assert (np.diff(whole[above][order]) >= -1).all()


def test_apportion_rounds_the_largest_remainders_up() -> None:
    weight = np.array([1.2, 2.7, 3.6, 2.5])
    zeros = np.zeros(4, np.int64)
    whole = apportion(zeros, weight, zeros, np.array([10]), np.arange(4, dtype=np.uint64))
    assert list(whole) == [1, 3, 4, 2]


@given(values=st.lists(st.integers(0, 6), min_size=1, max_size=30), total=st.integers(0, 180))
def test_settle_moves_by_ones_within_bounds(values: list[int], total: int) -> None:
    size = len(values)
    start = np.array(values)
    group, identity = np.zeros(size, np.int64), np.arange(size, dtype=np.uint64)
    low, high = np.zeros(size, np.int64), np.full(size, 6)
    if total > 6 * size:
        with pytest.raises(Unattainable):
            settle(group, start, low, high, np.array([total]), _race, identity)
        return
    settled = settle(group, start, low, high, np.array([total]), _race, identity)
    assert settled.sum() == total and (settled >= low).all() and (settled <= high).all()
    assert len(set(np.sign(settled - start)) - {0}) <= 1
    free = settle(group, start, low, high, np.array([-1]), _race, identity)
    assert np.array_equal(free, start)

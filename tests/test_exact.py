"""Exact sums: order, padding and stacking cannot change a total."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim import exact

VALUES = st.lists(st.floats(-1e6, 1e6), max_size=60)


@given(VALUES, st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_order_padding_or_stack(
    values: list[float], chance: Random
) -> None:
    rows = np.arange(len(values)) % 3
    plain = exact.group_total(rows, np.array(values, float), 3)
    order = list(range(len(values)))
    chance.shuffle(order)
    shuffled = exact.group_total(rows[order], np.array(values, float)[order], 3)
    padded = exact.group_total(
        np.concatenate([[0, 1], rows, [2]]), np.array([0.0, 0.0, *values, 0.0]), 3
    )
    stacked = exact.group_total(
        np.concatenate([rows + 3, rows]), np.array([*values, *values], float), 6
    )
    assert plain.tobytes() == shuffled.tobytes() == padded.tobytes()
    assert stacked[:3].tobytes() == stacked[3:].tobytes() == plain.tobytes()


@given(VALUES)
def test_a_total_is_the_exact_sum_of_the_rounded_values(values: list[float]) -> None:
    total = exact.group_total(np.zeros(len(values), np.int64), np.array(values, float), 1)
    rounded = [Fraction(round(Fraction(value) * 2**20), 2**20) for value in values]
    assert Fraction(float(total[0])) == sum(rounded)
    assert math.isclose(total[0], math.fsum(values), abs_tol=len(values) * 2.0**-21 + 1e-12)


@given(st.lists(st.floats(-(2.0**30), 2.0**30), min_size=1, max_size=20))
def test_quantize_rounds_halves_to_even(values: list[float]) -> None:
    got = exact.quantize(np.array(values)).tolist()
    assert got == [round(Fraction(value) * 2**20) for value in values]


def test_quantize_of_halves() -> None:
    halves = np.array([0.5, 1.5, 2.5, -0.5, -1.5]) * 2.0**-20
    assert exact.quantize(halves).tolist() == [0, 2, 2, 0, -2]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-(2**45), 2**45)), max_size=60))
def test_group_sum_and_count(pairs: list[tuple[int, int]]) -> None:
    group = np.array([g for g, _ in pairs], np.int64)
    values = np.array([v for _, v in pairs], np.int64)
    sums, counts = exact.group_sum(group, values, 5), exact.group_count(group, 5)
    assert sums.tolist() == [sum(v for g, v in pairs if g == k) for k in range(5)]
    assert counts.tolist() == [sum(g == k for g, _ in pairs) for k in range(5)]
    assert sums.dtype == counts.dtype == np.int64


def test_a_plain_sum_would_depend_on_order() -> None:
    values = np.array([1e6, 0.1, -1e6, 0.3, 0.7] * 7)
    plain = float(np.bincount(np.zeros(35, np.int64), weights=values)[0])
    other = float(np.bincount(np.zeros(35, np.int64), weights=np.sort(values))[0])
    assert plain != other

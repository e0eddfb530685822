"""Errors of observations: their size, their scale, and that they are the same whatever the rows."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.catalogue import MEASURES
from sim.studies.observing import ErrorModel, noisy

SHARE, NUMBER = MEASURES["reported_coverage"], MEASURES["registered"]


@pytest.mark.parametrize(
    ("value", "logits"),
    [(0.5, 0.15), (0.8, 0.03 / 0.16), (0.95, 0.03 / 0.0475)],
)
def test_a_share_s_error_is_the_larger_of_two(value: float, logits: float) -> None:
    error = ErrorModel.of(SHARE, value)
    assert error.scale == "logit"
    assert error.sd == pytest.approx(logits)


def test_a_stated_error_is_brought_to_its_scale() -> None:
    share, number = ErrorModel.of(SHARE, 0.419, 0.05), ErrorModel.of(NUMBER, 900.0, 90.0)
    assert share.sd == pytest.approx(0.05 / (0.419 * 0.581))
    assert number.scale == "log"
    assert number.sd == pytest.approx(0.1)
    assert ErrorModel.of(NUMBER, 900.0).sd == 0.05


def test_errors_grow_with_the_years_by_a_random_walk() -> None:
    share, number = ErrorModel.of(SHARE, 0.5), ErrorModel.of(NUMBER, 100.0)
    assert share.after(3.0).sd == pytest.approx(2 * 0.15)
    assert number.after(3.0).sd == pytest.approx(2 * 0.05)
    assert share.after(0.0) == share.after(-1.0) == share
    # A figure that is less certain by itself is so by itself; the walk is the same.
    stated = ErrorModel.of(NUMBER, 100.0, 10.0)
    assert stated.after(2.0).sd == pytest.approx((0.1**2 + 2 * 0.05**2) ** 0.5)


def test_values_go_to_the_scale_and_back() -> None:
    for error, values in (
        (ErrorModel.of(SHARE, 0.6), np.array([0.01, 0.4, 0.99])),
        (ErrorModel.of(NUMBER, 1e5), np.array([2e3, 1e5, 4e6])),
    ):
        assert error.back(error.onto(values)) == pytest.approx(values)


def test_ends_stay_finite_and_what_is_missing_stays_missing() -> None:
    for error in (ErrorModel.of(SHARE, 0.6), ErrorModel.of(NUMBER, 50.0)):
        assert np.isfinite(error.onto(np.array([0.0, 1.0, np.nan]))).tolist() == [True, True, False]


def test_noise_has_its_spread_and_does_not_depend_on_the_number_of_rows() -> None:
    errors = [ErrorModel.of(SHARE, 0.5), ErrorModel.of(NUMBER, 100.0)]
    values = np.tile([0.5, 100.0], (4_000, 1))
    found = noisy(values, errors, seed=3)
    assert found.mean(axis=0) == pytest.approx([0.0, np.log(100)], abs=0.01)
    assert found.std(axis=0) == pytest.approx([0.15, 0.05], rel=0.05)
    assert abs(np.corrcoef(found[:, 0], found[:, 1]).ravel()[1]) < 0.05
    assert np.array_equal(noisy(values[:10], errors, seed=3), found[:10])
    assert not np.array_equal(noisy(values[:10], errors, seed=4), found[:10])

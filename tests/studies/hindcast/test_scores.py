"""Scores of interval predictions, by hand and against the quantile scores they are made of."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.hindcast.curves import Prediction, mean_wis

ONE = Prediction(40.0, 50.0, 70.0)


@pytest.mark.parametrize(
    ("observed", "score"),
    [
        (50.0, 0.05 * 30 / 1.5),
        (60.0, (0.5 * 10 + 0.05 * 30) / 1.5),
        (75.0, (0.5 * 25 + 0.05 * (30 + 20 * 5)) / 1.5),
        (30.0, (0.5 * 20 + 0.05 * (30 + 20 * 10)) / 1.5),
    ],
)
def test_the_score_by_hand(observed: float, score: float) -> None:
    assert ONE.wis(observed) == pytest.approx(score)


@pytest.mark.parametrize("observed", [10.0, 45.0, 58.0, 90.0])
def test_the_score_is_the_mean_of_three_quantile_scores(observed: float) -> None:
    levels, ends = (0.05, 0.5, 0.95), (ONE.q05, ONE.q50, ONE.q95)
    losses = [
        max(level * (observed - q), (level - 1) * (observed - q))
        for level, q in zip(levels, ends, strict=True)
    ]
    assert ONE.wis(observed) == pytest.approx(2 * sum(losses) / 3)


def test_weighted_draws() -> None:
    values, weights = np.array([1.0, 2.0, 3.0, 9.0]), np.array([0.4, 0.4, 0.2, 0.0])
    found = Prediction.of(values, weights)
    assert (found.q05, found.q50, found.q95) == (1.0, 2.0, 3.0)
    assert mean_wis([found, ONE], [2.0, 50.0]) == pytest.approx((0.05 * 2 + 0.05 * 30) / 3)
    assert found.scaled(10).q95 == 30
    assert ONE.holds(40.0) and not ONE.holds(39.9)

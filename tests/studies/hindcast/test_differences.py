"""Scores in pairs: who is better by how much, and how little a few backtests say of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.studies.hindcast.backtests import AS_MANY, MODEL, Scored
from sim.studies.hindcast.curves import Prediction
from sim.studies.hindcast.differences import (
    ALL,
    PERSISTENCE,
    changes,
    differences,
    distributions,
    model_crps,
)
from sim.studies.hindcast.tracks import TRAINING, Row, track

ROWS = [row for name in TRAINING for row in track(name).rows if row.measure != "reported_base"]


def said(row: Row, off: float) -> Prediction:
    """Somebody who is sure, and off by so much on the scale of the figure's error."""
    centre = row.error.onto(np.array([row.observed])) + off
    value = float(row.error.back(centre)[0]) * (row.first if row.growth else 1.0)
    return Prediction.of(np.full(20, value))


def scores(off: dict[str, list[float]]) -> list[Scored]:
    n = len(next(iter(off.values())))
    return [
        Scored(f"B{k}", ROWS[k], {name: said(ROWS[k], each[k]) for name, each in off.items()})
        for k in range(n)
    ]


def test_a_change_is_held_against_no_change() -> None:
    found = [*changes(scores({MODEL: [0.1, 0.3], PERSISTENCE: [0.4, -0.2]}))]
    by = {(one.backtest, one.forecaster): one for one in found}
    assert by["B0", MODEL].crps == pytest.approx(0.1, rel=1e-6)
    assert by["B0", MODEL].skill == pytest.approx(0.75, rel=1e-6)
    assert by["B1", MODEL].skill == pytest.approx(-0.5, rel=1e-6)
    assert by[ALL, MODEL].skill == pytest.approx(1 - 0.2 / 0.3, rel=1e-6)
    assert by[ALL, PERSISTENCE].skill == 0.0


def test_differences_are_paired_and_a_variant_is_held_against_as_many_draws() -> None:
    given = scores(
        {
            MODEL: [0.1] * 6,
            AS_MANY: [0.2] * 6,
            "no_peers": [0.2] * 6,
            PERSISTENCE: [0.3, 0.3, 0.3, 0.3, 0.3, 0.05],
        }
    )
    by = {one.forecaster: one for one in differences(given)}
    still = by[PERSISTENCE]
    assert (still.against, still.better, still.of) == (MODEL, 1, 6)
    assert still.mean == pytest.approx((5 * 0.2 - 0.05) / 6, rel=1e-6)
    assert still.low < still.mean < still.high and still.worse_share > 0.95
    # What is the same in every backtest is known as well as can be.
    same = by["no_peers"]
    assert same.against == AS_MANY and (same.mean, same.low, same.high) == (0.0, 0.0, 0.0)
    assert {*by} == {PERSISTENCE, "no_peers"}
    assert model_crps(given) == pytest.approx(0.1, rel=1e-6)


def test_who_has_no_distribution_or_knows_too_much_is_left_out() -> None:
    (one,) = scores({MODEL: [0.1], PERSISTENCE: [0.1], "hindsight": [0.0]})
    interval = {**one.predictions, "reference class": Prediction(0.6, 0.8, 0.99)}
    assert distributions([Scored("B0", one.row, interval)]) == [MODEL, PERSISTENCE]
    assert math.isnan(Prediction(0.6, 0.8, 0.99).crps(0.7, lambda x: x))

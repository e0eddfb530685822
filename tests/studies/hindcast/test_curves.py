"""Baselines: each goes through what was seen and continues as its name says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.draws import normal, series
from sim.studies.hindcast import curves
from sim.studies.hindcast.curves import (
    CURVES,
    HINDSIGHT,
    REFERENCE,
    History,
    Prediction,
    predict,
)
from sim.studies.observing import ErrorModel

SEEN = History((0.0, 2.0), (0.30, 0.45))
FALLEN = History((0.0, 1.0), (0.584, 0.531))
ALONE = History((0.0,), (0.4,))
TOLD = History((0.0,), (0.4,), (1.4, 1.7))


def logit(share: float) -> float:
    return math.log(share / (1 - share))


@pytest.mark.parametrize("name", [name for name in CURVES if name != "growth"])
@pytest.mark.parametrize("history", [SEEN, FALLEN])
def test_curves_go_through_the_last_share(name: str, history: History) -> None:
    at_last = CURVES[name](history, history.times[-1])
    assert np.allclose(at_last, history.shares[-1], atol=1e-6)


@pytest.mark.parametrize("name", ["logistic", "Gompertz", "Bass"])
def test_curves_go_through_the_share_before(name: str) -> None:
    back = CURVES[name](SEEN, 0.0)
    assert np.allclose(back, 0.30, atol=1e-4)


def test_lines() -> None:
    assert np.allclose(curves.linear(SEEN, 4.0), 0.60)
    slope = (logit(0.45) - logit(0.30)) / 2
    expected = 1 / (1 + math.exp(-(logit(0.45) + 2 * slope)))
    assert np.allclose(curves.logit_linear(SEEN, 4.0), expected)
    assert np.allclose(curves.logit_linear(ALONE, 9.0), 0.4)


def test_bass_solves_its_equation() -> None:
    top, inside = np.array([0.9]), np.array([0.4])
    share = 0.2
    for _step in range(20_000):
        share += (0.03 + 0.4 * share / 0.9) * (0.9 - share) * 1e-4
    found = curves._bass_step(np.array([0.2]), top, inside, 2.0)
    assert found[0] == pytest.approx(share, abs=1e-4)


def test_a_plateau_is_not_passed() -> None:
    for name in ("logistic", "Gompertz", "Bass"):
        assert CURVES[name](SEEN, 60.0).max() <= 1.0
        assert CURVES[name](SEEN, 60.0).min() > 0.79


def test_growth_is_what_was_seen_here_and_elsewhere() -> None:
    told = np.median(curves.growth(TOLD, 1.0))
    assert told == pytest.approx(1 / (1 + math.exp(-(logit(0.4) + 1.55))), abs=0.01)
    seen = SEEN.growth
    assert seen is not None
    rate = logit(float(np.median(curves.growth(SEEN, 3.0)))) - logit(0.45)
    assert rate == pytest.approx(seen, abs=0.02)
    both = History(SEEN.times, SEEN.shares, (0.1,))
    rate = logit(float(np.median(curves.growth(both, 3.0)))) - logit(0.45)
    assert rate == pytest.approx((seen + 0.1) / 2, abs=0.02)


def test_intervals_widen_with_time_and_hold_the_reference_class() -> None:
    soon, late = predict([SEEN], 2.5, effort="push"), predict([SEEN], 6.0, effort="push")
    for name in ("persistence", "logit-linear"):
        near, far = soon[name], late[name]
        assert 0 < near.q05 < near.q50 < near.q95 < 1
        assert near.width < far.width
    assert soon[REFERENCE].q50 == 0.82


@pytest.mark.parametrize(
    ("error", "unit", "sd"),
    [
        (ErrorModel("logit", 0.15), 1.0, 0.15 * 4**0.5),
        (ErrorModel("log", 0.05 * 2**0.5, 0.01), 1_000.0, 0.05 * 5**0.5),
    ],
)
def test_errors_are_by_the_law_of_the_model(error: ErrorModel, unit: float, sd: float) -> None:
    found = predict([ALONE], 3.0, [unit], effort="push", error_of=lambda value: error)
    stays = found["persistence"]
    ends = error.onto(np.array([stays.q05, stays.q50, stays.q95]))
    assert ends[2] - ends[0] == pytest.approx(2 * 1.645 * sd, rel=0.05)
    assert error.back(ends[1]) == pytest.approx(0.4 * unit, rel=0.02)


def test_an_open_start_is_a_mixture_in_the_unit_of_the_figure() -> None:
    low, high = History((0.0,), (0.2,)), History((0.0,), (0.8,))
    found = predict([low, high], 0.5, effort="push")["persistence"]
    assert found.q05 == pytest.approx(
        predict([low], 0.5, effort="push")["persistence"].q05, abs=0.03
    )
    assert found.q95 == pytest.approx(
        predict([high], 0.5, effort="push")["persistence"].q95, abs=0.03
    )
    # As an index whose first figure is 100, whoever stays is at 100, wherever they began.
    index = predict(
        [low, high], 0.5, [100 / 0.2, 100 / 0.8], effort="push",
        error_of=lambda value: ErrorModel("log", 0.07, 0.01),
    )["persistence"]  # fmt: skip
    assert index.q50 == pytest.approx(100, abs=2)


def test_the_crps_of_a_normal_distribution_is_the_closed_form_and_change_is_level() -> None:
    values = normal(series(1, "crps", 200_000))
    one = Prediction.of(values)
    # Gneiting & Raftery 2007, eq. 5: a standard normal at 0 and at 1.
    for observed, score in ((0.0, 0.2337), (1.0, 0.6024)):
        assert one.crps(observed, lambda x: x) == pytest.approx(score, abs=0.01)
    moved = Prediction.of(values + 3.0)
    assert moved.crps(4.0, lambda x: x) == pytest.approx(one.crps(1.0, lambda x: x), abs=1e-9)
    # Who is sure and right scores nothing, who is sure and wrong by how much.
    sure = Prediction.of(np.ones(50))
    assert sure.crps(1.0, lambda x: x) == 0.0
    assert sure.crps(1.5, lambda x: x) == pytest.approx(0.5)
    assert math.isnan(Prediction(0.0, 1.0, 2.0).crps(1.0, lambda x: x))


def test_hindsight_knows_the_growth_of_its_class() -> None:
    found = predict([ALONE], 1.0, effort="campaign")[HINDSIGHT]
    assert found.q50 == pytest.approx(1 / (1 + math.exp(-(logit(0.4) + 1.55))), abs=0.02)
    assert predict([ALONE], 1.0, effort="survey")[HINDSIGHT].q50 < 0.45

"""Assumptions that a gain's sign hangs on, found in columns made by hand."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from sim.draws import series
from sim.present.answer import FEWEST_FOR_TURNS
from sim.results.turning import noise_level, ranks, student, turns

N = 120
STEPS = np.linspace(0.0, 1.0, N)


def mixed(number: int) -> np.ndarray:
    """Return a column that goes with nothing."""
    return series(number, "column", N)


def test_equal_values_share_a_rank() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_the_value_is_where_most_replicates_begin_to_gain() -> None:
    (turn,) = turns({"effort": STEPS, "grace_months": mixed(3)}, STEPS - 0.6, "2018-12")
    assert (turn.parameter, turn.below, turn.month) == ("effort", True, "2018-12")
    assert turn.value == pytest.approx(0.6, abs=0.01)
    assert (turn.low.higher, turn.low.of) == (0, 40)
    assert (turn.high.higher, turn.high.of) == (40, 40)
    assert turn.range == pytest.approx((0.05, 0.95), abs=0.01)


def test_it_turns_the_other_way_where_the_gain_falls() -> None:
    (turn,) = turns({"effort": STEPS}, 0.4 - STEPS, "2018-12")
    assert not turn.below
    assert turn.value == pytest.approx(0.4, abs=0.01)


def test_what_matters_and_does_not_turn_has_no_value() -> None:
    (turn,) = turns({"effort": STEPS}, STEPS + 0.1, "2018-12")
    assert turn.value is None


def test_what_turns_comes_before_what_only_matters_and_two_are_named() -> None:
    gain = STEPS - 0.6
    almost = STEPS + 0.05 * np.sin(np.arange(N))
    found = turns({"a": almost, "b": STEPS, "c": STEPS + 1.0}, gain, "2018-12")
    assert [turn.parameter for turn in found] == ["b", "c"]


def test_chance_does_not_stand_out() -> None:
    columns = {str(k): mixed(k) for k in range(1, 100)}
    assert turns(columns, mixed(0) - 0.5, "2018-12") == ()
    assert noise_level(200, 137) == pytest.approx(0.254, abs=0.005)


@pytest.mark.parametrize("replicates", [40, 60, 100, 200, 5_000])
def test_the_noise_of_answer_and_report_is_students_t(replicates: int) -> None:
    from scipy import stats

    for parameters in (1, 90, 137):
        bound = stats.t.ppf(1 - 0.05 / (2 * parameters), replicates - 2)
        assert student(1 - 0.05 / (2 * parameters), replicates - 2) == pytest.approx(
            bound, rel=1e-4
        )
        exact = bound / np.sqrt(replicates - 2 + bound**2)
        assert noise_level(replicates, parameters) == pytest.approx(exact, rel=1e-4)
    assert importlib.import_module("sim.report.assumptions").noise_level is noise_level


def test_too_few_replicates_or_no_spread_tell_nothing() -> None:
    few = STEPS[: FEWEST_FOR_TURNS - 1]
    assert turns({"effort": few}, few - 0.5, "2018-12") == ()
    assert turns({"effort": STEPS}, np.zeros(N), "2018-12") == ()
    gain = np.where(np.arange(N) < N - FEWEST_FOR_TURNS + 1, np.nan, STEPS)
    assert turns({"effort": STEPS}, gain, "2018-12") == ()
    assert turns({}, STEPS, "2018-12") == ()

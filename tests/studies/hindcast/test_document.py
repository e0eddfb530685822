"""Tables of the page: who stands in which, in what order."""

from __future__ import annotations

from sim.studies.hindcast.backtests import GIVEN, MODEL
from sim.studies.hindcast.ensemble import BASE_GIVEN
from tools.hindcast import given, pivoted

ROWS = [
    ["backtest", "forecaster", "mean_wis"],
    ["D1", "linear", "1"], ["D1", f"linear{GIVEN}", "2"],
    ["D1", BASE_GIVEN, "3"], ["D1", MODEL, "4"],
    ["D3", "linear", "5"], ["D3", f"linear{GIVEN}", "5"],
    ["D3", BASE_GIVEN, "6"], ["D3", MODEL, "7"],
]  # fmt: skip


def test_the_model_stands_first_and_curves_that_are_given_the_base_apart() -> None:
    assert pivoted(ROWS) == [
        ["mean WIS", "D1", "D3"],
        [MODEL, "4", "7"],
        ["linear", "1", "5"],
        [BASE_GIVEN, "3", "6"],
    ]
    # D3 is the same for curves with and without: it does not stand there.
    assert given(ROWS) == [["mean WIS", "D1"], [BASE_GIVEN, "3"], [f"linear{GIVEN}", "2"]]

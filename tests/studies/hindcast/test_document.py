"""Tables of the page: who stands in which, in what order."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.studies.hindcast.backtests import GIVEN, MODEL
from sim.studies.hindcast.differences import ALL
from sim.studies.hindcast.ensemble import BASE_GIVEN
from tools.hindcast import by_backtest, by_forecaster, editions, given, main, pivoted

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


def test_changes_are_shown_by_backtest_and_over_all_the_best_first() -> None:
    rows = [
        ["backtest", "forecaster", "crps_of_change", "persistence", "less_than_persistence"],
        ["D1", MODEL, "0.1", "0.4", "0.75"],
        ["D1", "linear", "0.3", "0.4", "0.25"],
        [ALL, MODEL, "0.5", "0.4", "-0.25"],
        [ALL, "linear", "0.3", "0.4", "0.25"],
        [ALL, f"linear{GIVEN}", "0.2", "0.4", "0.5"],
    ]
    assert by_backtest(rows)[1:] == [[
        "D1", "0.1", "0.4", "75%"], [ALL, "0.5", "0.4", "−25%"]]  # fmt: skip
    assert by_forecaster(rows)[1:] == [["linear", "0.3", "25%"], [MODEL, "0.5", "−25%"]]


def test_editions_stand_side_by_side_where_both_predicted() -> None:
    now = [
        ["backtest", "figure", "observed", "forecaster", "q05", "q50", "q95", "wis"],
        ["D1", "a", "10", MODEL, "8", "9", "11", "0.5"],
        ["D1", "a", "10", "linear", "8", "9", "11", "0.5"],
        ["D6", "new", "10", MODEL, "8", "9", "11", "0.5"],
        # The same figure, with more known of it: no match of the older prediction.
        ["D8", "a", "10", MODEL, "8", "9", "11", "0.5"],
    ]
    before = [
        ["backtest", "figure", "observed", "q05", "q50", "q95", "wis"],
        ["D1", "a", "10", "1", "2", "3", "9"],
    ]
    assert editions(now, before)[1:] == [["a", "10", "2 (1–3)", "9 (8–11)", "9", "0.5"]]


def test_what_reports_quote_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hindcast").mkdir()
    (tmp_path / "hindcast" / "tested.json").write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr("tools.hindcast.data_folder", lambda: tmp_path)
    main([str(tmp_path / "hindcast")])
    assert (tmp_path / "tested.json").read_text(encoding="utf-8") == "{}\n"

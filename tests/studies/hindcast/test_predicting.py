"""Predictions from a bank, on outcomes that are made up and therefore understood."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from sim.studies.abc import Posterior
from sim.studies.hindcast import predictions as forecasting
from sim.studies.hindcast.backtests import GIVEN, MODEL, cases, scored, table
from sim.studies.hindcast.ensemble import NAMES, Outcomes, prior_draws
from sim.studies.hindcast.predictions import (
    MEASURES,
    Case,
    _predicted,
    as_csv,
    bank_of,
    in_reach,
    posterior,
    predictive,
)
from sim.studies.hindcast.tracks import TRAINING, Row, track
from sim.studies.store import CaseStore

ROWS = tuple(row for name in TRAINING for row in track(name).rows)


def made_up(tilt: float = 0.0) -> Outcomes:
    """Every figure comes out as observed where the first factor is .7, and rises with it."""
    u = prior_draws(1_500)
    columns = []
    for row in ROWS:
        centre = float(row.error.onto(np.array(row.observed)))
        columns.append(row.error.back(centre + 2.0 * (u[:, 0] - 0.7) + tilt * u[:, 1]))
    return Outcomes(ROWS, u, np.column_stack(columns))


def row(name: str, measure: str, date: str) -> Row:
    return next(r for r in ROWS if (r.track, r.measure, r.date) == (name, measure, date))


def test_what_is_known_narrows_what_is_predicted() -> None:
    outcomes = made_up()
    known = row("nation_firms_2013", "reported_coverage", "2014-12")
    wanted = row("nation_firms_2013", "reported_coverage", "2016-12")
    before = predictive(outcomes, [], [wanted])[wanted]
    after = predictive(outcomes, [known], [wanted])[wanted]
    assert after.width < 0.6 * before.width
    assert after.q05 < wanted.value < after.q95
    assert after.q50 == pytest.approx(wanted.value, abs=0.03)


def test_the_posterior_finds_the_factor_and_knows_what_it_has_not_learnt() -> None:
    found = posterior(made_up(), ROWS)
    ends = found.quantile([0.05, 0.5, 0.95])
    assert ends[0, 0] < 0.7 < ends[2, 0] and abs(ends[1, 0] - 0.7) < 0.05
    assert {*found.unlearned} == {*NAMES[1:]}


def test_a_figure_that_no_draw_brings_about_is_left_out() -> None:
    outcomes = made_up()
    wanted = row("nation_firms_2013", "reported_coverage", "2016-12")
    known = row("linfen_firms", "reported_coverage", "2017-07")
    far = outcomes.values.copy()
    far[:, ROWS.index(known)] *= 0.2
    moved = Outcomes(ROWS, outcomes.u, far)
    assert in_reach(outcomes, ROWS) == [*ROWS]
    assert in_reach(moved, ROWS) == [entry for entry in ROWS if entry is not known]
    assert predictive(moved, [known], [wanted]) == predictive(moved, [], [wanted])


def test_the_change_since_the_last_figure_of_the_series_is_predicted() -> None:
    outcomes = made_up()
    known = row("nation_firms_2013", "reported_coverage", "2014-12")
    wanted = row("nation_firms_2013", "reported_coverage", "2016-12")
    off = outcomes.values.copy()
    for one in (known, wanted):
        k = ROWS.index(one)
        off[:, k] = one.error.back(one.error.onto(off[:, k]) + 0.3)
    biased = Outcomes(ROWS, outcomes.u, off)
    found = predictive(biased, [known], [wanted])[wanted]
    assert found.q50 == pytest.approx(wanted.value, abs=0.01)


def still() -> Outcomes:
    """A model that is right and sure: every draw brings about the figures as they were observed."""
    u = prior_draws(1_500)
    values = np.tile([float(row.observed) for row in ROWS], (len(u), 1))
    return Outcomes(ROWS, u, values)


@pytest.mark.parametrize(
    ("name", "measure", "date", "last", "sd"),
    [
        # 0.15, and 0.15 a year since the end of 2014.
        ("nation_firms_2013", "reported_coverage", "2016-12", "2014-12", (3 * 0.15**2) ** 0.5),
        # 0.15, and 0.15 a year over the six years since 2012.
        ("survey_firms_2002", "organization_coverage", "2018-12", "2012-12", 7**0.5 * 0.15),
        # A ratio of two numbers that are 5 % uncertain each, and 5 % a year over four years.
        ("nation_firms_2002", "party_organizations", "2010-12", "2006-12", 6**0.5 * 0.05),
        # Nothing after the start is known: 18 months.
        ("nanjing_social", "party_organizations", "2022-06", None, 3.5**0.5 * 0.05),
    ],
)
def test_what_is_predicted_drifts_with_the_years_since_the_last_figure(
    name: str, measure: str, date: str, last: str | None, sd: float
) -> None:
    wanted = row(name, measure, date)
    known = [] if last is None else [row(name, measure, last)]
    found = predictive(still(), known, [wanted])[wanted]
    unit = wanted.first if wanted.growth else 1.0
    ends = wanted.error.onto(np.array([found.q05, found.q95]) / unit)
    assert ends[1] - ends[0] == pytest.approx(2 * 1.645 * sd, rel=0.05)


def test_the_bank_is_compared_under_the_same_law_and_what_has_drifted_stays() -> None:
    first = row("nation_social_2019", "party_organizations", "2021-06")
    second = row("nation_social_2019", "party_organizations", "2023-12")
    other = row("nation_firms_2002", "party_organizations", "2010-12")
    found = bank_of(still(), [second, first, other]).outputs
    spread = np.cov(found.T)
    assert (first.month, second.month) == (18, 48)
    assert spread[1, 1] == pytest.approx(0.05**2 * (2 + 1.5), rel=0.12)
    assert spread[0, 0] == pytest.approx(0.05**2 * (2 + 4), rel=0.12)
    # What has drifted by then, and the error of the first figure, of which both are multiples.
    assert spread[0, 1] == pytest.approx(0.05**2 * (1.5 + 1), rel=0.2)
    assert abs(spread[0, 2]) < 0.1 * spread[0, 0]


def test_what_drifts_brings_a_figure_in_reach() -> None:
    wanted = row("survey_firms_2002", "organization_coverage", "2018-12")
    sure = still()
    off = sure.values.copy()
    k = ROWS.index(wanted)
    # Six errors away, which sixteen years of drift make less than two.
    off[:, k] = wanted.error.back(wanted.error.onto(off[:, k]) + 6 * 0.15)
    assert in_reach(Outcomes(ROWS, sure.u, off), [wanted]) == [wanted]
    off[:, k] = wanted.error.back(wanted.error.onto(sure.values[:, k]) + 18 * 0.15)
    assert in_reach(Outcomes(ROWS, sure.u, off), [wanted]) == []


def test_the_error_of_a_share_is_of_what_is_said_not_of_what_was_seen() -> None:
    wanted = row("linfen_firms", "reported_coverage", "2017-07")
    sure = still()
    high = sure.values.copy()
    high[:, ROWS.index(wanted)] = 0.95
    found = predictive(Outcomes(ROWS, sure.u, high), [], [wanted])[wanted]
    ends = wanted.error.onto(np.array([found.q05, found.q95]))
    sd = ((0.03 / (0.95 * 0.05)) ** 2 + 0.15**2 * wanted.month / 12) ** 0.5
    assert ends[1] - ends[0] == pytest.approx(2 * 1.645 * sd, rel=0.05)


class Settled:
    """A posterior all of whose draws are the same."""

    def draws(self, count: int) -> np.ndarray:
        return np.full((count, len(NAMES)), 0.5)


def test_frozen_predictions_drift_from_the_start_of_their_track(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def constant(*given: object, months: list[int], **others: object) -> np.ndarray:
        return np.full((4_000, len(MEASURES), len(months)), 0.9)

    monkeypatch.setattr(forecasting, "simulate", constant)
    found = forecasting.forecast(cast(Posterior, Settled()), cast(CaseStore, None))
    share = {one.case.id: one.prediction for one in found}
    for case, months in (("N1", 12), ("L1", 82)):
        ends = np.log([q / (100 - q) for q in (share[case].q05, share[case].q95)])
        sd = ((0.03 / 0.09) ** 2 + 0.15**2 * months / 12) ** 0.5
        assert ends[1] - ends[0] == pytest.approx(2 * 1.645 * sd, rel=0.06)


def test_every_backtest_is_scored_with_all_baselines() -> None:
    scores = scored({MODEL: made_up(), "other": made_up(1.0)})
    assert [entry.backtest for entry in scores] == [
        "D1", "D1", "D2", "D3", "D4",
        "D5 Linfen", "D5 Linfen", "D5 Anqing", "D5 Anqing", "D5 Nanjing",
        "D6 Hunan", "D6 Anhui", "D6 Guangzhou", "D6 Lishui", "D6 Lishui",
        "D7", "D8 relapse", "D8 jump",
    ]  # fmt: skip
    means = table(scores)
    assert [*means] == ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]
    for entries in means.values():
        assert {MODEL, "other", "persistence", "Bass", "growth"} <= {*entries}
        assert all(value > 0 for value in entries.values())
    assert "reference class" in means["D4"] and "reference class" not in means["D1"]


def test_curves_that_are_given_the_base_continue_shares_of_it() -> None:
    (wanted,) = [one for one in scored({MODEL: made_up()}) if one.backtest == "D2"]
    said = wanted.predictions
    # The share of 2006 stays, and the base has grown for four years by then.
    grown = ((2.786 / 2.418) ** (1 / 7)) ** 4
    assert said["persistence"].q50 == pytest.approx(178_000, rel=0.01)
    assert said[f"persistence{GIVEN}"].q50 == pytest.approx(178_000 * grown, rel=0.01)
    # Shares grew more slowly than numbers did: by the line the base grows twice.
    line, told = said["linear"].q50, said[f"linear{GIVEN}"].q50
    share = 178_000 / grown * 2 - 99_000
    assert line == pytest.approx(257_000, rel=0.01)
    assert told == pytest.approx(share * grown**2, rel=0.01)
    # Nothing is known of what became of Nanjing's base, and shares have theirs.
    for one in scored({MODEL: made_up()}):
        if one.backtest == "D4":
            # What others grew by is by their base too: firms of 2002-10 in share by less.
            alone, with_base = one.predictions["growth"], one.predictions[f"growth{GIVEN}"]
            assert with_base.q50 < alone.q50 - 0.002
        if one.backtest in ("D3", "D4", "D5 Nanjing"):
            assert one.predictions[f"Bass{GIVEN}"] == one.predictions["Bass"]


def test_a_place_that_is_left_out_is_not_known() -> None:
    for backtest in cases():
        assert not {*backtest.known} & {*backtest.wanted}
        assert all(
            date < wanted
            for name, date in backtest.known
            for other, wanted in backtest.wanted
            if name == other
        )


@pytest.mark.parametrize(
    ("measure", "start", "expected"),
    [
        ("organization_coverage_pct", 58.9, 62.0),
        ("covered_count_thousand", 289.0, 289.0 * 1.25),
        ("standalone_share_of_firms_pct", None, 20.0),
        ("firms_per_joint_branch", None, 4.0),
        ("n_party_orgs", 154.0, 154.0 * 1.5),
        ("coverage_pct", 10.5, 62.0),
    ],
)
def test_each_case_has_its_unit(measure: str, start: float | None, expected: float) -> None:
    case = Case("X", measure, "2017-12", start, "", "law_firms")
    ones = np.ones(4_000)
    before = {"covered_organizations": 200 * ones, "party_organizations": 200 * ones}
    after = {
        "reported_coverage": 0.62 * ones,
        "covered_organizations": 250 * ones,
        "party_organizations": 300 * ones,
        "joint_branches": 200 * ones,
        "registered": 500 * ones,
    } | ({"joint_branches": 100 * ones} if "joint" in measure else {})
    if "joint" in measure:
        after["registered"] = 600 * ones
    found = _predicted(case, before, after, 1.0)
    one = found.prediction
    assert one.q05 < one.q50 < one.q95
    if measure == "standalone_share_of_firms_pct":
        assert one.q50 == pytest.approx(20.0, rel=0.02)
    elif measure == "firms_per_joint_branch":
        assert one.q50 == pytest.approx((250 - 200) / 100, rel=0.03)
    else:
        assert one.q50 == pytest.approx(expected, rel=0.02)
    later = _predicted(case, before, after, 4.0)
    assert later.prediction.width > one.width
    text = as_csv([replace(found, case=replace(case, id="N1"))], "cases_to_predict.csv")
    assert as_csv([found], "cases_to_predict_2.csv").splitlines()[1:] == []
    assert text.splitlines()[0] == "case_id,measure,mean,q05,q50,q95"
    assert text.splitlines()[1].startswith(f"N1,{measure},")

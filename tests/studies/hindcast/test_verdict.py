"""What scores come to: who wins a backtest, which intervals hold, how wide they are."""

from __future__ import annotations

import pytest

from sim.studies.hindcast.backtests import GIVEN, MODEL, Scored
from sim.studies.hindcast.curves import REFERENCE, Prediction
from sim.studies.hindcast.ensemble import BASE_GIVEN
from sim.studies.hindcast.tracks import Row, track
from sim.studies.hindcast.written import rivals, verdict, verdicts


def row(name: str, date: str) -> Row:
    return next(r for r in track(name).rows if r.date == date and r.measure != "reported_base")


def near(middle: float, off: float, width: float = 0.2) -> Prediction:
    centre = middle + off
    return Prediction(centre - width / 2, centre, centre + width / 2)


def test_a_variant_is_no_curve_and_wins_are_against_the_best_curve() -> None:
    share, survey = row("nation_firms_2013", "2016-12"), row("survey_firms_2002", "2018-12")
    scores = [
        Scored("D4", share, {
            MODEL: near(share.value, 0.05), "no_peers": near(share.value, 0.0),
            "linear": near(share.value, 0.06), "hindsight": near(share.value, 0.0),
        }),
        Scored("D3", survey, {
            MODEL: near(survey.value, 0.15, 0.1), "no_peers": near(survey.value, 0.16, 0.1),
            "linear": near(survey.value, 0.0, 0.1), "growth": near(survey.value, 0.3),
        }),
    ]  # fmt: skip
    found = verdict(scores, MODEL)
    assert found.best == ("D4",)
    assert (found.held, found.figures, found.held_share) == (1, 2, 0.5)
    assert found.width == pytest.approx(15.0)
    # Curves stand below, those that have something to say of every figure.
    told = verdicts(scores)
    assert [*told] == [MODEL, "no_peers", "linear"]
    assert told["linear"].best == ("D4", "D3") and told["linear"].held == 2


def test_numbers_have_no_width_in_points() -> None:
    share, number = row("linfen_firms", "2017-07"), row("nation_social_2019", "2021-12")
    scores = [
        Scored("D5 Linfen", share, {MODEL: near(share.value, 0.0), "linear": near(share.value, 1)}),
        Scored("D1", number, {
            MODEL: Prediction(1e5, 1.7e5, 2e5), "linear": Prediction(1e5, 1.71e5, 2e5),
        }),
    ]  # fmt: skip
    found = verdict(scores, MODEL)
    assert found.width == pytest.approx(20.0)
    assert found.held == 2


def test_curves_that_are_given_the_base_are_rivals_of_their_own() -> None:
    number, share = row("nation_social_2019", "2021-12"), row("linfen_firms", "2017-07")
    names = (MODEL, BASE_GIVEN, "linear", f"linear{GIVEN}", REFERENCE)
    scores = [
        Scored("D5", share, {name: near(share.value, 0.1 * k) for k, name in enumerate(names)}),
        Scored("D1", number, {
            MODEL: Prediction(1e5, 1.7e5, 2e5), BASE_GIVEN: Prediction(1e5, 1.705e5, 2e5),
            "linear": Prediction(1e5, 1.6e5, 2e5), f"linear{GIVEN}": Prediction(1e5, 1.71e5, 2e5),
        }),
    ]  # fmt: skip
    for name in (MODEL, BASE_GIVEN):
        found = verdict(scores, name)
        assert found.best == ("D5", "D1") and found.best_given == ("D5",)
    assert [*verdicts(scores)] == [MODEL, BASE_GIVEN, "linear"]
    # The reference class needs no base.
    by_name = scores[0].predictions
    assert rivals(by_name) == ["linear", REFERENCE]
    assert rivals(by_name, given=True) == [f"linear{GIVEN}", REFERENCE]

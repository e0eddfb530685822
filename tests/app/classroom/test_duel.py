"""Break my policy: a budget that binds, plausible worlds, the assumption that did it."""

from __future__ import annotations

import pytest

from sim.app.classroom import duel
from sim.errors import InputError
from sim.parameters import PARAMETERS
from sim.scenario import Scenario, load
from tools.influence import influence, strongest


@pytest.fixture(scope="module")
def town() -> Scenario:
    return load("classroom", overrides=["years=1"])


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duel, "WORLDS", 4)
    monkeypatch.setattr(duel, "DRAWS", 8)


def test_the_budget_binds(town: Scenario) -> None:
    content = duel.policy(town, {"liaisons": 20}, 200_000).resolved()
    bout = duel.played(content, {})
    assert 0 < bout.yuan_per_year <= 200_000
    assert bout.unmet_per_year > 0
    free = duel.played(duel.policy(town, {"liaisons": 20}, None).resolved(), {})
    assert free.unmet_per_year == 0
    assert free.yuan_per_year > 700_000


def test_no_policy_is_refused(town: Scenario) -> None:
    with pytest.raises(InputError, match="set a slider first"):
        duel.policy(town, {"capacity": 12}, 1)


def test_the_usual_world_breaks_nothing(town: Scenario) -> None:
    content = duel.policy(town, {"liaisons": 15}, None).resolved()
    bout = duel.played(content, {name: duel.quantile(name, "usual") for name in duel.NAMED})
    assert bout.broken == bout.promised
    assert (bout.parameters, bout.restored, bout.culprit) == ({}, {}, None)
    assert not bout.is_broken


def test_each_assumption_is_put_back_alone(town: Scenario) -> None:
    content = duel.policy(town, {"liaisons": 15}, None).resolved()
    high = duel.quantile("visits_per_month", "high")
    picked = {
        "visits_per_month": high,
        "effort": duel.quantile("effort", "low"),
    }
    bout = duel.played(content, picked)
    assert bout.parameters == picked
    only = duel.played(content, {"visits_per_month": high})
    assert bout.restored["effort"] == only.broken.mean
    assert set(bout.restored) == set(picked)
    assert len(duel.report(bout)) >= 4


def test_plausible_is_within_the_prior() -> None:
    for name in duel.NAMED:
        parameter = PARAMETERS[name]
        low, usual, high = (duel.quantile(name, level) for level in duel.LEVELS)
        assert parameter.low < low < usual == parameter.default < high < parameter.high


def test_a_search_picks_the_draw_at_the_percentile(
    town: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = duel.policy(town, {"liaisons": 15}, None).resolved()
    worst = duel.searched(content, 0)
    found: list[float] = []
    with monkeypatch.context() as patch:  # the other end is drawn and need not be played
        patch.setattr(duel, "_bout", lambda _content, _picked, drawn: found.append(drawn))
        duel.searched(content, 100)
    assert worst.drawn is not None
    assert [worst.drawn] < found
    assert set(duel.NAMED) < set(worst.parameters)
    assert duel.REST in worst.restored
    assert any("picked a draw" in text for text in duel.report(worst))


@pytest.mark.slow
def test_the_named_assumptions_are_the_strongest() -> None:
    assert set(strongest(influence())) == set(duel.NAMED)

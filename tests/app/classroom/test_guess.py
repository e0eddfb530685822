"""Guess first: the band is of the worlds, and the reasons are counted from them."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents import CoverageModel
from sim.agents.reporters import measure
from sim.app.classroom import ensemble as guess
from sim.app.classroom.course import Course, compose
from sim.app.classroom.ensemble import COVERED, EFFECTIVE, PARTS, UNCOVERED, Ensemble, ensemble
from sim.scenario import Scenario, load

NUMBER = 6


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    base = load("classroom", overrides=["years=3"])
    return compose(base, {"right": Course().moved(2, liaisons=20)}, seed=9)


@pytest.fixture(scope="module")
def worlds(scenario: Scenario) -> Ensemble:
    return ensemble(scenario.resolved(), ["baseline", "right"], range(NUMBER))


def test_the_band_is_of_the_worlds(scenario: Scenario, worlds: Ensemble) -> None:
    model = CoverageModel(scenario, "right", replicate=4)
    while model.running:
        model.step()
    for name in ("reported_coverage", "effective_coverage_of_base"):
        assert worlds.values[name].shape == (2, NUMBER, 37)
        assert worlds.values[name][1, 4, -1] == measure(model, name)


def test_the_parts_are_the_base(worlds: Ensemble) -> None:
    assert np.allclose(worlds.parts.sum(axis=0), 1)
    covered = [PARTS.index(name) for name in COVERED]
    reported = worlds.values["reported_coverage"][:, :, -1]
    assert np.allclose(worlds.parts[covered].sum(axis=0), reported)
    effective = [PARTS.index(name) for name in EFFECTIVE]
    lives = worlds.values["effective_coverage_of_base"][:, :, -1]
    assert np.allclose(worlds.parts[effective].sum(axis=0), lives)


def test_stacks_of_any_size_are_the_same(
    scenario: Scenario, worlds: Ensemble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.app.classroom.ensemble.STACK", 250)
    again = ensemble(scenario.resolved(), ["baseline", "right"], range(NUMBER))
    assert np.array_equal(again.parts, worlds.parts)
    assert np.array_equal(again.yuan, worlds.yuan)


def test_a_guess_too_high_is_told_what_is_missing(worlds: Ensemble) -> None:
    found = guess.compared(worlds, "reported_coverage", [0.15, 0.5, 0.8, 0.95])
    assert found.where == 1.0
    assert "inside the band" not in guess.verdict(found)
    assert "95%" in guess.verdict(found) and "6 of 6" in guess.verdict(found)
    named = [part for part, _ in guess.reasons(found)]
    assert len(named) == 2 and set(named) <= set(UNCOVERED)
    largest = sorted(UNCOVERED, key=lambda part: -found.parts[part])[:2]
    assert named == largest


def test_a_guess_too_low_is_told_what_is_there(worlds: Ensemble) -> None:
    found = guess.compared(worlds, "effective_coverage_of_base", [0.1, 0.0, 0.0, 0.0])
    named = [part for part, _ in guess.reasons(found)]
    assert set(named) <= set(EFFECTIVE)
    assert guess.reason_text("kept", 0.125).startswith("12 of 100 had a living branch")


def test_a_guess_inside_is_told_so(worlds: Ensemble) -> None:
    middle = float(np.median(worlds.values["reported_coverage"][0, :, -1]))
    found = guess.compared(worlds, "reported_coverage", [0.15, 0.15, 0.15, middle])
    assert "inside the band" in guess.verdict(found)


def test_guesses_stay_shares() -> None:
    assert [guess.bounded(value) for value in (-1, 0.333, 7)] == [0, 0.33, 1]
    assert guess.start_of(3, 0.151) == [0.15] * 4

"""The tables of docs/history.md: what is asked of pasts, on small numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.draws import F64
from sim.scenario import Scenario, load
from tests.pasts.places import SINCE
from tools import pasts


def test_counties_differ_in_what_is_known_of_them() -> None:
    figures, more, (founded, _dissolved) = pasts.COUNTIES["fallen after a drive"]
    county = pasts.county(figures, [*more, f"history.founded_last_year={founded}"])
    assert [(each.month, each.value) for each in county.observations] == [(-73, 0.5), (-37, 0.4)]
    assert county.organizations.synthesis is not None
    assert county.organizations.synthesis.total.covered == 27
    assert county.history is not None and county.history.flows == {"founded": 1}
    (drive,) = county.alternatives[0].policies
    assert drive.spans == ((-108, -85),)
    assert pasts.county(figures).past_digest() != county.past_digest()


def test_what_is_said_of_an_alternative(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load("classroom", overrides=["years=1"])
    names = [entry.id for entry in scenario.alternatives]
    ends = np.zeros((10, len(names), 1, 1))
    ends[:, 1] = 0.1
    ends[:8, 2] = 0.2
    ends[:, 3] = -0.1
    monkeypatch.setattr(pasts, "followed", lambda *given: ends)
    said = pasts.sentences(scenario, 10)
    assert [said[name] for name in names[1:4]] == ["above", "open", "below"]
    assert said["ahead"] == names[2]


def test_a_parameter_beyond_chance_is_bold_and_others_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pasts, "PLACES", ("linze",))

    def followed(scenario: Scenario, worlds: int, *_more: object) -> F64:
        drawn = scenario.drawn(range(worlds))
        asked = "effort" if scenario.history is not None else "alive_at_start"
        return -drawn[asked][:, None, None, None]

    monkeypatch.setattr(pasts, "followed", followed)
    learnt, chance, _heads, _rule, *rows = pasts.drivers(200)
    assert learnt.startswith("linze: 2559 tried, 200 taken")
    assert chance == "90 parameters, 200 replicates: chance reaches ±0.24"
    cells = {row.split("`")[1]: row.split("| ")[2:] for row in rows}
    assert [cells["alive_at_start"][1], cells["effort"][0]] == ["**−1.00** |", "**−1.00** "]
    assert len(cells) < 6


def test_the_score_of_an_ensemble() -> None:
    assert pasts.crps(np.array([2.0]), 1.0) == pytest.approx(1.0)
    # By hand: |0 − 1| and |2 − 1| are 1 on the mean, and half of the mean distance is .5.
    assert pasts.crps(np.array([0.0, 2.0]), 1.0) == pytest.approx(0.5)


def test_pasts_are_told_of() -> None:
    town = load("classroom", overrides=["years=1", "uncertainty=prior", SINCE])
    said = pasts.learnt(town, 2)
    assert "2 taken" in said and "effort" in said
    assert pasts.learnt(town.without_history(), 2) == "–"
    assert pasts.band(np.array([0.1, 0.2, 0.3])) == "20 (11 to 29)"

"""Parameters as people search them, and what a scenario does to each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.app.planner import parameters_view as parameters
from sim.locale import LANGUAGES, in_language
from sim.parameters import PARAMETERS
from sim.plan.posterior import Posterior
from sim.scenario import load


def names(words: str, standing: str = "") -> list[str]:
    return [parameter.name for parameter in parameters.search(words, standing)]


def test_every_word_is_looked_for_in_name_titles_unit_and_source() -> None:
    assert names("") == list(PARAMETERS)
    assert names("type_loose") == ["type_loose"]
    assert names("Organizations LOOSE") == names("粗放") == ["type_loose"]
    assert "staff_mean" in names("employees_per_social_org_mean")
    assert names("no such thing") == []
    assert set(names("", "sourced")) < set(PARAMETERS)
    assert sum(len(names("", standing)) for standing in parameters.STANDINGS) == len(PARAMETERS)


def test_what_a_scenario_sets_is_given_in_the_order_of_the_model() -> None:
    data = {"parameters": {"type_loose": 0.1, "staff_mean": 12.0}}
    assert [one.name for one in parameters.given(data)] == ["staff_mean", "type_loose"]
    assert parameters.given({}) == []


def test_what_holds_now_is_said_of_each_way() -> None:
    share, fixed = PARAMETERS["type_loose"], PARAMETERS["inactive_on_base"]
    scenario = load("linze")
    assert "prior" in parameters.standing_now(share, scenario)
    assert "default" in parameters.standing_now(fixed, scenario)
    held = load("linze", overrides=["uncertainty=none"])
    assert parameters.standing_now(share, held) == "Held at its default"
    given = load("linze", overrides=["parameters.type_loose=0.1"])
    assert parameters.standing_now(share, given) == "Set: 0.1 in every replicate"
    learnt = replace(scenario, posterior=Posterior("x", {"type_loose": (0.1, 0.2)}))
    assert "prior" in parameters.standing_now(share, learnt)
    drawn = replace(learnt, uncertainty="posterior")
    assert parameters.standing_now(share, drawn) == "Drawn from the posterior"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_is_told_in_full(language: str) -> None:
    with in_language(language):
        for parameter in PARAMETERS.values():
            told = dict(parameters.facts(parameter))
            assert len(told) == 7
            assert parameter.name in told.values()
            other = "zh" if language == "en" else "en"
            assert parameter.label[other] in told.values()
            assert parameters.title(parameter)[:1] == parameter.label[language][:1].upper()
            assert f"{parameter.default:g}" in parameters.summary(parameter)


def test_zero_is_told_only_where_it_switches_something_off() -> None:
    assert "0 to switch it off" in parameters.allowed(PARAMETERS["entry_per_year"])
    assert parameters.allowed(PARAMETERS["staff_mean"]) == "10.9 – 13.9"

"""What means something else since the third edition is named; other scenarios hear nothing."""

from __future__ import annotations

import json

import pytest

from sim.cli import summary
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.scenario import load
from tests.cli.conftest import Run


def keys(name: str, *overrides: str) -> list[tuple[str, str]]:
    scenario = load(name, overrides=overrides)
    return [(where, key) for where, key, _ in summary.changed(scenario)]


def test_tables_name_what_is_there() -> None:
    assert set(summary.MEANINGS) <= set(PARAMETERS)
    for policy, held in summary.DOSES.items():
        assert all(hasattr(POLICIES[policy](), key) for key in held)


@pytest.mark.parametrize("name", ["linze", "city", "yiwu"])
def test_a_scenario_without_such_values_hears_nothing(name: str) -> None:
    assert keys(name) == []


def test_parameters_that_are_set_and_the_register_beside_them() -> None:
    found = keys("linze", "parameters.vitality_skill=1.2", "parameters.leave_per_year=0.2")
    assert found == [("[parameters]", "vitality_skill"), ("[organizations]", "growth_per_year")]
    stated = ("parameters.vitality_skill=1.2", "organizations.growth_per_year=0.01")
    assert keys("linze", *stated) == [("[parameters]", "vitality_skill")]
    firms = keys("hangzhou_cost_consultants", "parameters.contact_per_year=0.4")
    assert firms == [("[parameters]", "contact_per_year")]


def test_yuan_left_to_their_defaults_are_named_once() -> None:
    branch = "alternatives.branches.policies.activity_subsidy.yuan_branch_year=1500"
    assert ("activity_subsidy", "yuan_branch_year") in keys("city", branch)
    other = "alternatives.branches.policies.activity_subsidy.yuan_branch_year=1600"
    assert keys("city", other) == []


def test_check_says_so_in_both_forms(fugai: Run) -> None:
    given = ("--set", "parameters.grant_months=10")
    text = fugai("check", "linze", *given).out
    assert "since edition 3" in text and "grant_months" in text
    assert "since edition 3" not in fugai("check", "linze").out
    said = json.loads(fugai("check", "linze", "--json", *given).out)["other_meanings"]
    assert [entry["key"] for entry in said] == ["grant_months", "growth_per_year"]


def test_growth_among_the_local_facts_is_that_of_the_years_of_the_run(fugai: Run) -> None:
    assert "as the nation's register, 0.0% a year" in fugai("check", "classroom").out
    assert "as the nation's register, 4.9% to 9.6% by year" in fugai("check", "linze").out
    firms = fugai("check", "hangzhou_cost_consultants").out
    assert "entry rate, of registered organizations" in firms

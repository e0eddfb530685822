"""What can do nothing, or less than it seems, is said: a sentence each, with its value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.parameters import resolve
from sim.population.population import populate
from sim.scenario import Scenario, load
from sim.scenario.idle import doubts
from sim.text.problems import ScenarioError

Read = Callable[..., Scenario]
PLACE = """
format = 1
title = { zh = "试验", en = "Trial" }
start = "2009-01"
years = 3
[places]
districts = [{ id = "north" }, { id = "south" }]
industries = [{ id = "education" }, { id = "trade" }]
[organizations.synthesis]
organizations = 300
operating = 260
staff = 3000
members = 500
covered = 90
kind_shares = { social_group = 0.6, private_non_enterprise = 0.4 }
[[baseline]]
policy = "annual_check"
"""


@pytest.fixture
def place(tmp_path: Path) -> Read:
    """Return a function that loads the place with more lines."""

    def read(*policies: str, more: str = "") -> Scenario:
        file = tmp_path / "place.toml"
        lines = [PLACE, more]
        for number, policy in enumerate(policies):
            lines.append(f'[[alternatives]]\nid = "a{number}"\npolicies = [{policy}]')
        file.write_text("\n".join(lines), encoding="utf-8")
        return load(file)

    return read


def said(scenario: Scenario) -> list[str]:
    """Return every sentence on a scenario, those of the file first."""
    values = resolve(scenario.seed, [0], scenario.parameters, "none")
    population = populate(scenario, [0], values)
    return [problem.message for problem in scenario.warnings] + doubts(scenario, population)


CASES = {
    "before the run": (
        '{ policy = "startup_grant", start = "2008-05" }',
        ["“Startup grant” begins in 2008-05, before the run: it acts from 2009-01 "
         "on."],
    ),
    "beyond the run": (
        '{ policy = "startup_grant", end = "2012-01" }',
        ["“Startup grant” ends in 2012-01, after the last month of the run "
         "(2011-12): what follows its end is not simulated."],
    ),
    "posts beyond organizations": (
        '{ policy = "dispatch_liaisons", liaisons = 800 }',
        ["Dispatched liaisons (dispatch_liaisons): 800 posts or places for 300 organizations."],
    ),
    "no industry committee": (
        '{ policy = "dispatch_liaisons", committee = "industry" }',
        ["“Dispatched liaisons” is carried by industry committees, and there is "
         "none for it: it does nothing and costs nothing."],
    ),
    "no such kind": (
        '{ policy = "startup_grant", target = { kinds = ["foundation"] } }',
        ["Startup grant (startup_grant): nobody at the start is in its target."],
    ),
    "a target that is met": (
        '{ policy = "coverage_quota", target_share = 0.2 }',
        ["Coverage quota (coverage_quota): its target of 20% is below the present reported "
         "coverage, 30.0%: where it is met it neither presses nor forbids closing."],
    ),
    "a price in other units": (
        '{ policy = "startup_grant", grant_yuan = 90_000 }',
        ['"grant_yuan" = 90,000 yuan is over ten times the national default, 2,000 yuan.'],
    ),
    "an empty alternative": (
        "", ["“a0” is the same as “Baseline”: their policies do the same."]
    ),
    "intensity 0": (
        '{ policy = "startup_grant", intensity = 0 }',
        ["“Startup grant” has intensity 0: it does nothing and costs nothing.",
         "“a0” is the same as “Baseline”: their policies do the same."],
    ),
    "nothing to say": ('{ policy = "coverage_quota", target_share = 0.3, end = "2011-12" }', []),
    "an industry committee that a policy founds": (
        '{ policy = "dispatch_liaisons", committee = "industry" }, '
        '{ policy = "industry_committee" }',
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_sentence_each(place: Read, name: str) -> None:
    policies, sentences = CASES[name]
    assert said(place(policies)) == sentences


def test_an_identical_alternative_is_named(place: Read) -> None:
    """Whatever its policies are called, and in whatever order they stand."""
    one = '{ policy = "startup_grant" }, { policy = "dispatch_liaisons", liaisons = 4 }'
    other = '{ policy = "dispatch_liaisons", id = "x", liaisons = 4 }, { policy = "startup_grant" }'
    more = '{ policy = "startup_grant" }, { policy = "dispatch_liaisons", liaisons = 5 }'
    found = said(place(one, other, more))
    assert found == ["“a1” is the same as “a0”: their policies do the same."]


def test_posts_that_a_sample_has_not_are_said_to_be_lost(place: Read) -> None:
    def warned(liaisons: int, sample: float) -> list[str]:
        policy = f'{{ policy = "dispatch_liaisons", liaisons = {liaisons} }}'
        found = place(policy, more=f"[organizations]\nsample = {sample}")
        return [problem.message for problem in found.warnings]

    assert warned(8, 0.1)[1:] == [
        "Dispatched liaisons: a sample of 10% of the organizations has 0.8 of "
        "8 posts or places, and simulates 0."
    ]
    assert warned(19, 0.1)[1].endswith("has 1.9 of 19 posts or places, and simulates 1.")
    assert warned(8, 1.0) == warned(20, 0.1)[1:] == warned(209, 0.1)[1:] == []


POSTS = '{ policy = "dispatch_liaisons", liaisons = 8 }'


def capped(yuan: float) -> str:
    return f"[budget]\ncap_yuan_per_year = {yuan}\n"


@pytest.mark.parametrize("yuan", [20, 2_999, 35_999])
def test_a_cap_below_one_unit_is_a_mistake_that_says_the_price(place: Read, yuan: int) -> None:
    with pytest.raises(ScenarioError) as caught:
        place(POSTS, POSTS, more=capped(yuan))
    (problem,) = caught.value.problems
    assert caught.value.exit_code == 2
    assert f"{yuan:,}" in problem.message and "36,000 yuan a year" in problem.message
    assert "200_000" in problem.hint and problem.line is not None


def test_a_cap_that_one_of_several_policies_cannot_use_is_said(place: Read) -> None:
    mixed = POSTS + ', { policy = "startup_grant" }'
    (sentence,) = said(place(mixed, more=capped(30_000)))
    assert "“Dispatched liaisons”: 36,000" in sentence and "36,000" in sentence
    assert said(place(mixed, more=capped(36_000))) == []
    (none,) = said(place(mixed, more=capped(0)))
    assert none == "The cap is 0 yuan: nothing that costs yuan is done."


def test_a_policy_of_few_months_costs_no_more_than_they_do(place: Read) -> None:
    short = '{ policy = "dispatch_liaisons", start = "2009-03", end = "2009-05" }'
    assert said(place(short, more=capped(9_000))) == []
    with pytest.raises(ScenarioError, match="9,000 yuan a year"):
        place(short, more=capped(8_999))

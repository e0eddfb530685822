"""``[prices]``: once for all alternatives; an entry's own price wins; odd amounts are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.policies import POLICIES
from sim.scenario import Scenario, from_resolved, load
from sim.scenario.tables import prices
from sim.text.problems import ScenarioError

FILE = """format = 1
title = "x"
start = "2009-01"
years = 2
{prices}
[organizations.synthesis]
kinds.social_group = {{ organizations = 20 }}
[[baseline]]
policy = "annual_check"
[[alternatives]]
id = "a"
policies = [{{ policy = "dispatch_liaisons", liaisons = 2{own} }}]
"""


def made(folder: Path, said: str = "", own: str = "", *overrides: str) -> Scenario:
    path = folder / "case.toml"
    path.write_text(FILE.format(prices=f"[prices]\n{said}", own=own), encoding="utf-8")
    return load(path, overrides=overrides)


def monthly(scenario: Scenario) -> float:
    """Return what a month of a liaison costs."""
    (policy,) = (p for p in scenario.alternative("a").policies if p.name == "dispatch_liaisons")
    return float(policy.costs()[0].unit)


def test_a_price_holds_wherever_an_entry_says_none(tmp_path: Path) -> None:
    assert monthly(made(tmp_path)) == 3_000
    assert monthly(made(tmp_path, "cost_liaison_month_yuan = 4_500")) == 4_500
    own = made(tmp_path, "cost_liaison_month_yuan = 4_500", ", cost_liaison_month_yuan = 2_000")
    assert monthly(own) == 2_000
    checked = made(tmp_path, "cost_organization_yuan = 80").alternatives[0].policies[0]
    assert checked.costs()[0].unit == 80


def test_prices_survive_being_written_and_can_be_changed_after(tmp_path: Path) -> None:
    scenario = made(tmp_path, "cost_liaison_month_yuan = 4_500")
    assert from_resolved(scenario.resolved()).digest() == scenario.digest()
    other = from_resolved(scenario.resolved(), overrides=["prices.cost_liaison_month_yuan=6000"])
    assert monthly(other) == 6_000
    bare = made(tmp_path)
    assert "prices" not in {k for k, v in bare.resolved().items() if v}
    later = from_resolved(bare.resolved(), overrides=["prices.cost_liaison_month_yuan=6000"])
    assert monthly(later) == 6_000


def test_a_price_has_one_word_besides_its_name(tmp_path: Path) -> None:
    named = made(tmp_path, "cost_liaison_month_yuan = 4_500")
    short = made(tmp_path, "liaison = 4_500")
    assert monthly(short) == 4_500
    assert short.digest() == named.digest(), "however it is said"
    other = from_resolved(short.resolved(), overrides=["prices.liaison=6000"])
    assert monthly(other) == 6_000
    assert monthly(made(tmp_path, "cost_liaison_month_yuan = 4_500", "", "prices.liaison=1")) == 1
    words = [price.word for price in prices().values()]
    assert len({*words, *prices()}) == 2 * len(words), "no word means two prices"
    assert all(word.isalpha() for word in words)


def test_a_word_is_checked_as_a_name_is(tmp_path: Path) -> None:
    (warning,) = made(tmp_path, "liaison = 0.3").warnings
    assert '"liaison" = 0.3' in warning.message and warning.line == 6
    with pytest.raises(ScenarioError, match='Did you mean "liaison"'):
        made(tmp_path, "liason = 4_500")
    with pytest.raises(ScenarioError, match="largest allowed value is 50000"):
        made(tmp_path, "liaison = 60_000")
    with pytest.raises(ScenarioError, match="are one price"):
        made(tmp_path, "liaison = 4_500\ncost_liaison_month_yuan = 4_500")


@pytest.mark.parametrize(
    ("said", "own", "found"),
    [
        ("cost_liaison_month_yuan = 0.3", "", "less than 1 %"),
        ("cost_liaison_month_yuan = 29.9", "", "less than 1 %"),
        ("cost_liaison_month_yuan = 30", "", ""),
        ("cost_liaison_month_yuan = 0", "", ""),
        ("cost_liaison_month_yuan = 30_000", "", ""),
        ("cost_liaison_month_yuan = 30_001", "", "over ten times"),
        ("", ", cost_liaison_month_yuan = 0.3", "less than 1 %"),
        ("", ", cost_liaison_month_yuan = 40_000", "over ten times"),
    ],
)
def test_amounts_of_another_unit_are_said(tmp_path: Path, said: str, own: str, found: str) -> None:
    warnings = [str(warning) for warning in made(tmp_path, said, own).warnings]
    assert (found in "".join(warnings)) and bool(warnings) == bool(found)


def test_ten_thousands_are_told_as_what_they_are_in_yuan(tmp_path: Path) -> None:
    (warning,) = made(tmp_path, "cost_liaison_month_yuan = 0.3").warnings
    assert "write 3_000" in warning.hint
    assert warning.line == 6
    assert str(warning).startswith("! ")  # nothing is refused


def test_another_name_is_refused_with_the_near_one(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match='Did you mean "cost_liaison_month_yuan"'):
        made(tmp_path, "cost_liaison_moth_yuan = 4_500")


def test_every_price_of_every_policy_is_one() -> None:
    named = {
        field
        for policy in POLICIES.values()
        for field in policy.__dataclass_fields__
        if field.startswith("cost_")
    }
    assert set(prices()) == named
    assert prices()["cost_organization_yuan"].policies == ("annual_check", "census")

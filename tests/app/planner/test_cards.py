"""Forms of policies: what they offer is what the file takes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sim.app.planner import cards
from sim.app.planner.policy_view import fresh, key_of
from sim.locale import in_language
from sim.policies import POLICIES
from sim.scenario import Scenario
from sim.text.problems import Problem


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_field_of_every_policy_is_in_its_form(
    name: str, language: str, linze: Scenario
) -> None:
    with in_language(language):
        fields = [field for group in cards.form(name, linze).values() for field in group]
    declared = {field.name for field in dataclasses.fields(POLICIES[name])}
    offered = {field.key[0] for field in fields}
    assert offered == declared - {"id", "periods"}
    for field in fields:
        assert field.label
        if field.kind in ("number", "whole"):
            assert field.low is not None
            assert field.low <= field.default <= (field.high or 0)
            assert field.allowed
        if field.kind == "choice":
            assert field.default in field.choices
        for label in field.choices.values():
            # A value that nobody named would be shown as the file has it.
            assert "_" not in label


def test_what_is_at_its_default_needs_no_line(linze: Scenario) -> None:
    fields = {f.key: f for g in cards.form("dispatch_liaisons", linze).values() for f in g}
    entry: dict[str, Any] = {"policy": "dispatch_liaisons"}
    same = cards.changed(entry, fields["liaisons",], 4.0)  # 4 for 100 organizations, of 90
    assert same == entry and cards.value(same, fields["liaisons",]) == 4
    narrow = {**entry, "target": {"kinds": ["private_non_enterprise"]}}
    assert cards.value(narrow, fields["liaisons",]) == 1
    more = cards.changed(entry, fields["liaisons",], 20.0)
    assert more == {**entry, "liaisons": 20}
    assert isinstance(more["liaisons"], int)
    half = cards.changed(entry, fields["liaisons",], 2.5)
    assert half["liaisons"] == 2.5, "the file's check says what is wrong with it"
    aimed = cards.changed(more, fields["target", "types"], ["stable"])
    assert aimed["target"] == {"types": ["stable"]}
    assert "target" not in more
    back = cards.changed(aimed, fields["target", "types"], [])
    assert back == more
    assert cards.changed(more, fields["liaisons",], None) == entry
    dated = cards.changed(entry, fields["start",], "2010-01")
    assert dated["start"] == "2010-01"
    assert cards.changed(dated, fields["start",], "") == entry


def test_values_come_from_the_entry_or_the_default(linze: Scenario) -> None:
    fields = {f.key: f for g in cards.form("dispatch_liaisons", linze).values() for f in g}
    entry = {"policy": "dispatch_liaisons", "liaisons": 3, "target": {"types": ["loose"]}}
    assert cards.value(entry, fields["liaisons",]) == 3
    assert cards.value(entry, fields["capacity",]) == 7
    assert cards.value(entry, fields["target", "types"]) == ["loose"]
    assert cards.value({}, fields["target", "types"]) == []


def test_a_card_says_in_a_line_what_it_is(linze: Scenario) -> None:
    entry = {
        "policy": "dispatch_liaisons", "start": "2010-01", "end": "2014-12", "liaisons": 6,
        "strategy": "hub_first", "target": {"districts": ["shahe"], "types": ["stable"]},
    }  # fmt: skip
    with in_language("zh"):
        told = cards.summary(entry, linze)
    assert told.startswith("2010-01 – 2014-12 · 指导员人数：6")
    assert "沙河" in told
    assert "稳定型" in told
    periods = {"periods": [{"start": "2010-01", "end": "2010-06"}, {"start": "2012-01"}]}
    assert cards.when(periods) == "2010-01 – 2010-06, 2012-01 –"


def test_a_new_policy_starts_within_the_run(linze: Scenario) -> None:
    assert fresh("census", linze) == {"policy": "census", "start": "2010-01"}


@pytest.mark.parametrize(
    ("line", "start", "key"),
    [
        ("liaisons = 400000", 11, "liaisons"),
        ('policies = [ { policy = "x", start = "2010-01", liaisons = -1 } ]', 59, "liaisons"),
        ('types = ["nobody"]', 9, "types"),
        ("[organizations]", 0, ""),
    ],
)
def test_a_problem_leads_to_its_input(line: str, start: int, key: str) -> None:
    assert key_of(Problem("x.toml", "wrong", "", 1, start, start + 3, ((1, line),))) == key


def test_a_problem_without_a_line_leads_nowhere() -> None:
    assert key_of(Problem("x.toml", "wrong")) == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_policies_stand_in_families_and_are_searched(language: str) -> None:
    with in_language(language):
        every = cards.families()
        assert sorted(name for names in every.values() for name in names) == sorted(POLICIES)
        word = {"en": "Liaisons", "zh": "指导员"}[language]
        found = [name for names in cards.families(word).values() for name in names]
        assert "dispatch_liaisons" in found
        assert len(found) < len(POLICIES)
        assert not cards.families("no such words")
        for name in POLICIES:
            assert 5 < len(cards.short_help(name)) < 180


def test_a_chip_says_how_much_and_when(linze: Scenario) -> None:
    entry = {"policy": "dispatch_liaisons", "start": "2010-01", "end": "2014-12", "liaisons": 12}
    assert (cards.amount(entry, linze), cards.years(entry)) == ("12", "2010–2014")
    assert cards.years({**entry, "end": "2014-06"}) == "2010-01–2014-06"
    assert cards.years({"policy": "census"}) == ""
    assert cards.amount({"policy": "startup_grant", "grant_yuan": 3000}, linze) == "3,000 yuan"
    assert cards.amount({"policy": "coverage_quota", "target_share": 0.8}, linze) == "80%"
    assert cards.amount({"policy": "branch_appraisal"}, linze) == "50% a year"
    joint = {"policy": "joint_branch_drive", "joint_radius": 1, "contacts_per_year": 3}
    assert cards.amount(joint, linze) == "3 contacts a year"


@pytest.mark.parametrize("name", POLICIES)
def test_a_slider_reaches_what_is_there_and_stays_in_the_range(name: str, linze: Scenario) -> None:
    field = cards.dose({"policy": name}, linze)
    if field is None:
        return
    assert field.low is not None and field.high is not None
    for found in (field.low, field.default, field.high):
        low, high, step = cards.reach(field, found)
        assert low <= found <= high + 1e-9
        assert high <= field.high + 1e-9
        assert step > 0
        assert field.kind != "whole" or float(step).is_integer()

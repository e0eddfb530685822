"""Changes of the scenario behind the page, checked by the file's own code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.app.planner import document
from sim.app.planner.document import BASELINE, Data
from sim.plan.shipped import shipped_names
from sim.scenario import load
from sim.scenario.loading import find
from sim.scenario.reading import read
from sim.scenario.writing import dumps


@pytest.fixture
def data() -> Data:
    return read(find("linze")).data


def loaded(data: Data, folder: Path) -> Any:
    path = folder / "changed.toml"
    path.write_text(dumps(data), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("name", shipped_names())
def test_the_tables_of_every_shipped_scenario_go_through_the_page(
    name: str, tmp_path: Path
) -> None:
    given = load(name)
    registry = given.organizations.registry
    if registry is not None:
        (tmp_path / registry.file).write_bytes((find(name).parent / registry.file).read_bytes())
    path = tmp_path / f"{name}.toml"
    path.write_text(dumps(read(find(name)).data), encoding="utf-8")
    assert load(path).resolved() == given.resolved()


def test_alternatives_are_added_copied_renamed_and_deleted(data: Data, tmp_path: Path) -> None:
    more = document.with_alternative(data, "New")
    more = document.with_alternative(more, "Copy", like=0)
    more = document.renamed(more, 5, "新的", "zh")
    scenario = loaded(more, tmp_path)
    assert [entry.id for entry in scenario.alternatives[6:]] == ["alternative", "alternative_2"]
    assert scenario.alternative("alternative").title == {"zh": "新的", "en": "New"}
    copied = scenario.alternative("alternative_2").policies
    assert copied == scenario.alternative("liaisons").policies
    fewer = document.without_alternative(more, 0)
    assert [entry.id for entry in loaded(fewer, tmp_path).alternatives[1:]] == [
        "persuasion", "less", "by_type", "quota", "alternative", "alternative_2",
    ]  # fmt: skip
    assert len(document.lists(data)) == 5, "the tables that were given stay as they were"


def test_two_policies_of_a_kind_get_ids(data: Data, tmp_path: Path) -> None:
    entry = {"policy": "dispatch_liaisons", "start": "2015-01", "liaisons": 3}
    twice = document.with_policy(data, 0, entry)
    scenario = loaded(twice, tmp_path)
    ids = [policy.id for policy in scenario.alternative("liaisons").policies]
    assert ids == ["dispatch_liaisons", "dispatch_liaisons_2"]


def test_a_policy_of_the_baseline_may_be_left_out_and_is_forgotten(
    data: Data, tmp_path: Path
) -> None:
    found = document.with_policy(data, BASELINE, {"policy": "annual_check"})
    found = document.leaving_out(found, 1, ["annual_check"])
    scenario = loaded(found, tmp_path)
    assert len(scenario.alternative("baseline").policies) == 1
    assert {policy.id for policy in scenario.alternative("persuasion").policies} == {
        "publicity_campaign", "demonstration_sites",
    }  # fmt: skip
    gone = document.without_policy(found, BASELINE, 0)
    assert loaded(gone, tmp_path).alternative("baseline").policies == ()


def test_a_policy_is_put_in_the_place_of_another(data: Data) -> None:
    entry = {"policy": "dispatch_liaisons", "liaisons": 3}
    found = document.with_policy(data, 0, entry, 0)
    assert document.policies(found, 0) == [entry]
    assert document.policies(document.without_policy(found, 0, 0), 0) == []


def test_cap_and_values(data: Data, tmp_path: Path) -> None:
    capped = document.with_cap(document.with_values(data, {"years": 3, "seed": 9}), 5e5)
    scenario = loaded(capped, tmp_path)
    assert (scenario.years, scenario.seed) == (3, 9)
    assert scenario.budget.cap_yuan_per_year == 500_000
    assert loaded(document.with_cap(capped, None), tmp_path).budget.cap_yuan_per_year is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\名册 (2).csv", "名册_2_.csv"),
        ("...", "instead"),
        ("", "instead"),
        ("a" * 200, "a" * 80),
    ],
)
def test_names_of_files_are_made_safe(given: str, kept: str) -> None:
    assert document.safe_name(given, "instead") == kept

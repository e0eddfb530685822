"""Doses by size: what is left out, or "auto", is so many for a hundred organizations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.scenario import load
from sim.text.problems import ScenarioError

TOWN = """format = 1
title = "Town"
start = "2010-01"
years = 3

[places]
districts = [{{ id = "a", weight = 3 }}, {{ id = "b", weight = 1 }}]
industries = [{{ id = "trade" }}]

[organizations.synthesis]
organizations = {number}
kinds.social_group = {{ organizations = 120 }}
kinds.private_non_enterprise = {{ organizations = {rest} }}

[[alternatives]]
id = "x"
title = "X"
policies = [{policy}]
"""


def doses(tmp_path: Path, policy: str, number: int = 240) -> Any:
    path = tmp_path / "town.toml"
    path.write_text(TOWN.format(number=number, rest=number - 120, policy=policy), encoding="utf-8")
    return load(path).alternatives[1].policies[0]


@pytest.mark.parametrize(
    ("policy", "field", "expected"),
    [
        ('{ policy = "dispatch_liaisons" }', "liaisons", 10),
        ('{ policy = "dispatch_liaisons", liaisons = "auto" }', "liaisons", 10),
        ('{ policy = "dispatch_liaisons", liaisons = 3 }', "liaisons", 3),
        ('{ policy = "secretary_training" }', "places_per_year", 24),
        ('{ policy = "hosting" }', "places", 10),
        ('{ policy = "secretary_sourcing" }', "secretaries_per_year", 5),
        ('{ policy = "committee_staff" }', "posts", 3),
        ('{ policy = "member_placement" }', "placements_per_year", 5),
        ('{ policy = "demonstration_sites" }', "sites", 2),
        ('{ policy = "dispatch_liaisons", target = { kinds = ["social_group"] } }', "liaisons", 5),
        ('{ policy = "dispatch_liaisons", target = { districts = ["b"] } }', "liaisons", 3),
        ('{ policy = "dispatch_liaisons", target = { types = ["loose"] } }', "liaisons", 1),
    ],
)
def test_a_number_goes_by_the_organizations_of_the_target(
    tmp_path: Path, policy: str, field: str, expected: int
) -> None:
    assert getattr(doses(tmp_path, policy), field) == expected


def test_a_larger_place_has_more(tmp_path: Path) -> None:
    assert doses(tmp_path, '{ policy = "dispatch_liaisons" }', 10_000).liaisons == 400


def test_the_resolved_scenario_holds_the_number(tmp_path: Path) -> None:
    doses(tmp_path, '{ policy = "dispatch_liaisons" }')
    content: Any = load(tmp_path / "town.toml").content
    assert content["alternatives"][0]["policies"][0]["liaisons"] == 10


def test_another_word_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="liaisons"):
        doses(tmp_path, '{ policy = "dispatch_liaisons", liaisons = "many" }')


def test_rows_of_a_list_are_counted_and_what_they_leave_open_counts(tmp_path: Path) -> None:
    rows = [f"n{k},{'社会团体' if k % 2 else ''},{60 if k < 10 else 5}" for k in range(100)]
    (tmp_path / "list.csv").write_text("名称,类别,从业人员\n" + "\n".join(rows), encoding="utf-8")
    found = []
    for target in ('kinds = ["foundation"]', 'sizes = ["large"]', 'kinds = ["social_group"]'):
        path = tmp_path / "town.toml"
        path.write_text(
            'format = 1\ntitle = "T"\nstart = "2010-01"\nyears = 2\n'
            '[organizations]\nregistry = "list.csv"\n[[alternatives]]\nid = "x"\ntitle = "X"\n'
            f'policies = [{{ policy = "hosting", target = {{ {target} }} }}]\n',
            encoding="utf-8",
        )
        found.append(load(path).alternatives[1].policies[0].places)  # type: ignore[attr-defined]
    assert found == [2, 1, 4]

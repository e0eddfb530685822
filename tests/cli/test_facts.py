"""Facts of the list: who has a branch, who should have one, and the four coverages of one list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.present.facts import label
from sim.scenario import Scenario, load
from sim.scenario.facts import facts, should_have
from tests.cli.conftest import Run

HEAD = 'format = 1\ntitle = "x"\nstart = "2015-01"\nyears = 2\n[organizations]\n'
ROWS = """名称,所属乡镇,从业人数,党员数,党组织,是否运行
甲协会,城关镇,20,5,单独组建,是
乙协会,城关镇,20,4,无,是
丙协会,城关镇,20,2,无,是
丁协会,沙河镇,20,3,无,是
戊协会,沙河镇,20,0,无,是
己协会,沙河镇,20,1,依托,是
庚协会,沙河镇,20,,无,是
辛协会,沙河镇,20,0,无,否
壬协会,沙河镇,20,2,联合组建,是
癸协会,城关镇,20,6,联合组建,是
"""


def made(folder: Path, rows: str = ROWS, said: str = "") -> Path:
    (folder / "list.csv").write_text(rows, encoding="utf-8")
    path = folder / "case.toml"
    path.write_text(f'{HEAD}registry = "list.csv"\n{said}', encoding="utf-8")
    return path


@pytest.fixture
def county(tmp_path: Path) -> Scenario:
    return load(made(tmp_path))


def test_every_operating_organization_stands_in_one_column(county: Scenario) -> None:
    total = facts(county).total
    assert (total.registered, total.operating) == (10, 9)
    assert (total.covered, total.should, total.few, total.none, total.unknown) == (3, 2, 2, 1, 1)


def test_the_table_is_by_township_and_adds_up(county: Scenario) -> None:
    found = facts(county)
    assert found.by == "district"
    rows = {group.id: group.counts for group in found.groups}
    assert (rows["城关镇"].registered, rows["城关镇"].should) == (4, 1)
    assert (rows["沙河镇"].operating, rows["沙河镇"].should) == (5, 1)
    for name, value in found.total.json().items():
        assert sum(counts.json()[name] or 0 for counts in rows.values()) == value


def test_the_four_coverages_of_one_list(county: Scenario) -> None:
    numbers = {one.name: (one.above, one.below) for one in facts(county).numbers}
    assert numbers == {
        "of_registered": (3, 10),
        "of_operating": (3, 9),
        "of_should": (2, 4),  # three members and more: 甲, 癸 of 甲, 乙, 丁, 癸
        "work": (4, 10),  # and the hosted one
    }


def test_full_members_decide_where_they_are_told_apart(tmp_path: Path) -> None:
    rows = "名称,从业人数,党员数,正式党员数,党组织\n甲,20,4,2,无\n乙,20,4,3,无\n"
    assert [name for _where, name in should_have(load(made(tmp_path, rows)))] == ["乙"]


def test_names_are_those_of_the_registry_by_township(county: Scenario) -> None:
    assert should_have(county) == (("城关镇", "乙协会"), ("沙河镇", "丁协会"))


def test_a_list_that_says_nothing_of_operating_has_no_number_of_it(tmp_path: Path) -> None:
    rows = "名称,从业人数,党员数,党组织\n甲,20,4,单独组建\n乙,20,4,无\n"
    found = facts(load(made(tmp_path, rows)))
    assert found.total.operating is None and found.operating_assumed == 2
    assert {one.name: one.share for one in found.numbers}["of_operating"] is None
    assert found.total.should == 1


def test_a_place_by_totals_has_what_its_totals_say() -> None:
    scenario = load("linze", overrides=["organizations.synthesis.operating=63"])
    found = facts(scenario)
    assert (found.total.registered, found.total.operating, found.total.covered) == (90, 63, 42)
    assert found.total.should is None and should_have(scenario) == ()
    shares = [one.share for one in found.numbers]
    assert shares == [42 / 90, 42 / 63, None, None]


def test_check_prints_them_and_names_only_when_asked(fugai: Run, tmp_path: Path) -> None:
    path = made(tmp_path)
    plain, named = fugai("check", path), fugai("check", path, "--names")
    assert plain.code == named.code == 0
    assert "30.0% (3 of 10)" in plain.out and "50.0% (2 of 4)" in plain.out
    assert "乙协会" not in plain.out
    assert "乙协会" in named.out and "丁协会" in named.out and "甲协会" not in named.out
    found = json.loads(fugai("check", path, "--names", "--json").out)
    assert found["facts"]["numbers"]["of_should"] == {"above": 2, "below": 4, "share": 0.5}
    assert found["names"] == [["城关镇", "乙协会"], ["沙河镇", "丁协会"]]


def test_run_has_them_at_its_head_and_the_register_at_both_ends(fugai: Run, tmp_path: Path) -> None:
    path = made(tmp_path)
    page = fugai("run", path, "--replicates", "2", "--out", tmp_path / "run").out
    facts = (
        "10 organizations (9 operating), 3 with a branch (30.0%), 2 more should have one; 2016-12"
    )
    assert facts in " ".join(page.split())
    out = fugai("run", path, "--replicates", "2", "--out", tmp_path / "run", "--details").out
    assert "10 organizations registered, 9 operating, 3 with a branch, 2 that should" in out
    assert "Of those that should have one 50.0%" in out
    assert "registered 10 →" in out and "operating 9 →" in out
    again = fugai("run", path, "--replicates", "2", "--out", tmp_path / "run", "--json").out
    found = json.loads(again)
    assert found["organizations"] == 10 and found["operating"] == 9
    assert found["organizations_at_end"] >= 1 and found["operating_at_end"] >= 1
    assert found["facts"]["total"]["should"] == 2


def test_check_says_which_local_facts_are_national_defaults(fugai: Run, tmp_path: Path) -> None:
    bare = fugai("check", "linze").out
    assert "growth_per_year" in bare and "inactive_share" in bare
    assert "cost_liaison_month_yuan" in bare
    stated = fugai(
        "check", "linze", "--set", "organizations.growth_per_year=0.02",
        "--set", "organizations.inactive_share=0.3",
        "--set", "prices.cost_liaison_month_yuan=4000",
    ).out  # fmt: skip
    assert "growth_per_year" not in stated and "inactive_share" not in stated
    assert "cost_liaison_month_yuan" not in stated


def test_check_reads_studies_too(fugai: Run, tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text(
        'format = 1\ntitle = "x"\nmethod = "sweep"\nscenario = "linze"\n'
        'factors = ["leave_per_year"]\n',
        encoding="utf-8",
    )
    assert "sweep" in fugai("check", path).out
    path.write_text('format = 1\ntitle = "x"\nmethod = ["sweep"]\n', encoding="utf-8")
    done = fugai("check", path)
    assert done.code == 2 and '"method" must be a text' in done.err


def test_a_large_place_is_checked_without_being_made(fugai: Run) -> None:
    out = fugai("check", "nation_firms", "--set", "organizations.sample=0.35").out
    assert "too large to be made here" in out


def test_the_rows_of_a_table_add_up_where_totals_name_a_part_by_kind() -> None:
    found = facts(load("linze"))
    assert [(group.id, group.counts.registered) for group in found.groups] == [
        ("social_group", 84), ("private_non_enterprise", 4), ("", 2),
    ]  # fmt: skip
    assert sum(group.counts.registered for group in found.groups) == found.total.registered
    assert label(found, found.groups[-1]) == "not stated"

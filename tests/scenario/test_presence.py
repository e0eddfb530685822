"""Headings and words that say who has a party organization, as offices write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.text.problems import ScenarioError
from tests.scenario.test_intake import listed, told_of
from tests.scenario.test_lists import of, start


@pytest.mark.parametrize(
    "heading",
    ["党组织有无", "党组织组建与否", "是否建立了党的组织", "党组织建设情况", "是否为党组织覆盖单位",
     "有党组织的打√", "建没建党组织", "组织覆盖", "是否组织覆盖", "党组织数", "是否联合组建党组织"],
)  # fmt: skip
def test_other_headings_that_say_who_has_a_party_organization(tmp_path: Path, heading: str) -> None:
    assert listed(tmp_path, heading, ["1", "0", "1", "0"]).covered.count(True) == 2


def test_work_coverage_is_no_party_organization(tmp_path: Path) -> None:
    rows = ["是,是", "否,是", "否,是", "否,否"]
    intake = listed(tmp_path, "是否组织覆盖,是否工作覆盖", rows)
    assert intake.covered == (True, False, False, False)
    assert "是否工作覆盖" in told_of(intake)


@pytest.mark.parametrize(
    ("cells", "covered"),
    [
        (["T", "F", "T"], [True, False, True]),
        (["TRUE", "FALSE", "✕"], [True, False, False]),
        (["1", "2", "2"], [True, False, False]),
        (["0", "2", "3"], [False, True, True]),
        (["1个", "0个", "2个"], [True, False, True]),
        (["已撤销", "正在筹建", "应建已建"], [False, False, True]),
        (["有党员无组织", "社区党委兜底", "已实现组织覆盖"], [False, False, True]),
        (["2015-06", "未成立", "2018年5月成立"], [True, False, True]),
        (["有3名以上党员", "有", "无"], [None, True, False]),
        (["不明", "有", ""], [None, True, False]),
        (["天庭", "有", ""], [None, True, False]),
    ],
)
def test_other_words_for_a_party_organization(
    tmp_path: Path, cells: list[str], covered: list[bool | None]
) -> None:
    assert list(listed(tmp_path, "党组织情况", cells).covered) == covered


@pytest.mark.parametrize(
    ("head", "cells", "covered"),
    [
        ("是否建立党组织,组建方式", ["是,挂靠组建", "是,单独", "否,"], [False, True, False]),
        ("是否建立党组织,组建方式", ["否,功能型党支部", "是,单独", "否,"], [None, True, False]),
        ("党委数,党支部数", [",1", ",", "1,3"], [True, False, True]),
        ("是否单独组建,是否联合组建", ["是,否", "否,是", "否,否"], [True, True, False]),
    ],
)
def test_columns_that_say_it_together(
    tmp_path: Path, head: str, cells: list[str], covered: list[bool | None]
) -> None:
    assert list(listed(tmp_path, head, cells).covered) == covered


def test_the_date_of_a_branch_alone_says_who_has_one(tmp_path: Path) -> None:
    intake = listed(tmp_path, "党组织成立时间", ["2015-06", "", "42005", ""])
    assert intake.covered == (True, False, True, False)
    assert "党组织成立时间 is read as the column party_organization" in told_of(intake)


def test_a_list_without_party_organizations_says_that_none_has_one(tmp_path: Path) -> None:
    assert "No row names a party organization" in told_of(listed(tmp_path, "党员数", ["3", "0"]))


def test_words_for_unknown_beside_yes_alone_are_not_drawn_from_the_yes(tmp_path: Path) -> None:
    intake = listed(tmp_path, "党组织", ["是", "是", "不明", "天庭"])
    assert intake.covered == (True, True, None, None)
    assert "covered_share = 0.0" in intake.decisions
    assert "Of the 2 rows that are not known none is taken to have one" in told_of(intake)
    (tmp_path / "written.csv").write_bytes(intake.table())
    assert start(of(tmp_path / "written.csv", tmp_path, "\n".join(intake.decisions))) == {2}
    with pytest.raises(ScenarioError, match="how many of the 2 blank rows"):
        of(tmp_path / "written.csv", tmp_path)

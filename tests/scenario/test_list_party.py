"""Party organizations that are planned, denied in part, another's, or coded: no branch is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.new import page
from sim.locale import in_language
from sim.parameters import resolve
from sim.population.population import populate
from sim.registry.intake import take_in
from tests.scenario.test_intake import listed, told_of
from tests.scenario.test_lists import of, said, start, table


def covered(tmp_path: Path, cell: str, head: str = "党组织") -> bool | None:
    """How a cell is read beside a plain yes and a plain no."""
    return listed(tmp_path, head, [f'"{cell}"', "有", "无"]).covered[0]


@pytest.mark.parametrize(
    "cell",
    [
        "在建",
        "联合支部（拟建）",
        "单独组建（在建）",
        "独立支部（待批）",
        "联合党支部（待成立）",
        "单独组建（拟）",
        "党支部（筹）",
        "已批复待成立",
        "条件不成熟",
        "in preparation",
        "planned",
    ],
)
def test_a_planned_branch_is_none(tmp_path: Path, cell: str) -> None:
    assert covered(tmp_path, cell) is False


@pytest.mark.parametrize(
    "cell",
    [
        "无独立党支部，有联合党支部",
        "未单独组建，联合组建",
        "没有单独建，纳入联合支部",
        "不单独，联合",
        "未单独建，已联合组建",
        "已建，未换届",
        "有（2019年成立）",
        "建立于2015",
        "2个",
    ],
)
def test_a_branch_beside_a_denial_is_one(tmp_path: Path, cell: str) -> None:
    assert covered(tmp_path, cell) is True or cell == "没有单独建，纳入联合支部"
    assert covered(tmp_path, cell) is not False


@pytest.mark.parametrize(
    "cell", ["未换届", "未按期换届", "属地社区党委", "城关镇党委", "教育局机关党委"]
)
def test_what_says_nothing_of_a_branch_of_its_own_is_asked(tmp_path: Path, cell: str) -> None:
    assert covered(tmp_path, cell) is None


@pytest.mark.parametrize(
    "cell", ["未填", "未填报", "未上报", "未统计", "未核实", "未掌握", "无法联系", "待补"]
)
def test_a_cell_that_was_not_filled_in_is_no_denial(tmp_path: Path, cell: str) -> None:
    assert covered(tmp_path, cell) is None


@pytest.mark.parametrize("cell", ["党委", "中共甲集团有限公司委员会", "甲公司党委", "基层党委"])
def test_a_committee_of_its_own(tmp_path: Path, cell: str) -> None:
    assert covered(tmp_path, cell) in (True, None)
    assert covered(tmp_path, "党委") is True


@pytest.mark.parametrize(
    "heading",
    [
        "是否应建党组织",
        "是否符合组建条件",
        "是否有意愿建立党组织",
        "是否具备组建条件",
        "是否需要组建党组织",
        "是否计划组建党组织",
        "拟建党组织",
    ],
)
def test_a_column_on_what_should_be_says_nothing_of_what_is(tmp_path: Path, heading: str) -> None:
    intake = listed(tmp_path, heading, ["是", "否", "是", "否"])
    assert intake.covered == (None, None, None, None)
    assert heading in told_of(intake)


@pytest.mark.parametrize("cell", ["无", "否", "没有", "/", "—"])
def test_no_joint_branch_is_called_none(tmp_path: Path, cell: str) -> None:
    rows = [
        f"甲社,社团,单独,{cell}",
        f"乙社,社团,无,{cell}",
        "丙社,社团,联合,商贸支部",
        "丁社,社团,联合,商贸支部",
        f"戊社,社团,,{cell}",
        f"己社,社团,,{cell}",
    ]
    intake = take_in([table(tmp_path, "名称,类别,党组织,联合党支部", *rows)], "list.csv")
    assert intake.covered.count(True) == 3
    assert {row.get("joint_branch") or None for row in intake.rows} == {None, "商贸支部"}
    assert len(of(tmp_path / "list.csv", tmp_path).organizations.registry or ()) == 6


@pytest.mark.parametrize("cell", ["无", "/", "没有"])
def test_no_site_is_called_none(tmp_path: Path, cell: str) -> None:
    intake = listed(tmp_path, "所在园区", [cell, cell, "东园"])
    assert [row.get("site") or None for row in intake.rows] == [None, None, "东园"]


def test_a_joint_branch_of_one_row_stays_a_branch(tmp_path: Path) -> None:
    """The other organizations of the branch may stand in another county's list."""
    rows = ["甲社,社团,,商贸联合支部", "乙社,社团,单独,", "丙社,社团,,"]
    intake = take_in([table(tmp_path, "名称,类别,党组织,联合党支部", *rows)], "list.csv")
    assert intake.covered == (True, True, False)


@pytest.mark.parametrize(
    ("heading", "cells", "covered_rows"),
    [
        ("党组织情况（1单独2联合3无）", ["1", "2", "3", "3"], (True, True, False, False)),
        ("党组织（0无、1有）", ["1", "0", "1", "0"], (True, False, True, False)),
        ("是否建立党组织(1是2否)", ["1", "2", "", "1"], (True, False, None, True)),
        ("党组织", ["1", "2", "3", "3"], (None, None, None, None)),
    ],
)
def test_numbers_that_a_heading_explains(
    tmp_path: Path, heading: str, cells: list[str], covered_rows: tuple[bool | None, ...]
) -> None:
    assert listed(tmp_path, heading, cells).covered == covered_rows


def test_ticks_below_already_founded_and_not_yet(tmp_path: Path) -> None:
    intake = listed(tmp_path, "已建,应建未建", ["√,", ",√", ",√"])
    assert intake.covered == (True, False, False)


@pytest.mark.parametrize("cells", [["否", "", "否"], ["否", "不详", "否"], ["否", "天庭", ""]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_where_nobody_has_a_branch_nothing_is_said_to_be_drawn(
    tmp_path: Path, cells: list[str], language: str
) -> None:
    with in_language(language):
        intake = listed(tmp_path, "是否建立党组织", cells)
        (tmp_path / "written.csv").write_bytes(intake.table())
        scenario = of(tmp_path / "written.csv", tmp_path, "\n".join(intake.decisions))
        told = page(intake) + said(scenario)
    assert start(scenario) == {0}
    assert "rawn" not in told
    assert "抽取" not in told


def test_blanks_that_are_drawn_are_said_to_be(tmp_path: Path) -> None:
    with in_language("en"):
        assert "blank is unknown and drawn" in page(listed(tmp_path, "党组织", ["有", "无", ""]))


@pytest.mark.parametrize("cells", [["是", "是", "不明", "天庭"], ["有", "不详", "有", "有"]])
def test_rows_that_are_open_beside_yes_alone_are_not_said_to_be_drawn(
    tmp_path: Path, cells: list[str]
) -> None:
    intake = listed(tmp_path, "党组织", cells)
    assert "covered_share = 0.0" in intake.decisions
    (tmp_path / "written.csv").write_bytes(intake.table())
    scenario = of(tmp_path / "written.csv", tmp_path, "\n".join(intake.decisions))
    assert "rawn" not in page(intake) + said(scenario)


def test_a_joint_branch_of_one_row_in_the_only_column_that_says_it(tmp_path: Path) -> None:
    rows = [
        "甲社,社团,商贸支部",
        "乙社,社团,商贸支部",
        "丙社,社团,教育支部",
        "丁社,社团,无",
        "戊社,社团,",
    ]
    intake = take_in([table(tmp_path, "名称,类别,联合党支部", *rows)], "list.csv")
    assert intake.covered == (True, True, True, None, None)


def test_lists_of_which_one_says_no_alone_are_drawn_together(tmp_path: Path) -> None:
    first = table(tmp_path, "名称,类别,党组织", "甲社,社团,否", "乙社,社团,", name="东镇.csv")
    second = table(tmp_path, "名称,类别,党组织", "丙社,社团,是", "丁社,社团,否", name="西镇.csv")
    told = told_of(take_in([first, second], "list.csv"))
    assert "blank is unknown and drawn" in told
    assert "no row says yes" not in told


@pytest.mark.parametrize("cell", ["2016年3月成立党支部", "党支部3个", "有（拟撤销）"])
def test_other_words_for_a_branch(tmp_path: Path, cell: str) -> None:
    assert covered(tmp_path, cell) is True


@pytest.mark.parametrize(
    ("cells", "covered_rows"),
    [
        (["是,东关社区党支部", "否,", ",城关镇党委"], (True, False, False)),
        (["是,甲社党支部", "否,城关镇机关党支部", ","], (True, False, False)),
    ],
)
def test_the_branch_of_a_place_is_none_of_their_own(
    tmp_path: Path, cells: list[str], covered_rows: tuple[bool, ...]
) -> None:
    intake = listed(tmp_path, "是否建立党组织,党组织名称", cells)
    assert intake.covered == covered_rows
    assert "of a place or an office is none of their own" in told_of(intake)


def test_rows_that_name_a_joint_branch_are_not_counted_as_blank(tmp_path: Path) -> None:
    rows = ["甲社,社团,,商贸支部", "乙社,社团,,商贸支部", "丙社,社团,单独,", "丁社,社团,,"]
    intake = take_in([table(tmp_path, "名称,类别,党组织,联合党支部", *rows)], "list.csv")
    assert intake.covered == (True, True, True, False)
    assert "党组织: 3 yes, 0 no, 1 blank" in told_of(intake)


@pytest.mark.parametrize(("cells", "times"), [(["否", "", "否"], 0), (["否", "否", "否"], 1)])
def test_that_nobody_has_a_branch_is_said_once(
    tmp_path: Path, cells: list[str], times: int
) -> None:
    told = told_of(listed(tmp_path, "是否建立党组织", cells))
    assert told.count("No row names a party organization") == times
    assert "add a column" not in told
    assert told.count("none has one at the start") == 1 - times


def test_a_share_that_is_stated_holds_where_no_row_says_yes(tmp_path: Path) -> None:
    rows = [f"{n}社,社团,{'否' if n < 4 else ''}" for n in range(12)]
    path = table(tmp_path, "名称,类别,党组织", *rows)
    scenario = of(path, tmp_path, 'blank = "unknown"\ncovered_share = 0.5')
    assert start(scenario) == {4}
    values = resolve(scenario.seed, [0], scenario.parameters, "none")
    notes = "\n".join(map(str, populate(scenario, [0], values).notes))
    assert "there are none at the start" not in notes
    assert "none has one at the start" not in said(scenario)

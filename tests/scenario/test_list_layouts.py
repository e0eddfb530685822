"""Where a list stands on its sheet: titles, other tables, merged, hidden and shifted cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.registry.grids import Cell
from sim.registry.intake import take_in
from tests.scenario.test_intake import told_of
from tests.scenario.test_list_rows import HEAD, NAMES, ROWS, from_sheet
from tests.scenario.test_lists import LISTS, table


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("title", ["某县社会组织名册（续）", "某县社会组织名册（二）", "附件1"])
def test_a_title_above_repeated_headings(tmp_path: Path, merged: bool, title: str) -> None:
    head: list[Cell] = ["名称", "类别", "党员数", "党组织"]
    rows: list[list[Cell]] = [
        head,
        ["甲协会", "社会团体", 3, "是"],
        ["乙协会", "社会团体", 2, "否"],
        [title],
        head,
        ["丙协会", "社会团体", 1, "否"],
    ]
    intake = from_sheet(tmp_path, rows, *(["A4:D4"] if merged else []))
    assert [row["name"] for row in intake.rows] == ["甲协会", "乙协会", "丙协会"]
    assert title not in intake.table().decode("utf-8")


def test_another_table_below_the_list_is_not_read(tmp_path: Path) -> None:
    rows = [f"{n},{row}" for n, row in enumerate(ROWS, 1)]
    rows += [",,,,,", ",类别,数量,党员数,党组织数,", ",社会团体,1,3,1,", ",民办非企业单位,2,3,0,"]
    path = table(tmp_path, f"序号,{HEAD}", *rows)
    intake = take_in([path], "list.csv")
    assert [row["name"] for row in intake.rows] == NAMES
    assert "Row 6 heads another table" in told_of(intake)


def test_another_table_beside_the_list_is_not_read(tmp_path: Path) -> None:
    side: list[list[Cell]] = [
        ["乡镇", "社会组织数", "党组织数"],
        ["城关镇", 2, 1],
        ["河东乡", 1, 3],
        ["合计", 3, 4],
    ]
    own: list[list[Cell]] = [
        ["名称", "类别", "乡镇", "党员数", "是否建立党组织"],
        ["甲协会", "社会团体", "城关镇", 3, "是"],
        ["乙协会", "社会团体", "城关镇", 2, "否"],
        ["丙协会", "社会团体", "河东乡", 1, "否"],
    ]
    rows = [[*left, None, *right] for left, right in zip(own, side, strict=True)]
    intake = from_sheet(tmp_path, rows)
    assert [row["district"] for row in intake.rows] == ["城关镇", "城关镇", "河东乡"]
    assert intake.covered == (True, False, False)
    assert "Beside the list stands another table" in told_of(intake)


def test_merged_cells_that_a_break_of_the_page_cut_go_on(tmp_path: Path) -> None:
    intake = take_in([LISTS / "A_民政局原表.xlsx"], "list.csv")
    assert all(row.get("supervisor") for row in intake.rows)


def test_hidden_columns_give_way_and_are_said(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["名称", "类别", "党员数", "党员人数", "党组织"],
        ["甲协会", "社会团体", 3, 5, "是"],
        ["乙协会", "社会团体", 2, 4, "否"],
    ]
    intake = from_sheet(tmp_path, rows, hidden="C")
    assert [row["members"] for row in intake.rows] == ["5", "4"]
    assert "Hidden columns" in told_of(intake)
    rows[0][2:4] = ["党组织形式", "党员人数"]
    for row in rows[1:]:
        row[2] = "无"
    intake = from_sheet(tmp_path, rows, hidden="C")
    assert intake.covered == (True, False)
    intake = from_sheet(tmp_path, [row[:4] for row in rows], hidden="D")
    assert [row["members"] for row in intake.rows] == ["5", "4"]
    assert "Hidden columns" in told_of(intake)


def test_a_row_that_is_longer_than_the_headings_is_shifted(tmp_path: Path) -> None:
    rows = [
        "甲协会,社会团体,城关镇,9,3,是",
        "乙协会,东分会,社会团体,城关镇,8,2,否",
        "丙协会,社会团体,河东乡,7,1,否",
    ]
    path = table(tmp_path, "名称,类别,乡镇,从业人员,党员数,党组织", *rows)
    intake = take_in([path], "list.csv")
    stated = {column: cell for column, cell in intake.rows[1].items() if cell}
    assert stated == {"name": "乙协会", "party_organization": "unknown"}
    assert [row["members"] for row in (intake.rows[0], intake.rows[2])] == ["3", "1"]
    assert "more cells than there are headings" in told_of(intake)


def test_names_below_the_heading_of_the_kind_are_names(tmp_path: Path) -> None:
    rows = [f"社会团体,社{n}社,{n % 3}" for n in range(9)]
    intake = take_in([table(tmp_path, "名称,类别,党员数", *rows)], "list.csv")
    assert [row["name"] for row in intake.rows] == [f"社{n}社" for n in range(9)]
    assert len(intake.covered) == 9
    assert "Two columns are swapped, as their cells show: 名称, 类别" in told_of(intake)


def test_the_same_as_above(tmp_path: Path) -> None:
    rows = [
        "甲协会,社会团体,城关镇,教育局,3,是",
        "乙协会,同上,同上,〃,2,同上",
        "丙协会,〃,同上,同上,1,否",
    ]
    head = "名称,类别,乡镇,业务主管单位,党员数,党组织"
    intake = take_in([table(tmp_path, head, *rows)], "list.csv")
    assert {row["kind"] for row in intake.rows} == {"社会团体"}
    assert {row["district"] for row in intake.rows} == {"城关镇"}
    assert {row["supervisor"] for row in intake.rows} == {"教育局"}
    assert intake.covered == (True, True, False)
    assert "乡镇: cells such as 同上 that say what stands above them: 2 (rows 3-4)" in told_of(
        intake
    )


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("单位,性质,负责人政治面貌,党组织形式", "红旗幼儿园,民办非企业单位,中共党员,党支部"),
        (
            "学校名称,办学性质,负责人政治面貌,党组织形式",
            "红旗幼儿园,民办非企业单位,群众,联合党支部",
        ),
    ],
)
def test_a_first_row_of_words_alone_is_no_heading(tmp_path: Path, head: str, first: str) -> None:
    intake = take_in([table(tmp_path, head, first, "甲协会,社会团体,群众,无")], "list.csv")
    assert [row["name"] for row in intake.rows] == ["红旗幼儿园", "甲协会"]
    assert intake.covered == (True, False)


@pytest.mark.parametrize("numbers", ["甲,乙,1,2,3", "1,2,3,4,5", "(1),(2),(3),(4),(5)"])
def test_numbers_of_columns_below_the_headings_are_none(tmp_path: Path, numbers: str) -> None:
    rows = [numbers, "1,甲协会,社会团体,3,有", "2,乙协会,社会团体,2,无"]
    intake = take_in([table(tmp_path, "序号,单位名称,类别,党员,党组织", *rows)], "list.csv")
    assert [row["members"] for row in intake.rows] == ["3", "2"]
    assert intake.covered == (True, False)


def test_a_merged_count_is_not_that_of_each_row(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["名称", "类别", "从业人员", "党员数", "党组织"],
        ["甲协会", "社会团体", 30, 6, "联合党支部"],
        ["乙协会", "社会团体", 5, None, None],
        ["丙协会", "社会团体", 4, None, None],
        ["丁协会", "社会团体", 9, 2, "无"],
    ]
    intake = from_sheet(tmp_path, rows, "D2:D4", "E2:E4")
    assert [row.get("members") or "" for row in intake.rows] == ["", "", "", "2"]
    assert intake.covered == (True, True, True, False)
    assert "党员数: one merged cell counts several together: 3 (rows 2-4)" in told_of(intake)


def test_an_organization_in_several_merged_rows_keeps_its_counts(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["名称", "类别", "党员数", "联系人"],
        ["甲协会", "社会团体", 3, "王某"],
        [None, None, None, "李某"],
        ["乙协会", "社会团体", 2, "张某"],
    ]
    intake = from_sheet(tmp_path, rows, "A2:A3", "B2:B3", "C2:C3")
    assert [row["members"] for row in intake.rows] == ["3", "2"]

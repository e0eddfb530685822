"""Which rows are organizations, where notes, sections, sums and empty forms stand between them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sim.registry.grids import Cell
from sim.registry.intake import Intake, take_in
from tests.scenario.test_intake import told_of
from tests.scenario.test_lists import table

HEAD = "名称,类别,从业人员,党员数,党组织"
ROWS = ("甲协会,社会团体,9,3,是", "乙学校,民办非企业单位,8,2,否", "丙学校,民办非企业单位,7,1,否")
NAMES = ["甲协会", "乙学校", "丙学校"]


def names(tmp_path: Path, *rows: str, head: str = HEAD) -> list[str | None]:
    return [row.get("name") for row in take_in([table(tmp_path, head, *rows)], "list.csv").rows]


def from_sheet(tmp_path: Path, rows: list[list[Cell]], *merged: str, hidden: str = "") -> Intake:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    if hidden:
        book.worksheets[0].column_dimensions[hidden].hidden = True
    book.save(tmp_path / "a.xlsx")
    return take_in([tmp_path / "a.xlsx"], "list.csv")


@pytest.mark.parametrize(
    "row",
    [
        "1.本表统计截至2024年6月底。,,,,",
        "2、党组织形式按单独、联合填写。,,,,",
        "以上共3家，其中社会团体1家。,,,,".replace("，", "、"),
        "（此件公开发布）。,,,,",
        "一、教育类（2家）,,,,",
        "（二）养老服务类,,,,",
        "其中：社会团体,,9,3,1",
        "民办非企业单位,,15,3,0",
        "全县社会组织总计 3 家,,24,6,",
        "平均,,8,2,",
        "占比,,,50%,",
        "党组织覆盖率50%,,,,",
        ",,0,0,",
        ",社会团体,,,否",
        ",,,,否",
        ",,-,-,",
    ],
)
def test_rows_that_name_no_organization(tmp_path: Path, row: str) -> None:
    intake = take_in([table(tmp_path, HEAD, *ROWS, row)], "list.csv")
    assert [found.get("name") for found in intake.rows] == NAMES
    assert "(rows 5)" in told_of(intake)


def test_a_row_with_figures_of_its_own_and_no_name_is_kept_and_said(tmp_path: Path) -> None:
    intake = take_in([table(tmp_path, HEAD, *ROWS, ",社会团体,6,2,是")], "list.csv")
    assert len(intake.rows) == 4
    assert "without a name: 1 (rows 5)" in told_of(intake)


def test_only_remarks_in_a_row(tmp_path: Path) -> None:
    rows = [f"{row},{remark}" for row, remark in zip(ROWS, ("拟于年内", "", ""), strict=True)]
    rows.insert(1, ",,,,,与乙学校联合组建")
    assert names(tmp_path, *rows, head=f"{HEAD},备注") == NAMES


@pytest.mark.parametrize(
    "remark", ["说明：2020年更名", "注：换届中", "备注：无", "合计3处场所", "例：无"]
)
def test_a_remark_in_the_first_column_is_no_note(tmp_path: Path, remark: str) -> None:
    rows = [f"{remark if n else ''},{row}" for n, row in enumerate(ROWS)]
    assert names(tmp_path, *rows, head=f"备注,{HEAD}") == NAMES


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            "名称,乡镇,党员数",
            [
                "甲书社,城关镇,1",
                "乙书社,城关镇,1",
                "丙书社,城关镇,0",
                "丁书社,河东乡,2",
                "戊书社,河东乡,1",
                "己书社,河东乡,1",
            ],
        ),
        (
            "名称,乡镇,从业人员,党员数",
            ["甲书社,城关镇,2,1", "乙书社,城关镇,3,0", "丙书社,城关镇,5,1"],
        ),
        (
            "名称,类别,党员数",
            ["甲协会,社会团体,1", "乙协会,社会团体,1", "丙书社,,2", "丁协会,社会团体,3"],
        ),
        (
            "名称,类别,从业人员,党员数",
            ["甲协会,社会团体,8,1", "乙协会,社会团体,9,1", "丙书社,,17,2", "丁协会,社会团体,3,1"],
        ),
        (
            "类别,乡镇,从业人员,党员数,党组织",
            ["社会团体,城关镇,2,1,否", "社会团体,城关镇,3,1,否", ",城关镇,5,2,否"],
        ),
    ],
)
def test_a_small_number_that_is_a_sum_by_chance(tmp_path: Path, head: str, rows: list[str]) -> None:
    assert len(take_in([table(tmp_path, head, *rows)], "list.csv").rows) == len(rows)


def test_a_sum_without_a_name_or_with_that_of_a_place_is_left_out(tmp_path: Path) -> None:
    rows = [
        "甲协会,城关镇,社团,3",
        "乙协会,城关镇,社团,4",
        "丙协会,城关镇,社团,1",
        ",城关镇,,8",
        "丁协会,河东乡,社团,3",
        "戊协会,河东乡,社团,2",
        ",河东乡,,5",
        "全县,,,13",
    ]
    found = names(tmp_path, *rows, head="名称,乡镇,类别,党员数")
    assert found == ["甲协会", "乙协会", "丙协会", "丁协会", "戊协会"]


@pytest.mark.parametrize(
    ("column", "heading", "values"),
    [
        ("kind", "类别", ("社会团体", "民办非企业单位")),
        ("supervisor", "业务主管单位", ("教育局", "民政局")),
        ("industry", "所属行业", ("教育", "养老")),
    ],
)
def test_blocks_of_a_word_that_stands_once(
    tmp_path: Path, column: str, heading: str, values: tuple[str, str]
) -> None:
    rows = [f"{n}社,{values[n // 4] if n % 4 == 0 else ''},3" for n in range(8)]
    intake = take_in([table(tmp_path, f"名称,{heading},党员数", *rows)], "list.csv")
    assert [row.get(column) for row in intake.rows] == [values[0]] * 4 + [values[1]] * 4
    assert "take the value above them: 6" in told_of(intake)


def test_blanks_among_other_words_are_not_filled(tmp_path: Path) -> None:
    cells = ["教育局", "", "民政局", "教育局", "", "文旅局", "教育局", "民政局"]
    rows = [f"{n}社,社团,{cell}" for n, cell in enumerate(cells)]
    intake = take_in([table(tmp_path, "名称,类别,业务主管单位", *rows)], "list.csv")
    assert [row.get("supervisor", "") for row in intake.rows] == cells
    rows = [f"{n}社,社团,{cell}" for n, cell in enumerate(("城关镇", "河东乡", "西岭镇", ""))]
    intake = take_in([table(tmp_path, "名称,类别,乡镇", *rows)], "list.csv")
    assert not intake.rows[3].get("district")


@pytest.mark.parametrize("column", ["备注", "年检结论", "2023年年检情况", "评估等级"])
@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("已注销", False),
        ("2023年5月注销", False),
        ("注销", False),
        ("已撤销登记", False),
        ("拟注销", True),
        ("正在办理注销", True),
        ("2022年换届", True),
        ("原分会已注销，本会正常", True),
    ],
)
def test_a_cancellation_in_a_column_of_remarks(
    tmp_path: Path, column: str, cell: str, kept: bool
) -> None:
    rows = [f"{row},{remark}" for row, remark in zip(ROWS, ("", cell, ""), strict=True)]
    intake = take_in([table(tmp_path, f"{HEAD},{column}", *rows)], "list.csv")
    assert len(intake.rows) == 2 + kept
    assert (column in told_of(intake)) or kept
    if "注销" in cell and kept:
        assert "speak of a cancellation" in told_of(intake)


def test_the_same_organization_with_other_cells_is_said(tmp_path: Path) -> None:
    rows = [
        "5101,甲协会,社团,3,否",
        "5101,甲协会,社团,5,是",
        "5102,乙协会,社团,2,否",
        "5102,乙协会,社团,2,否",
    ]
    intake = take_in([table(tmp_path, "编号,名称,类别,党员数,党组织", *rows)], "list.csv")
    assert len(intake.rows) == 2
    assert "says otherwise in 党员数, 党组织: rows 3 and 2" in told_of(intake)


def test_one_name_with_two_numbers_is_said(tmp_path: Path) -> None:
    rows = ["5101,甲协会,社团", "5109,甲协会,社团", "5102,乙协会,社团"]
    intake = take_in([table(tmp_path, "编号,名称,类别", *rows)], "list.csv")
    assert len(intake.rows) == 3
    assert "The same name, different numbers: 1 (rows 3 and 2)" in told_of(intake)


@pytest.mark.parametrize(("founded", "kept"), [("2010-05", 5), ("2009-05", 4), ("", 4)])
def test_a_name_with_the_county_and_one_without(tmp_path: Path, founded: str, kept: int) -> None:
    rows = [
        "某县书画社,社团,2009-05",
        "某县画院,社团,2001-01",
        "某县棋院,社团,2001-02",
        "某县琴院,社团,2001-03",
        f"书画社,社团,{founded}",
    ]
    intake = take_in([table(tmp_path, "名称,类别,成立日期", *rows)], "list.csv")
    assert len(intake.rows) == kept
    assert ("perhaps the same organization twice" in told_of(intake)) == (kept == 5)


def test_of_rows_of_several_years_the_latest_are_read(tmp_path: Path) -> None:
    rows = [
        "2022,甲协会,社团,3,无",
        "2022,旧协会,社团,2,无",
        "2023,甲协会,社团,4,单独",
        "2023,乙协会,社团,2,无",
    ]
    intake = take_in([table(tmp_path, "年度,名称,类别,党员数,党组织", *rows)], "list.csv")
    assert [row["name"] for row in intake.rows] == ["甲协会", "乙协会"]
    assert intake.covered == (True, False)
    assert "年度: rows of 2022 are left out, those of 2023 are read: 2 (rows 2-3)" in told_of(
        intake
    )

"""Several sheets and files: years, cancelled ones, examples, further columns; headings."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sim.registry.intake import Intake, take_in
from tests.scenario.test_intake import told_of
from tests.scenario.test_lists import table

HEAD = ["名称", "类别", "党员数", "党组织"]
Rows = list[list[object]]


def of_sheets(tmp_path: Path, sheets: dict[str, Rows]) -> Intake:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    return take_in([tmp_path / "a.xlsx"], "list.csv")


def named(intake: Intake) -> list[str]:
    return [row["name"] for row in intake.rows]


OLD: Rows = [
    [*HEAD],
    ["甲协会", "社团", 3, "无"],
    ["乙协会", "社团", 2, "无"],
    ["旧协会", "社团", 2, "无"],
]
NEW: Rows = [
    [*HEAD],
    ["甲协会", "社团", 4, "单独"],
    ["乙协会", "社团", 2, "无"],
    ["丙协会", "社团", 1, "无"],
]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2022", "2023"),
        ("2022年", "2023年"),
        ("2023年底名册", "2022年底名册"),
        ("2023.6", "2023.12"),
    ],
)
def test_of_sheets_of_several_years_the_latest_is_read(
    tmp_path: Path, first: str, second: str
) -> None:
    later = second if first < second or first == "2023.6" else first
    sheets = {first: NEW if later == first else OLD, second: NEW if later == second else OLD}
    intake = of_sheets(tmp_path, sheets)
    assert named(intake) == ["甲协会", "乙协会", "丙协会"]
    assert intake.covered == (True, False, False)
    assert f"Sheet {later} is read" in told_of(intake)


def test_a_list_given_twice_is_counted_once(tmp_path: Path) -> None:
    first = table(tmp_path, *(",".join(map(str, row)) for row in OLD), name="a.csv")
    second = table(tmp_path, *(",".join(map(str, row)) for row in NEW), name="b.csv")
    intake = take_in([first, second], "list.csv")
    assert named(intake) == ["甲协会", "乙协会", "旧协会", "丙协会"]
    assert "b.csv lists 2 of these organizations again" in told_of(intake)
    assert "says otherwise of 1 organizations" in told_of(intake)


@pytest.mark.parametrize("name", ["已注销", "注销名单", "撤销登记", "2023年注销"])
def test_a_sheet_of_cancelled_ones_is_left_out(tmp_path: Path, name: str) -> None:
    gone: Rows = [[*HEAD], ["丙协会", "社团", 4, "单独"]]
    intake = of_sheets(tmp_path, {"在册": OLD, name: gone})
    assert named(intake) == ["甲协会", "乙协会", "旧协会"]
    assert name in told_of(intake)


@pytest.mark.parametrize("name", ["填报样表", "模板", "示例", "样例（勿删）", "template"])
def test_a_sheet_of_examples_is_left_out(tmp_path: Path, name: str) -> None:
    example: Rows = [[*HEAD], ["样本协会", "社团", 4, "单独"]]
    intake = of_sheets(tmp_path, {name: example, "名册": OLD})
    assert named(intake) == ["甲协会", "乙协会", "旧协会"]
    assert name in told_of(intake)


def test_kinds_in_the_names_of_sheets(tmp_path: Path) -> None:
    head: list[object] = ["名称", "党员数"]
    sheets: dict[str, Rows] = {
        "社会团体（2家）": [head, ["甲促进社", 3], ["乙社", 1]],
        "民非名册": [head, ["丙社", 2]],
    }
    intake = of_sheets(tmp_path, sheets)
    assert [row["kind"] for row in intake.rows] == ["社会团体", "社会团体", "民非"]
    assert "district" not in intake.columns


def test_a_sheet_with_a_further_column_is_read_with_the_others(tmp_path: Path) -> None:
    head: list[object] = ["名称", "类别", "从业人员", "党员数", "党组织"]
    sheets: dict[str, Rows] = {"城关镇": OLD, "河东乡": [head, ["丙协会", "社团", 9, 4, "单独"]]}
    intake = of_sheets(tmp_path, sheets)
    assert len(intake.rows) == 4
    assert intake.rows[3] | {"staff": "9", "district": "河东乡"} == intake.rows[3]
    assert intake.covered.count(True) == 1


def test_a_ledger_of_branches_adds_columns(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "名册": [["名称", "类别", "党员数"], ["甲协会", "社团", 3], ["乙协会", "社团", 2]],
        "台账": [["名称", "党组织形式"], ["甲协会", "单独"]],
        "会议": [["名称", "备注"], ["季度会议", "三月"]],
    }
    intake = of_sheets(tmp_path, sheets)
    assert named(intake) == ["甲协会", "乙协会"]
    assert "会议" in told_of(intake)


@pytest.mark.parametrize("further", [True, False])
def test_serial_numbers_of_two_lists_are_no_registry_numbers(tmp_path: Path, further: bool) -> None:
    first = table(
        tmp_path,
        "编号,名称,类别,党员数",
        "1,甲协会,社团,3",
        "2,乙协会,社团,2",
        "3,丙协会,社团,2",
        name="城关镇.csv",
    )
    more = (",党组织", ",单独", ",无") if further else ("", "", "")
    second = table(
        tmp_path,
        f"编号,名称,类别,党员数{more[0]}",
        f"1,丁协会,社团,5{more[1]}",
        f"2,戊协会,社团,2{more[2]}",
        f"3,己协会,社团,2{more[2]}",
        name="河东乡.csv",
    )
    intake = take_in([first, second], "list.csv")
    assert named(intake) == ["甲协会", "乙协会", "丙协会", "丁协会", "戊协会", "己协会"]
    assert [row.get("district") for row in intake.rows] == ["城关镇"] * 3 + ["河东乡"] * 3
    assert intake.covered[:3].count(True) == 0


@pytest.mark.parametrize(
    "head",
    [
        "1.单位名称,2.登记类别,3.从业人员,4.党员人数,5.是否建立党组织",
        "一、单位名称,二、类别,三、从业人员,四、党员数,五、党组织",
        "名称 Name,类别 Kind,从业人员 Staff,党员数 Members,党组织 Party organization",
        "Name of organisation,Type of organisation,Number of employees,No. of party members,"
        "Has a party branch?",
    ],
)
def test_headings_with_numbers_in_two_languages_and_in_english(tmp_path: Path, head: str) -> None:
    path = table(tmp_path, head, "甲协会,社会团体,9,3,是", "乙协会,社会团体,8,2,否")
    intake = take_in([path], "list.csv")
    assert intake.columns == ["name", "kind", "staff", "members", "party_organization"]
    assert intake.covered == (True, False)


def test_an_english_register(tmp_path: Path) -> None:
    head = (
        "No.,Name of organisation,Category,Township,Date established,Headcount,Party members,Status"
    )
    rows = [
        "1,Alpha,social group,East,2010-05,20,4,active",
        "2,Beta,foundation,West,2011-06,5,1,dissolved",
    ]
    intake = take_in([table(tmp_path, head, *rows, "Total,,,,,25,5,")], "list.csv")
    assert named(intake) == ["Alpha"]
    assert intake.rows[0] == {
        "name": "Alpha",
        "kind": "social group",
        "district": "East",
        "founded": "2010-05",
        "staff": "20",
        "members": "4",
    }


@pytest.mark.parametrize("first", ["名册", "汇总"])
def test_a_sheet_of_totals_beside_the_list_is_not_read(tmp_path: Path, first: str) -> None:
    totals: Rows = [["乡镇", "社会组织数", "党组织数"], ["城关镇", 3, 1]]
    sheets = {"名册": OLD, "汇总": totals} if first == "名册" else {"汇总": totals, "名册": OLD}
    intake = of_sheets(tmp_path, sheets)
    assert named(intake) == ["甲协会", "乙协会", "旧协会"]
    assert "Sheets that count organizations by place, not read: 汇总" in told_of(intake)


def test_names_that_several_townships_have_are_several_organizations(tmp_path: Path) -> None:
    rows = ("老年协会,社团,3", "志愿者协会,社团,2", "红白理事会,社团,1")
    first = table(tmp_path, "名称,类别,党员数", *rows, name="东河镇.csv")
    second = table(tmp_path, "名称,类别,党员数", *rows, name="西岭镇.csv")
    third = table(
        tmp_path, "名称,类别,党员数,党组织", *(f"{row},无" for row in rows), name="城关镇.csv"
    )
    assert len(take_in([first, second, third], "list.csv").rows) == 9


@pytest.mark.parametrize(
    "end", ["幼儿园", "志愿者协会", "学生联合会", "老年大学", "党员志愿服务队"]
)
@pytest.mark.parametrize("heading", ["名称", "幼儿园名称", "志愿者组织名称"])
def test_a_list_of_one_trade_is_a_list(tmp_path: Path, end: str, heading: str) -> None:
    rows = [f"清河县{sign}{end},民办非企业单位,{n}" for n, sign in enumerate("甲乙丙")]
    intake = take_in([table(tmp_path, f"{heading},类别,党员数", *rows)], "list.csv")
    assert named(intake) == [f"清河县{sign}{end}" for sign in "甲乙丙"]


def test_kindergartens_below_unit_are_no_districts(tmp_path: Path) -> None:
    path = table(tmp_path, "单位,性质,党员", "红旗幼儿园,民非,3", "东方幼儿园,民非,2", "甲学校,,1")
    assert named(take_in([path], "list.csv")) == ["红旗幼儿园", "东方幼儿园", "甲学校"]


def test_a_list_of_words_without_names_loses_no_row(tmp_path: Path) -> None:
    rows = ("民办非企业单位,东镇,党支部,中共党员", "社会团体,西镇,无,群众")
    path = table(tmp_path, "类别,乡镇,党组织,负责人政治面貌", *rows)
    assert take_in([path], "list.csv").covered == (True, False)

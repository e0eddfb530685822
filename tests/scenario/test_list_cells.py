"""Cells of a list that were read as something else, or lost, without a word."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sim.registry.intake import take_in
from tests.scenario.test_intake import listed, told_of
from tests.scenario.test_lists import of, registry, table


def read(tmp_path: Path, heading: str, cell: str) -> str | None:
    """How a cell is written for a scenario."""
    column = {"从业人员": "staff", "党员数": "members", "成立日期": "founded"}[heading]
    return listed(tmp_path, heading, [f'"{cell}"', ""]).rows[0].get(column)


@pytest.mark.parametrize("cell", ["3 1", "12 5", "3\n1", "2 3 4"])
def test_two_numbers_in_a_cell_are_not_one(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, "从业人员", cell) is None


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("1 200", "1200"),
        ("'12", "12"),
        ("‘12", "12"),
        ("c. 20", "20"),
        ("approx. 12", "12"),
        ("~2", "2"),
        ("15 people", "15"),
        ("about 30", "30"),
        ("12 （ 专职 5 ）", "12"),
        ("约 20 人", "20"),
    ],
)
def test_one_number_in_other_dress(tmp_path: Path, cell: str, count: str) -> None:
    assert read(tmp_path, "从业人员", cell) == count


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("'2009-05-01", "2009-05"),
        ("2009年5月份", "2009-05"),
        ("2009年5月1日（变更2015年）", "2009-05"),
        ("2009·05", "2009-05"),
        ("May 2009", "2009-05"),
        ("1 May 2009", "2009-05"),
    ],
)
def test_dates_in_other_dress(tmp_path: Path, cell: str, month: str) -> None:
    intake = listed(tmp_path, "成立日期", [f'"{cell}"', "2010-01"])
    (tmp_path / "written.csv").write_bytes(intake.table())
    found = registry(of(tmp_path / "written.csv", tmp_path)).founded[0]
    assert found is not None
    year, number = map(int, month.split("-"))
    assert found == (year - 2024) * 12 + number - 1


@pytest.mark.parametrize("cell", ["5/1/2009", "May-09", "09.05.01"])
def test_dates_that_may_mean_two_things_are_asked(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, "成立日期", cell) is None


def test_a_year_alone_is_said_to_be_its_july(tmp_path: Path) -> None:
    told = told_of(listed(tmp_path, "成立日期", ["2009", "2010年", "2011-03"]))
    assert "成立日期: only a year: 2 (rows 2-3). Taken as July of that year." in told


@pytest.mark.parametrize("cell", [datetime.datetime(1905, 7, 1), "1905-07-01"])
def test_a_founding_long_ago_is_said(tmp_path: Path, cell: object) -> None:
    """A year that a spreadsheet shows as a date is a day of 1905."""
    book = openpyxl.Workbook()
    for row in (["名称", "类别", "成立日期"], ["甲社", "社团", cell], ["乙社", "社团", "2010-01"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    assert "before 1949: 1 (rows 2)" in told_of(take_in([tmp_path / "a.xlsx"], "list.csv"))


def test_day_numbers_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    cells = [datetime.datetime(2009, 5, 1), 38472, "2009-05"]
    for row in (
        ["名称", "类别", "成立日期"],
        *(["甲乙丙"[n], "社团", c] for n, c in enumerate(cells)),
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    intake = take_in([tmp_path / "a.xlsx"], "list.csv")
    assert [str(row["founded"])[:7] for row in intake.rows] == ["2009-05"] * 3


@pytest.mark.parametrize(
    ("cell", "channel"),
    [
        ("教育局", True),
        ("无", False),
        ("/", False),
        ("—", False),
        ("直接登记", False),
        ("无业务主管单位", False),
        ("不详", None),
        ("#N/A", None),
        ("未知", None),
        ("", None),
    ],
)
def test_who_has_a_supervisor(tmp_path: Path, cell: str, channel: bool | None) -> None:
    intake = listed(tmp_path, "业务主管单位", [cell, "民政局", "民政局"])
    (tmp_path / "written.csv").write_bytes(intake.table())
    assert registry(of(tmp_path / "written.csv", tmp_path)).has_channel[0] is channel


@pytest.mark.parametrize(
    "heading", ["乡镇", "名称", "业务主管单位", "所在园区", "行业", "统一社会信用代码"]
)
@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#NAME?", "#DIV/0!"])
def test_an_error_of_a_formula_is_no_place_and_no_name(
    tmp_path: Path, heading: str, error: str
) -> None:
    head = f"编号,类别,{heading}" if heading == "名称" else f"名称,类别,{heading}"
    rows = [f"7{n},社团,{cell}" for n, cell in enumerate((error, "东镇", "西镇", error))]
    intake = take_in([table(tmp_path, head, *rows)], "list.csv")
    assert error not in intake.table().decode("utf-8")
    assert len(intake.rows) == 4
    assert error in told_of(intake)


def test_a_district_with_a_line_break_or_blanks_within_is_one(tmp_path: Path) -> None:
    intake = listed(tmp_path, "乡镇", ['"城关\n镇"', "城关镇", "河 东 乡", "河东乡"])
    assert [row["district"] for row in intake.rows] == ["城关镇", "城关镇", "河东乡", "河东乡"]


@pytest.mark.parametrize("heading", ["党员数", "从业人员"])
@pytest.mark.parametrize("cell", ["张三、李四、王五", "赵六", "欧阳锋；王重阳", "张三 李四"])
def test_names_of_members_are_never_quoted(tmp_path: Path, heading: str, cell: str) -> None:
    intake = listed(tmp_path, heading, [f'"{cell}"', f'"{cell}"', "2"])
    told = told_of(intake) + intake.table().decode("utf-8")
    assert not any(name in told for name in ("张三", "李四", "赵六", "王重阳", "欧阳"))


def test_full_and_part_time_staff_are_a_sum(tmp_path: Path) -> None:
    intake = listed(tmp_path, "专职人数,兼职人数,党员数", ["6,3,4", "5,,2"])
    assert [row.get("staff") or None for row in intake.rows] == ["9", None]
    assert "Staff are the sum of 专职人数 + 兼职人数" in told_of(intake)
    intake = listed(tmp_path, "专职人员党员数,兼职人员党员数", ["3,1", "2,0"])
    assert [row.get("members") for row in intake.rows] == ["4", "2"]


@pytest.mark.parametrize(
    "head", ["2022年底党员数,2023年底党员数", "党员数（2022年）,党员数（2023年）"]
)
def test_of_two_years_the_later_holds(tmp_path: Path, head: str) -> None:
    intake = listed(tmp_path, head, ["3,4", "2,1"])
    assert [row["members"] for row in intake.rows] == ["4", "1"]
    assert "is left out" in told_of(intake)


@pytest.mark.parametrize(
    ("cell", "operating"), [("停业", False), ("歇业", False), ("停止活动", False), ("存续", None)]
)
def test_a_status_that_says_stopped_is_kept(
    tmp_path: Path, cell: str, operating: bool | None
) -> None:
    intake = listed(tmp_path, "登记状态", ["正常", cell])
    assert len(intake.rows) == 2
    assert (intake.rows[1].get("operating") == "no") == (operating is False)
    assert ("stopped" in told_of(intake)) == (operating is False)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("基本正常", True), ("长期停摆", False), ("未正常开展活动", False), ("已停止运行", False)],
)
def test_other_words_on_operation(tmp_path: Path, cell: str, answer: bool) -> None:
    (tmp_path / "written.csv").write_bytes(listed(tmp_path, "是否运行", [cell, "是"]).table())
    assert registry(of(tmp_path / "written.csv", tmp_path)).operating[0] is answer


@pytest.mark.parametrize("cell", ["民盟盟员", "致公党党员", "九三学社社员", "农工党", "民建会员"])
def test_a_member_of_another_party_is_none(tmp_path: Path, cell: str) -> None:
    intake = listed(tmp_path, "负责人政治面貌", [cell, "中共党员"])
    (tmp_path / "written.csv").write_bytes(intake.table())
    assert registry(of(tmp_path / "written.csv", tmp_path)).head_is_member == (False, True)


def test_a_unit_above_the_list_is_said(tmp_path: Path) -> None:
    path = table(tmp_path, "单位：百人,,", "名称,类别,从业人员", "甲社,社团,1", "乙社,社团,2")
    assert "单位：百人" in told_of(take_in([path], "list.csv"))


def test_districts_that_were_left_open_are_not_filled_from_above(tmp_path: Path) -> None:
    cells = ["城关镇", "#REF!", "无", "#REF!", "河东乡", "/", "#REF!"]
    intake = listed(tmp_path, "乡镇", cells)
    (tmp_path / "written.csv").write_bytes(intake.table())
    scenario = of(tmp_path / "written.csv", tmp_path, "\n".join(intake.decisions))
    assert registry(scenario).district == (0, None, None, None, 1, None, None)
    assert "take the value above" not in told_of(intake)


def test_a_word_for_unknown_beside_yes_alone_is_no_denial(tmp_path: Path) -> None:
    intake = listed(tmp_path, "负责人是否党员", ["是", "不详", ""])
    assert [row.get("head_is_member") for row in intake.rows] == ["是", "不详", "no"]


@pytest.mark.parametrize("cell", ["十五六", "三四十人", "七八人", "一百二三十"])
def test_about_a_number_in_chinese_is_no_other_number(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, "从业人员", cell) is None


@pytest.mark.parametrize(("cell", "count"), [("叁", "3"), ("二十五", "25"), ("一百零三", "103")])
def test_chinese_numerals(tmp_path: Path, cell: str, count: str) -> None:
    assert read(tmp_path, "从业人员", cell) == count

"""Rows of a list that are no organizations any more or never were, and cells that say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.locale import in_language
from sim.registry.cells import shortened
from sim.registry.intake import take_in
from tests.scenario.test_intake import told_of
from tests.scenario.test_lists import table


@pytest.mark.parametrize(
    ("status", "kept"),
    [("正常", True), ("已注销登记", False), ("吊销未注销", False), ("迁出", False),
     ("拟注销", True), ("正在办理注销", True), ("已办理注销", False), ("列入异常名录", True)],
)  # fmt: skip
def test_a_status_decides_or_is_said(tmp_path: Path, status: str, kept: bool) -> None:
    rows = ["甲协会,社团,正常", f"乙协会,社团,{status}"]
    intake = take_in([table(tmp_path, "名称,类别,登记状态", *rows)], "list.csv")
    assert len(intake.rows) == 1 + kept
    assert (f"{status} (1)" in told_of(intake)) == (kept and status != "正常")


@pytest.mark.parametrize(
    "total", ["小计（城关镇）", "小 计(东河乡)", "城关镇合计", "合计（全县 2 家）"]
)
def test_a_total_may_say_of_what_in_brackets(tmp_path: Path, total: str) -> None:
    intake = take_in(
        [table(tmp_path, "名称,类别,从业人员", "甲协会,社团,3", f"{total},,")], "l.csv"
    )
    assert [row["name"] for row in intake.rows] == ["甲协会"]


@pytest.mark.parametrize(
    ("status", "kept"),
    [("（已注销）", False), ("(注销)", False), ("已撤销登记", False), ("（拟注销）", True),
     ("（正在办理注销）", True), ("(准备注销)", True), ("[注销中]", True)],
)  # fmt: skip
def test_a_status_behind_a_name_decides_or_is_said(tmp_path: Path, status: str, kept: bool) -> None:
    intake = take_in([table(tmp_path, "名称,类别", "甲协会,社团", f"乙协会{status},社团")], "l.csv")
    assert len(intake.rows) == 1 + kept
    assert ("neither normal nor cancelled" in told_of(intake)) == kept


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_remark_lists_is_put_as_its_reader_does(tmp_path: Path, language: str) -> None:
    """A list that was read in one language is looked at in the other one."""
    rows = ["甲协会,社团,3", "孤一会,,", "乙协会,社团,4", "孤二会,,", "孤三会,,"]
    with in_language("zh"):
        intake = take_in([table(tmp_path, "名称,类别,从业人员", *rows)], "list.csv")
    (remark,) = [said for _file, said in intake.remarks if said.key == "leave_out"]
    with in_language(language):
        assert "leave_out = [3, 5, 6]" in str(remark)
        assert ("3、5-6" if language == "zh" else "3, 5-6") in remark.fact


@pytest.mark.parametrize(
    "cell",
    ["王建国；13812345678", "李小明/13912345678", "13812345678 张三", "张三(13812345678)",
     "买买提·艾力 13812345678", "Zhang San 13812345678", "张 三 010-12345678"],
)  # fmt: skip
def test_nothing_that_stands_beside_a_telephone_number_is_quoted(cell: str) -> None:
    assert shortened(cell) == "…"


def test_a_date_of_cancellation_is_a_status(tmp_path: Path) -> None:
    rows = ["甲协会,社团,", "乙协会,社团,2020-05-01", "丙协会,社团,/"]
    intake = take_in([table(tmp_path, "名称,类别,注销日期", *rows)], "list.csv")
    assert [row["name"] for row in intake.rows] == ["甲协会", "丙协会"]


@pytest.mark.parametrize("cell", ["1900/1/0", "1900-01-00", "1900年1月0日", "1900-01-01"])
def test_an_empty_cell_shown_as_a_date_is_no_date(tmp_path: Path, cell: str) -> None:
    rows = ["甲协会,社团,2009-01", f"乙协会,社团,{cell}"]
    intake = take_in([table(tmp_path, "名称,类别,成立日期", *rows)], "list.csv")
    assert not intake.rows[1].get("founded")
    assert "an empty cell shown as a date" in told_of(intake)


@pytest.mark.parametrize("cell", ["赵某 00012345678", "赵某：0551-1234567", "赵某00012345678"])
def test_a_person_before_a_number_is_never_quoted(tmp_path: Path, cell: str) -> None:
    rows = [f"甲协会,{cell}", "乙协会,无"]
    told = told_of(take_in([table(tmp_path, "名称,党组织", *rows)], "list.csv"))
    assert "“…”" in told and "赵" not in told

"""Several lists, and lists with cells that nobody can read: a scenario in one pass."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from sim.registry.cells import month
from sim.registry.intake import Intake, take_in
from sim.scenario.facts import facts
from sim.text.problems import ScenarioError
from tests.scenario.test_lists import LISTS, of, registry, start, table

TOWNSHIPS = [LISTS / f"D_{name}.xlsx" for name in ("东河镇", "城关镇", "西岭镇")]


@pytest.mark.parametrize(
    ("paths", "organizations", "covered", "districts"),
    [
        ([LISTS / "A_民政局原表.xlsx"], 299, 80, 1),
        ([LISTS / "B_社会组织名册.csv"], 299, 80, 1),
        ([LISTS / "C_带乡镇.xlsx"], 298, 80, 8),
        (TOWNSHIPS, 118, 38, 3),
    ],
    ids=["A", "B", "C", "D"],
)
def test_an_offices_list_is_a_scenario_in_one_pass(
    tmp_path: Path, paths: list[Path], organizations: int, covered: int, districts: int
) -> None:
    intake = take_in(paths, "list.csv")
    assert len(intake.covered) == organizations
    assert intake.covered.count(True) == covered
    (tmp_path / "list.csv").write_bytes(intake.table())
    scenario = of(tmp_path / "list.csv", tmp_path, "\n".join(intake.decisions))
    assert len(registry(scenario)) == organizations
    assert len(scenario.place.district_ids) == districts
    assert start(scenario) == {covered}
    _no_persons(intake)


def _no_persons(intake: Intake) -> None:
    """Names of persons end in 某, their telephone numbers have eleven digits from 000."""
    texts = intake.table().decode("utf-8") + "\n".join(str(r) for _f, r in intake.remarks)
    assert not re.search(r"[甲乙丙丁戊己庚辛]某|000\d{8}(?!\d)|(?:路|街|巷)\d+号", texts)


def test_what_cannot_be_read_is_left_open_and_said_in_one_pass(tmp_path: Path) -> None:
    rows = [
        "甲社,社团,若干,3,单独,2020-01", "乙社,神仙,5,9,天庭,去年", "丙校,民非,3,8,无,2031-05",
        "丁校,民非,9,2,是,2019-13",
    ]  # fmt: skip
    path = table(tmp_path, "名称,类别,从业人员,党员人数,党组织,成立日期", *rows)
    intake = take_in([path], "list.csv")
    (tmp_path / "list.csv").write_bytes(intake.table())
    scenario = of(tmp_path / "list.csv", tmp_path, "\n".join(intake.decisions))
    assert registry(scenario).name == ("甲社", "乙社", "丙校", "丁校")
    assert registry(scenario).members == (3, 9, 8, 2)
    told = "\n".join(str(remark) for _file, remark in intake.remarks)
    for cell in ("若干", "神仙", "天庭", "去年", "2031-05"):
        assert f"“{cell}”" in told


def test_files_that_hold_columns_of_the_same_organizations_are_joined(tmp_path: Path) -> None:
    first = table(tmp_path, "编号,名称,类别,从业人员", "1,甲社,社团,5", "2,乙社,社团,6",
                  name="a.csv")  # fmt: skip
    second = table(tmp_path, "编号,党员数,党组织", "02,2,无", "1,4,单独", "9,1,无", name="b.csv")
    intake = take_in([first, second], "list.csv")
    assert [row.get("members") for row in intake.rows] == ["4", "2"]
    assert intake.covered == (True, False)
    assert "not found in the first list: 1" in "\n".join(str(r) for _f, r in intake.remarks)


def test_sheets_with_the_same_columns_are_read_together(tmp_path: Path) -> None:
    intake = take_in([LISTS / "F6_many_sheets.xlsx"], "list.csv")
    assert len(intake.rows) == 4


@pytest.mark.parametrize(
    ("head", "rows", "column", "expected"),
    [
        ("序号,名称,类别,从业人员,党员,,党组织", [",,,,人数,其中预备,", "1,甲社,社团,9,4,1,是"],
         "members", ["4"]),
        ("名称,类别,已建党组织,未建党组织", ["甲社,社团,√,", "乙社,社团,,√"],
         "party_organization", ["√", "none"]),
        ("名称,类别,负责人,政治面貌", ["甲社,社团,某某,中共党员", "乙社,社团,某,群众"],
         "head_is_member", ["中共党员", "群众"]),
        ("名称,类别,正式党员数,预备党员数", ["甲社,社团,3,1", "乙社,社团,2,0"],
         "members", ["4", "2"]),
        ("乡镇,名称,类别,党员数", ["城关镇,,,3", ",甲社,社团,1", ",乙社,社团,2"],
         "district", ["城关镇", "城关镇"]),
        ("名称,统一社会信用代码", ["甲社,51410782MJ0000001A", "乙校,52410782MJ0000002B"],
         "kind", ["社会团体", "民办非企业单位"]),
    ],
)  # fmt: skip
def test_layouts_of_public_tables(
    tmp_path: Path, head: str, rows: list[str], column: str, expected: list[str]
) -> None:
    intake = take_in([table(tmp_path, head, *rows)], "list.csv")
    assert [row.get(column) for row in intake.rows] == expected


def test_names_and_kinds_that_are_exchanged_are_no_repetitions(tmp_path: Path) -> None:
    rows = [f"社会团体,社{n}社,{n % 3}" for n in range(9)]
    intake = take_in([table(tmp_path, "名称,类别,党员数", *rows)], "list.csv")
    assert len(intake.rows) == 9
    assert "swapped" in "\n".join(str(remark) for _file, remark in intake.remarks)


def listed(tmp_path: Path, head: str, cells: list[str]) -> Intake:
    """Read a list with one more column or several; cells of a row are separated by commas."""
    rows = [f"{n}社,社团,{cell}" for n, cell in enumerate(cells)]
    return take_in([table(tmp_path, f"名称,类别,{head}", *rows)], "list.csv")


def told_of(intake: Intake) -> str:
    return "\n".join(str(remark) for _file, remark in intake.remarks)


@pytest.mark.parametrize("counts", ["", "26,14"])
def test_lines_between_rows_name_townships_or_kinds(tmp_path: Path, counts: str) -> None:
    rows = [f"一、城关镇（2家）,{counts}", "甲协会,20,10", "乙协会,6,4", "二、东河乡,9,3",
            "丙协会,9,3", "丁协会,,"]  # fmt: skip
    intake = take_in([table(tmp_path, "名称,从业人员,党员数", *rows)], "list.csv")
    assert [row["district"] for row in intake.rows] == ["城关镇", "城关镇", "东河乡", "东河乡"]
    assert "say the district of those below" in told_of(intake)
    rows = ["一、社会团体,", "甲,3", "乙,3", "二、基金会（1家）,", "丙,3"]
    intake = take_in([table(tmp_path, "名称,党员数", *rows)], "list.csv")
    assert [row["kind"] for row in intake.rows] == ["社会团体", "社会团体", "基金会"]


def test_a_count_that_happens_to_be_a_sum_is_an_organization(tmp_path: Path) -> None:
    rows = ["甲协会,3,2010", "乙协会,3,2011", "丙协会,6,2012", "丁协会,12,2013", "戊协会,24,2014"]
    intake = take_in([table(tmp_path, "名称,党员数,成立日期", *rows)], "list.csv")
    assert len(intake.rows) == 5


def test_many_spellings_of_a_district(tmp_path: Path) -> None:
    places = [
        "城关镇",
        "城关",
        "城关镇人民政府",
        "河源县城关镇",
        "城关镇",
        "西岭乡",
        "西岭镇",
        "西岭",
    ]
    rows = [f"{n}社,社团,{place}" for n, place in enumerate(places)]
    intake = take_in([table(tmp_path, "名称,类别,乡镇", *rows)], "list.csv")
    for short in ("城关", "城关镇人民政府", "河源县城关镇"):
        assert f'"{short}" = "城关镇"' in intake.decisions[0]
    assert "西岭" not in intake.decisions[0]
    rows = ["甲社,社团,东县城关镇", "乙社,社团,西县城关镇"]
    assert not take_in([table(tmp_path, "名称,类别,乡镇", *rows)], "list.csv").decisions
    assert "西岭镇 and 西岭 are kept as two districts" in told_of(intake)


def test_a_sheet_of_notes_before_the_list_is_nolisted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["说明"])
    book.worksheets[0].append(["本表由各镇填报"])
    sheet = book.create_sheet("名册")
    for row in (["名称", "类别"], ["甲社", "社团"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert [row["name"] for row in take_in([tmp_path / "a.xlsx"], "list.csv").rows] == ["甲社"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", '="编号"|="名称"\n="0012"|="甲社"\n'), ("a.xls", "编号\t名称\n0012\t甲社\n")],
)
def test_text_as_other_programs_export_it(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    intake = take_in([tmp_path / name], "list.csv")
    assert [(row["id"], row["name"]) for row in intake.rows] == [("0012", "甲社")]
    assert ("read as text" in told_of(intake)) == (name == "a.xls")


def test_units_of_a_heading_are_multiplied_and_said(tmp_path: Path) -> None:
    intake = listed(tmp_path, "从业人员（百人）,党员数（人）", ["0.3,2", "5,1"])
    assert [(row["staff"], row["members"]) for row in intake.rows] == [("30", "2"), ("500", "1")]
    assert "5 → 500" in told_of(intake)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("学术性社团", "社会团体"), ("民办学校", "民办非企业单位"), ("个人独资企业", "非公企业"),
     ("国有企业", None)],
)  # fmt: skip
def test_a_kind_within_a_longer_word(tmp_path: Path, cell: str, kind: str | None) -> None:
    rows = [f"甲,{cell},2", "乙,社会团体,3"]
    intake = take_in([table(tmp_path, "名称,类别,党员数", *rows)], "list.csv")
    assert intake.rows[0].get("kind") == kind


@pytest.mark.parametrize("cell", ["二〇一〇年十月", "2010年10月1日成立", "二零一零年十月一日"])
def test_dates_in_words(cell: str) -> None:
    assert month(cell) == (2010, 10)


def test_months_without_a_zero_and_a_late_date_are_said(tmp_path: Path) -> None:
    intake = listed(tmp_path, "成立日期", ["2010.1", "2010.3", "2012.12", "2029.5"])
    assert "cells such as 2010.1 are read as January: 1" in told_of(intake)
    assert intake.start == (2029, 6)
    assert "after the last date of founding, that of row 5" in told_of(intake)


def test_the_facts_of_a_list_with_stopped_unknown_and_small_ones(tmp_path: Path) -> None:
    rows = [
        "甲协会,城关镇,5,5,是,单独,是", "乙协会,城关镇,4,4,否,,是", "丙协会,城关镇,3,2,否,,是",
        "丁学校,城关镇,2,2,否,,是", "戊学校,城关镇,0,0,否,,是", "己中心,河东乡,6,6,否,,否",
        "庚中心,河东乡,3,3,是,联合,是", "辛中心,河东乡,1,1,是,挂靠,是", "壬协会,河东乡,,,不明,,",
        "癸协会,河东乡,3,3,否,派驻指导员,", "子协会,西岭乡,7,7,是,单独,否",
        "丑协会,西岭乡,,,否,,是",
    ]  # fmt: skip
    head = "名称,乡镇,党员数,正式党员,是否建立党组织,组建方式,是否正常运行"
    intake = take_in([table(tmp_path, head, *rows)], "list.csv")
    told = told_of(intake)
    assert (
        "with a branch: counted as operating, so that coverage is the list's: 1 (rows 12)" in told
    )
    assert "their members are not counted: 1 (rows 7)" in told
    (tmp_path / "list.csv").write_bytes(intake.table())
    known = facts(of(tmp_path / "list.csv", tmp_path, "\n".join(intake.decisions)))
    whole = known.total
    assert (whole.registered, whole.operating, whole.covered) == (12, 11, 3)
    assert (whole.should, whole.few, whole.none, whole.unknown) == (2, 3, 1, 2)
    assert [(n.above, n.below) for n in known.numbers] == [(3, 12), (3, 11), (3, 5), (4, 12)]


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("负责人政治面貌", "张三丰（党员）"),
        ("负责人（是否党员）", "张三丰"),
        ("党员数", "2（张三丰等）"),
        ("党组织", "指导员张三丰13812345678"),
        ("从业人员", "13812345678"),
        ("党组织", "书记：张三丰"),
    ],
)
def test_no_person_is_quoted(tmp_path: Path, head: str, cell: str) -> None:
    intake = listed(tmp_path, head, [cell, cell, ""])
    told = told_of(intake) + intake.table().decode("utf-8")
    assert "张三" not in told
    assert "138123" not in told


@pytest.mark.parametrize("cell", ["5（其中预备1）", "5人（含预备）", "5(2男3女)"])
def test_a_remark_behind_a_count(tmp_path: Path, cell: str) -> None:
    rows = listed(tmp_path, "党员数", [cell, "3"]).rows
    assert rows[0].get("members") == (None if "男" in cell else "5")


def test_lists_that_cannot_be_put_together_or_differ_are_said(tmp_path: Path) -> None:
    head, rows = "序号,名称,类别,从业人员", ("1,甲社,社团,5", "2,乙社,社团,6")
    first = table(tmp_path, head, *rows, name="a.csv")
    bare = table(tmp_path, "序号,党员数,从业人员", "1,3,7", "2,4,7", name="b.csv")
    apart = table(tmp_path, "名称,从业人员,党组织", "甲社,9,有", "乙社,6,", name="c.csv")
    intake = take_in([first, bare, apart], "list.csv")
    assert [row["staff"] for row in intake.rows] == ["5", "6"]
    assert "b.csv has no names and no numbers" in told_of(intake)
    assert "c.csv says otherwise of 1 organizations" in told_of(intake)


def test_blanks_that_arise_when_lists_are_joined_are_said(tmp_path: Path) -> None:
    first = table(tmp_path, "名称,类别", "甲社,社团", "乙社,社团", "丙社,社团", name="a.csv")
    ledger = table(tmp_path, "名称,党组织", "甲社,单独", "乙社,联合", name="b.csv")
    intake = take_in([first, ledger], "list.csv")
    assert intake.covered == (True, True, False)
    assert "2 yes, 0 no, 1 blank" in told_of(intake)


def test_a_hidden_sheet_is_not_read_beside_one_that_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, name in ((book.worksheets[0], "旧社"), (book.create_sheet("名册"), "新社")):
        sheet.append(["名称", "类别"])
        sheet.append([name, "社团"])
    book.worksheets[0].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    intake = take_in([tmp_path / "a.xlsx"], "list.csv")
    assert [row["name"] for row in intake.rows] == ["新社"]
    assert "Hidden sheets, not read: Sheet" in told_of(intake)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["名称,类别,名称,类别", "甲社,社团,乙社,社团"], "side by side in this table"),
        (["名称,甲社,乙社", "类别,社团,民非", "党员数,3,2"], "Organizations stand side by side"),
    ],
)
def test_other_layouts_are_refused_with_a_way_out(
    tmp_path: Path, rows: list[str], said: str
) -> None:
    with pytest.raises(ScenarioError, match=said):
        take_in([table(tmp_path, *rows)], "list.csv")


def test_groups_and_english_headings(tmp_path: Path) -> None:
    rows = [",,是否建立,组建形式", "甲社,社团,是,单独", "乙社,社团,否,"]
    intake = take_in([table(tmp_path, "名称,类别,党建,", *rows)], "list.csv")
    assert intake.covered == (True, False)
    head = "Name,Category,Registered on,Employees,Party members,Party branch (Y/N)"
    rows = ["A,social group,2010-05,9,3,Y", "B,foundation,2011,5,1,N"]
    intake = take_in([table(tmp_path, head, *rows)], "list.csv")
    assert intake.columns == [
        "name", "kind", "founded", "staff", "members", "party_organization",
    ]  # fmt: skip
    assert intake.covered == (True, False)


@pytest.mark.parametrize(
    ("heading", "cell", "column"),
    [("批准登记时间", "2010-05", "founded"), ("首次发证时间", "2010-05", "founded"),
     ("在职人数", "9", "staff"), ("人员数", "9", "staff"), ("从业人员中党员数", "3", "members"),
     ("住所所在乡镇", "东镇", "district"), ("登记地", "东镇", "district")],
)  # fmt: skip
def test_other_headings(tmp_path: Path, heading: str, cell: str, column: str) -> None:
    assert listed(tmp_path, heading, [cell, cell]).rows[0][column] == cell

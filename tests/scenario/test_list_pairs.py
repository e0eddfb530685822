"""Columns that stand twice in a list: of men and women, of two years; and lists of branches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from sim.registry import cells as read
from sim.registry.forms import party
from sim.registry.intake import take_in
from sim.text.problems import ScenarioError
from tests.scenario.test_lists import column, of, said, start, table, understood


def book(folder: Path, rows: Sequence[Sequence[object]], *merged: str) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    path = folder / "list.xlsx"
    made.save(path)
    return path


def organizations(*cells: object) -> list[list[object]]:
    """Return ten rows of an organization, each with some cells."""
    return [[f"县{n}会", "社会团体", *cells, "有" if n % 2 else "无"] for n in range(10)]


def test_men_and_women_are_summed_and_that_is_said(tmp_path: Path) -> None:
    head = [
        ["名称", "类别", "从业人员", "", "党员", "", "党组织"],
        ["", "", "男", "女", "男", "女", ""],
    ]
    rows = organizations(5, 3, 2, 1)
    found = understood(book(tmp_path, [*head, *rows], "C1:D1", "E1:F1"))
    assert found.faults == []
    assert column(found, "staff") == ["8"] * 10 and column(found, "members") == ["3"] * 10
    assert "Staff are the sum of 从业人员男 + 从业人员女." in said(found)
    assert "Members are the sum of 党员男 + 党员女." in said(found)
    assert "Left out, no organizations" not in said(found)


@pytest.mark.parametrize(
    "words", [["总数", "男", "女"], ["合计", "男性", "女性"], ["小计", "其中：男", "其中：女"]]
)
def test_a_total_beside_men_and_women_is_read_and_nothing_summed(
    tmp_path: Path, words: list[str]
) -> None:
    head = [["名称", "类别", "从业人员", "", "", "党组织"], ["", "", *words, ""]]
    found = understood(book(tmp_path, [*head, *organizations(9, 5, 3)], "C1:E1"))
    assert column(found, "staff") == ["9"] * 10 and found.faults == []
    assert "sum" not in said(found)


@pytest.mark.parametrize(
    ("men", "women"),
    [("男职工数", "女职工数"), ("职工（男）", "职工（女）"), ("从业人员男", "从业人员女")],
)
def test_men_and_women_in_one_row_of_headings(tmp_path: Path, men: str, women: str) -> None:
    rows = [f"县{n}会,社会团体,5,{n or ''}" for n in range(6)]
    found = understood(table(tmp_path, f"名称,类别,{men},{women}", *rows))
    # Half of a sum is no sum: the first is left open.
    assert column(found, "staff") == ["", "6", "7", "8", "9", "10"]


def test_women_alone_are_no_staff_and_no_members(tmp_path: Path) -> None:
    rows = [f"县{n}会,社会团体,5,{n}" for n in range(6)]
    found = understood(table(tmp_path, "名称,类别,党员数,女党员", *rows))
    assert column(found, "members") == ["5"] * 6
    found = understood(table(tmp_path, "名称,类别,女职工数,女党员", *rows))
    assert "staff" not in found.places and "members" not in found.places


def test_of_two_years_under_one_heading_each_the_later_is_read(tmp_path: Path) -> None:
    head = [
        ["名称", "类别", "2022年", "", "2023年", ""],
        ["", "", "党员数", "党组织", "党员数", "党组织"],
    ]
    rows = [
        [f"县{n}会", "社会团体", n, "有" if n == 0 else "无", n + 1, "有" if n < 5 else "无"]
        for n in range(10)
    ]
    path = book(tmp_path, [*head, *rows], "A1:A2", "B1:B2", "C1:D1", "E1:F1")
    found = understood(path)
    assert column(found, "members") == [str(n + 1) for n in range(10)]
    assert start(of(path, tmp_path)) == {5}
    assert "2022年党组织" in said(found) and "2023年党组织" in said(found)


def test_two_years_below_a_heading_and_above_parts_of_it(tmp_path: Path) -> None:
    head = [
        ["名称", "类别", "党员情况", "", "", "", "党组织", ""],
        ["", "", "2023年", "", "2024年", "", "2023年", "2024年"],
        ["", "", "合计", "其中女", "合计", "其中女", "是否建立", "是否建立"],
    ]
    rows = [
        [f"县{n}会", "社会团体", n, 0, n + 1, 1, "是" if n < 2 else "否", "是" if n < 4 else "否"]
        for n in range(10)
    ]
    path = book(tmp_path, [*head, *rows], "A1:A3", "B1:B3", "C1:F1", "G1:H1", "C2:D2", "E2:F2")
    found = understood(path)
    assert column(found, "members") == [str(n + 1) for n in range(10)] and found.faults == []
    assert start(of(path, tmp_path)) == {4}


def test_of_two_years_side_by_side_the_later_says_who_has_a_branch(tmp_path: Path) -> None:
    rows = [f"县{n}会,社团,{'有' if n < 2 else '无'},{'有' if n < 4 else '无'}" for n in range(9)]
    path = table(tmp_path, "名称,类别,2022年底是否建立党组织,2023年底是否建立党组织", *rows)
    assert start(of(path, tmp_path)) == {4}
    path = table(tmp_path, "名称,类别,2023年党组织,2022年党组织", *rows)
    assert start(of(path, tmp_path)) == {2}


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("12,345人", 12345),
        ("约1,200", 1200),
        ("1,200余人", 1200),
        ("１，２００名", 1200),
        ("1 200人", 1200),
    ],
)
def test_thousands_are_read_beside_words(cell: str, count: int) -> None:
    assert read.number(cell) == count


@pytest.mark.parametrize("cell", ["3,4人", "12,34", "3，4", "1,2345人"])
def test_what_is_no_thousand_is_not_joined(cell: str) -> None:
    with pytest.raises(read.WrongCell):
        read.number(cell)


@pytest.mark.parametrize(
    "heads", ["党支部名称,书记,党员数", "支部名称,组成单位,党员数", "党组织名称,书记,党员数"]
)
def test_a_list_of_branches_is_no_list_of_organizations(tmp_path: Path, heads: str) -> None:
    rows = [f"{name}协会党支部,某,{n + 3}" for n, name in enumerate(("物流", "电商", "养老"))]
    with pytest.raises(ScenarioError, match="lists party branches"):
        understood(table(tmp_path, heads, *rows))


def test_a_list_without_names_that_says_who_has_a_branch_is_read(tmp_path: Path) -> None:
    rows = ["物流协会党支部,某,3", ",某,2", "养老协会党支部,某,4"]
    found = understood(table(tmp_path, "党支部名称,书记,党员数", *rows))
    assert len(found.sheet.rows) == 3


@pytest.mark.parametrize(
    ("with_one", "without"),
    [("已建党组织", "未建党组织"), ("应建已建", "应建未建"), ("有党组织的", "无党组织的")],
)
def test_sheets_of_those_with_and_without_a_branch(
    tmp_path: Path, with_one: str, without: str
) -> None:
    made = openpyxl.Workbook()
    for title, n in ((with_one, 4), (without, 8)):
        sheet = made.create_sheet(title)
        sheet.append(["名称", "类别", "党员数"])
        for row in range(n):
            sheet.append([f"{title[:2]}{row}协会", "社会团体", 2])
    made.remove(made.worksheets[0])
    path = tmp_path / "list.xlsx"
    made.save(path)
    found = take_in([path], "list.csv")
    assert [row["party_organization"] for row in found.rows] == ["有"] * 4 + ["无"] * 8
    assert not any(row.get("district") for row in found.rows)
    told = " ".join(str(remark) for _file, remark in found.remarks)
    assert f"{with_one} 4, {without} 8" in told and "townships" not in told


def test_lists_of_other_parts_than_townships_are_no_townships(tmp_path: Path) -> None:
    paths = []
    for part in ("规上企业", "规下企业"):
        rows = [f"{part}{n}有限公司,{n}" for n in range(4)]
        paths.append(table(tmp_path, "企业名称,党员数", *rows, name=f"{part}.csv"))
    found = take_in(paths, "list.csv")
    assert len(found.rows) == 8 and not any(row.get("district") for row in found.rows)


@pytest.mark.parametrize("heads", ["数量,已建数", "家数,已建", "社会组织数,已建党组织数"])
def test_counts_by_place_and_kind_are_no_list(tmp_path: Path, heads: str) -> None:
    rows = [
        f"{place},{kind},10,3" for place in ("城关镇", "东河镇") for kind in ("社会团体", "民非")
    ]
    with pytest.raises(ScenarioError, match="counts organizations by place"):
        understood(table(tmp_path, f"乡镇,类别,{heads}", *rows))


def test_a_column_of_how_party_work_reaches_an_organization(tmp_path: Path) -> None:
    ways = [
        "单独建立党组织", "联合建立党组织", "纳入社区党组织管理", "选派党建工作指导员", "未覆盖",
    ]  # fmt: skip
    rows = [f"社{n},社会团体,{n % 3},{ways[n % 5]}" for n in range(20)]
    assert start(of(table(tmp_path, "名称,类别,党员数,党建工作覆盖方式", *rows), tmp_path)) == {8}


@pytest.mark.parametrize(
    "cell",
    ["建立工会、共青团等群团组织", "团支部", "已成立团支部", "工会", "工青妇组织覆盖", "妇联"],
)
def test_unions_and_the_youth_league_are_no_party_branch(cell: str) -> None:
    assert party(cell) == "none"


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("社团支部", "standalone"),
        ("集团支部", "standalone"),
        ("工会联合党支部", "joint"),
        ("工会联合支部", "joint"),
    ],
)
def test_a_party_branch_that_is_named_after_them_is_one(cell: str, form: str) -> None:
    assert party(cell) == form

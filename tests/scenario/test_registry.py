"""Registries as people keep them: encodings, headings, words, workbooks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.plan.organizations import Registry
from sim.registry.cells import WrongCell, month, number, truth
from sim.registry.columns import Words, read_registry
from sim.registry.findings import Choices
from sim.registry.understanding import understand
from sim.registry.workbooks import open_book
from sim.state.codes import Form, Interim, Kind, Type
from sim.text.problems import ScenarioError
from sim.text.vocabulary import COLUMNS, FORMS, KINDS, plain
from tests.scenario.golden import DATA

LIST = DATA / "registries" / "list.csv"
WORDS = Words({"东街": 0, "西街": 1}, {"教育": 0, "商贸": 1}, ("东街", "西街"), ("教育", "商贸"))


def read(path: Path, sheet: str | None = None) -> Registry:
    """Read a registry that has no mistakes."""
    found = understand(open_book(path), Choices(sheet=sheet, places=True))
    assert not found.faults
    registry, faults, _accepted = read_registry(found.sheet, found.places, WORDS, (2009, 1))
    assert not faults
    return registry


def csv_of(folder: Path, *rows: str) -> Path:
    path = folder / "case.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def workbook(folder: Path, rows: Sequence[Any], merged: str = "") -> Path:
    """Write rows to the second sheet of a workbook; its first is empty but for a note."""
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(list(row))
    if merged:
        book.active.merge_cells(merged)
    book.create_sheet("说明").append(["见附注"])
    path = folder / "case.xlsx"
    book.save(path)
    return path


def test_chinese_headings_and_values() -> None:
    registry = read(LIST)
    assert len(registry) == 4
    assert registry.rows == (2, 3, 4, 5)
    assert registry.kind == (
        Kind.SOCIAL_GROUP, Kind.PRIVATE_NON_ENTERPRISE, Kind.SOCIAL_GROUP, Kind.FOUNDATION
    )  # fmt: skip
    assert registry.type == (Type.STABLE, Type.DISPERSED, None, Type.LOOSE)
    assert registry.has_channel == (True, False, True, None)
    assert registry.founded == (-92, -67, -42, None)
    assert registry.staff == (12, 8, 5, None)
    # The column says nothing but yes: a blank is none.
    assert registry.form == (Form.STANDALONE, Form.JOINT, Form.JOINT, Form.NONE)
    assert registry.covered == (True, True, True, False)
    assert registry.joint_branch == (None, "联1", "联1", None)
    assert registry.head_is_member == (True, False, None, None)
    assert registry.operating == (True, True, True, False)
    assert registry.on_base == (None,) * 4


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with BOM"), ("gb18030", "GB18030")],
)
def test_encodings_are_read_and_named(tmp_path: Path, codec: str, name: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.read_text(encoding="utf-8").encode(codec))
    registry, original = read(path), read(LIST)
    assert registry.encoding == name
    assert registry.name == original.name
    assert registry.founded == original.founded


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("名称\n甲".encode("utf-16"), "UTF-16"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel format"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
    ],
)
def test_other_files_are_refused_by_name(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError, match=message):
        open_book(path)


def test_english_headings_in_any_spelling(tmp_path: Path) -> None:
    registry = read(
        csv_of(
            tmp_path,
            "ID;Name;Kind;Party Organization;Head is member;Full members;Note",
            "7;A;law firm;member_group;No;;x",
            "8;B;Non-public Enterprise;yes;TRUE;4;y",
        )
    )
    assert registry.id == ("7", "8")
    assert registry.kind == (Kind.LAW_FIRM, Kind.NONPUBLIC_ENTERPRISE)
    assert registry.interim == (Interim.MEMBER_GROUP, Interim.NONE)
    assert registry.covered == (False, True)
    assert registry.form == (Form.NONE, None)
    assert registry.full_members == (None, 4)


def test_blank_rows_and_trailing_commas_are_no_organizations(tmp_path: Path) -> None:
    registry = read(csv_of(tmp_path, "名称,类别,,", "甲,社团,,", ",,,", "乙,社团,,", ""))
    assert registry.rows == (2, 4)


def test_cells_may_hold_commas_and_line_ends(tmp_path: Path) -> None:
    registry = read(csv_of(tmp_path, "name,kind", '"A, or\nB",foundation', "C,foundation"))
    assert registry.name == ("A, or\nB", "C")
    assert registry.rows == (2, 3)


@pytest.mark.parametrize("cell", ["", " ", "/", "不详", "未知", "N/A", "—"])
def test_a_cell_that_says_nothing_is_missing(tmp_path: Path, cell: str) -> None:
    registry = read(csv_of(tmp_path, "name,kind,staff,founded", f"A,foundation,{cell},{cell}"))
    assert registry.staff == registry.founded == (None,)


def test_a_workbook_is_read_as_its_csv_would_be(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["名称", "类别", "成立日期", "从业人员", "是否运行", "党组织"],
            ["甲", "社团", datetime.datetime(2001, 5, 3), 12.0, True, "单独"],
            ["乙", "社团", "2001年5月", 3, "停摆", None],
            [None, None, None, None, None, None],
        ],
    )
    registry = read(path)
    assert registry.encoding == "XLSX"
    assert registry.founded == (-92, -92)
    assert registry.staff == (12, 3)
    assert registry.operating == (True, False)
    with pytest.raises(ScenarioError, match="Sheets: 名单, 说明"):
        read(path, "名册")
    with pytest.raises(ScenarioError, match="No row of this file has headings"):
        read(path, "说明")


@pytest.mark.parametrize("merged", ["", "A1:C1"])
def test_a_title_row_stands_above_the_headings(tmp_path: Path, merged: str) -> None:
    rows = [["某县名录", None, None], ["名称", "类别", "从业人员"], ["甲", "社团", 3]]
    registry = read(workbook(tmp_path, rows, merged=merged))
    assert registry.rows == (3,)
    assert registry.staff == (3,)


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    rows = [["名称", "类别"], ["甲", "社团"], ["乙", None]]
    registry = read(workbook(tmp_path, rows, merged="B2:B3"))
    assert registry.kind == (Kind.SOCIAL_GROUP, Kind.SOCIAL_GROUP)


def test_a_text_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("name\nA\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="not an Excel workbook"):
        open_book(path)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2009-01-31", (2009, 1)), ("2009/1/5", (2009, 1)), ("2009.3", (2009, 3)),
        ("2009年12月", (2009, 12)), ("20090131", (2009, 1)), ("200911", (2009, 11)),
        ("２００９年１月", (2009, 1)), ("2009", (2009, 7)), ("2009-01-31 00:00:00", (2009, 1)),
        ("39814", (2009, 1)), ("2009年 3 月 2 日", (2009, 3)), ("2009.10", (2009, 10)),
    ],
)  # fmt: skip
def test_dates_are_read_in_any_usual_form(cell: str, expected: tuple[int, int]) -> None:
    assert month(cell) == expected


@pytest.mark.parametrize("cell", ["2009-13", "0210-03", "去年", "1/2", "09-01", "13800001111"])
def test_other_dates_are_refused(cell: str) -> None:
    with pytest.raises(WrongCell):
        month(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0", 0), ("１２", 12), ("3.0", 3), ("1,200", 1200), ("12人", 12), ("约20", 20),
        ("40余", 40), ("5 名", 5), ("20多人", 20), ("十二", 12), ("二十三人", 23),
        ("一百零五", 105), ("无", 0), ("零", 0), ("1.2万", 12000), ("暂无", 0), ("近30人", 30),
    ],
)  # fmt: skip
def test_counts_with_their_units(cell: str, expected: int) -> None:
    assert number(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["-1", "1.5", "many", "1e3", "35%", "30万元", "13800001111", "5.1E+17", "3-5", f"1{'0' * 59}"],
)
def test_other_counts_are_refused(cell: str) -> None:
    with pytest.raises(WrongCell):
        number(cell)


def test_truths() -> None:
    assert [truth(cell) for cell in ("是", "√", "Y", "停摆", "no", "0")] == [True] * 3 + [False] * 3
    assert [truth(cell) for cell in ("中共党员", "群众", "✔", "×")] == [True, False, True, False]


def test_a_thousand_rows_are_read_in_order(tmp_path: Path) -> None:
    rows = [f"{n},社团,东街,{n % 40}" for n in range(1000)]
    registry = read(csv_of(tmp_path, "编号,类别,街道,从业人员", *rows))
    assert registry.id == tuple(str(n) for n in range(1000))


def test_words_are_known_by_their_plain_form() -> None:
    for table in (COLUMNS, KINDS, FORMS):
        assert all(word == plain(word) for word in table)
    assert plain("民办非企业单位（社会服务机构）") == plain("民办非企业单位(社会服务机构)")
    assert {Kind[name.upper()] for name in KINDS.values()} == set(Kind)
    assert {form for _covered, form, _interim in FORMS.values() if form} == set(Form) - {Form.NONE}

"""Files that are no list, or hold more than one: each cause has its sentence, nothing is quoted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill

from sim.registry.findings import Choices
from sim.registry.understanding import understand
from sim.registry.workbooks import open_book
from sim.scenario import load
from sim.text.problems import ScenarioError

HEAD = ["名称", "类别", "所在街道", "从业人员", "党员人数", "党组织"]
ROWS = [
    ["垂钓协会", "社会团体", "南街道", 6, 2, "联合"],
    ["博文学校", "民非", "北街道", 30, 4, "单独"],
]
SCENARIO = """format = 1
title = "x"
start = "2024-01"
years = 1
[organizations]
registry = "{name}"
"""


def book(folder: Path, name: str = "list.xlsx") -> Path:
    """Write a small list as a workbook."""
    written = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        written.active.append(row)
    path = folder / "written.xlsx"
    written.save(path)
    return path.rename(folder / name)


def changed(path: Path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> Path:
    """Change a workbook's only sheet."""
    found = openpyxl.load_workbook(path)
    change(found.active)
    found.save(path)
    return path


def remarks(path: Path) -> list[str]:
    return [str(remark) for remark in understand(open_book(path), Choices()).remarks]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2500])


def _renamed_word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")


def _protected(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))


def _bomb(path: Path) -> None:
    raw = path.read_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for info in source.infolist():
            content = source.read(info)
            if info.filename.endswith("sheet1.xml"):
                many = b"<row r='9'/>" * 9_000_000
                content = content.replace(b"</sheetData>", many + b"</sheetData>")
            packed.writestr(info.filename, content)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_cut, "damaged or cut off"),
        (_renamed_word, "not an Excel workbook"),
        (_protected, "protected by a password"),
        (_bomb, "too large"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"\x89PNG,\x00\x01" * 9), "not an Excel workbook"),
        (lambda path: path.write_text("<html><table></table></html>", "utf-8"), "a web page"),
    ],
)
def test_a_spoiled_workbook_is_refused_with_its_cause(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    path = book(tmp_path)
    spoil(path)
    with pytest.raises(ScenarioError, match=said):
        open_book(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n \n\n", "is empty"),
        ('名称,类别\n"甲,社团\n乙,社团\n', ":2: A quotation mark"),
        ('名称,类别\n甲,社团\n"乙,社团\n' + "丙,社团\n" * 40_000, ":3: A quotation mark"),
        ('名称,类别\n"甲,社团\n' + "乙,社团\n" * 9 + '丙",社团\n', ":2: A quotation mark"),
        ("名\0称,类别\n甲,社团\n", "no table"),
        ("root:secret:19000\ndaemon:*:18375\n", "No row of this file has headings"),
    ],
)
def test_a_spoiled_text_file_is_refused_and_not_quoted(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=said) as caught:
        understand(open_book(path), Choices())
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["/etc/passwd", "长" * 300 + ".csv", "..", "a\\u0000b.csv"])
def test_other_paths_are_refused_without_their_content(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(SCENARIO.format(name=name), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert "root" not in str(caught.value)


def test_a_workbook_that_is_named_csv_is_read_and_said(tmp_path: Path) -> None:
    assert any("although its name" in text for text in remarks(book(tmp_path, "list.csv")))


@pytest.mark.parametrize("cell", ["A1048576", "XFD2"])
def test_a_stray_cell_costs_nothing_and_is_said(tmp_path: Path, cell: str) -> None:
    path = changed(book(tmp_path), lambda sheet: sheet.__setitem__(cell, "x"))
    found = understand(open_book(path), Choices())
    assert found.sheet.rows == (2, 3)
    assert any("Far from the list" in str(remark) for remark in found.remarks)


def test_formats_without_values_are_not_read(tmp_path: Path) -> None:
    written = openpyxl.Workbook(write_only=True)
    sheet = written.create_sheet()
    cell = WriteOnlyCell(sheet)
    cell.fill = PatternFill("solid", fgColor="FFFF00")
    for row in (HEAD, *ROWS, *[[cell] * 6] * 20_000):
        sheet.append(row)
    path = tmp_path / "list.xlsx"
    written.save(path)
    assert understand(open_book(path), Choices()).sheet.rows == (2, 3)


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    def hide(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    found = understand(open_book(changed(book(tmp_path), hide)), Choices())
    assert found.sheet.rows == (2, 3)
    assert any("Hidden rows" in str(remark) and "rows 3" in str(remark) for remark in found.remarks)


def test_a_formula_without_a_value_is_refused_by_its_cell(tmp_path: Path) -> None:
    path = changed(book(tmp_path), lambda sheet: sheet.__setitem__("D3", "=5+3"))
    faults = understand(open_book(path), Choices()).faults
    assert [(fault.row, fault.column) for fault in faults] == [(3, "staff")]


def test_other_sheets_are_named(tmp_path: Path) -> None:
    path = book(tmp_path)
    found = openpyxl.load_workbook(path)
    for row in (HEAD, *ROWS):
        found.create_sheet("北街道") if "北街道" not in found.sheetnames else None
        found["北街道"].append(row)
    found.save(path)
    assert any("北街道" in text and "Not read" in text for text in remarks(path))
    assert understand(open_book(path), Choices(sheet="北街道")).grid.name == "北街道"

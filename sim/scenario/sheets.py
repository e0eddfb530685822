"""Tables as people keep them: CSV in the encodings of Chinese offices, or XLSX, as plain text."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.locale import N_, _
from sim.scenario.errors import Problem, ScenarioError

TOTALS = ("合计", "总计", "小计", "total", "sum")


@dataclass(frozen=True)
class Sheet:
    """The cells of a table as text, an empty text where there is nothing; blank rows left out."""

    file: str
    encoding: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[int, ...]
    """Row of each entry of ``cells``, counted from 1 as a spreadsheet shows it."""
    cells: tuple[tuple[str, ...], ...]


def read_sheet(path: Path, sheet: str | None = None) -> Sheet:
    """Read a CSV or XLSX file whose first row holds the headings."""
    raw = path.read_bytes()
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse(
            path,
            _("This is the old Excel format (.xls)."),
            _("Save it as .xlsx, or as CSV in UTF-8."),
        )
    if raw.startswith(b"PK\x03\x04"):
        encoding, records = "XLSX", _xlsx(path, sheet)
    else:
        if path.suffix.lower() in (".xlsx", ".xls"):
            _refuse(path, _("This is not an Excel workbook, whatever its name says."))
        encoding, records = _csv(path, raw)
    filled = [(row, cells) for row, cells in enumerate(records, 1) if any(cells)]
    if len(filled) < 2:
        _refuse(path, _("This file lists no organizations."))
    _refuse_title_row(path, filled)
    headings = filled[0][1]
    columns = len(headings)
    while columns and not headings[columns - 1]:
        columns -= 1
    width = max(columns, *(_used(cells) for _row, cells in filled))
    padded = [(row, (*cells, *[""] * width)[:width]) for row, cells in filled]
    _refuse_totals(path, padded[1:])
    return Sheet(
        path.name,
        encoding,
        *padded[0],
        tuple(row for row, _cells in padded[1:]),
        tuple(cells for _row, cells in padded[1:]),
    )


def row_problem(
    file: str,
    row: int,
    cells: Sequence[str],
    column: int | None,
    message: str,
    hint: str = "",
) -> Problem:
    """Build a problem that shows a row and points at one of its cells."""
    texts = [cell or "·" for cell in cells]
    start = sum(len(text) + 2 for text in texts[:column]) if column is not None else 0
    end = start + len(texts[column]) if column is not None else 0
    line = ", ".join(texts)
    return Problem(file, message, hint, row, start, end, ((row, line),))


def _refuse(path: Path, message: str, hint: str = "", row: int | None = None) -> None:
    raise ScenarioError([Problem(path.name, message, hint, row)])


def _used(cells: Sequence[str]) -> int:
    return max((n for n, cell in enumerate(cells, 1) if cell), default=0)


def _csv(path: Path, raw: bytes) -> tuple[str, list[tuple[str, ...]]]:
    encoding, text = _decode(path, raw)
    first = text.split("\n", 1)[0]
    if "，" in first and "," not in first:
        _refuse(
            path,
            _("The cells are separated by full-width commas ，."),
            _("Separate them by ASCII commas , or save the table as .xlsx."),
            1,
        )
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return encoding, [tuple(cell.strip() for cell in record) for record in reader]


def _decode(path: Path, raw: bytes) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(
            path, _('This file is UTF-16 (Excel\'s "Unicode text").'), _("Save it as CSV in UTF-8.")
        )
    if raw.startswith(b"\xef\xbb\xbf"):
        names: Iterable[tuple[str, str]] = [(N_("UTF-8 with BOM"), "utf-8-sig")]
    else:
        names = [("UTF-8", "utf-8"), ("GB18030", "gb18030")]
    for name, codec in names:
        try:
            return name, raw.decode(codec)
        except UnicodeDecodeError:
            continue
    _refuse(path, _("This file is neither UTF-8 nor GB18030."), _("Save it as CSV in UTF-8."))
    raise AssertionError


def _xlsx(path: Path, name: str | None) -> list[tuple[str, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    if name is not None and name not in book.sheetnames:
        _refuse(
            path,
            _('There is no sheet "{name}".').format(name=name),
            _("Sheets: {names}.").format(names=_(", ").join(book.sheetnames)),
        )
    sheet = book[name] if name is not None else book.worksheets[0]
    for merged in sheet.merged_cells.ranges:
        if merged.min_row == 1 and merged.max_row == 1 and merged.max_col > merged.min_col:
            _refuse(path, *_title_row(str(merged)), 1)
        _refuse(
            path,
            _("The cells {cells} are merged.").format(cells=merged),
            _("Unmerge them and write the value into every row."),
            merged.min_row,
        )
    return [tuple(_text(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]


def _text(value: Any) -> str:
    """Write a cell of a workbook as a CSV file would."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _title_row(cells: str) -> tuple[str, str]:
    where = f" ({cells})" if cells else ""
    message = _("Row 1 is a title{where}, not the headings.").format(where=where)
    return message, _("Delete the title row: headings such as 名称 or name come first.")


def _refuse_title_row(path: Path, filled: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    """A first row with one cell above rows with several is a title."""
    first, second = (sum(map(bool, cells)) for _row, cells in filled[:2])
    if first == 1 and second > 1:
        _refuse(path, *_title_row(""), filled[0][0])


def _refuse_totals(path: Path, rows: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    """A row of totals below the list would be one more organization."""
    found = [(row, cells) for row, cells in rows if next(filter(None, cells)).lower() in TOTALS]
    if found:
        row, cells = found[0]
        message = _("This row holds totals, not an organization.")
        problem = row_problem(path.name, row, cells, None, message, _("Delete it."))
        raise ScenarioError([problem])

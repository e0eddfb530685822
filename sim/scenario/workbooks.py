"""Workbooks and CSV files, opened: what each cell holds, or one sentence on what is wrong.

Sizes are bounded before anything is read, sheets are read as streams, and a file that is no table
is never quoted.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from sim.locale import N_, _
from sim.scenario.errors import Problem, ScenarioError

LARGEST: Final = 100_000_000
"""Bytes of a file, and of a sheet once unpacked."""
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 1_000
MOST_CELLS: Final = 5_000_000
GAP: Final = 1_000
"""Empty rows after which what follows belongs to no list."""
ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What zipfile and openpyxl raise on a workbook that is cut off or altered."""

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows with anything in them, by the number that a spreadsheet shows."""

    name: str
    """Empty for a CSV file."""
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    hidden: frozenset[int] = frozenset()
    """Rows that are hidden by hand or by a filter."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column of merged cells; columns from 0."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Row and column of formulas without a stored value."""
    stray: int | None = None
    """First row after a long gap, which is not read."""


@dataclass(frozen=True)
class Book:
    """A file that was opened: its sheets with anything in them, in order."""

    file: str
    encoding: str
    grids: tuple[Grid, ...]
    renamed: bool = False
    """Whether a workbook bears the ending of a text file."""


def text_of(cell: Cell) -> str:
    """Write a cell of a workbook as a CSV file would."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = str(cell).translate(_INVISIBLE).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "@") else text


_INVISIBLE = dict.fromkeys((8203, 8204, 8205, 8288, 65279, 173, 8206, 8207))
_INVISIBLE |= {0xA0: " ", 0x3000: " "}


def open_book(path: Path) -> Book:
    """Open a workbook or a CSV file."""
    if path.suffix.lower() not in ENDINGS:
        refuse(path, _("A list is a workbook (.xlsx) or a CSV file (.csv)."))
    try:
        if path.stat().st_size > LARGEST:
            refuse(path, *_too_large())
        raw = path.read_bytes()
    except OSError as error:
        refuse(path, _("This file cannot be read: {why}.").format(why=error.strerror))
    if not raw.strip():
        refuse(path, _("This file is empty."))
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in raw or path.suffix.lower() == ".xlsx":
            refuse(
                path,
                _("This workbook is protected by a password, or is the old Excel format (.xls)."),
                _("Open it, save it as .xlsx without a password."),
            )
        refuse(
            path,
            _("This is the old Excel format (.xls)."),
            _("Save it as .xlsx, or as CSV in UTF-8."),
        )
    if raw.startswith(b"PK"):
        renamed = path.suffix.lower() in (".csv", ".tsv", ".txt")
        return Book(path.name, "XLSX", _xlsx(path, raw), renamed)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        refuse(path, _("This is not an Excel workbook, whatever its name says."))
    encoding, grid = _csv(path, raw)
    return Book(path.name, encoding, (grid,))


def refuse(path: Path, message: str, hint: str = "", row: int | None = None) -> Any:
    """Refuse a file, by its name alone."""
    raise ScenarioError([Problem(path.name, message, hint, row)])


def _too_large() -> tuple[str, str]:
    text = _("This file is too large: at most {mb} MB, {rows} rows, {columns} columns are read.")
    message = text.format(mb=LARGEST // 1_000_000, rows=MOST_ROWS, columns=MOST_COLUMNS)
    return message, _("Keep the list alone, without pictures, empty columns and other sheets.")


def _csv(path: Path, raw: bytes) -> tuple[str, Grid]:
    encoding, text = _decode(path, raw)
    if "\0" in text:
        refuse(path, _("This file is no table: it holds bytes that no text has."))
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    first = max(lines, key=lambda line: sum(map(line.count, ",\t;，")))
    if "，" in first and not any(map(first.count, ",\t;")):
        refuse(
            path,
            _("The cells are separated by full-width commas ，."),
            _("Separate them by ASCII commas , or save the table as .xlsx."),
            1,
        )
    delimiter = max(",\t;", key=first.count)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    row, cells = 0, 0
    try:
        for row, record in enumerate(reader, 1):
            if any(cell.count("\n") > 5 and cell.count(delimiter) > 5 for cell in record):
                refuse(path, *_unclosed(), row)
            if any(cell.strip() for cell in record):
                cells += len(record)
                if len(rows) >= MOST_ROWS or len(record) > MOST_COLUMNS or cells > MOST_CELLS:
                    refuse(path, *_too_large())
                rows.append((row, tuple(text_of(cell) for cell in record)))
    except csv.Error:
        refuse(path, *_unclosed(), row + 1)
    if _ends_quoted(text, delimiter):
        refuse(path, *_unclosed(), row)
    return encoding, Grid("", tuple(rows))


def _unclosed() -> tuple[str, str]:
    return (
        _("A quotation mark is opened in this row and not closed."),
        _("Delete it, or write it twice."),
    )


def _ends_quoted(text: str, delimiter: str) -> bool:
    """Whether the text ends within quotation marks."""
    try:
        for _record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _decode(path: Path, raw: bytes) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        refuse(
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
    refuse(path, _("This file is neither UTF-8 nor GB18030."), _("Save it as CSV in UTF-8."))
    raise AssertionError


_MARKS = re.compile(
    rb"<(?:\w+:)?(?:row\b(?P<row>[^>]*)>|c\b(?P<cell>[^>]*)>|(?P<value>v>[^<]|is>|t>[^<]|t )"
    rb"|(?P<formula>f\b)|mergeCell\b(?P<merged>[^>]*)>)"
)


def _xlsx(path: Path, raw: bytes) -> tuple[Grid, ...]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            infos = packed.infolist()
            names = {info.filename for info in infos}
            if "xl/workbook.xml" not in names and not any(n.startswith("xl/") for n in names):
                refuse(path, _("This is not an Excel workbook, whatever its name says."))
            sheets = [info for info in infos if not info.filename.startswith("xl/media/")]
            if max(info.file_size for info in sheets) > LARGEST:
                refuse(path, *_too_large())
            if sum(info.file_size for info in sheets) > 2 * LARGEST:
                refuse(path, *_too_large())
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            grids = [
                _grid(path, sheet, packed.read(member))
                for sheet, member in zip(book.worksheets, _members(packed), strict=False)
                if sheet.sheet_state != "veryHidden"
            ]
    except _BROKEN:
        refuse(
            path,
            _("This workbook is damaged or cut off: it cannot be opened."),
            _("Fetch it again, or open it in Excel and save it anew as .xlsx."),
        )
    return tuple(grid for grid in grids if grid.rows)


def _members(packed: zipfile.ZipFile) -> list[str]:
    """Files of the worksheets in the archive, in the order of the workbook."""
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in links
        if link.get("Type", "").endswith("/worksheet")
    }
    found = []
    for sheet in book.iter():
        link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        if sheet.tag.endswith("}sheet") and link in targets:
            target = targets[link].lstrip("/")
            found.append(target if target.startswith("xl/") else f"xl/{target}")
    return found


def _grid(path: Path, sheet: Any, xml: bytes) -> Grid:
    """Read a sheet: first where anything stands, then those rows alone."""
    filled: list[int] = []
    hidden, merged, uncalculated = set(), [], set()
    row, at, pending = 0, (0, 0), False
    for mark in _MARKS.finditer(xml):
        sort = mark.lastgroup
        if sort in ("row", "cell", "merged") and pending:
            uncalculated.add(at)
            pending = False
        if sort == "row":
            number = re.search(rb'\br="(\d+)"', mark["row"])
            row = int(number[1]) if number else row + 1
            if re.search(rb'\bhidden="(1|true)"', mark["row"]):
                hidden.add(row)
        elif sort == "cell":
            spot = re.search(rb'\br="([A-Z]+)\d+"', mark["cell"])
            at = (row, _column(spot[1]) if spot else 0)
        elif sort == "formula":
            pending = True
        elif sort == "value":
            pending = False
            if not filled or filled[-1] != row:
                filled.append(row)
        elif sort == "merged":
            corners = re.search(rb'ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', mark["merged"])
            if corners:
                first, top, last, bottom = corners.groups()
                merged.append((int(top), _column(first), int(bottom), _column(last)))
    if pending:
        uncalculated.add(at)
    filled = sorted({*filled, *(spot[0] for spot in uncalculated)})
    stray = next((b for a, b in pairwise(filled) if b - a > GAP), None)
    kept = [number for number in filled if stray is None or number < stray]
    if not kept:
        return Grid(sheet.title, ())
    if len(kept) > MOST_ROWS:
        refuse(path, *_too_large())
    sheet.reset_dimensions()
    rows, cells = [], 0
    for at_row, values in enumerate(
        sheet.iter_rows(min_row=kept[0], max_row=kept[-1], values_only=True), kept[0]
    ):
        used = max((n for n, cell in enumerate(values, 1) if text_of(cell)), default=0)
        cells += used
        if used > MOST_COLUMNS or cells > MOST_CELLS:
            refuse(path, *_too_large())
        if used:
            rows.append((at_row, tuple(values[:used])))
    return Grid(
        sheet.title,
        tuple(rows),
        frozenset(hidden),
        tuple(merged),
        frozenset(uncalculated),
        stray,
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1

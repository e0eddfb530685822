"""Workbooks and CSV files, opened: what each cell holds, or one sentence on what is wrong.

Sizes are bounded before anything is read, and a file that is no table is never quoted.

Workbooks are read as streams: what stands where, without the formats that follow it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from sim.locale import _
from sim.registry.grids import (
    ENDINGS,
    GAP,
    LARGEST,
    LONG_TAIL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    WIDE_GAP,
    Book,
    Grid,
    refuse,
    text_of,
    too_large,
)
from sim.registry.text_files import is_text, read_text

_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What zipfile and openpyxl raise on a workbook that is cut off or altered."""

_MARKS = re.compile(
    rb"<(?:\w+:)?(?:row\b(?P<row>[^>]*)>|c\b(?P<cell>[^>]*)>|(?P<value>v>[^<]|is>|t>[^<]|t )"
    rb"|(?P<formula>f\b)|mergeCell\b(?P<merged>[^>]*)>)"
)


_FILLED = re.compile(rb"[^>]</(?:\w+:)?[vtf]>")


def read_xlsx(path: Path, raw: bytes) -> tuple[Grid, ...]:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            infos = packed.infolist()
            names = {info.filename for info in infos}
            if "xl/workbook.xml" not in names and not any(n.startswith("xl/") for n in names):
                refuse(path, _("This is not an Excel workbook, whatever its name says."))
            sizes = [i.file_size for i in infos if not i.filename.startswith("xl/media/")]
            if max(sizes) > LARGEST or sum(sizes) > 2 * LARGEST:
                refuse(path, *too_large())
            members = _members(packed)
            sheets = {member: packed.read(member) for member in members}
            book = openpyxl.load_workbook(
                _short(packed, raw, sheets), read_only=True, data_only=True
            )
            late = book.epoch == CALENDAR_MAC_1904
            grids = [
                replace(_grid(path, sheet, sheets[member]), from_1904=late)
                for sheet, member in zip(book.worksheets, members, strict=False)
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


def _short(packed: zipfile.ZipFile, raw: bytes, sheets: dict[str, bytes]) -> io.BytesIO:
    """Return a workbook without the formats that follow its last values, where they are many.

    ``sheets`` are its worksheets, which are shortened with it: openpyxl reads every cell.
    """
    ends = {name: _row_end(xml) for name, xml in sheets.items()}
    if all(len(sheets[name]) - end < LONG_TAIL for name, end in ends.items()):
        return io.BytesIO(raw)
    for name, end in ends.items():
        after = re.search(rb"</(?:\w+:)?sheetData>", sheets[name][end:])
        if end and after:
            sheets[name] = sheets[name][:end] + sheets[name][end + after.start() :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as short:
        for info in packed.infolist():
            if not info.filename.startswith("xl/media/"):
                content = sheets.get(info.filename) or packed.read(info.filename)
                short.writestr(info.filename, content)
    stream.seek(0)
    return stream


def _row_end(xml: bytes) -> int:
    """Where the row of the last value ends, 0 where there is none."""
    found = re.compile(rb"</(?:\w+:)?row>").search(xml, _last_value(xml))
    return found.end() if found else 0


def _last_value(xml: bytes) -> int:
    """Where the last cell with a value ends: formats may go on for a million cells."""
    return max((found.end() for found in _FILLED.finditer(xml)), default=0)


def _grid(path: Path, sheet: Any, xml: bytes) -> Grid:
    """Read a sheet: first where anything stands, then those rows alone."""
    from openpyxl.utils import get_column_letter

    filled: list[int] = []
    hidden, merged, uncalculated = set(), [], set()
    row, at, pending = 0, (0, 0), False
    tail = max(xml.rfind(b"sheetData>"), 0)
    for mark in chain(_MARKS.finditer(xml, 0, _last_value(xml)), _MARKS.finditer(xml, tail)):
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
    below = next((b for a, b in pairwise(filled) if b - a > GAP), None)
    kept = [number for number in filled if below is None or number < below]
    stray = set() if below is None else {str(below)}
    if not kept:
        return Grid(sheet.title, ())
    if len(kept) > MOST_ROWS:
        refuse(path, *too_large())
    sheet.reset_dimensions()
    rows, cells = [], 0
    for at_row, values in enumerate(
        sheet.iter_rows(min_row=kept[0], max_row=kept[-1], values_only=True), kept[0]
    ):
        taken = [n for n, cell in enumerate(values, 1) if text_of(cell)]
        right = next((b for a, b in pairwise(taken) if b - a > WIDE_GAP), None)
        if right is not None:
            stray.add(get_column_letter(right))
            taken = [n for n in taken if n < right]
        used = taken[-1] if taken else 0
        cells += used
        if used > MOST_COLUMNS or cells > MOST_CELLS:
            refuse(path, *too_large())
        if used:
            rows.append((at_row, tuple(values[:used])))
    return Grid(
        sheet.title,
        tuple(rows),
        frozenset(hidden),
        tuple(merged),
        frozenset(uncalculated),
        tuple(sorted(stray)),
        _veiled(xml),
        concealed=sheet.sheet_state != "visible",
    )


def _veiled(xml: bytes) -> frozenset[int]:
    """Return the columns that are hidden."""
    found: set[int] = set()
    for column in re.findall(rb"<(?:\w+:)?col\b[^>]*>", xml[: max(xml.find(b"sheetData"), 0)]):
        span = [re.search(rb'\b%s="(\d+)"' % name, column) for name in (b"min", b"max")]
        if re.search(rb'\bhidden="(1|true)"', column) and span[0] and span[1]:
            found.update(range(int(span[0][1]) - 1, min(int(span[1][1]), MOST_COLUMNS)))
    return frozenset(found)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def open_book(path: Path) -> Book:
    """Open a workbook or a CSV file."""
    if path.suffix.lower() not in ENDINGS:
        hint = _("Open it with the program that wrote it and save it as .xlsx.")
        refuse(path, _("A list is a workbook (.xlsx) or a CSV file (.csv)."), hint)
    try:
        if path.stat().st_size > LARGEST:
            refuse(path, *too_large())
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
        return Book(path.name, "XLSX", read_xlsx(path, raw), renamed)
    workbook = path.suffix.lower() in (".xlsx", ".xlsm", ".xls")
    if raw.lstrip()[:1] == b"<":
        refuse(
            path,
            _("This is a web page or XML, whatever its name says."),
            _("Open it in Excel and save it as .xlsx."),
        )
    if workbook and not is_text(raw):
        refuse(
            path,
            _("This is not an Excel workbook, whatever its name says."),
            _("Open it with the program that wrote it and save it as .xlsx."),
        )
    encoding, grid = read_text(path, raw)
    return Book(path.name, encoding, (grid,), workbook)

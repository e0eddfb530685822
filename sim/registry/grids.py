"""Sheets of cells, as opened and as plain text, how large they may be, and how one is refused."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.locale import _
from sim.text.problems import Problem, ScenarioError

LARGEST: Final = 100_000_000
"""Bytes of a file, and of a sheet once unpacked."""
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 1_000
MOST_CELLS: Final = 5_000_000
GAP: Final = 1_000
"""Empty rows after which what follows belongs to no list."""
LONG_TAIL: Final = 500_000
"""Bytes of a sheet behind its last value from which it is shortened before it is read."""
WIDE_GAP: Final = 100
"""Empty columns in a row after which what follows belongs to no list."""
ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
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
    stray: tuple[str, ...] = ()
    """Rows and columns after a long gap, which are not read."""
    veiled: frozenset[int] = frozenset()
    """Columns that are hidden, from 0."""
    from_1904: bool = False
    """Whether days are counted from 1904, as old workbooks of Macs do."""
    concealed: bool = False
    """Whether the sheet is hidden."""


@dataclass(frozen=True)
class Book:
    """A file that was opened: its sheets with anything in them, in order."""

    file: str
    encoding: str
    grids: tuple[Grid, ...]
    renamed: bool = False
    """Whether a workbook bears the ending of a text file, or a text that of a workbook."""


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


def refuse(path: Path, message: str, hint: str = "", row: int | None = None) -> Any:
    """Refuse a file, by its name alone."""
    raise ScenarioError([Problem(path.name, message, hint, row)])


def too_large() -> tuple[str, str]:
    text = _("This file is too large: at most {mb} MB, {rows} rows, {columns} columns are read.")
    message = text.format(mb=LARGEST // 1_000_000, rows=MOST_ROWS, columns=MOST_COLUMNS)
    return message, _("Keep the list alone, without pictures, empty columns and other sheets.")

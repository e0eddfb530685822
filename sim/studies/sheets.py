"""The tables that a study's file names: reading one, and pointing at a cell of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.locale import _
from sim.registry.grids import Sheet, refuse, text_of
from sim.registry.workbooks import open_book
from sim.text.problems import Problem


def read_sheet(path: Path) -> Sheet:
    """Read a table whose first row holds the headings and every other one an entry."""
    book = open_book(path)
    grid = book.grids[0] if book.grids else None
    if grid is None or len(grid.rows) < 2:
        refuse(path, _("This file has no rows below its headings."))
        raise AssertionError
    width = max(len(cells) for _row, cells in grid.rows)
    filled = [(row, (*map(text_of, cells), *[""] * width)[:width]) for row, cells in grid.rows]
    return Sheet(
        book.file,
        book.encoding,
        *filled[0],
        tuple(row for row, _cells in filled[1:]),
        tuple(cells for _row, cells in filled[1:]),
    )


def row_problem(
    file: str, row: int, cells: Sequence[str], at: int, message: str, hint: str = ""
) -> Problem:
    """Build a problem that shows a row and points at one of its cells."""
    texts = [cell or "·" for cell in cells]
    start = sum(len(text) + 2 for text in texts[:at])
    shown = ((row, ", ".join(texts)),)
    return Problem(file, message, hint, row, start, start + len(texts[at]), shown)

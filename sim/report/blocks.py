"""What a page is made of: sections of texts, tables, lists, figures. The template lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sim.present.numbers import Cell
from sim.results.readable import Grid


@dataclass(frozen=True)
class Row:
    """A line of a table; ``marked`` ones differ from what is the default."""

    label: str
    cells: Sequence[Cell]
    strong: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings, of which the first stands over the labels; ``words`` holds texts."""

    kind: ClassVar = "table"
    caption: str
    head: Sequence[str]
    rows: Sequence[Row]
    words: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph; ``note`` is small, ``lead`` large, ``stance`` framed."""

    kind: ClassVar = "text"
    text: str
    style: str = ""


@dataclass(frozen=True)
class Points:
    """A list of sentences; ``lead`` ones are the answer."""

    kind: ClassVar = "points"
    items: Sequence[str]
    style: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart as SVG or as PNG, and what it shows in words."""

    caption: str
    svg: str = ""
    png: bytes = b""


@dataclass(frozen=True)
class Figures:
    """Charts side by side where there is room; a ``wide`` one stands alone."""

    kind: ClassVar = "figures"
    charts: Sequence[Figure]
    wide: bool = False


@dataclass(frozen=True)
class Code:
    """Text to copy; ``on_paper`` says whether it is printed."""

    kind: ClassVar = "code"
    text: str


@dataclass(frozen=True)
class Fold:
    """Blocks that open on demand; on paper they are open unless ``screen_only``."""

    kind: ClassVar = "fold"
    title: str
    blocks: Sequence[Block]
    screen_only: bool = False


Block = Text | Table | Points | Figures | Code | Fold


@dataclass(frozen=True)
class Section:
    """Blocks under a heading."""

    id: str
    title: str
    blocks: Sequence[Block]


def of_grid(grid: Grid) -> Table:
    """Return a table of a workbook as one of a page: the same characters."""
    rows = [
        Row(label, [Cell(value) if isinstance(value, str) else value.cell for value in values])
        for label, values in grid.rows
    ]
    return Table(grid.caption, ["", *grid.heads], rows)


def text_row(label: str, *cells: str, marked: bool = False) -> Row:
    """Return a line of plain texts."""
    return Row(label, [Cell(cell) for cell in cells], marked=marked)

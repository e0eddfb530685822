"""Pages of a workbook for people: prose over the whole width, tables of real numbers.

A number is a number in its cell; its format shows the characters that every other place shows
(:mod:`sim.present.numbers`). What 90 % of worlds lie between stands below it as text. Yuan are
in 万元 in Chinese, since no format of a spreadsheet divides by ten thousand.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from sim.locale import current_language
from sim.present.numbers import (
    Cell,
    change_cell,
    counted_percent,
    number_cell,
    points_cell,
    share_cell,
    tenths_cell,
    whole,
    yuan_cell,
)
from sim.text.problems import width

if TYPE_CHECKING:
    from sim.measures.base import Band
    from sim.results.costs import Price


@dataclass(frozen=True)
class Value:
    """A number with the characters that show it, what stands beside it, and its cell's format."""

    number: float
    cell: Cell
    form: str


@dataclass(frozen=True)
class Prose:
    """A paragraph over the whole width; ``style`` is title, head, strong, note or nothing."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: heads over the values, rows with a label first; ranges stand below the numbers."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Value | str]]]


Block = Prose | Grid


@dataclass(frozen=True)
class Page:
    """A sheet for people."""

    name: str
    blocks: Sequence[Block]


SIGNED: Final = '+{0};"\u2212"{0};{1}'
PLAIN: Final = '{0};"\u2212"{0}'


def share(band: Band) -> Value:
    """Return a share in whole per cent."""
    return Value(band.q50, share_cell(band), "0%")


def counted_share(value: float) -> Value:
    """Return a share that is counted in a list."""
    return Value(value, Cell(counted_percent(value)), "0.0%")


def points(band: Band) -> Value:
    """Return a difference of shares, in points."""
    return Value(100.0 * band.q50, points_cell(band), SIGNED.format("0.0", "0.0"))


def number(band: Band) -> Value:
    """Return a number of things."""
    return Value(band.q50, number_cell(band), PLAIN.format("#,##0"))


def count(value: float) -> Value:
    """Return a number of things that is counted in a list."""
    return Value(value, Cell(whole(value)), "#,##0")


def change(band: Band) -> Value:
    """Return a difference of numbers of things."""
    return Value(band.q50, change_cell(band), SIGNED.format("#,##0", "0"))


def tenths(band: Band) -> Value:
    """Return a number with one decimal."""
    return Value(band.q50, tenths_cell(band), PLAIN.format("#,##0.0"))


def money(band: Band, *, sign: bool = False) -> Value:
    """Return an amount of yuan: in 万元 in Chinese, in yuan in English."""
    shown = yuan_cell(band, sign=sign)
    unit = WAN if current_language() == "zh" else 1.0
    return Value(band.q50 / unit, shown, _money_form(shown.main, sign))


def price(found: Price) -> Value:
    """Return the price of a branch-year, or a dash with the reason why there is none below it."""
    unit = WAN if current_language() == "zh" else 1.0
    number = math.nan if found.value is None else found.value / unit
    return Value(number, found.cell, _money_form(found.cell.main, sign=False))


WAN: Final = 10_000.0
_WORDS: Final = {"thousand": ",", "million": ",,", "billion": ",,,"}


def _money_form(main: str, sign: bool) -> str:
    """Return the format that shows an amount with the decimals and the word that it has."""
    digits, _blank, word = main.partition(" ")
    decimals = len(digits.partition(".")[2])
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    if digits == "0":
        suffix = ""
    elif current_language() == "zh":
        # The cell is in 万元 like those beside it, where others write 亿 or single yuan.
        pattern = {"万": pattern, "亿": "#,##0"}.get(word, "0.####")
        suffix = ' "万"'
    else:
        pattern += _WORDS.get(word, "")
        suffix = f' "{word}"' if word else ""
    shown = pattern + suffix
    return SIGNED.format(shown, "0") if sign else PLAIN.format(shown)


LABEL_WIDTH, NUMBER_WIDTH = 34, 17
LEAST: Final = 5
"""Columns of values that every page has, so that prose has a line to stand on."""

A4: Final = 9
"""Paper, as spreadsheets number it."""

FONT: Final = "Calibri"
"""The default of spreadsheets: each takes its own Chinese font behind it."""

LINE: Final = 15.0
"""Height in points of a line of text."""


def fill(sheet: Any, page: Page) -> None:
    """Write a page into a write-only sheet, to be printed on A4 as wide as the paper."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    grids = [block for block in page.blocks if isinstance(block, Grid)]
    columns = max([LEAST, *(len(grid.heads) for grid in grids)])
    sheet.column_dimensions["A"].width = LABEL_WIDTH
    for number in range(columns):
        sheet.column_dimensions[get_column_letter(2 + number)].width = NUMBER_WIDTH
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    writer = _Writer(sheet, columns)
    for block in page.blocks:
        if isinstance(block, Prose):
            writer.prose(block.text, block.style)
        else:
            writer.grid(block)


@dataclass
class _Writer:
    """Rows of one sheet, one behind the other."""

    sheet: Any
    columns: int
    row: int = 0

    def prose(self, text: str, style: str) -> None:
        """Write a paragraph over all columns, as high as its lines."""
        from openpyxl.utils import get_column_letter

        size = {"title": 16, "head": 12, "note": 9}.get(style, 11)
        if style in ("title", "head") and self.row:
            self.append([])
        room = LABEL_WIDTH + self.columns * NUMBER_WIDTH
        lines = math.ceil(width(text) * size / 11 / (room * 0.95))
        at = self.row + 1
        self.sheet.row_dimensions[at].height = LINE * size / 11 * max(1, lines) + 2
        self.sheet.merged_cells.add(f"A{at}:{get_column_letter(1 + self.columns)}{at}")
        bold = style in ("title", "head", "strong")
        self.append([self._cell(text, bold=bold, size=size, quiet=style == "note", wrap=True)])

    def grid(self, grid: Grid) -> None:
        """Write a table with a line under its heads."""
        if self.row:
            self.append([])
        if grid.caption:
            self.prose(grid.caption, "strong")
        heads = [
            self._cell(head, bold=True, line=True, wrap=True, right=bool(at))
            for at, head in enumerate(["", *grid.heads])
        ]
        most = max((math.ceil(width(head) / (NUMBER_WIDTH - 2)) for head in grid.heads), default=1)
        self.sheet.row_dimensions[self.row + 1].height = LINE * most + 2
        self.append(heads)
        for label, values in grid.rows:
            lines = math.ceil(width(label) / LABEL_WIDTH)
            if lines > 1:
                self.sheet.row_dimensions[self.row + 1].height = LINE * lines + 2
            self.append([self._cell(label, wrap=True), *map(self._value, values)])
            below = ["" if isinstance(value, str) else value.cell.band for value in values]
            if any(below):
                self.append(
                    [
                        None,
                        *(
                            self._cell(text, quiet=True, size=9, right=True, shrink=True)
                            for text in below
                        ),
                    ]
                )

    def append(self, cells: Iterable[Any]) -> None:
        """Write the next row."""
        self.row += 1
        self.sheet.append([*cells])

    def _value(self, value: Value | str) -> Any:
        """Return the cell of a number or a text; a long text runs on to the right."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        if isinstance(value, str):
            return self._cell(value, right=width(value) < NUMBER_WIDTH)
        if math.isnan(value.number):
            return self._cell(value.cell.main, right=True)
        cell = WriteOnlyCell(self.sheet, settled(value.number, value.form))
        cell.number_format = value.form
        cell.font = Font(name=FONT, size=11)
        cell.alignment = Alignment(vertical="top", horizontal="right")
        return cell

    def _cell(
        self, text: str, *, bold: bool = False, size: int = 11, quiet: bool = False,
        wrap: bool = False, line: bool = False, right: bool = False, shrink: bool = False,
    ) -> Any:  # fmt: skip
        """Return a cell that is a text whatever it begins with: a title is never a formula."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, Side

        cell = WriteOnlyCell(self.sheet, text)
        cell.data_type = "s"
        cell.font = Font(name=FONT, bold=bold, size=size, color="595959" if quiet else None)
        horizontal = "right" if right else "left"
        cell.alignment = Alignment(
            wrap_text=wrap, vertical="top", horizontal=horizontal, shrink_to_fit=shrink
        )
        if line:
            cell.border = Border(bottom=Side(style="thin"))
        return cell


def settled(number: float, form: str) -> float:
    """Return a number that a spreadsheet rounds as Python does.

    Python rounds halves to even digits, a spreadsheet away from zero: a half is written as it
    is shown, every other number as it is.
    """
    pattern = form.partition(";")[0].partition('"')[0].rstrip()
    decimals = len(pattern.rstrip(",%").partition(".")[2])
    scale = 100.0 if pattern.endswith("%") else 1000.0 ** -(len(pattern) - len(pattern.rstrip(",")))
    shown = round(number * scale, decimals)
    half = 0.5 * 10.0**-decimals
    return shown / scale if abs(abs(number * scale - shown) - half) < half * 1e-9 else number


EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Time of every part of the file: when it was made would make each one another."""


def timeless(data: bytes) -> bytes:
    """Return the same workbook without the times at which it and its parts were made."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", b"1980-01-01T00:00:00Z", part
                )
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return stream.getvalue()


def book(pages: Sequence[Page]) -> bytes:
    """Return a workbook of pages: the same pages give the same bytes."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    for page in pages:
        fill(made.create_sheet(page.name), page)
    stream = BytesIO()
    made.save(stream)
    return timeless(stream.getvalue())

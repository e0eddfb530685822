"""Pages of a workbook for people: prose over the whole width, tables of real numbers.

A number is a number in its cell; its format shows the characters that every other place shows
(:mod:`sim.present.numbers`). What 90 % of worlds lie between stands beside it as text. Yuan are
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
    from sim.results.compare import Band


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
    """A table: heads over the values, of which each takes two columns, rows with a label first."""

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


WAN: Final = 10_000.0
_WORDS: Final = {"thousand": ",", "million": ",,", "billion": ",,,"}


def _money_form(main: str, sign: bool) -> str:
    """Return the format that shows an amount with the decimals and the word that it has."""
    digits, _blank, word = main.partition(" ")
    decimals = len(digits.partition(".")[2])
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    if current_language() == "zh":
        if word == "亿":  # the cell is in 万元 like those beside it
            pattern = "#,##0"
        elif not word:  # below one 万: the digits of single yuan
            pattern = "0.####"
        suffix = ' "万"'
    else:
        pattern += _WORDS.get(word, "")
        suffix = f' "{word}"' if word else ""
    shown = pattern + suffix
    return SIGNED.format(shown, "0") if sign else PLAIN.format(shown)


LABEL_WIDTH, NUMBER_WIDTH, BESIDE_WIDTH = 34, 13, 19
LEAST_PAIRS: Final = 3
"""Values for which every page leaves room, so that prose has a line to stand on."""

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
    pairs = max([LEAST_PAIRS, *(len(grid.heads) for grid in grids)])
    sheet.column_dimensions["A"].width = LABEL_WIDTH
    for number in range(pairs):
        for at, room in ((2 + 2 * number, NUMBER_WIDTH), (3 + 2 * number, BESIDE_WIDTH)):
            sheet.column_dimensions[get_column_letter(at)].width = room
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    writer = _Writer(sheet, pairs)
    for block in page.blocks:
        if isinstance(block, Prose):
            writer.prose(block.text, block.style)
        else:
            writer.grid(block)


@dataclass
class _Writer:
    """Rows of one sheet, one behind the other."""

    sheet: Any
    pairs: int
    row: int = 0

    def prose(self, text: str, style: str) -> None:
        """Write a paragraph over all columns, as high as its lines."""
        from openpyxl.utils import get_column_letter

        size = {"title": 16, "head": 12, "note": 9}.get(style, 11)
        if style in ("title", "head") and self.row:
            self.append([])
        room = LABEL_WIDTH + self.pairs * (NUMBER_WIDTH + BESIDE_WIDTH)
        lines = math.ceil(width(text) * size / 11 / (room * 0.95))
        at = self.row + 1
        self.sheet.row_dimensions[at].height = LINE * size / 11 * max(1, lines) + 2
        self.sheet.merged_cells.add(f"A{at}:{get_column_letter(1 + 2 * self.pairs)}{at}")
        bold = style in ("title", "head", "strong")
        self.append([self._cell(text, bold=bold, size=size, quiet=style == "note", wrap=True)])

    def grid(self, grid: Grid) -> None:
        """Write a table with a line under its heads."""
        if self.row:
            self.append([])
        if grid.caption:
            self.prose(grid.caption, "strong")
        heads: list[Any] = [self._cell("", line=True)]
        for head in grid.heads:
            heads += [self._cell(head, bold=True, line=True, wrap=True, right=True)]
            heads += [self._cell("", line=True)]
        most = max((math.ceil(width(head) / NUMBER_WIDTH) for head in grid.heads), default=1)
        self.sheet.row_dimensions[self.row + 1].height = LINE * most + 2
        self.append(heads)
        for label, values in grid.rows:
            cells: list[Any] = [self._cell(label, wrap=True)]
            for value in values:
                if isinstance(value, str):
                    cells += [self._cell(value, right=True), None]
                    continue
                cells.append(self._number(value))
                beside = value.cell.band
                cells.append(self._cell(beside, quiet=True, size=9) if beside else None)
            lines = math.ceil(width(label) / LABEL_WIDTH)
            if lines > 1:
                self.sheet.row_dimensions[self.row + 1].height = LINE * lines + 2
            self.append(cells)

    def append(self, cells: Iterable[Any]) -> None:
        """Write the next row."""
        self.row += 1
        self.sheet.append([*cells])

    def _number(self, value: Value) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if math.isnan(value.number):
            return self._cell(value.cell.main, right=True)
        cell = WriteOnlyCell(self.sheet, settled(value.number, value.form))
        cell.number_format = value.form
        return cell

    def _cell(
        self, text: str, *, bold: bool = False, size: int = 11, quiet: bool = False,
        wrap: bool = False, line: bool = False, right: bool = False,
    ) -> Any:  # fmt: skip
        """Return a cell that is a text whatever it begins with: a title is never a formula."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, Side

        cell = WriteOnlyCell(self.sheet, text)
        cell.data_type = "s"
        cell.font = Font(name=FONT, bold=bold, size=size, color="595959" if quiet else None)
        horizontal = "right" if right else "left"
        cell.alignment = Alignment(wrap_text=wrap, vertical="top", horizontal=horizontal)
        if line:
            cell.border = Border(bottom=Side(style="thin"))
        return cell


def settled(number: float, form: str) -> float:
    """Return a number that a spreadsheet rounds as Python does.

    Python rounds halves to even digits, a spreadsheet away from nought: a half is written as it
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

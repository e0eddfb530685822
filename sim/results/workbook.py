"""A run as one workbook: a sheet a table, typed cells, definitions, the same bytes every time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from sim.locale import _, current_language, followed, in_language, listed, noted
from sim.measures.catalogue import MEASURES
from sim.measures.counts import COUNTS
from sim.present.numbers import whole
from sim.results.people import pages
from sim.results.readable import fill, timeless
from sim.results.reading import Results
from sim.results.schema import Column
from sim.results.sheets import LeftOut, Row, Sheet, names_sheet, sheets
from sim.store.disk import replace_file
from sim.units import unit_name

FORMS: Final = {
    "share": "0%",
    "points": '+0.0;"−"0.0;0.0',
    "number": '#,##0.###;"−"#,##0.###;0',
    "change": '+#,##0.###;"−"#,##0.###;0',
    "integer": "0",
    "count": "0",
}
"""Formats of cells by the kind of column."""

WIDEST: Final = 48


def workbook(
    results: Results, path: Path, *, headers: str | None, names: bool, raw: bool = False
) -> Path:
    """Write the workbook: sheets for people, and with ``raw`` the tables behind them.

    People's sheets are in the language of ``headers``, else the one in force. Heads of raw tables
    are words in that language, or names of columns without one.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    with in_language(headers or current_language()):
        for page in pages(results):
            fill(book.create_sheet(page.name), page)
    if raw or names:
        with in_language(headers or "en"):
            made, long = sheets(results, words=headers is not None)
            if names:
                made.append(names_sheet(results))
            _tables(book, results, made if raw else made[-1:], long if raw else [], headers)
    stream = BytesIO()
    book.save(stream)
    replace_file(path, timeless(stream.getvalue()))
    return path


def _tables(
    book: Any, results: Results, made: list[Sheet], long: list[LeftOut], headers: str | None
) -> None:
    """Write raw tables, what they are before them and what their columns mean after them."""
    zh = headers == "zh"
    about = book.create_sheet("说明" if zh else "about")
    for sheet in made:
        page = book.create_sheet(_title(sheet, headers))
        _fill(page, sheet.columns, sheet.rows(), headers)
    page = book.create_sheet("定义" if zh else "definitions")
    _fill(page, DEFINITIONS, _definitions(made, headers), headers)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 100
    for line in _about(results, made, long, headers):
        about.append([_text(about, cell) for cell in line])


def _fill(page: Any, columns: tuple[Column, ...], rows: Iterator[Row], headers: str | None) -> None:
    """Write a head that stays in view, and cells of the types that the columns say."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    heads = [_head(column, headers) for column in columns]
    page.freeze_panes = "A2"
    for number, (head, column) in enumerate(zip(heads, columns, strict=True), start=1):
        room = sum(2 if sign > "\u2e80" else 1 for sign in head) + 2
        least = 30 if column.name in ("measure", "organization", "parameter", "name") else 12
        page.column_dimensions[get_column_letter(number)].width = min(max(room, least), WIDEST)
    bold = Font(bold=True)
    first = []
    for head in heads:
        cell = WriteOnlyCell(page, head)
        cell.font = bold
        first.append(cell)
    page.append(first)
    # The format of a comparison's values is that of the measure, whose row may name it by a label.
    shares = {text for name, measure in MEASURES.items() if measure.is_share
              for text in (name, *measure.label.values())}  # fmt: skip
    for row in rows:
        is_share = row[0] in shares
        page.append(
            [
                _cell(page, value, _form(column, is_share))
                for value, column in zip(row, columns, strict=True)
            ]
        )


def _form(column: Column, is_share: bool) -> str | None:
    if column.kind == "measure":
        return FORMS["share" if is_share else "number"]
    if column.kind == "change" and is_share:
        return FORMS["points"]
    return FORMS.get(column.kind)


def _cell(page: Any, value: Any, form: str | None) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return _text(page, value)
    if form is None or isinstance(value, bool):
        return value
    cell = WriteOnlyCell(page, value)
    cell.number_format = form
    return cell


def _text(page: Any, text: str) -> Any:
    """Return a cell that is a text whatever it begins with: a title is never a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell


def _title(sheet: Sheet, headers: str | None) -> str:
    return {"zh": sheet.zh, "en": sheet.en, None: sheet.name}[headers]


def _head(column: Column, headers: str | None) -> str:
    if headers is None:
        return column.name
    label = column.zh if headers == "zh" else column.en
    return f"{label} ({column.unit})" if column.unit and headers == "en" else label


def _about(
    results: Results, made: list[Sheet], long: list[LeftOut], headers: str | None
) -> Iterator[tuple[str, ...]]:
    """Say what this is, what each sheet holds, and what is in none."""
    info = results.info
    language = headers or "en"
    yield (_("scenario"), noted(info["title"][language], followed(info["name"], info["digest"])))
    yield (_("replicates"), f"{len(results.replicates)}")
    yield (_("seed"), f"{info['seed']}")
    yield (_("made with"), followed(f"fugai {info['fugai']}", f"code {info['code']}"))
    yield (_("note"), _("Simulated, not observed, whatever it says of single organizations."))
    if results.failed:
        yield (_("failed"), listed(results.failed))
    if results.weight != 1.0:
        text = _("A sample: events and organizations are those simulated, 1 in {n}.")
        yield (_("sample"), text.format(n=f"{results.weight:g}"))
    for sheet in made:
        yield (_("sheet"), _title(sheet, headers))
    for table in long:
        text = _(
            "Table {table} has {n} rows, too many for a workbook: export it as csv or parquet."
        )
        yield (_("not here"), text.format(table=table.name, n=whole(table.rows)))


DEFINITIONS: Final = (
    Column("what", "text", "", "Column or measure", "列或指标"),
    Column("where", "text", "", "Sheet", "工作表"),
    Column("unit", "text", "", "Unit", "单位"),
    Column("label_en", "text", "", "In English", "英文名"),
    Column("label_zh", "text", "", "In Chinese", "中文名"),
    Column("numerator", "text", "", "Numerator", "分子"),
    Column("denominator", "text", "", "Denominator", "分母"),
    Column("definition_en", "text", "", "Definition, in English", "定义（英文）"),
    Column("definition_zh", "text", "", "Definition, in Chinese", "定义（中文）"),
)


def _definitions(made: list[Sheet], headers: str | None) -> Iterator[Row]:
    """Yield every measure with what is counted over what, then every column.

    The first column names them as files of other formats do, whatever the language of the heads.
    """
    language = headers or "en"
    for name, measure in MEASURES.items():
        bottom = "" if measure.denominator is None else COUNTS[measure.denominator][language]
        yield [
            name, "", _unit(measure.unit, headers), measure.label["en"], measure.label["zh"],
            COUNTS[measure.numerator][language], bottom,
            measure.definition["en"], measure.definition["zh"],
        ]  # fmt: skip
    for sheet in made:
        where = _title(sheet, headers)
        for column in sheet.columns:
            unit = _unit(column.unit, headers)
            yield [column.name, where, unit, column.en, column.zh, "", "", "", ""]


def _unit(unit: str, headers: str | None) -> str:
    return unit if headers is None else unit_name(unit)

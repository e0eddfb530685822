"""Text files with the cells of a list: UTF-8 or GB18030, separated by commas, tabs and others."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sim.locale import N_, _
from sim.registry.grids import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    refuse,
    text_of,
    too_large,
)

_BETWEEN: Final = ",\t;|"
"""What separates the cells of a text file."""


def is_text(raw: bytes) -> bool:
    """Whether a file that is named like a workbook holds lines of cells."""
    separated = re.search(rb"[,;\t]", raw[:2000]) and b"\0" not in raw
    return bool(separated) and re.search(rb"[\x00-\x08\x0e-\x1f]", raw[:2000]) is None


def read_text(path: Path, raw: bytes) -> tuple[str, Grid]:
    encoding, text = _decode(path, raw)
    if "\0" in text:
        refuse(path, _("This file is no table: it holds bytes that no text has."))
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    first = max(lines, key=lambda line: sum(map(line.count, f"{_BETWEEN}，")))
    if "，" in first and not any(map(first.count, _BETWEEN)):
        refuse(
            path,
            _("The cells are separated by full-width commas ，."),
            _("Separate them by ASCII commas , or save the table as .xlsx."),
            1,
        )
    delimiter = max(_BETWEEN, key=first.count)
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
                    refuse(path, *too_large())
                # Programs write ="0012" so that a spreadsheet keeps the zeros.
                plain = (re.sub(r'^="(.*)"$', r"\1", cell) for cell in record)
                rows.append((row, tuple(map(text_of, plain))))
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

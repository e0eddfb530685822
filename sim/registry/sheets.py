"""Which of several sheets are read: no examples, no cancelled ones, of several years the latest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Final

from sim.locale import N_
from sim.registry.findings import Remark, several
from sim.registry.grids import Book, Grid
from sim.registry.headings import columns_of
from sim.registry.layout import Table
from sim.text.vocabulary import CANCELLED, KINDS, plain

List = tuple[Grid, Table]
_EXAMPLES: Final = re.compile(
    r"样表|样例|样本|示例(?![县市区镇乡])|模板|范本|范例|example|template|sample", re.IGNORECASE
)
_ENDED: Final = re.compile(rf"(?<![未拟])(?:{'|'.join(CANCELLED)})", re.IGNORECASE)
_DATE: Final = re.compile(r"((?:19|20)\d{2})\s*(?:年|[-./])?\s*(1[0-2]|0?[1-9])?(?!\d)\s*月?")
_AROUND: Final = re.compile(
    r"\(.*?\)|名册|名单|台账|一览表?|明细表?|统计表?|信息表?|基本情况|情况|汇总表?|登记表?|表|\d+(?:家|个)|类"
)


def set_aside(lists: Sequence[List]) -> tuple[list[List], list[Remark]]:
    """Return the lists that are read, and what is said of the others."""
    remarks: list[Remark] = []
    totals = {grid.name for grid, table in lists if columns_of(table, {}).totals}
    for test, text in (
        (totals.__contains__, N_("Sheets that count organizations by place, not read: {names}.")),
        (_EXAMPLES.search, N_("Sheets of examples, not read: {names}.")),
        (_ENDED.search, N_("Sheets of cancelled organizations, not read: {names}.")),
    ):
        out = [grid.name for grid, _table in lists if test(grid.name)]
        if out and len(out) < len(lists):
            lists = [found for found in lists if found[0].name not in out]
            remarks.append(Remark(text, {"names": several(out)}, True))
    dates = [_dated(grid.name) for grid, _table in lists]
    stated = {date: n for n, (date, _rest) in enumerate(dates) if date}
    of_one_sort = len({rest for _date, rest in dates}) == 1
    if 1 < len(lists) == len(stated) and of_one_sort:
        latest = stated[max(stated)]
        text = N_("Sheet {sheet} is read, the latest one. Not read: {names}.")
        others = [grid.name for n, (grid, _table) in enumerate(lists) if n != latest]
        values: dict[str, str | int] = {"sheet": lists[latest][0].name, "names": several(others)}
        lists = [lists[latest]]
        remarks.append(Remark(text, values, True))
    return [*lists], remarks


def _dated(name: str) -> tuple[tuple[int, int], str] | tuple[None, str]:
    """Return year and month in the name of a sheet, and what else stands there."""
    text = unicodedata.normalize("NFKC", name)
    found = _DATE.search(text)
    rest = re.sub(r"\s+", "", _DATE.sub("", text))
    return ((int(found[1]), int(found[2] or 12)), rest) if found else (None, rest)


def without_lists(book: Book, names: Collection[str]) -> list[Remark]:
    """Say which sheets hold none of the lists of these names."""
    rest = [grid for grid in book.grids if grid.name not in names]
    found = []
    for concealed, text in (
        (True, N_("Hidden sheets, not read: {names}.")),
        (False, N_("Sheets without a list, not read: {names}.")),
    ):
        out = [grid.name for grid in rest if grid.concealed == concealed]
        if out:
            found.append(Remark(text, {"names": several(out)}, concealed))
    return found


def kind_in(name: str) -> str:
    """Return the kind that the name of a sheet says: 社会团体（45家）, 民非名册."""
    bare = _AROUND.sub("", unicodedata.normalize("NFKC", name)).strip()
    return bare if plain(bare) in KINDS else ""

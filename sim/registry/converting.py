"""Cells that say the same in another form: counts with units, sums of parts, dates as numbers."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from sim.locale import N_, _
from sim.registry import alike
from sim.registry import cells as read
from sim.registry import families as of
from sim.registry.findings import Entry, Reading, several
from sim.text.vocabulary import COUNTED, KINDS, YES, plain

PREFIXES: Final = {"51": "社会团体", "52": "民办非企业单位", "53": "基金会"}
"""Kinds by the first digits of a unified credit code."""
ENDINGS: Final = {
    "律师事务所": re.compile(r"(?:律师事务所|律所|法律服务所)$"),
    "基金会": re.compile(r"基金会$"),
    "社会团体": re.compile(r"(?:协会|商会|学会|联合会|研究会|促进会|联谊会|总会)(?:[(（].*)?$"),
    "民办非企业单位": re.compile(
        r"(?:幼儿园|学校|学院|培训中心|服务中心|养老中心|养老院|敬老院|福利院|医院|俱乐部|服务社"
        r"|工作站|护理站|图书馆|博物馆|美术馆|研究院)(?:[(（].*)?$"
    ),
    "非公企业": re.compile(r"(?:公司|厂|集团)$"),
}
"""Kinds by the ends of names, which the rules on names prescribe."""


_WITHIN: Final = {
    "社会团体": re.compile(r".*(?:社会团体|社团|协会|商会|学会|联合会).*"),
    "民办非企业单位": re.compile(r".*(?:民办非企业|民非|社会服务机构|民办学校).*"),
    "基金会": re.compile(r".*基金会.*"),
    "律师事务所": re.compile(r".*(?:律师|律所).*"),
    "非公企业": re.compile(
        r"(?!.*(?:国有|国营|集体|全民|事业|机关|非企业|非公企业)).*(?:公司|企业|独资|合伙|个体).*"
    ),
}
"""Kinds by a word within a longer one."""


DAYS_TO_1904: Final = 1462
"""Days by which a workbook that counts from 1904 is behind one that counts from 1900."""
_HALF: Final = re.compile(r"(?:19|20)\d{2}\.1")
"""A number that may have been written 2010.10."""
_PADDED: Final = re.compile(r"(?:19|20)\d{2}\.0[1-9]")
"""A number such as 2009.09, which shows that months are written with two digits."""
_SINGLE: Final = re.compile(r"(?:19|20)\d{2}\.[2-9]")
"""A text such as 2010.3, which shows that they are written without a zero."""


_NAMED: Final = ("district", "site", "joint_branch", "industry")
"""Columns of names in which a word such as 无 says that there is none."""
_NO_ERROR: Final = ("id", "name", "supervisor", *_NAMED)
"""Columns of texts in which an error of a formula would be taken for one."""


def texts(reading: Reading, entries: list[Entry]) -> None:
    """Texts of names: errors of formulas, words for none, blanks within Chinese words."""
    for entry in entries:
        for column in _NO_ERROR:
            cell = entry.cells.get(column, "")
            if cell.lower() in read.ERRORS:
                reading.fault(
                    entry,
                    column,
                    _("{cell} is an error of a formula.").format(cell=cell),
                    _("Correct the formula, or write the value."),
                    _("an error of a formula"),
                )
                entry.cells.pop(column)
            elif column in _NAMED and (plain(cell) in read.NAMELESS or read.is_missing(cell)):
                entry.cells.pop(column, None)
            elif column in _NAMED and re.search(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", cell):
                entry.cells[column] = re.sub(r"\s+", "", cell)


def _merged(reading: Reading, entries: list[Entry]) -> None:
    """Counts in a cell that is merged over rows of several organizations are of none alone."""
    for column in COUNTED:
        at = reading.columns.single.get(column)
        together: dict[int, Entry] = {}
        for above, entry in pairwise(entries):
            apart = above.cells.get("name") != entry.cells.get("name")
            if (entry.row, at) in reading.table.merged and apart and entry.cells.get(column):
                together |= {above.row: above, entry.row: entry}
        for entry in together.values():
            entry.cells.pop(column, None)
        text = N_(
            "{heading}: one merged cell counts several together: {n} (rows {rows}). Left open."
        )
        values = {"heading": reading.heading(column)}
        reading.say(text, values, rows=[*together], weighty=True)


_SUMS: Final = (
    ("members", ("transferred", of.NOT_HERE), N_("Members are the sum of {names}.")),
    ("members", (of.FULL_TIME, of.PART_TIME), N_("Members are the sum of {names}.")),
    ("members", ("full_members", of.PROBATIONARY), N_("Members are the sum of {names}.")),
    ("staff", (of.FULL_STAFF, of.PART_STAFF), N_("Staff are the sum of {names}.")),
    ("members", (of.MEN["members"], of.WOMEN["members"]), N_("Members are the sum of {names}.")),
    ("staff", (of.MEN["staff"], of.WOMEN["staff"]), N_("Staff are the sum of {names}.")),
)
"""Columns that two others give together."""


def members(reading: Reading, entries: list[Entry]) -> None:
    """Members and staff in parts, and what was converted in counts and dates."""
    parts, single = reading.columns.parts, reading.columns.single
    _merged(reading, entries)
    summed: set[str] = set()
    for column, pair, text in _SUMS:
        at = [single.get(part, parts.get(part)) for part in pair]
        if column in single or column in summed or None in at:
            continue
        for entry in entries:
            cells = [entry.texts[position] for position in at if position is not None]
            counts = [read.count(cell) for cell in cells]
            if None not in counts:
                entry.cells[column] = str(sum(count or 0 for count in counts))
        names = " + ".join(reading.table.headings[n] for n in at if n is not None)
        reading.say(text, {"names": names})
        summed.add(column)
    for column in COUNTED:
        _in_units(reading, entries, column)
        _convert(reading, entries, column, _as_digits)
    _months(reading, entries)


def _convert(
    reading: Reading,
    entries: list[Entry],
    column: str,
    change: Callable[[str], str | None],
    *,
    weighty: bool = False,
) -> None:
    """Write cells of a column as they are read; say how many and one example."""
    changed: list[int] = []
    pairs: Counter[str] = Counter()
    for entry in entries:
        cell = entry.cells.get(column, "")
        new = None if read.is_missing(cell) else change(cell)
        if new is not None and new != cell:
            changed.append(entry.row)
            pairs[f"{read.shortened(cell)} → {new}"] += 1
            entry.cells[column] = new
    examples = several(pair for pair, _n in pairs.most_common(3))
    text = N_("{heading}: cells converted: {n}, such as {examples} (rows {rows}).")
    values = {"heading": reading.heading(column), "examples": examples}
    reading.say(text, values, rows=changed, weighty=weighty)


def _in_units(reading: Reading, entries: list[Entry], column: str) -> None:
    """Counts below a heading such as 从业人员（百人）."""
    unit = re.search(r"([十百千万])(?:人|名)\s*[)）]?$", reading.heading(column))
    if not unit:
        return
    factor = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}[unit[1]]

    def whole(cell: str) -> str | None:
        found = re.fullmatch(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", cell).strip())
        return str(round(float(cell) * factor)) if found else None

    _convert(reading, entries, column, whole, weighty=True)


def _months(reading: Reading, entries: list[Entry]) -> None:
    """Dates: day numbers of a spreadsheet, and 2010.10 that was stored as the number 2010.1."""
    at = reading.columns.single.get("founded")
    if at is None:
        return
    texts = [cell.strip() for raw in reading.table.raw if isinstance(cell := raw[at], str)]
    single = [cell for cell in texts if _HALF.fullmatch(cell)]
    if single and any(map(_SINGLE.fullmatch, texts)) and not any(".10" in c for c in texts):
        reading.say(
            N_(
                "{heading}: cells such as {cell} are read as January: {n}. If the column held "
                "numbers, they may be October."
            ),
            {"heading": reading.heading("founded"), "cell": single[0], "n": len(single)},
            weighty=True,
        )
    stored = dict(zip(reading.table.rows, reading.table.raw, strict=True))
    cells = [raw[at] for raw in stored.values()]
    padded = any(_PADDED.fullmatch(str(raw)) for raw in cells)
    # A text file that a spreadsheet saved holds the same numbers, unless 2010.3 stands there too.
    plain = any(isinstance(raw, str) and _SINGLE.fullmatch(raw.strip()) for raw in cells)
    halves = {
        entry.row
        for entry in entries
        if (isinstance(stored[entry.row][at], float) or not plain)
        and _HALF.fullmatch(str(stored[entry.row][at]).strip())
    }
    for entry in entries:
        cell = entry.cells.get("founded", "")
        if entry.row in halves and padded:
            entry.cells["founded"] = f"{cell}0"
        elif entry.row in halves:
            reading.fault(
                entry,
                "founded",
                _("{cell} stored as a number may be January or October.").format(cell=cell),
                _("Write 2010-01 or 2010-10, in a column of text."),
                N_("stored as a number: January or October"),
            )
    if padded:
        text = N_("{heading}: numbers such as 2010.1 are read as October: {n} (rows {rows}).")
        values = {"heading": reading.heading("founded")}
        reading.say(text, values, rows=sorted(halves), weighty=True)

    later = datetime.timedelta(days=DAYS_TO_1904 if reading.table.from_1904 else 0)

    def from_day(cell: str) -> str | None:
        day = read.excel_day(unicodedata.normalize("NFKC", cell).strip())
        return None if day is None else (day + later).isoformat()

    _convert(reading, entries, "founded", from_day)
    reading.say(
        N_("{heading}: only a year: {n} (rows {rows}). Taken as July of that year."),
        {"heading": reading.heading("founded")},
        rows=[entry.row for entry in entries if read.is_year(entry.cells.get("founded", ""))],
    )


def kinds(reading: Reading, entries: list[Entry]) -> None:
    """Kinds by ticks, else by the first digits of credit codes where no column says them."""
    ticks = {at: word for at, (column, word) in reading.columns.ticks.items() if column == "kind"}
    for entry in entries:
        for at, word in ticks.items():
            if entry.texts[at] and plain(entry.texts[at]) in YES:
                entry.cells.setdefault("kind", word)
    _convert(reading, entries, "kind", _kind_within)
    if ticks or "kind" in reading.columns.single:
        return
    if reading.choices.kind:
        for entry in entries:
            entry.cells["kind"] = reading.choices.kind
        reading.say(
            N_("The name of the sheet is the kind: {kind}."), {"kind": reading.choices.kind}
        )
        return
    coded = named = 0
    for entry in entries:
        code, name = alike.number_key(entry.cells.get("id", "")), entry.cells.get("name", "")
        ending = next((kind for kind, ends in ENDINGS.items() if ends.search(name)), None)
        if len(code) == 18 and code[:2] in PREFIXES:
            entry.cells["kind"] = PREFIXES[code[:2]]
            coded += 1
        elif ending and "kind" not in entry.cells:
            entry.cells["kind"] = ending
            named += 1
    if coded:
        text = N_("Kinds are read from the first digits of the credit code: {n}.")
        reading.say(text, {"n": coded})
    if named:
        reading.say(
            N_("No column gives the kind: it is read from the end of the name: {n}."),
            {"n": named},
            weighty=True,
        )


def _kind_within(cell: str) -> str | None:
    """Return the one kind that a longer word names: 学术性社团, 个人独资企业."""
    word = plain(cell)
    if word in KINDS:
        return None
    found = [kind for kind, pattern in _WITHIN.items() if pattern.fullmatch(word)]
    return found[0] if len(found) == 1 else None


def _as_digits(cell: str) -> str | None:
    if read.as_written(cell):
        return None
    found = read.count(cell)
    return None if found is None else str(found)

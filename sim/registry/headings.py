"""Headings of a list: which column is what, in English, Chinese or the scenario's own words.

Where a heading may mean two things, its cells decide. What is not understood is left out and said;
only what looks like a slip in the name of a column is refused.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sim.locale import _, sentences
from sim.registry import cells as read
from sim.registry import families as words_of
from sim.registry import forms
from sim.registry.findings import NO_HEADING, Fault
from sim.registry.grids import Sheet, text_of
from sim.registry.layout import Table
from sim.registry.twice import full_time, men_and_women, of_the_last_year, veil
from sim.text.vocabulary import COLUMNS, KINDS, NO, TYPES, YES, heading_of, plain

_PARTS: Final = (
    words_of.NOT_HERE, words_of.FULL_TIME, words_of.PART_TIME, words_of.PROBATIONARY,
    words_of.BRANCH_NAME, words_of.BRANCH_DATE, words_of.CANCEL_DATE, words_of.FULL_STAFF,
    words_of.PART_STAFF, *words_of.MEN.values(), *words_of.WOMEN.values(),
)  # fmt: skip
_PLACE = re.compile(r".{1,10}(?:镇|乡|街道|街|办事处|区|县|市|社区|村|(?<!幼儿)(?<!乐)园)")
_OF_PARTY: Final = ("party_organization", "level")
_TICKS = (*YES, *NO, "")
_SPECIFIC: Final = ("信用代码", "成立")
"""Parts of the heading that wins where two headings mean one column."""


@dataclass
class Columns:
    """Where everything stands in a table; positions count from 0."""

    single: dict[str, int] = field(default_factory=dict)
    party: list[int] = field(default_factory=list)
    ticks: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Columns with a tick below a word: the column it belongs to, and the word."""
    status: list[int] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    persons: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    second: list[tuple[str, str]] = field(default_factory=list)
    """Headings of a column that is there already, with the one that is read."""
    faults: list[Fault] = field(default_factory=list)
    by_cells: list[tuple[str, str]] = field(default_factory=list)
    """Headings that only their cells explain, with the column."""
    swapped: bool = False
    """Whether names stand below the heading of the kind, and kinds below that of the name."""
    totals: bool = False
    """Whether the table counts organizations: totals of places, not a list."""

    def sources(self, table: Table) -> dict[str, list[str]]:
        """Return the headings that each column was read from."""
        found = {name: [table.headings[at]] for name, at in self.single.items()}
        branches = (at for name, at in self.parts.items() if name == words_of.BRANCH_NAME)
        of_party = [*self.party, *branches]
        of_party += [at for at, (column, _word) in self.ticks.items() if column in _OF_PARTY]
        if of_party:
            found["party_organization"] = [table.headings[at] for at in of_party]
        for at, (column, _word) in self.ticks.items():
            if column not in _OF_PARTY:
                found.setdefault(column, []).append(table.headings[at])
        return found


def columns_of(table: Table, own: Mapping[str, str]) -> Columns:
    """Assign the columns of a table; ``own`` are headings that the scenario explains."""
    explained = {plain(heading): column for heading, column in own.items()}
    found = Columns()
    unclear: list[tuple[int, str]] = []
    for at, heading in enumerate(table.headings):
        cells = [text_of(row[at]) for row in table.raw]
        filled = [cell for cell in cells if not read.is_missing(cell)]
        asked = explained.get(plain(heading))
        meant = asked or words_of.meaning(heading)
        if asked is not None and _crosses(heading, asked):
            _refuse_crossing(found, table, heading, asked)
        elif not heading:
            _no_heading(found, table, filled, len(cells))
        elif not asked and _is_tick(heading, filled) and not _whole(heading, filled):
            found.ticks[at] = words_of.one_hot(heading)
        elif meant in (words_of.KIND_OR_TYPE, words_of.PLACE_OR_NAME, words_of.MAYBE_NAME):
            unclear.append((at, meant))
        elif meant == "ignore":
            if asked is None:
                found.ignored.append(heading)
        elif meant == words_of.PERSON:
            found.persons.append(heading)
        elif meant == words_of.GROUPS:
            found.totals = found.totals or _counts(filled)
            found.ignored.append(heading)
        elif meant == words_of.STATUS:
            found.status.append(at)
        elif meant in _PARTS:
            found.parts.setdefault(meant, at)
        elif meant == "party_organization" and _of_people(heading, filled):
            found.ignored.append(heading)
        elif meant == "party_organization":
            found.party.append(at)
        elif meant:
            _place(found, table, at, meant, own=asked is not None)
        else:
            unclear.append((at, ""))
    for at, meant in unclear:
        if meant:
            _decide(found, table, at, meant)
    for at, meant in unclear:
        if not meant and not _by_cells(found, table, at):
            _unknown(found, table, at)
    _by_date(found, table)
    full_time(found, table)
    men_and_women(found, table)
    _swap(found, table)
    of_the_last_year(found, table)
    veil(found, table)
    found.totals = found.totals and "name" not in found.single and "id" not in found.single
    return found


def _refuse(found: Columns, table: Table, heading: str, message: str, hint: str = "") -> None:
    fault = Fault(table.heading_row, f"heading {heading}", "", "", heading, message, hint)
    found.faults.append(fault)


def _crosses(heading: str, asked: str) -> bool:
    """Whether the scenario calls one thing another: a branch's date the organization's."""
    word = words_of.bare(heading)
    party = "党" in word or "支部" in word
    if asked in ("founded", "staff", "name", "id", "kind", "type", "supervisor", "industry"):
        return party and "党员" not in word
    if asked == "members":
        return bool(re.search(r"预备|申请|积极分子|发展对象", word)) and "含预备" not in word
    return False


def _refuse_crossing(found: Columns, table: Table, heading: str, asked: str) -> None:
    message = _('"{heading}" is not the column {column}: it says something else.')
    hint = _('Write columns = {{ "{heading}" = "ignore" }}.').format(heading=heading)
    _refuse(found, table, heading, message.format(heading=heading, column=heading_of(asked)), hint)


def _no_heading(found: Columns, table: Table, filled: Sequence[str], rows: int) -> None:
    if 5 * len(filled) > rows:
        _refuse(found, table, "", _("A column has cells but no heading."))
    elif filled:
        found.unknown.append(NO_HEADING)


def _is_tick(heading: str, filled: Sequence[str]) -> bool:
    """Whether ticks alone stand below a word."""
    counts = words_of.bare(heading).endswith("数")
    return bool(words_of.one_hot(heading)[0]) and all(
        plain(cell) in _TICKS or (counts and forms.branches(cell)) for cell in filled
    )


def _whole(heading: str, filled: Sequence[str]) -> bool:
    """Whether a column such as 党组织 says yes and no for itself; 是否单独组建 does of one form."""
    if re.search(r"单独|独立|联合", heading):
        return False
    answers = {plain(cell) in YES for cell in filled}
    return words_of.meaning(heading) == "party_organization" and len(answers) == 2


def _of_people(heading: str, filled: Sequence[str]) -> bool:
    """Whether numbers below 党组织 count people, not party organizations."""
    counts = all(re.fullmatch(r"\d+", cell) and cell not in ("0", "1") for cell in filled)
    return bool(filled) and counts and set(filled) != {"2"} and not heading.endswith("数")


def _counts(filled: Sequence[str]) -> bool:
    return bool(filled) and all(re.fullmatch(r"\d+(?:家|个|户)?", cell) for cell in filled)


def _place(found: Columns, table: Table, at: int, column: str, *, own: bool = False) -> None:
    """Give a column its place; of two that mean the same, the fuller or more specific one."""
    first = found.single.get(column)
    if first is None:
        found.single[column] = at
        return
    a, b = table.headings[first], table.headings[at]
    pairs = [(text_of(row[first]), text_of(row[at])) for row in table.raw]
    both = [(x, y) for x, y in pairs if not (read.is_missing(x) or read.is_missing(y))]
    veiled = (first in table.veiled) != (at in table.veiled)
    newer = words_of.later(a, b)
    better = next((p for p in _SPECIFIC if (p in a) != (p in b)), None)
    if (
        not veiled
        and newer is None
        and better is None
        and (own or (both and any(x != y for x, y in both)))
    ):
        message = _('"{first}" and "{second}" are both the column {column}.')
        hint = _('Write columns = {{ "{heading}" = "ignore" }}.').format(heading=b)
        _refuse(found, table, b, message.format(first=a, second=b, column=heading_of(column)), hint)
        return
    wins = (better in b) if better else _filled(pairs, 1) > _filled(pairs, 0)
    if veiled or newer is not None:
        wins = first in table.veiled if veiled else bool(newer)
    found.single[column] = at if wins else first
    found.second.append((a, b) if wins else (b, a))


def _filled(pairs: Sequence[tuple[str, str]], side: int) -> int:
    return sum(not read.is_missing(pair[side]) for pair in pairs)


def _decide(found: Columns, table: Table, at: int, meant: str) -> None:
    """Let the cells decide what a heading such as 类型 or 单位 means."""
    heading = table.headings[at]
    filled = [c for row in table.raw if not read.is_missing(c := text_of(row[at]))]

    def most(fits: Callable[[str], bool]) -> bool:
        return 2 * sum(map(fits, filled)) >= max(1, len(filled))

    if meant == words_of.MAYBE_NAME:
        if "name" in found.single:
            found.ignored.append(heading)
        else:
            found.single["name"] = at
        return
    if meant == words_of.PLACE_OR_NAME:
        if most(lambda cell: _PLACE.fullmatch(cell) is not None) and "district" not in found.single:
            found.single["district"] = at
        elif "name" not in found.single:
            found.single["name"] = at
        else:
            found.ignored.append(heading)
        return
    for column, known in (("kind", KINDS), ("type", TYPES)):
        if most(lambda cell, known=known: plain(cell) in known):  # type: ignore[misc]
            _place(found, table, at, column)
            return
    exact = COLUMNS.get(plain(heading), "kind" if "类别" in heading else "")
    known = KINDS if exact == "kind" else TYPES
    near = any(difflib.get_close_matches(plain(cell), known, 1, 0.6) for cell in filled)
    own = plain(heading) in ("类别", "类型", "分类指导类型", "kind", "type")
    if exact in ("kind", "type") and exact not in found.single and (own or near or not filled):
        found.single[exact] = at
    elif filled:
        found.unknown.append(heading)


def _by_cells(found: Columns, table: Table, at: int) -> bool:
    """Let the cells decide where no other column says the kind, or who has a party organization."""
    heading = table.headings[at]
    word = words_of.bare(heading)
    filled = [c for row in table.raw if not read.is_missing(c := text_of(row[at]))]
    if len(filled) < 2:
        return False
    said = any(column == "party_organization" for column, _word in found.ticks.values())
    about = re.search(r"党组织|支部|组建|组织覆盖|党的组织", word)
    whose = re.search(r"所属|所在|上级|隶属|党员", word)
    should = words_of.not_yet(word)
    open_ = bool(about and not whose and not should and not found.party and not said)
    if open_ and 5 * sum(bool(read.tried(forms.party, cell)) for cell in filled) >= 4 * len(filled):
        found.party.append(at)
        found.by_cells.append((heading, "party_organization"))
        return True
    places = sum(_PLACE.fullmatch(cell) is not None for cell in filled)
    if "district" not in found.single and "地" in word and 5 * places >= 4 * len(filled):
        found.single["district"] = at
        found.by_cells.append((heading, "district"))
        return True
    ticked = any(column == "kind" for column, _word in found.ticks.values())
    kinds = sum(plain(cell) in KINDS for cell in filled)
    if "kind" not in found.single and not ticked and 5 * kinds >= 4 * len(filled):
        found.single["kind"] = at
        found.by_cells.append((heading, "kind"))
        return True
    return False


def _by_date(found: Columns, table: Table) -> None:
    """Where no column says who has a party organization, the date of its founding does."""
    at = found.parts.get(words_of.BRANCH_DATE)
    said = any(column == "party_organization" for column, _word in found.ticks.values())
    if at is None:
        return
    if found.party or said or words_of.BRANCH_NAME in found.parts:
        found.ignored.append(table.headings[at])
        return
    found.party.append(at)
    found.by_cells.append((table.headings[at], "party_organization"))


def _swap(found: Columns, table: Table) -> None:
    """Names that are kinds, beside kinds that are none, stand below the heading of the other."""
    name, kind = found.single.get("name"), found.single.get("kind")
    if name is None or kind is None:
        return
    cells = [(plain(text_of(row[name])), plain(text_of(row[kind]))) for row in table.raw]
    own, other = (sum(pair[side] in KINDS for pair in cells) for side in (0, 1))
    if len(cells) > 2 and 5 * own >= 4 * len(cells) and 5 * other <= len(cells):
        found.single |= {"name": kind, "kind": name}
        found.swapped = True


def _unknown(found: Columns, table: Table, at: int) -> None:
    """A heading that nobody knows: refused where it looks like a slip, else left out and said."""
    heading = table.headings[at]
    word = plain(heading)
    if not any(row[at] is not None and text_of(row[at]) for row in table.raw):
        return
    known = [name for name in COLUMNS if ("党" in name) == ("党" in word)]
    close = difflib.get_close_matches(word, known, 1, 0.7)
    column = COLUMNS[close[0]] if close else "ignore"
    if column == "ignore" or column in found.single or _crosses(heading, column):
        found.unknown.append(heading)
        return
    meant = _('Did you mean "{name}"?').format(name=close[0])
    out = _('To leave a column out: columns = {{ "{heading}" = "ignore" }}.')
    hint = sentences([meant, out.format(heading=heading)])
    _refuse(found, table, heading, _('Unknown column "{name}".').format(name=heading), hint)


def values_of(sheet: Sheet, places: Mapping[str, int], column: str) -> tuple[str, ...]:
    """Return the different values of a column, sorted: districts where the file names none."""
    if column not in places:
        return ()
    found = {row[places[column]] for row in sheet.cells}
    return tuple(sorted(value for value in found if not read.is_missing(value)))

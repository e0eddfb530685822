"""A list as an office keeps it, understood: which rows are organizations, what cells say.

Nothing is converted or left out without a remark. What cannot be told is a fault, or a decision
with its default that the scenario can change: ``columns``, ``blank``, ``leave_out``, ``same``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from sim.locale import N_, _
from sim.scenario import presence, rows
from sim.scenario.converting import kinds, members
from sim.scenario.doubts import doubts
from sim.scenario.entries import Choices, Entry, Reading
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.headings import Columns, columns_of
from sim.scenario.layout import Table, table_of
from sim.scenario.partied import party, yes_only
from sim.scenario.repeated import districts, once
from sim.scenario.said import Fault, Remark, rows_named
from sim.scenario.sheets import Sheet
from sim.scenario.vocabulary import plain
from sim.scenario.workbooks import Book, Grid, text_of

ORDER: Final = (
    "id",
    "name",
    "kind",
    "type",
    "district",
    "industry",
    "supervisor",
    "founded",
    "staff",
    "members",
    "full_members",
    "transferred",
    "party_organization",
    "joint_branch",
    "head_is_member",
    "operating",
    "on_base",
    "willing",
)


@dataclass
class Understood:
    """A list in columns, with everything that has to be said about it."""

    sheet: Sheet
    places: dict[str, int]
    columns: Columns
    table: Table
    grid: Grid
    remarks: list[Remark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    blanks: presence.Blanks | None = None
    numbers: Mapping[int, str] = field(default_factory=dict)
    """Registry numbers, by row, that other rows have as well."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Districts that were brought together by default."""


def understand(book: Book, choices: Choices) -> Understood:
    """Return what a file says of organizations; a file that is no list is refused."""
    return _Reader(book, choices).read()


def lists_in(book: Book, choices: Choices) -> list[tuple[Grid, Table]]:
    """Return the sheets of a file that hold a list, in order."""
    own = {plain(heading) for heading in choices.columns}
    found = [(grid, table_of(grid, own)) for grid in book.grids]
    return [(grid, table) for grid, table in found if table is not None and table.rows]


def _refuse(book: Book, message: str, hint: str = "") -> None:
    raise ScenarioError([Problem(book.file, message, hint)])


def _body(table: Table, columns: Columns) -> Table:
    """Return a table without the rows that are no organizations."""
    kept = []
    for row, raw in zip(table.rows, table.raw, strict=True):
        texts = [text_of(cell) for cell in raw]
        cells = {column: texts[at] for column, at in columns.single.items()}
        if not rows.no_organization(texts, cells, table.serial):
            kept.append((row, raw))
    return replace(
        table, rows=tuple(row for row, _raw in kept), raw=tuple(raw for _row, raw in kept)
    )


class _Reader:
    """Reads one table step by step; every step says what it does."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self.book, self.choices = book, choices
        self.remarks: list[Remark] = []
        self.grid, self.table = self._choose()
        first = columns_of(self.table, choices.columns)
        # What totals and notes say in a column must not decide what the column is.
        self.columns = columns_of(_body(self.table, first), choices.columns)
        faults = [*self.columns.faults]
        self.reading = Reading(self.table, self.columns, choices, self.remarks, faults)

    def say(self, text: str, values: Mapping[str, str | int], *, weighty: bool = False) -> None:
        self.remarks.append(Remark(text, dict(values), weighty))

    def _choose(self) -> tuple[Grid, Table]:
        """Choose the sheet to read, and say which are not."""
        book, name = self.book, self.choices.sheet
        names = [grid.name for grid in book.grids]
        if name is not None and book.encoding == "XLSX" and name not in names:
            message = _('There is no sheet "{name}".').format(name=name)
            _refuse(book, message, _("Sheets: {names}.").format(names=_(", ").join(names)))
        lists = lists_in(book, self.choices)
        if name is not None:
            lists = [found for found in lists if found[0].name in (name, "")]
        if not lists:
            if not any(len(grid.rows) > 1 for grid in book.grids):
                _refuse(book, _("This file lists no organizations."))
            _refuse(
                book,
                _("No row of this file has headings that are known."),
                _("Headings such as 名称, 类别, 党员人数 stand above the list."),
            )
        grid, table = lists[0]
        if book.renamed:
            self.say(
                N_("A workbook, although its name ends like a text file: read as a workbook."), {}
            )
        others = [(g, len(t.rows)) for g, t in lists_in(book, self.choices) if g is not grid]
        for other, count in others:
            self.say(
                N_("Sheet {sheet} is read. Not read: sheet {other}, a list too (rows: {n})."),
                {"sheet": grid.name, "other": other.name, "n": count},
                weighty=True,
            )
        rest = [g.name for g in book.grids if g is not grid and g not in [o for o, _n in others]]
        if rest:
            self.say(N_("Sheets without a list, not read: {names}."), {"names": ", ".join(rest)})
        return grid, table

    def read(self) -> Understood:
        """Take every step."""
        columns, table = self.columns, self.table
        if columns.totals:
            _refuse(
                self.book,
                _("This table counts organizations by place: it is no list of organizations."),
                _("Write its totals below [organizations.synthesis], or give the list itself."),
            )
        self._say_columns()
        entries = [self._entry(row, raw) for row, raw in zip(table.rows, table.raw, strict=True)]
        entries = self._organizations(entries)
        self._fill_down(entries)
        entries = self._without_sums(entries)
        entries = self._registered(entries)
        members(self.reading, entries)
        kinds(self.reading, entries)
        spellings = districts(self.reading, entries)
        entries, numbers = once(self.reading, entries)
        found = party(self.reading, entries)
        yes_only(self.reading, entries)
        self._sheet_state(entries)
        present = [c for c in ORDER if any(entry.cells.get(c) for entry in entries)]
        present += [c for c in ORDER if c in self.columns.single and c not in present]
        sources = columns.sources(table)
        headings = tuple(" + ".join(sources.get(c, [c])) for c in present)
        sheet = Sheet(
            self.book.file,
            self.book.encoding,
            table.heading_row,
            headings,
            tuple(entry.row for entry in entries),
            tuple(tuple(entry.cells.get(c, "") for c in present) for entry in entries),
        )
        if not entries:
            _refuse(self.book, _("This file lists no organizations."))
        self.remarks += doubts([entry.cells for entry in entries], [e.row for e in entries])
        return Understood(
            sheet,
            {column: position for position, column in enumerate(present)},
            columns,
            table,
            self.grid,
            self.remarks,
            self.reading.faults,
            found,
            numbers,
            spellings,
        )

    def _say_columns(self) -> None:
        columns = self.columns
        if columns.persons:
            self.say(
                N_("Columns of persons and addresses, not read: {names}."),
                {"names": ", ".join(columns.persons)},
            )
        if columns.unknown:
            self.say(
                N_("Columns not understood, not read: {names}."),
                {"names": ", ".join(columns.unknown)},
                weighty=True,
            )
        for heading, read_instead in columns.second:
            self.say(
                N_("{heading} is left out: {other} says the same."),
                {"heading": heading, "other": read_instead},
            )

    def _entry(self, row: int, raw: Sequence[object]) -> Entry:
        texts = tuple(text_of(cell) for cell in raw)  # type: ignore[arg-type]
        cells = {column: texts[at] for column, at in self.columns.single.items()}
        return Entry(row, {column: cell for column, cell in cells.items() if cell}, texts)

    def _organizations(self, entries: list[Entry]) -> list[Entry]:
        """Leave out rows that are no organizations; a row with a place alone names a section."""
        serial = self.table.serial
        kept, dropped, section = [], [], ""
        by_hand = []
        for entry in entries:
            own = {
                c: t
                for c, t in entry.cells.items()
                if (entry.row, self.columns.single[c]) not in self.table.merged or c == "name"
            }
            own_texts = [
                t for at, t in enumerate(entry.texts) if (entry.row, at) not in self.table.merged
            ]
            if entry.row in self.choices.leave_out:
                by_hand.append(entry.row)
            elif self._section(entry):
                section = self._section(entry)
                dropped.append(entry.row)
            elif rows.no_organization(own_texts or entry.texts, own, serial):
                dropped.append(entry.row)
            else:
                if section and "district" not in self.columns.single:
                    entry.cells["district"] = section
                kept.append(entry)
        if dropped:
            self.say(
                N_("Left out, no organizations (totals, notes, examples): {n} (rows {rows})."),
                {"n": len(dropped), "rows": rows_named(dropped)},
                weighty=True,
            )
        if by_hand:
            self.say(
                N_("Left out as the scenario says: {n} (rows {rows})."),
                {"n": len(by_hand), "rows": rows_named(by_hand)},
                weighty=True,
            )
        bare = [entry.row for entry in kept if set(entry.cells) <= {"name", "id", "district"}]
        columns = set(self.columns.single) | (
            {"party_organization"} if self.columns.party else set()
        )
        if bare and len(columns - {"name", "id", "district"}) and len(bare) < len(kept):
            bare = [
                r
                for r in bare
                if not any(
                    t
                    for e in kept
                    if e.row == r
                    for at, t in enumerate(e.texts)
                    if at in self.columns.party or at in self.columns.ticks
                )
            ]
            if bare:
                self.say(
                    N_(
                        "Rows with nothing but a name: {n} (rows {rows}). They are kept, the rest is drawn. "
                        "If they are no organizations, write leave_out = [{first}, …]."
                    ),
                    {"n": len(bare), "rows": rows_named(bare), "first": bare[0]},
                    weighty=True,
                )
        return kept

    def _section(self, entry: Entry) -> str:
        """Return the place that a row names alone, as a heading of those below it."""
        filled = {text for text in entry.texts if text}
        alone = rows.squeezed(next(iter(filled))) if len(filled) == 1 else ""
        alone = re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）、.]+", "", alone)
        found = re.fullmatch(
            r"(.{1,12}(?:镇|乡|街道|街道办事处|社区|开发区))(?:[(（].*[)）])?", alone
        )
        return found[1] if found else ""

    def _fill_down(self, entries: list[Entry]) -> None:
        """Districts that stand once, above blank cells of those they hold for."""
        cells = [entry.cells.get("district", "") for entry in entries]
        filled = [cell for cell in cells if cell]
        single = len(filled) == len(set(filled)) or self._runs(cells)
        if not cells or not cells[0] or len(filled) == len(cells) or not single or len(cells) < 3:
            return
        count, last = 0, ""
        for entry in entries:
            if entry.cells.get("district"):
                last = entry.cells["district"]
            else:
                entry.cells["district"] = last
                count += 1
        self.say(
            N_("{heading}: blank cells that take the value above them: {n}."),
            {"heading": self.reading.heading("district"), "n": count},
            weighty=True,
        )

    @staticmethod
    def _runs(cells: Sequence[str]) -> bool:
        """Whether every value stands only at the head of a block of blanks."""
        filled = [cell for cell in cells if cell]
        return 4 * len(filled) <= len(cells) and all(
            not (a and b) or a != b for a, b in pairwise(cells)
        )

    def _without_sums(self, entries: list[Entry]) -> list[Entry]:
        counted = [c for c in ("staff", "members") if c in self.columns.single]
        if not counted:
            return entries
        found = set(rows.sums([entry.cells for entry in entries], counted))
        found |= rows.sums_of_places([entry.cells for entry in entries], counted)
        if found:
            self.say(
                N_("Left out, counts that are sums of other rows: {n} (rows {rows})."),
                {"n": len(found), "rows": rows_named([entries[n].row for n in found])},
                weighty=True,
            )
        return [entry for n, entry in enumerate(entries) if n not in found]

    def _registered(self, entries: list[Entry]) -> list[Entry]:
        """Leave out what was cancelled or revoked."""
        gone = []
        for entry in entries:
            status = [entry.texts[at] for at in self.columns.status]
            status.append(entry.cells.get("operating", ""))
            if rows.cancelled(entry.cells.get("name", ""), status):
                gone.append(entry)
        if gone:
            self.say(
                N_("Left out, cancelled or revoked: {n} (rows {rows})."),
                {"n": len(gone), "rows": rows_named([entry.row for entry in gone])},
                weighty=True,
            )
        return [entry for entry in entries if entry not in gone]

    def _sheet_state(self, entries: list[Entry]) -> None:
        """Hidden rows, formulas without a value, cells far below."""
        grid, numbers = self.grid, {entry.row for entry in entries}
        hidden = sorted(numbers & grid.hidden)
        if hidden:
            self.say(
                N_("Hidden rows, perhaps of a filter, are read too: {n} (rows {rows})."),
                {"n": len(hidden), "rows": rows_named(hidden)},
                weighty=True,
            )
        if grid.stray is not None:
            self.say(
                N_("Row {row} stands far below the list and is not read."),
                {"row": grid.stray},
                weighty=True,
            )
        places = {at: column for column, at in self.columns.single.items()}
        places |= dict.fromkeys((*self.columns.party, *self.columns.ticks), "party_organization")
        by_row = {entry.row: entry for entry in entries}
        for row, at in sorted(grid.uncalculated):
            if row in by_row and at in places:
                self.reading.fault(
                    by_row[row],
                    places[at],
                    _("The formula in this cell has no stored value."),
                    _("Open the workbook in Excel and save it, or write the value."),
                    _("formulas without a stored value"),
                )

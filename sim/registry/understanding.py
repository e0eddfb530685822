"""A list as an office keeps it, understood: which rows are organizations, what cells say.

Nothing is converted or left out without a remark. What cannot be decided is a fault, or a decision
with its default that the scenario can change: ``columns``, ``blank``, ``leave_out``, ``same``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sim.locale import N_, _, listed
from sim.registry import rows
from sim.registry.converting import kinds, members
from sim.registry.doubts import districts, doubts, once
from sim.registry.entries import Choices, Entry, Reading
from sim.registry.families import meaning
from sim.registry.findings import Fault, Remark, rows_named
from sim.registry.grids import Book, Grid, text_of
from sim.registry.headings import Columns, columns_of
from sim.registry.kept import fill_down, organizations, registered, without_sums
from sim.registry.layout import Table, table_of
from sim.registry.partied import Blanks, party, yes_only
from sim.registry.sheets import Sheet
from sim.text.problems import Problem, ScenarioError
from sim.text.vocabulary import COLUMNS, plain

ORDER: Final = (
    "id",
    "name",
    "kind",
    "type",
    "district",
    "site",
    "industry",
    "supervisor",
    "has_venue",
    "has_fulltime",
    "has_funds",
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
    blanks: Blanks | None = None
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
    lists = [(grid, table) for grid, table in found if table is not None and table.rows]
    shown = [(grid, table) for grid, table in lists if not grid.concealed]
    return shown if shown and choices.sheet is None else lists


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
            text = N_("A workbook, although its name ends like a text file: read as a workbook.")
            if book.encoding != "XLSX":
                text = N_("A text file, although its name ends like a workbook: read as text.")
            self.say(text, {})
        others = [(g, len(t.rows)) for g, t in lists_in(book, self.choices) if g is not grid]
        for other, count in others:
            self.say(
                N_("Sheet {sheet} is read. Not read: sheet {other}, a list too (rows: {n})."),
                {"sheet": grid.name, "other": other.name, "n": count},
                weighty=True,
            )
        rest = [g.name for g in book.grids if g is not grid and g not in [o for o, _n in others]]
        concealed = [g.name for g in book.grids if g.concealed and g.name in rest]
        rest = [sheet for sheet in rest if sheet not in concealed]
        if concealed:
            values: dict[str, str | int] = {"names": listed(concealed)}
            self.say(N_("Hidden sheets, not read: {names}."), values, weighty=True)
        if rest:
            self.say(N_("Sheets without a list, not read: {names}."), {"names": listed(rest)})
        return grid, table

    def read(self) -> Understood:
        """Take every step."""
        columns, table = self.columns, self.table
        if columns.totals:
            _refuse(
                self.book,
                _("This table counts organizations by place: it is no list of organizations."),
                _(
                    "Give the list itself, one row an organization. Totals belong into a scenario "
                    "file, below [organizations.synthesis]."
                ),
            )
        self._refuse_other_layouts()
        self._say_columns()
        entries = [self._entry(row, raw) for row, raw in zip(table.rows, table.raw, strict=True)]
        entries = organizations(self.reading, entries)
        fill_down(self.reading, entries)
        entries = without_sums(self.reading, entries)
        entries = registered(self.reading, entries)
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

    def _refuse_other_layouts(self) -> None:
        """Two lists side by side, and organizations in columns."""
        names = [heading for heading in self.table.headings if meaning(heading) == "name"]
        if len(set(names)) < len(names):
            text = _("Two lists stand side by side in this table: {heading} stands there twice.")
            _refuse(self.book, text.format(heading=names[0]), _("Put one below the other."))
        at = self.columns.single.get("name")
        stated = [text_of(raw[at]) for raw in self.table.raw] if at is not None else []
        headings = [name for name in stated if meaning(name)]
        if headings and 2 * len(headings) > len(stated):
            _refuse(
                self.book,
                _("Organizations stand side by side here, and {headings} below each other.").format(
                    headings=listed(headings[:3])
                ),
                _("Turn the table: in Excel copy it, then Paste Special, Transpose."),
            )

    def _say_columns(self) -> None:
        columns = self.columns
        if columns.persons:
            self.say(
                N_("Columns of persons and addresses, not read: {names}."),
                {"names": listed(columns.persons)},
            )
        if columns.unknown:
            self.say(
                N_("Columns not understood, not read: {names}."),
                {"names": listed(columns.unknown)},
                weighty=True,
            )
        idle = [h for h in columns.ignored if plain(h) not in COLUMNS]
        if idle:
            self.say(
                N_("Columns that the model has no use for, not read: {names}."),
                {"names": listed(idle)},
            )
        for heading, column in columns.by_cells:
            self.say(
                N_("{heading} is read as the column {column}, as its cells say."),
                {"heading": heading, "column": column},
                weighty=True,
            )
        for heading, read_instead in columns.second:
            self.say(
                N_("{heading} is left out: {other} is read instead."),
                {"heading": heading, "other": read_instead},
            )

    def _entry(self, row: int, raw: Sequence[object]) -> Entry:
        texts = tuple(text_of(cell) for cell in raw)  # type: ignore[arg-type]
        cells = {column: texts[at] for column, at in self.columns.single.items()}
        return Entry(row, {column: cell for column, cell in cells.items() if cell}, texts)

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
        if grid.stray:
            text = N_("Far from the list stands something more (row or column {where}): not read.")
            self.say(text, {"where": listed(grid.stray)}, weighty=True)
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

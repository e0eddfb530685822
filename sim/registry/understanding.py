"""A list as an office keeps it, understood: which rows are organizations, what cells say.

Nothing is converted or left out without a remark. What cannot be decided is a fault, or a decision
with its default that the scenario can change: ``columns``, ``blank``, ``leave_out``, ``same``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sim.locale import N_, _, listed
from sim.registry.alike import districts, once
from sim.registry.converting import kinds, members
from sim.registry.doubts import doubts
from sim.registry.families import meaning
from sim.registry.findings import Choices, Entry, Fault, Reading, Remark, several
from sim.registry.grids import Book, Cell, Grid, Sheet, text_of
from sim.registry.headings import Columns, columns_of
from sim.registry.layout import Table, table_of
from sim.registry.partied import Blanks, party, yes_only
from sim.registry.rows import fill_down, no_organization, organizations, registered, without_sums
from sim.text.problems import Problem, ScenarioError
from sim.text.vocabulary import COLUMNS, HEADINGS, plain


@dataclass
class Understood:
    """A list in columns, with everything that has to be said about it."""

    sheet: Sheet
    places: dict[str, int]
    """Where each column stands in the sheet."""
    columns: Columns
    table: Table
    grid: Grid
    remarks: list[Remark]
    faults: list[Fault]
    blanks: Blanks | None
    numbers: Mapping[int, str]
    """Registry numbers, by row, that other rows have as well."""
    spellings: Mapping[str, str]
    """Districts that were brought together by default."""


def understand(book: Book, choices: Choices) -> Understood:
    """Return what a file says of organizations; a file that is no list is refused."""
    grid, table, remarks = _chosen(book, choices)
    first = columns_of(table, choices.columns)
    # What totals and notes say in a column must not decide what the column is.
    columns = columns_of(_body(table, first), choices.columns)
    reading = Reading(table, columns, choices, remarks, [*columns.faults])
    if columns.totals:
        _refuse(
            book,
            _("This table counts organizations by place: it is no list of organizations."),
            _(
                "Give the list itself, one row an organization. Totals belong into a scenario "
                "file, below [organizations.synthesis]."
            ),
        )
    _refuse_other_layouts(book, reading)
    _say_columns(reading)
    entries = [_entry(columns, row, raw) for row, raw in zip(table.rows, table.raw, strict=True)]
    entries = organizations(reading, entries)
    fill_down(reading, entries)
    entries = without_sums(reading, entries)
    entries = registered(reading, entries)
    members(reading, entries)
    kinds(reading, entries)
    spellings = districts(reading, entries)
    entries, numbers = once(reading, entries)
    blanks = party(reading, entries)
    yes_only(reading, entries)
    _say_state(reading, grid, entries)
    if not entries:
        _refuse(book, _("This file lists no organizations."))
    present = [c for c in HEADINGS if any(entry.cells.get(c) for entry in entries)]
    present += [c for c in HEADINGS if c in columns.single and c not in present]
    sheet = Sheet(
        book.file,
        book.encoding,
        table.heading_row,
        tuple(map(reading.heading, present)),
        tuple(entry.row for entry in entries),
        tuple(tuple(entry.cells.get(c, "") for c in present) for entry in entries),
    )
    doubts(reading, entries)
    places = {column: position for position, column in enumerate(present)}
    return Understood(
        sheet, places, columns, table, grid, remarks, reading.faults, blanks, numbers, spellings
    )


def lists_in(book: Book, choices: Choices) -> list[tuple[Grid, Table]]:
    """Return the sheets of a file that hold a list, in order."""
    own = {plain(heading) for heading in choices.columns}
    found = [(grid, table_of(grid, own)) for grid in book.grids]
    lists = [(grid, table) for grid, table in found if table is not None and table.rows]
    shown = [(grid, table) for grid, table in lists if not grid.concealed]
    return shown if shown and choices.sheet is None else lists


def _refuse(book: Book, message: str, hint: str = "") -> None:
    raise ScenarioError([Problem(book.file, message, hint)])


def _chosen(book: Book, choices: Choices) -> tuple[Grid, Table, list[Remark]]:
    """Choose the sheet to read, and say which are not."""
    name, names = choices.sheet, [grid.name for grid in book.grids]
    if name is not None and book.encoding == "XLSX" and name not in names:
        message = _('There is no sheet "{name}".').format(name=name)
        _refuse(book, message, _("Sheets: {names}.").format(names=_(", ").join(names)))
    every = lists_in(book, choices)
    lists = [found for found in every if name is None or found[0].name in (name, "")]
    if not lists:
        if not any(len(grid.rows) > 1 for grid in book.grids):
            _refuse(book, _("This file lists no organizations."))
        _refuse(
            book,
            _("No row of this file has headings that are known."),
            _("Headings such as 名称, 类别, 党员人数 stand above the list."),
        )
    grid, table = lists[0]
    remarks = []
    if book.renamed:
        text = N_("A workbook, although its name ends like a text file: read as a workbook.")
        if book.encoding != "XLSX":
            text = N_("A text file, although its name ends like a workbook: read as text.")
        remarks.append(Remark(text, {}))
    for other, found in every:
        if other is not grid:
            text = N_("Sheet {sheet} is read. Not read: sheet {other}, a list too (rows: {n}).")
            rows = len(found.rows)
            remarks.append(Remark(text, {"sheet": grid.name, "other": other.name, "n": rows}, True))
    listing = [other for other, _table in every]
    rest = [other for other in book.grids if other is not grid and other not in listing]
    concealed = [other.name for other in rest if other.concealed]
    if concealed:
        text = N_("Hidden sheets, not read: {names}.")
        remarks.append(Remark(text, {"names": several(concealed)}, True))
    others = [other.name for other in rest if other.name not in concealed]
    if others:
        text = N_("Sheets without a list, not read: {names}.")
        remarks.append(Remark(text, {"names": several(others)}))
    return grid, table, remarks


def _body(table: Table, columns: Columns) -> Table:
    """Return a table without the rows that are no organizations."""
    kept = []
    for row, raw in zip(table.rows, table.raw, strict=True):
        entry = _entry(columns, row, raw)
        if not no_organization(entry.texts, entry.cells, table.serial):
            kept.append((row, raw))
    return replace(
        table, rows=tuple(row for row, _raw in kept), raw=tuple(raw for _row, raw in kept)
    )


def _entry(columns: Columns, row: int, raw: Sequence[Cell]) -> Entry:
    texts = tuple(map(text_of, raw))
    cells = {column: texts[at] for column, at in columns.single.items()}
    return Entry(row, {column: cell for column, cell in cells.items() if cell}, texts)


def _refuse_other_layouts(book: Book, reading: Reading) -> None:
    """Two lists side by side, and organizations in columns."""
    names = [heading for heading in reading.table.headings if meaning(heading) == "name"]
    if len(set(names)) < len(names):
        text = _("Two lists stand side by side in this table: {heading} stands there twice.")
        _refuse(book, text.format(heading=names[0]), _("Put one below the other."))
    at = reading.columns.single.get("name")
    stated = [text_of(raw[at]) for raw in reading.table.raw] if at is not None else []
    headings = [name for name in stated if meaning(name)]
    if headings and 2 * len(headings) > len(stated):
        text = _("Organizations stand side by side here, and {headings} below each other.")
        _refuse(
            book,
            text.format(headings=listed(headings[:3])),
            _("Turn the table: in Excel copy it, then Paste Special, Transpose."),
        )


def _say_columns(reading: Reading) -> None:
    columns = reading.columns
    if columns.persons:
        text = N_("Columns of persons and addresses, not read: {names}.")
        reading.say(text, {"names": several(columns.persons)})
    if columns.unknown:
        text = N_("Columns not understood, not read: {names}.")
        reading.say(text, {"names": several(columns.unknown)}, weighty=True)
    idle = [h for h in columns.ignored if plain(h) not in COLUMNS]
    if idle:
        text = N_("Columns that the model has no use for, not read: {names}.")
        reading.say(text, {"names": several(idle)})
    for heading, column in columns.by_cells:
        text = N_("{heading} is read as the column {column}, as its cells say.")
        reading.say(text, {"heading": heading, "column": column}, weighty=True)
    for heading, other in columns.second:
        text = N_("{heading} is left out: {other} is read instead.")
        reading.say(text, {"heading": heading, "other": other})


def _say_state(reading: Reading, grid: Grid, entries: list[Entry]) -> None:
    """Hidden rows, formulas without a value, cells far below."""
    by_row = {entry.row: entry for entry in entries}
    text = N_("Hidden rows, perhaps of a filter, are read too: {n} (rows {rows}).")
    reading.say(text, rows=sorted(by_row.keys() & grid.hidden), weighty=True)
    if grid.stray:
        text = N_("Far from the list stands something more (row or column {where}): not read.")
        reading.say(text, {"where": several(grid.stray)}, weighty=True)
    columns = reading.columns
    places = {at: column for column, at in columns.single.items()}
    places |= dict.fromkeys((*columns.party, *columns.ticks), "party_organization")
    for row, at in sorted(grid.uncalculated):
        if row in by_row and at in places:
            reading.fault(
                by_row[row],
                places[at],
                _("The formula in this cell has no stored value."),
                _("Open the workbook in Excel and save it, or write the value."),
                N_("formulas without a stored value"),
            )

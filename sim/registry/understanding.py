"""A list as an office keeps it, understood: which rows are organizations, what cells say.

Nothing is converted or left out without a remark. What cannot be decided is a fault, or a decision
with its default that the scenario can change: ``columns``, ``blank``, ``leave_out``, ``same``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sim.locale import N_, _, listed
from sim.registry.alike import districts, once
from sim.registry.converting import kinds, members, texts
from sim.registry.doubts import doubts
from sim.registry.families import BRANCH_NAME, meaning
from sim.registry.findings import Choices, Entry, Fault, Reading, Remark, several
from sim.registry.grids import Book, Cell, Grid, Sheet, text_of
from sim.registry.headings import Columns, columns_of
from sim.registry.layout import Table, table_of, tells
from sim.registry.partied import OPEN, Blanks, party, yes_only
from sim.registry.rows import (
    ditto,
    fill_down,
    is_rich,
    latest,
    nameless,
    no_organization,
    organizations,
)
from sim.registry.sheets import set_aside, without_lists
from sim.registry.statuses import registered
from sim.registry.sums import without_sums
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
    ditto(reading, entries)
    entries = organizations(reading, entries)
    _shifted(reading, entries, book.encoding)
    fill_down(reading, entries)
    entries = latest(reading, nameless(reading, without_sums(reading, entries)))
    entries = registered(reading, entries)
    texts(reading, entries)
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
    name, sheets = choices.sheet, [grid.name for grid in book.grids]
    if name is not None and book.encoding == "XLSX" and name not in sheets:
        message = _('There is no sheet "{name}".').format(name=name)
        _refuse(book, message, _("Sheets: {names}.").format(names=_(", ").join(sheets)))
    every = lists_in(book, choices)
    lists = [found for found in every if name is None or found[0].name in (name, "")]
    aside: list[Remark] = []
    if name is None:
        lists, aside = set_aside(lists)
    if not lists:
        if not any(len(grid.rows) > 1 for grid in book.grids):
            _refuse(book, _("This file lists no organizations."))
        _refuse(
            book,
            _("No row of this file has headings that are known."),
            _("Headings such as 名称, 类别, 党员人数 stand above the list."),
        )
    grid, table = lists[0]
    remarks = [*aside]
    apart = {name for remark in aside for name in str(remark.values["names"]).split(", ")}
    if book.renamed:
        text = N_("A workbook, although its name ends like a text file: read as a workbook.")
        if book.encoding != "XLSX":
            text = N_("A text file, although its name ends like a workbook: read as text.")
        remarks.append(Remark(text, {}))
    for other, found in every:
        if other is not grid and other.name not in apart:
            text = N_("Sheet {sheet} is read. Not read: sheet {other}, a list too (rows: {n}).")
            rows = len(found.rows)
            remarks.append(Remark(text, {"sheet": grid.name, "other": other.name, "n": rows}, True))
    names = [grid.name, *(other.name for other, _found in every)]
    return grid, table, remarks + without_lists(book, names)


def _body(table: Table, columns: Columns) -> Table:
    """Return a table without the rows that are no organizations."""
    kept = []
    rich = is_rich([tuple(map(text_of, raw)) for raw in table.raw])
    for row, raw in zip(table.rows, table.raw, strict=True):
        entry = _entry(columns, row, raw)
        if row in table.titles:
            continue
        if not no_organization(entry.texts, entry.cells, table, rich=rich):
            kept.append((row, raw))
    return replace(
        table, rows=tuple(row for row, _raw in kept), raw=tuple(raw for _row, raw in kept)
    )


def _entry(columns: Columns, row: int, raw: Sequence[Cell]) -> Entry:
    texts = tuple(map(text_of, raw))
    cells = {column: texts[at] for column, at in columns.single.items()}
    return Entry(row, {column: cell for column, cell in cells.items() if cell}, texts)


def _shifted(reading: Reading, entries: Sequence[Entry], encoding: str) -> None:
    """Rows of a text file with more cells than headings: nobody can tell which cell is which."""
    headings = reading.table.headings
    width = max((at for at, heading in enumerate(headings, 1) if heading), default=0)
    longer = [entry for entry in entries if any(entry.texts[width:])]
    if encoding == "XLSX" or 5 * len(longer) > max(len(entries), 15):
        return
    for entry in longer:
        entry.cells = {c: t for c, t in entry.cells.items() if c == "name"}
        party = reading.columns.party[:1]
        entry.texts = tuple(OPEN if at in party else "" for at in range(len(entry.texts)))
    text = N_(
        "Rows with more cells than there are headings: {n} (rows {rows}). Of these the name alone "
        "is kept: a comma within a cell may have shifted the others."
    )
    reading.say(text, rows=[entry.row for entry in longer], weighty=True)


def _refuse_other_layouts(book: Book, reading: Reading) -> None:
    """Lists of branches, two lists side by side, and organizations in columns."""
    if _lists_branches(reading):
        _refuse(
            book,
            _("This table lists party branches: it is no list of organizations."),
            _(
                "Give a list with one row an organization, also of those without a branch. The "
                "branch may stand in a column beside the name."
            ),
        )
    names = [heading for heading in reading.table.headings if meaning(heading) == "name"]
    if len(set(names)) < len(names):
        text = _("Two lists stand side by side in this table: {heading} stands there twice.")
        _refuse(book, text.format(heading=names[0]), _("Put one below the other."))
    at = reading.columns.single.get("name")
    stated = [text_of(raw[at]) for raw in reading.table.raw] if at is not None else []
    headings = [name for name in stated if tells(name, ())]
    if headings and 2 * len(headings) > len(stated):
        text = _("Organizations stand side by side here, and {headings} below each other.")
        _refuse(
            book,
            text.format(headings=listed(headings[:3])),
            _("Turn the table: in Excel copy it, then Paste Special, Transpose."),
        )


def _lists_branches(reading: Reading) -> bool:
    """Whether every row names another branch and none an organization: all would have one."""
    columns = reading.columns
    at = columns.parts.get(BRANCH_NAME)
    if at is None or len(reading.table.raw) < 2 or columns.single.keys() & {"name", "id", "kind"}:
        return False
    names = [text_of(raw[at]) for raw in reading.table.raw]
    return all(names) and len(set(names)) == len(names)


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
    table = reading.table
    if columns.swapped:
        names = several((reading.heading("kind"), reading.heading("name")))
        text = N_("Two columns are swapped, as their cells show: {names}.")
        reading.say(text, {"names": names}, weighty=True)
    places = (*columns.single.values(), *columns.party, *columns.ticks, *columns.parts.values())
    seen = [table.headings[at] for at in sorted({*places, *columns.status} & table.veiled)]
    if seen:
        text = N_("Hidden columns, read too: {names}.")
        reading.say(text, {"names": several(seen)}, weighty=True)
    gone = {heading for heading, _other in columns.second}
    veiled = [h for at, h in enumerate(table.headings) if at in table.veiled and h in gone]
    if veiled:
        text = N_("Hidden columns, not read: {names}.")
        reading.say(text, {"names": several(veiled)}, weighty=True)
    if table.beside:
        text = N_("Beside the list stands another table, not read: {names}.")
        reading.say(text, {"names": several(table.beside)}, weighty=True)
    if table.below[0]:
        text = N_("Row {row} heads another table, not read (rows below it: {n}).")
        reading.say(text, {"row": table.below[0], "n": table.below[1]}, weighty=True)
    if table.unit:
        text = N_("Above the list stands “{unit}”: counts are taken as they stand, not multiplied.")
        reading.say(text, {"unit": table.unit}, weighty=True)
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

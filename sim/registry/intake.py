"""From the office's own lists to a scenario that runs: one list in columns, and decisions."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sim.locale import N_, _
from sim.registry.columns import read_registry, words_in
from sim.registry.findings import Choices, Fault, Remark, quoted, rows_named
from sim.registry.grids import Book, Grid
from sim.registry.partied import DRAWN, NOBODY, OPEN, UNCLEAR, UNCLEAR_NOBODY
from sim.registry.parts import Part, by_name, label, together
from sim.registry.rows import FILLED, Row
from sim.registry.sheets import kind_in, set_aside, without_lists
from sim.registry.starting import first_month, stopped
from sim.registry.understanding import Understood, lists_in, understand
from sim.registry.workbooks import open_book
from sim.text.problems import Problem, ScenarioError
from sim.text.vocabulary import HEADINGS, heading_of

ROUNDS: Final = 8
"""Rounds in which cells that cannot be read are emptied."""
FIRST_MONTH: Final = (2024, 1)
NO_SHARE: Final = "covered_share = 0.0"
"""The decision that of the rows that are open none has a party organization."""
UNDECIDED: Final = Choices()


@dataclass
class Intake:
    """What was read, as a list in columns, and everything that is said about it."""

    parts: list[Part]
    rows: list[Row]
    start: tuple[int, int]
    columns: list[str] = field(default_factory=list)
    remarks: list[tuple[str, Remark]] = field(default_factory=list)
    """With the file that each is of; empty for the list as a whole."""
    decisions: list[str] = field(default_factory=list)
    """Lines for the table [organizations] of the scenario."""
    covered: tuple[bool | None, ...] = ()
    """Whether each has a party organization at the start, where that is known."""

    def table(self) -> bytes:
        """Return the list as CSV, in UTF-8 with the mark that spreadsheets look for."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([heading_of(column) for column in self.columns])
        for row in self.rows:
            writer.writerow([_harmless(row.get(column, "")) for column in self.columns])
        return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a name for a formula; it is read back without the sign."""
    return f"'{cell}" if cell[:1] in "=+@" and cell[:1] else cell


def take_in(
    paths: Sequence[Path],
    written: str,
    first: tuple[int, int] = FIRST_MONTH,
    decided: Choices = UNDECIDED,
) -> Intake:
    """Read lists that belong together: one, or one a township, or one with further columns.

    ``written`` is the name of the file that the list in columns will have, ``first`` the earliest
    month in which its scenario starts. ``decided`` is what somebody has said already: what
    headings and blanks mean, which districts are one, and which rows of the written list don't
    count.
    """
    parts = [part for path in paths for part in _parts(path, decided)]
    remarks = [(part.label if len(parts) > 1 else "", remark)
               for part in parts for remark in part.understood.remarks
               if remark.key != "leave_out"]  # fmt: skip
    # What may be left out is said of the list that is written, with its numbers of rows.
    named = by_name(parts)
    label(parts)
    rows, joined = together(parts)
    remarks += [*named, *joined]
    columns = [column for column in HEADINGS if any(row.get(column) for row in rows)]
    if not columns:
        raise ScenarioError([Problem(parts[0].file, _("This file lists no organizations."))])
    blank = _blank(parts)
    remarks += [(written, remark) for remark in stopped(rows)]
    start, row = first_month(rows, first)
    if row:
        text = N_("The scenario starts in {start}, after the last date of founding, that of row "
                  "{row}. If the date is a slip, correct it and the start.")  # fmt: skip
        values: dict[str, str | int] = {"start": f"{start[0]}-{start[1]:02}", "row": row}
        remarks.append((written, Remark(text, values, True)))
    intake = Intake(parts, rows, start, columns, remarks)
    _settle(intake, blank, written, decided)
    _agree(intake, decided)
    return intake


def _agree(intake: Intake, decided: Choices) -> None:
    """Let each list say of rows that are open what holds of all lists together."""
    known = {cell for cell in intake.covered if cell is not None}
    drawn = len(known) == 2 if decided.share is None else decided.share > 0
    for at, (file, remark) in enumerate(intake.remarks):
        if remark.text in (UNCLEAR, UNCLEAR_NOBODY):
            remark = replace(remark, text=UNCLEAR if drawn else UNCLEAR_NOBODY)
        elif remark.text == NOBODY and drawn:
            hint = N_('If it means none, write blank = "none".')
            remark = replace(remark, text=DRAWN, hint=hint)
        intake.remarks[at] = (file, remark)


def _parts(path: Path, decided: Choices) -> list[Part]:
    """Understand a file: its first list, and those of other sheets with the same columns."""
    book = open_book(path)
    every = lists_in(book, Choices(columns=decided.columns))
    lists, aside = set_aside(every)
    if len(lists) < 2:
        return [_part(book, path.stem, decided)]
    found: list[Part] = []
    for grid, _table in lists:
        part = _part(replace(book, grids=(grid,)), grid.name, decided)
        if not found or _belongs(part, found[0]):
            found.append(part)
        else:
            text = N_("Sheet {sheet} has other columns and is not read.")
            found[0].understood.remarks.append(Remark(text, {"sheet": grid.name}, True))
    names = {grid.name for grid, _table in every}
    found[0].understood.remarks += [*aside, *without_lists(book, names)]
    return found


def _belongs(part: Part, first: Part) -> bool:
    """Whether a sheet lists organizations as the first one does, or further columns of them."""
    own, others = set(part.understood.places), set(first.understood.places)
    common = own & others
    if own == others:
        return True
    if not {"id", "name"} & common:
        return False
    names = {row.get("name") or row.get("id") for row in first.rows}
    known = sum((row.get("name") or row.get("id")) in names for row in part.rows)
    return 2 * known > len(part.rows) or (len(common) > 2 and 2 * len(common) >= len(others))


def _part(book: Book, label: str, decided: Choices) -> Part:
    """Understand one list; a heading that is refused is left out and said."""
    kind = kind_in(label)
    ignored: dict[str, str] = {}
    for _round in range(ROUNDS):
        # Spellings of districts stay as they are, so that the scenario can decide otherwise.
        columns = {**decided.columns, **ignored}
        choices = Choices(columns=columns, blank=decided.blank, kind=kind, places=True)
        understood = understand(book, choices)
        wrong = [fault for fault in understood.faults if fault.column.startswith("heading ")]
        if not wrong:
            break
        ignored |= {fault.cell: "ignore" for fault in wrong}
    if "" in ignored:
        understood.remarks.append(Remark(N_("A column without a heading is not read."), {}, True))
    for name in filter(None, ignored):
        text = N_("Column {heading} is left out: {why}.")
        hint = N_("If it is one of the columns, write its heading as in docs/scenario-files.md.")
        why = N_("it may be a slip for another, or a second one")
        understood.remarks.append(Remark(text, {"heading": name, "why": why}, True, hint))
    sheet, cleared = understood.sheet, _cleared(understood.faults)
    blank = set(understood.blanks.rows) if understood.blanks else set()
    rows = []
    for number, cells in zip(sheet.rows, sheet.cells, strict=True):
        row = dict(zip(understood.places, cells, strict=True))
        if number in blank:
            row.pop("party_organization", None)
        if number in understood.numbers:
            row["id"] = understood.numbers[number]
        for column in cleared.get(number, ()):
            _empty(row, column)
        rows.append(row)
    understood.remarks += _emptied(understood.faults)
    return Part(book.file, label, understood, rows)


def _cleared(faults: Sequence[Fault]) -> dict[int, set[str]]:
    """Return the columns to empty, by row."""
    found: dict[int, set[str]] = {}
    for fault in faults:
        if not fault.column.startswith("heading "):
            found.setdefault(fault.row, set()).add(fault.clear or fault.column)
    return found


def _empty(row: Row, column: str) -> None:
    """Leave a cell open; a blank could mean that there is no party organization."""
    if column == "party_organization":
        row[column] = OPEN
    else:
        row.pop(column, None)


def _emptied(faults: Sequence[Fault]) -> list[Remark]:
    """Say which cells were left open, said together by column and kind of fault."""
    groups: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        if not fault.column.startswith("heading "):
            sort = fault.sort or fault.message
            groups.setdefault((fault.column, sort, fault.whole_name), []).append(fault)
    found = []
    for (column, sort, whole_name), group in groups.items():
        text = N_("{heading}: cells taken as blank: {n}, such as “{cell}” (rows {rows}): "
                  "{what}")  # fmt: skip
        values: dict[str, str | int] = {
            "heading": group[0].heading or column,
            "n": len(group),
            "cell": quoted(group[0]),
            "rows": rows_named([fault.row for fault in group]),
            "what": sort,
            **({"whole_name": whole_name} if whole_name else {}),
        }
        found.append(Remark(text, values, True))
    return found


def _blank(parts: Sequence[Part]) -> str | None:
    """What blanks in the columns on party organizations mean in all lists."""
    found = {part.understood.blanks.none for part in parts
             if part.understood.blanks and part.understood.blanks.blank
             and part.understood.blanks.yes + part.understood.blanks.no}  # fmt: skip
    if not found:
        return None
    if len(found) == 2:
        for part in parts:
            blanks = part.understood.blanks
            for row in part.rows if blanks and blanks.none else ():
                row.setdefault("party_organization", "none")
        return "unknown"
    return "none" if all(found) else "unknown"


def _settle(intake: Intake, blank: str | None, written: str, decided: Choices) -> None:
    """Read the written list as a scenario will, and empty what it could not read."""
    out = tuple(decided.leave_out)
    for _round in range(ROUNDS):
        choices = Choices(blank=blank, leave_out=out, same=decided.same)
        book = Book("", "UTF-8 with BOM", (_grid(intake.rows, intake.columns),))
        understood = understand(book, choices)
        sheet, places = understood.sheet, understood.places
        words = words_in(sheet, places)
        registry, faults, accepted = read_registry(sheet, places, words, intake.start)
        faults = [*understood.faults, *faults]
        opened = _filled_again(intake, understood)
        if not (faults or opened):
            break
        alone = _alone(intake, _cleared(faults))
        for number, columns in _cleared(faults).items():
            for column in columns:
                _empty(intake.rows[number - 2], column)
        for row in alone:
            row["party_organization"] = "joint"
        intake.remarks += [(written, remark) for remark in _emptied(faults)]
    else:
        message = _("The list contradicts itself in too many ways to be read.")
        raise ScenarioError([Problem(intake.parts[0].file, message)])
    intake.covered = registry.covered
    again = [r for r in understood.remarks if r.weighty and not _said(intake, r, blank)]
    intake.remarks += [(written, remark) for remark in (*again, *accepted)]
    if not any(registry.covered) and not any(r.text == NOBODY for _f, r in intake.remarks):
        text = N_("No row names a party organization, so no organization has one at the start.")
        if "party_organization" not in intake.columns:
            text = N_("No row names a party organization, so no organization has one at the start. "
                      "If some have, add a column such as 是否建立党组织.")  # fmt: skip
        intake.remarks.append(("", Remark(text, {}, True)))
    if blank is not None:
        intake.decisions.append(f'blank = "{blank}"')
    if registry.blank_beside_yes:
        stated = decided.share is not None
        intake.decisions.append(f"covered_share = {decided.share}" if stated else NO_SHARE)
        if decided.share is None:
            text = N_("The list says only who has a party organization. Of the {n} rows that are "
                      "not known none is taken to have one.")  # fmt: skip
            hint = N_("Else write their share: covered_share = 0.2.")
            values = {"n": registry.blank_beside_yes}
            intake.remarks.append(("", Remark(text, values, True, hint, "covered_share")))
    spellings = {**decided.same, **understood.spellings}
    same = ", ".join(f'"{a}" = "{b}"' for a, b in spellings.items())
    if same:
        intake.decisions.append(f"same = {{ {same} }}")
    if out:
        intake.decisions.append(f"leave_out = [{', '.join(map(str, out))}]")
    elif understood.numbers:
        rows = ", ".join(map(str, understood.numbers))
        intake.decisions.append(f"# leave_out = [{rows}]")


def _filled_again(intake: Intake, understood: Understood) -> bool:
    """Mark blank cells of the written list as open where they would take the value above them."""
    found = False
    for column in FILLED:
        at = understood.places.get(column)
        for number, cells in zip(understood.sheet.rows, understood.sheet.cells, strict=True):
            row = intake.rows[number - 2]
            if at is not None and cells[at] and not row.get(column) and column in intake.columns:
                row[column] = OPEN
                found = True
    return found


def _alone(intake: Intake, cleared: Mapping[int, set[str]]) -> list[Row]:
    """Rows that alone name a joint branch: these keep one, the others stay as open as before."""
    rows = [intake.rows[number - 2] for number, columns in cleared.items()
            if "joint_branch" in columns]  # fmt: skip
    found = [row for row in rows if not row.get("party_organization")]
    if found and "party_organization" not in intake.columns:
        for row in intake.rows:
            if not row.get("joint_branch"):
                row["party_organization"] = OPEN
        intake.columns = [c for c in HEADINGS if c in (*intake.columns, "party_organization")]
    return found


def _said(intake: Intake, remark: Remark, blank: str | None) -> bool:
    """Whether a list has said it of itself already, with its own numbers of rows."""
    told = any(said.text == remark.text for _file, said in intake.remarks)
    if "blank" in remark.values:
        return blank is not None
    return remark.text in (UNCLEAR, UNCLEAR_NOBODY) or (told and len(intake.parts) == 1)


def _grid(rows: Sequence[Row], columns: Sequence[str]) -> Grid:
    cells = [tuple(row.get(column, "") for column in columns) for row in rows]
    head = tuple(heading_of(column) for column in columns)
    return Grid("", ((1, head), *enumerate(cells, 2)))

"""A list that was uploaded, before it is used: what was understood of each column, to correct.

The office's own file, which may hold names of persons, is kept in memory until then, and nowhere
afterwards.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sim.app.planner.document import safe_name
from sim.app.planner.files import Given
from sim.errors import InputError
from sim.locale import N_, _, labelled
from sim.registry import cells as read
from sim.registry import families
from sim.registry.grids import text_of
from sim.registry.headings import Columns
from sim.registry.intake import Intake, take_in
from sim.registry.parts import Part
from sim.scenario.writing import template
from sim.text.numerals import year_and_month
from sim.text.vocabulary import HEADINGS, heading_of

IGNORE: Final = "ignore"
SAMPLES: Final = 3
"""Cells of a column that are shown."""

PARTLY: Final[Mapping[str, str]] = {
    families.FULL_TIME: N_("members: those on the staff"),
    families.PART_TIME: N_("members: those who are not on the staff"),
    families.PROBATIONARY: N_("members: the probationary ones"),
    families.BRANCH_NAME: N_("party organization: its name"),
    families.BRANCH_DATE: N_("party organization: since when"),
    families.CANCEL_DATE: N_("cancelled: since when"),
    families.NOT_HERE: N_("members: those whose relation is elsewhere"),
}
"""Columns that say part of another one."""


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, how it was understood, and some of its cells.

    ``meaning`` is the name of a column, ``ignore``, or empty where it was understood otherwise,
    as ``told`` says. Cells that may name persons are not shown.
    """

    heading: str
    meaning: str
    told: str
    cells: tuple[str, ...]
    doubtful: bool
    """Whether nobody could tell what it means."""


def choices(language: str) -> dict[str, str]:
    """Return what a heading can be said to mean: names of columns, or not read."""
    names = dict(HEADINGS)
    if language != "zh":
        names = {name: name.replace("_", " ") for name in names}
    return {IGNORE: _("not read"), **names}


@dataclass
class Pending:
    """A list that nobody has accepted yet; ``own`` are the headings that somebody corrected."""

    given: Given
    month: str
    own: dict[str, str] = field(default_factory=dict)
    intake: Intake | None = None

    @property
    def name(self) -> str:
        """What its scenario will be called."""
        return safe_name(Path(self.given.name).stem, "registry")

    def read(self) -> Intake:
        """Read it as ``fugai new`` does; ``InputError`` where it is no list."""
        start = year_and_month(self.month)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self.given.name
            path.write_bytes(self.given.content)
            self.intake = take_in([path], f"{self.name}_organizations.csv", start, self.own)
        return self.intake

    def corrected(self, name: str, meaning: str) -> None:
        """Say what a heading means, and read anew; what is refused stays as it was."""
        before = self.own
        self.own = {**before, name: meaning}
        try:
            self.read()
        except InputError:
            self.own = before
            raise

    def started(self, month: str) -> None:
        """Say in which month its scenario begins, and read anew."""
        before = self.month
        self.month = month
        try:
            self.read()
        except InputError:
            self.month = before
            raise

    def text(self) -> str:
        """Return the scenario: the template with this list, under its name."""
        assert self.intake is not None
        written = f"{self.name}_organizations.csv"
        text = template(self.name, written, self.intake.decisions, self.intake.start)
        title = f'title = {{ zh = "{self.name}", en = "{self.name}" }}'
        return re.sub(r"(?m)^title = .*$", lambda _found: title, text, count=1)

    def said(self, *, weighty: bool | None = None) -> list[str]:
        """Return what is said of how it was read, what weighs most first."""
        assert self.intake is not None
        ordered = sorted(self.intake.remarks, key=lambda pair: not pair[1].weighty)
        return [str(remark) for _file, remark in ordered if weighty in (None, remark.weighty)]

    def columns(self) -> list[Column]:
        """Return every column of the first list in the file, in its order."""
        assert self.intake is not None
        part = self.intake.parts[0]
        table = part.understood.table
        found = []
        for at, name in enumerate(table.headings):
            if name:
                cells = [text_of(row[at]) for row in table.raw]
                found.append(_column(part, at, name, cells))
        return found


def _column(part: Part, at: int, name: str, cells: Sequence[str]) -> Column:
    columns = part.understood.columns
    meaning, told = _meaning(columns, at, name)
    shown = tuple(dict.fromkeys(cell for cell in cells if not read.is_missing(cell)))[:SAMPLES]
    private = meaning == IGNORE and name not in columns.unknown
    return Column(name, meaning, told, () if private else shown, name in columns.unknown)


def _meaning(columns: Columns, at: int, name: str) -> tuple[str, str]:
    """Return what the heading at a position was taken for, and how that is said."""
    single = next((column for column, place in columns.single.items() if place == at), "")
    if single:
        return single, ""
    if at in columns.party:
        return "party_organization", ""
    if at in columns.status:
        return "operating", ""
    if at in columns.ticks:
        column, word = columns.ticks[at]
        column = "party_organization" if column == "level" else column
        return "", labelled(heading_of(column), word)
    part = next((part for part, place in columns.parts.items() if place == at), "")
    if part:
        return "", _(PARTLY[part])
    if name in columns.persons:
        return IGNORE, _("persons and contacts: not read")
    other = next((first for second, first in columns.second if second == name), "")
    if other:
        return IGNORE, _("the same as “{heading}”: not read").format(heading=other)
    if name in columns.unknown:
        return IGNORE, _("not understood: say what it is, or leave it")
    return IGNORE, ""

"""A list that was uploaded: what was understood of each column, and what there is to decide.

The office's own file, which may hold names of persons, is kept in memory until it is used, and
nowhere afterwards. What is decided of a list are keys of ``[organizations]``, before as afterwards.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sim.app.planner.document import safe_name
from sim.app.planner.files import Given
from sim.app.planner.wording import BLANKS
from sim.errors import InputError
from sim.locale import N_, _, labelled, listed
from sim.registry import cells as read
from sim.registry import families
from sim.registry.findings import Remark
from sim.registry.grids import text_of
from sim.registry.headings import Columns
from sim.registry.intake import Intake, take_in
from sim.registry.parts import Part
from sim.scenario import Scenario
from sim.scenario.loading import choices_of
from sim.scenario.schema_places import Organizations
from sim.scenario.writing import template
from sim.text.numerals import year_and_month
from sim.text.vocabulary import COUNTED, HEADINGS, heading_of

IGNORE: Final = "ignore"
MOST_ROWS: Final = 8
"""Rows that have a button each."""
SAMPLES: Final = 3
"""Cells of a column that are shown."""

PARTLY: Final[Mapping[str, str]] = {
    families.FULL_TIME: N_("members: those on the staff"),
    families.PART_TIME: N_("members: those who are not on the staff"),
    families.PROBATIONARY: N_("members: the probationary ones"),
    families.FULL_STAFF: N_("staff: the full-time ones"),
    families.PART_STAFF: N_("staff: the part-time ones"),
    families.MEN["staff"]: N_("staff: the men"),
    families.WOMEN["staff"]: N_("staff: the women"),
    families.MEN["members"]: N_("members: the men"),
    families.WOMEN["members"]: N_("members: the women"),
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


@dataclass(frozen=True)
class Choice:
    """An answer: keys of ``[organizations]`` that it writes; None takes a key away."""

    label: str
    values: Mapping[str, Any]
    chosen: bool = False
    """Whether it holds now."""


@dataclass(frozen=True)
class Question:
    """Something about a list that its reader can decide otherwise."""

    text: str
    choices: tuple[Choice, ...] = ()
    names: str = ""
    """Rows that it is about, with what they are called."""
    share: float | None = None
    """The share that is asked for, where one is."""


def said(remarks: Sequence[Remark]) -> list[str]:
    """Return what was found in a list, without what is asked (:func:`questions`)."""
    return list(dict.fromkeys(remark.fact for remark in remarks if not remark.key))


def questions(
    remarks: Sequence[Remark], decided: Mapping[str, Any], names: Mapping[int, str]
) -> list[Question]:
    """Return what there is to decide of a list, and what was decided, to be taken back.

    ``decided`` are keys of ``[organizations]``, ``names`` what the organizations of rows are
    called.
    """
    return [*_asked(remarks, decided, names), *_taken(decided, names)]


def questions_of(scenario: Scenario, decided: Mapping[str, Any]) -> list[Question]:
    """Return what there is to decide of the list of a scenario, whose table says ``decided``."""
    listed = scenario.content["organizations"].get("registry")
    if not listed:
        return []
    names = dict(zip(listed["rows"], listed["columns"].get("name", []), strict=False))
    return questions(scenario.remarks, decided, names)


def _asked(
    remarks: Sequence[Remark], decided: Mapping[str, Any], names: Mapping[int, str]
) -> Iterator[Question]:
    for remark in remarks:
        values = remark.values
        if remark.key == "blank":
            yield _blank(remark, decided)
        elif remark.key == "leave_out" and remark.hint:
            yield _rows(remark, decided, names)
        elif remark.key == "same":
            one, other = (str(values[name]) for name in values)
            same, kept = decided.get("same", {}), "one" in values
            yield Question(
                remark.fact,
                (
                    Choice(_("They are one"), {"same": {**same, one: other}}, not kept),
                    Choice(_("They are two"), {"same": {**same, one: one}}, kept),
                ),
            )
        elif remark.key == "covered_share":
            yield Question(remark.fact, share=0.0)


def _blank(remark: Remark, decided: Mapping[str, Any]) -> Question:
    values = remark.values
    text = remark.fact
    if "blank" in decided:
        heading = str(values["heading"]).replace("_", " ")
        text = _("{heading}: {yes} yes, {no} no, {blank} blank.").format(
            heading=heading, yes=values["yes"], no=values["no"], blank=values["blank"]
        )
    # Beside nothing but yes nobody knows how many of the others there are: it is to be stated.
    alone = values["no"] == 0
    none = {"blank": "none", **({"covered_share": None} if alone else {})}
    share = decided.get("covered_share", 0.0)
    unknown = {"blank": "unknown", **({"covered_share": share} if alone else {})}
    held = decided.get("blank") or ("unknown" if "unknown" in remark.text else "none")
    return Question(
        text,
        (
            Choice(_(BLANKS["none"]), none, held == "none"),
            Choice(_(BLANKS["unknown"]), unknown, held == "unknown"),
        ),
    )


def _rows(remark: Remark, decided: Mapping[str, Any], names: Mapping[int, str]) -> Question:
    rows = [int(row) for row in re.findall(r"\d+", str(remark.values["rows"]))]
    about = [int(row) for row in re.findall(r"\d+", str(remark.values.get("pairs", "")))] or rows
    before = decided.get("leave_out", [])

    def out(label: str, more: Sequence[int]) -> Choice:
        return Choice(label, {"leave_out": sorted({*before, *more})})

    choices = [Choice(_("Count it") if len(rows) == 1 else _("Count them"), {}, chosen=True)]
    if len(rows) > 1:
        choices.append(out(_("Leave out all {n}").format(n=len(rows)), rows))
    choices += [out(_("Leave out row {row}").format(row=row), [row]) for row in rows[:MOST_ROWS]]
    return Question(remark.fact, tuple(choices), _named(about, names))


def _named(rows: Sequence[int], names: Mapping[int, str]) -> str:
    """Return rows with the names of their organizations, as far as they have some."""
    shown = sorted(row for row in {*rows} if names.get(row))[: 2 * MOST_ROWS]
    return _("; ").join(_("row {row}: {name}").format(row=row, name=names[row]) for row in shown)


def _taken(decided: Mapping[str, Any], names: Mapping[int, str]) -> Iterator[Question]:
    """What was decided and is asked no more."""
    out = decided.get("leave_out", [])
    if out:
        back = [
            Choice(
                _("Count row {row} again").format(row=row),
                {"leave_out": [other for other in out if other != row] or None},
            )
            for row in out[:MOST_ROWS]
        ]
        if len(out) > 1:
            back.insert(0, Choice(_("Count all again"), {"leave_out": None}))
        text = _("Left out as you decided: rows {rows}.").format(rows=listed(out))
        yield Question(text, tuple(back), _named(out, names))
    same = decided.get("same", {})
    for one, other in same.items():
        text = _("“{one}” is read as “{other}”, one district.").format(one=one, other=other)
        apart = Choice(_("They are two"), {"same": {**same, one: one}})
        if one == other:
            text = _("“{one}” is kept as a district of its own.").format(one=one)
            rest = {name: meant for name, meant in same.items() if name != one}
            apart = Choice(_("Ask again"), {"same": rest or None})
        yield Question(text, (apart,))
    if "covered_share" in decided:
        yield Question(_("Rows that leave it open: the share with a party organization."),
                       share=decided["covered_share"])  # fmt: skip


def choices(language: str) -> dict[str, str]:
    """Return what a heading can be said to mean: names of columns, or not read."""
    names = dict(HEADINGS)
    if language != "zh":
        names = {name: name.replace("_", " ") for name in names}
    return {IGNORE: _("not read"), **names}


@dataclass
class Pending:
    """A list that nobody has accepted yet; ``decided`` is what somebody has said of it."""

    given: Given
    month: str
    decided: Organizations = field(default_factory=Organizations)
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
            written, decided = f"{self.name}_organizations.csv", choices_of(self.decided)
            self.intake = take_in([path], written, start, decided)
        return self.intake

    def corrected(self, name: str, meaning: str) -> None:
        """Say what a heading means, and read anew; what is refused stays as it was."""
        # Rows may be others then: those that don't count are asked for once more.
        columns = {**self.decided.columns, name: meaning}
        self.decide({"columns": columns, "leave_out": []})

    def decide(self, values: Mapping[str, Any]) -> None:
        """Decide keys of ``[organizations]``, and read anew; what is refused stays as it was."""
        before = self.decided
        known = Organizations.model_fields
        stated = {key: known[key].get_default(call_default_factory=True) if value is None
                  else value for key, value in values.items()}  # fmt: skip
        self.decided = before.model_copy(update=stated)
        try:
            self.read()
        except InputError:
            self.decided = before
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

    def remarks(self) -> list[Remark]:
        """Return what was found in it, what weighs most first."""
        assert self.intake is not None
        found = [remark for _file, remark in self.intake.remarks]
        return sorted(found, key=lambda remark: not remark.weighty)

    def said(self, *, weighty: bool) -> list[str]:
        """Return what is said of how it was read, of more or of less weight; no questions."""
        return said([remark for remark in self.remarks() if remark.weighty == weighty])

    def questions(self) -> list[Question]:
        """Return what there is to decide of it."""
        assert self.intake is not None
        stated = self.decided.model_dump(exclude_defaults=True)
        names = {row: cells.get("name", "") for row, cells in enumerate(self.intake.rows, 2)}
        return questions([remark for _file, remark in self.intake.remarks], stated, names)

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
    counts = meaning in COUNTED
    harmless = (cell for cell in cells if not (counts and read.is_persons(cell)))
    shown = tuple(dict.fromkeys(cell for cell in harmless if not read.is_missing(cell)))[:SAMPLES]
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
        return IGNORE, _("not understood: choose what it is, or leave it unread")
    return IGNORE, ""

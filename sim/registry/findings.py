"""What is said of a list: remarks on how it is read, and faults listed together by kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sim.locale import N_, _, sentences
from sim.registry.cells import is_persons, shortened
from sim.text.problems import Problem
from sim.text.vocabulary import COUNTED, heading_of, word_of

if TYPE_CHECKING:
    from sim.registry.headings import Columns
    from sim.registry.layout import Table

MOST_ROWS_NAMED = 8
NO_HEADING: Final = N_("(no heading)")
"""What a column without a heading is called."""
LISTS = (
    "columns", "examples", "headings", "names", "pairs", "rows", "where", "words", "years",
)  # fmt: skip
"""Values of remarks that list something."""


@dataclass(frozen=True)
class Remark:
    """A sentence on how a list was read; the text is translated when it is shown."""

    text: str
    values: Mapping[str, str | int]
    weighty: bool = False
    """Whether the reader should know it before any answer: a decision was taken."""
    hint: str = ""
    """What a scenario file says to decide otherwise; a page has a control for it."""
    key: str = ""
    """The key of ``[organizations]`` that decides it, empty where none does."""

    def __str__(self) -> str:
        # What a file says is the same in every language.
        return sentences([self.fact, _(self.hint).format(**self.values) if self.hint else ""])

    @property
    def fact(self) -> str:
        """Return what was found, without what a file would say of it."""
        values = {name: _shown(name, of) for name, of in self.values.items()}
        if "whole_name" in values:
            values["what"] = str(values["what"]).format(**values)
        return _(self.text).format(**values)

    def content(self) -> dict[str, Any]:
        """Return it as plain data, to be kept with a scenario."""
        decides = {"hint": self.hint, "key": self.key}
        return {
            "text": self.text,
            "values": dict(self.values),
            "weighty": self.weighty,
            **{name: text for name, text in decides.items() if text},
        }


def several(texts: Iterable[object]) -> str:
    """Join what a remark lists; it is put as the reader's language does when it is shown."""
    return ", ".join(map(str, texts))


def _shown(name: str, value: str | int) -> str | int:
    """Return a value as the reader's language has it: lists, columns, forms of organization."""
    if name == "column":
        return heading_of(str(value))
    if name in ("what", "why"):
        return _(str(value))
    if name not in LISTS:
        return value
    # Rows of runs that older versions made in Chinese are listed as Chinese does.
    parts = re.split(", |、" if name == "rows" else ", ", str(value))
    parts = [_(part) if part == NO_HEADING else part for part in parts]
    if name == "pairs":
        parts = [_and(part) for part in parts]
    if name == "columns":
        parts = [heading_of(part) for part in parts]
    if name == "words":
        parts = [
            re.sub(r"(?<=→ )\w+", lambda found: word_of(found.group()), part) for part in parts
        ]
    return _(", ").join(parts)


def _and(pair: str) -> str:
    """Return two rows that are kept as ``8 = 3``."""
    one, equal, other = pair.partition(" = ")
    return _("{one} and {other}").format(one=one, other=other) if equal else pair


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with a row where there is no column."""

    row: int
    column: str
    heading: str
    name: str
    """What the organization is called: the only other cell that a message shows."""
    cell: str
    message: str
    hint: str = ""
    sort: str = ""
    """The message without the cell, translated when it is shown: equal faults of a column are
    said together."""
    clear: str = ""
    """Column whose cell must be emptied to go on without an answer (default: its own)."""
    whole_name: str = ""
    """What the column is called that the cell must not exceed, where ``sort`` names it."""


def squeezed(text: str) -> str:
    """Return a cell without blanks, in half-width form."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def rows_named(rows: Sequence[int]) -> str:
    """List rows, shortened where there are many; runs as first to last."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    texts = [str(a) if a == b else f"{a}-{b}" for a, b in runs]
    more = ["…"] if len(texts) > MOST_ROWS_NAMED else []
    return several([*texts[:MOST_ROWS_NAMED], *more])


def quoted(fault: Fault) -> str:
    """Return the cell of a fault as it is shown; what stands for a person is never shown."""
    named = fault.column == "head_is_member" and re.search(r"[\u4e00-\u9fff]{2}", fault.cell)
    listed = fault.column in COUNTED and is_persons(fault.cell)
    return "…" if named or listed else shortened(fault.cell)


def problems_of(file: str, faults: Sequence[Fault]) -> list[Problem]:
    """Tell faults: each alone, or together where several cells of a column have the same."""
    groups: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        sort = fault.sort or f"{fault.message}{fault.row}"
        groups.setdefault((fault.column, sort, fault.whole_name), []).append(fault)
    found = []
    for (_column, sort, whole_name), group in groups.items():
        first = group[0]
        message = first.message.replace(shortened(first.cell) or "·", quoted(first))
        if first.heading:
            message = _("{name}: {value}").format(name=first.heading, value=message)
        if len(group) > 1:
            text = _('{heading}: {n} cells such as "{cell}" (rows {rows}): {what}.')
            message = text.format(
                heading=first.heading,
                n=len(group),
                cell=quoted(first),
                rows=_shown("rows", rows_named([fault.row for fault in group])),
                what=_(sort).format(whole_name=whole_name) if whole_name else _(sort),
            )
        name = f"{first.name}: " if first.name and first.name != first.cell else ""
        cell = quoted(first) or "·"
        line = f"{name}{cell}"
        start = len(line) - len(cell)
        found.append(
            Problem(file, message, first.hint, first.row, start, len(line), ((first.row, line),))
        )
    return found


@dataclass(frozen=True)
class Choices:
    """What a scenario decides about its list."""

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    blank: str | None = None
    leave_out: tuple[int, ...] = ()
    same: Mapping[str, str] = field(default_factory=dict)
    """Spellings of districts: one → the other; to itself where they are two."""
    kind: str = ""
    """Kind of all rows that state none: the name of their sheet."""
    places: bool = False
    """Whether the scenario names its districts itself."""
    share: float | None = None
    """The share with a party organization of the rows that leave it open, where it is stated."""


@dataclass
class Entry:
    """One row: its cells by column, and all that stands in it."""

    row: int
    cells: dict[str, str]
    texts: tuple[str, ...]


def without(entries: Sequence[Entry], gone: Sequence[Entry]) -> list[Entry]:
    """Return the rows of a list without some of them."""
    rows = {entry.row for entry in gone}
    return [entry for entry in entries if entry.row not in rows]


@dataclass
class Reading:
    """A table, its columns, and what has been said and found wrong so far."""

    table: Table
    columns: Columns
    choices: Choices
    remarks: list[Remark]
    faults: list[Fault]

    def say(
        self,
        text: str,
        values: Mapping[str, str | int] | None = None,
        *,
        rows: Sequence[int] | None = None,
        weighty: bool = False,
        hint: str = "",
        key: str = "",
    ) -> None:
        """Add a remark; ``values`` are those of its text and hint.

        Of ``rows`` it says how many and which, and where there are none it is not made.
        """
        found = dict(values or {})
        if rows is not None:
            found |= {"n": len(rows), "rows": rows_named(rows)}
        if rows is None or rows:
            self.remarks.append(Remark(text, found, weighty, hint, key))

    def heading(self, column: str) -> str:
        """Return the headings that a column was read from."""
        return " + ".join(self.columns.sources(self.table).get(column, [column]))

    def fault(
        self, entry: Entry, column: str, message: str, hint: str = "", sort: str = ""
    ) -> None:
        """Add what is wrong with a cell."""
        name, cell = entry.cells.get("name", ""), entry.cells.get(column, "")
        heading = self.heading(column)
        self.faults.append(Fault(entry.row, column, heading, name, cell, message, hint, sort))

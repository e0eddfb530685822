"""Rows of a list while it is read, and what is said of them on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.registry.findings import Fault, Remark
from sim.registry.headings import Columns
from sim.registry.layout import Table


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


@dataclass
class Entry:
    """One row: its cells by column, and all that stands in it."""

    row: int
    cells: dict[str, str]
    texts: tuple[str, ...]


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
        values: Mapping[str, str | int],
        *,
        weighty: bool = False,
        hint: str = "",
        key: str = "",
    ) -> None:
        """Add a remark; ``values`` are those of its text and hint."""
        self.remarks.append(Remark(text, dict(values), weighty, hint, key))

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

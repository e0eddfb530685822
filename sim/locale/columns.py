"""Columns of a registry as people read them. In files, tables and JSON a column is its name."""

from __future__ import annotations

from collections.abc import Mapping

from sim.locale import N_, _

# The prefix keeps a column apart from the same word elsewhere ("staff" is also a heading).
PREFIX = "column: "
COLUMNS = {
    "kind": N_("column: kind"),
    "type": N_("column: type"),
    "district": N_("column: district"),
    "industry": N_("column: industry"),
    "has_channel": N_("column: supervisor"),
    "founded": N_("column: founded"),
    "staff": N_("column: staff"),
    "members": N_("column: members"),
    "covered": N_("column: party organization"),
    "head_is_member": N_("column: head is a member"),
    "operating": N_("column: operating"),
    "on_base": N_("column: on the base"),
}


def column_name(column: str) -> str:
    """Return a column in the current language."""
    return _(COLUMNS[column]).removeprefix(PREFIX)


def cells(counts: dict[str, int]) -> str:
    """List numbers of cells by column, such as ``staff 3, members 3``."""
    return _(", ").join(f"{column_name(name)} {count:,}" for name, count in counts.items())


def missing(counts: Mapping[str, int], rows: int) -> tuple[str, str]:
    """Return the columns that no row of a registry fills, and the missing cells of the others."""
    absent = [column_name(name) for name, count in counts.items() if count == rows]
    some = {name: count for name, count in counts.items() if 0 < count < rows}
    return _(", ").join(absent), cells(some)

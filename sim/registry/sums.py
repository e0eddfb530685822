"""Rows whose counts are the sums of others: they are no organizations.

A small number may be a sum by chance. A row that says something of its own is never one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sim.locale import N_
from sim.registry import cells as read
from sim.registry.findings import Entry, Reading

_OWN: Final = ("id", "founded", "supervisor", "industry", "type", "operating", "head_is_member")
"""Columns that no sum fills in."""
_PLACE: Final = re.compile(
    r"(?:全|本|各).{0,6}|.{0,10}(?:省|市|县|区|镇|乡|街道|街|社区|村|办事处|园区)"
)


def without_sums(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Leave out rows whose counts are the sums of others."""
    counted = [c for c in ("staff", "members") if c in reading.columns.single]
    if not counted:
        return entries
    at = [*reading.columns.party, *reading.columns.ticks]
    own = [_says_more(entry, at) for entry in entries]
    found = _sums(entries, own, counted) | _sums_of_places(entries, own, counted)
    text = N_("Left out, counts that are sums of other rows: {n} (rows {rows}).")
    reading.say(text, rows=[entries[n].row for n in sorted(found)], weighty=True)
    return [entry for n, entry in enumerate(entries) if n not in found]


def _says_more(entry: Entry, at: Sequence[int]) -> bool:
    """Whether a row says what no sum does: a number, a date, a word on a party organization."""
    words = [entry.texts[n] for n in at if not read.is_missing(entry.texts[n])]
    return any(entry.cells.get(column) for column in _OWN) or any(
        not re.fullmatch(r"[\d.]+%?(?:个|家)?", word) for word in words
    )


def _of_place(entry: Entry) -> bool:
    """Whether a row has no name, or nothing but that of a place."""
    name = entry.cells.get("name", "")
    return not name or name == entry.cells.get("district") or _PLACE.fullmatch(name) is not None


def _sums(entries: Sequence[Entry], own: Sequence[bool], columns: Sequence[str]) -> set[int]:
    """Positions of rows whose counts are the sums of those above them, all or since the last sum.

    A row with a name of an organization must agree in two columns, or hold nothing else.
    """
    found: set[int] = set()
    whole = [0] * len(columns)
    part = [0] * len(columns)
    length = seen = 0
    for position, entry in enumerate(entries):
        row = entry.cells
        counts = [read.count(row.get(column, "")) for column in columns]
        stated = [(n, number) for n, number in enumerate(counts) if number]
        named = not _of_place(entry)
        bare = set(row) <= {"name", "district", *columns}
        needed, rows_above = (min(2, len(columns)) if bare else 2, 4) if named else (1, 2)
        kind = bool(row.get("kind")) and not named and not row.get("name")
        is_sum = len(stated) >= needed and not (own[position] or kind)
        is_sum = is_sum and any(
            above >= rows_above
            and all(total[n] == number for n, number in stated)
            and max(number for _n, number in stated) >= (20 if named else 2)
            for total, above in ((whole, seen), (part, length))
        )
        if is_sum:
            found.add(position)
            part, length = [0] * len(columns), 0
            continue
        length += bool(stated)
        seen += bool(stated)
        for n, number in enumerate(counts):
            whole[n] += number or 0
            part[n] += number or 0
    return found


def _sums_of_places(
    entries: Sequence[Entry], own: Sequence[bool], columns: Sequence[str]
) -> set[int]:
    """Positions of rows without name and kind whose counts are the sums of their district."""
    groups: dict[str, list[int]] = {}
    for position, entry in enumerate(entries):
        if entry.cells.get("district"):
            groups.setdefault(entry.cells["district"], []).append(position)
    found = set()
    for rows in groups.values():
        counts = {
            n: [read.count(entries[n].cells.get(column, "")) or 0 for column in columns]
            for n in rows
        }
        whole = [sum(counts[n][k] for n in rows) for k in range(len(columns))]
        for position in rows:
            entry, stated = entries[position], counts[position]
            rest = [every - own_count for every, own_count in zip(whole, stated, strict=True)]
            bare = not own[position] and not entry.cells.get("kind") and _of_place(entry)
            if len(rows) > 2 and bare and stated == rest and any(stated):
                found.add(position)
    return found

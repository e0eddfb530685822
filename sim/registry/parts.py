"""Lists that belong together: one below the other, or side by side with further columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from sim.locale import N_
from sim.registry.alike import COMPARED, counties_of, name_key, number_key
from sim.registry.findings import Remark, several
from sim.registry.rows import Row
from sim.registry.sheets import kind_in
from sim.registry.understanding import Understood
from sim.text.vocabulary import plain


@dataclass
class Part:
    """One list of those that were given."""

    file: str
    label: str
    """What tells it from the others: its sheet, or its file's name."""
    understood: Understood
    rows: list[Row]
    of_a_place: bool = True
    """Whether the label may name a township: not where it says who has a party organization."""


_BUILT: Final = re.compile(r"(?<!未)已(?:建|成立|组建)|(?<!没)有(?:党组织|党?支部)")
_NOT_BUILT: Final = re.compile(r"(?:未|尚未|没有|无)(?:建|成立|组建|党组织|党?支部)")


def by_name(parts: Sequence[Part]) -> list[tuple[str, Remark]]:
    """Take who has a party organization from the names of lists: 已建党组织, 未建党组织."""
    said = [
        "无" if _NOT_BUILT.search(part.label) else "有" if _BUILT.search(part.label) else ""
        for part in parts
    ]
    stated = any(row.get("party_organization") for part in parts for row in part.rows)
    if stated or not {"有", "无"} <= set(said):
        return []
    told = [(part, word) for part, word in zip(parts, said, strict=True) if word]
    for part, word in told:
        part.of_a_place = False
        for row in part.rows:
            row["party_organization"] = word
    names = several(f"{part.label} {len(part.rows)}" for part, _word in told)
    text = N_("Who has a party organization is taken from the names of the lists: {names}.")
    return [("", Remark(text, {"names": names}, True))]


def label(parts: Sequence[Part]) -> None:
    """Shorten labels by what all have in common: 名册_东河镇, 名册_城关镇 → 东河镇, 城关镇."""
    labels = [part.label for part in parts]
    if len(set(labels)) < 2:
        return
    before, behind = _shared(labels), _shared([label[::-1] for label in labels])
    for part in parts:
        middle = part.label[before : len(part.label) - behind]
        ends = re.match(r"(?:镇|乡|街道|区|县|市)+", part.label[len(part.label) - behind :])
        shortened = re.sub(r"^[\W_\d]+|[\W_]+$", "", middle + (ends[0] if ends else ""))
        # 规上企业, 规下企业: one sign is the name of no place.
        part.of_a_place = part.of_a_place and not len(shortened) == 1 < len(part.label)
        part.label = shortened if len(shortened) > 1 else part.label


def _shared(labels: Sequence[str]) -> int:
    """How many characters all labels begin with."""
    signs = zip(*labels, strict=False)
    return sum(1 for _sign in takewhile(lambda found: len(set(found)) == 1, signs))


def together(parts: Sequence[Part]) -> tuple[list[Row], list[tuple[str, Remark]]]:
    """Put the lists one below the other, or side by side where they list the same ones."""
    if len(parts) == 1:
        return parts[0].rows, []
    first, rest = parts[0], parts[1:]
    counties = counties_of([row.get("name", "") for part in parts for row in part.rows])
    known = _Known(counties)
    known.add(first, first.rows)
    by_file = len({part.file for part in parts}) == len(parts)
    remarks: list[tuple[str, Remark]] = []
    stacked, below = list(first.rows), [first]
    for part in rest:
        called = part.file if by_file else part.label
        if not any(row.get("id") or row.get("name") for row in part.rows) and known.rows:
            text = N_("{file} has no names and no numbers of organizations, so it cannot be put "
                      "beside the first list: not read.")  # fmt: skip
            remarks.append(("", Remark(text, {"file": called}, True)))
            continue
        found = known.among(part)
        shared = sum(row is not None for row in found)
        fresh = set(part.understood.places) - set(first.understood.places)
        if 2 * shared <= len(found):
            below.append(part)
            stacked += part.rows
            known.add(part, part.rows)
            continue
        pairs = [(held, row) for held, row in zip(found, part.rows, strict=True) if held]
        apart = sum(
            any(c in COMPARED and held.get(c, v) != v for c, v in row.items())
            for held, row in pairs
        )
        if fresh:
            for held, row in pairs:
                held.update({c: v for c, v in row.items() if not held.get(c)})
            text = N_("{file} adds columns ({columns}) to {n} organizations; not found in the "
                      "first list: {missing}.")  # fmt: skip
            values: dict[str, str | int] = {
                "file": called, "columns": several(sorted(fresh)), "n": shared,
                "missing": len(found) - shared,
            }  # fmt: skip
        else:
            new = [row for held, row in zip(found, part.rows, strict=True) if held is None]
            stacked += new
            known.add(part, new)
            text = N_("{file} lists {n} of these organizations again: each is counted once. "
                      "Others in it: {new}.")  # fmt: skip
            values = {"file": called, "n": shared, "new": len(new)}
        remarks.append(("", Remark(text, values, True)))
        if apart:
            text = N_("{file} says otherwise of {n} organizations than the first list, which "
                      "holds.")  # fmt: skip
            remarks.append(("", Remark(text, {"file": called, "n": apart}, True)))
    return stacked, remarks + _placed(below)


def _placed(below: Sequence[Part]) -> list[tuple[str, Remark]]:
    """Take lists that name no townships for one each."""
    unplaced = [
        part
        for part in below
        if part.of_a_place
        and not (kind_in(part.label) or any(row.get("district") for row in part.rows))
    ]
    if len(unplaced) < len(below):
        unplaced = [part for part in unplaced if _TOWNSHIP.search(part.label)]
    if not unplaced or len(below) == 1:
        return []
    for part in unplaced:
        for row in part.rows:
            row["district"] = part.label
    names = several(f"{part.label} {len(part.rows)}" for part in unplaced)
    return [("", Remark(N_("Lists that name no townships are each one: {names}."),
                        {"names": names}, True))]  # fmt: skip


_TOWNSHIP: Final = re.compile(r"(?:镇|乡|街道)$")
SERIAL: Final = 4
"""Digits up to which numbers may count the rows of a list."""


class _Known:
    """Organizations of the lists so far, by their numbers and names."""

    def __init__(self, counties: Sequence[str]) -> None:
        self.counties = counties
        self.rows: dict[tuple[str, str], list[tuple[str, Row]]] = {}

    def add(self, part: Part, rows: Sequence[Row]) -> None:
        """Take in rows of a list."""
        for row in rows:
            for key in self._keys(row):
                self.rows.setdefault(key, []).append((_place(part, row), row))

    def among(self, part: Part) -> list[Row | None]:
        """Return the organization that each row of a list is, ``None`` for a new one."""
        numbers = [number_key(row["id"]) for row in part.rows if row.get("id")]
        serial = all(len(n) <= SERIAL and n.isdigit() for n in numbers)
        named = all(row.get("name") for row in part.rows)
        return [self._held(part, row, numbered=not (serial and named)) for row in part.rows]

    def _keys(self, row: Row) -> list[tuple[str, str]]:
        keys = [("id", number_key(row["id"]))] if row.get("id") else []
        name = name_key(row.get("name", ""), self.counties)
        return keys + ([("name", name)] if name else [])

    def _held(self, part: Part, row: Row, *, numbered: bool) -> Row | None:
        """Find a row by its number, else by its name in the same place.

        Numbers that count the rows of two lists tell nobody apart.
        """
        for key in self._keys(row):
            if key[0] == "id" and not numbered:
                continue
            own = _place(part, row)
            for place, held in self.rows.get(key, ()):
                apart = own and place and plain(own) != plain(place)
                two = key[0] == "name" and numbered and row.get("id") and held.get("id")
                if key[0] == "id" or not (apart or two):
                    return held
        return None


def _place(part: Part, row: Row) -> str:
    """The township of a row: that of its list, where the list is of one."""
    return row.get("district") or (part.label if _TOWNSHIP.search(part.label) else "")

"""What is possible in a list and yet doubtful.

Rows that are one organization, districts in two spellings, and what is unlikely in so many rows
that a column is wrong or shifted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sim.locale import N_, listed
from sim.registry import alike
from sim.registry import rows as of
from sim.registry.alike import OFTEN, number_key
from sim.registry.entries import Entry, Reading
from sim.registry.findings import Remark, rows_named
from sim.text.vocabulary import KINDS, plain


def districts(reading: Reading, entries: list[Entry]) -> dict[str, str]:
    """Bring spellings of a district together."""
    cells = [entry.cells.get("district", "") for entry in entries]
    half = {
        cell: unicodedata.normalize("NFKC", cell).replace(" ", "") for cell in sorted(set(cells))
    }
    same = dict(reading.choices.same)
    found, doubtful = alike.spellings([] if reading.choices.places else list(half.values()))
    for one, other in doubtful:
        if one not in same and other not in same:
            reading.say(
                N_("{one} and {other} are kept as two districts."),
                {"one": one, "other": other},
                weighty=True,
                hint=N_('If they are one, write same = {{ "{one}" = "{other}" }}.'),
                key="same",
            )
    for entry in entries:
        cell = entry.cells.get("district", "")
        spelled = half.get(cell, cell)
        meant = same.get(spelled, found.get(spelled, spelled))
        if meant != cell and (plain(meant) != plain(cell)):
            entry.cells["district"] = meant
    asked = {a: b for a, b in found.items() if a not in same}
    for short, longer in asked.items():
        reading.say(
            N_("{short} and {longer} are read as one district."),
            {"short": short, "longer": longer},
            weighty=True,
            hint=N_('If they are two, write same = {{ "{short}" = "{short}" }}.'),
            key="same",
        )
    return asked


def once(reading: Reading, entries: list[Entry]) -> tuple[list[Entry], dict[int, str]]:
    """Leave out organizations that are listed twice, and ask about those that may be.

    Returned with them are the numbers, by row, that tell nobody apart and were taken away.
    """
    _numbers(reading, entries)
    found = alike.repeats([entry.cells for entry in entries])
    gone = {later for later, _first in found.same}
    if found.same:
        reading.say(
            N_("Left out, the same organization again: {n} (rows {pairs})."),
            {"n": len(found.same), "pairs": _pairs(entries, found.same)},
            weighty=True,
        )
    if found.doubtful:
        reading.say(
            N_("Kept, perhaps the same organization twice: rows {pairs}."),
            {
                "pairs": _pairs(entries, found.doubtful),
                "rows": ", ".join(str(entries[later].row) for later, _first in found.doubtful),
            },
            weighty=True,
            hint=N_("If they are, write leave_out = [{rows}]."),
            key="leave_out",
        )
    if found.numbers:
        reading.say(
            N_("The same number, different names: {pairs}. They are kept apart by name."),
            {"pairs": _pairs(entries, found.numbers)},
            weighty=True,
        )
    shared = [entries[later] for later, _first in (*found.doubtful, *found.numbers)]
    numbers = {entry.row: entry.cells.pop("id") for entry in shared if "id" in entry.cells}
    return [entry for n, entry in enumerate(entries) if n not in gone], numbers


def _numbers(reading: Reading, entries: list[Entry]) -> None:
    """Registry numbers that a spreadsheet has cut off tell nobody apart."""
    _serials(reading, entries)
    cut = [entry for entry in entries if alike.cut_off(entry.cells.get("id", ""))]
    if not cut:
        return
    for entry in cut:
        entry.cells.pop("id")
    reading.say(
        N_(
            "{heading}: numbers that a spreadsheet has cut off, such as 5.1E+17: {n}. They are not "
            "used (rows {rows}). Format the column as text."
        ),
        {
            "heading": reading.heading("id"),
            "n": len(cut),
            "rows": rows_named([entry.row for entry in cut]),
        },
        weighty=True,
    )


def _serials(reading: Reading, entries: list[Entry]) -> None:
    """Short numbers that begin anew for each township or sheet count rows, nothing else."""
    names: dict[str, set[str]] = {}
    for entry in entries:
        if entry.cells.get("id") and entry.cells.get("name"):
            names.setdefault(entry.cells["id"], set()).add(entry.cells["name"])
    shared = [number for number, found in names.items() if len(found) > 1 and len(number) <= 4]
    if len(shared) < 2 or 4 * len(shared) < len(names):
        return
    for entry in entries:
        entry.cells.pop("id", None)
    reading.say(
        N_(
            "{heading}: the same numbers stand at different names, so they count rows and are not "
            "used."
        ),
        {"heading": reading.heading("id")},
    )


def _pairs(entries: Sequence[Entry], pairs: Sequence[tuple[int, int]]) -> str:
    texts = [f"{entries[later].row} = {entries[first].row}" for later, first in pairs]
    return listed([*texts[:8], *(["…"] if len(texts) > 8 else [])])


FEWEST: Final = 8
"""Rows from which a pattern is no chance."""
_CODES: Final = {"51": "social_group", "52": "private_non_enterprise", "53": "foundation"}
_PLAUSIBLE: Final = (1990, 2030)


def doubts(rows: Sequence[Mapping[str, str]], numbers: Sequence[int]) -> list[Remark]:
    """Return what a reader should look at again."""
    found: list[Remark] = []

    def say(text: str, values: Mapping[str, str | int]) -> None:
        found.append(Remark(text, values, True))

    counts = {
        column: [of.count(row.get(column, "")) for row in rows] for column in ("staff", "members")
    }
    both = [
        (a, b)
        for a, b in zip(counts["staff"], counts["members"], strict=True)
        if a is not None and b is not None and a > 0
    ]
    equal = sum(a == b for a, b in both)
    if len(both) >= FEWEST and 5 * equal >= 4 * len(both):
        say(
            N_("Staff and members are the same number in {n} of {all} rows: is one column copied?"),
            {"n": equal, "all": len(both)},
        )
    more = sum(b > a for a, b in both)
    if len(both) >= FEWEST and 3 * more >= len(both):
        say(
            N_("Members exceed staff in {n} of {all} rows: are the two columns swapped?"),
            {"n": more, "all": len(both)},
        )
    for column in ("staff", "members"):
        stated = [count for count in counts[column] if count]
        years = sum(_PLAUSIBLE[0] <= count <= _PLAUSIBLE[1] for count in stated)
        if len(stated) >= FEWEST and 2 * years >= len(stated):
            say(N_("Column {column} looks like years in {n} rows."), {"column": column, "n": years})
        repeated = max((stated.count(count) for count in sorted(set(stated))), default=0)
        if len(stated) >= 2 * FEWEST and repeated == len(stated) and stated[0] > 2:
            say(
                N_("Column {column} holds the same number, {value}, in every row: is it a total?"),
                {"column": column, "value": stated[0]},
            )
        top = max(stated, default=0)
        rest = sorted(stated)[len(stated) // 2] if stated else 0
        if len(stated) >= FEWEST and top > 2000 and top > 200 * max(rest, 1):
            row = next(n for n, c in zip(numbers, counts[column], strict=True) if c == top)
            say(
                N_("Row {row}: {value} in column {column}, where half have {middle} or fewer."),
                {"row": row, "value": top, "column": column, "middle": rest},
            )
    _places(rows, counts, say)
    _words(rows, numbers, say)
    return found


def _places(
    rows: Sequence[Mapping[str, str]],
    counts: Mapping[str, Sequence[int | None]],
    say: Callable[..., None],
) -> None:
    """Totals of a township that stand in each of its rows."""
    for column, values in counts.items():
        groups: dict[str, list[int]] = {}
        for row, count in zip(rows, values, strict=True):
            if row.get("district") and count is not None:
                groups.setdefault(row["district"], []).append(count)
        large = [group for group in groups.values() if len(group) >= 3]
        constant = [group for group in large if len(set(group)) == 1 and group[0] > 0]
        if len(large) >= 2 and len(constant) == len(large) and len({g[0] for g in large}) > 1:
            say(
                N_(
                    "Column {column} is the same in all rows of a district: is it the district's "
                    "total?"
                ),
                {"column": column},
            )


def _words(
    rows: Sequence[Mapping[str, str]], numbers: Sequence[int], say: Callable[..., None]
) -> None:
    names = [row.get("name", "") for row in rows if row.get("name")]
    digits = sum(name.replace(".", "").isdigit() for name in names)
    repeated = max((names.count(name) for name in sorted(set(names))), default=0)
    if repeated >= OFTEN and 3 * repeated > len(names):
        say(N_("One name stands in {n} rows: are the columns swapped?"), {"n": repeated})
    if names and 2 * digits > len(names):
        say(N_("Names are numbers in {n} rows: are the columns shifted?"), {"n": digits})
    places = [row.get("district", "") for row in rows if row.get("district")]
    if places and 2 * sum(place.replace(".", "").isdigit() for place in places) > len(places):
        say(N_("Districts are numbers: are the columns shifted?"), {})
    elif len(places) >= 2 * FEWEST and 5 * len(set(places)) > 4 * len(places):
        say(
            N_("Nearly every row has a district of its own: {n}. Is it an address?"),
            {"n": len(set(places))},
        )
    apart = []
    for number, row in zip(numbers, rows, strict=True):
        code, kind = number_key(row.get("id", "")), KINDS.get(plain(row.get("kind", "")))
        if len(code) == 18 and code[:2] in _CODES and kind not in (None, _CODES[code[:2]]):
            apart.append(number)
    if apart:
        say(
            N_(
                "Kind and credit code differ in {n} rows ({rows}): 51 is a social group, 52 a "
                "private non-enterprise unit, 53 a foundation."
            ),
            {"n": len(apart), "rows": rows_named(apart)},
        )

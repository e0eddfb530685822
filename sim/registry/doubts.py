"""What is possible in a row but unlikely in many: a column is wrong or shifted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from sim.locale import N_
from sim.registry import cells as read
from sim.registry.alike import OFTEN, number_key
from sim.registry.converting import PREFIXES
from sim.registry.findings import Entry, Reading
from sim.text.vocabulary import KINDS, plain

FEWEST: Final = 8
"""Rows from which a pattern is no chance."""
_PLAUSIBLE: Final = (1990, 2030)
EARLIEST: Final = 1949


def doubts(reading: Reading, entries: Sequence[Entry]) -> None:
    """Say what a reader should look at again."""
    rows = [entry.cells for entry in entries]
    say = partial(reading.say, weighty=True)
    counts = {
        column: [read.count(row.get(column, "")) for row in rows] for column in ("staff", "members")
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
            row = entries[counts[column].index(top)].row
            say(
                N_("Row {row}: {value} in column {column}, where half have {middle} or fewer."),
                {"row": row, "value": top, "column": column, "middle": rest},
            )
    months = [read.tried(read.month, row.get("founded", "")) for row in rows]
    old = [e.row for e, found in zip(entries, months, strict=True) if found and found[0] < EARLIEST]
    text = N_(
        "Founded before 1949: {n} (rows {rows}). A year that a spreadsheet shows as a date is a "
        "day of 1905."
    )
    say(text, rows=old)
    _places(rows, counts, say)
    _words(entries, say)


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


def _words(entries: Sequence[Entry], say: Callable[..., None]) -> None:
    rows = [entry.cells for entry in entries]
    names = [row.get("name", "") for row in rows if row.get("name")]
    digits = sum(name.replace(".", "").isdigit() for name in names)
    repeated = max(Counter(names).values(), default=0)
    if repeated >= OFTEN and 3 * repeated > len(names):
        say(N_("One name stands in {n} rows: are the columns swapped?"), {"n": repeated})
    if names and 2 * digits > len(names):
        say(N_("Names are numbers in {n} rows: are the columns shifted?"), {"n": digits})
    places = [row.get("district", "") for row in rows if row.get("district")]
    if places and 2 * sum(place.replace(".", "").isdigit() for place in places) > len(places):
        say(N_("Districts are numbers: are the columns shifted?"))
    elif len(places) >= 2 * FEWEST and 5 * len(set(places)) > 4 * len(places):
        say(
            N_("Nearly every row has a district of its own: {n}. Is it an address?"),
            {"n": len(set(places))},
        )
    apart = []
    for entry in entries:
        code = number_key(entry.cells.get("id", ""))
        kind, coded = KINDS.get(plain(entry.cells.get("kind", ""))), PREFIXES.get(code[:2])
        if len(code) == 18 and coded and kind not in (None, KINDS[coded]):
            apart.append(entry.row)
    text = N_(
        "Kind and credit code differ in {n} rows ({rows}): 51 is a social group, 52 a private "
        "non-enterprise unit, 53 a foundation."
    )
    say(text, rows=apart)

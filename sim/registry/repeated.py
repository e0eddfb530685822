"""One organization, one row; one district, one spelling: what is left out, and what is asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sim.locale import N_
from sim.registry import alike
from sim.registry.entries import Entry, Reading
from sim.registry.findings import rows_named
from sim.text.vocabulary import plain


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
                N_(
                    "{one} and {other} are kept as two districts. If they are one, write "
                    'same = {{ "{one}" = "{other}" }}.'
                ),
                {"one": one, "other": other},
                weighty=True,
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
            N_(
                "{short} and {longer} are read as one district. If they are two, write "
                'same = {{ "{short}" = "{short}" }}.'
            ),
            {"short": short, "longer": longer},
            weighty=True,
        )
    return asked


def once(reading: Reading, entries: list[Entry]) -> tuple[list[Entry], dict[int, str]]:
    """Leave out organizations that are listed twice, and ask about those that may be.

    Returned with them are the numbers, by row, that tell nobody apart and were taken away.
    """
    _numbers(reading, entries)
    found = alike.twins([entry.cells for entry in entries])
    gone = {later for later, _first in found.same}
    if found.same:
        reading.say(
            N_("Left out, the same organization again: {n} (rows {pairs})."),
            {"n": len(found.same), "pairs": _pairs(entries, found.same)},
            weighty=True,
        )
    if found.doubtful:
        reading.say(
            N_(
                "Kept, perhaps the same organization twice: {pairs}. If they are, write "
                "leave_out = [{rows}]."
            ),
            {
                "pairs": _pairs(entries, found.doubtful),
                "rows": ", ".join(str(entries[later].row) for later, _first in found.doubtful),
            },
            weighty=True,
        )
    if found.numbers:
        reading.say(
            N_("The same number, different names: {pairs}. Each is told apart by its name."),
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
    return ", ".join(texts[:8]) + (", …" if len(texts) > 8 else "")

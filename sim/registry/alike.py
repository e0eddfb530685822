"""The same organization twice, and two spellings of one district: brought together, or asked."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sim.locale import N_
from sim.registry.findings import Entry, Reading, several
from sim.text.vocabulary import plain

_COUNTY: Final = re.compile(
    r"^(?!社区|小区|园区|校区|城区|地区|景区)[\u4e00-\u9fff]{1,7}?(?:自治区|自治县|省|市|县|区|旗|州)"
)
_APART: Final = ("district", "founded")
COMPARED: Final = ("kind", "district", "founded", "staff", "members", "party_organization")
"""Columns in which two rows of the same organization are compared."""


def name_key(name: str, counties: Sequence[str]) -> str:
    """Return a name as organizations are compared: without blanks, brackets, the county's name."""
    text = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).lower()
    text = re.sub(r"(?:筹备组|筹备|筹|已注销|已撤销)$", "", text)
    for county in counties:
        if text.startswith(county) and len(text) > len(county) + 2:
            return text[len(county) :]
    return text


def counties_of(names: Sequence[str]) -> list[str]:
    """Return the places with which many names begin."""
    found = Counter(match[0] for name in names if (match := _COUNTY.match(name)))
    return [county for county, count in found.most_common(3) if count >= 3]


def number_key(number: str) -> str:
    """Return a registry number as it is compared: no blanks, no leading zeros, upper case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", number)).upper().lstrip("0") or "0"


def _cut_off(number: str) -> bool:
    """Whether a spreadsheet has cut a long number: 5.1E+17, or zeros in place of its end."""
    text = number.strip()
    return bool(
        re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text) or re.fullmatch(r"[1-9]\d{11,}000", text)
    )


@dataclass
class _Repeats:
    """Rows that repeat another one, by position: the later one and the first."""

    same: list[tuple[int, int]] = field(default_factory=list)
    """Left out: nothing tells them apart."""
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    """Kept and asked: number or name are the same, district or date are not."""
    numbers: list[tuple[int, int]] = field(default_factory=list)
    """The same number, different names."""
    named: list[tuple[int, int]] = field(default_factory=list)
    """The same name in one place, different numbers."""


def _repeats(rows: Sequence[Mapping[str, str]]) -> _Repeats:
    """Find organizations that are listed twice."""
    counties = counties_of([row.get("name", "") for row in rows])
    often = Counter(row.get("name", "") for row in rows)
    # A word that stands in every third row is no name: the columns are exchanged.
    no_names = {name for name, n in often.items() if n >= OFTEN and 3 * n > len(rows)}
    by_number: dict[str, int] = {}
    by_name: dict[tuple[str, str], int] = {}
    anywhere: dict[str, int] = {}
    found = _Repeats()
    for position, row in enumerate(rows):
        number = number_key(row["id"]) if row.get("id") else ""
        given = row.get("name", "")
        name = name_key(given, counties) if given and given not in no_names else ""
        place = row.get("district", "")
        first = by_number.get(number) if number else None
        if first is not None:
            other = rows[first]
            if name and other.get("name") and name_key(other["name"], counties) != name:
                found.numbers.append((position, first))
            else:
                _sort(found, rows, position, first)
            continue
        first = by_name.get((name, place)) if name else None
        elsewhere = anywhere.get(name) if name else None
        if first is not None and number and rows[first].get("id"):
            found.named.append((position, first))
        elif first is not None:
            if not number and not rows[first].get("id"):
                _sort(found, rows, position, first)
            else:
                found.doubtful.append((position, first))
        elif (
            elsewhere is not None
            and not number
            and _equal_but_place(row, rows[elsewhere])
            and first is None
        ):
            found.same.append((position, elsewhere))
        if number:
            by_number[number] = position
        if name:
            by_name.setdefault((name, place), position)
            anywhere.setdefault(name, position)
    _blocks(found, rows)
    return found


def _sort(found: _Repeats, rows: Sequence[Mapping[str, str]], position: int, first: int) -> None:
    row, other = rows[position], rows[first]
    numbered = bool(row.get("id"))
    named = (row.get("name"), row.get("district"))
    again = any((rows[n].get("name"), rows[n].get("district")) == named for n, _f in found.doubtful)
    # A name with the county's and one without it may be two where they were founded apart.
    spelled = row.get("name") != other.get("name")
    apart = (
        (numbered or spelled)
        and not again
        and any(row.get(c) and other.get(c) and row[c] != other[c] for c in _APART)
    )
    (found.doubtful if apart else found.same).append((position, first))


def _equal_but_place(row: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two rows of one name agree in all else and say enough to be no chance."""
    stated = [c for c in COMPARED if c != "district" and row.get(c)]
    return len(stated) >= 4 and all(row.get(c) == other.get(c) for c in COMPARED if c != "district")


OFTEN: Final = 5
BLOCK: Final = 5
"""As many rows in a row that repeat as many others are a block that was pasted twice."""


def _blocks(found: _Repeats, rows: Sequence[Mapping[str, str]]) -> None:
    """Without numbers and names: a block of rows that stands there once more, cell by cell."""
    if any(row.get("id") or row.get("name") for row in rows):
        return
    texts = [tuple(sorted(row.items())) for row in rows]
    starts: dict[tuple[object, ...], int] = {}
    position = 0
    while position + BLOCK <= len(texts):
        block = tuple(texts[position : position + BLOCK])
        first = starts.get(block)
        if first is not None and first + BLOCK <= position and len(set(block)) > 2:
            length = BLOCK
            while (
                position + length < len(texts) and texts[position + length] == texts[first + length]
            ):
                length += 1
            found.same += [(position + n, first + n) for n in range(length)]
            position += length
        else:
            starts.setdefault(block, position)
            position += 1


_WITHIN: Final = re.compile(r".{2,8}?(?:省|市|县|区|旗)(?=.+(?:镇|乡|街道))")
_SUFFIX: Final = re.compile(
    r"(?P<stem>.+?)(?P<sort>街道|镇|乡|街|社区|村|开发区|区|县|市)?"
    r"(?:人民政府|党委|办事处|办)?"
)


def _spellings(districts: Sequence[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return spellings of one district → the one to use, and pairs that may be one or two.

    城关, 城关镇人民政府 and 某县城关镇 are 城关镇, unless there is a 城关街道 as well.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    names = sorted(set(filter(None, districts)))
    within = {name: found[0] for name in names if (found := _WITHIN.match(name))}
    # Townships of one name in two counties are two.
    counties = within if len(set(within.values())) == 1 else {}
    for name in names:
        bare = name[len(counties.get(name, "")) :]
        match = _SUFFIX.fullmatch(bare)
        stem, sort = (match["stem"], match["sort"] or "") if match else (bare, "")
        groups.setdefault(stem, {}).setdefault(sort, []).append(name)
    same: dict[str, str] = {}
    doubtful: list[tuple[str, str]] = []
    for sorts in groups.values():
        usual = {sort: min(spelled, key=len) for sort, spelled in sorts.items()}
        for sort, spelled in sorts.items():
            same |= {name: usual[sort] for name in spelled if name != usual[sort]}
        kinds = [sort for sort in usual if sort]
        if "" in usual and len(kinds) == 1:
            same |= dict.fromkeys(sorts[""], usual[kinds[0]])
        elif len(usual) > 1:
            first, *others = usual.values()
            doubtful += [(other, first) for other in others]
    return same, doubtful


def districts(reading: Reading, entries: list[Entry]) -> dict[str, str]:
    """Bring spellings of a district together."""
    cells = [entry.cells.get("district", "") for entry in entries]
    half = {
        cell: unicodedata.normalize("NFKC", cell).replace(" ", "") for cell in sorted(set(cells))
    }
    same = dict(reading.choices.same)
    found, doubtful = _spellings([] if reading.choices.places else list(half.values()))
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
    found = _repeats([entry.cells for entry in entries])
    gone = {later for later, _first in found.same}
    if found.same:
        reading.say(
            N_("Left out, the same organization again: {n} (rows {pairs})."),
            {"n": len(found.same), "pairs": _pairs(entries, found.same)},
            weighty=True,
        )
        _differences(reading, entries, found.same)
    if found.named:
        reading.say(
            N_("The same name, different numbers: {n} (rows {pairs}). All are kept."),
            {"n": len(found.named), "pairs": _pairs(entries, found.named)},
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


def _differences(
    reading: Reading, entries: Sequence[Entry], pairs: Sequence[tuple[int, int]]
) -> None:
    """Say where a row that is left out says something else than the one that is kept."""
    columns = reading.columns
    places = {at: at for at in (*columns.party, *columns.ticks)}
    places |= {columns.single[c]: columns.single[c] for c in COMPARED if c in columns.single}
    differ: set[int] = set()
    apart = []
    for later, first in pairs:
        one, other = entries[later].texts, entries[first].texts
        found = {at for at in places if one[at] and plain(one[at]) != plain(other[at])}
        differ |= found
        apart += [(later, first)] if found else []
    if apart:
        reading.say(
            N_(
                "Of these a later row says otherwise in {headings}: rows {pairs}. The first of "
                "them holds."
            ),
            {
                "headings": several(reading.table.headings[at] for at in sorted(differ)),
                "pairs": _pairs(entries, apart),
            },
            weighty=True,
        )


def _numbers(reading: Reading, entries: list[Entry]) -> None:
    """Registry numbers that a spreadsheet has cut off tell nobody apart."""
    _serials(reading, entries)
    cut = [entry for entry in entries if _cut_off(entry.cells.get("id", ""))]
    for entry in cut:
        entry.cells.pop("id")
    reading.say(
        N_(
            "{heading}: numbers that a spreadsheet has cut off, such as 5.1E+17: {n}. They are not "
            "used (rows {rows}). Format the column as text."
        ),
        {"heading": reading.heading("id")},
        rows=[entry.row for entry in cut],
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
    return several([*texts[:8], *(["…"] if len(texts) > 8 else [])])

"""Where a table stands on its sheet: titles, headings in one row or several, rows of the list.

Merged cells are filled in, groups of headings are joined with what stands below them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from sim.registry.families import (
    GROUPS,
    IGNORE,
    MAYBE_NAME,
    PERSON,
    PLACE_OR_NAME,
    meaning,
    one_hot,
)
from sim.registry.grids import Cell, Grid, text_of
from sim.text.vocabulary import FORMS, plain

SEARCHED: Final = 15
"""Rows from the top among which headings are looked for."""
LONGEST_HEADING: Final = 40


@dataclass(frozen=True)
class Table:
    """Headings and rows below them; ``raw`` has the values as a workbook stores them."""

    heading_row: int
    headings: tuple[str, ...]
    groups: tuple[str, ...]
    """What stands above each heading, an empty text where nothing does."""
    rows: tuple[int, ...]
    raw: tuple[tuple[Cell, ...], ...]
    merged: frozenset[tuple[int, int]]
    """Row and column of cells that were filled from a merged one."""
    veiled: frozenset[int] = frozenset()
    """Columns that are hidden."""
    from_1904: bool = False
    """Whether days are counted from 1904."""
    titles: frozenset[int] = frozenset()
    """Rows with a title above headings that are repeated."""
    beside: tuple[str, ...] = ()
    """Headings of another table on the right, which is not read."""
    below: tuple[int, int] = (0, 0)
    """Row of the headings of another table further down, and how many rows follow; or zeros."""
    unit: str = ""
    """A unit such as 单位：百人 above the headings."""

    @cached_property
    def serial(self) -> int | None:
        """The column that numbers the rows."""
        words = ("序号", "no", "no.", "number", "顺序号", "行号")
        return next((at for at, h in enumerate(self.headings) if plain(h) in words), None)


def table_of(grid: Grid, own: Collection[str]) -> Table | None:
    """Return the table of a sheet; None where no row has headings that anybody knows.

    ``own`` are the plain forms of headings that the scenario explains.
    """
    rows = _filled(grid)
    texts = {row: tuple(map(text_of, cells)) for row, cells in rows.items()}
    numbers = list(texts)
    scores = {row: _known(texts[row], own) for row in numbers[:SEARCHED]}
    best = max(scores, key=lambda row: (scores[row], -row), default=None)
    if best is None or not scores[best]:
        return None
    if not any(tells(text, own) for text in texts[best]):
        # 说明 or 备注 alone head a note, not a list.
        return None
    if scores[best] < 2 and len([t for t in texts[best] if t]) > 3:
        return None
    top = bottom = numbers.index(best)
    while top and best - numbers[top - 1] <= 3 and _is_group(texts[numbers[top - 1]], texts[best]):
        top -= 1
    while bottom + 1 < len(numbers) and _goes_on(texts[numbers[bottom + 1]], texts[best]):
        bottom += 1
    block = [texts[row] for row in numbers[top : bottom + 1]]
    block = [row for row in block if not _counts_columns([text for text in row if text])]
    block = [_spread(row, block[-1]) for row in block[:-1]] + block[-1:]
    width = max(map(len, texts.values()))
    headings, groups = [], []
    for column in range(width):
        parts = [row[column] for row in block if column < len(row) and row[column]]
        parts = list(dict.fromkeys(map(_joined, parts)))
        headings.append(parts[-1] if parts else "")
        groups.append("".join(parts[:-1]))
        if parts and (not _understood(parts[-1], own) or _GENERIC.fullmatch(parts[-1])):
            joined = next(
                (j for j in ("".join(parts), parts[-1] + "".join(parts[:-1])) if meaning(j)), ""
            )
            higher = next((p for p in reversed(parts[:-1]) if meaning(p)), None)
            if joined:
                headings[-1] = joined
            elif higher and _GENERIC.fullmatch(parts[-1]):
                headings[-1] = higher
    headings = _dated(headings, groups)
    width, beside = _beside(headings, [texts[row] for row in numbers[bottom + 1 :]])
    body, below = numbers[bottom + 1 :], (0, 0)
    end = next((n for n, row in enumerate(body) if _heads_another(texts[row], headings)), None)
    if end is not None:
        below, body = (body[end], len(body) - end - 1), body[:end]
    again = {row for row in body if _repeats(texts[row], texts[best])}
    titles = {one for one, row in pairwise(body) if row in again and len({*texts[one]} - {""}) == 1}
    body = [row for row in body if row not in again]
    raw = tuple((*rows[row], *(None,) * width)[:width] for row in body)
    spots = frozenset(
        (row, column)
        for first, left, last, right in grid.merged
        for row in range(first, min(last, numbers[-1]) + 1)
        for column in range(left, min(right, width) + 1)
        if (row, column) != (first, left)
    )
    return Table(
        heading_row=best,
        headings=tuple(headings[:width]),
        groups=tuple(groups[:width]),
        rows=tuple(body),
        raw=raw,
        merged=spots,
        veiled=grid.veiled,
        from_1904=grid.from_1904,
        titles=frozenset(titles),
        beside=beside,
        below=below,
        unit=_unit(text for row in numbers[:top] for text in texts[row]),
    )


def _joined(heading: str) -> str:
    """Return a heading on one line: a blank stays only between two words in Latin letters."""
    return re.sub(r"\s+", " ", re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", heading))


def _unit(titles: Iterable[str]) -> str:
    """Return a unit above the table that counts people in tens, hundreds or thousands."""
    found = (re.search(r"单位\s*[:：]\s*[十百千万]+人", title) for title in titles)
    return next((match[0] for match in found if match), "")


def _beside(
    headings: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> tuple[int, tuple[str, ...]]:
    """Return how wide the list is where an empty column parts it from a table of counts."""
    known = [meaning(heading) for heading in headings]
    for at in range(2, len(headings) - 2):
        left, right = known[:at], known[at + 1 :]
        empty = not headings[at] and not any(at < len(row) and row[at] for row in rows)
        again = GROUPS in right or any(word and word in left for word in right)
        if empty and again and "name" in left and "name" not in right:
            return at, tuple(filter(None, headings[at + 1 :]))
    return len(headings), ()


def _heads_another(texts: tuple[str, ...], headings: Sequence[str]) -> bool:
    """Whether a row below the list has the headings of another table."""
    words = sorted({text for text in texts if text})
    if len(words) < 2 or any(re.search(r"\d", word) for word in words):
        return False
    same = sum(text == heading for text, heading in zip(texts, headings, strict=False) if text)
    known = [word for word in words if plain(word) not in FORMS and tells(word, ())]
    return 2 * same < len(words) and len(known) > 1 and 2 * len(known) >= len(words)


_GENERIC = re.compile(r"[（(]?(?:人|名|个|家|数|总数|人数|数量|小计|合计)[)）]?")


def _spread(row: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """Write a group's heading over the blank cells that it stands for."""
    spread, group = [], ""
    for column, text in enumerate((*row, *[""] * (len(below) - len(row)))):
        under = below[column] if column < len(below) else ""
        group = text or (group if under else "")
        spread.append(group)
    return tuple(spread)


def _filled(grid: Grid) -> dict[int, tuple[Cell, ...]]:
    """Rows with every merged cell written into all that it covers."""
    rows = {row: list(cells) for row, cells in grid.rows}
    for first, left, last, right in grid.merged:
        cells = rows.get(first, [])
        value = cells[left] if left < len(cells) else None
        if value is None or (last - first > 0 and right - left > 1):
            continue
        for row in range(first, last + 1):
            if row not in rows or (right > left and row > first):
                continue
            rows[row] += [None] * (right + 1 - len(rows[row]))
            for column in range(left, right + 1):
                if rows[row][column] is None:
                    rows[row][column] = value
    return {row: tuple(cells) for row, cells in rows.items()}


def _understood(heading: str, own: Collection[str]) -> bool:
    return plain(heading) in own or bool(meaning(heading)) or bool(one_hot(heading)[0])


def _known(texts: tuple[str, ...], own: Collection[str]) -> int:
    """How many different headings of a row are known; a title over many columns is one at most."""
    words = sorted({text for text in texts if text and len(text) <= LONGEST_HEADING})
    return sum(
        (bool(meaning(word)) or plain(word) in own)
        and not re.search(r"[:：].+", word.replace("单位：人", ""))
        for word in words
    )


def tells(heading: str, own: Collection[str]) -> bool:
    """Whether a heading says something of organizations that is read."""
    return plain(heading) in own or meaning(heading) not in ("", IGNORE, PERSON)


def _is_group(above: tuple[str, ...], best: tuple[str, ...]) -> bool:
    """Whether a row above the headings belongs to them: several short texts, no remark."""
    words = [text for text in above if text]
    if len(set(words)) < 2 or any(len(w) > 20 or re.search(r"[:：].+", w) for w in words):
        return False
    # A date or an office alone on the right of a title is no heading.
    dated = [word for word in words if re.search(r"\d{4}年|填报|制表|填表", word)]
    if len(dated) == 1 or not all(_YEAR.fullmatch(word) for word in dated):
        return False
    known = any(meaning(word) for word in words)
    covers = any(
        text and (column >= len(best) or not best[column] or best[column] == text)
        for column, text in enumerate(above)
    )
    return known or covers or len(set(words)) < len(words) or len(words) < sum(map(bool, best))


def _goes_on(below: tuple[str, ...], best: tuple[str, ...]) -> bool:
    """Whether the row below the headings has more headings: words of columns, nothing else."""
    fresh = [
        text
        for column, text in enumerate(below)
        if text and not (column < len(best) and best[column] == text)
    ]
    if _fills_in(below, best) or _parts_of(below, best):
        return True
    same = {text for text, above in zip(below, best, strict=False) if text and text == above}
    undated = (text for text in fresh if not re.fullmatch(rf"{_YEAR.pattern}(?<!\d)", text))
    if fresh and len(same) > 1 and not any(re.search(r"\d", text) for text in undated):
        # Headings that are merged over both rows.
        return True
    if not fresh or any(re.search(r"\d", text) for text in fresh):
        return bool(fresh) and _counts_columns([text for text in below if text])
    named = any(
        meaning(best[column]) in _NAMES
        and text not in ("", best[column])
        and meaning(text) not in _NAMES
        for column, text in enumerate(below)
        if column < len(best)
    )
    above = [heading for heading in best if heading]
    if len(set(above)) == len(above) == len(fresh) and all(tells(text, ()) for text in above):
        # Below each of different headings something stands: this is a row of the list.
        return False
    known = [text for text in fresh if meaning(text) or one_hot(text)[0]]
    return not named and 2 * len(known) > len(fresh)


_NAMES: Final = ("name", MAYBE_NAME, PLACE_OR_NAME)
"""Meanings of headings below which names stand."""


def _counts_columns(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns: 甲, 乙, 1, 2, 3."""
    if not all(re.fullmatch(r"[（(]?\d{1,2}[)）]?|[甲乙丙丁]", text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    return numbers == list(range(1, len(numbers) + 1))


def _fills_in(below: tuple[str, ...], best: tuple[str, ...]) -> bool:
    """Whether a row without names stands below groups whose headings end in blank cells."""
    at = next((n for n, text in enumerate(best) if meaning(text) == "name"), None)
    filled = [n for n, text in enumerate(below) if text]
    return (
        at is not None
        and at not in filled
        and any(n >= len(best) or not best[n] for n in filled)
        and not any(re.search(r"\d", below[n]) or len(below[n]) > 12 for n in filled)
    )


_PART: Final = re.compile(r"(?:其中)?[:：]?(?:男|女)性?|总数|合计|小计|总计|全部|其中")


def _parts_of(below: tuple[str, ...], best: tuple[str, ...]) -> bool:
    """Whether a row says, below headings over several columns, of which part each column is."""
    filled = [n for n, text in enumerate(below) if text and text not in best[n : n + 1]]
    over = [n < len(best) and best.count(best[n]) > 1 for n in filled]
    return len(filled) > 1 and all(over) and all(_PART.fullmatch(below[n]) for n in filled)


_YEAR: Final = re.compile(r"(?:截[至止])?(?:19|20)\d{2}年?(?:度|末|底|\d{1,2}月(?:末|底)?)?")


def _dated(headings: Sequence[str], groups: Sequence[str]) -> list[str]:
    """Return headings with the year that stands above them, where the same stand below two."""
    years = [found[0] if (found := _YEAR.search(text)) else "" for text in groups]
    below = dict[str, set[str]]()
    for heading, year in zip(headings, years, strict=True):
        below.setdefault(heading, set()).update({year} - {""})
    return [
        f"{year.rstrip('年')}年{heading}" if year and len(below[heading]) > 1 else heading
        for heading, year in zip(headings, years, strict=True)
    ]


def _repeats(texts: tuple[str, ...], best: tuple[str, ...]) -> bool:
    """Whether a row is the headings once more."""
    words = [text for text in best if text]
    return len(words) > 1 and [text for text in texts if text] == words

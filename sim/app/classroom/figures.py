"""The two towns drawn: the ground with a mark an organization, and the curves under it.

A block for each district, in it a column for each industry. Places are given once and never move.
A newcomer takes a free place of its cell, which keeps room for it; who leaves the register frees
one. Options of charts are plain dictionaries.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.app.classroom.stage import Stage, World
from sim.app.theme import INK, PERCENT, Options, frame
from sim.locale import _, pick
from sim.plan.place import Place
from sim.present.looks import COUNTED, HOLLOW_AREA, LIVES, LOOKS, PAPER_ONLY, UNSEEN, looks

LETTERS: Final = "abcdefghijklmnop"
"""A letter for each look."""
EMPTY: Final = "."
"""Letter of a place where no organization is."""
COVER: Final = "*"
"""Letter of all that is reported, while it is not shown which of it lives."""
REPORTED: Final = {
    letter: COVER
    for letter, look in zip(LETTERS, LOOKS, strict=True)
    if look.id in ("vital", *PAPER_ONLY)
}

ROOM: Final = 1.6
"""Places of a cell, to its organizations at the start; and a few more."""
MORE: Final = 3
ASPECT: Final = 2.0
"""Width of the ground to its height, about."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Block:
    """Where a district's name is written, and how wide its block is."""

    district: int
    at: Point
    width: float
    height: float


@dataclass(frozen=True)
class Ground:
    """Places by number, cell by cell; ``blocks`` by district. The first row is at the top."""

    points: tuple[Point, ...]
    cells: tuple[range, ...]
    blocks: tuple[Block, ...]
    size: Point


def ground(place: Place, initial: Sequence[int]) -> Ground:
    """Lay out the cells of a place; ``initial`` are the organizations of each at the start."""
    districts, industries = len(place.district_ids), len(place.industry_ids)
    room = [math.ceil(ROOM * n) + MORE if n else MORE for n in initial]
    by_district = [room[d * industries : (d + 1) * industries] for d in range(districts)]
    tiles = _tiles(place, districts)
    across = 1 + max(column for _, column in tiles)
    down = 1 + max(row for row, _ in tiles)
    most = max(sum(rooms) for rooms in by_district)
    height = max(1, round(math.sqrt(most * across / (ASPECT * down))))
    widths = [[math.ceil(n / height) for n in rooms] for rooms in by_district]
    full = [sum(columns) + industries - 1 for columns in widths]
    column_width = [
        max((full[d] for d in range(districts) if tiles[d][1] == c), default=0)
        for c in range(across)
    ]
    points: list[Point] = []
    cells: list[range] = []
    blocks: list[Block] = []
    for district, (row, column) in enumerate(tiles):
        left = float(sum(w + 3 for w in column_width[:column]))
        top = float(row * (height + 3))
        blocks.append(Block(district, (left, top - 1.2), full[district], height))
        for columns, rooms in zip(widths[district], by_district[district], strict=True):
            cells.append(range(len(points), len(points) + rooms))
            points += [(left + n // height, top + n % height) for n in range(rooms)]
            left += columns + 1
    size = (float(sum(w + 3 for w in column_width) - 3), float(down * (height + 3) - 3))
    return Ground(tuple(points), tuple(cells), tuple(blocks), size)


def _tiles(place: Place, districts: int) -> list[tuple[int, int]]:
    """Return (row, column) of each district: the file's, without empty rows, or row by row."""
    given = [tile for tile in place.tiles if tile is not None]
    if len(given) == districts and len({*given}) == districts:
        rows = sorted({row for row, _ in given})
        columns = sorted({column for _, column in given})
        return [(rows.index(row), columns.index(column)) for row, column in given]
    across = math.ceil(math.sqrt(districts))
    return [(d // across, d % across) for d in range(districts)]


class Dots:
    """Who stands where in one world, and what everybody looks like."""

    def __init__(self, plan: Ground) -> None:
        self._plan = plan
        self._place: dict[int, int] = {}
        self._free = [list(cell) for cell in plan.cells]
        self.unplaced = 0
        """Newcomers for whom a cell had no room; they count, but have no dot."""

    def paint(self, world: World) -> str:
        """Return a letter for each place (``LETTERS`` by look), in the order of the places."""
        organizations = world.model.worlds.organizations
        look = looks(organizations, world.status, world.held)
        rows = np.flatnonzero(organizations.alive)
        identities = organizations.identity[rows].tolist()
        here = dict(zip(identities, rows.tolist(), strict=True))
        for gone in [who for who in self._place if who not in here]:
            self._give_back(self._place.pop(gone))
        letters = [EMPTY] * len(self._plan.points)
        self.unplaced = 0
        for who in sorted(here):
            row = here[who]
            place = self._place.get(who)
            if place is None:
                free = self._free[int(organizations.cell[row])]
                if not free:
                    self.unplaced += 1
                    continue
                place = self._place[who] = heapq.heappop(free)
            letters[place] = LETTERS[look[row]]
        return "".join(letters)

    def _give_back(self, place: int) -> None:
        for cell, free in zip(self._plan.cells, self._free, strict=True):
            if place in cell:
                heapq.heappush(free, place)


def tally(world: World) -> dict[str, int]:
    """Return how many organizations have each look."""
    organizations = world.model.worlds.organizations
    look = looks(organizations, world.status, world.held)[organizations.alive]
    counts = np.bincount(look, minlength=len(LOOKS))
    return {entry.id: int(n) for entry, n in zip(LOOKS, counts, strict=True)}


POINTS: Final = "v => (v > 0 ? '+' : '') + String(Math.round(v * 100)).replace('-', '−')"
BOX: Final = {"left": 8, "right": 18, "top": 50, "bottom": 4, "containLabel": True}


def dots(plan: Ground, stage: Stage, title: str) -> Options:
    """Return the ground without anybody on it; letters are painted by the page's script."""
    names = [
        {
            "value": [block.at[0] - 0.4, block.at[1]],
            "label": {"formatter": pick(stage.base.place.district_titles[block.district])},
        }
        for block in plan.blocks
    ]
    hidden = {"show": False, "type": "value"}
    return frame(
        grid={"left": 6, "right": 6, "top": 6, "bottom": 6},
        tooltip={"trigger": "item", "confine": True},
        aria={"enabled": True, "label": {"description": title}},
        xAxis={**hidden, "min": -1, "max": plan.size[0]},
        yAxis={**hidden, "min": -2.4, "max": plan.size[1], "inverse": True},
        series=[
            {
                "id": "dots", "type": "scatter", "data": [], "symbolKeepAspect": True,
                "tooltip": {"formatter": "{b}"},
            },
            {
                "id": "names",
                "type": "scatter",
                "symbolSize": 0,
                "silent": True,
                "data": names,
                "label": {
                    "show": True, "position": "right", "color": INK, "fontSize": 12, "distance": 0,
                },
            },
        ],
    )  # fmt: skip


def palette() -> list[dict[str, Any]]:
    """Return for each letter what the script needs to draw it."""
    return [
        {
            "letter": letter,
            "symbol": f"path://{look.path}",
            "label": _(look.label),
            "colour": look.colour,
            "size": look.size,
        }
        for letter, look in zip((*LETTERS, COVER), (*LOOKS, UNSEEN), strict=True)
    ]


def months_axis(stage: Stage) -> dict[str, Any]:
    """Return the axis of months from 0 to the horizon; a label each year."""
    base = stage.base
    names = [base.month_name(month) for month in range(base.months)]
    return {
        "type": "category",
        "data": [*names, _("end")],
        "boundaryGap": False,
        "axisLabel": {"interval": 11, ":formatter": "v => v.slice(0, 4)"},
        "axisTick": {"interval": 11},
    }


def curves(stage: Stage, world: World, title: str) -> Options:
    """Return coverage reported and effective of one side, the hollow gap between them filled."""
    reported, effective, gap = lines(world)
    return frame(
        title=titled(title),
        legend={"top": 22, "left": 0, "itemHeight": 10, "data": [_("reported"), _("effective"),
                _("hollow")], "textStyle": {"color": INK}},
        grid=BOX,
        xAxis=months_axis(stage),
        yAxis=shares_axis(top(stage)),
        tooltip={"trigger": "axis", ":valueFormatter": PERCENT},
        series=[
            {
                "id": "effective", "name": _("effective"), "type": "line", "stack": "all",
                "symbol": "none", "data": effective, "color": LIVES,
                "lineStyle": {"width": 3, "color": LIVES},
            },
            {
                "id": "gap", "name": _("hollow"), "type": "line", "stack": "all", "symbol": "none",
                "data": gap, "color": HOLLOW_AREA, "lineStyle": {"width": 0},
                "areaStyle": {"color": HOLLOW_AREA},
            },
            {
                "id": "reported", "name": _("reported"), "type": "line", "symbol": "none",
                "data": reported, "color": COUNTED,
                "lineStyle": {"width": 2, "color": COUNTED, "type": "dashed"},
            },
        ],
    )  # fmt: skip


def top(stage: Stage) -> float:
    """Return where the axes of both sides end: the same, so that they can be compared."""
    most = max(
        value for world in stage.worlds.values() for value in world.seen.series["reported_coverage"]
    )
    return min(1.0, max(0.3, (int(10 * most) + 1) / 10))


def lines(world: World) -> tuple[list[float], list[float], list[float]]:
    """Return reported, effective and the gap between them, by month."""
    reported = [round(value, 4) for value in world.seen.series["reported_coverage"]]
    effective = [round(value, 4) for value in world.seen.series["effective_coverage_of_base"]]
    return reported, effective, [round(a - b, 4) for a, b in zip(reported, effective, strict=True)]


def difference(stage: Stage) -> Options:
    """Return right minus left."""
    found = stage.difference()
    return frame(
        legend={"top": 0, "left": 0, "itemHeight": 10, "textStyle": {"color": INK}},
        grid=BOX,
        xAxis=months_axis(stage),
        yAxis={
            "type": "value", "axisLabel": {":formatter": POINTS},
            # Round ends, so that the last number does not stand on the one before it.
            "minInterval": 0.05,
            ":min": "v => v.min < -0.05 ? Math.floor(10 * v.min) / 10 : -0.05",
            ":max": "v => v.max > 0.05 ? Math.ceil(10 * v.max) / 10 : 0.05",
        },
        tooltip={"trigger": "axis", ":valueFormatter": POINTS},
        series=[
            {
                "id": "reported", "name": _("reported, right − left"), "type": "line",
                "symbol": "none", "data": [round(v, 4) for v in found.reported], "color": COUNTED,
                "lineStyle": {"width": 2, "type": "dashed", "color": COUNTED},
                "markLine": {
                    "silent": True, "symbol": "none", "data": [{"yAxis": 0}],
                    "label": {"show": False}, "lineStyle": {"color": INK, "type": "solid"},
                },
            },
            {
                "id": "effective", "name": _("effective, right − left"), "type": "line",
                "symbol": "none", "data": [round(v, 4) for v in found.effective], "color": LIVES,
                "lineStyle": {"width": 3, "color": LIVES},
            },
        ],
    )  # fmt: skip


def titled(text: str) -> dict[str, Any]:
    style = {"fontSize": 13, "fontWeight": "normal", "color": INK}
    return {"text": text, "left": 0, "top": 0, "textStyle": style}


def shares_axis(top: float | None = None) -> dict[str, Any]:
    axis: dict[str, Any] = {"type": "value", "min": 0, "axisLabel": {":formatter": PERCENT}}
    return axis if top is None else {**axis, "max": top}

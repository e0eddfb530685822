"""Where organizations stand: a block for each district, in it a column for each industry.

Places are given once and never move. A newcomer takes a free place of its cell, which keeps room
for it; who leaves the register frees one.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.app.classroom.looks import EMPTY, LETTERS, LOOKS, looks
from sim.app.classroom.world import World
from sim.scenario.place import Place

ROOM: Final = 1.6
"""Places of a cell, to its organizations at the start; and a few more."""
MORE: Final = 3
ASPECT: Final = 1.5
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

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
import numpy.typing as npt

from sim.app.classroom.world import World
from sim.locale import N_
from sim.measures.status import Counted, Status, counted
from sim.plan.place import Place
from sim.state.codes import Bottleneck
from sim.state.organizations import Organizations

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Look:
    """A shape (an SVG path within 10 × 10), a colour, and what it stands for."""

    id: str
    label: str
    path: str
    colour: str
    hollow: bool = False
    size: int = 11


_DISC: Final = "M5 0A5 5 0 1 1 4.99 0Z"
_RING: Final = "M5 0A5 5 0 1 1 4.99 0ZM5 2.2A2.8 2.8 0 1 0 5.01 2.2Z"
_FRAME: Final = "M0 0H10V10H0ZM2.2 2.2V7.8H7.8V2.2Z"
_CORNERS: Final = (
    "M0 0H4V2.2H2.2V4H0ZM6 0H10V4H7.8V2.2H6ZM0 6H2.2V7.8H4V10H0ZM7.8 6H10V10H6V7.8H7.8Z"
)

LOOKS: Final = (
    Look("vital", N_("branch, alive"), _DISC, "#0072B2", size=13),
    Look("dormant", N_("branch, dormant (hollow)"), _RING, "#0072B2", size=13),
    Look("shell", N_("branch on paper only (hollow)"), _FRAME, "#8c1c13", size=12),
    Look("interference", N_("refused: fear of interference"), "M5 0L10 9.5H0Z", "#D55E00"),
    Look("burden", N_("refused: fear of burden"), "M0 .5H10L5 10Z", "#A8326E"),
    Look("constraint", N_("refused: fear of constraint"), "M5 0L10 5L5 10L0 5Z", "#7a5195"),
    Look("no_members", N_("no member at all"), "M2 4H8V6H2Z", "#767676", size=9),
    Look("hidden", N_("members, but nobody knows of them"),
         "M5 0L10 5L5 10L0 5ZM5 2.6L2.6 5L5 7.4L7.4 5Z", "#00775a"),
    Look("no_contact", N_("nobody has asked lately"), "M4 1H6V9H4Z", "#767676", size=9),
    Look("undecided", N_("neither yes nor no, or not ripe"), "M0 2.5H10V4.2H0ZM0 5.8H10V7.5H0Z",
         "#8A6D00", size=10),
    Look("no_partner", N_("willing, but no partner"), "M0 0H4V10H0ZM6 0H10V10H6Z", "#1b7f9e"),
    Look("no_secretary", N_("willing, but no secretary"),
         "M3.8 0H6.2V3.8H10V6.2H6.2V10H3.8V6.2H0V3.8H3.8Z", "#1b7f9e"),
    Look("no_capacity", N_("willing, but its committee can found no more"),
         "M0 0H10V3.2H0ZM0 6.8H10V10H0Z", "#1b7f9e"),
    Look("on_paper", N_("covered on paper, without a branch"), _CORNERS, "#8A6D00", size=11),
    Look("loose", N_("loose: no branch can grow here"), "M0 0H10V10H0Z", "#6b7280", size=8),
    Look("inactive", N_("inactive"),
         "M1.4 0L5 3.6L8.6 0L10 1.4L6.4 5L10 8.6L8.6 10L5 6.4L1.4 10L0 8.6L3.6 5L0 1.4Z",
         "#7b8794", size=8),
)  # fmt: skip
"""Every look, in the order of the legend."""

LETTERS: Final = "abcdefghijklmnop"
EMPTY: Final = "."
"""Letter of a place where no organization is."""

_AT: Final = {look.id: number for number, look in enumerate(LOOKS)}

_OF_BOTTLENECK: Final = {
    Bottleneck.NONE: "no_contact",
    Bottleneck.SILENCE_INTERFERENCE: "interference",
    Bottleneck.SILENCE_BURDEN: "burden",
    Bottleneck.SILENCE_CONSTRAINT: "constraint",
    Bottleneck.NO_CONTACT: "no_contact",
    Bottleneck.NO_MEMBERS: "no_members",
    Bottleneck.HIDDEN_MEMBERS: "hidden",
    Bottleneck.INDIFFERENCE: "undecided",
    Bottleneck.TYPE: "loose",
    Bottleneck.NOT_RIPE: "undecided",
    Bottleneck.NO_PARTNER: "no_partner",
    Bottleneck.NO_SECRETARY: "no_secretary",
    Bottleneck.NO_CAPACITY: "no_capacity",
}
_FIRST: Final = np.array([0, *(_AT[code.name.lower()] for code in Counted if code)], np.uint8)
"""Look of each :class:`Counted`; what is uncovered looks as its bottleneck says."""
_TABLE: Final = np.array([_AT[_OF_BOTTLENECK[code]] for code in Bottleneck], np.uint8)


def looks(organizations: Organizations, status: Status, held: Codes) -> Codes:
    """Return the look of every organization row, by its place in :data:`LOOKS`."""
    first = counted(organizations, status)
    return np.where(first == Counted.UNCOVERED, _TABLE.take(held), _FIRST.take(first))


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

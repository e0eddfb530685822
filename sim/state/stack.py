"""A stack of worlds side by side: tables, cells, parameters, and who answers for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.constants import CHECK_MONTH
from sim.draws import F64, I64, U64, Mask
from sim.exact import group_sum
from sim.state.branches import Branches
from sim.state.cells import Cells, Grid, Peers
from sim.state.codes import Channel, Event, Interim
from sim.state.committees import Committees, Desks, Liaisons
from sim.state.members import Members
from sim.state.organizations import Organizations
from sim.state.plugged import NOTHING, Plugged

WAYS: Final = {"effort_left": 1.0, "official": 0.0}
"""What holds in a world besides its parameters, by world, and the usual value.

``effort_left`` is the share of standing effort that is in force this month, ``official`` is 1 where
effort also puts on paper.
"""


@dataclass(frozen=True)
class EventBatch:
    """Events of one kind in one month; identities, so that rows may move."""

    kind: Event
    world: I64
    organization: U64
    branch: U64


@dataclass
class Stack:
    """The state of W worlds. Processes read and write it, measures only read.

    Columns by world: ``keys`` (of draws), ``start_month`` (calendar, 1-12), ``hosted_counts``,
    ``functional_counts``, ``intercept`` (of vitality, from settling), each of ``parameters`` and of
    ``ways`` (:data:`WAYS`). ``hosted_counts`` and ``functional_counts`` say whether hosted
    organizations, and those with a functional branch, are in the official numerator.
    ``events`` and ``realised`` (quantities that the ledger books) are of the month just done.
    """

    n_worlds: int
    keys: U64
    start_month: I64
    hosted_counts: Mask
    functional_counts: Mask
    intercept: F64
    parameters: dict[str, F64]
    cells: Cells
    grid: Grid
    organizations: Organizations = field(default_factory=Organizations)
    members: Members = field(default_factory=Members)
    branches: Branches = field(default_factory=Branches)
    liaisons: Liaisons = field(default_factory=Liaisons)
    committees: Committees = field(default_factory=Committees)
    desks: Desks = field(default_factory=Desks)
    ways: dict[str, F64] = field(default_factory=dict)
    month: int = 0
    plugged: Plugged = NOTHING
    """Rules in place of the shipped ones, and what extensions add; the same in all worlds."""
    events: list[EventBatch] = field(default_factory=list)
    realised: dict[str, I64] = field(default_factory=dict)
    remit: Callable[[I64], Mask] | None = field(default=None, init=False, repr=False)
    """Which organizations their industry's committee answers for, where a policy has founded one
    for some of them only."""
    _circles: tuple[I64, ...] | None = field(default=None, init=False, repr=False)
    _answers: I64 | None = field(default=None, init=False, repr=False)

    def neighbourhoods(self) -> tuple[I64, ...]:
        """Return for each district a map cell → group: its cells, joined by those of neighbours.

        A group is numbered by the cell of the district itself; cells out of reach have −1.
        """
        if self._circles is None:
            cells, maps = self.cells, []
            for district in range(int(self.grid.districts.max())):
                group = np.full(len(cells), -1, np.int64)
                own = np.flatnonzero(cells.district == district)
                group[own] = own
                near = cells.district[cells.neighbour_from] == district
                group[cells.neighbour_to[near]] = cells.neighbour_from[near]
                maps.append(group)
            self._circles = tuple(maps) if len(cells.neighbour_from) else ()
        return self._circles

    def calendar(self) -> I64:
        """Return the calendar month (1-12) of the current month by world."""
        return (self.start_month - 1 + self.month) % 12 + 1

    def in_check(self, worlds: I64) -> Mask:
        """Whether the annual check is held this month in each of ``worlds``."""
        held: Mask = self.calendar()[worlds] == CHECK_MONTH
        return held

    def at(self, parameter: str, rows: I64) -> F64:
        """Return a parameter for the worlds of organizations in ``rows``."""
        return self.parameters[parameter][self.organizations.world[rows]]

    def way(self, name: str, worlds: I64) -> F64:
        """Return how it is in ``worlds`` with one of :data:`WAYS`."""
        column = self.ways.get(name)
        return np.full(len(worlds), WAYS[name]) if column is None else column[worlds]

    def effort(self, worlds: I64) -> F64:
        """Return the standing effort of this month in ``worlds``."""
        effort: F64 = self.parameters["effort"][worlds] * self.way("effort_left", worlds)
        return effort

    def responsible(self, rows: I64) -> I64:
        """Return the responsible committees: the industry's if it answers, or the district's."""
        cells, cell = self.cells, self.organizations.cell[rows]
        if self.remit is None:
            if self._answers is None:
                there = self.committees.established[cells.industry_committee]
                self._answers = np.where(there, cells.industry_committee, cells.district_committee)
            return self._answers[cell]
        industry, district = cells.industry_committee[cell], cells.district_committee[cell]
        return np.where(self.industrial(rows), industry, district)

    def establish(self, offices: Mask) -> None:
        """Set which committees are there from this month on."""
        self.committees.established[:] = offices
        self._answers = None

    def industrial(self, rows: I64) -> Mask:
        """Return whether an industry committee is in charge of organizations."""
        committee = self.cells.industry_committee[self.organizations.cell[rows]]
        established: Mask = self.committees.established[committee]
        return established if self.remit is None else established & self.remit(rows)

    def counted_as_hosted(self, rows: I64) -> Mask:
        """Return which organizations an office hosts where the definition of coverage counts it."""
        organizations = self.organizations
        counted = np.zeros(len(rows), bool)
        if self.hosted_counts.any():
            counted = self.hosted_counts[organizations.world[rows]]
            counted &= organizations.interim[rows] == Interim.HOSTED
        return counted

    def reachable(self, rows: I64) -> Mask:
        """Return whether organizations have a channel to a committee."""
        return self.organizations.has_channel[rows] | self.industrial(rows)

    def checked(self, rows: I64) -> Mask:
        """Return which organizations the annual check looks at this month: by their channel.

        Contact, disclosure and the ledger go by it; the ledger counts at the month's end.
        """
        return self.in_check(self.organizations.world[rows]) & self.reachable(rows)

    def channel(self, rows: I64) -> npt.NDArray[np.int8]:
        """Return the channel of organizations (codes.Channel)."""
        own = np.where(self.organizations.has_channel[rows], Channel.TERRITORIAL, Channel.NONE)
        return np.where(self.industrial(rows), Channel.INDUSTRY, own).astype(np.int8)

    def open_to_contact(self) -> I64:
        """Return the uncovered organizations that anybody may ask: not silent, deferred, willing.

        The month's contact goes by it, and the ledger's contacts of organizers at its end.
        """
        organizations, month = self.organizations, self.month
        return np.flatnonzero(
            organizations.operating
            & (organizations.branch == 0)
            & (organizations.silent_until <= month)
            & (organizations.deferred_until <= month)
            & (organizations.willing_until <= month)
        )

    def vital(self, rows: I64) -> Mask:
        """Return whether organizations have a branch at or above the vitality threshold."""
        branch = self.organizations.branch[rows]
        threshold = self.at("vitality_threshold", rows)
        return (branch > 0) & (self.branches.vitality[branch] >= threshold)

    def effective(self, rows: I64) -> Mask:
        """Return which organizations have a vital branch, no shell, and something to bring to it.

        That is a known full member, or the sourced secretary who sits there.
        """
        organizations = self.organizations
        brings = (organizations.known[rows] > 0) | (organizations.sourced[rows] > 0)
        return self.vital(rows) & ~self.branches.shell[organizations.branch[rows]] & brings

    def note(self, kind: Event, rows: I64, branches: I64 | None = None) -> None:
        """Record an event of organizations in ``rows`` and, if any, of their branches."""
        if len(rows):
            none = np.zeros(len(rows), np.uint64)
            branch = none if branches is None else self.branches.identity[branches]
            organizations = self.organizations
            self.events.append(
                EventBatch(kind, organizations.world[rows], organizations.identity[rows], branch)
            )

    def peers(self) -> Peers:
        """Count operating, effective and hollow organizations by cell, as the month begins."""
        organizations = self.organizations
        counted = organizations.operating & organizations.alive
        standing = np.where(counted, 0, 3)
        covered = np.flatnonzero(organizations.branch > 0)
        standing[covered] = np.where(self.effective(covered), 1, 2)
        code = organizations.cell * 4 + standing
        tally = np.bincount(code, minlength=4 * len(self.cells)).reshape(-1, 4)
        bare, vital, hollow = tally[:, 0], tally[:, 1], tally[:, 2]
        return Peers(bare + vital + hollow, vital, hollow, counted, standing)

    def committees_of(self, level: str, places: tuple[int, ...]) -> Mask:
        """Return the committee rows of a level: of ``places``, or of all where none is named."""
        committees = self.committees
        mine: Mask = committees.alive & (committees.industrial == (level == "industry"))
        if places:
            mine &= np.isin(committees.place, places)
        return mine

    def by_committee(self, level: str, by_cell: I64) -> I64:
        """Return the sum of a number of cells by committee row of a level."""
        cells = self.cells
        committee = cells.industry_committee if level == "industry" else cells.district_committee
        return group_sum(committee, by_cell, len(self.committees))

    def units(self, liaisons: I64) -> I64:
        """Return whose posts those of liaisons are: a committee's row, or, behind them, a desk."""
        desk = self.liaisons.desk[liaisons]
        return np.where(desk > 0, len(self.committees) + desk, self.liaisons.committee[liaisons])

    def used(self, column: str, units: I64) -> I64:
        """Return how much of a yearly number is used at units (committees, then desks)."""
        tables = self.committees, self.desks
        result: I64 = np.concatenate([getattr(table, column) for table in tables])[units]
        return result

    def use(self, column: str, units: I64) -> None:
        """Count one more used of a yearly number at each of ``units``."""
        n = len(self.committees)
        np.add.at(getattr(self.committees, column), units[units < n], 1)
        np.add.at(getattr(self.desks, column), units[units >= n] - n, 1)

    def new_year(self, column: str) -> None:
        """Begin a yearly number anew."""
        getattr(self.committees, column)[:] = 0
        getattr(self.desks, column)[:] = 0

    def webster(self, mine: Mask, weight: I64, number: int) -> I64:
        """Share ``number`` heads in each world over its committees by Webster's method.

        ``weight`` is by committee row; ties go to the earlier committee. Return heads by
        committee row; nothing where all weights are 0.
        """
        heads = np.zeros(len(mine), np.int64)
        rows = np.flatnonzero(mine & (weight > 0))
        if number < 1 or not len(rows):
            return heads
        world, w = self.committees.world[rows], weight[rows]
        low = np.zeros(self.n_worlds)
        high = np.full(self.n_worlds, 2.0 * w.max() + 1.0)
        for _ in range(64):
            middle = (low + high) / 2
            seats = np.bincount(world, np.floor(w / middle[world] + 0.5), self.n_worlds)
            fits = seats <= number
            high, low = np.where(fits, middle, high), np.where(fits, low, middle)
        seat = np.floor(w / high[world] + 0.5)
        left = number - np.bincount(world, seat, self.n_worlds)
        order = np.lexsort((rows, -w / (2 * seat + 1), world))
        sorted_world = world[order]
        first = np.searchsorted(sorted_world, np.arange(self.n_worlds))
        rank = np.arange(len(order)) - first[sorted_world]
        seat[order] += rank < left[sorted_world]
        heads[rows] = seat.astype(np.int64)
        return heads

"""The recorder: what is written down of every world, month after month.

Reads: every table, and the doses of anchors, pressure. Writes: nothing. Draws: nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, Mask
from sim.measures.bottleneck import bottlenecks
from sim.measures.counts import COUNTS, GROUPED, LONG
from sim.measures.status import Codes, Cover, MonthDoses, read_status
from sim.measures.survival import SurvivalTracker
from sim.measures.tally import Counts, Grouping, Tally, district_gini
from sim.state.codes import SIZE_FROM, Bottleneck, Event, Kind, Size, Type
from sim.state.stack import Stack

I32 = npt.NDArray[np.int32]

DIMENSIONS: Final = ("kind", "type", "district", "industry", "size")
GROUP_MONTHS: Final = 12
"""Months between records of groups and of the ledger; the horizon is recorded too."""


Counted = dict[str, npt.NDArray[np.integer]]


@dataclass(frozen=True)
class GroupRecord:
    """Counts by world and group, every year: ``counts[name][year, world, group]``."""

    counts: Counted
    bottlenecks: I32  # [year, bottleneck, world, group]


@dataclass(frozen=True)
class Horizon:
    """Every organization that is registered at the end; arrays of one length."""

    world: I64
    identity: U64
    covered: Mask
    bottleneck: Codes


@dataclass(frozen=True)
class Record:
    """What was observed of a stack of worlds; month 0 is before the first step."""

    counts: Counted  # [month, world]
    events: I32  # [month, event, world]
    bottlenecks: I32  # [month, bottleneck, world]
    group_months: I64
    groups: dict[str, GroupRecord]
    survival: I64  # [class, duration, outcome, world]
    ledger: F64  # quantities booked until then: [year, line, committee row]
    unmet: F64  # yuan that could not be paid until then: [year, lever, committee row]
    horizon: Horizon


class Booked(Protocol):
    """The part of ``sim.policies.ledger.Ledger`` that is written down."""

    quantity: F64


class Capped(Protocol):
    """The part of ``sim.policies.budget.Budget`` that is written down."""

    unmet: F64


Booking = Callable[[F64], F64]


class Recorder:
    """Observes a stack: :meth:`record` at month 0 and after each step, then :meth:`finish`."""

    def __init__(
        self,
        stack: Stack,
        months: int,
        ledger: Booked | None = None,
        budget: Capped | None = None,
    ) -> None:
        self._stack, self._months = stack, months
        self._ledger, self._budget = ledger, budget
        self._booked: list[F64] = []
        self._unmet: list[F64] = []
        self._group_months = sorted({*range(0, months + 1, GROUP_MONTHS), months})
        worlds, years = stack.n_worlds, len(self._group_months)
        own = (name for one in stack.plugged.observers for name in one.counts)
        self._worlds = _Book((*COUNTS, *own), months + 1, (worlds,))
        self._events = np.zeros((months + 1, len(Event), worlds), np.int32)
        self._groups = {
            name: _Book(GROUPED, years, (worlds, _parts(stack, name))) for name in DIMENSIONS
        }
        self._survival = SurvivalTracker(stack, months)

    def record(self, doses: MonthDoses | None = None) -> None:
        """Write down the month that has just been done."""
        stack = self._stack
        status = read_status(stack, doses)
        held = bottlenecks(stack, status, doses)
        tally = Tally(stack, status)
        worlds = Grouping(stack.organizations.world, stack.n_worlds, stack.n_worlds)
        counts = tally.by_world(worlds) | _liaisons(stack) | stack.plugged.observed(stack)
        if stack.month in self._group_months:
            counts |= self._record_groups(tally, held)
        self._worlds.write(stack.month, counts, _by_code(held, worlds))
        for batch in stack.events:
            happened = np.bincount(batch.world, minlength=stack.n_worlds)
            self._events[stack.month, batch.kind] += happened
        self._survival.look(stack)

    def fork(self, stack: Stack, each: int, ledger: Booked | None, booked: Booking) -> None:
        """Go on with another stack, in which every world has become ``each`` neighbouring ones.

        ``booked`` brings what a ledger held in an earlier year into the form of the new one.
        """
        self._stack, self._ledger = stack, ledger
        self._booked = [booked(year) for year in self._booked]
        self._worlds.fork(each, 1)
        self._events = np.repeat(self._events, each, axis=-1)
        for book in self._groups.values():
            book.fork(each, 2)
        self._survival.fork(each)

    def _record_groups(self, tally: Tally, held: Codes) -> Counts:
        """Write down the year by group; return what the districts say of their worlds."""
        year = self._group_months.index(self._stack.month)
        for dimension, book in self._groups.items():
            groups = grouping(self._stack, dimension)
            book.write(year, tally.by_group(groups), _by_code(held, groups))
        if self._ledger is not None:
            self._booked.append(self._ledger.quantity.copy())
        if self._budget is not None:
            self._unmet.append(self._budget.unmet.copy())
        by_district = self._groups["district"].counts
        covered, registered = by_district["covered"][year], by_district["registered"][year]
        gap, total = district_gini(covered.astype(np.int64), registered.astype(np.int64))
        return {"district_gap": gap, "district_total": total}

    def finish(self) -> Record:
        """Return everything recorded; the last record is the horizon's."""
        stack = self._stack
        self._survival.close(stack)
        return Record(
            counts=self._worlds.counts,
            events=self._events,
            bottlenecks=self._worlds.bottlenecks,
            group_months=np.array(self._group_months, np.int64),
            groups={
                name: GroupRecord(book.counts, book.bottlenecks)
                for name, book in self._groups.items()
            },
            survival=self._survival.ends,
            ledger=np.stack(self._booked) if self._booked else np.zeros((0, 0, 0)),
            unmet=np.stack(self._unmet) if self._unmet else np.zeros((0, 0, 0)),
            horizon=_horizon(stack),
        )


class _Book:
    """Counts of every time at which they are recorded, in room set aside from the start."""

    def __init__(self, names: Iterable[str], times: int, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self.counts: Counted = {
            name: np.zeros(
                (times, *shape), np.int32 if name in COUNTS and name not in LONG else np.int64
            )
            for name in names
        }
        self.bottlenecks = np.zeros((times, len(Bottleneck), *shape), np.int32)

    def fork(self, each: int, axes: int) -> None:
        """Repeat every world; it is the first of the last ``axes`` axes."""
        self._shape = (self._shape[0] * each, *self._shape[1:])
        self.counts = {
            name: np.repeat(found, each, axis=-axes) for name, found in self.counts.items()
        }
        self.bottlenecks = np.repeat(self.bottlenecks, each, axis=-axes)

    def write(self, time: int, counts: Counts, held: I64) -> None:
        """Write down counts by group, and bottlenecks by code and group."""
        for name, found in counts.items():
            self.counts[name][time] = found.reshape(self._shape)
        self.bottlenecks[time] = held.reshape(-1, *self._shape)


def snapshot(stack: Stack, doses: MonthDoses | None = None, *, districts: bool = False) -> Counts:
    """Return the counts of every world as it stands; those of districts where they are wanted."""
    tally = Tally(stack, read_status(stack, doses))
    worlds = Grouping(stack.organizations.world, stack.n_worlds, stack.n_worlds)
    counts = tally.by_world(worlds) | _liaisons(stack) | stack.plugged.observed(stack)
    if not districts:
        return counts
    found = tally.by_group(grouping(stack, "district"))
    covered, registered = (found[name].reshape(stack.n_worlds, -1) for name in _UNEQUAL)
    gap, total = district_gini(covered, registered)
    return counts | {"district_gap": gap, "district_total": total}


_UNEQUAL: Final = ("covered", "registered")


def grouping(stack: Stack, dimension: str) -> Grouping:
    """Return the group of each organization: its world and its place in a dimension."""
    organizations, cells = stack.organizations, stack.cells
    number = _parts(stack, dimension)
    if dimension == "kind":
        part = organizations.kind.astype(np.int64)
    elif dimension == "type":
        part = organizations.type.astype(np.int64)
    elif dimension == "size":
        part = size_class(organizations.staff)
    elif dimension == "district":
        part = cells.district[organizations.cell]
    else:
        part = cells.industry[organizations.cell]
    part += organizations.world * number
    return Grouping(part, stack.n_worlds * number, stack.n_worlds)


def _parts(stack: Stack, dimension: str) -> int:
    """Return the number of groups of a dimension in each world."""
    fixed: dict[str, int] = {"kind": len(Kind), "type": len(Type), "size": len(Size)}
    if dimension in fixed:
        return fixed[dimension]
    place = stack.cells.district if dimension == "district" else stack.cells.industry
    return int(place.max()) + 1


def size_class(staff: F64) -> I64:
    """Return the size class (``codes.Size``) of rounded staff."""
    rounded = np.rint(staff)
    part = np.zeros(len(staff), np.int64)
    for start in SIZE_FROM:
        part += rounded >= start
    return part


def _by_code(held: Codes, groups: Grouping) -> I64:
    """Count bottlenecks by group: [bottleneck, group]. "None" is left at nothing."""
    index = np.multiply(held, groups.size, dtype=np.int64)
    index += groups.index
    found = np.bincount(index, minlength=len(Bottleneck) * groups.size)
    table = found.reshape(len(Bottleneck), groups.size)
    table[Bottleneck.NONE] = 0
    return table


def _liaisons(stack: Stack) -> Counts:
    liaisons, n = stack.liaisons, stack.n_worlds
    rows = np.flatnonzero(liaisons.alive)
    world = liaisons.world[rows]
    # exact: whole numbers
    cases = np.bincount(world, weights=liaisons.cases[rows], minlength=n).astype(np.int64)
    return {"liaisons": np.bincount(world, minlength=n), "cases": cases}


def _horizon(stack: Stack) -> Horizon:
    organizations = stack.organizations
    status = read_status(stack)
    rows = np.flatnonzero(organizations.alive)
    return Horizon(
        organizations.world[rows],
        organizations.identity[rows],
        status.cover[rows] >= Cover.SHELL,
        bottlenecks(stack, status)[rows],
    )

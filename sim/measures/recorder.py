"""The recorder: what is written down of every world, month after month.

Reads: every table, and the doses of anchors. Writes: nothing. Draws: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from sim.measures.bottleneck import bottlenecks
from sim.measures.inequality import district_gini
from sim.measures.status import AnchorDoses, Codes, Cover, Status, read_status
from sim.measures.survival import SurvivalTracker
from sim.measures.tally import Counts, Grouping, tally
from sim.state.codes import SIZE_FROM, Bottleneck, Event, Kind, Size, Type
from sim.state.stack import Stack

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

DIMENSIONS: Final = ("kind", "type", "district", "industry", "size")
GROUP_MONTHS: Final = 12
"""Groups and the ledger are recorded every so many months, and at the horizon."""


@dataclass(frozen=True)
class GroupRecord:
    """Counts by world and group: ``counts[name][year, world, group]``."""

    counts: Counts
    bottlenecks: I64  # [year, bottleneck, world, group]


@dataclass(frozen=True)
class Horizon:
    """Every organization that is registered at the end; arrays of one length."""

    world: I64
    identity: npt.NDArray[np.uint64]
    covered: npt.NDArray[np.bool_]
    bottleneck: Codes


@dataclass(frozen=True)
class Record:
    """What was observed of a stack of worlds; month 0 is before the first step."""

    counts: Counts  # [month, world]
    events: I64  # [month, event, world]
    bottlenecks: I64  # [month, bottleneck, world]
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
        self._counts: list[Counts] = []
        self._events: list[I64] = []
        self._bottlenecks: list[I64] = []
        self._group_months: list[int] = []
        self._groups: dict[str, list[tuple[Counts, I64]]] = {name: [] for name in DIMENSIONS}
        self._survival = SurvivalTracker(stack, months)

    def record(self, doses: AnchorDoses | None = None) -> None:
        """Write down the month that has just been done."""
        stack = self._stack
        status = read_status(stack, doses)
        held = bottlenecks(stack, status)
        worlds = Grouping(stack.organizations.world, stack.n_worlds, stack.n_worlds)
        counts = tally(stack, status, worlds)
        counts |= _liaisons(stack)
        self._events.append(_events(stack))
        self._bottlenecks.append(_by_code(held, worlds, len(Bottleneck)))
        self._survival.look(stack)
        if stack.month % GROUP_MONTHS == 0 or stack.month == self._months:
            self._group_months.append(stack.month)
            if self._ledger is not None:
                self._booked.append(self._ledger.quantity.copy())
            if self._budget is not None:
                self._unmet.append(self._budget.unmet.copy())
            for dimension in DIMENSIONS:
                self._record_groups(dimension, status, held)
            by_district = self._groups["district"][-1][0]
            covered, registered = by_district["covered"], by_district["registered"]
            counts["district_gap"], counts["district_total"] = district_gini(
                _by_world(covered, stack), _by_world(registered, stack)
            )
        else:
            nothing = np.zeros(stack.n_worlds, np.int64)
            counts["district_gap"] = counts["district_total"] = nothing
        self._counts.append(counts)

    def _record_groups(self, dimension: str, status: Status, held: Codes) -> None:
        groups = grouping(self._stack, dimension)
        counts = tally(self._stack, status, groups)
        self._groups[dimension].append((counts, _by_code(held, groups, len(Bottleneck))))

    def finish(self) -> Record:
        """Return everything recorded; the last record is the horizon's."""
        stack = self._stack
        self._survival.close(stack)
        names = self._counts[0]
        groups = {
            dimension: GroupRecord(
                counts={
                    name: np.stack([_by_world(counts[name], stack) for counts, _ in years])
                    for name in years[0][0]
                },
                bottlenecks=np.stack([_by_world(held, stack) for _, held in years]),
            )
            for dimension, years in self._groups.items()
        }
        return Record(
            counts={name: np.stack([month[name] for month in self._counts]) for name in names},
            events=np.stack(self._events),
            bottlenecks=np.stack(self._bottlenecks),
            group_months=np.array(self._group_months, np.int64),
            groups=groups,
            survival=self._survival.ends,
            ledger=np.stack(self._booked) if self._booked else np.zeros((0, 0, 0)),
            unmet=np.stack(self._unmet) if self._unmet else np.zeros((0, 0, 0)),
            horizon=_horizon(stack),
        )


def grouping(stack: Stack, dimension: str) -> Grouping:
    """Return the group of each organization: its world and its place in a dimension."""
    organizations, cells = stack.organizations, stack.cells
    if dimension == "kind":
        part, number = organizations.kind.astype(np.int64), len(Kind)
    elif dimension == "type":
        part, number = organizations.type.astype(np.int64), len(Type)
    elif dimension == "size":
        part, number = size_class(organizations.staff), len(Size)
    elif dimension == "district":
        part, number = cells.district[organizations.cell], int(cells.district.max()) + 1
    else:
        part, number = cells.industry[organizations.cell], int(cells.industry.max()) + 1
    index = organizations.world * number + part
    return Grouping(index, stack.n_worlds * number, stack.n_worlds)


def size_class(staff: npt.NDArray[np.float64]) -> I64:
    """Return the size class (``codes.Size``) of rounded staff."""
    rounded = np.rint(staff)
    part = np.zeros(len(staff), np.int64)
    for start in SIZE_FROM:
        part += rounded >= start
    return part


def _by_world(by_group: I64, stack: Stack) -> I64:
    """Split the last axis, groups, into worlds and their groups."""
    return by_group.reshape(*by_group.shape[:-1], stack.n_worlds, -1)


def _by_code(codes: Codes, groups: Grouping, number: int) -> I64:
    """Count codes by group: [code, group]. Code 0 stands for none and is left at nothing."""
    index = np.multiply(codes, groups.size, dtype=np.int64)
    index += groups.index
    found = np.bincount(index, minlength=number * groups.size).reshape(number, groups.size)
    found[0] = 0
    return found


def _liaisons(stack: Stack) -> Counts:
    liaisons, n = stack.liaisons, stack.n_worlds
    rows = np.flatnonzero(liaisons.alive)
    world = liaisons.world[rows]
    # exact: whole numbers
    cases = np.bincount(world, weights=liaisons.cases[rows], minlength=n).astype(np.int64)
    return {"liaisons": np.bincount(world, minlength=n), "cases": cases}


def _events(stack: Stack) -> I64:
    """Count the events of the month: [event, world]."""
    found = np.zeros((len(Event), stack.n_worlds), np.int64)
    for batch in stack.events:
        found[batch.kind] += np.bincount(batch.world, minlength=stack.n_worlds)
    return found


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

"""From what the recorder wrote down to the columns of the tables, the ledger's among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.measures.counts import GROUPED
from sim.measures.recorder import Record
from sim.measures.survival import BranchClass
from sim.plan.place import Place
from sim.results.parquet import booleans, codes, counts, empty, integers, numbers
from sim.state.codes import Bottleneck, Event, Kind, Size, Type
from sim.worlds import Worlds

I64 = npt.NDArray[np.int64]
Block = Mapping[str, Any]

EVENT_NAMES: Final = tuple(event.name.lower() for event in Event)
BOTTLENECK_NAMES: Final = tuple(link.name.lower() for link in Bottleneck)
CLASS_NAMES: Final = tuple(entry.name.lower() for entry in BranchClass)


@dataclass(frozen=True)
class Frame:
    """What the worlds of a record are, in their order: alternatives by name, and replicates."""

    alternatives: tuple[str, ...]
    alternative: I64
    replicate: I64
    place: Place

    def worlds(self, world: I64, *, short: bool = False) -> dict[str, Any]:
        """Return the columns that say which world each row is of; ``short`` in 32 bits."""
        replicate = self.replicate[world]
        return {
            "alternative": codes(self.alternative[world], self.alternatives),
            "replicate": counts(replicate.astype(np.int32)) if short else integers(replicate),
        }


def group_names(place: Place, dimension: str) -> tuple[str, ...]:
    """Return every group of a dimension in its order."""
    named: dict[str, Sequence[str]] = {
        "kind": [kind.name.lower() for kind in Kind],
        "type": [entry.name.lower() for entry in Type],
        "size": [size.name.lower() for size in Size],
        "district": place.district_ids,
        "industry": place.industry_ids,
    }
    return tuple(named[dimension])


def counted(record: Record, frame: Frame) -> Iterator[Block]:
    """Yield every count: a block of worlds, rows by world and month, then one a dimension."""
    months, worlds = record.counts["registered"].shape
    rows = months * worlds
    yield {
        **frame.worlds(np.repeat(np.arange(worlds), months), short=True),
        "month": counts(np.tile(np.arange(months, dtype=np.int32), worlds)),
        "dimension": codes(np.zeros(rows), ["all"]),
        "group": codes(np.zeros(rows), [""]),
        **{name: counts(found.T.ravel()) for name, found in record.counts.items()},
    }
    for dimension in record.groups:
        yield _grouped(record, frame, dimension)


def _grouped(record: Record, frame: Frame, dimension: str) -> Block:
    """Return a dimension: rows by world, group and month.

    A group that no organization of the world was in when groups were recorded is left out.
    """
    found = record.groups[dimension].counts
    years = len(record.group_months)
    registered = found["registered"].reshape(years, -1)
    present = np.flatnonzero(registered.any(0))
    world, group = np.divmod(present, registered.shape[1] // len(frame.replicate))
    rows = len(present) * years

    def column(name: str) -> Any:
        by_group = np.ascontiguousarray(found[name].reshape(years, -1).T)
        return counts(by_group[present].ravel())

    return {
        **frame.worlds(np.repeat(world, years), short=True),
        "month": counts(np.tile(record.group_months.astype(np.int32), len(present))),
        "dimension": codes(np.zeros(rows), [dimension]),
        "group": codes(np.repeat(group, years), group_names(frame.place, dimension)),
        **{name: column(name) for name in GROUPED},
        **{name: empty(name, "counts", rows) for name in record.counts if name not in found},
    }


def events(record: Record, frame: Frame) -> Block:
    """Return the events of every month in which there were any."""
    world, month, kind = np.nonzero(record.events.transpose(2, 0, 1))
    return {
        **frame.worlds(world),
        "month": integers(month),
        "event": codes(kind, EVENT_NAMES),
        "number": integers(record.events[month, kind, world]),
    }


def bottlenecks(record: Record, frame: Frame) -> Iterator[Block]:
    """Yield what holds organizations back: every month in all, and by group with the groups."""
    world, month, link = np.nonzero(record.bottlenecks.transpose(2, 0, 1))
    yield {
        **frame.worlds(world),
        "month": integers(month),
        "dimension": codes(np.zeros(len(world)), ["all"]),
        "group": codes(np.zeros(len(world)), [""]),
        "bottleneck": codes(link, BOTTLENECK_NAMES),
        "number": integers(record.bottlenecks[month, link, world]),
    }
    for dimension, groups in record.groups.items():
        world, group, year, link = np.nonzero(groups.bottlenecks.transpose(2, 3, 0, 1))
        yield {
            **frame.worlds(world),
            "month": integers(record.group_months[year]),
            "dimension": codes(np.zeros(len(world)), [dimension]),
            "group": codes(group, group_names(frame.place, dimension)),
            "bottleneck": codes(link, BOTTLENECK_NAMES),
            "number": integers(groups.bottlenecks[year, link, world, group]),
        }


def survival(record: Record, frame: Frame) -> Block:
    """Return the durations of branches at which any failed or was last seen."""
    ends = record.survival.transpose(3, 0, 1, 2)
    world, entry, duration = np.nonzero(ends.any(-1))
    return {
        **frame.worlds(world),
        "branches": codes(entry, CLASS_NAMES),
        "duration": integers(duration),
        "failed": integers(ends[world, entry, duration, 0]),
        "censored": integers(ends[world, entry, duration, 1]),
    }


def organizations(record: Record, frame: Frame) -> Block:
    """Return every organization on the register at the horizon, by world and identity."""
    horizon = record.horizon
    order = np.lexsort((horizon.identity, horizon.world))
    return {
        **frame.worlds(horizon.world[order]),
        "organization": integers(horizon.identity[order].astype(np.int64)),
        "covered": booleans(horizon.covered[order]),
        "bottleneck": codes(horizon.bottleneck[order], BOTTLENECK_NAMES),
    }


def parameters(values: Mapping[str, npt.NDArray[np.float64]], frame: Frame) -> Block:
    """Return what holds in each replicate: that of its first alternative, as of all."""
    worlds = np.flatnonzero(frame.alternative == frame.alternative[0])
    names = tuple(values)
    return {
        "replicate": integers(np.repeat(frame.replicate[worlds], len(names))),
        "parameter": codes(np.tile(np.arange(len(names)), len(worlds)), names),
        "value": numbers(np.column_stack([values[name][worlds] for name in names]).ravel()),
    }


F64 = npt.NDArray[np.float64]

UNMET: Final = "unmet_demand"
"""Item of the rows that say what a cap left unpaid."""


def ledger(record: Record, frame: Frame, worlds: Worlds) -> Block:
    """Return quantities and amounts of every year in which there were any.

    A line is a cost of a policy of one alternative; it books nothing in the worlds of others.
    Rows of unmet demand follow, one a policy, committee and year, with nothing booked.
    """
    lines, levers = worlds.ledger.lines, worlds.doses.levers
    year, line, row, quantity = _nonzero(record.ledger, worlds)
    missed, lever, where, unmet = _nonzero(record.unmet, worlds)
    unit = np.array([entry.cost.unit for entry in lines], np.float64)[line]
    burden = np.array([entry.cost.burden for entry in lines], bool)[line]
    payers = ["" if entry.cost.hours else entry.cost.payer for entry in lines] + [""] * len(levers)
    policies = [entry.id or entry.policy for entry in lines]
    policies += [entry.policy.id or entry.policy.name for entry in levers]
    items = [*(entry.cost.item for entry in lines), *(UNMET for _ in levers)]
    named = np.concatenate([line, lever + len(lines)])
    committee = np.concatenate([row, where])
    none = np.zeros(len(lever))

    return {
        **frame.worlds(worlds.committees.world[committee]),
        "month": integers(record.group_months[1:][np.concatenate([year, missed])]),
        "committee": _committees(committee, frame, worlds),
        "policy": _named(named, policies),
        "item": _named(named, items),
        "burden": booleans(np.concatenate([burden, none.astype(bool)])),
        "payer": _named(named, payers),
        "quantity": numbers(np.concatenate([quantity, none])),
        "unit_cost": numbers(np.concatenate([unit, none])),
        "amount": numbers(np.concatenate([quantity * unit, none])),
        "unmet": numbers(np.concatenate([np.zeros(len(line)), unmet])),
    }


def _nonzero(cumulative: F64, worlds: Worlds) -> tuple[I64, I64, I64, F64]:
    """Return (year, line or lever, committee row, value of the year) where there was any."""
    if not cumulative.size:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing, np.zeros(0)
    yearly = np.diff(cumulative, axis=0)
    order = np.lexsort((np.arange(yearly.shape[2]), worlds.committees.world))
    row, year, line = np.nonzero(yearly[:, :, order].transpose(2, 0, 1))
    return year, line, order[row], yearly[year, line, order[row]]


def _committees(row: I64, frame: Frame, worlds: Worlds) -> object:
    """Return the level and the place of committees."""
    districts, industries = frame.place.district_ids, frame.place.industry_ids
    names = [f"district:{name}" for name in districts] + [f"industry:{name}" for name in industries]
    committees = worlds.committees
    shift = np.where(committees.industrial[row], len(districts), 0)
    return codes(committees.place[row] + shift, names)


def _named(index: I64, names: Sequence[str]) -> object:
    """Return a text column from codes whose names may repeat."""
    distinct = list(dict.fromkeys(names))
    place = np.array([distinct.index(name) for name in names], np.int64)
    return codes(place[index], distinct)

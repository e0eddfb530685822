"""From what the recorder wrote down to the columns of the tables."""

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

    def groups(self, dimension: str) -> tuple[str, ...]:
        """Return the names of a dimension's groups."""
        named: dict[str, Sequence[str]] = {
            "kind": [kind.name.lower() for kind in Kind],
            "type": [entry.name.lower() for entry in Type],
            "size": [size.name.lower() for size in Size],
            "district": self.place.district_ids,
            "industry": self.place.industry_ids,
        }
        return tuple(named[dimension])

    def worlds(self, world: I64, *, short: bool = False) -> dict[str, Any]:
        """Return the columns that say which world each row is of; ``short`` in 32 bits."""
        replicate = self.replicate[world]
        return {
            "alternative": codes(self.alternative[world], self.alternatives),
            "replicate": counts(replicate.astype(np.int32)) if short else integers(replicate),
        }


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
        "group": codes(np.repeat(group, years), frame.groups(dimension)),
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
            "group": codes(group, frame.groups(dimension)),
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

"""From what the recorder wrote down to the columns of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.measures.catalogue import MEASURES
from sim.measures.recorder import Record
from sim.measures.survival import BranchClass
from sim.results.parquet import booleans, codes, integers, numbers
from sim.scenario.place import Place
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

    def worlds(self, world: I64) -> dict[str, Any]:
        """Return the columns that say which world each row is of."""
        return {
            "alternative": codes(self.alternative[world], self.alternatives),
            "replicate": integers(self.replicate[world]),
        }


def series(record: Record, frame: Frame) -> Iterator[Block]:
    """Yield a block a measure, rows by world and month, then a block a dimension of groups."""
    months, worlds = record.counts["registered"].shape
    nothing = np.zeros(months * worlds, np.int64)
    where = {
        **frame.worlds(np.repeat(np.arange(worlds), months)),
        "month": integers(np.tile(np.arange(months), worlds)),
        "dimension": codes(nothing, ["all"]),
        "group": codes(nothing, [""]),
    }
    for name, measure in MEASURES.items():
        top = record.counts[measure.numerator].T.ravel() * measure.scale
        plain = measure.denominator is None
        bottom = nothing if plain else record.counts[measure.denominator or ""].T.ravel()
        block: Block = where | {
            "measure": codes(nothing, [name]),
            "numerator": numbers(top),
            "denominator": integers(bottom, np.full(len(top), plain)),
        }
        if name == "district_inequality":
            block = _rows(block, np.isin(np.tile(np.arange(months), worlds), record.group_months))
        yield block
    for dimension in record.groups:
        yield _grouped(record, frame, dimension)


def _grouped(record: Record, frame: Frame, dimension: str) -> Block:
    """Return a dimension: rows by measure, then world, group and month.

    A group that no organization of the world has been in when groups were recorded is left out.
    """
    counts = record.groups[dimension].counts
    names = [name for name, measure in MEASURES.items() if measure.grouped]
    present = np.argwhere(counts["registered"].any(0))
    years, (world, group) = len(record.group_months), present.T
    rows, repeat = len(world) * years, len(names)

    def column(count: str) -> I64:
        return counts[count][:, world, group].T.ravel()

    top = [column(MEASURES[name].numerator) * MEASURES[name].scale for name in names]
    below = [MEASURES[name].denominator for name in names]
    bottom = [np.zeros(rows, np.int64) if count is None else column(count) for count in below]
    plain = np.repeat(np.array([count is None for count in below]), rows)
    return {
        **frame.worlds(np.tile(np.repeat(world, years), repeat)),
        "month": integers(np.tile(record.group_months, len(world) * repeat)),
        "dimension": codes(np.zeros(rows * repeat), [dimension]),
        "group": codes(np.tile(np.repeat(group, years), repeat), frame.groups(dimension)),
        "measure": codes(np.repeat(np.arange(repeat), rows), names),
        "numerator": numbers(np.concatenate(top)),
        "denominator": integers(np.concatenate(bottom), plain),
    }


def _rows(block: Block, keep: npt.NDArray[np.bool_]) -> Block:
    return {name: column.filter(booleans(keep)) for name, column in block.items()}


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
    """Return the parameters of each replicate: those of its first alternative, as of all."""
    worlds = np.flatnonzero(frame.alternative == frame.alternative[0])
    names = tuple(values)
    return {
        "replicate": integers(np.repeat(frame.replicate[worlds], len(names))),
        "parameter": codes(np.tile(np.arange(len(names)), len(worlds)), names),
        "value": numbers(np.column_stack([values[name][worlds] for name in names]).ravel()),
    }

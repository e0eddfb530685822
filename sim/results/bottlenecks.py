"""What holds uncovered organizations back, over the replicates of a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.results.parquet import booleans, places, values
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES

F64 = npt.NDArray[np.float64]


def shares(results: Results, alternative: str) -> F64:
    """Return each bottleneck's share of operating organizations without a branch.

    Indexed by ``codes.Bottleneck``; the mean over replicates of what is found in each, at the
    horizon. Replicates in which nothing is uncovered don't count.
    """
    table = results.table("bottlenecks")
    place = results.alternatives.index(alternative)
    mine = places(table["alternative"], results.alternatives) == place
    all_of_them = places(table["dimension"], ["all"]) == 0
    at_the_time = values(table["month"]) == results.months
    table = table.filter(booleans(mine & all_of_them & at_the_time))
    row = np.searchsorted(results.replicates, values(table["replicate"]))
    found = np.zeros((len(results.replicates), len(BOTTLENECK_NAMES)))
    found[row, places(table["bottleneck"], BOTTLENECK_NAMES)] = values(table["number"])
    total = found.sum(1, keepdims=True)
    held = found[total[:, 0] > 0] / total[total[:, 0] > 0]
    return np.asarray(held.mean(0) if len(held) else np.zeros(len(BOTTLENECK_NAMES)), np.float64)


@dataclass(frozen=True)
class Course:
    """What holds uncovered organizations back over time: mean numbers over replicates.

    ``numbers`` is [group, month, bottleneck], of operating organizations without a branch; a
    sampled place is scaled up. ``groups`` is ``("",)`` in the dimension ``all``.
    """

    alternative: str
    dimension: str
    groups: tuple[str, ...]
    months: tuple[int, ...]
    numbers: F64

    def shares(self) -> F64:
        """Return each bottleneck's share of a group and month; 0 where nothing is uncovered."""
        total: F64 = self.numbers.sum(-1, keepdims=True)
        shares: F64 = self.numbers / np.maximum(total, np.finfo(np.float64).tiny)
        return shares


def course(results: Results, alternative: str, dimension: str = "all") -> Course:
    """Return the bottlenecks of an alternative at each year and at the horizon, by group."""
    months = tuple(sorted({*range(0, results.months + 1, 12), results.months}))
    table = results.table("bottlenecks")
    mine = places(table["alternative"], results.alternatives)
    mine = mine == results.alternatives.index(alternative)
    when = np.full(results.months + 1, -1)
    when[list(months)] = np.arange(len(months))
    month = when[values(table["month"])]
    kept = mine & (places(table["dimension"], [dimension]) == 0) & (month >= 0)
    table = table.filter(booleans(kept))
    named = {text for part in table["group"].chunks for text in part.dictionary.to_pylist()}
    order = sorted(named)
    group = places(table["group"], order)
    present = np.unique(group)
    found = np.zeros((len(order), len(months), len(BOTTLENECK_NAMES)))
    link = places(table["bottleneck"], BOTTLENECK_NAMES)
    np.add.at(found, (group, month[kept], link), values(table["number"]))
    found *= results.weight / len(results.replicates)
    groups = tuple(order[number] for number in present)
    return Course(alternative, dimension, groups, months, found[present])

"""What a run says by group of organizations: measures, and what holds the uncovered back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import Band, ratio
from sim.measures.catalogue import MEASURES
from sim.present.answer import verdict
from sim.results.compare import Tally
from sim.results.parquet import booleans, places, values
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES, group_names

F64 = npt.NDArray[np.float64]

FEWEST: Final = 20
"""Organizations below which nothing simulated is said of a group."""


@dataclass(frozen=True)
class ByGroup:
    """Numerators and denominators of a share: [group, alternative, replicate], scaled up."""

    dimension: str
    groups: tuple[str, ...]
    above: F64
    below: F64

    @property
    def size(self) -> F64:
        """Mean organizations of each group in the reference."""
        found: F64 = self.below[:, 0].mean(1)
        return found

    def large(self, group: int) -> bool:
        """Whether enough organizations are there to say something of them."""
        return bool(np.median(self.below[group, 0]) >= FEWEST)

    def level(self, group: int) -> tuple[Band, Band]:
        """Return the counted organizations and all of them under the reference."""
        return Band.of(self.above[group, 0]), Band.of(self.below[group, 0])

    def added(self, group: int, alternative: int) -> Band | None:
        """Return the organizations that an alternative adds; None without a clear difference.

        Clear is what :func:`~sim.present.answer.verdict` calls better or worse: among many groups
        some lead by chance.
        """
        shares = ratio(self.above[group], self.below[group])
        told = verdict(Tally.of_difference(shares[alternative] - shares[0]))
        apart = self.above[group, alternative] - self.above[group, 0]
        return Band.of(apart) if told in ("better", "worse") else None


def by_group(results: Results, dimension: str, measure: str) -> ByGroup:
    """Return a share by the groups of a dimension that there are, at the horizon."""
    groups, above, below = _counted(results, dimension, measure, [results.months])
    return ByGroup(dimension, groups, above[..., 0], below[..., 0])


def grouped(results: Results, measure: str, dimension: str) -> dict[str, F64]:
    """Return a measure by group: [alternative, replicate, year], at the run's years.

    Groups stand in the order of the scenario, those that never had anything to count left out.
    """
    groups, above, below = _counted(results, dimension, measure, results.years)
    plain = MEASURES[measure].denominator is None
    found = above if plain else ratio(above, below)
    return {
        name: found[number]
        for number, name in enumerate(groups)
        if np.nan_to_num(found[number]).any() or below[number].any()
    }


def _counted(
    results: Results, dimension: str, measure: str, months: Sequence[int]
) -> tuple[tuple[str, ...], F64, F64]:
    """Return the groups that there are, numerators and denominators by group, scaled up.

    They are [group, alternative, replicate, month]; a plain number has denominators of zero.
    """
    table = results.series([measure], dimension=dimension)
    when = _places_of(results, months)
    table = table.filter(booleans(when[values(table["month"])] >= 0))
    present = {*table["group"].unique().to_pylist()}
    names = tuple(
        name for name in group_names(results.scenario.place, dimension) if name in present
    )
    above, below = np.zeros(
        (2, len(names), len(results.alternatives), len(results.replicates), len(months))
    )
    at = (
        places(table["group"], names),
        places(table["alternative"], results.alternatives),
        np.searchsorted(results.replicates, values(table["replicate"])),
        when[values(table["month"])],
    )
    above[at] = values(table["numerator"]) * results.weight
    if MEASURES[measure].denominator is not None:
        below[at] = values(table["denominator"]) * results.weight
    return names, above, below


def _places_of(results: Results, months: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return by month of the run its position among some months, -1 for others."""
    found = np.full(results.months + 1, -1)
    found[list(months)] = np.arange(len(months))
    return found


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
    table = results.table("bottlenecks")
    month = _places_of(results, results.years)[values(table["month"])]
    mine = places(table["alternative"], [alternative]) == 0
    kept = mine & (places(table["dimension"], [dimension]) == 0) & (month >= 0)
    table = table.filter(booleans(kept))
    groups = tuple(sorted({*table["group"].unique().to_pylist()}))
    found = np.zeros((len(groups), len(results.years), len(BOTTLENECK_NAMES)))
    link = places(table["bottleneck"], BOTTLENECK_NAMES)
    np.add.at(found, (places(table["group"], groups), month[kept], link), values(table["number"]))
    found *= results.weight / len(results.replicates)
    return Course(alternative, dimension, groups, results.years, found)

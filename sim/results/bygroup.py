"""A share by group of organizations at the horizon, and where groups differ clearly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import Band, ratio
from sim.present.answer import verdict
from sim.results.compare import Tally
from sim.results.parquet import booleans, places, values
from sim.results.reading import Results
from sim.results.tabulate import Frame

F64 = npt.NDArray[np.float64]

FEWEST: Final = 20
"""Organizations below which nothing simulated is said of a group."""

_NOBODY: Final = np.zeros(0, np.int64)


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

    @property
    def shares(self) -> F64:
        """The share; not a number where a world has nobody there."""
        found: F64 = ratio(self.above, self.below)
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
        apart = self.above[group, alternative] - self.above[group, 0]
        shares = self.shares[group]
        told = verdict(Tally.of_difference(shares[alternative] - shares[0]))
        return Band.of(apart) if told in ("better", "worse") else None


def by_group(results: Results, dimension: str, measure: str) -> ByGroup:
    """Return a share by the groups of a dimension that there are, at the horizon."""
    table = results.series([measure], dimension=dimension)
    table = table.filter(booleans(values(table["month"]) == results.months))
    present = {str(name) for name in table["group"].unique().to_pylist()}
    frame = Frame(results.alternatives, _NOBODY, _NOBODY, results.scenario.place)
    names = tuple(name for name in frame.groups(dimension) if name in present)
    shape = (len(names), len(results.alternatives), len(results.replicates))
    top, bottom = np.zeros(shape), np.zeros(shape)
    at = (
        places(table["group"], names),
        places(table["alternative"], results.alternatives),
        np.searchsorted(results.replicates, values(table["replicate"])),
    )
    top[at] = values(table["numerator"]) * results.weight
    bottom[at] = values(table["denominator"]) * results.weight
    return ByGroup(dimension, names, top, bottom)

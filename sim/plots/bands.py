"""Medians and bands over worlds, from values by replicate and month; no drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.present.numbers import FEWEST_FOR_A_BAND

if TYPE_CHECKING:
    from sim.results.reading import Results

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Bands:
    """Quantiles by month over the worlds that have a value; ``months`` are those with any.

    ``bands`` are pairs of lower and upper limits, the widest first: what 90 and 50 % of worlds lie
    between. Where there are too few for that, they are the outermost worlds; of one world, none.
    """

    months: I64
    median: F64
    bands: tuple[tuple[F64, F64], ...]

    @property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest value."""
        every = [self.median, *(limit for band in self.bands for limit in band)]
        if not len(self.median):
            return 0.0, 0.0
        return float(min(map(np.min, every))), float(max(map(np.max, every)))


def bands(values: F64, months: npt.ArrayLike) -> Bands:
    """Return the bands of values by [replicate, month]."""
    known = ~np.isnan(values).all(0)
    found = values[:, known]
    at = np.asarray(months, np.int64)[known]
    if not len(at):
        return Bands(at, np.zeros(0), ())
    pairs = [(0.05, 0.95), (0.25, 0.75)] if len(values) >= FEWEST_FOR_A_BAND else [(0.0, 1.0)]
    if len(values) == 1:
        pairs = []
    limits = [tuple(np.nanquantile(found, pair, axis=0)) for pair in pairs]
    return Bands(at, np.nanquantile(found, 0.5, axis=0), tuple((low, high) for low, high in limits))


def years(results: Results) -> tuple[int, ...]:
    """Return the months at which groups are counted: each year's start, and the horizon."""
    return tuple(sorted({*range(0, results.months + 1, 12), results.months}))


def grouped(results: Results, measure: str, dimension: str) -> dict[str, F64]:
    """Return a measure by group: [alternative, replicate, year], at :func:`years`.

    Groups stand in the order of the scenario, those that never had anything to count left out.
    """
    from sim.measures.base import ratio
    from sim.measures.catalogue import MEASURES
    from sim.results.parquet import places, values

    table = results.series([measure], dimension=dimension)
    when = np.full(results.months + 1, -1)
    when[list(years(results))] = np.arange(len(years(results)))
    month = when[values(table["month"])]
    here = {text for part in table["group"].chunks for text in part.dictionary.to_pylist()}
    groups = [name for name in group_order(results, dimension) if name in here]
    group = places(table["group"], groups)
    at = (
        group,
        places(table["alternative"], results.alternatives),
        np.searchsorted(results.replicates, values(table["replicate"])),
        month,
    )
    keep = (month >= 0) & (group >= 0)
    kept = tuple(index[keep] for index in at)
    shape = (len(groups), len(results.alternatives), len(results.replicates), len(years(results)))
    top, bottom = np.zeros(shape), np.zeros(shape)
    np.add.at(top, kept, values(table["numerator"])[keep])
    if MEASURES[measure].denominator is None:
        found = top * results.weight
    else:
        np.add.at(bottom, kept, values(table["denominator"])[keep])
        found = ratio(top, bottom)
    return {
        name: found[number]
        for number, name in enumerate(groups)
        if np.nan_to_num(found[number]).any() or bottom[number].any()
    }


def group_order(results: Results, dimension: str) -> tuple[str, ...]:
    """Return every group of a dimension in its order."""
    from sim.state.codes import Kind, Size, Type

    place = results.scenario.place
    return {
        "kind": tuple(entry.name.lower() for entry in Kind),
        "type": tuple(entry.name.lower() for entry in Type),
        "size": tuple(entry.name.lower() for entry in Size),
        "district": tuple(place.district_ids),
        "industry": tuple(place.industry_ids),
    }[dimension]

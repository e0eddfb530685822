"""What a run came to, prepared once for every chart and table of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.app.planner.html import Tile
from sim.locale import pick
from sim.measures.base import QUANTILES
from sim.measures.catalogue import MEASURES
from sim.present.answer import Answer
from sim.present.numbers import NOTHING, percent
from sim.report import answer, assumptions, groups, limits, money, outcomes
from sim.report.blocks import Block, Table
from sim.results import leading
from sim.results.answering import answer as answered
from sim.results.compare import Comparison
from sim.results.groups import Course, course
from sim.results.parquet import booleans, places, values
from sim.results.reading import Results

F64 = npt.NDArray[np.float64]

MEASURED: Final = (
    "effective_coverage",
    "organization_coverage",
    "reported_coverage",
    "hollow_share",
    "work_coverage",
    "member_coverage",
    "effective_coverage_of_base",
)
"""Measures that the page draws over time."""

PAPER: Final = ("reported_coverage", "effective_coverage_of_base")
"""On paper and in effect, of the same base: what lies between them is hollow."""


@dataclass(frozen=True)
class Outcome:
    """A run and what is derived from it; reading takes a while, so do it in a thread."""

    results: Results
    found: Comparison
    whole: bool = True
    """False for the first part of a run: nothing is concluded from it."""
    _kept: dict[str, F64] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, folder: Path, replicates: int, *, whole: bool = True) -> Outcome:
        """Read a run's first replicates, ``whole`` if they are all of them."""
        results = Results(folder, replicates=replicates)
        return cls(results, results.compare(), whole)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Ids, the baseline first."""
        return self.results.alternatives

    @cached_property
    def months(self) -> list[str]:
        """Names of all months; the first is the one before the start."""
        scenario = self.results.scenario
        return [scenario.month_name(month - 1) for month in range(self.results.months + 1)]

    def values(self, measure: str) -> F64:
        """Return a measure by [alternative, replicate, month]."""
        if measure not in self._kept:
            every = range(self.results.months + 1)
            self._kept[measure] = self.results.cube([measure], every)[0]
        return self._kept[measure]

    def bands(self, measure: str) -> F64:
        """Return quantiles of a measure: [alternative, quantile, month]."""
        return _quantiles(self.values(measure))

    def apart(self, measure: str) -> F64:
        """Return quantiles of the paired difference from the baseline, likewise."""
        found = self.values(measure)
        return _quantiles(found - found[:1])

    def read_ahead(self, measures: Sequence[str]) -> None:
        """Read what charts will ask for."""
        assert len(self.courses) == len(self.alternatives)
        for measure in measures:
            self.values(measure)

    @cached_property
    def courses(self) -> dict[str, Course]:
        """What holds organizations back over the years, by alternative."""
        return {name: course(self.results, name) for name in self.alternatives}


def _quantiles(values: F64) -> F64:
    """Return quantiles over replicates: [alternative, quantile, month]; nan where all are."""
    known = np.asarray(~np.isnan(values).all(axis=1))
    found = np.full((values.shape[0], len(QUANTILES), values.shape[2]), np.nan)
    for number, row in enumerate(known):
        if row.any():
            found[number][:, row] = np.nanquantile(values[number][:, row], QUANTILES, axis=0)
    return found


def is_share(measure: str) -> bool:
    """Whether a measure is shown in percent."""
    return MEASURES[measure].is_share


@dataclass(frozen=True)
class Prepared:
    """Tables in the words of one language, and the districts under each alternative.

    Without an alternative there is nothing to compare: those tables are empty.
    """

    answer: Answer
    question: str
    facts: Sequence[Block]
    """The facts, and what becomes of the place if nothing new is done."""
    concluded: Sequence[Block]
    leading: Sequence[Table]
    """The row of each alternative, and the three questions."""
    values: Table
    differences: Sequence[Table]
    gains: Sequence[Table]
    by_group: Sequence[Block]
    money: Sequence[Table]
    causes: Table
    assumed: Sequence[Block]
    tiles: Mapping[str, Sequence[Tile]]


def prepare(outcome: Outcome) -> Prepared:
    """Prepare a run in the current language, and read what its charts need."""
    outcome.read_ahead(MEASURED)
    found = outcome.found
    compared = len(outcome.alternatives) > 1
    known = answered(outcome.results, whole=outcome.whole)
    facts, nothing_new, *concluded = answer.said(known)
    turned = [*leading.overturning(known)] if compared else []
    return Prepared(
        answer=known,
        question=answer.question(outcome.results),
        facts=[facts, nothing_new],
        concluded=concluded,
        leading=[answer.gains_table(known), answer.asked(known, turned)] if compared else [],
        values=outcomes.values(found),
        differences=[outcomes.differences(found)] if compared else [],
        gains=[groups.counts(found)] if compared else [],
        by_group=groups.by_group(outcome.results, known) if compared else [],
        money=[money.table(found)] if compared else [],
        causes=outcomes.causes(outcome.results),
        assumed=[
            *assumptions.section(outcome.results).blocks,
            *limits.limits(outcome.results).blocks,
        ],
        tiles={name: at_end(outcome.results, name) for name in outcome.alternatives},
    )


def at_end(results: Results, alternative: str) -> list[Tile]:
    """Return the districts at the horizon: the median over worlds of effective coverage."""
    scenario = results.scenario
    place = scenario.place
    table = results.series(["effective_coverage"], dimension="district")
    side = results.alternatives.index(alternative)
    mine = places(table["alternative"], results.alternatives) == side
    table = table.filter(booleans(mine & (values(table["month"]) == results.months)))
    present = [str(text) for text in table["group"].unique().to_pylist()]
    group = places(table["group"], present)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = values(table["numerator"]) / values(table["denominator"])
    tiles = []
    for number, name in enumerate(place.district_ids):
        known = share[group == present.index(name)] if name in present else share[:0]
        known = known[np.isfinite(known)]
        middle = float(np.median(known)) if len(known) else None
        text = NOTHING if middle is None else percent(middle)
        tiles.append(Tile(pick(place.district_titles[number]), middle, text, place.tiles[number]))
    return tiles

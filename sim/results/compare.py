"""Alternatives against the baseline, replicate by replicate: the only comparison there is.

A replicate meets the same draws under every alternative, so a difference within a replicate is
caused by the policies. Bands are quantiles over replicates: parameters and chance together.

What alternatives gain and lose is counted organization by organization. How often one is above
another is a count of replicates and never a probability. Each replicate draws again what cannot be
learnt from data. So the count says how far a ranking depends on it, which one ranking of medians
would hide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.errors import InputError
from sim.locale import _
from sim.measures.base import Band
from sim.present.notebook import comparison_page
from sim.present.numbers import k_of_n
from sim.results.costs import Costs, costs
from sim.results.parquet import places, values
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.state.codes import Bottleneck
from sim.text.hints import known_name

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.reading import Results


F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

RIVALRY: Final = (
    Bottleneck.NO_CONTACT, Bottleneck.NO_PARTNER, Bottleneck.NO_SECRETARY, Bottleneck.NO_CAPACITY,
)  # fmt: skip
"""Links at which organizations compete: a visit, a partner, a secretary, an act of founding."""


@dataclass(frozen=True)
class Gains:
    """Counts by replicate, at the horizon, of organizations registered in both worlds.

    ``gained``: covered under the alternative only. ``lost``: covered in the baseline only.
    ``displaced``: those of the lost that wait for what organizations compete for, rather than for
    their own head, members or type. They compete for a contact, a partner, a secretary and an act
    of founding. A sampled place is scaled up.
    """

    gained: F64
    lost: F64
    displaced: F64


def gains(results: Results) -> dict[str, Gains]:
    """Return the gains of every alternative but the baseline."""
    names, replicates = results.alternatives, len(results.replicates)
    found = np.zeros((3, len(names), replicates))
    for replicate, worlds in _worlds(results):
        identity, covered, _held = worlds[0]
        for number, (own, mine, held) in enumerate(worlds[1:], start=1):
            _both, at, there = np.intersect1d(identity, own, return_indices=True)
            before, after = covered[at], mine[there]
            lost = before & ~after
            counts = (after & ~before, lost, lost & np.isin(held[there], RIVALRY))
            found[:, number, replicate] = [np.count_nonzero(mask) for mask in counts]
    found *= results.weight
    return {name: Gains(*found[:, number]) for number, name in enumerate(names) if number}


World = tuple[I64, npt.NDArray[np.bool_], I64]


def _worlds(results: Results) -> Iterator[tuple[int, list[World]]]:
    """Yield the organizations of each replicate: identity, covered, bottleneck by alternative."""
    table = results.table("organizations")
    number = len(results.alternatives)
    row = np.searchsorted(results.replicates, values(table["replicate"]))
    world = row * number + places(table["alternative"], results.alternatives)
    order = np.argsort(world, kind="stable")
    identity = values(table["organization"])[order]
    covered = values(table["covered"])[order]
    held = places(table["bottleneck"], BOTTLENECK_NAMES)[order]
    ends = np.searchsorted(world[order], np.arange(len(results.replicates) * number + 1))
    for replicate in range(len(results.replicates)):
        slices = [
            slice(ends[w], ends[w + 1]) for w in range(replicate * number, (replicate + 1) * number)
        ]
        yield replicate, [(identity[s], covered[s], held[s]) for s in slices]


@dataclass(frozen=True)
class Difference:
    """A paired difference; ``share_higher`` is the share of replicates in which it is above 0.

    ``narrowing`` says how much pairing narrows the band. It is the standard deviation of the
    difference of independent runs, over that of the paired ones (not a number where these do not
    differ).
    """

    band: Band
    share_higher: float
    narrowing: float

    @classmethod
    def of(cls, alternative: F64, baseline: F64) -> Difference:
        """Return the difference of two arrays by replicate."""
        known = ~(np.isnan(alternative) | np.isnan(baseline))
        a, b = alternative[known], baseline[known]
        if not len(a):
            return cls(Band(np.nan, np.nan, np.nan), np.nan, np.nan)
        paired = float(np.std(a - b))
        alone = float(np.sqrt(np.var(a) + np.var(b)))
        narrowing = alone / paired if paired > 0 else np.nan
        return cls(Band.of(a - b), float(np.count_nonzero(a > b)) / len(a), narrowing)


Kept = TypeVar("Kept")


class ByAlternative(dict[str, Kept]):
    """Something of each alternative; a wrong name is answered with the nearest."""

    def __missing__(self, name: str) -> NoReturn:
        known_name(name, [*self], _('There is no alternative "{name}". {hint}'))
        raise KeyError(name)


@dataclass(frozen=True)
class Comparison:
    """Values and differences of every measure at the start of each year and at the horizon."""

    results: Results
    measures: tuple[str, ...]
    months: tuple[int, ...]
    values: F64  # [measure, alternative, replicate, month]

    def value(self, measure: str, alternative: str, month: int | None = None) -> Band:
        """Return the band of a measure over replicates, at the horizon unless a month is given.

        Shares lie between 0 and 1. ``InputError`` as of :meth:`by_world`.
        """
        return Band.of(self.by_world(measure, alternative, month))

    def difference(self, measure: str, alternative: str, month: int | None = None) -> Difference:
        """Return the paired difference from the baseline, at the horizon unless a month is given.

        Of shares it is in shares (0.05 is 5 points). ``InputError`` as of :meth:`by_world`.
        """
        baseline = self.results.alternatives[0]
        return Difference.of(
            self.by_world(measure, alternative, month), self.by_world(measure, baseline, month)
        )

    def _repr_html_(self) -> str:
        return comparison_page(self)

    def by_world(self, measure: str, alternative: str, month: int | None = None) -> F64:
        """Return a measure by replicate, [replicate], at the horizon unless a month is given.

        ``InputError`` for a measure, an alternative or a month that is not in the comparison:
        it has the starts of years and the horizon.
        """
        known_name(measure, self.measures, _('There is no measure "{name}". {hint}'))
        known_name(
            alternative, self.results.alternatives, _('There is no alternative "{name}". {hint}')
        )
        if month is not None and month not in self.months:
            text = _("A comparison has the months {months}.")
            raise InputError(text.format(months=_(", ").join(map(str, self.months))))
        when = -1 if month is None else self.months.index(month)
        place = self.results.alternatives.index(alternative)
        found: F64 = self.values[self.measures.index(measure), place, :, when]
        return found

    @cached_property
    def costs(self) -> dict[str, Costs]:
        """What each alternative costs, and a further effective branch-year."""
        return ByAlternative(costs(self.results))

    @cached_property
    def gains(self) -> dict[str, Gains]:
        """Organizations that each alternative but the baseline gains, loses and displaces."""
        return ByAlternative(gains(self.results))

    def frame(self) -> pd.DataFrame:
        """Return every value and paired difference: a row a measure, alternative and month.

        Columns ``q05``, ``q50`` and ``q95`` are quantiles over replicates; ``difference_`` columns,
        ``share_higher`` (share of replicates) and ``narrowing`` are as in :class:`Difference`.
        """
        import pandas as pd

        return pd.DataFrame(self.rows())

    def rows(self) -> list[dict[str, Any]]:
        """Return every value and paired difference, one row a measure, alternative and month."""
        baseline, *_others = self.results.alternatives
        rows: list[dict[str, Any]] = []
        for measure in self.measures:
            if measure in self.results.uncounted:
                continue
            for alternative in self.results.alternatives:
                for month in self.months:
                    value = self.value(measure, alternative, month)
                    found = self.difference(measure, alternative, month)
                    itself = alternative == baseline
                    rows.append(
                        {
                            "measure": measure,
                            "alternative": alternative,
                            "month": month,
                            "q05": value.q05,
                            "q50": value.q50,
                            "q95": value.q95,
                            "difference_q05": np.nan if itself else found.band.q05,
                            "difference_q50": np.nan if itself else found.band.q50,
                            "difference_q95": np.nan if itself else found.band.q95,
                            "share_higher": np.nan if itself else found.share_higher,
                            "narrowing": found.narrowing,
                        }
                    )
        return rows


def compare(results: Results) -> Comparison:
    """Read every measure at each year and at the horizon."""
    measures, months = results.measures, results.years
    return Comparison(results, measures, months, results.cube(measures, months))


SAID: Final = "effective_coverage"
"""What alternatives are ranked in unless another measure is named."""


@dataclass(frozen=True)
class Tally:
    """Worlds in which a difference is above 0, below 0, and in which there is one at all."""

    higher: int
    lower: int
    of: int

    @classmethod
    def of_difference(cls, difference: F64) -> Tally:
        """Count a difference by world; worlds without a value don't count."""
        known = difference[~np.isnan(difference)]
        return cls(int((known > 0).sum()), int((known < 0).sum()), len(known))

    @property
    def share(self) -> float | None:
        """Share of worlds in which the difference is above 0; ``None`` without any."""
        return self.higher / self.of if self.of else None

    def __str__(self) -> str:
        return k_of_n(self.higher, self.of)


def difference(
    found: Comparison,
    measure: str,
    alternative: str,
    against: str | None = None,
    month: int | None = None,
) -> F64:
    """Return the paired difference by world, from the baseline unless another is named."""
    other = found.results.alternatives[0] if against is None else against
    return found.by_world(measure, alternative, month) - found.by_world(measure, other, month)


def tally(found: Comparison, measure: str, alternative: str, against: str | None = None) -> Tally:
    """Count the worlds in which an alternative is above, or below, another at the horizon."""
    return Tally.of_difference(difference(found, measure, alternative, against))


def pairs(found: Comparison, measure: str = SAID) -> dict[str, dict[str, Tally]]:
    """Count for every alternative the worlds in which it is above each other one, at the horizon.

    Where a pair's two counts don't add up to its worlds, the rest are ties.
    """
    names = found.results.alternatives
    return {
        name: {other: tally(found, measure, name, other) for other in names if other != name}
        for name in names
    }


def summaries(results: Results) -> dict[str, pa.Table]:
    """Return the comparison by measure and year, and the costs by replicate."""
    found = results.compare()
    rows: list[dict[str, Any]] = []
    for alternative, own in found.costs.items():
        moved = found.gains.get(alternative)
        for row, replicate in enumerate(results.replicates):
            rows.append(
                {
                    "alternative": alternative,
                    "replicate": replicate,
                    "yuan": float(own.yuan[row]),
                    "added_yuan": float(own.added_yuan[row]),
                    "planned_yuan": float(own.planned_yuan[row]),
                    "unmet_yuan": float(own.unmet_yuan[row]),
                    "burden_hours": float(own.burden_hours[row]),
                    "added_burden_hours": float(own.added_burden_hours[row]),
                    "own_yuan": float(own.own_yuan[row]),
                    "added_effective_branch_years": float(own.branch_years[row]),
                    "organizations_gained": round(moved.gained[row]) if moved else None,
                    "organizations_lost": round(moved.lost[row]) if moved else None,
                    "organizations_displaced": round(moved.displaced[row]) if moved else None,
                }
            )
    return {"comparison": _of_rows(found.rows()), "costs": _of_rows(rows)}


def _of_rows(rows: list[dict[str, Any]]) -> pa.Table:
    """Return a table; cells that are no number are empty."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})

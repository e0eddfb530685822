"""Which assumptions matter, by rank correlation with what was drawn, and what would overturn it.

Each replicate draws its parameters, so a run holds its own sensitivity analysis: Spearman's rank
correlation between a parameter and the paired difference, over worlds. With ninety parameters
some correlate by chance; ``noise`` is the level that the largest of them exceeds in one run of
twenty if none matters (Student's t, Bonferroni). It finds monotone effects of single parameters
only, and a parameter below the noise is not shown to be unimportant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.locale import _, pick
from sim.parameters import PARAMETERS, label_of
from sim.present.answer import SAID
from sim.present.names import alternative_name, measure_within
from sim.present.numbers import Cell, quantity, signed
from sim.present.replies import untold
from sim.report.blocks import Block, Row, Section, Table, Text
from sim.results.compare import Comparison, Tally, difference
from sim.results.drawn import drawn

F64 = npt.NDArray[np.float64]

FEWEST: Final = 20
"""With fewer worlds a correlation says nothing."""
ERROR: Final = 0.05


@dataclass(frozen=True)
class Driver:
    """A parameter with its rank correlation, and what is found in the outer thirds of its draws.

    ``low`` counts the worlds whose value is among the lowest third (up to ``low_to``), ``high``
    those among the highest (from ``high_from``).
    """

    parameter: str
    correlation: float
    low: Tally
    low_to: float
    high: Tally
    high_from: float


@dataclass(frozen=True)
class Importance:
    """The parameters by the size of their correlation, and what chance alone would give."""

    drivers: tuple[Driver, ...]
    noise: float
    worlds: int

    @property
    def standing_out(self) -> tuple[Driver, ...]:
        """Those whose correlation is beyond the noise."""
        return tuple(entry for entry in self.drivers if abs(entry.correlation) > self.noise)


def importance(found: Comparison, measure: str, alternative: str) -> Importance | None:
    """Return what the paired difference of a measure depends on; None where it is not known.

    It can't with fewer than ``FEWEST`` worlds, with parameters held at their defaults, or where
    the difference is the same in all worlds.
    """
    apart = difference(found, measure, alternative)
    known = ~np.isnan(apart)
    parameters = {name: column[known] for name, column in drawn(found.results).items()}
    apart = apart[known]
    worlds = len(apart)
    if worlds < FEWEST or not parameters or not np.ptp(apart) > 0:
        return None
    ranks = stats.rankdata(apart)
    drivers = [
        _driver(name, column, ranks, apart) for name, column in parameters.items() if np.ptp(column)
    ]
    drivers.sort(key=lambda entry: (-abs(entry.correlation), entry.parameter))
    return Importance(tuple(drivers), noise_level(worlds, len(drivers)), worlds)


def noise_level(worlds: int, parameters: int) -> float:
    """Return what the largest of many correlations exceeds in one run of twenty by chance."""
    bound = float(stats.t.ppf(1 - ERROR / (2 * parameters), worlds - 2))
    return bound / float(np.sqrt(worlds - 2 + bound**2))


def _driver(name: str, column: F64, ranks: F64, apart: F64) -> Driver:
    own = stats.rankdata(column)
    correlation = float(np.corrcoef(own, ranks)[0, 1])
    order = np.argsort(column, kind="stable")
    third = len(column) // 3
    low, high = order[:third], order[-third:]
    return Driver(
        name,
        correlation,
        Tally.of_difference(apart[low]),
        float(column[low].max()),
        Tally.of_difference(apart[high]),
        float(column[high].min()),
    )


MOST: Final = 5
"""Parameters of each alternative that are shown where they stand out."""

AT_LEAST: Final = 2
"""Parameters that are shown even where none stands out, to show how little that is."""


def section(found: Comparison) -> Section:
    """Return the parameters that the difference depends on most, alternative by alternative."""
    blocks: list[Block] = []
    info = found.results.info
    for name in found.results.alternatives[1:]:
        ranked = importance(found, SAID, name)
        if ranked is not None:
            blocks.append(_table(found, name, ranked))
    unknown = untold(info["uncertainty"], len(found.results.replicates), FEWEST)
    said = [*_explained()] if blocks else [unknown]
    title = _("Which assumptions matter")
    return Section("assumptions", title, [*map(Text, said), *blocks])


def _table(found: Comparison, alternative: str, ranked: Importance) -> Table:
    rows = []
    for driver in ranked.drivers[: max(AT_LEAST, min(MOST, len(ranked.standing_out)))]:
        beyond = abs(driver.correlation) > ranked.noise
        cells = [
            Cell(signed(driver.correlation, 2)),
            Cell(str(driver.low), _("(up to {value})").format(value=quantity(driver.low_to))),
            Cell(str(driver.high), _("(from {value})").format(value=quantity(driver.high_from))),
            Cell(_(known.status.value) if (known := PARAMETERS.get(driver.parameter)) else "–"),
        ]
        rows.append(Row(pick(label_of(driver.parameter)), cells, strong=beyond))
    caption = _("{title}: noise level ±{noise}; {k} of {m} parameters beyond it")
    return Table(
        caption.format(
            title=alternative_name(found.results, alternative),
            noise=f"{ranked.noise:.2f}",
            k=len(ranked.standing_out),
            m=len(ranked.drivers),
        ),
        [
            "",
            _("Rank correlation"),
            _("Higher, lowest third"),
            _("Higher, highest third"),
            _("Status"),
        ],
        rows,
    )


def _explained() -> Iterator[str]:
    yield _(
        "Every replicate draws its parameters. The tables rank them by the rank correlation "
        "(Spearman) of a parameter and the difference in {measure} over replicates. They also "
        "count the replicates in which the alternative is higher: among the third with the "
        "lowest values, and the third with the highest."
    ).format(measure=measure_within(SAID))
    yield _(
        "Below the noise level a correlation is what chance gives: with this many parameters the "
        "largest exceeds it in one run of twenty if none matters. A parameter below it is not "
        "shown to be unimportant; only lines in bold say something. Joint effects of several "
        "parameters are not looked for."
    )

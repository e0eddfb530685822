"""Alternatives against each other: in how many worlds each is above each other one."""

from __future__ import annotations

from sim.locale import _
from sim.present.names import measure_within
from sim.present.numbers import Cell
from sim.report.answer import SAID, end_of, title
from sim.report.blocks import Row, Table
from sim.results.compare import Comparison
from sim.results.ranking import pairs


def table(found: Comparison, measure: str = SAID) -> Table:
    """Return a row an alternative: in how many worlds it is above that of the column."""
    results = found.results
    rows = []
    for name, others in pairs(found, measure).items():
        cells = [
            Cell("·") if other == name else Cell(str(others[other]))
            for other in results.alternatives
        ]
        rows.append(Row(title(results, name), cells))
    caption = _(
        "Worlds in which the row is above the column in {measure} at the end of {month}; where "
        "two don't add up, the rest is equal"
    )
    return Table(
        caption.format(measure=measure_within(measure), month=end_of(results)),
        ["", *(title(results, name) for name in results.alternatives)],
        rows,
    )

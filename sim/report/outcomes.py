"""Values and differences of the measures, year by year, and what is hollow in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.locale import _
from sim.present.names import measure_name, measure_within
from sim.present.numbers import Cell, points_cell, share_cell
from sim.report.answer import SAID, end_of, title
from sim.report.blocks import Row, Table
from sim.results.compare import Comparison
from sim.results.ranking import tally

KEY: Final = (
    "reported_coverage", "organization_coverage", "effective_coverage", "hollow_share",
    "work_coverage", "member_coverage",
)  # fmt: skip
"""What a planner asks for; hollow share always beside coverage."""

PAPER: Final = ("reported_coverage", "effective_coverage_of_base", "hollow_share")
"""On paper and in effect, of the same base, so that the two may be compared."""


def values(found: Comparison) -> Table:
    """Return the key measures at the start and at the end, a column an alternative."""
    results = found.results
    start = _("At the start")
    heads = ["", start, *(title(results, name) for name in results.alternatives)]
    rows = [
        Row(
            measure_name(measure),
            [
                share_cell(found.value(measure, results.alternatives[0], 0)),
                *(share_cell(found.value(measure, name)) for name in results.alternatives),
            ],
            strong=measure == SAID,
        )
        for measure in KEY
    ]
    return Table(_("At the end of {month}").format(month=end_of(results)), heads, rows)


def differences(found: Comparison, measures: Sequence[str] = KEY) -> Table:
    """Return paired differences at the end: points with their band, and in how many worlds."""
    others = found.results.alternatives[1:]
    rows = []
    for measure in measures:
        bands = [points_cell(found.difference(measure, name).band) for name in others]
        rows.append(Row(measure_name(measure), bands, strong=measure == SAID))
        counts = [Cell(str(tally(found, measure, name))) for name in others]
        rows.append(Row(_("higher in … worlds"), counts))
    caption = _("Paired difference from the baseline at the end of {month}, percentage points")
    return Table(
        caption.format(month=end_of(found.results)),
        ["", *(title(found.results, name) for name in others)],
        rows,
    )


def by_year(found: Comparison) -> Table:
    """Return the difference at the end of every year: policies end, and effects fade."""
    results = found.results
    others = results.alternatives[1:]
    rows = [
        Row(
            results.scenario.month_name(month - 1),
            [points_cell(found.difference(SAID, name, month).band) for name in others],
        )
        for month in found.months[1:]
    ]
    caption = _("Difference in {measure} at the end of each year, percentage points")
    return Table(
        caption.format(measure=measure_within(SAID)),
        [_("Until"), *(title(results, name) for name in others)],
        rows,
    )


def on_paper(found: Comparison) -> Table:
    """Return what is reported beside what is effective, and how both change."""
    results = found.results
    rows = []
    for name in results.alternatives:
        cells = [share_cell(found.value(measure, name)) for measure in PAPER]
        rows.append(Row(title(results, name), cells))
        if name != results.alternatives[0]:
            apart = [points_cell(found.difference(measure, name).band) for measure in PAPER]
            rows.append(Row(_("difference, points"), apart))
    caption = _("At the end of {month}, of the reported base (hollow share: of reported units)")
    return Table(
        caption.format(month=end_of(results)),
        ["", _("Reported"), _("Effective"), _("Hollow share")],
        rows,
    )

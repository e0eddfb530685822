"""Tables of what comes out: values, differences, pairs, what holds back and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import N_, _
from sim.measures.base import Band
from sim.present.answer import SAID
from sim.present.names import alternative_name, measure_name, measure_within, reason_name
from sim.present.numbers import (
    Cell,
    number_cell,
    percent,
    points_cell,
    share_cell,
    whole,
    yuan_cell,
)
from sim.report.answer import end_of
from sim.report.blocks import Row, Table
from sim.results.compare import Comparison, pairs, tally
from sim.results.groups import course
from sim.results.parquet import places
from sim.results.parquet import values as column_of
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES, EVENT_NAMES

KEY: Final = (
    "reported_coverage", "organization_coverage", "effective_coverage", "hollow_share",
    "work_coverage", "member_coverage",
)  # fmt: skip
"""What a planner asks for; hollow share always beside coverage."""

PAPER: Final = (
    "reported_coverage", "effective_coverage_of_base", "hollow_share", "on_paper",
    "founded_against_refusal",
)  # fmt: skip
"""On paper and in effect, of the same base, so that the two may be compared."""


def values(found: Comparison) -> Table:
    """Return the key measures at the start and at the end, a column an alternative."""
    results = found.results
    start = _("At the start")
    heads = ["", start, *(alternative_name(results, name) for name in results.alternatives)]
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


def differences(found: Comparison) -> Table:
    """Return paired differences at the end: points with their band, and in how many worlds."""
    others = found.results.alternatives[1:]
    rows = []
    for measure in KEY:
        bands = [points_cell(found.difference(measure, name).band) for name in others]
        rows.append(Row(measure_name(measure), bands, strong=measure == SAID))
        counts = [Cell(str(tally(found, measure, name))) for name in others]
        rows.append(Row(_("higher in … replicates"), counts))
    caption = _("Paired difference from the baseline at the end of {month}, percentage points")
    return Table(
        caption.format(month=end_of(found.results)),
        ["", *(alternative_name(found.results, name) for name in others)],
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
        [_("Until"), *(alternative_name(results, name) for name in others)],
        rows,
    )


def on_paper(found: Comparison) -> Table:
    """Return what is reported beside what is effective, and how both change."""
    results = found.results
    rows = []
    for name in results.alternatives:
        cells = [share_cell(found.value(measure, name)) for measure in PAPER]
        rows.append(Row(alternative_name(results, name), cells))
        if name != results.alternatives[0]:
            apart = [points_cell(found.difference(measure, name).band) for measure in PAPER]
            rows.append(Row(_("difference, points"), apart))
    caption = _("At the end of {month}, of the reported base (hollow share: of reported units)")
    return Table(
        caption.format(month=end_of(results)),
        [
            "",
            _("Reported"),
            _("Effective"),
            _("Hollow share"),
            _("On paper"),
            _("Founded against refusal"),
        ],
        rows,
    )


def pairs_table(found: Comparison) -> Table:
    """Return a row an alternative: in how many worlds it is above that of the column."""
    results = found.results
    rows = []
    for name, others in pairs(found).items():
        cells = [
            Cell("·") if other == name else Cell(str(others[other]))
            for other in results.alternatives
        ]
        rows.append(Row(alternative_name(results, name), cells))
    caption = _(
        "Replicates in which the row is above the column in {measure} at the end of {month}. "
        "Ties count for neither"
    )
    return Table(
        caption.format(measure=measure_within(SAID), month=end_of(results)),
        ["", *(alternative_name(results, name) for name in results.alternatives)],
        rows,
    )


LEAST: Final = 0.005
"""A bottleneck that nowhere holds back this share of the uncovered has no row."""


def causes(results: Results) -> Table:
    """Return shares of the operating organizations without a branch: means over worlds."""
    courses = [course(results, name) for name in results.alternatives]
    shares = [entry.shares().sum(0) for entry in courses]  # one group: all
    totals = [entry.numbers.sum((0, 2)) for entry in courses]
    columns = [shares[0][0], *(entry[-1] for entry in shares)]
    order = np.argsort(-np.max(columns, axis=0), kind="stable").tolist()
    rows = [
        Row(
            reason_name(BOTTLENECK_NAMES[link]),
            [Cell(percent(float(column[link]))) for column in columns],
        )
        for link in order
        if max(column[link] for column in columns) >= LEAST
    ]
    numbers = [totals[0][0], *(entry[-1] for entry in totals)]
    label = _("Uncovered operating organizations")
    rows.append(Row(label, [Cell(whole(float(n))) for n in numbers], strong=True))
    return Table(
        _("Share of uncovered operating organizations that each link holds back at the end"),
        [
            "",
            _("At the start"),
            *(alternative_name(results, name) for name in results.alternatives),
        ],
        rows,
    )


F64 = npt.NDArray[np.float64]

EVENTS: Final[Mapping[str, str]] = {
    "founded": N_("Branches founded"),
    "dissolved": N_("Branches dissolved"),
    "closed": N_(
        "Branches closed: consent withdrawn, or found hollow by an appraisal or after a quota"
    ),
    "converted": N_("Branches converted for lack of members"),
    "merged": N_("Organizations whose branch merged into another"),
    "exit": N_("Branches ended with their organizations"),
    "left_joint": N_("Organizations that left a joint branch"),
    "refused": N_("Refusals"),
    "struck": N_("Organizations struck from the reported base"),
}
"""What happened over the whole period."""


def failures(found: Comparison) -> Table:
    """Return events of the whole period and what stands at the end."""
    results = found.results
    happened = _events(results)
    rows = [
        Row(_(label), [number_cell(Band.of(row * results.weight)) for row in happened[at]])
        for at, label in enumerate(EVENTS.values())
        if happened[at].any()
    ]
    dormant = [
        found.by_world("party_organizations", name) - found.by_world("effective_branches", name)
        for name in results.alternatives
    ]
    rows.append(
        Row(_("Dormant branches at the end"), [number_cell(Band.of(row)) for row in dormant])
    )
    kept = [_on_the_books(found, name) for name in results.alternatives]
    if any(row.any() for row in kept):
        label = _("Organizations at the end whose branch is only kept on the books")
        rows.append(Row(label, [number_cell(Band.of(row)) for row in kept]))
    for measure, label in (
        ("reported_base", N_("Organizations on the reported base at the end")),
        ("blank_spots", N_("Blank spots at the end: 50 staff or more, no member")),
    ):
        bands = [found.value(measure, name) for name in results.alternatives]
        rows.append(Row(_(label), [number_cell(band) for band in bands]))
    unmet = [found.costs[name].unmet_yuan for name in results.alternatives]
    if any(row.any() for row in unmet):
        cells = [yuan_cell(Band.of(row)) for row in unmet]
        rows.append(Row(_("Demand that the budget left unmet, yuan"), cells))
    return Table(
        _("Over the whole period, unless it says at the end"),
        ["", *(alternative_name(results, name) for name in results.alternatives)],
        rows,
    )


def _on_the_books(found: Comparison, alternative: str) -> F64:
    """Return organizations that are covered, but not truly: closing is forbidden to them."""
    shares = [
        found.by_world(measure, alternative)
        for measure in ("organization_coverage", "true_coverage")
    ]
    apart: F64 = np.rint((shares[0] - shares[1]) * found.by_world("registered", alternative))
    return apart


def _events(results: Results) -> F64:
    """Return numbers over the whole period: [event, alternative, replicate]."""
    found = np.zeros((len(EVENT_NAMES), len(results.alternatives), len(results.replicates)))
    for part in results.parts("events"):
        at = (
            places(part["event"], EVENT_NAMES),
            places(part["alternative"], results.alternatives),
            np.searchsorted(results.replicates, column_of(part["replicate"])),
        )
        np.add.at(found, at, column_of(part["number"]))
    shown: F64 = found[[EVENT_NAMES.index(name) for name in EVENTS]]
    return shown

"""One page for a leader: question, answer, three figures, one chart, cost, doubts."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.locale import _
from sim.report import answer, hinges, limits, money
from sim.report.answer import end_of, title
from sim.report.blocks import Block, Card, Cards, Cell, Points, Row, Section, Table, Text
from sim.report.figures import Charts
from sim.report.tally import tally
from sim.report.wording import NOTHING, change, number, points, share, titled
from sim.results.compare import Band, Comparison

FIGURES: Final = ("reported_coverage", "effective_coverage", "hollow_share")
"""The three: what is reported, what lives, and how much of the first isn't the second."""


def sections(found: Comparison, left_out: list[str]) -> list[Section]:
    """Return the sections of the page."""
    results = found.results
    blocks: list[Block] = [
        Text(answer.question(results), "question"),
        Text(answer.lead(found), "lead"),
    ]
    if left_out:
        text = _("Also simulated, not shown here as asked: {titles}.")
        blocks.append(Text(text.format(titles=_("; ").join(left_out)), "note"))
    charts = Charts(results)
    heading = _("At the end of {month}: median, and 5 % to 95 % of {n} worlds").format(
        month=end_of(results), n=len(results.replicates)
    )
    found_sections = [
        Section("answer", _("Question and answer"), blocks),
        Section("figures", heading, [cards(found), charts.about_time(), charts.over_time()]),
        Section("cost", _("Cost and burden"), [costs(found), *_unit_costs()]),
    ]
    if len(results.alternatives) > 1:
        turned = [*hinges.overturning(found)]
        section = Section("overturn", _("What would overturn this"), [Points(turned)])
        found_sections.append(section)
    wrong = Section("wrong", _("What not to conclude"), [Points([*limits.not_to_conclude()])])
    return [*found_sections, wrong]


def cards(found: Comparison) -> Cards:
    """Return three figures of every alternative, and how they differ from the baseline."""
    return Cards([Card(titled(measure), _rows(found, measure)) for measure in FIGURES])


def _rows(found: Comparison, measure: str) -> list[Row]:
    results = found.results
    baseline = results.alternatives[0]
    start = Cell(share(found.value(measure, baseline, 0)).main)
    rows = [Row(_("At the start"), [start])]
    for name in results.alternatives:
        cells = [share(found.value(measure, name))]
        if name != baseline:
            apart = points(found.difference(measure, name).band)
            worlds = tally(found, measure, name)
            cells.append(Cell(apart.main, _("higher in {worlds}").format(worlds=worlds)))
        rows.append(Row(title(results, name), cells))
    return rows


def costs(found: Comparison) -> Table:
    """Return what each alternative costs and asks above the baseline, and what it can't do."""
    results = found.results
    rows = []
    for name in results.alternatives[1:] or results.alternatives:
        spent = found.costs[name]
        other = name != results.alternatives[0]
        form = change if other else number
        lost = found.gains[name].lost.astype(np.float64) * results.weight if other else None
        cells = [
            form(Band.of(spent.added_yuan if other else spent.yuan)),
            form(Band.of(spent.added_burden_hours if other else spent.burden_hours)),
            Cell(money.price(spent) if other else NOTHING),
            number(Band.of(spent.unmet_yuan)),
            Cell(NOTHING) if lost is None else number(Band.of(lost)),
        ]
        rows.append(Row(title(results, name), cells))
    caption = (
        _("Above the baseline, over the whole period")
        if len(results.alternatives) > 1
        else _("Over the whole period")
    )
    return Table(
        caption,
        [
            "",
            _("Yuan"),
            _("Staff hours of organizations"),
            _("Yuan per added branch-year"),
            _("Unmet demand, yuan"),
            _("Organizations that lose their branch"),
        ],
        rows,
    )


def _unit_costs() -> list[Block]:
    text = _(
        "Unit costs are declared defaults, most of them placeholders: replace them by local ones "
        "before a price is used. Staff hours fall on organizations and are never added to yuan."
    )
    return [Text(text, "note")]

"""One page for a leader: question, answer, three figures, one chart, cost, doubts."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.locale import _
from sim.measures.base import Band
from sim.present.history import sentence
from sim.present.names import measure_name
from sim.present.numbers import Cell, change_cell, number_cell, points_cell, share_cell, yuan_cell
from sim.report import answer, hinges, limits, standing
from sim.report.answer import end_of, title
from sim.report.blocks import Block, Card, Cards, Points, Row, Section, Table, Text
from sim.report.figures import Charts
from sim.results.allowed import after
from sim.results.compare import Comparison, tally

FIGURES: Final = ("reported_coverage", "effective_coverage", "hollow_share")
"""The three: what is reported, what lives, and how much of the first isn't the second."""


def sections(found: Comparison, charts: Charts, left_out: list[str]) -> list[Section]:
    """Return the sections of the page."""
    results = found.results
    blocks: list[Block] = [
        Text(answer.question(results), "question"),
        Text(answer.lead(found), "lead"),
    ]
    if past := sentence(results.evidence):
        blocks.append(Text(past, "note"))
    if left_out:
        text = _("Also simulated, not shown here as asked: {titles}.")
        blocks.append(Text(text.format(titles=_("; ").join(left_out)), "note"))
    heading = _("At the end of {month}: median, and 5 % to 95 % of {n} worlds").format(
        month=end_of(results), n=len(results.replicates)
    )
    # With several alternatives the one chart sets them beside each other.
    several = len(results.alternatives) > 2
    chart = charts.cost_effect() if several else charts.over_time()
    found_sections = [
        Section("answer", _("Question and answer"), blocks),
        Section("standing", _("Where we stand"), [standing.four(found), standing.register(found)]),
        Section("figures", heading, [cards(found)]),
        Section(
            "cost", _("Cost and burden"), [costs(found), chart, *_allowed(found), *_unit_costs()]
        ),
    ]
    if len(results.alternatives) > 1:
        turned = [*hinges.overturning(found)]
        section = Section("overturn", _("What would overturn this"), [Points(turned)])
        found_sections.append(section)
    wrong = Section("wrong", _("What not to conclude"), [Points([*limits.not_to_conclude()])])
    return [*found_sections, wrong]


def cards(found: Comparison) -> Cards:
    """Return three figures of every alternative, and how they differ from the baseline."""
    return Cards([Card(measure_name(measure), _rows(found, measure)) for measure in FIGURES])


def _rows(found: Comparison, measure: str) -> list[Row]:
    results = found.results
    baseline = results.alternatives[0]
    start = Cell(share_cell(found.value(measure, baseline, 0)).main)
    rows = [Row(_("At the start"), [start])]
    for name in results.alternatives:
        cells = [share_cell(found.value(measure, name))]
        if name != baseline:
            apart = points_cell(found.difference(measure, name).band)
            worlds = tally(found, measure, name)
            cells.append(Cell(apart.main, _("higher in {worlds}").format(worlds=worlds)))
        rows.append(Row(title(results, name), cells))
    return rows


def costs(found: Comparison) -> Table:
    """Return what each alternative costs and asks above the baseline, and what it can't do."""
    results = found.results
    baseline, *others = results.alternatives
    names = others or [baseline]
    spent = [found.costs[name] for name in names]
    yuan = [yuan_cell(Band.of(each.yuan)) for each in spent]
    hours = [number_cell(Band.of(each.burden_hours)) for each in spent]
    if others:
        yuan = [yuan_cell(Band.of(each.added_yuan), sign=True) for each in spent]
        hours = [change_cell(Band.of(each.added_burden_hours)) for each in spent]
    rows = [Row(_("Yuan"), yuan), Row(_("Staff hours of organizations"), hours)]
    if others:
        lost = [found.gains[name].lost.astype(np.float64) * results.weight for name in others]
        prices = [each.price.cell for each in spent]
        rows.append(Row(_("Yuan per added branch-year"), prices))
        cells = [number_cell(Band.of(each)) for each in lost]
        rows.append(Row(_("Organizations that lose their branch"), cells))
    if any(each.unmet_yuan.any() for each in spent):
        cells = [yuan_cell(Band.of(each.unmet_yuan)) for each in spent]
        rows.append(Row(_("Unmet demand, yuan"), cells))
    caption = (
        _("Above the baseline, over the whole period") if others else _("Over the whole period")
    )
    return Table(caption, ["", *(title(results, name) for name in names)], rows)


def _allowed(found: Comparison) -> list[Block]:
    return [Text(str(entry), "note") for entry in after(found.results).values()]


def _unit_costs() -> list[Block]:
    text = _(
        "Unit costs are declared defaults, most of them placeholders: replace them by local ones "
        "before a price is used. Staff hours fall on organizations and are never added to yuan."
    )
    return [Text(text, "note")]

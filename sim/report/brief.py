"""One page for a leader: the answer with its picture, three questions, where we stand, doubts."""

from __future__ import annotations

from sim.locale import _
from sim.present import replies
from sim.present.answer import Answer
from sim.present.names import clauses, sentences
from sim.report import answer, limits, standing
from sim.report.blocks import Block, Points, Section, Text, of_grid
from sim.report.figures import Charts
from sim.results import leading
from sim.results.compare import Comparison


def sections(
    found: Comparison, answered: Answer, charts: Charts, left_out: list[str]
) -> list[Section]:
    """Return the sections of the page."""
    results = found.results
    facts, nothing_new, *concluded = answer.said(answered)
    blocks: list[Block] = [Text(answer.question(results), "question"), facts, nothing_new]
    if answered.rows:
        blocks.append(charts.gains(answered))
    blocks += [*concluded, Text(replies.stance(), "stance")]
    if left_out:
        text = _("Also simulated, not shown here as asked: {titles}.")
        blocks.append(Text(text.format(titles=clauses(left_out)), "note"))
    made = [Section("answer", _("Question and answer"), blocks)]
    if answered.rows:
        made += [_gains(answered), _asked(answered)]
    doubts = [*limits.not_to_conclude(), limits.foretold()]
    return [
        *made,
        _standing(found, answered),
        Section("wrong", _("What not to conclude"), [Points(doubts)]),
    ]


def _gains(answered: Answer) -> Section:
    title = _("What each alternative does and costs")
    note = Text(leading.gains_note(answered), "note")
    return Section(
        "gains", title, [answer.gains_table(answered, short=True), note, *answer.paid(answered)]
    )


def _asked(answered: Answer) -> Section:
    turned = [*leading.overturning(answered, short=True)]
    return Section("asked", _("Three questions"), [answer.asked(answered, turned)])


def _standing(found: Comparison, answered: Answer) -> Section:
    blocks: list[Block] = [standing.four(found)]
    notes: list[str] = []
    by_township = leading.townships(found.results, answered)
    if by_township is not None:
        grid, notes = by_township
        blocks.append(of_grid(grid))
    said = sentences([*notes, replies.not_given(answered)])
    if said:
        blocks.append(Text(said, "note"))
    return Section("standing", _("Where we stand"), blocks)

"""The question and the answer: the sentences of a run, their picture, their table, what stands by.

The sentences, the numbers and their order are those of ``fugai run``. No alternative is called the
best: which matters more, a share on paper, work that lives, money or hours, is for the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sim.locale import _, pick, sentences
from sim.present import replies
from sim.present.answer import Answer
from sim.present.names import clauses
from sim.present.numbers import whole
from sim.present.sentences import conclusions, why_none
from sim.report.blocks import Block, Points, Section, Table, Text, of_grid, text_row
from sim.results import leading
from sim.results.answering import remarks
from sim.results.reading import Results

if TYPE_CHECKING:
    from sim.report.figures import Charts

FEW_WORLDS: Final = 20
"""With fewer, the 5th and 95th hundredths are no more than the two outermost worlds."""


def question(results: Results) -> str:
    """Return the scenario's question; where it has none, the plainest one."""
    asked = results.scenario.question
    if asked is not None:
        return pick(asked)
    if len(results.alternatives) == 1:
        return _("What happens to coverage if nothing new is done?")
    return _("How do the alternatives change coverage against the baseline?")


def section(
    results: Results, answer: Answer, charts: Charts, turned: Sequence[str], left_out: list[str]
) -> Section:
    """Return the question, the conclusions with their picture and table, and what stands by.

    ``turned`` says what would turn the answer round.
    """
    blocks: list[Block] = [Text(question(results), "question"), *said(answer)]
    blocks.append(Text(replies.stance(), "stance"))
    if answer.rows:
        blocks += [
            charts.gains(answer),
            gains_table(answer),
            Text(leading.gains_note(answer), "note"),
        ]
        blocks += [asked(answer, turned), *paid(answer)]
    blocks += [Text(text, "note") for text in (*remarks(results), *spread_notes(results))]
    unstated = replies.not_given(answer)
    if unstated:
        blocks.append(Text(unstated, "note"))
    return Section("answer", _("Question and answer"), [*blocks, *missing(left_out)])


def missing(left_out: list[str]) -> list[Block]:
    """Name the alternatives that were simulated and are not shown as asked."""
    text = _("Also simulated, not shown here as asked: {titles}.")
    return [Text(text.format(titles=clauses(left_out)), "note")] if left_out else []


def said(answer: Answer) -> list[Block]:
    """Return the facts, what becomes of nothing new, and the conclusions or why there are none."""
    blocks: list[Block] = [
        Text(replies.facts_line(answer)),
        Text(replies.nothing_new_line(answer)),
    ]
    concluded = [str(each) for each in conclusions(answer)]
    if concluded:
        blocks.append(Points(concluded, "lead"))
    elif answer.rows:
        blocks.append(Text(why_none(answer), "lead"))
    else:
        text = _("Only the baseline was run: no alternative was simulated to judge a policy by.")
        blocks.append(Text(text, "lead"))
    return blocks


def gains_table(answer: Answer, *, short: bool = False) -> Table:
    """Return the row of each alternative: while it runs, at the horizon, what it asks."""
    return of_grid(leading.gains(answer, short=short))


def asked(answer: Answer, turned: Sequence[str]) -> Table:
    """Return the three questions of a leader with their answers, and what would overturn it."""
    rows = [text_row(each.asked, each.reply) for each in replies.questions(answer)]
    rows.append(text_row(_("What would overturn it?"), sentences(turned)))
    return Table(_("What your leader will ask"), [], rows, words=True)


def paid(answer: Answer) -> list[Block]:
    """Return what a cap lets be paid of what is planned, beside each alternative."""
    told = leading.planned(answer)
    return [Text(_("Planned against paid:")), Points(told)] if told else []


def spread_notes(results: Results) -> Iterator[str]:
    """Say what a band is, and what it isn't."""
    worlds = len(results.replicates)
    if worlds == 1:
        yield _("Only one replicate was simulated, so the spread is unknown.")
    else:
        yield _(
            "A replicate is one simulation. Numbers are medians over {n} replicates; in brackets "
            "the 5 % and 95 % quantiles. Differences are taken within each replicate, where "
            "alternative and baseline meet the same draws. A number of replicates in which "
            "something is higher counts simulations: it is no probability that this happens in "
            "the real place."
        ).format(n=whole(worlds))
        yield (
            _("The spread is parameters and chance together.")
            if results.info["uncertainty"] != "none"
            else _("The spread is chance alone: every parameter is held at its default.")
        )
    if 1 < worlds < FEW_WORLDS:
        yield _(
            "With {n} replicates the quantiles are nearly the two outermost replicates: simulate "
            "more before you rely on a band."
        ).format(n=worlds)
    yield from leading.left_out(results)


def end_of(results: Results) -> str:
    """Return the last month simulated."""
    return str(results.scenario.month_name(results.months - 1))

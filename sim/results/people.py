"""Sheets of a workbook for people: the brief first, then townships, years and costs.

The first sheet says what report, brief and Word file say, with the same sentences and characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.locale import _, sentences
from sim.measures.base import Band
from sim.present import replies
from sim.present.answer import Answer
from sim.present.names import alternative_name, measure_name
from sim.present.sentences import conclusions, why_none
from sim.results import leading
from sim.results.answering import answer as answered
from sim.results.compare import Comparison
from sim.results.readable import (
    Block,
    Grid,
    Page,
    Prose,
    Value,
    change,
    money,
    number,
    price,
    share,
)
from sim.results.reading import Results

YEARLY: Final = (
    "effective_coverage", "reported_coverage", "organization_coverage", "work_coverage",
    "registered", "operating", "effective_branches",
)  # fmt: skip
"""Measures of the sheet of years."""


def pages(results: Results) -> list[Page]:
    """Return the sheets for people, in the language in force."""
    answer = answered(results)
    found = results.compare()
    made = [
        Page(_("Brief"), [*_brief(results, answer)]),
        Page(_("Townships"), [*_groups(results, answer)]),
        Page(_("By year"), [*_years(found)]),
        Page(_("Costs and hours"), [*_costs(found)]),
    ]
    return [page for page in made if page.blocks]


def _brief(results: Results, answer: Answer) -> Iterator[Block]:
    yield Prose(answer.title, "title")
    yield Prose(_about(answer), "note")
    if answer.question:
        yield Prose(answer.question)
    yield Prose(_("Answer"), "head")
    yield Prose(replies.facts_line(answer))
    yield Prose(replies.nothing_new_line(answer))
    concluded = [str(each) for each in conclusions(answer)]
    yield from (Prose(text, "" if at else "strong") for at, text in enumerate(concluded))
    if not concluded:
        yield Prose(why_none(answer) or _("No alternative was simulated."), "strong")
    yield Prose(replies.stance(), "note")
    yield from (Prose(text, "note") for text in leading.left_out(results))
    if answer.rows:
        yield leading.gains(answer)
        yield Prose(leading.gains_note(answer), "note")
        planned = leading.planned(answer)
        if planned:
            yield Prose(_("Planned against paid:"), "strong")
            yield from map(Prose, planned)
        yield Prose(_("What your leader will ask"), "head")
        for each in replies.questions(answer):
            yield Prose(sentences([each.asked, each.reply]))
        told = sentences([*leading.overturning(answer)])
        yield Prose(sentences([_("What would overturn it?"), told]))
    yield Prose(_("Where we stand"), "head")
    yield leading.four(results)
    by_township = leading.townships(results, answer)
    if by_township is not None:
        grid, notes = by_township
        yield grid
        yield from (Prose(text, "note") for text in [sentences(notes)] if notes)
    unstated = replies.not_given(answer)
    if unstated:
        yield Prose(unstated, "note")
    yield Prose(_("Money cells hold yuan."), "note")
    info = results.info
    text = _("Scenario {name} ({digest}), seed {seed}, made with fugai {version}, code {code}.")
    yield Prose(
        text.format(
            name=info["name"], digest=info["digest"], seed=info["seed"], version=info["fugai"],
            code=info["code"],
        ),
        "note",
    )  # fmt: skip


def _about(answer: Answer) -> str:
    return _(
        "{first} to {last}; {n} simulations of each alternative; simulated, not observed."
    ).format(first=answer.first, last=answer.last, n=answer.replicates)


def _groups(results: Results, answer: Answer) -> Iterator[Block]:
    for dimension in leading.CAPTIONS:
        found = leading.grouped(results, answer, dimension)
        if found is not None:
            grid, notes = found
            yield grid
            yield from (Prose(text, "note") for text in [sentences(notes)] if notes)


def _years(found: Comparison) -> Iterator[Block]:
    results = found.results
    heads = [alternative_name(results, name) for name in results.alternatives]
    for measure in YEARLY:
        if measure in results.uncounted:
            continue
        form = share if "coverage" in measure else number
        rows = [
            (
                results.scenario.month_name(month - 1) if month else _("at the start"),
                [form(found.value(measure, name, month)) for name in results.alternatives],
            )
            for month in found.months
        ]
        yield Grid(measure_name(measure), heads, rows)


def _costs(found: Comparison) -> Iterator[Block]:
    results = found.results
    rows: list[tuple[str, list[Value | str]]] = []
    for name in results.alternatives:
        spent = found.costs[name]
        rows.append(
            (
                alternative_name(results, name),
                [
                    money(Band.of(spent.planned_yuan)),
                    money(Band.of(spent.yuan)),
                    money(Band.of(spent.added_yuan), sign=True),
                    number(Band.of(spent.burden_hours)),
                    change(Band.of(spent.added_burden_hours)),
                    price(spent.price) if name != results.alternatives[0] else "",
                ],
            )
        )
    heads = [
        _("yuan planned"), _("yuan paid"), _("added yuan"), _("staff hours"),
        _("added staff hours"), _("yuan per added branch-year"),
    ]  # fmt: skip
    yield Grid(_("Over the whole period, by alternative"), heads, rows)
    yield Prose(replies.unit_costs(), "note")
    yield Prose(_("Money cells hold yuan."), "note")

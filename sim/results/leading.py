"""Tables that lead report, brief, Word file and workbook: made once, with the same characters.

They say what the sentences of :mod:`sim.present.sentences` conclude from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.locale import _, current_language
from sim.present.answer import SAID, Answer, Moment, Row
from sim.present.facts import LABELS, USED
from sim.present.names import group_name
from sim.present.numbers import NOTHING, Cell, percent, whole
from sim.present.sentences import joined, quoted
from sim.results.bygroup import FEWEST, ByGroup, by_group
from sim.results.ranking import Tally
from sim.results.readable import (
    Grid,
    Value,
    change,
    count,
    counted_share,
    money,
    number,
    points,
    share,
)
from sim.results.reading import Results
from sim.scenario.facts import facts

MOST_GROUPS: Final = 12
"""Of dimensions with more groups the largest are shown."""


def gains(answer: Answer) -> Grid:
    """Return a row an alternative: its gain while it runs and at the horizon, and its price.

    A second row says what is reported, where that differs as written.
    """
    rows: list[tuple[str, list[Value | str]]] = []
    for row in answer.rows:
        moments = (row.running, row.end)
        when = row.running or row.end
        gained = [_gain(each, reported=False) for each in moments]
        told = [_gain(each, reported=True) for each in moments]
        rows.append(
            (
                _title(row),
                [
                    *gained,
                    change(row.end.organizations),
                    money(row.added_yuan, sign=True),
                    change(row.added_hours),
                    share(when.forced),
                    share(when.on_paper),
                ],
            )
        )
        if [_main(each) for each in gained] != [_main(each) for each in told]:
            rows.append((_("– reported"), [*told, *[""] * 5]))
    return Grid(
        _("Gain in effective coverage against {against}, points, and in how many of {n}").format(
            against=_("doing nothing new")
            if answer.nothing_new
            else _("“{title}”").format(title=answer.reference.title),
            n=answer.replicates,
        ),
        [
            _("while it runs"),
            _("at the end of {month}").format(month=answer.last),
            _("organizations"),
            money_head(_("added yuan")),
            _("added staff hours"),
            _("founded against refusal"),
            _("on paper"),
        ],
        rows,
    )


def gains_note() -> str:
    """Say what the columns of :func:`gains` are."""
    return _(
        "Medians; in brackets what 90 % of simulations lie between, and in how many the gain is "
        "above zero. “While it runs” is its last month in force. Organizations: effectively "
        "covered ones at the end. Founded against refusal and on paper: shares of the reported "
        "base in that month; hours fall on organizations."
    )


def _title(row: Row) -> str:
    if row.running is None:
        return row.title
    return _("{title} (until {month})").format(title=row.title, month=row.running.month)


def _gain(when: Moment | None, *, reported: bool) -> Value | str:
    if when is None:
        return NOTHING
    band, counted = (
        (when.reported, when.reported_worlds)
        if reported
        else (when.effective, when.effective_worlds)
    )
    return _beside(points(band), counted)


def _beside(value: Value, counted: Tally) -> Value:
    """Put in how many simulations it is above nought behind the range."""
    said = f"{value.cell.band} {counted}".strip()
    return Value(value.number, Cell(value.cell.main, said), value.form)


def _main(value: Value | str) -> str:
    return value if isinstance(value, str) else value.cell.main


def money_head(text: str) -> str:
    """Return the head of a column of yuan: a sheet counts them in 万元 in Chinese."""
    return text.replace("（元）", "（万元）") if current_language() == "zh" else text


def planned(answer: Answer) -> list[str]:
    """Return what a cap lets of each alternative be paid; empty without a cap."""
    return [str(row.allowed) for row in answer.rows if row.allowed is not None]


def four(results: Results) -> Grid:
    """Return the four coverages of one list, with the tables that usually have them."""
    rows: list[tuple[str, list[Value | str]]] = []
    for one in facts(results.scenario).numbers:
        if one.share is None or one.above is None or one.below is None:
            value: Value | str = NOTHING
        else:
            found = counted_share(one.share)
            text = _("({above} of {below})").format(above=whole(one.above), below=whole(one.below))
            value = Value(found.number, Cell(found.cell.main, text), found.form)
        rows.append((_(LABELS[one.name]), [value, _(USED[one.name])]))
    return Grid(
        _("One list, four coverages: name the one that you use"),
        [_("at the start"), _("usually in")],
        rows,
    )


def townships(results: Results, answer: Answer) -> tuple[Grid, list[str]]:
    """Return the place by township (or industry, or kind) with counts and levels, and notes.

    What an alternative adds stands in a column where it is told apart somewhere; otherwise a note
    says that there is no clear difference.
    """
    known = facts(results.scenario)
    found = by_group(results, known.by, SAID)
    stated = {group.id: group.counts for group in known.groups}
    order = sorted(range(len(found.groups)), key=lambda group: -found.size[group])[:MOST_GROUPS]
    others = [(1 + at, name) for at, name in enumerate(results.alternatives[1:])]
    titles = {row.id: row for row in answer.rows}
    told = [
        (at, name)
        for at, name in others
        if any(found.large(group) and found.added(group, at) is not None for group in order)
    ]
    rows: list[tuple[str, list[Value | str]]] = []
    for group in sorted(order):
        counts = stated.get(found.groups[group])
        cells: list[Value | str] = [
            NOTHING if counts is None else count(counts.registered),
            NOTHING if counts is None or counts.covered is None else count(counts.covered),
            _level(found, group),
            *(_added(found, group, at) for at, _name in told),
        ]
        rows.append((group_name(results, known.by, found.groups[group]), cells))
    heads = [
        _("registered at the start"),
        _("with a branch at the start"),
        _("effective at the end, nothing new"),
        *(_("added by {title}").format(title=quoted(titles[name])) for _at, name in told),
    ]
    notes = [*_untold(answer, {name for _at, name in told})]
    if any(not found.large(group) for group in order):
        notes.append(
            _("Nothing simulated is said of fewer than {n} organizations: too few.").format(
                n=FEWEST
            )
        )
    if len(found.groups) > MOST_GROUPS:
        notes.append(
            _("The {n} largest of {all} are shown.").format(n=MOST_GROUPS, all=len(found.groups))
        )
    return Grid(_CAPTIONS[known.by](), heads, rows), notes


_CAPTIONS: Final = {
    "district": lambda: _("By township: organizations"),
    "industry": lambda: _("By industry: organizations"),
    "kind": lambda: _("By kind: organizations"),
}


def _untold(answer: Answer, told: set[str]) -> Iterator[str]:
    """Say of which alternatives no difference is clear anywhere."""
    left = [quoted(row) for row in answer.rows if row.id not in told]
    if left:
        yield _("No clear difference anywhere: {titles}.").format(titles=joined(left))


def _level(found: ByGroup, group: int) -> Value | str:
    """Return the effectively covered organizations under the reference: 31 of 131 (24%)."""
    if not found.large(group):
        return _("too few")
    above, below = found.level(group)
    value = number(above)
    text = _("of {n} ({share})").format(
        n=whole(below.q50), share=percent(above.q50 / below.q50 if below.q50 else 0.0)
    )
    return Value(value.number, Cell(value.cell.main, text), value.form)


def _added(found: ByGroup, group: int, alternative: int) -> Value | str:
    if not found.large(group):
        return _("too few")
    band = found.added(group, alternative)
    return _("no clear difference") if band is None else change(band)

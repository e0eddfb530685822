"""Tables that lead report, brief, Word file and workbook: made once, with the same characters.

They say what the sentences of :mod:`sim.present.sentences` conclude from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from sim.locale import N_, _, ngettext, sentences
from sim.present.answer import FEWEST_FOR_CLEAR, FEWEST_FOR_TURNS, SAID, Answer, Moment, Row
from sim.present.facts import LABELS, USED
from sim.present.names import group_name
from sim.present.numbers import FEWEST_FOR_A_BAND, NOTHING, Cell, percent, quantity, whole
from sim.present.replies import discounted, matters, overturned, overturned_row, untested, untold
from sim.present.standing import joined, quoted
from sim.results.compare import Tally
from sim.results.groups import FEWEST, ByGroup, by_group
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
from sim.scenario.facts import Counts, facts

MOST_GROUPS: Final = 12
"""Of dimensions with more groups the largest are shown."""


def gains(answer: Answer, *, short: bool = False) -> Grid:
    """Return a row an alternative: its gain while it runs and at the horizon, and what it asks.

    A second row says what is reported, where that differs as written. A ``short`` table has it in
    columns instead, and ranges of the gains in effective coverage alone.
    """
    rows: list[tuple[str, list[Value | str]]] = []
    ends = any(row.running is not None for row in answer.rows)
    for row in answer.rows:
        moments = (row.running, row.end) if ends else (row.end,)
        when = row.running or row.end
        gained = [_gain(each, reported=False) for each in moments]
        told = [_gain(each, reported=True) for each in moments]
        asked = [
            change(row.end.organizations),
            money(row.added_yuan, sign=True),
            change(row.added_hours),
            share(when.forced),
            share(when.on_paper),
        ]
        if short:
            rows.append((_title(row), [*gained, *map(_bare, [*told, *asked])]))
            continue
        rows.append((_title(row), [*gained, *asked]))
        if [_main(each) for each in gained] != [_main(each) for each in told]:
            rows.append((_("– reported"), [*told, *[""] * 5]))
    heads = [
        *([_("while it runs")] if ends else []),
        _("at the end of {month}").format(month=answer.last),
    ]
    return Grid(
        _(
            "Gain in effective coverage against {against}, points; above zero in how many of {n}"
        ).format(
            against=_("doing nothing new")
            if answer.nothing_new
            else _("“{title}”").format(title=answer.reference.title),
            n=answer.replicates,
        ),
        [
            *heads,
            *([_("reported {when}").format(when=head) for head in heads] if short else []),
            _("organizations"),
            _("added yuan"),
            _("added staff hours"),
            _("founded against refusal"),
            _("on paper"),
        ],
        rows,
    )


def gains_note(answer: Answer) -> str:
    """Say what the columns of :func:`gains` are."""
    said = [
        _(
            "Medians; in brackets what 90 % of simulations lie between, and in how many the gain "
            "is above zero."
        ),
        _("Organizations: effectively covered ones at the end."),
    ]
    if answer.replicates < FEWEST_FOR_A_BAND:
        text = _("With {n} replicates, these are nearly the lowest and the highest.")
        said.insert(1, text.format(n=answer.replicates))
    if any(row.running is not None for row in answer.rows):
        said.append(
            _(
                "“While it runs” is its last month in force. Founded against refusal and on "
                "paper: shares of the reported base in that month, else at the end."
            )
        )
    else:
        said.append(_("Founded against refusal and on paper: shares of the reported base."))
    if answer.discount:
        said.append(discounted(answer.discount))
    return sentences(said)


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
    """Put in how many simulations it is above zero behind the range."""
    said = f"{value.cell.band} {counted}".strip()
    return Value(value.number, Cell(value.cell.main, said), value.form)


def _bare(value: Value | str) -> Value | str:
    return value if isinstance(value, str) else replace(value, cell=Cell(value.cell.main))


def _main(value: Value | str) -> str:
    return value if isinstance(value, str) else value.cell.main


def left_out(results: Results) -> Iterator[str]:
    """Say what was left out or scaled, which nobody may miss: on pages of every length."""
    if results.failed:
        yield ngettext(
            "{n} replicate failed and is left out.",
            "{n} replicates failed and are left out.",
            len(results.failed),
        ).format(n=len(results.failed))
    if results.weight != 1.0:
        yield _(
            "A sample of organizations was simulated; numbers are scaled up by {n}, shares are not."
        ).format(n=quantity(results.weight))


def planned(answer: Answer) -> list[str]:
    """Return what a cap lets of each alternative be paid; empty without a cap."""
    return [str(row.allowed) for row in answer.rows if row.allowed is not None]


def overturning(answer: Answer, *, short: bool = False) -> Iterator[str]:
    """Say what would turn each alternative's answer round: assumptions, with their values.

    ``short``: of the one that leads alone, where one does.
    """
    if answer.uncertainty == "none" or answer.replicates < FEWEST_FOR_TURNS:
        yield untold(answer.uncertainty, answer.replicates, FEWEST_FOR_TURNS)
        return
    if short and (of_leader := overturned(answer)):
        yield from of_leader
        return
    for row in answer.rows:
        if matters(row):
            yield from overturned_row(answer, row)
    silent = [row for row in answer.rows if not matters(row)]
    if silent:
        yield untested(answer, silent)


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


def townships(results: Results, answer: Answer) -> tuple[Grid, list[str]] | None:
    """Return the place by township (or industry, or kind) as its list counts it, and notes.

    None where the place is a single group.
    """
    known = facts(results.scenario)
    return grouped(results, answer, known.by, {each.id: each.counts for each in known.groups})


def grouped(
    results: Results, answer: Answer, dimension: str, stated: Mapping[str, Counts] | None = None
) -> tuple[Grid, list[str]] | None:
    """Return counts and levels by group, and notes; ``stated`` are the list's own counts.

    None where there is one group only: it would repeat what is said of the whole place. What an
    alternative adds stands in a column where it is clear somewhere. Otherwise a note says that
    there is no clear difference.
    """
    found = by_group(results, dimension, SAID)
    if len(found.groups) < 2:
        return None
    order = sorted(range(len(found.groups)), key=lambda group: -found.size[group])[:MOST_GROUPS]
    titles = {row.id: row for row in answer.rows}
    told = [
        (at, name)
        for at, name in enumerate(results.alternatives)
        if at and any(found.large(group) and found.added(group, at) is not None for group in order)
    ]
    rows: list[tuple[str, list[Value | str]]] = []
    for group in sorted(order):
        cells: list[Value | str] = []
        if stated is not None:
            cells += _stated(stated.get(found.groups[group]))
        cells += [_level(found, group), *(_added(found, group, at) for at, _name in told)]
        rows.append((group_name(results, dimension, found.groups[group]), cells))
    heads = [] if stated is None else [_("registered"), _("with a branch")]
    heads += [
        _("effective at the end"),
        *(_("added by {title}").format(title=quoted(titles[name])) for _at, name in told),
    ]
    large = [group for group in order if found.large(group)]
    notes = [*_untold(answer, {name for _at, name in told})] if large else []
    if len(large) < len(order):
        notes.append(
            _("Too few: fewer than {n} organizations, of which nothing simulated is said.").format(
                n=FEWEST
            )
        )
    if len(found.groups) > MOST_GROUPS:
        notes.append(
            _("The {n} largest of {all} groups are shown.").format(
                n=MOST_GROUPS, all=len(found.groups)
            )
        )
    caption = _("{dimension}: at the start, and at the end under “{title}”").format(
        dimension=_(CAPTIONS[dimension]), title=answer.reference.title
    )
    return Grid(caption, heads, rows), notes


def _stated(counts: Counts | None) -> list[Value | str]:
    if counts is None:
        return [NOTHING, NOTHING]
    values = (counts.registered, counts.covered)
    return [NOTHING if value is None else count(value) for value in values]


CAPTIONS: Final[Mapping[str, str]] = {
    "district": N_("By township"),
    "industry": N_("By industry"),
    "kind": N_("By kind"),
    "type": N_("By type"),
    "size": N_("By size"),
}


def _untold(answer: Answer, told: set[str]) -> Iterator[str]:
    """Say of which alternatives no difference is clear in any group, where one could be."""
    if answer.replicates < FEWEST_FOR_CLEAR:
        return
    left = [quoted(row) for row in answer.rows if row.id not in told]
    if left:
        text = _("No clear difference in any single group, taken together there may be: {titles}.")
        yield text.format(titles=joined(left))


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

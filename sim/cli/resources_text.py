"""``fugai resources`` for people: the same rows as lines on a terminal and as a page of a workbook.

Sentences, heads and cells are made once; a terminal gets characters, a workbook numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sim.locale import N_, _, current_language, pick
from sim.measures.base import Band
from sim.present.names import alternative_name, committee_name
from sim.present.numbers import FEWEST_FOR_A_BAND, share_cell, whole
from sim.present.tables import fitted
from sim.results.readable import Grid, Page, Prose, Value, money, number, tenths
from sim.results.resources import COVERAGE, FEWEST, TOGETHER, WHOLE, YEAR, Resources, Row

HEADS: Final[Mapping[str, str]] = {
    "posts": N_("liaisons in post"),
    "visits": N_("visits"),
    "training_places": N_("training places filled"),
    "sourced_secretaries": N_("sourced secretaries"),
    "yuan": N_("yuan paid"),
    "unpaid_yuan": N_("yuan not paid for lack of money"),
    "own_yuan": N_("yuan that organizations pay themselves"),
    "hours": N_("staff hours of organizations"),
    "branches": N_("branches to keep alive"),
}

VALUES: Final[Mapping[str, Callable[[Band], Value]]] = {
    "posts": tenths,
    "sourced_secretaries": tenths,
    "yuan": money,
    "unpaid_yuan": money,
    "own_yuan": money,
}
"""How a kind is written where it is no number of things."""


def show(found: Resources) -> Iterator[str]:
    """Yield the lines for a terminal."""
    yield title(found)
    yield from outcome(found)
    bands = len(found.results.replicates) >= FEWEST_FOR_A_BAND
    for row, entry in enumerate(found.rows):
        yield ""
        yield label(found, entry)
        lines = [["", *heads(found)]]
        for year, month in enumerate(found.years):
            cells = [value(kind, found.band(kind, row, year)).cell for kind in found.kinds]
            lines.append([period(found, month), *(str(c) if bands else c.main for c in cells)])
        yield fitted(lines)
    yield ""
    yield from notes(found)


def page(found: Resources) -> Page:
    """Return the sheet of a workbook."""
    blocks: list[Prose | Grid] = [Prose(title(found), "title")]
    blocks += [Prose(text) for text in outcome(found)]
    for row, entry in enumerate(found.rows):
        lines = [
            (
                period(found, month),
                [value(kind, found.band(kind, row, year)) for kind in found.kinds],
            )
            for year, month in enumerate(found.years)
        ]
        blocks.append(Grid(label(found, entry), heads(found, sheet=True), lines))
    blocks += [Prose(text, "note") for text in notes(found)]
    return Page(_("Resources"), blocks)


def title(found: Resources) -> str:
    """Return the title of the page."""
    return _("{place}: what “{alternative}” needs, year by year").format(
        place=pick(found.results.info["title"]),
        alternative=alternative_name(found.results, found.alternative),
    )


def outcome(found: Resources) -> Iterator[str]:
    """Say what is expected of it, once, for the whole place."""
    covered, effective = (str(share_cell(found.coverage[name])) for name in COVERAGE)
    yield _(
        "Expected at the end of {month} for the whole place: {covered} of registered "
        "organizations have a branch, {effective} an effective one."
    ).format(
        month=found.results.scenario.month_name(found.results.months - 1),
        covered=covered,
        effective=effective,
    )
    yield _(
        "This range is an outcome, not a target. It cannot be handed down to townships or "
        "organizations."
    )


def notes(found: Resources) -> Iterator[str]:
    """Say what the numbers are, and what is not split."""
    if len(found.results.replicates) >= FEWEST_FOR_A_BAND:
        yield _("Medians; in brackets what 90 % of {n} simulations lie between.").format(
            n=len(found.results.replicates)
        )
    else:
        yield _("Medians of {n} simulations: too few for a range.").format(
            n=len(found.results.replicates)
        )
    if "visits" in found.kinds:
        yield _(
            "Visits are those that liaisons have time for, at most two a month to one "
            "organization, and those of organizers. The pace is an assumption."
        )
    yield _("Yuan are what is paid in the year, not discounted. Hours are never added to yuan.")
    yield _("Branches are those that stand at the end of the year, old and new, dormant or not.")
    if any(row.committee == TOGETHER for row in found.rows):
        yield _(
            "Nothing is split below {n} organizations: smaller committees stand together."
        ).format(n=FEWEST)
    if len(found.rows) == 1:
        yield _("No table by committee: only one has {n} organizations or more.").format(n=FEWEST)
    if found.overlapping:
        yield _(
            "A branch stands in the row of its township and in that of its industry. The row of "
            "the whole place counts it once."
        )


def label(found: Resources, row: Row) -> str:
    """Return what a row is called, with the organizations that it answers for."""
    if row.committee == WHOLE:
        return _("Whole place ({n} organizations)").format(n=whole(row.organizations))
    if row.committee == TOGETHER:
        names = _(", ").join(_name(found, name) for name in row.members)
        return _("Together: {names} ({n} organizations)").format(
            names=names, n=whole(row.organizations)
        )
    return _("{name} ({n} organizations)").format(
        name=_name(found, row.committee), n=whole(row.organizations)
    )


def _name(found: Resources, committee: str) -> str:
    return committee_name(found.results.scenario, committee.partition(":")[2])


def heads(found: Resources, *, sheet: bool = False) -> list[str]:
    """Return the heads of the columns; in a sheet Chinese yuan are counted in 万元."""
    made = [_(HEADS[kind]) for kind in found.kinds]
    if sheet and current_language() == "zh":
        return [head.replace("（元）", "（万元）") for head in made]
    return made


def value(kind: str, band: Band) -> Value:
    """Return an amount as its kind is written."""
    return VALUES.get(kind, number)(band)


def period(found: Resources, month: int) -> str:
    """Return a year of the run: a calendar year, else its first and last month."""
    scenario = found.results.scenario
    first = (month - 1) // YEAR * YEAR
    start, end = scenario.month_name(first), scenario.month_name(month - 1)
    if start.endswith("-01") and end.endswith("-12"):
        return start[:4]
    return _("{first} to {last}").format(first=start, last=end)

"""``fugai resources``: what an alternative needs, by year and committee.

Sentences, heads and cells are made once; a terminal gets characters, a workbook numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from sim.cli.base import (
    argument,
    check_target,
    command,
    force_option,
    json_option,
    option,
    print_json,
    print_lines,
)
from sim.locale import N_, _, current_language, ngettext, pick
from sim.measures.base import Band
from sim.present.names import alternative_name, committee_name
from sim.present.numbers import FEWEST_FOR_A_BAND, percent, share_text, whole
from sim.present.tables import fitted
from sim.results.readable import Block, Grid, Page, Prose, Value, book, money, number, tenths
from sim.results.reading import Results
from sim.results.resources import COVERAGE, FEWEST, TOGETHER, WHOLE, YEAR, Resources, Row
from sim.results.resources import resources as found_in
from sim.store.disk import place_file


@command(
    "resources",
    help=N_(
        "Show what an alternative of RUN (a results folder) needs, by year and committee: posts, "
        "visits, training places, yuan, staff hours, and branches to keep alive.\n\n"
        "Expected coverage is one range for the whole place. Nothing is split below 20 "
        "organizations."
    ),
)
@argument("folder", metavar="RUN")
@option(
    "--alternative",
    metavar="ID",
    help=N_("Alternative (default: the first after the baseline)."),
)
@option("-o", "--out", metavar="FILE", help=N_("Workbook to write as well (.xlsx)."))
@force_option
@json_option
def resources(
    folder: str, alternative: str | None, out: str | None, force: bool, as_json: bool
) -> None:
    """Show the resources of one alternative."""
    if out is not None:
        check_target(Path(out), (".xlsx",), _("A workbook is written as .xlsx, not as {name}."))
    results = Results(folder)
    chosen = alternative or results.alternatives[min(1, len(results.alternatives) - 1)]
    found = found_in(results, chosen)
    path = None if out is None else place_file(Path(out), book([page(found)]), force=force)
    if as_json:
        print_json(found.plain() | ({} if path is None else {"files": [path.as_posix()]}))
        return
    print_lines(show(found))
    if path is not None:
        click.echo(_("Workbook: {file}").format(file=path))


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
        lines = [
            [when, *(str(value.cell) if bands else value.cell.main for value in values)]
            for when, values in _by_year(found, row)
        ]
        yield fitted([["", *heads(found)], *lines])
    yield ""
    yield from notes(found)


def page(found: Resources) -> Page:
    """Return the sheet of a workbook."""
    grids = (
        Grid(label(found, entry), heads(found, sheet=True), _by_year(found, row))
        for row, entry in enumerate(found.rows)
    )
    blocks: list[Block] = [
        Prose(title(found), "title"),
        *map(Prose, outcome(found)),
        *grids,
        *(Prose(text, "note") for text in notes(found)),
    ]
    return Page(_("Resources"), blocks)


def _by_year(found: Resources, row: int) -> list[tuple[str, list[Value]]]:
    """Return the years of a row and their amounts, each written as its kind is."""
    return [
        (
            period(found, month),
            [VALUES.get(kind, number)(found.band(kind, row, year)) for kind in found.kinds],
        )
        for year, month in enumerate(found.years)
    ]


def title(found: Resources) -> str:
    """Return the title of the page."""
    return _("{place}: what “{alternative}” needs, year by year").format(
        place=pick(found.results.info["title"]),
        alternative=alternative_name(found.results, found.alternative),
    )


def outcome(found: Resources) -> Iterator[str]:
    """Say what is expected of it, once, for the whole place."""
    few = len(found.results.replicates) < FEWEST_FOR_A_BAND
    covered, effective = (
        percent(found.coverage[name].q50) if few else share_text(found.coverage[name])
        for name in COVERAGE
    )
    yield _(
        "Expected at the end of {month} for the whole place: {covered} of registered "
        "organizations have a branch, {effective} an effective one."
    ).format(
        month=found.results.scenario.month_name(found.results.months - 1),
        covered=covered,
        effective=effective,
    )
    yield _(
        "This is an outcome, not a target. It cannot be handed down to townships or organizations."
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
    if {"yuan", "unpaid_yuan", "own_yuan"} & {*found.kinds}:
        yield _("Yuan are what is paid in the year, not discounted. Hours are never added to yuan.")
    yield _("Branches are those that stand at the end of the year, old and new, dormant or not.")
    if any(row.committee == TOGETHER for row in found.rows):
        yield _(
            "Nothing is split below {n} organizations: smaller committees stand together."
        ).format(n=FEWEST)
    if len(found.rows) == 1:
        yield _("No table by committee: it takes two that have {n} organizations or more.").format(
            n=FEWEST
        )
    if found.overlapping:
        yield _(
            "A branch stands in the row of its township and in that of its industry. The row of "
            "the whole place counts it once."
        )


def label(found: Resources, row: Row) -> str:
    """Return what a row is called, with the organizations that it answers for."""
    if row.committee == WHOLE:
        name = _("Whole place")
    elif row.committee == TOGETHER:
        names = _(", ").join(_name(found, name) for name in row.members)
        name = _("Together: {names}").format(names=names)
    else:
        name = _name(found, row.committee)
    return ngettext(
        "{name} ({n} organization or more)",
        "{name} ({n} organizations or more)",
        round(row.organizations),
    ).format(name=name, n=whole(row.organizations))


def _name(found: Resources, committee: str) -> str:
    return committee_name(found.results.scenario, committee.partition(":")[2])


def heads(found: Resources, *, sheet: bool = False) -> list[str]:
    """Return the heads of the columns; in a sheet Chinese yuan are counted in 万元."""
    made = [_(HEADS[kind]) for kind in found.kinds]
    if sheet and current_language() == "zh":
        return [head.replace("（元）", "（万元）") for head in made]
    return made


def period(found: Resources, month: int) -> str:
    """Return a year of the run: a calendar year, else its first and last month."""
    scenario = found.results.scenario
    first = (month - 1) // YEAR * YEAR
    start, end = scenario.month_name(first), scenario.month_name(month - 1)
    if start.endswith("-01") and end.endswith("-12"):
        return start[:4]
    return _("{first} to {last}").format(first=start, last=end)

"""``fugai compare`` for people: values, paired differences, costs, and how much pairing helps."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from typing import Final

import click
import numpy as np

from sim.cli.base import print_lines
from sim.locale import _, current_language, listed, ngettext, pick, sentences
from sim.measures.base import Band
from sim.present.names import alternative_name, measure_short, measure_within, reason_name
from sim.present.numbers import (
    FEWEST_FOR_A_BAND,
    NOTHING,
    change_cell,
    number_cell,
    percent,
    points_cell,
    share_cell,
    tenths,
    whole,
    yuan_cell,
)
from sim.present.tables import fitted
from sim.results.answering import same_as_baseline
from sim.results.compare import SAID, Comparison, Tally, difference, pairs, tally
from sim.results.groups import course
from sim.results.joined import Joined, other_rules, rules_text
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES

SHOWN = ("reported_coverage", "organization_coverage", "effective_coverage", "hollow_share")
"""Hollow share always stands beside coverage."""


def show(joined: Joined, *, by_year: bool, dimension: str | None) -> None:
    """Print the comparison; by year and what holds organizations back where asked."""
    found = joined.compare()
    print_lines(_head(joined))
    click.echo("\n" + _values(found))
    click.echo("\n" + _costs(found))
    click.echo()
    print_lines(_tail(found))
    if by_year:
        for alternative in joined.alternatives[1:]:
            click.echo(
                "\n" + alternative_name(joined, alternative) + "\n" + _years(found, alternative)
            )
    if dimension is not None:
        show_bottlenecks(joined, dimension)


def _head(joined: Joined) -> Iterator[str]:
    scenario = joined.scenario
    yield (
        _("{a}: {reference}, against {b}").format(
            a=pick(joined.left.info["title"]),
            reference=alternative_name(joined, joined.alternatives[0]),
            b=pick(joined.right.info["title"]),
        )
        if joined.left is not joined.right
        else pick(scenario.title)
    )
    worlds = len(joined.replicates)
    yield _("{first} to {last}; {worlds}, the same draws on both sides").format(
        first=scenario.month_name(0),
        last=scenario.month_name(scenario.months - 1),
        worlds=ngettext("{k} pair of replicates", "{k} pairs of replicates", worlds).format(
            k=worlds
        ),
    )
    if joined.remarks():
        yield _(
            "The two sides differ in {keys} as well: differences come from that and the policies."
        ).format(keys=listed(joined.remarks()))
    apart = other_rules(joined.left.info["scenario"], joined.right.info["scenario"])
    if apart:
        text = _(
            "The rule differs ({rules}). To see whether the ranking survives it: "
            "fugai rivals {folder} --rule {rule}"
        )
        yield text.format(
            rules=rules_text(apart), folder=joined.left.folder, rule=f"{apart[0][0]}={apart[0][2]}"
        )


def _values(found: Comparison) -> str:
    """Return the table of values at the horizon and of differences from the reference."""
    results = found.results
    reference = results.alternatives[0]
    rows = [["", *map(measure_short, SHOWN)]]
    for alternative in results.alternatives:
        values = [str(share_cell(found.value(name, alternative))) for name in SHOWN]
        rows.append([alternative_name(results, alternative), *values])
        if alternative != reference:
            apart = [found.difference(name, alternative) for name in SHOWN]
            rows.append([_("  difference, points"), *(str(points_cell(e.band)) for e in apart)])
            told = [str(tally(found, name, alternative)) for name in SHOWN]
            rows.append([_("  higher in"), *told])
            rows.append([_("  pairing narrows by"), *(_times(e.narrowing) for e in apart)])
    return fitted(rows)


def _costs(found: Comparison) -> str:
    """Return what differs in money, hours and organizations."""
    results = found.results
    first, *others = results.alternatives
    rows = [
        [
            "",
            _("yuan"), _("staff hours"), _("yuan per branch-year"),
            _("gained"), _("lost"), _("displaced"),
        ]
    ]  # fmt: skip
    for alternative in others:
        costs, gains = found.costs[alternative], found.gains[alternative]
        numbers = (gains.gained, gains.lost, gains.displaced)
        rows.append(
            [
                alternative_name(results, alternative),
                str(yuan_cell(Band.of(costs.added_yuan), sign=True)),
                str(change_cell(Band.of(costs.added_burden_hours))),
                str(costs.price),
                *(str(number_cell(Band.of(n))) for n in numbers),
            ]
        )
    title = _("Apart from {reference}").format(reference=alternative_name(results, first))
    return f"{title}\n{fitted(rows)}"


def _tail(found: Comparison) -> Iterator[str]:
    results = found.results
    worlds = len(results.replicates)
    for alternative in results.alternatives[1:]:
        counted = tally(found, SAID, alternative)
        yield _(
            "{title}: {measure} is higher than under {reference} in {k} of {n} replicates."
        ).format(
            title=alternative_name(results, alternative),
            reference=alternative_name(results, results.alternatives[0]),
            measure=measure_within(SAID),
            k=counted.higher,
            n=counted.of,
        )
    yield from same_as_baseline(results)
    said = [_("Medians, and what 90 % of replicates lie between.")]
    if worlds < FEWEST_FOR_A_BAND:
        text = _("With {n} replicates, these are nearly the lowest and the highest.")
        said.append(text.format(n=worlds))
    yield sentences(said)
    yield _(
        "Pairing narrows by: how many times wider the spread of the difference would be if both "
        "sides had draws of their own."
    )
    yield _(
        "Gained, lost: organizations covered only under the alternative, only under the "
        "reference; displaced are those lost that wait for a contact, a partner, a secretary or an "
        "act of founding. Yuan per branch-year: added cost of a further year of an effective "
        "branch."
    )
    if any(float(np.max(costs.yuan)) > 0 for costs in found.costs.values()):
        yield _("Costs at declared defaults: replace them by local ones.")


def _years(found: Comparison, alternative: str) -> str:
    """Return differences at the end of every year."""
    rows = [[_("Until"), *(cell for name in map(measure_short, SHOWN) for cell in (name, ""))]]
    scenario = found.results.scenario
    for month in found.months[1:]:
        cells = []
        for name in SHOWN:
            apart = difference(found, name, alternative, month=month)
            cells += [str(points_cell(Band.of(apart))), str(Tally.of_difference(apart))]
        rows.append([scenario.month_name(month - 1), *cells])
    return fitted(rows, together=2)


def _times(ratio: float) -> str:
    return NOTHING if math.isnan(ratio) else _("{n} times").format(n=tenths(ratio))


LEAST = 0.005
"""A bottleneck that never holds back this share of the uncovered has no row."""


def show_bottlenecks(results: Results, dimension: str = "all") -> None:
    """Print what holds organizations back, alternative by alternative."""
    for alternative in results.alternatives:
        click.echo("\n" + alternative_name(results, alternative))
        click.echo(_bottlenecks(results, alternative, dimension))


def _bottlenecks(results: Results, alternative: str, dimension: str) -> str:
    """Return a table a group: a row a bottleneck, a column a year, in shares of the uncovered.

    The last row is the number of operating organizations without a branch: means over worlds.
    """
    seen = course(results, alternative, dimension)
    shares = seen.shares()
    scenario = results.scenario
    rows: list[list[str]] = []
    for place, group in enumerate(seen.groups):
        title = group or _("Of the uncovered, held back by")
        ends = [scenario.month_name(month - 1) for month in seen.months[1:]]
        rows.append([title, _("start"), *ends])
        order = np.argsort(-shares[place].max(0), kind="stable").tolist()
        for link in order:
            if shares[place, :, link].max() >= LEAST:
                cells = [percent(value) for value in shares[place, :, link].tolist()]
                rows.append(["  " + reason_name(BOTTLENECK_NAMES[link]), *cells])
        total = seen.numbers[place].sum(-1).tolist()
        rows.append([_("  uncovered organizations"), *map(whole, total)])
    return fitted(rows)


COLUMNS: Final = 80
"""Where the sentence above the table is broken."""


def ranking(found: Comparison) -> Iterator[str]:
    """Yield the lines of a table; none where there is nothing but the baseline to compare with."""
    names = found.results.alternatives
    worlds = len(found.results.replicates)
    if len(names) < 3 or worlds < 2:
        return
    text = _(
        "In how many of {n} replicates the row is above the column in {measure} (ties count for "
        "neither):"
    ).format(n=worlds, measure=measure_within(SAID))
    # Chinese has no spaces to break at, and is short enough.
    yield from textwrap.wrap(text, COLUMNS) if current_language() == "en" else [text]
    counted = pairs(found)
    rows = [["", *(f"({k})" for k in range(len(names)))]]
    for k, name in enumerate(names):
        cells = []
        for other in names:
            tally = counted[name].get(other)
            known = tally is not None and tally.of == worlds
            cells.append("·" if tally is None else str(tally.higher if known else tally))
        rows.append([f"({k}) {pick(found.results.info['alternatives'][name])}", *cells])
    yield from fitted(rows).splitlines()

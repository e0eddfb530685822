"""``fugai run`` for people: the place, a table, a sentence for each alternative, the files."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence

import click
import numpy as np

from sim.cli.aligned import aligned
from sim.cli.links import LINKS
from sim.locale import _, current_language, ngettext, pick
from sim.measures.catalogue import MEASURES
from sim.results.compare import Band, Comparison
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.scenario import Scenario

SHOWN = ("organization_coverage", "effective_coverage", "hollow_share", "work_coverage")
"""Columns of the table; hollow share always stands beside coverage."""

SAID = "effective_coverage"
"""What the sentence is about."""

FAILED_SHOWN = 5


def show(results: Results, scenario: Scenario, notes: Sequence[str]) -> None:
    """Print what a run came to."""
    found = results.compare()
    for line in _head(found, scenario, notes):
        click.echo(line)
    click.echo()
    click.echo(_("At the end of {month}: median, and what 90 % of worlds lie between").format(
        month=scenario.month_name(scenario.months - 1)))  # fmt: skip
    _table(found)
    click.echo()
    for line in _tail(found):
        click.echo(line)


def _head(found: Comparison, scenario: Scenario, notes: Sequence[str]) -> Iterator[str]:
    results = found.results
    at_start = found.value("registered", results.alternatives[0], 0).q50
    yield pick(scenario.title)
    yield _("{first} to {last}; {n} organizations at the start; {worlds}").format(
        first=scenario.month_name(0),
        last=scenario.month_name(scenario.months - 1),
        n=f"{at_start:,.0f}",
        worlds=ngettext(
            "{k} replicate of each alternative", "{k} replicates of each alternative",
            len(results.replicates),
        ).format(k=len(results.replicates)),
    )  # fmt: skip
    for note in (*notes, *map(pick, scenario.notes)):
        yield f"  {note}"


def _table(found: Comparison) -> None:
    results = found.results
    header = ["", *(_heading(name) for name in SHOWN), _("yuan"), _("yuan per branch-year")]
    first = [_share(found.value(name, results.alternatives[0], 0)) for name in SHOWN]
    rows = [[_("At the start"), *first, "", ""]]
    for alternative in results.alternatives:
        title = pick(results.info["alternatives"][alternative])
        values = [_share(found.value(name, alternative)) for name in SHOWN]
        costs = found.costs[alternative]
        rows.append([title, *values, _money(float(np.median(costs.yuan))), ""])
        if alternative != results.alternatives[0]:
            changes = [_points(found.difference(name, alternative).band) for name in SHOWN]
            price = costs.per_branch_year
            added = _money(float(np.median(costs.added_yuan)), sign=True)
            rows.append(
                [
                    _("  against the baseline"),
                    *changes,
                    added,
                    # What costs no yuan is not free: it falls on organizations.
                    _money(price) if price else "–",
                ]
            )
    if not sys.stdout.isatty():
        click.echo(aligned([header, *rows]))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, text in enumerate(header):
        table.add_column(text, justify="right" if number else "left", no_wrap=number > 0)
    for number, row in enumerate(rows):
        against = number > 1 and number % 2 == 1
        table.add_row(*(Text(cell, style="bold" if against else "") for cell in row))
    Console(highlight=False).print(table)


def _tail(found: Comparison) -> Iterator[str]:
    results = found.results
    yield from _sentences(found)
    yield (
        _(
            "The spread is parameters and chance together: each replicate draws its parameters "
            "from their priors."
        )
        if results.info["uncertainty"] == "prior"
        else _("The spread is chance alone: every parameter is held at its default.")
    )
    if any(float(np.max(costs.yuan)) > 0 for costs in found.costs.values()):
        yield _(
            "Costs at declared defaults, over the whole period: replace them by local ones. "
            "Yuan per branch-year is the added cost of a further year of an effective branch."
        )
    for alternative, costs in found.costs.items():
        if costs.unmet_yuan.any():
            yield _("{title}: the budget left {yuan} yuan of demand unmet (median).").format(
                title=pick(results.info["alternatives"][alternative]),
                yuan=_money(float(np.median(costs.unmet_yuan))),
            )
    yield from _bottleneck(results)
    yield from _failures(results)
    if results.weight != 1.0:
        yield _("A sample of organizations was simulated; numbers are scaled up by {n}.").format(
            n=f"{results.weight:g}"
        )
    yield _("Results: {folder}").format(folder=results.folder)


def _sentences(found: Comparison) -> Iterator[str]:
    results = found.results
    known = results.defaults()
    worlds = len(results.replicates)
    for alternative in results.alternatives[1:]:
        difference = found.difference(SAID, alternative)
        text = _("{title}: {measure} is higher than in the baseline in {k} of {n} worlds")
        sentence = text.format(
            title=pick(results.info["alternatives"][alternative]),
            measure=_name(SAID),
            k=round(difference.share_higher * worlds),
            n=worlds,
        )
        if known is not None:
            share = known["share_higher"][alternative][SAID]
            sentence += _("; in {k} if the defaults were true").format(k=round(share * worlds))
        yield sentence + _(".")
    if known is None and len(results.alternatives) > 1 and results.info["uncertainty"] == "prior":
        yield _(
            "How it would be if the defaults were true was not simulated: it takes as long again "
            "(--uncertainty none)."
        )


def _bottleneck(results: Results) -> Iterator[str]:
    """Say what holds most uncovered organizations of the baseline back at the horizon."""
    from sim.results.bottlenecks import shares

    share = shares(results, results.alternatives[0])
    order = np.argsort(-share, kind="stable")
    named = [
        _("{reason} ({share})").format(
            reason=_(LINKS[BOTTLENECK_NAMES[link]]), share=f"{share[link]:.0%}"
        )
        for link in order[:3].tolist()
        if share[link] > 0
    ]
    if named:
        text = _("What holds uncovered organizations of the baseline back most: {reasons}.")
        yield text.format(reasons=_(", ").join(named))


def _failures(results: Results) -> Iterator[str]:
    if not results.failed:
        return
    yield ngettext(
        "{n} replicate failed and is left out:",
        "{n} replicates failed and are left out:",
        len(results.failed),
    ).format(n=len(results.failed))
    for replicate, reason in list(results.failed.items())[:FAILED_SHOWN]:
        yield f"  {replicate}: {reason}"
    if len(results.failed) > FAILED_SHOWN:
        yield f"  … {results.folder / 'manifest.json'}"


def _name(measure: str) -> str:
    label = pick(MEASURES[measure].label)
    return label if current_language() == "zh" else label[:1].lower() + label[1:]


def _heading(measure: str) -> str:
    """Return a measure's name without its base: all of the table are of registered ones."""
    label = pick(MEASURES[measure].label)
    return label.partition(" of ")[0].partition("(")[0]


def _share(band: Band) -> str:
    if math.isnan(band.q50):
        return "–"
    return f"{band.q50:.0%} ({100 * band.q05:.0f}–{100 * band.q95:.0f})"


def _points(band: Band) -> str:
    """Return a difference of shares in percentage points."""
    if math.isnan(band.q50):
        return "–"
    low, middle, high = (_signed(100 * value) for value in (band.q05, band.q50, band.q95))
    return f"{middle} ({low} … {high})"


def _signed(points: float) -> str:
    """Return a number with its sign; what rounds to nothing has none of its own."""
    text = f"{points:+.1f}"
    return "+0.0" if text == "-0.0" else text


def _money(yuan: float, *, sign: bool = False) -> str:
    return f"{yuan:+,.0f}" if sign else f"{yuan:,.0f}"

"""``fugai compare`` for people: values, paired differences, costs, and how much pairing helps."""

from __future__ import annotations

import math
from collections.abc import Iterator

import click
import numpy as np

from sim.cli.aligned import fitted
from sim.cli.bottlenecks_text import table as bottleneck_table
from sim.locale import _, ngettext, pick
from sim.results import wording
from sim.results.compare import Band, Comparison
from sim.results.joined import Joined
from sim.results.reading import Results
from sim.results.remarks import same_as_baseline

SHOWN = ("reported_coverage", "organization_coverage", "effective_coverage", "hollow_share")
"""Hollow share always stands beside coverage."""

SAID = "effective_coverage"
FEW_WORLDS = 20
"""With fewer, the 5th and 95th hundredths are no more than the two outermost worlds."""


def show(joined: Joined, *, by_year: bool, dimension: str | None) -> None:
    """Print the comparison; by year and what holds organizations back where asked."""
    found = joined.compare()
    for line in _head(joined):
        click.echo(line)
    click.echo("\n" + _values(found))
    click.echo("\n" + _costs(found))
    click.echo()
    for line in _tail(found):
        click.echo(line)
    if by_year:
        for alternative in joined.alternatives[1:]:
            click.echo("\n" + _titled(joined, alternative) + "\n" + _years(found, alternative))
    if dimension is not None:
        for alternative in joined.alternatives:
            click.echo("\n" + _titled(joined, alternative))
            click.echo(bottleneck_table(joined, alternative, dimension))


def _head(joined: Joined) -> Iterator[str]:
    scenario = joined.scenario
    yield (
        _("{a}: {reference}, against {b}").format(
            a=pick(joined.left.info["title"]),
            reference=_titled(joined, joined.alternatives[0]),
            b=pick(joined.right.info["title"]),
        )
        if joined.left is not joined.right
        else pick(scenario.title)
    )
    worlds = len(joined.replicates)
    yield _("{first} to {last}; {worlds}, the same draws on both sides").format(
        first=scenario.month_name(0),
        last=scenario.month_name(scenario.months - 1),
        worlds=ngettext("{k} pair of worlds", "{k} pairs of worlds", worlds).format(k=worlds),
    )
    if joined.remarks():
        yield _(
            "The two sides differ in {keys} as well: differences come from that and the policies."
        ).format(keys=", ".join(joined.remarks()))


def _values(found: Comparison) -> str:
    """Return the table of values at the horizon and of differences from the reference."""
    results = found.results
    reference = results.alternatives[0]
    rows = [["", *wording.headings(SHOWN)]]
    for alternative in results.alternatives:
        values = [wording.share(found.value(name, alternative)) for name in SHOWN]
        rows.append([_titled(results, alternative), *values])
        if alternative != reference:
            apart = [found.difference(name, alternative) for name in SHOWN]
            rows.append([_("  difference, points"), *(wording.points(e.band) for e in apart)])
            rows.append([_("  higher in"), *(_portion(e.share_higher) for e in apart)])
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
                _titled(results, alternative),
                wording.amounts(Band.of(costs.added_yuan)),
                wording.amounts(Band.of(costs.added_burden_hours)),
                str(costs.price),
                *(wording.counts(Band.of(n.astype(np.float64) * results.weight)) for n in numbers),
            ]
        )
    title = _("Apart from {reference}").format(reference=_titled(results, first))
    return f"{title}\n{fitted(rows)}"


def _tail(found: Comparison) -> Iterator[str]:
    results = found.results
    worlds = len(results.replicates)
    for alternative in results.alternatives[1:]:
        difference = found.difference(SAID, alternative)
        yield _("{title}: {measure} is higher than under {reference} in {k} of {n} worlds.").format(
            title=_titled(results, alternative),
            reference=_titled(results, results.alternatives[0]),
            measure=wording.said(SAID),
            k=round(difference.share_higher * worlds),
            n=worlds,
        )
    yield from same_as_baseline(results)
    yield _("Medians, and what 90 % of worlds lie between.") + (
        " " + _("Of {n} worlds these are nearly the outermost ones.").format(n=worlds)
        if worlds < FEW_WORLDS
        else ""
    )
    yield _(
        "Pairing narrows by: how many times wider the spread of the difference would be if both "
        "sides had draws of their own."
    )
    yield _(
        "Gained, lost: organizations covered only under the alternative, only under the "
        "reference; displaced are those lost that wait for a contact, a partner or a secretary. "
        "Yuan per branch-year: added cost of a further year of an effective branch."
    )
    if any(float(np.max(costs.yuan)) > 0 for costs in found.costs.values()):
        yield _("Costs at declared defaults: replace them by local ones.")


def _years(found: Comparison, alternative: str) -> str:
    """Return differences at the end of every year."""
    rows = [[_("Until"), *(_cell for name in wording.headings(SHOWN) for _cell in (name, ""))]]
    scenario = found.results.scenario
    for month in found.months[1:]:
        cells = []
        for name in SHOWN:
            apart = found.difference(name, alternative, month)
            cells += [wording.points(apart.band), _portion(apart.share_higher)]
        rows.append([scenario.month_name(month - 1), *cells])
    return fitted(rows, together=2)


def _portion(share: float) -> str:
    return "–" if math.isnan(share) else _("{share} of worlds").format(share=f"{share:.0%}")


def _times(ratio: float) -> str:
    return "–" if math.isnan(ratio) else _("{n} times").format(n=f"{ratio:.1f}")


def _titled(results: Results, alternative: str) -> str:
    """Return what an alternative is called."""
    return pick(results.info["alternatives"][alternative])

"""``fugai run`` for people: the place, a table, a sentence for each alternative, the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
import numpy as np

from sim.cli.facts_text import lead as facts_lead
from sim.cli.failures import failures
from sim.cli.ranking_text import ranking
from sim.cli.run_table import FEWEST_FOR_A_BAND, has_bands, table
from sim.locale import _, current_language, ngettext, pick
from sim.locale.links import LINKS
from sim.measures.catalogue import MEASURES
from sim.results.allowed import after
from sim.results.compare import Comparison
from sim.results.reading import Results
from sim.results.remarks import same_as_baseline
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.scenario import Scenario

SAID = "effective_coverage"
"""What the sentence is about."""


def show(results: Results, scenario: Scenario, notes: Sequence[str]) -> None:
    """Print what a run came to."""
    found = results.compare()
    for line in _head(found, scenario, notes):
        click.echo(line)
    click.echo()
    table(found, scenario.month_name(scenario.months - 1))
    click.echo()
    for line in _tail(found):
        click.echo(line)


def _head(found: Comparison, scenario: Scenario, notes: Sequence[str]) -> Iterator[str]:
    results = found.results
    at_start = found.value("registered", results.alternatives[0], 0).q50
    yield pick(scenario.title)
    yield _("{first} to {last}; {organizations} at the start; {worlds}").format(
        first=scenario.month_name(0),
        last=scenario.month_name(scenario.months - 1),
        organizations=ngettext(
            "{n} organization", "{n} organizations", round(at_start)
        ).format(n=f"{at_start:,.0f}"),
        worlds=ngettext(
            "{k} replicate of each alternative", "{k} replicates of each alternative",
            len(results.replicates),
        ).format(k=len(results.replicates)),
    )  # fmt: skip
    yield from facts_lead(scenario)
    yield from _register(found, scenario)
    for warning in scenario.warnings:
        yield f"  {warning.message}"
    for note in (*notes, *map(pick, scenario.notes)):
        yield f"  {note}"


def _register(found: Comparison, scenario: Scenario) -> Iterator[str]:
    """Say how the register of the baseline ends: what grows or shrinks is no policy's doing."""
    baseline = found.results.alternatives[0]
    parts = []
    for name, text in (
        ("registered", _("registered {start} → {end}")),
        ("operating", _("operating {start} → {end}")),
    ):
        start, end = found.value(name, baseline, 0).q50, found.value(name, baseline).q50
        parts.append(text.format(start=f"{start:,.0f}", end=f"{end:,.0f}"))
    yield _("{first} to {last}, baseline: {counts}.").format(
        first=scenario.month_name(0),
        last=scenario.month_name(scenario.months - 1),
        counts=_(", ").join(parts),
    )


def _tail(found: Comparison) -> Iterator[str]:
    results = found.results
    worlds = len(results.replicates)
    if worlds > 1:
        yield from _sentences(found)
        yield from ranking(found)
    if has_bands(found):
        yield {
            "prior": _(
                "The spread is parameters and chance together: each replicate draws its parameters "
                "from their priors."
            ),
            "posterior": _(
                "The spread is parameters and chance together: each replicate draws the calibrated "
                "parameters from the posterior, the others from their priors."
            ),
            "none": _("The spread is chance alone: every parameter is held at its default."),
        }[results.info["uncertainty"]]
    else:
        text = ngettext(
            "{n} world is too few for a band of what 90 % lie between: run --replicates {fewest} "
            "or more.",
            "{n} worlds are too few for a band of what 90 % lie between: run --replicates "
            "{fewest} or more.",
            worlds,
        )
        yield text.format(n=worlds, fewest=FEWEST_FOR_A_BAND)
    if any(float(np.max(costs.yuan)) > 0 for costs in found.costs.values()):
        yield _(
            "Costs at declared defaults, over the whole period: replace them by local ones. "
            "Yuan per added branch-year is what is added in the whole period, divided by the "
            "years of effective branches added in it, and what 90 % of draws of the same worlds "
            "with replacement lie between. There is one only where both are clearly above zero."
        )
    yield from map(str, after(results).values())
    yield from same_as_baseline(results)
    yield from _bottleneck(results)
    named = str(results.folder / "manifest.json")
    yield from failures(results.failed, results.info["seed"], named)
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
    if known is None and len(results.alternatives) > 1 and results.info["uncertainty"] != "none":
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


def _name(measure: str) -> str:
    label = pick(MEASURES[measure].label)
    return label if current_language() == "zh" else label[:1].lower() + label[1:]

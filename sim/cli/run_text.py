"""``fugai run`` for people: the place, a table, a sentence for each alternative, the files.

Coverage never stands without the hollow share, nor yuan without the staff hours of organizations.
The table is as wide as the terminal allows: where it would be cut, columns are left out.
"""

from __future__ import annotations

import itertools
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import click
import numpy as np

from sim.cli.base import print_lines
from sim.cli.compare_text import ranking
from sim.cli.history_text import history_lines
from sim.locale import _, followed, ngettext, pick
from sim.present.facts import lead as facts_lead
from sim.present.names import alternative_name, measure_short, measure_within, reason_name
from sim.present.numbers import (
    FEWEST_FOR_A_BAND,
    Cell,
    percent,
    points_cell,
    quantity,
    share_cell,
    signed,
    whole,
    yuan,
    yuan_text,
)
from sim.present.replies import discounted
from sim.present.tables import aligned, terminal_width
from sim.results.allowed import after
from sim.results.answering import same_as_baseline
from sim.results.compare import SAID, Comparison, tally
from sim.results.costs import Costs
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.scenario import Scenario
from sim.text.problems import width


def show(results: Results, scenario: Scenario, remarks: Sequence[str]) -> None:
    """Print what a run came to; ``remarks`` are what should be known of the scenario."""
    found = results.compare()
    print_lines(_head(found, scenario, remarks))
    click.echo()
    table(found, scenario.month_name(scenario.months - 1))
    click.echo()
    print_lines(_tail(found))


def _head(found: Comparison, scenario: Scenario, remarks: Sequence[str]) -> Iterator[str]:
    results = found.results
    at_start = found.value("registered", results.alternatives[0], 0).q50
    yield pick(scenario.title)
    yield _("{first} to {last}; {organizations} at the start; {worlds}").format(
        first=scenario.month_name(0),
        last=scenario.month_name(scenario.months - 1),
        organizations=ngettext(
            "{n} organization", "{n} organizations", round(at_start)
        ).format(n=whole(at_start)),
        worlds=ngettext(
            "{k} replicate of each alternative", "{k} replicates of each alternative",
            len(results.replicates),
        ).format(k=len(results.replicates)),
    )  # fmt: skip
    yield from facts_lead(scenario)
    yield from _register(found, scenario)
    yield from history_lines(results)
    yield from (f"  {remark}" for remark in remarks)


def _register(found: Comparison, scenario: Scenario) -> Iterator[str]:
    """Say how the register of the baseline ends: what grows or shrinks is no policy's doing."""
    baseline = found.results.alternatives[0]
    parts = []
    for name, text in (
        ("registered", _("registered {start} → {end}")),
        ("operating", _("operating {start} → {end}")),
    ):
        start, end = found.value(name, baseline, 0).q50, found.value(name, baseline).q50
        parts.append(text.format(start=whole(start), end=whole(end)))
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
            "{n} replicate is too few for a band of what 90 % lie between: run --replicates "
            "{fewest} or more.",
            "{n} replicates are too few for a band of what 90 % lie between: run --replicates "
            "{fewest} or more.",
            worlds,
        )
        yield text.format(n=worlds, fewest=FEWEST_FOR_A_BAND)
    if any(float(np.max(costs.yuan)) > 0 for costs in found.costs.values()):
        yield _(
            "Costs at declared defaults, over the whole period: replace them by local ones. Yuan "
            "per added branch-year: mean added yuan over mean added years of effective branches, "
            "in the whole period. In brackets: what 90 % of resamples of the replicates lie "
            "between. There is one only where both are clearly above zero."
        )
    if rate := results.scenario.budget.discount_per_year:
        yield discounted(rate)
    yield from map(str, after(results).values())
    yield from same_as_baseline(results)
    yield from _bottleneck(results)
    named = str(results.folder / "manifest.json")
    yield from failures(results.failed, results.info["seed"], named)
    if results.weight != 1.0:
        yield _("A sample of organizations was simulated; numbers are scaled up by {n}.").format(
            n=quantity(results.weight)
        )
    yield _("Results: {folder}").format(folder=results.folder)


def _sentences(found: Comparison) -> Iterator[str]:
    results = found.results
    known = results.defaults()
    worlds = len(results.replicates)
    for alternative in results.alternatives[1:]:
        counted = tally(found, SAID, alternative)
        text = _("{title}: {measure} is higher than in the baseline in {k} of {n} replicates")
        sentence = text.format(
            title=alternative_name(results, alternative),
            measure=measure_within(SAID),
            k=counted.higher,
            n=counted.of,
        )
        if known is not None:
            share = known["share_higher"][alternative][SAID]
            if not math.isnan(share):
                sentence += _(" ({k} with all parameters at their defaults)").format(
                    k=round(share * worlds)
                )
        yield sentence + _(".")
    if known is None and len(results.alternatives) > 1 and results.info["uncertainty"] != "none":
        yield _(
            "Not simulated with all parameters at their defaults: add --at-defaults, which takes "
            "as long again."
        )


def _bottleneck(results: Results) -> Iterator[str]:
    """Say what holds most uncovered organizations of the baseline back at the horizon."""
    from sim.results.groups import shares

    share = shares(results, results.alternatives[0])
    order = np.argsort(-share, kind="stable")
    named = [
        _("{reason} ({share})").format(
            reason=reason_name(BOTTLENECK_NAMES[link]), share=percent(float(share[link]))
        )
        for link in order[:3].tolist()
        if share[link] > 0
    ]
    if named:
        text = _("Main reasons organizations stay uncovered (baseline): {reasons}.")
        yield text.format(reasons=_(", ").join(named))


SHOWN: Final = (
    "organization_coverage", "reported_coverage", "effective_coverage", "hollow_share",
    "work_coverage",
)  # fmt: skip
"""Columns of the table where there is room for them."""

LEFT_OUT: Final = ("work_coverage", "organization_coverage")
"""What goes first where there is no room."""

Line = tuple[str, bool]
"""A line to print, and whether it stands out."""


def has_bands(found: Comparison) -> bool:
    """Whether enough worlds were run to say what 90 % of them lie between."""
    return len(found.results.replicates) >= FEWEST_FOR_A_BAND


def table(found: Comparison, month: str) -> None:
    """Print the table; ``month`` is the last one simulated."""
    worlds = len(found.results.replicates)
    if has_bands(found):
        text = _("At the end of {month}: median, and what 90 % of replicates lie between")
    else:
        text = ngettext(
            "At the end of {month}: one replicate",
            "At the end of {month}: median of {n} replicates",
            worlds,
        )
    unit = _("; differences in pts") if len(found.results.alternatives) > 1 else ""
    click.echo(text.format(month=month, n=worlds) + unit)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line, strong in _fitting(found, terminal_width()):
        click.echo(click.style(line, bold=True) if strong and colour else line)


def _fitting(found: Comparison, most: int) -> list[Line]:
    """Return the lines with as many columns as there is room for."""
    measures = list(SHOWN)
    lines = list(_lines(found, measures))
    for name in LEFT_OUT:
        if max(width(text) for text, _strong in lines) > most:
            measures.remove(name)
            lines = list(_lines(found, measures))
    return lines


def _lines(found: Comparison, measures: Sequence[str]) -> Iterator[Line]:
    """Yield the lines; columns are aligned over all alternatives, whose titles stand between."""
    alternatives = found.results.alternatives

    def shown(cell: Cell) -> str:
        return str(cell) if has_bands(found) else cell.main

    start, end, change = _("At the start"), _("  at the end"), _("  difference")
    cost, price, burden, paper = _("  cost"), _("  price"), _("  burden"), _("  paper")
    heading = [["", *names] for names in zip(*map(_heading, measures), strict=True) if any(names)]
    rows = [
        *heading,
        [start, *(shown(share_cell(found.value(name, alternatives[0], 0))) for name in measures)],
    ]
    for alternative in alternatives:
        values = (found.value(name, alternative) for name in measures)
        rows.append([end, *(shown(share_cell(value)) for value in values)])
        if alternative != alternatives[0]:
            apart = (found.difference(name, alternative).band for name in measures)
            rows.append([change, *(shown(points_cell(band)) for band in apart)])
    margin = max(map(width, (start, end, change, cost, price, burden, paper)))
    rows = [[row[0] + " " * (margin - width(row[0])), *row[1:]] for row in rows]
    texts = iter(aligned(rows, indent=0).splitlines())
    yield from ((text, False) for text in itertools.islice(texts, len(heading) + 1))
    for alternative in alternatives:
        yield alternative_name(found.results, alternative), False
        yield next(texts), False
        other = alternative != alternatives[0]
        if other:
            yield next(texts), True
        costs = found.costs[alternative]
        told = [(cost, _cost(costs, other)), (burden, _burden(costs, other))]
        if other:
            told.insert(1, (price, _("added branch-year: {price}").format(price=costs.price)))
        told.append((paper, _books(found, alternative)))
        for label, said in told:
            if said:
                yield f"{label}{' ' * (margin - width(label))}  {said}", False


def _heading(measure: str) -> tuple[str, str]:
    """Return a measure's name in two lines, without its base: all are of registered ones."""
    first, _space, second = measure_short(measure).partition(" ")
    return first, second


def _cost(costs: Costs, other: bool) -> str:
    """Return yuan over the whole period; of other than the baseline, also what they add."""
    spent = float(np.median(costs.yuan))
    if not other:
        return yuan_text(spent) if spent else ""
    added = yuan(float(np.median(costs.added_yuan)), sign=True)
    return _("{yuan} ({added})").format(yuan=yuan_text(spent), added=added)


def _burden(costs: Costs, other: bool) -> str:
    """Return hours of the organizations' own staff, nothing where there are none."""
    if not costs.burden_hours.any() and not costs.added_burden_hours.any():
        return _own_yuan(costs)
    hours = whole(float(np.median(costs.burden_hours)))
    text = _("{hours} staff hours of organizations").format(hours=hours)
    if other:
        added = signed(float(np.median(costs.added_burden_hours)), 0)
        text = _("{hours} staff hours of organizations ({added})").format(hours=hours, added=added)
    own = _own_yuan(costs)
    return followed(text, own) if own else text


def _own_yuan(costs: Costs) -> str:
    """Return what organizations pay themselves, nothing where they pay nothing."""
    if not costs.own_yuan.any():
        return ""
    return _("{yuan} paid by organizations").format(
        yuan=yuan_text(float(np.median(costs.own_yuan)))
    )


def _books(found: Comparison, alternative: str) -> str:
    """Return what is on the books alone or by force, nothing where there is neither."""
    paper, forced = (
        found.value(name, alternative) for name in ("on_paper", "founded_against_refusal")
    )
    if not paper.q95 > 0.0 and not forced.q95 > 0.0:
        return ""
    text = _("{paper} of the base on paper, {forced} founded against refusal")
    return text.format(paper=percent(paper.q50), forced=percent(forced.q50))


FAILURES_SHOWN: Final = 5


def failures(failed: Mapping[int, str], seed: int, more: str) -> Iterator[str]:
    """Yield what is left out because a world failed; ``more`` says where all of it is named."""
    if not failed:
        return
    yield ngettext(
        "{n} replicate failed and is left out:",
        "{n} replicates failed and are left out:",
        len(failed),
    ).format(n=len(failed))
    for replicate, reason in list(failed.items())[:FAILURES_SHOWN]:
        text = _("  replicate {replicate} (seed {seed}): {reason}")
        yield text.format(replicate=replicate, seed=seed, reason=reason)
    if len(failed) > FAILURES_SHOWN:
        yield f"  … {more}"

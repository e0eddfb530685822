"""The table of a run: each alternative with its values, its differences, its cost and burden.

Coverage never stands without the hollow share, nor yuan without the staff hours of organizations.
The table is as wide as the terminal allows: where it would be cut, columns are left out.
"""

from __future__ import annotations

import itertools
import math
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import click
import numpy as np

from sim.cli.aligned import aligned, room
from sim.locale import _, ngettext, pick
from sim.measures.catalogue import MEASURES
from sim.results.compare import Band, Comparison
from sim.results.costs import Costs
from sim.scenario.errors import width

SHOWN: Final = (
    "organization_coverage", "reported_coverage", "effective_coverage", "hollow_share",
    "work_coverage",
)  # fmt: skip
"""Columns of the table where there is room for them."""

LEFT_OUT: Final = ("work_coverage", "organization_coverage")
"""What goes first where there is no room."""

FEWEST_FOR_A_BAND: Final = 20
"""With fewer worlds the 5th and 95th hundredths are no more than the two outermost worlds."""

Line = tuple[str, bool]
"""A line to print, and whether it stands out."""


def has_bands(found: Comparison) -> bool:
    """Whether enough worlds were run to say what 90 % of them lie between."""
    return len(found.results.replicates) >= FEWEST_FOR_A_BAND


def table(found: Comparison, month: str) -> None:
    """Print the table; ``month`` is the last one simulated."""
    worlds = len(found.results.replicates)
    if has_bands(found):
        text = _("At the end of {month}: median, and what 90 % of worlds lie between")
    else:
        text = ngettext(
            "At the end of {month}: one world",
            "At the end of {month}: median of {n} worlds",
            worlds,
        )
    click.echo(text.format(month=month, n=worlds))
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line, strong in _fitting(found, room()):
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
    share, points = (_share, _points) if has_bands(found) else (_median_share, _median_points)
    start, end, change = _("At the start"), _("  at the end"), _("  difference")
    cost, price, burden, paper = _("  cost"), _("  price"), _("  burden"), _("  paper")
    heading = [["", *names] for names in zip(*map(_heading, measures), strict=True) if any(names)]
    rows = [
        *heading,
        [start, *(share(found.value(name, alternatives[0], 0)) for name in measures)],
    ]
    for alternative in alternatives:
        rows.append([end, *(share(found.value(name, alternative)) for name in measures)])
        if alternative != alternatives[0]:
            bands = [found.difference(name, alternative).band for name in measures]
            rows.append([change, *map(points, bands)])
    margin = max(map(width, (start, end, change, cost, price, burden, paper)))
    rows = [[row[0] + " " * (margin - width(row[0])), *row[1:]] for row in rows]
    texts = iter(aligned(rows, indent=0).splitlines())
    yield from ((text, False) for text in itertools.islice(texts, len(heading) + 1))
    for alternative in alternatives:
        yield pick(found.results.info["alternatives"][alternative]), False
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
    label = pick(MEASURES[measure].label)
    first, _space, second = label.partition(" of ")[0].partition("(")[0].partition(" ")
    return first, second


def _cost(costs: Costs, other: bool) -> str:
    """Return yuan over the whole period; of other than the baseline, also what they add."""
    yuan = float(np.median(costs.yuan))
    if not other:
        return _("{yuan} yuan").format(yuan=_money(yuan)) if yuan else ""
    added = _money(float(np.median(costs.added_yuan)), sign=True)
    return _("{yuan} yuan ({added})").format(yuan=_money(yuan), added=added)


def _burden(costs: Costs, other: bool) -> str:
    """Return hours of the organizations' own staff, nothing where there are none."""
    if not costs.burden_hours.any() and not costs.added_burden_hours.any():
        return ""
    hours = _money(float(np.median(costs.burden_hours)))
    if not other:
        return _("{hours} staff hours of organizations").format(hours=hours)
    added = _money(float(np.median(costs.added_burden_hours)), sign=True)
    return _("{hours} staff hours of organizations ({added})").format(hours=hours, added=added)


def _books(found: Comparison, alternative: str) -> str:
    """Return what is on the books alone or by force, nothing where there is neither."""
    paper, forced = (
        found.value(name, alternative) for name in ("on_paper", "founded_against_refusal")
    )
    if not paper.q95 > 0.0 and not forced.q95 > 0.0:
        return ""
    text = _("{paper} of the base on paper, {forced} founded against refusal")
    return text.format(paper=f"{paper.q50:.0%}", forced=f"{forced.q50:.0%}")


def _share(band: Band) -> str:
    if math.isnan(band.q50):
        return "–"
    return f"{band.q50:.0%} ({100 * band.q05:.0f}–{100 * band.q95:.0f})"


def _median_share(band: Band) -> str:
    return "–" if math.isnan(band.q50) else f"{band.q50:.0%}"


def _points(band: Band) -> str:
    """Return a difference of shares in percentage points."""
    if math.isnan(band.q50):
        return "–"
    low, high = (_signed(100 * value, 0) for value in (band.q05, band.q95))
    return f"{_signed(100 * band.q50)} ({low}…{high})"


def _median_points(band: Band) -> str:
    return "–" if math.isnan(band.q50) else _signed(100 * band.q50)


def _signed(points: float, digits: int = 1) -> str:
    """Return a number with its sign; what rounds to nothing has no sign."""
    text = f"{points:+.{digits}f}"
    return text if text.strip("+-0.") else text[1:]


def _money(amount: float, *, sign: bool = False) -> str:
    return f"{amount:+,.0f}" if sign else f"{amount:,.0f}"

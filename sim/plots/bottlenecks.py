"""Bottlenecks: what holds uncovered organizations back, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.locale import _, labelled, sentences
from sim.plots.fan import darker
from sim.plots.lettering import Label, end_labels, headline, note, nothing, place_text, years_below
from sim.plots.style import BOTTLENECKS, SINGLE, alternative_of, sheet
from sim.present.names import alternative_name, capital, reason_name
from sim.present.numbers import digits, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

SMALLEST: Final = 0.03
"""Links that never hold more than this share of the most uncovered ones go into one."""

OTHER: Final = "#E2E2E2"


def bottlenecks(
    results: Results,
    *,
    alternative: str | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw the numbers of uncovered operating organizations by what holds them back.

    Means over worlds at the start of each year and at the horizon.
    """
    from sim.results.groups import course
    from sim.results.tabulate import BOTTLENECK_NAMES

    chosen = alternative_of(results, alternative)
    found = course(results, chosen)
    with sheet(ax, lang, width=width, height=66.0) as ax:
        name = alternative_name(results, chosen)
        headline(ax, _("{name}: what holds uncovered organizations back").format(name=name))
        numbers = found.numbers.sum(0)
        most = float(numbers.sum(1).max()) if len(found.numbers) else 0.0
        if not most:
            return nothing(ax, _("No operating organization is without a branch."))
        column = {link: numbers[:, BOTTLENECK_NAMES.index(link)] for link in BOTTLENECKS}
        shown = [link for link, values in column.items() if values.max() > SMALLEST * most]
        rest = np.sum([column[link] for link in column if link not in shown], axis=0)
        areas = [(capital(reason_name(link)), BOTTLENECKS[link], column[link]) for link in shown]
        if np.max(rest) > 0:
            areas.append((_("Other"), OTHER, np.asarray(rest)))
        low, labels = np.zeros(len(found.months)), []
        for text, colour, values in areas:
            ax.fill_between(
                found.months, low, low + values, facecolor=colour, edgecolor="white", linewidth=0.6
            )
            said = labelled(text, digits(round(float(values[-1]), 1)))
            labels.append(Label(float(low[-1] + values[-1] / 2), said, darker(colour)))
            low = low + values
        years_below(ax, results)
        ax.set_ylim(0, most * 1.04)
        ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _place: digits(y)))
        end_labels(ax, labels, width=27.0)
        said = _(
            "Operating organizations without a branch; means over {n} replicates, year by year."
        )
        note(ax, sentences([place_text(results), said.format(n=whole(len(results.replicates)))]))
        return ax

"""Hollow: reported against effective coverage, the gap between them filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.locale import _
from sim.plots.axis import values_beside, years_below
from sim.plots.bands import bands
from sim.plots.choosing import alternative_of
from sim.plots.colours import look, pale
from sim.plots.fan import darker
from sim.plots.lettering import Label, end_labels, headline, note, place_text
from sim.plots.style import SINGLE, sheet
from sim.present.names import alternative_name, named, sentences
from sim.present.numbers import value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

REPORTED = "reported_coverage"
EFFECTIVE = "effective_coverage_of_base"
"""Of the same base as the reported one: shares of different bases are never set side by side."""


def hollow(
    results: Results,
    *,
    alternative: str | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw what is reported and what is effective, both medians and of the reported base.

    The filled gap is hollow: reported, but without a vital branch. The baseline stands in grey.
    """
    chosen, months = alternative_of(results, alternative), range(results.months + 1)
    reported, effective = results.values(REPORTED), results.values(EFFECTIVE)
    share = results.values("hollow_share", month=results.months)
    with sheet(ax, lang, width=width, height=62.0) as ax:
        labels, top = [], 0.0
        for name in dict.fromkeys([results.alternatives[0], chosen]):
            main = name == chosen
            colour = look(results.alternatives, name).colour
            above, below = bands(reported[name], months), bands(effective[name], months)
            top = max([top, *above.median, *below.median])
            if main and len(below.median):
                ax.fill_between(
                    above.months,
                    above.median,
                    np.interp(above.months, below.months, below.median),
                    facecolor=pale(colour),
                    edgecolor=colour,
                    hatch="/////",
                    linewidth=0.0,
                )
            width_of_line = 1.4 if main else 0.9
            for found, style, text in (
                (above, "-", _("reported")),
                (below, "--", _("effective")),
            ):
                ax.plot(found.months, found.median, color=colour, linestyle=style, lw=width_of_line)
                if len(found.median):
                    end = float(found.median[-1])
                    what = text if main else _("baseline, {what}").format(what=text)
                    said = named(what, value_text(REPORTED, end))
                    labels.append(Label(end, said, darker(colour)))
        years_below(ax, results)
        values_beside(ax, REPORTED, 0.0, top)
        end_labels(ax, labels)
        title = _("{name}: reported and effective coverage")
        headline(ax, title.format(name=alternative_name(results, chosen)))
        told = [place_text(results), _("Medians; shares of the reported base; hatched: hollow.")]
        known = share[chosen][~np.isnan(share[chosen])]
        if len(known):
            text = _("Hollow share at the end: {share} of reported units (median).")
            told.append(text.format(share=value_text("hollow_share", float(np.median(known)))))
        note(ax, sentences(told))
        return ax

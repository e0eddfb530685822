"""Spaghetti: every world as a line, the median above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.locale import _, ngettext
from sim.plots.axis import values_beside, years_below
from sim.plots.bands import bands
from sim.plots.choosing import alternative_of, measure_of
from sim.plots.colours import look
from sim.plots.fan import darker
from sim.plots.lettering import Label, end_labels, headline, note, nothing, place_text, uncounted
from sim.plots.style import SINGLE, sheet
from sim.present.names import alternative_name, measure_name, named, sentences
from sim.present.numbers import value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

MOST: Final = 200
"""Lines that are drawn: more would be one blot."""


def spaghetti(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a measure in every world (the first 200) and the median of all.

    It shows what bands hide: single worlds jump, cross and don't follow the median.
    """
    chosen, measure = alternative_of(results, alternative), measure_of(measure)
    values = results.values(measure)[chosen]
    drawn = values[:MOST]
    style = look(results.alternatives, chosen)
    found = bands(values, range(results.months + 1))
    faint = max(0.15, min(0.5, 20 / len(drawn)))
    with sheet(ax, lang, width=width) as ax:
        headline(ax, measure_name(measure))
        if not len(found.median):
            return nothing(ax, uncounted())
        for line in drawn:
            ax.plot(found.months, line[found.months], color=style.colour, lw=0.4, alpha=faint)
        ax.plot(found.months, found.median, color="#000000", lw=1.6)
        limits = [0.0, *drawn[:, found.months].ravel(), *found.median]
        known = [value for value in limits if value == value]
        years_below(ax, results)
        values_beside(ax, measure, min(known), max(known))
        name = alternative_name(results, chosen)
        end = float(found.median[-1])
        text = named(_("median"), value_text(measure, end))
        end_labels(ax, [Label(end, f"{name}\n{text}", darker(style.colour))])
        text = ngettext(
            "Thin line: one world.", "Thin lines: {n} worlds, one each.", len(drawn)
        ).format(n=len(drawn))
        note(ax, sentences([place_text(results), text]))
        return ax

"""Difference: an alternative less the baseline, replicate by replicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.locale import _
from sim.plots.axis import changes_beside, years_below
from sim.plots.bands import bands
from sim.plots.choosing import alternative_of, measure_of
from sim.plots.colours import look
from sim.plots.fan import band_lines, darker
from sim.plots.lettering import (
    Label,
    end_labels,
    headline,
    note,
    nothing,
    place_text,
    uncounted,
    worlds_text,
)
from sim.plots.style import SINGLE, sheet
from sim.present.names import alternative_name, measure_name, sentences
from sim.present.numbers import change_text, change_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results


def difference(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw the paired difference from the baseline: its median and bands over worlds.

    In each replicate both meet the same chance and the same parameters, so the band is narrower
    than two separate bands suggest.
    """
    chosen, measure = alternative_of(results, alternative), measure_of(measure)
    baseline = results.alternatives[0]
    values = results.values(measure)
    with sheet(ax, lang, width=width) as ax:
        ax.set_ylabel(change_unit(measure))
        title = _("{measure}: difference from the baseline")
        headline(ax, title.format(measure=measure_name(measure)))
        if chosen == baseline:
            return nothing(ax, _("There is only the baseline: nothing to compare it with."))
        paired = values[chosen] - values[baseline]
        found = bands(paired, range(results.months + 1))
        if not len(found.median):
            return nothing(ax, uncounted())
        style = look(results.alternatives, chosen)
        band_lines(ax, found, style)
        years_below(ax, results)
        changes_beside(ax, measure, *found.limits)
        last = paired[:, found.months[-1]]
        text = _("{name}: {change}, higher in {k} of {n} worlds").format(
            name=alternative_name(results, chosen),
            change=change_text(measure, float(found.median[-1])),
            k=int(np.count_nonzero(last > 0)),
            n=int(np.count_nonzero(~np.isnan(last))),
        )
        end_labels(ax, [Label(float(found.median[-1]), text, darker(style.colour))])
        note(ax, sentences([place_text(results), worlds_text(results)]))
        return ax

"""Caseloads: liaisons in office, and the cases that each of them holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.locale import _, sentences
from sim.plots.fan import band_lines, bands
from sim.plots.lettering import (
    headline,
    note,
    nothing,
    place_text,
    values_beside,
    worlds_text,
    years_below,
)
from sim.plots.style import FAMILIES, SINGLE, SMALL, alternative_of, look, sheet
from sim.present.names import alternative_name, measure_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

PANELS = (("liaisons", 0.0), ("liaison_caseload", 0.56))
"""Measures from below, and where their panels begin."""


def caseloads(
    results: Results,
    *,
    alternative: str | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw how many liaisons there are and how many cases each holds, with bands over worlds.

    A case is an uncovered organization or a weak branch on a liaison's list.
    """
    chosen = alternative_of(results, alternative)
    style = look(results.alternatives, chosen)
    with sheet(ax, lang, width=width, height=74.0) as ax:
        name = alternative_name(results, chosen)
        headline(ax, _("{name}: liaisons and their cases").format(name=name))
        if not np.nansum(results.values("liaisons")[chosen]):
            return nothing(ax, _("No liaison is ever in office."))
        ax.patch.set_visible(False)
        ax.spines[:].set_visible(False)
        ax.set_xticks([])
        ax.set_yticks([])
        for measure, bottom in PANELS:
            small = ax.inset_axes((0.0, bottom, 1.0, 0.36))
            small.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
            found = bands(results.values(measure)[chosen], range(results.months + 1))
            band_lines(small, found, style)
            years_below(small, results)
            values_beside(small, measure, 0.0, found.limits[1])
            small.set_title(measure_name(measure), loc="left", fontsize=SMALL)
        note(ax, sentences([place_text(results), worlds_text(results)]), below=SMALL * 1.6)
        return ax

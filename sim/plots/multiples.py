"""Multiples: a measure in small panels of one scale, by group or by alternative."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.locale import _, ngettext
from sim.plots.axis import values_beside, years_below
from sim.plots.bands import Bands, bands, grouped, years
from sim.plots.choosing import DIMENSIONS, alternative_of, dimension_of, measure_of
from sim.plots.colours import look
from sim.plots.fan import band_lines
from sim.plots.lettering import headline, note, nothing, place_text, worlds_text, wrapped
from sim.plots.style import FAMILIES, SINGLE, SMALL, sheet
from sim.present.names import alternative_name, group_name, measure_name, sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

F64 = npt.NDArray[np.float64]

PANEL_MM: Final = 24.0
"""Least width of a panel."""

ROW_MM: Final = 28.0
"""Height of a row of panels with its title."""

GAP_MM: Final = 8.0
"""Room between panels: years at their edges stand half outside."""

MOST: Final = 18
"""Panels that are drawn; of more groups the largest are."""

ALTERNATIVES: Final = "alternative"
"""Panels of this are the alternatives, each against the baseline."""

BY: Final = (*DIMENSIONS, ALTERNATIVES)


@dataclass(frozen=True)
class Panel:
    """What a panel shows: a group or an alternative, beside the baseline."""

    key: str
    alternative: str
    baseline: Bands
    other: Bands


def multiples(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    by: str = "district",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a panel a group: the baseline dashed grey, the alternative solid and coloured.

    ``by`` is kind, type, district, industry or size, or ``alternative`` for a panel an alternative
    of the whole place. Groups are counted once a year. Panels are children of the axes returned.
    """
    dimension_of(by, BY)
    measure = measure_of(measure, grouped=by != ALTERNATIVES)
    chosen = alternative_of(results, alternative)
    panels, left_out = _panels(results, chosen, measure, by)
    most = max(1, min(int((width - 8.0) // PANEL_MM), len(panels)))
    rows = max(1, math.ceil(len(panels) / most))
    columns = max(1, math.ceil(len(panels) / rows))
    with sheet(ax, lang, width=width, height=26.0 + ROW_MM * rows) as ax:
        headline(ax, measure_name(measure))
        if not panels:
            return nothing(ax, _("There is nothing to set side by side."))
        ax.patch.set_visible(False)
        ax.spines[:].set_visible(False)
        ax.set_xticks([])
        ax.set_yticks([])
        top = max(p.limits[1] for panel in panels for p in (panel.baseline, panel.other))
        for number, panel in enumerate(panels):
            small = ax.inset_axes(_box(number, rows, columns, GAP_MM / (width - 8.0)))
            small.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
            _draw(small, results, panel, measure, by, top, (width - 8.0) / columns - 4.0)
            small.tick_params(
                labelleft=number % columns == 0, labelbottom=number + columns >= len(panels)
            )
        told = [place_text(results), _colours(results, chosen, by), worlds_text(results)]
        if left_out:
            text = ngettext(
                "{n} smaller group is left out.", "{n} smaller groups are left out.", left_out
            )
            told.append(text.format(n=left_out))
        note(ax, sentences(told), below=SMALL * 1.6)
        return ax


def _panels(results: Results, chosen: str, measure: str, by: str) -> tuple[list[Panel], int]:
    """Return the panels, and how many groups there is no room for."""
    if by == ALTERNATIVES:
        values = results.values(measure)
        baseline = results.alternatives[0]
        months = range(results.months + 1)
        return [
            Panel(name, name, bands(values[baseline], months), bands(values[name], months))
            for name in results.alternatives[1:]
        ], 0
    groups = grouped(results, measure, by)
    size = {name: np.nanmean(v) for name, v in grouped(results, "registered", by).items()}
    kept = sorted(groups, key=lambda name: -size.get(name, 0.0))[:MOST]
    place = results.alternatives.index(chosen)
    panels = [
        Panel(name, chosen, bands(v[0], years(results)), bands(v[place], years(results)))
        for name, v in groups.items()
        if name in kept
    ]
    return panels, len(groups) - len(kept)


def _box(number: int, rows: int, columns: int, gap: float) -> tuple[float, float, float, float]:
    """Return where a panel lies within the axes; ``gap`` is free to its right."""
    row, column = divmod(number, columns)
    head = 0.34 / rows
    return (column / columns, 1.0 - (row + 1) / rows, 1.0 / columns - gap, 1.0 / rows - head)


def _draw(
    small: Axes, results: Results, panel: Panel, measure: str, by: str, top: float, width: float
) -> None:
    for name, found in (
        (results.alternatives[0], panel.baseline),
        (panel.alternative, panel.other),
    ):
        style = look(results.alternatives, name)
        band_lines(small, found, style, behind=name != panel.alternative)
    years_below(small, results, width=width)
    values_beside(small, measure, 0.0, top)
    title = (
        alternative_name(results, panel.key)
        if by == ALTERNATIVES
        else group_name(results, by, panel.key)
    )
    lines = wrapped(title, width).split("\n")
    if len(lines) > 2:
        lines = [lines[0], lines[1].rstrip() + "…"]
    small.set_title("\n".join(lines), loc="left", fontsize=SMALL, linespacing=1.1)


def _colours(results: Results, chosen: str, by: str) -> str:
    if by == ALTERNATIVES:
        return _("Dashed grey: baseline; colour: the alternative.")
    if chosen == results.alternatives[0]:
        return _("Dashed grey: baseline.")
    text = _("Dashed grey: baseline; colour: {name}.")
    return text.format(name=alternative_name(results, chosen))

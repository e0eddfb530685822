"""A measure by group: small panels of one scale, and districts as tiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from sim.locale import _, ngettext, sentences
from sim.plots.fan import Bands, band_lines, bands
from sim.plots.lettering import (
    headline,
    note,
    nothing,
    place_text,
    values_beside,
    worlds_text,
    wrapped,
    years_below,
)
from sim.plots.style import (
    DIMENSIONS,
    FAMILIES,
    SEQUENTIAL,
    SINGLE,
    SMALL,
    alternative_of,
    look,
    measure_of,
    sheet,
    width_of,
)
from sim.present.names import alternative_name, group_name, measure_name
from sim.present.numbers import digits, value_text, whole
from sim.results.groups import grouped
from sim.text.hints import known_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

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
    known_name(by, BY, _('Nothing is counted by "{name}". {hint}'))
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
        Panel(name, chosen, bands(v[0], results.years), bands(v[place], results.years))
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


EMPTY: Final = (0.94, 0.94, 0.94, 1.0)
"""Colour of a district in which nothing is counted."""

TILE_MM: Final = 20.0
"""Side of a tile; smaller where many districts share the width."""


def tiles(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a measure at the horizon by district: the median over worlds, lighter where higher.

    Districts without a tile in the scenario follow below the others. A tile is no area: a small
    district is as large as a big one; how many organizations it has stands in it.
    """
    measure, chosen = measure_of(measure, grouped=True), alternative_of(results, alternative)
    place = results.alternatives.index(chosen)
    at_end = {
        name: float(np.nanmedian(found[place, :, -1]))
        for name, found in grouped(results, measure, "district").items()
        if not np.isnan(found[place, :, -1]).all()
    }
    sizes = grouped(results, "registered", "district")
    where = _where(results)
    rows = max((row for row, _column in where.values()), default=0) + 1
    columns = max((column for _row, column in where.values()), default=0) + 1
    side = min(TILE_MM, (width - 4.0) / columns)
    with sheet(ax, lang, width=width, height=24.0 + side * rows) as ax:
        name = alternative_name(results, chosen)
        headline(ax, _("{measure}: {name}").format(measure=measure_name(measure), name=name))
        if not at_end:
            return nothing(ax, _("Nothing was counted by district."))
        side = min(side, width_of(ax) / columns)
        # From nought, as axes are: a narrow range would make small differences look large.
        scale = Normalize(min(0.0, *at_end.values()), max(at_end.values()) or 1.0)
        colours = mpl.colormaps[SEQUENTIAL]
        for district, (row, column) in where.items():
            value = at_end.get(district)
            filled = EMPTY if value is None else colours(0.08 + 0.84 * float(scale(value)))
            box = Rectangle((column, -row), 0.96, -0.96, facecolor=filled, edgecolor="none")
            ax.add_patch(box)
            lines = wrapped(group_name(results, "district", district), side * 0.86, SMALL - 0.5)
            text = "–" if value is None else value_text(measure, value)
            number = float(np.median(sizes[district][place, :, -1])) if district in sizes else 0.0
            ink = "#000000" if _light(filled) else "#FFFFFF"
            for y, said, size in (
                (0.30, lines, SMALL - 0.5),
                (0.62, text, SMALL + 1),
                (0.84, _("n = {n}").format(n=digits(round(number))), SMALL - 1),
            ):
                ax.text(
                    column + 0.48, -row - y, said,
                    ha="center", va="center", color=ink, fontsize=size, linespacing=1.0,
                )  # fmt: skip
        ax.set_xlim(0, columns)
        ax.set_ylim(-rows, 0)
        ax.set_aspect("equal", anchor="NW")
        ax.spines[:].set_visible(False)
        ax.set_xticks([])
        ax.set_yticks([])
        text = _(
            "Medians over {k} replicates at the end of {month}; lighter is higher. "
            "n: registered organizations."
        )
        month = results.scenario.month_name(results.months - 1)
        said = text.format(k=whole(len(results.replicates)), month=month)
        note(ax, sentences([place_text(results), said]))
        return ax


def _where(results: Results) -> dict[str, tuple[int, int]]:
    """Return row and column of each district; those without a tile fill rows below the others."""
    place = results.scenario.place
    known = {
        name: tile
        for name, tile in zip(place.district_ids, place.tiles, strict=True)
        if tile is not None
    }
    rest = [name for name in place.district_ids if name not in known]
    first_row = min((row for row, _column in known.values()), default=0)
    first_column = min((column for _row, column in known.values()), default=0)
    found = {name: (row - first_row, col - first_column) for name, (row, col) in known.items()}
    below = max((row for row, _column in found.values()), default=-1) + 1
    across = max((column for _row, column in found.values()), default=-1) + 1
    across = max(across, math.ceil(math.sqrt(len(rest))), 1)
    for number, name in enumerate(rest):
        found[name] = (below + number // across, number % across)
    return found


def _light(colour: tuple[float, float, float, float]) -> bool:
    """Whether black text reads better than white on a colour (relative luminance, WCAG)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.179

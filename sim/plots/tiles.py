"""Tiles: a schematic map, a square a district, as the scenario lays them out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from sim.locale import _
from sim.plots.bands import grouped
from sim.plots.choosing import alternative_of, measure_of
from sim.plots.colours import SEQUENTIAL
from sim.plots.lettering import headline, note, nothing, place_text, wrapped
from sim.plots.style import SINGLE, SMALL, sheet, width_of
from sim.present.names import alternative_name, group_name, measure_name, sentences
from sim.present.numbers import digits, value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

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
            "Medians over {k} worlds at the end of {month}; lighter is higher. "
            "n: registered organizations."
        )
        month = results.scenario.month_name(results.months - 1)
        said = text.format(k=f"{len(results.replicates):,}", month=month)
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

"""Axes that every figure shares: years along the bottom, shares or numbers up the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from sim.measures.catalogue import MEASURES
from sim.plots.style import width_of
from sim.present.numbers import digits, minus

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

LABEL_MM = 8.0
"""Room that a year takes along the axis."""


def years_below(ax: Axes, results: Results, *, width: float | None = None) -> None:
    """Mark the starts of calendar years; ``x`` counts months since the start of the run.

    ``width`` in mm says how wide axes will be whose size isn't known yet.
    """
    year, month = map(int, str(results.info["start"]).split("-"))
    starts = np.arange(1 - month, results.months + 1, 12)
    names = year + np.arange(len(starts))
    known = starts >= 0
    starts, names = starts[known], names[known]
    most = max(3, int((width_of(ax) * 0.75 if width is None else width) / LABEL_MM))
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100) if len(starts) / n <= most)
    shown = names % step == 0 if step > 1 else np.ones(len(names), bool)
    named = dict(zip(starts[shown].tolist(), names[shown].tolist(), strict=True))
    ax.xaxis.set_major_locator(FixedLocator(list(named)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: str(named.get(round(x), ""))))
    ax.set_xlim(0, results.months)


def values_beside(ax: Axes, measure: str, low: float, high: float) -> None:
    """Number the vertical axis; it begins at 0, so that heights can be compared."""
    share = MEASURES[measure].is_share
    top = high * 1.06 if high > 0 else 1.0
    ax.set_ylim(min(0.0, low), min(top, 1.0) if share else top)
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(
        FuncFormatter(lambda y, _place: f"{100 * y:g}%" if share else digits(y))
    )
    ax.grid(axis="y")


def changes_beside(ax: Axes, measure: str, low: float, high: float) -> None:
    """Number the vertical axis with differences, nought always in view."""
    share = MEASURES[measure].is_share
    room = max(high, 0.0) - min(low, 0.0) or (0.01 if share else 1.0)
    ax.set_ylim(min(low, 0.0) - 0.05 * room, max(high, 0.0) + 0.05 * room)
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    scale = 100 if share else 1
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _place: minus(f"{scale * y:+,g}")))
    ax.grid(axis="y")
    ax.axhline(0, color="#444444", linewidth=0.6, zorder=1.5)

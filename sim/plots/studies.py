"""Figures of studies: bars of what matters most, and a map of two factors with a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.plots.colours import OKABE_ITO, SEQUENTIAL
from sim.plots.fan import darker
from sim.plots.lettering import headline, wrapped
from sim.plots.style import FAMILIES, SINGLE, SMALL, sheet
from sim.present.numbers import digits, minus

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOW: Final = OKABE_ITO[5]
HIGH: Final = OKABE_ITO[1]
NAME_MM: Final = 32.0
"""Room for the names of bars."""


def bars(
    names: Sequence[str],
    low: Sequence[float],
    high: Sequence[float],
    *,
    base: float = 0.0,
    title: str = "",
    ends: tuple[str, str] = ("", ""),
    unit: str = "",
    points: bool = False,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a tornado: for each name a bar from its low to its high value, the widest on top.

    ``base`` is the value between them; ``ends`` say what low and high are. With ``points`` values
    are shares, shown in hundredths. Names come in the language they are to be read in.
    """
    a, b = np.asarray(low, np.float64), np.asarray(high, np.float64)
    order = np.argsort(-np.abs(b - a), kind="stable")
    scale = 100.0 if points else 1.0
    with sheet(ax, lang, width=width, height=22.0 + 6.5 * max(len(names), 2)) as ax:
        if title:
            headline(ax, title)
        for row, k in enumerate(order.tolist()):
            for value, colour, hatch in ((a[k], LOW, None), (b[k], HIGH, "////")):
                ax.barh(
                    row, value - base, left=base, height=0.62, facecolor=colour,
                    hatch=hatch, edgecolor="white", linewidth=0.0,
                )  # fmt: skip
                toward = 1 if value >= base else -1
                ax.annotate(
                    minus(f"{scale * value:.3g}"), (value, row), (3 * toward, 0),
                    textcoords="offset points", va="center", fontsize=SMALL,
                    ha="left" if toward > 0 else "right",
                )  # fmt: skip
        ax.axvline(base, color="#444444", lw=0.8)
        ax.set_yticks(range(len(names)))
        ax.set_yticklabels([wrapped(names[k], NAME_MM) for k in order.tolist()], linespacing=1.0)
        ax.set_ylim(len(names) - 0.4, -0.6 - (0.8 if any(ends) else 0.0))
        ax.tick_params(axis="y", length=0)
        ax.margins(x=0.16)
        ax.xaxis.set_major_locator(MaxNLocator(4))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: minus(f"{scale * x:g}")))
        ax.set_xlabel(unit)
        if any(ends) and len(names):
            left = float(np.nanmean(a)) <= float(np.nanmean(b))
            for text, colour, side in ((ends[0], LOW, left), (ends[1], HIGH, not left)):
                ax.annotate(
                    text, (base, -0.75), (-4 if side else 4, 0), textcoords="offset points",
                    ha="right" if side else "left", va="center",
                    fontsize=SMALL, color=darker(colour),
                )  # fmt: skip
        return ax


def heatmap(
    x: Sequence[float],
    y: Sequence[float],
    z: npt.ArrayLike,
    *,
    threshold: float | None = None,
    title: str = "",
    x_label: str = "",
    y_label: str = "",
    share: bool = True,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw ``z`` [y, x] over two factors as colours, lighter where higher, with a contour.

    ``threshold`` draws the line at which that value is reached. ``share`` writes percent. Cells
    without a value stay white.
    """
    values = np.ma.masked_invalid(np.asarray(z, np.float64))

    def text(value: float) -> str:
        return minus(f"{100 * value:g}%") if share else digits(value)

    with sheet(ax, lang, width=width, height=68.0) as ax:
        if title:
            headline(ax, title)
        mesh = ax.pcolormesh(
            _edges(x), _edges(y), values, cmap=SEQUENTIAL, linewidth=0, rasterized=True
        )
        if threshold is not None and values.min() < threshold < values.max():
            line = ax.contour(x, y, values, [threshold], colors="white", linewidths=1.4)
            for label in ax.clabel(line, fmt=lambda _value: text(threshold), fontsize=SMALL):
                label.set_bbox({"facecolor": "#00000080", "edgecolor": "none", "pad": 1.0})
        ax.set_xlabel(x_label)
        ax.set_ylabel(y_label)
        ax.spines[:].set_visible(False)
        bar = ax.figure.colorbar(
            mesh, ax=ax, pad=0.02, format=FuncFormatter(lambda v, _place: text(v))
        )
        bar.ax.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
        bar.outline.set_visible(False)
        return ax


def _edges(centres: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the borders of cells around their centres."""
    at = np.asarray(centres, np.float64)
    if len(at) == 1:
        return np.array([at[0] - 0.5, at[0] + 0.5])
    middle = (at[1:] + at[:-1]) / 2
    first, last = at[0] - (middle[0] - at[0]), at[-1] + (at[-1] - middle[-1])
    return np.concatenate([[first], middle, [last]])

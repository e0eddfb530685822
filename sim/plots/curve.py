"""A dose–response curve: what more of one thing adds, and where it is enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.locale import _
from sim.plots.fan import darker
from sim.plots.lettering import headline
from sim.plots.style import OKABE_ITO, SINGLE, SMALL, sheet
from sim.present.numbers import digits, minus

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE, MARK = OKABE_ITO[0], OKABE_ITO[1]


def curve(
    doses: Sequence[float],
    mean: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    error: Sequence[float],
    *,
    enough: float | None = None,
    title: str = "",
    x_label: str = "",
    y_label: str = "",
    points: bool = False,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a dose–response curve: mean with two standard errors, and a band of 90 % of worlds.

    ``enough`` marks the first dose whose next step adds nothing clear. With ``points`` values are
    shares, shown in hundredths.
    """
    scale = 100.0 if points else 1.0
    x = np.asarray(doses, np.float64)
    y, bottom, top, spread = (scale * np.asarray(v, np.float64) for v in (mean, low, high, error))
    with sheet(ax, lang, width=width, height=62.0) as ax:
        if title:
            headline(ax, title)
        ax.fill_between(x, bottom, top, color=LINE, alpha=0.18, linewidth=0)
        ax.errorbar(
            x, y, yerr=2.0 * np.nan_to_num(spread), color=LINE, lw=1.4, marker="o", ms=3.2,
            elinewidth=0.9, capsize=2.0,
        )  # fmt: skip
        if bottom.min() <= 0.0 <= top.max():
            ax.axhline(0.0, color="#444444", lw=0.6)
        if enough is not None:
            ax.axvline(enough, color=darker(MARK), lw=1.0, ls="--")
            ax.annotate(
                _("enough: {dose}").format(dose=digits(enough)), (enough, 1.0), (3, -2),
                xycoords=("data", "axes fraction"), textcoords="offset points", va="top",
                fontsize=SMALL, color=darker(MARK),
            )  # fmt: skip
        ax.xaxis.set_major_locator(MaxNLocator(6))
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda v, _place: minus(f"{v:g}")))
        ax.set_xlabel(x_label)
        ax.set_ylabel(y_label)
        return ax

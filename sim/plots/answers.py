"""Figures of studies' answers: shares with intervals, a front of mixes, a box and its trajectory.

Each takes the frame that a method gives, so a figure can be drawn again from a study's folder:

    from sim.plots.answers import indices
    axes = indices(found.indices.frame(), lang="zh")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.locale import _, pick
from sim.parameters import PARAMETERS
from sim.plots.lettering import headline, note, wrapped
from sim.plots.style import FAMILIES, OKABE_ITO, SEQUENTIAL, SINGLE, SIZE, SMALL, sheet
from sim.present.names import measure_name
from sim.present.numbers import digits, minus

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NAME_MM: Final = 34.0
"""Room for the names of rows."""

TOTAL, ALONE, LUCK = OKABE_ITO[5], OKABE_ITO[1], "#9A9A9A"
YUAN: Final = 10_000.0
"""Yuan in the unit of the axis, the same in both languages."""


def indices(
    frame: pd.DataFrame,
    *,
    title: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw total and first-order indices with their intervals, and the level of chance.

    ``frame`` is that of :meth:`sim.studies.blocks.Indices.frame`.
    """
    rows = frame.to_dict("records")
    with sheet(ax, lang, width=width, height=40.0 + 6.0 * max(len(rows), 2)) as ax:
        _head(ax, title or _("Which assumptions move the outcome"), width)
        ax.axvline(0.0, color="#444444", lw=0.8)
        if rows:
            ax.axvline(rows[0]["nudge"], color=LUCK, lw=1.0, ls=":")
        for name, colour, marker, shift in (("ST", TOTAL, "o", -0.16), ("S1", ALONE, "s", 0.16)):
            for place, row in enumerate(rows):
                ends = [row[f"{name}_lower"], row[f"{name}_upper"]]
                ax.plot(ends, [place + shift] * 2, color=colour, lw=1.0)
                ax.plot(
                    [row[name]], [place + shift], marker=marker, color=colour, ms=3.5, ls="none"
                )
        _names(ax, [factor_label(str(row["factor"])) for row in rows])
        ax.grid(axis="x")
        text = _(
            "● total-order share of the spread, ■ first-order share; lines: 95 % intervals. "
            "Dotted: moving all factors by 1 %, which is chance."
        )
        note(ax, _broken(text, width))
        return ax


def shares(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    *,
    measure: str = "effective_coverage",
    title: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw each policy's share of what an alternative does, beside what it does alone and last.

    ``frame`` is that of :meth:`sim.studies.credit.Credit.frame`, ``names`` what policies are
    called, by id.
    """
    rows = [row for row in frame.to_dict("records") if row["measure"] == measure]
    scale = 1.0 if measure in ("yuan", "hours") else 100.0
    with sheet(ax, lang, width=width, height=36.0 + 7.0 * max(len(rows), 2)) as ax:
        _head(ax, title or _("What each policy does"), width)
        for place, row in enumerate(rows):
            error = 2 * row["standard_error"]
            ax.barh(
                place, scale * row["share"], height=0.5, color=TOTAL, alpha=0.55,
                xerr=scale * error, ecolor="#444444", error_kw={"lw": 0.9},
            )  # fmt: skip
            for name, marker in (("alone", "<"), ("last", ">")):
                if not np.isnan(row[name]):
                    ax.plot(
                        [scale * row[name]], [place], marker=marker, color=ALONE, ms=4, ls="none"
                    )
        ax.axvline(0.0, color="#444444", lw=0.8)
        _names(ax, [names.get(str(row["policy"]), str(row["policy"])) for row in rows])
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: minus(f"{x:g}")))
        ax.grid(axis="x")
        unit = _("yuan") if measure == "yuan" else _("points")
        text = _(
            "{unit}. Bars: shares, which add up, with two standard errors; ◂ by itself, ▸ added "
            "to all the others."
        )
        note(ax, _broken(text.format(unit=unit), width))
        return ax


def front(
    frame: pd.DataFrame,
    cap: float,
    *,
    measure: str = "effective_coverage",
    title: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw mixes by cost and effect, coloured by how hollow they are, with the cap.

    ``frame`` is that of :meth:`sim.studies.frontier.Frontier.frame`.
    """
    kinds = {"best": ("*", _("best mix")), "single": ("s", _("one dose alone"))}
    kinds |= {"random": ("D", _("best random mix")), "front": ("o", _("front"))}
    with sheet(ax, lang, width=width, height=72.0) as ax:
        headline(ax, title or _("What money buys"))
        ax.axvline(cap / YUAN, color=LUCK, lw=1.0, ls=":")
        limits = frame.hollow_share.min(), max(frame.hollow_share.max(), 1e-9)
        mesh = None
        for kind in ("front", "random", "single", "best"):
            rows = frame[frame.kind == kind]
            if not len(rows):
                continue
            marker, label = kinds[kind]
            ax.errorbar(
                rows.yuan_per_year / YUAN, 100 * rows.effect, yerr=200 * rows.standard_error,
                fmt="none", ecolor="#B8B8B8", lw=0.8, zorder=1.5,
            )  # fmt: skip
            mesh = ax.scatter(
                rows.yuan_per_year / YUAN, 100 * rows.effect, c=rows.hollow_share, cmap=SEQUENTIAL,
                vmin=limits[0], vmax=limits[1], marker=marker, s=70 if kind == "best" else 26,
                edgecolors="#444444", linewidths=0.5, label=label, zorder=2.5,
            )  # fmt: skip
        ax.set_ylabel(_("{measure}, points").format(measure=measure_name(measure)))
        ax.set_xlabel(_("yuan a year above the baseline, 10,000"))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: digits(x)))
        ax.grid(axis="y")
        ax.legend(loc="best", fontsize=SMALL, prop={"family": FAMILIES[lang], "size": SMALL})
        if mesh is not None:
            bar = ax.figure.colorbar(
                mesh, ax=ax, pad=0.02, format=FuncFormatter(lambda v, _place: f"{100 * v:.0f}%")
            )
            bar.set_label(_("hollow share"), fontsize=SMALL, fontfamily=FAMILIES[lang])
            bar.ax.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
            bar.outline.set_visible(False)
        return ax


def box(
    futures: pd.DataFrame,
    limits: Mapping[str, tuple[float, float]],
    *,
    title: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw futures by the two leading factors of a box: those that fail filled, and the box.

    ``futures`` has a column a factor and ``fails``; a box with one limit is drawn against the
    futures' order.
    """
    names = [*limits][:2]
    fails = futures["fails"].to_numpy(bool)
    with sheet(ax, lang, width=width, height=70.0) as ax:
        headline(ax, title or _("Where it fails"))
        place: Any = np.arange(len(futures))
        x = futures[names[0]].to_numpy(float) if names else place
        y = futures[names[1]].to_numpy(float) if len(names) > 1 else place
        ax.plot(x[~fails], y[~fails], "o", ms=2.2, mfc="none", mec=LUCK, mew=0.5, ls="none")
        ax.plot(x[fails], y[fails], "o", ms=2.6, color=OKABE_ITO[5], mew=0, ls="none")
        edges = [limits[name] for name in names] + [(-np.inf, np.inf)] * (2 - len(names))
        for axis, (low, high) in enumerate(edges):
            draw = ax.axvline if axis == 0 else ax.axhline
            for limit in (low, high):
                if np.isfinite(limit):
                    draw(limit, color=OKABE_ITO[1], lw=1.4)
        if names:
            ax.set_xlabel(wrapped(factor_label(names[0]), 70.0))
            ax.set_ylabel(wrapped(factor_label(names[1]), 50.0) if len(names) > 1 else "")
        ax.xaxis.set_major_locator(MaxNLocator(5))
        return ax


def factor_label(key: str) -> str:
    """Return what a factor is called: a parameter by its label, others by the end of their key."""
    name = key.removeprefix("parameters.")
    parameter = PARAMETERS.get(name)
    return pick(parameter.label) if parameter is not None else ".".join(name.split(".")[-2:])


def _broken(text: str, width: float) -> str:
    """Break a text to what the names of rows leave of a figure's width."""
    return wrapped(text, width - NAME_MM - 8.0)


def _head(ax: Axes, text: str, width: float) -> None:
    headline(ax, wrapped(text, width - NAME_MM - 8.0, SIZE))


def _names(ax: Axes, names: Sequence[str]) -> None:
    """Name rows, the first on top."""
    ax.set_yticks(range(len(names)))
    ax.set_yticklabels([wrapped(name, NAME_MM) for name in names], linespacing=1.0)
    ax.set_ylim(max(len(names), 1) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)

"""What alternatives gain and cost: the answer as a picture, and cost against effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from sim.locale import _, followed, in_language, sentences
from sim.plots.fan import darker
from sim.plots.lettering import (
    Label,
    changes_beside,
    end_labels,
    headline,
    note,
    nothing,
    place_text,
    text_width,
    wrapped,
)
from sim.plots.style import SINGLE, SMALL, alternative_of, look, measure_of, sheet
from sim.present.answer import APART, END, RUNNING, SAID, legend, picture
from sim.present.names import alternative_name, measure_name
from sim.present.numbers import FEWEST_FOR_A_BAND, change_unit, digits, minus, signed, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.present.answer import Answer
    from sim.results.reading import Results

WIDTH: Final = 120.0
"""Millimetres: between the columns of a journal, and as wide as a page is read."""

NAME_SHARE: Final = 0.34
"""Share of the width that names of alternatives may take."""

MARGIN_MM: Final = 12.0
"""Between names and axes, and at the edges."""

ROW_MM: Final = 9.5
KEY_MM: Final = 6.0
"""Below the axes, where its numbers end."""

MARK_MM: Final = 9.5
"""Beside the words of a mark: the mark itself, and the space to the next one."""

LINE: Final = 1.5
"""Letter sizes from a line of the key to the next."""


def gains(
    results: Results,
    *,
    alternative: str | None = None,
    answer: Answer | None = None,
    ax: Axes | None = None,
    width: float = WIDTH,
    lang: str = "en",
) -> Axes:
    """Draw a row an alternative (or one): dots are medians, bars what 90 % of worlds lie between.

    A filled mark is the last month in force, an open one the horizon. ``answer`` is that of the
    run, where it is known already.
    """
    from sim.results.answering import answer as answered

    with in_language(lang):
        known = answered(results) if answer is None else answer
    if alternative is not None:
        alternative_of(results, alternative)
    lines = [line for line in picture(known) if alternative in (None, line.id)]
    both = any(mark.when == RUNNING for line in lines for mark in line.marks)
    with sheet(ax, lang, width=width, height=30.0 + ROW_MM * max(len(lines), 1)) as ax:
        headline(ax, _("Gain in effective coverage, points"))
        if not any(line.marks for line in lines):
            return nothing(ax, _("There is nothing to set side by side."))
        ax.axvline(0.0, color="#444444", lw=0.9)
        for place, line in enumerate(lines):
            style = look(results.alternatives, line.id)
            for mark in line.marks:
                filled = mark.when == RUNNING
                shift = -APART if filled else APART
                at = place + (shift if len(line.marks) > 1 else 0.0)
                ax.plot(
                    [mark.low, mark.high], [at, at], color=style.colour, lw=1.6 if filled else 0.9
                )
                ax.plot(
                    [mark.middle], [at], marker=style.marker, ms=5, ls="none", color=style.colour,
                    mfc=style.colour if filled else "white",
                )  # fmt: skip
        room = width - MARGIN_MM - _names(ax, [line.title for line in lines], width)
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: minus(f"{x:+g}")))
        ax.grid(axis="x")
        below = _key(ax, legend(known), both, room)
        told = sentences([place_text(results), *_said(len(results.replicates))])
        note(ax, wrapped(told, room), below=below)
        return ax


def _said(n: int) -> list[str]:
    bars = (
        _("Dots: medians; bars: what 90 % of {n} simulations lie between.")
        if n >= FEWEST_FOR_A_BAND
        else _("Dots: medians; bars: nearly all of {n} simulations.")
    )
    text = _("{measure}, against the same simulation without the alternative.")
    return [bars.format(n=n), text.format(measure=measure_name(SAID))]


def _names(ax: Axes, titles: list[str], width: float) -> float:
    """Write the names beside their rows, the first one on top; return the room that they take."""
    names = [wrapped(title, width * NAME_SHARE) for title in titles]
    ax.set_yticks(range(len(titles)))
    ax.set_yticklabels(names, linespacing=1.05)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(titles) - 0.5, -0.5)
    ax.spines["left"].set_visible(False)
    return max(text_width(line) for name in names for line in name.split("\n"))


def _key(ax: Axes, named: dict[str, str], both: bool, room: float) -> float:
    """Say below the axes what filled and open marks are; return the room taken in points.

    They stand side by side if that fits into ``room`` (mm), else one below the other.
    """
    shown = [RUNNING, END] if both else [END]
    handles = [
        Line2D(
            [], [], marker="o", ms=4.5, color="#444444", lw=1.6 if when == RUNNING else 0.9,
            mfc="#444444" if when == RUNNING else "white", label=named[when],
        )
        for when in shown
    ]  # fmt: skip
    taken = sum(text_width(named[when]) + MARK_MM for when in shown)
    stacked = taken > room
    down = ScaledTranslation(0.0, -KEY_MM / 25.4, ax.figure.dpi_scale_trans)
    found = ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.0, 0.0),
        bbox_transform=ax.transAxes + down, ncols=1 if stacked else len(handles),
        handletextpad=0.5, columnspacing=1.2, borderpad=0.0, borderaxespad=0.0,
    )  # fmt: skip
    found.set_in_layout(False)
    return SMALL * (2.1 + LINE * stacked)


F64 = npt.NDArray[np.float64]

YUAN: Final = 10_000.0
"""Yuan in the unit of the axis, the same in both languages."""


def cost_effect(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw every alternative (or one) by what it adds in yuan and in a measure at the horizon.

    Both are paired differences from the baseline. Staff hours of organizations, which no yuan
    measures, stand in the labels.
    """
    from sim.results.costs import costs

    measure = measure_of(measure)
    shown = results.alternatives[1:] if alternative is None else [alternative]
    for name in shown:
        alternative_of(results, name)
    values, spent = results.values(measure, month=results.months), costs(results)
    baseline = values[results.alternatives[0]]
    with sheet(ax, lang, width=width, height=72.0) as ax:
        headline(ax, _("Cost and effect against the baseline"))
        labels, heights, rights = [], [0.0], [0.0]
        for name in shown:
            effect = values[name] - baseline
            effect = effect[~np.isnan(effect)]
            if name == results.alternatives[0] or not len(effect):
                continue
            style, found = look(results.alternatives, name), spent[name]
            x, y = _spread(found.added_yuan / YUAN), _spread(effect)
            ax.plot(x[[0, 2]], y[[1, 1]], color=style.colour, lw=0.8)
            ax.plot(x[[1, 1]], y[[0, 2]], color=style.colour, lw=0.8)
            ax.plot([x[1]], [y[1]], marker=style.marker, color=style.colour, ms=5, ls="none")
            hours = float(np.median(found.added_burden_hours))
            text = alternative_name(results, name)
            if hours:
                said = signed(hours, 0)
                text += "\n" + _("{hours} staff hours").format(hours=said)
            labels.append(Label(float(y[1]), text, darker(style.colour), float(x[1])))
            heights += y.tolist()
            rights += x.tolist()
        if not labels:
            return nothing(ax, _("There is nothing to set side by side."))
        changes_beside(ax, measure, min(heights), max(heights))
        room = max(rights) - min(rights) or 1.0
        ax.set_xlim(min(rights) - 0.04 * room, max(rights) + 0.04 * room)
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: digits(x)))
        ax.set_ylabel(wrapped(followed(measure_name(measure), change_unit(measure)), 50.0))
        end_labels(ax, labels)
        _below(ax, results)
        return ax


def _spread(values: F64) -> F64:
    """Return the outer limits and the median: of 90 % of worlds, or of all where they are few."""
    outer = 0.05 if len(values) >= FEWEST_FOR_A_BAND else 0.0
    return np.asarray(np.quantile(values, [outer, 0.5, 1.0 - outer]), np.float64)


def _below(ax: Axes, results: Results) -> None:
    n = len(results.replicates)
    bars = (
        _("Points: medians; bars: what 90% of {n} replicates lie between.")
        if n >= FEWEST_FOR_A_BAND
        else _("Points: medians; bars: all of {n} replicates.")
    )
    told = [
        place_text(results),
        bars.format(n=whole(n)),
        _("Effect at the end of {month}, cost over the whole period.").format(
            month=results.scenario.month_name(results.months - 1)
        ),
        _("Unit costs are declared defaults unless the scenario replaces them."),
    ]
    note(ax, _("Added cost, 10,000 yuan") + "\n" + sentences(told))

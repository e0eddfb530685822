"""The answer as a picture: what each alternative gains while it runs and at the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from sim.locale import _, in_language
from sim.plots.lettering import headline, note, nothing, place_text, text_width, wrapped
from sim.plots.style import SMALL, alternative_of, look, sheet
from sim.present.answer import SAID
from sim.present.names import measure_name, sentences
from sim.present.numbers import FEWEST_FOR_A_BAND, minus
from sim.present.picture import APART, END, RUNNING, legend, picture

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

"""Names with a mark and an interval each: what many tables are as a figure, that of rivals too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.locale import _, in_language
from sim.plots.lettering import headline, note, nothing, text_width, wrapped
from sim.plots.style import MARKERS, OKABE_ITO, SINGLE, SIZE, SMALL, sheet
from sim.present.answer import wilson
from sim.present.names import measure_within
from sim.present.numbers import minus
from sim.results.rivals import tried

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

NAME_SHARE: Final = 0.36
"""Most that names may take of a figure's width."""

MARGIN_MM: Final = 9.0
"""Between names and axes, and at the edges."""

TITLE: Final = SIZE + 0.5
"""Points of a title."""

ROW_MM: Final = 8.0
APART: Final = 0.68
"""Rows that the marks of one name share."""


@dataclass(frozen=True)
class Mark:
    """A value with the interval around it; both ends are the value where none is known."""

    value: float
    low: float
    high: float


def intervals(
    names: Sequence[str],
    marks: Sequence[Sequence[Mark]],
    *,
    kinds: Sequence[str],
    title: str,
    below: str,
    line: float | None = 0.0,
    scale: float = 1.0,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a row a name, the first on top: a mark a kind, the first filled, others open.

    ``line`` draws a vertical, ``scale`` multiplies what is written along the bottom, ``below`` says
    what it is.
    """
    height = 40.0 + ROW_MM * max(len(names), 2)
    with sheet(ax, lang, width=width, height=height) as ax:
        labels = [wrapped(name, NAME_SHARE * width) for name in names]
        lines = [line for label in labels for line in label.split("\n")]
        taken = max(map(text_width, lines), default=0.0)
        room = width - MARGIN_MM - taken
        headline(ax, wrapped(title, room, TITLE))
        if line is not None:
            ax.axvline(scale * line, color="#444444", lw=0.7, ls="--" if line else "-")
        for row, found in enumerate(marks):
            for nth, mark in enumerate(found):
                shift = APART / max(len(kinds), 2) * (nth - (len(found) - 1) / 2)
                at, colour = row + shift, OKABE_ITO[nth]
                ends = [scale * mark.low, scale * mark.high]
                ax.plot(ends, [at, at], color=colour, lw=0.9 if nth else 1.6)
                ax.plot(
                    [scale * mark.value], [at], marker=MARKERS[nth], ms=4.5, ls="none",
                    color=colour, mfc="white" if nth else colour,
                )  # fmt: skip
        ax.set_yticks(range(len(names)))
        ax.set_yticklabels(labels, linespacing=1.05)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_ylim(len(names) - 0.4, -0.6 - 0.7 * (len(kinds) > 1))
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: minus(f"{x:g}")))
        ax.grid(axis="x")
        if len(kinds) > 1:
            _key(ax, kinds)
        note(ax, wrapped(below, room))
        return ax


def _key(ax: Axes, kinds: Sequence[str]) -> None:
    handles = [
        Line2D(
            [], [], color=OKABE_ITO[nth], marker=MARKERS[nth], ms=4.5,
            lw=0.9 if nth else 1.6, mfc="white" if nth else OKABE_ITO[nth], label=kind,
        )
        for nth, kind in enumerate(kinds)
    ]  # fmt: skip
    ax.legend(
        handles=handles, loc="upper right", ncols=len(kinds), borderaxespad=0.0, borderpad=0.0,
        handletextpad=0.4, columnspacing=1.0, fontsize=SMALL,
        # No line runs through the words.
        frameon=True, facecolor="white", edgecolor="none", framealpha=1.0,
    )  # fmt: skip


def rivals(
    results: Results, *, ax: Axes | None = None, width: float = SINGLE, lang: str = "en"
) -> Axes:
    """Draw what ``fugai rivals`` found of a run: the same one ahead, and the same order."""
    measure, found = tried(results)
    if not found:
        with sheet(ax, lang, width=width, height=40.0) as ax:
            return nothing(ax, _("No rival has been tried on this run: fugai rivals RUN does it."))
    with in_language(lang):
        title = _("Does the ranking by {measure} survive?").format(measure=measure_within(measure))
        below = _("Percent of {n} replicates, with 90% intervals. Dashed: half of them.").format(
            n=max(one["worlds"] for one in found)
        )
        kinds = [_("same one ahead"), _("same order")]
    marks = [
        [_share(one[name], one["worlds"]) for name in ("same_best", "same_order")] for one in found
    ]
    drawn = intervals(
        [f"{one['slot']} = {one['name']}" for one in found], marks, kinds=kinds, title=title,
        below=below, line=0.5, scale=100.0, ax=ax, width=width, lang=lang,
    )  # fmt: skip
    drawn.set_xlim(-3.0, 103.0)
    return drawn


def _share(k: int, n: int) -> Mark:
    return Mark(k / n, *wilson(k, n))

"""Text and axes of figures: lines broken to a width, labels that don't overlap, years, units."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from sim.locale import _, ngettext, pick
from sim.measures.catalogue import MEASURES
from sim.plots.style import QUIET, SMALL, height_of, width_of
from sim.present.numbers import FEWEST_FOR_A_BAND, digits, minus, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

POINT: Final = 25.4 / 72
"""Millimetres of a point."""

LEADING: Final = 1.25
"""Distance of lines of text, in sizes."""

MARGIN: Final = 15.0
"""Millimetres left of the axes, for numbers and their label, and a little to the right."""

CLINGING: Final = "，。；：、！？）」”》%,.;:!?)"
"""Signs that don't begin a line."""


def text_width(text: str, size: float = SMALL) -> float:
    """Return the width in mm of a line of text in the font in force."""
    return _measured(text, size, *rcParams["font.family"]) if text else 0.0


@lru_cache(4096)
def _measured(text: str, size: float, *families: str) -> float:
    """Return the width of a line; lines are tried piece by piece, so most are asked for again."""
    width, _height, _descent = text_to_path.get_text_width_height_descent(
        text, FontProperties(family=list(families), size=size), ismath=False
    )
    return float(width) * POINT


def wrapped(text: str, width: float, size: float = SMALL) -> str:
    """Break a text into lines of at most ``width`` mm: at spaces, and between Chinese signs."""
    return "\n".join(_broken(line, width, size) for line in text.split("\n"))


def _broken(text: str, width: float, size: float) -> str:
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width(lines[-1] + piece.rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return "\n".join(line.rstrip() for line in lines)


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts of a text that must stay together, each with the space behind it."""
    piece = ""
    for sign, following in zip_longest(text, text[1:], fillvalue=""):
        piece += sign
        wide = unicodedata.east_asian_width(sign) in "WF"
        wide_next = bool(following) and unicodedata.east_asian_width(following) in "WF"
        if following in CLINGING and following:
            continue
        if sign == " " or ((wide or wide_next) and sign not in "（「“《("):
            yield piece
            piece = ""
    yield piece


def note(ax: Axes, text: str, *, below: float = 0.0) -> None:
    """Write what a figure shows below its axes, quietly; whoever has a caption may clear it.

    It is the label of the horizontal axis: ``ax.set_xlabel("")`` takes it away. ``below`` are
    points to leave for what stands under axes within the axes.
    """
    lines = wrapped(text, _width_for_text(ax))
    ax.set_xlabel(
        lines, loc="left", color=QUIET, fontsize=SMALL, linespacing=LEADING, labelpad=3.0 + below
    )


def _width_for_text(ax: Axes) -> float:
    """Return the width in mm for text above and below axes: the figure's, if it is theirs alone."""
    figure = ax.figure
    if len(figure.axes) > 1:
        return width_of(ax) * 0.95
    label = ax.get_ylabel()
    beside = SMALL * POINT * LEADING * (label.count("\n") + 1) if label else 0.0
    return float(figure.bbox.width / figure.dpi * 25.4 - MARGIN - beside)


def headline(ax: Axes, text: str) -> None:
    """Write the title of a figure, broken to its width."""
    from matplotlib import rcParams

    size = float(rcParams["axes.titlesize"])
    ax.set_title(wrapped(text, _width_for_text(ax), size), loc="left", linespacing=LEADING)


def nothing(ax: Axes, text: str) -> Axes:
    """Say in the middle of the axes why there is nothing to draw."""
    ax.set_axis_off()
    lines = wrapped(text, width_of(ax) * 0.8)
    ax.text(0.5, 0.5, lines, transform=ax.transAxes, ha="center", va="center", color=QUIET)
    return ax


@dataclass(frozen=True)
class Label:
    """A text that belongs at a height of the data; with ``x`` at a point, else at the edge."""

    y: float
    text: str
    colour: str
    x: float | None = None


def spread(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return centres in [0, 1], as near as wanted, of things of some sizes that don't overlap.

    Neighbours that would overlap are moved together, around the middle of where they want to be.
    """
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    blocks: list[tuple[list[int], float, float]] = []  # members, start, size
    for k in order:
        block = ([k], min(max(wanted[k] - sizes[k] / 2, 0.0), max(1.0 - sizes[k], 0.0)), sizes[k])
        while blocks and blocks[-1][1] + blocks[-1][2] > block[1]:
            members = [*blocks[-1][0], *block[0]]
            size = blocks[-1][2] + block[2]
            offsets = np.cumsum([0.0, *(sizes[m] for m in members)])
            middles = [
                wanted[m] - sizes[m] / 2 - offset
                for m, offset in zip(members, offsets[:-1], strict=True)
            ]
            start = min(max(sum(middles) / len(middles), 0.0), max(1.0 - size, 0.0))
            blocks.pop()
            block = (members, start, size)
        blocks.append(block)
    found = [0.0] * len(wanted)
    for members, start, _size in blocks:
        for m in members:
            found[m] = start + sizes[m] / 2
            start += sizes[m]
    return found


def end_labels(ax: Axes, labels: Sequence[Label], *, width: float = 24.0) -> None:
    """Write labels to the right of the axes, each beside its height, moved where they overlap.

    They are at least ``width`` mm wide, and wider on wide figures.
    """
    if not labels:
        return
    width = max(width, 0.3 * width_of(ax))
    low, high = ax.get_ylim()
    # What stands above and below takes some of the height; better a little too far apart.
    room = max(height_of(ax) - 12.0, 15.0)
    texts = [wrapped(label.text, width) for label in labels]
    line = SMALL * POINT * LEADING
    sizes = [(text.count("\n") + 1.15) * line / room for text in texts]
    wanted = [(label.y - low) / (high - low) for label in labels]
    for label, text, at, height in zip(labels, texts, wanted, spread(wanted, sizes), strict=True):
        far = label.x is not None
        leader = {
            "arrowstyle": "-",
            "color": "#9A9A9A" if far else label.colour,
            "linestyle": ":" if far else "-",
            "lw": 0.6,
            "shrinkA": 0,
            "shrinkB": 0,
            "relpos": (0.0, 0.5),
        }
        ax.annotate(
            text,
            (1.0, at) if label.x is None else (label.x, label.y),
            (1.035, height),
            xycoords="axes fraction" if label.x is None else "data",
            textcoords="axes fraction",
            va="center",
            ha="left",
            color=label.colour,
            fontsize=SMALL,
            linespacing=1.1,
            arrowprops=leader,
            annotation_clip=False,
        )


def worlds_text(results: Results) -> str:
    """Return of what a band is made, with what its spread holds."""
    n = len(results.replicates)
    if n == 1:
        return _("One replicate: no spread is known.")
    spread = (
        _("parameters and chance together")
        if results.info["uncertainty"] != "none"
        else _("chance alone")
    )
    if n < FEWEST_FOR_A_BAND:
        text = ngettext(
            "Line: median; band: all of {n} replicate ({spread}).",
            "Line: median; band: all of {n} replicates ({spread}).",
            n,
        )
    else:
        text = ngettext(
            "Line: median; bands: what 50% and 90% of {n} replicate lie between ({spread}).",
            "Line: median; bands: what 50% and 90% of {n} replicates lie between ({spread}).",
            n,
        )
    return text.format(n=whole(n), spread=spread)


def place_text(results: Results) -> str:
    """Return the title of the scenario, as a sentence."""
    title = pick(results.info["title"])
    return title if title.endswith((".", "。", "?", "？")) else title + _(".")


def uncounted() -> str:
    """Say why a measure has no value: its denominator is zero all the time."""
    return _("There was nothing to count.")


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
    """Number the vertical axis with differences, zero always in view."""
    share = MEASURES[measure].is_share
    room = max(high, 0.0) - min(low, 0.0) or (0.01 if share else 1.0)
    ax.set_ylim(min(low, 0.0) - 0.05 * room, max(high, 0.0) + 0.05 * room)
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    scale = 100 if share else 1
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _place: minus(f"{scale * y:+,g}")))
    ax.grid(axis="y")
    ax.axhline(0, color="#444444", linewidth=0.6, zorder=1.5)


def plain_axes(ax: Axes) -> None:
    """Write few round numbers along both axes, with a true minus."""
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda value, _place: minus(f"{value:g}")))

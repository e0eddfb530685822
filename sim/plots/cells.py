"""One small world, each organization a dot in its district and industry; as a film, too."""

from __future__ import annotations

import math
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.lines import Line2D

from sim.locale import _, followed, noted, pick, sentences
from sim.plots.lettering import headline, note, place_text, text_width, wrapped
from sim.plots.output import metadata
from sim.plots.style import (
    DOUBLE,
    FAMILIES,
    MM,
    SINGLE,
    SMALL,
    STATE_MARKERS,
    STATES,
    alternative_of,
    sheet,
    styled,
)
from sim.plots.world import STATES as STATE_NAMES
from sim.plots.world import Scene, replicate_of, scenes
from sim.present.names import alternative_name
from sim.present.numbers import digits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from PIL.Image import Image

    from sim.results.reading import Results

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

ROW_MM: Final = 9.0
"""Height of a district's row."""

NAMES_MM: Final = 24.0
"""Room for names of districts."""

FILLED: Final = 0.86
"""Share of a cell's sides that dots may take."""


def cells(
    results: Results,
    *,
    alternative: str | None = None,
    replicate: int | None = None,
    month: int | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw one world at the end of a month (default: the horizon): a row a district.

    Colour and shape are the state. It is one course of chance out of many: simulated, not
    observed. InputError where there are too many organizations for a dot each.
    """
    chosen, number = alternative_of(results, alternative), replicate_of(results, replicate)
    when = results.months if month is None else min(max(month, 0), results.months)
    (found,) = scenes(results, chosen, number, (when,))
    place = results.scenario.place
    rows = len(place.district_ids)
    with sheet(ax, lang, width=width, height=(30.0 if width > 150 else 42.0) + ROW_MM * rows) as ax:
        frame(ax, results, width)
        own = (width - NAMES_MM) / len(place.industry_ids)
        most = capacity([found])
        dots(ax, found, spots(found, slots(found), most, own), dot_size(most, own))
        headline(ax, alternative_name(results, chosen))
        below = key(ax, found, width)
        date = results.scenario.month_name(when - 1) if when else _("the start")
        text = _("Replicate {k}, {date}: one of many, simulated, not observed.")
        told = [place_text(results), text.format(k=number, date=date)]
        note(ax, sentences(told), below=below)
        return ax


def frame(ax: Axes, results: Results, width: float) -> None:
    """Draw the grid of cells and write what its rows and columns are."""
    place = results.scenario.place
    across, down = len(place.industry_ids), len(place.district_ids)
    ax.set_xlim(0, across)
    ax.set_ylim(down, 0)
    ax.set_xticks([k + 0.5 for k in range(across)])
    room = (width - NAMES_MM) / across * 0.92
    names = [wrapped(pick(title), room) for title in place.industry_titles]
    lines = [line for name in names for line in name.split("\n")]
    upright = max(map(text_width, lines)) > room
    if upright:  # a word is wider than its column
        names = [wrapped(pick(title), 26.0) for title in place.industry_titles]
    ax.set_xticklabels(names, linespacing=1.0, rotation=90 if upright else 0)
    ax.set_yticks([k + 0.5 for k in range(down)])
    ax.set_yticklabels([wrapped(pick(title), 22.0) for title in place.district_titles])
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    for k in range(across + 1):
        ax.axvline(k, color="#DDDDDD", lw=0.5, zorder=0)
    for k in range(down + 1):
        ax.axhline(k, color="#DDDDDD", lw=0.5, zorder=0)


def slots(found: Scene) -> I64:
    """Return the place of each organization within its cell: by state, then by identity."""
    cell = found.district * (found.industry.max(initial=0) + 1) + found.industry
    order = np.lexsort((found.identity, found.state, cell))
    slot = np.empty(len(order), np.int64)
    _first, start, counts = np.unique(cell[order], return_index=True, return_counts=True)
    slot[order] = np.arange(len(order)) - np.repeat(start, counts)
    return slot


def capacity(found: list[Scene]) -> int:
    """Return how many organizations the fullest cell of some scenes holds."""
    most = 1
    for look in found:
        if len(look.identity):
            cell = look.district * (look.industry.max() + 1) + look.industry
            most = max(most, int(np.bincount(cell).max()))
    return most


def spots(found: Scene, slot: I64, most: int, wide: float) -> F64:
    """Return where dots lie, [organization, x and y], in rows from the top left of their cell.

    ``most`` dots must find room in a cell of ``wide`` mm.
    """
    across, down = _grid(most, wide)
    x = found.industry + (1 - FILLED) / 2 + (slot % across + 0.5) / across * FILLED
    y = found.district + (1 - FILLED) / 2 + (slot // across + 0.5) / down * FILLED
    return np.stack([x, y], axis=1)


def _grid(most: int, wide: float) -> tuple[int, int]:
    """Return how many dots of a cell lie side by side and in how many rows."""
    down = max(1, round(math.sqrt(most * ROW_MM / wide)))
    return math.ceil(most / down), down


def dot_size(most: int, wide: float) -> float:
    """Return the area of a dot in square points, so that neighbours don't touch."""
    across, down = _grid(most, wide)
    free = min(wide / across, ROW_MM / down) * FILLED * 0.8
    return float((free / 25.4 * 72) ** 2)


def dots(ax: Axes, found: Scene, at: F64, size: float) -> list[Any]:
    """Draw the dots, a collection a state; return them."""
    drawn = []
    for state, name in enumerate(STATE_NAMES):
        here = found.state == state
        colour = STATES.get(name, "#FFFFFF")
        edge = "#9A9A9A" if name == "inactive" else colour
        marker = STATE_MARKERS.get(name, "o")
        drawn.append(
            ax.scatter(
                at[here, 0], at[here, 1], s=size, c=colour, edgecolors=edge, marker=marker, lw=0.5
            )
        )
    return drawn


def key(ax: Axes, found: Scene, width: float) -> float:
    """Say below the dots what they are and how many there are; return the room taken in points."""
    counts = np.bincount(found.state, minlength=len(STATE_NAMES))
    handles = [
        Line2D(
            [], [], ls="none", ms=4.5, marker=STATE_MARKERS.get(name, "o"),
            color=STATES.get(name, "#FFFFFF"), mec=STATES.get(name, "#9A9A9A"),
            label=noted(_(text), digits(int(counts[state]))),
        )
        for state, (name, text) in enumerate(STATE_NAMES.items())
    ]  # fmt: skip
    across = 4 if width > 150 else 1
    legend = ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, -0.005),
        ncols=across,
        handletextpad=0.2,
        columnspacing=1.0,
        borderpad=0.0,
        borderaxespad=0.3,
    )
    legend.set_in_layout(False)  # room for it is left above the note
    return SMALL * (1.5 * len(handles) / across + 0.4)


FRAMES: Final = 61
"""Maximum number of pictures; longer runs show months at equal distances."""

MILLISECONDS: Final = 180
"""Time that a picture stands; the last stands ten times as long."""

DPI: Final = 100
COLOURS: Final = 48


def animation(
    results: Results,
    *,
    alternative: str | None = None,
    replicate: int | None = None,
    width: float = DOUBLE,
    lang: str = "en",
) -> bytes:
    """Return a GIF of one world, the baseline left and an alternative right.

    An organization keeps its place within its cell. It is one course of chance out of many:
    simulated, not observed. InputError where there are too many organizations for a dot each.
    """
    chosen, number = alternative_of(results, alternative), replicate_of(results, replicate)
    step = -(-results.months // (FRAMES - 1))
    months = tuple(range(0, results.months + 1, step))
    shown = dict.fromkeys([results.alternatives[0], chosen])
    courses = {name: list(scenes(results, name, number, months)) for name in shown}
    pictures = _pictures(results, courses, number, width, lang)
    told = metadata(results, alternative_name(results, chosen))
    stream = BytesIO()
    times = [MILLISECONDS] * (len(pictures) - 1) + [10 * MILLISECONDS]
    pictures[0].save(
        stream, format="GIF", save_all=True, append_images=pictures[1:], duration=times, loop=0,
        comment="; ".join(told.values()).encode("utf-8"),
    )  # fmt: skip
    return stream.getvalue()


def _pictures(
    results: Results, courses: dict[str, list[Scene]], number: int, width: float, lang: str
) -> list[Image]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from PIL import Image

    every = [look for course in courses.values() for look in course]
    kept = _kept(every)
    most = max(capacity(every), int(max(kept.values(), default=0)) + 1)
    place = results.scenario.place
    half = width / len(courses)
    own = (half - NAMES_MM) / len(place.industry_ids)
    pictures = []
    with styled(lang):
        height = 46.0 + ROW_MM * len(place.district_ids)
        figure = Figure(figsize=(width * MM, height * MM), dpi=DPI, layout="constrained")
        canvas = FigureCanvasAgg(figure)
        axes = figure.subplots(1, len(courses), squeeze=False)[0]
        for moment in range(len(next(iter(courses.values())))):
            for ax, (name, course) in zip(axes, courses.items(), strict=True):
                look = course[moment]
                ax.clear()
                frame(ax, results, half)
                ax.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
                slot = np.array([kept[int(who)] for who in look.identity], np.int64)
                dots(ax, look, spots(look, slot, most, own), dot_size(most, own))
                date = results.scenario.month_name(look.month - 1) if look.month else _("the start")
                headline(ax, followed(alternative_name(results, name), date))
                below = key(ax, look, half)
                text = _("{place} Replicate {k}: simulated, not observed.")
                note(ax, text.format(place=place_text(results), k=number), below=below)
            canvas.draw()  # type: ignore[no-untyped-call]
            figure.set_layout_engine("none")  # pictures after the first keep its layout
            pixels: Any = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
            whole = Image.frombuffer("RGBA", canvas.get_width_height(), pixels).convert("RGB")
            pictures.append(whole.quantize(COLOURS, dither=Image.Dither.NONE))
    return pictures


def _kept(every: list[Scene]) -> dict[int, int]:
    """Return the place within its cell that each organization keeps for all time."""
    industries = max((int(look.industry.max(initial=0)) for look in every), default=0) + 1
    cell: dict[int, int] = {}
    for look in every:
        for who, district, industry in zip(
            look.identity.tolist(), look.district.tolist(), look.industry.tolist(), strict=True
        ):
            cell.setdefault(who, district * industries + industry)
    filled: dict[int, int] = {}
    found = {}
    for who, where in cell.items():
        found[who] = filled.get(where, 0)
        filled[where] = found[who] + 1
    return found

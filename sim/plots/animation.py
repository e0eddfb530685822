"""Animation: one world month by month, the baseline beside an alternative, as a GIF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.locale import _
from sim.plots.cells import NAMES_MM, ROW_MM, capacity, dot_size, dots, frame, key, spots
from sim.plots.choosing import alternative_of
from sim.plots.lettering import headline, note, place_text
from sim.plots.output import metadata
from sim.plots.style import DOUBLE, FAMILIES, MM, SMALL, styled
from sim.plots.world import Look, looks, replicate_of
from sim.present.names import alternative_name

if TYPE_CHECKING:
    from PIL.Image import Image

    from sim.results.reading import Results

I64 = npt.NDArray[np.int64]

FRAMES: Final = 61
"""Pictures at most; of longer runs every so many months are shown."""

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
    courses = {name: list(looks(results, name, number, months)) for name in shown}
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
    results: Results, courses: dict[str, list[Look]], number: int, width: float, lang: str
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
                headline(ax, f"{alternative_name(results, name)}, {date}")
                below = key(ax, look, half)
                text = _("{place} Replicate {k}: simulated, not observed.")
                note(ax, text.format(place=place_text(results), k=number), below=below)
            canvas.draw()  # type: ignore[no-untyped-call]
            figure.set_layout_engine("none")  # pictures after the first keep its layout
            pixels: Any = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
            whole = Image.frombuffer("RGBA", canvas.get_width_height(), pixels).convert("RGB")
            pictures.append(whole.quantize(COLOURS, dither=Image.Dither.NONE))
    return pictures


def _kept(every: list[Look]) -> dict[int, int]:
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

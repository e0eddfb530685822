"""In which share of replicates the ranking of a run survives each rival rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.locale import _, in_language
from sim.plots.intervals import Mark, intervals
from sim.plots.lettering import nothing
from sim.plots.style import SINGLE, sheet
from sim.present.answer import wilson
from sim.present.names import measure_within
from sim.results.rivals import tried

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results


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

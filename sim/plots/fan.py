"""Fan: a measure over time, the baseline grey and one alternative coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.locale import _, pick
from sim.plots.axis import values_beside, years_below
from sim.plots.bands import Bands, bands
from sim.plots.choosing import alternative_of, measure_of
from sim.plots.colours import Look, look
from sim.plots.lettering import (
    Label,
    end_labels,
    headline,
    note,
    nothing,
    place_text,
    uncounted,
    worlds_text,
)
from sim.plots.style import SINGLE, sheet
from sim.present.names import alternative_name, measure_name, named, sentences
from sim.present.numbers import value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results
    from sim.scenario.scenario import Observation

ALPHAS = (0.16, 0.26)
"""How strongly the wide and the narrow band are filled."""


def fan(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw the medians and bands of an alternative and of the baseline, and what was observed.

    Without an alternative it is the first after the baseline. Observations are those of the whole
    place and of this measure, at the end of their month, with their standard deviation.
    """
    chosen, measure = alternative_of(results, alternative), measure_of(measure)
    values = results.values(measure)
    with sheet(ax, lang, width=width) as ax:
        labels, limits = [], [0.0]
        for name in dict.fromkeys([results.alternatives[0], chosen]):
            style = look(results.alternatives, name)
            found = bands(values[name], range(results.months + 1))
            band_lines(ax, found, style, behind=name != chosen)
            limits += found.limits
            if len(found.median):
                end = float(found.median[-1])
                text = named(alternative_name(results, name), value_text(measure, end))
                labels.append(Label(end, text, darker(style.colour)))
        seen = observed(results, measure)
        for entry in seen:
            _point(ax, entry)
            limits.append(entry.value + (entry.sd or 0.0))
        headline(ax, measure_name(measure))
        if not labels and not seen:
            return nothing(ax, uncounted())
        years_below(ax, results)
        values_beside(ax, measure, min(limits), max(limits))
        end_labels(ax, labels)
        told = [place_text(results), worlds_text(results)]
        note(ax, sentences([*told, *_definitions(seen)]))
        return ax


def band_lines(ax: Axes, found: Bands, style: Look, *, behind: bool = False) -> None:
    """Draw a median and its bands; ``behind`` only outlines the widest, so that another shows."""
    for (low, high), alpha in zip(found.bands, ALPHAS[-len(found.bands) or 2 :], strict=False):
        if behind and low is found.bands[0][0]:
            for limit in (low, high):
                ax.plot(found.months, limit, color=style.colour, linewidth=0.6, linestyle=":")
        else:
            ax.fill_between(found.months, low, high, color=style.colour, alpha=alpha, linewidth=0)
    ax.plot(found.months, found.median, color=style.colour, linestyle=style.line)


def darker(colour: str) -> str:
    """Return a colour dark enough for small text on white."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    factor = min(1.0, 105 / light) if light else 1.0
    return "#" + "".join(f"{round(part * factor):02X}" for part in (red, green, blue))


def observed(results: Results, measure: str) -> list[Observation]:
    """Return what was measured of the whole place while it is simulated."""
    return [
        entry
        for entry in results.scenario.observations
        if entry.measure == measure
        and 0 <= entry.month + 1 <= results.months
        and not (entry.kinds or entry.districts or entry.industries)
    ]


def _point(ax: Axes, entry: Observation) -> None:
    error = None if entry.sd is None else np.array([entry.sd])
    ax.errorbar(
        [entry.month + 1], [entry.value], yerr=error, fmt="D", color="#000000", markersize=3.5,
        elinewidth=0.8, capsize=2, zorder=4,
    )  # fmt: skip


def _definitions(seen: list[Observation]) -> list[str]:
    """Say what the observed points are, each definition once."""
    texts = dict.fromkeys(pick(entry.definition) for entry in seen if entry.definition)
    if not seen:
        return []
    said = _("◆ observed: {what}.").format(what=_("; ").join(texts)) if texts else _("◆ observed.")
    return [said.replace("◆ ", "◆\N{NO-BREAK SPACE}")]

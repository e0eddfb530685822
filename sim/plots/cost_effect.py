"""Cost against effect: what each alternative adds in yuan, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.locale import _
from sim.plots.fan import darker
from sim.plots.lettering import (
    Label,
    changes_beside,
    end_labels,
    headline,
    note,
    nothing,
    place_text,
    wrapped,
)
from sim.plots.style import SINGLE, alternative_of, look, measure_of, sheet
from sim.present.names import alternative_name, measure_name, sentences
from sim.present.numbers import FEWEST_FOR_A_BAND, change_unit, digits, signed, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

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
        ax.set_ylabel(wrapped(f"{measure_name(measure)}, {change_unit(measure)}", 50.0))
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

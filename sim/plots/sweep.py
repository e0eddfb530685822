"""Figures of a sweep: a map over two factors of a grid, else bars from their low to their high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.locale import _, in_language, pick
from sim.measures.catalogue import MEASURES
from sim.methods.sweep import groups
from sim.methods.sweep_text import short
from sim.plots.studies import bars, heatmap
from sim.scenario.scenario import BASELINE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.methods.study import Study, StudyResult

F64 = npt.NDArray[np.float64]


def figures(study: Study, result: StudyResult, lang: str) -> dict[str, Axes]:
    """Draw the study's first measure at its last month, a figure an alternative, by file name.

    Where the study looks at the baseline too, it is the mean paired difference from it.
    """
    measure = study.measures[0]
    design = {key: column for key, column in result.tables["design"].items() if key != "case"}
    found = {}
    for alternative in study.alternatives:
        paired = BASELINE in study.alternatives and alternative != BASELINE
        means = _means(result, measure, alternative, "difference_mean" if paired else "mean")
        if np.isnan(means).all():
            continue
        with in_language(lang):
            title = pick(MEASURES[measure].label)
            name = pick(study.scenario.alternative(alternative).title)
            text = _("{name}, less the baseline: {measure}") if paired else _("{name}: {measure}")
            told = text.format(name=name, measure=title)
        found[f"{measure}-{alternative}"] = _figure(design, means, measure, told, lang)
    return found


def _means(result: StudyResult, measure: str, alternative: str, column: str) -> F64:
    """Return a column of the responses at the last month, by case."""
    table = result.tables["responses"]
    rows = table["month"] == table["month"].max()
    rows &= (table["measure"] == measure) & (table["alternative"] == alternative)
    means: F64 = table[column][rows]
    return means


def _figure(
    design: dict[str, npt.NDArray[Any]], means: F64, measure: str, title: str, lang: str
) -> Axes:
    share = MEASURES[measure].denominator is not None
    axes = [np.unique(column) for column in design.values() if column.dtype != object]
    if len(axes) == len(design) == 2 and len(axes[0]) * len(axes[1]) == len(means):
        (x_name, x), (y_name, y) = design.items()
        grid = np.empty((len(axes[1]), len(axes[0])))
        grid[np.searchsorted(axes[1], y), np.searchsorted(axes[0], x)] = means
        return heatmap(
            axes[0].tolist(), axes[1].tolist(), grid, title=title, threshold=0.0,
            x_label=short(x_name), y_label=short(y_name), share=share, lang=lang,
        )  # fmt: skip
    numbers = {
        key: {name: float(np.nanmean(means[rows])) for name, rows in groups(column).items()}
        for key, column in design.items()
    }
    ends = {key: (min(found.values()), max(found.values())) for key, found in numbers.items()}
    for key, found in numbers.items():
        if {*found} == {"low", "high"}:
            ends[key] = (found["low"], found["high"])
    with in_language(lang):
        told = (_("lower third of the factor"), _("upper third"))
        unit = _("percent") if share else ""
    return bars(
        [short(key) for key in ends], [low for low, _high in ends.values()],
        [high for _low, high in ends.values()], base=float(np.nanmean(means)), title=title,
        ends=told, unit=unit, points=share, lang=lang,
    )  # fmt: skip

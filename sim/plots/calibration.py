"""Figures of a calibration: what prior and posterior predict beside what was observed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.locale import _, ngettext, pick, sentences
from sim.plots.lettering import headline, note, values_beside, wrapped
from sim.plots.style import (
    BASELINE_GREY,
    DOUBLE,
    FAMILIES,
    MM,
    OKABE_ITO,
    SINGLE,
    SMALL,
    sheet,
    styled,
)
from sim.present.names import measure_name
from sim.studies.observing import ErrorModel, Use

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.studies.study import Columns, Study, StudyResult

POSTERIOR: Final = OKABE_ITO[0]
FITTED: Final = "#000000"
OTHER: Final = OKABE_ITO[1]

MARKERS: Final = {
    Use.FITTED.value: ("D", FITTED, FITTED),
    Use.LATER.value: ("D", "white", OTHER),
    Use.UNREACHABLE.value: ("X", OTHER, OTHER),
    Use.HELD.value: ("s", "white", BASELINE_GREY),
}
"""Marker, its face and its edge, by what is made of a figure."""

ROW_MM: Final = 52.0


def predictive(
    study: Study,
    result: StudyResult,
    *,
    measure: str,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
    told: bool = True,
) -> Axes:
    """Draw what prior (grey) and posterior (blue) say of a measure, and the figures with errors.

    Bands are what 90 % of worlds lie between; error bars are two standard deviations. ``told``
    writes below what is what.
    """
    curves, seen = _of(result.tables["curves"], measure), _of(result.tables["predictions"], measure)
    with sheet(ax, lang, width=width) as ax:
        first = study.scenario.start_year + (study.scenario.start_month - 1) / 12
        when = first + curves["month"] / 12
        limits = [0.0]
        for name, colour, alpha in (
            ("prior", BASELINE_GREY, 0.22),
            ("posterior", POSTERIOR, 0.30),
        ):
            low, middle, high = (curves[f"{name}_{level}"] for level in ("q05", "q50", "q95"))
            if np.isnan(middle).all():
                continue
            ax.fill_between(when, low, high, color=colour, alpha=alpha, linewidth=0)
            ax.plot(when, middle, color=colour, linestyle="--" if name == "prior" else "-")
            limits += [float(np.nanmax(high))]
        for k in range(len(seen["month"])):
            limits.append(_point(ax, first, {name: column[k] for name, column in seen.items()}))
        values_beside(ax, measure, 0.0, max(limits))
        ax.set_xlim(float(when.min()), float(when.max()) + 0.02)
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: f"{x:.0f}"))
        headline(ax, measure_name(measure))
        if told:
            note(ax, _told(study, result))
        return ax


def predictive_figure(study: Study, result: StudyResult, *, lang: str = "en") -> Figure:
    """Return all measures of a calibration side by side, two in a row."""
    from matplotlib.figure import Figure

    measures = list(dict.fromkeys(result.tables["curves"]["measure"].tolist()))
    columns = min(2, len(measures))
    rows = math.ceil(len(measures) / columns)
    width = DOUBLE if columns == 2 else SINGLE
    with styled(lang):
        size = (width * MM, (ROW_MM * rows + 14.0) * MM)
        figure = Figure(figsize=size, dpi=150, layout="constrained")
        axes = figure.subplots(rows, columns, squeeze=False).ravel()
        for ax in axes[len(measures) :]:
            ax.set_axis_off()
        for ax, measure in zip(axes, measures, strict=False):
            predictive(study, result, measure=measure, ax=ax, lang=lang, told=False)
        figure.suptitle(pick(study.title), x=0.01, ha="left", fontfamily=FAMILIES[lang])
        told = wrapped(_told(study, result), width - 10.0)
        figure.supxlabel(told, x=0.01, ha="left", fontsize=SMALL, fontfamily=FAMILIES[lang])
    return figure


def _of(table: Columns, measure: str) -> Columns:
    mine = table["measure"] == measure
    return {name: column[mine] for name, column in table.items()}


def _point(ax: Axes, first: float, seen: Columns) -> float:
    """Draw a figure with its error, and return how high it reaches; nothing where it is planned."""
    value = float(seen["observed"])
    if math.isnan(value):
        return 0.0
    error = ErrorModel(str(seen["error_scale"]), float(seen["error_sd"]))  # type: ignore[arg-type]
    middle = error.onto(np.array([value]))[0]
    low, high = error.back(middle + 2 * error.sd * np.array([-1.0, 1.0])).tolist()
    marker, face, edge = MARKERS[str(seen["use"])]
    ax.errorbar(
        [first + float(seen["month"]) / 12], [value], yerr=[[value - low], [high - value]],
        fmt=marker, color=edge, markerfacecolor=face, markersize=3.8, elinewidth=0.8, capsize=2,
        zorder=4,
    )  # fmt: skip
    return float(high)


def _told(study: Study, result: StudyResult) -> str:
    """Say what the lines and points are."""
    uses = set(result.tables["predictions"]["use"].tolist())
    worlds = int(study.content["settings"]["predictive"])
    found = [_("Grey, dashed: prior.")]
    if not result.summary["planned"]:
        text = ngettext(
            "Blue: posterior, median and what 90% of {n} replicate lie between.",
            "Blue: posterior, median and what 90% of {n} replicates lie between.",
            worlds,
        )
        found.append(text.format(n=worlds))
        found.append(_("◆ observed and fitted, ± two standard deviations."))
    if Use.LATER.value in uses:
        found.append(_("◇ observed later, not fitted."))
    if Use.UNREACHABLE.value in uses:
        found.append(_("✖ above the ceiling, left out."))
    if Use.HELD.value in uses:
        found.append(_("□ held by the scenario."))
    return sentences(found)

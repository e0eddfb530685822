"""Figures of studies: bars of what matters most, a map of two factors, and whose are which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib import rcParams
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.errors import InputError
from sim.locale import _, in_language, pick
from sim.measures.catalogue import MEASURES
from sim.plots.curve import curve
from sim.plots.fan import darker
from sim.plots.lettering import LEADING, POINT, at_points, headline, wrapped
from sim.plots.output import save
from sim.plots.style import DOUBLE, FAMILIES, MM, OKABE_ITO, SEQUENTIAL, SINGLE, SMALL, sheet
from sim.present.numbers import digits, minus
from sim.scenario.scenario import BASELINE
from sim.studies.outcomes import short
from sim.studies.sweep_answer import groups
from sim.text.hints import known_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    from sim.studies.study import Study, StudyResult

LOW: Final = OKABE_ITO[5]
HIGH: Final = OKABE_ITO[1]
NAME_MM: Final = 32.0
"""Room for the names of bars."""


def bars(
    names: Sequence[str],
    low: Sequence[float],
    high: Sequence[float],
    *,
    base: float = 0.0,
    title: str = "",
    ends: tuple[str, str] = ("", ""),
    unit: str = "",
    points: bool = False,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a tornado: for each name a bar from its low to its high value, the widest on top.

    ``base`` is the value between them; ``ends`` say what low and high are. With ``points`` values
    are shares, shown in hundredths. Names come in the language they are to be read in.
    """
    a, b = np.asarray(low, np.float64), np.asarray(high, np.float64)
    order = np.argsort(-np.abs(b - a), kind="stable")
    scale = 100.0 if points else 1.0
    own = ax is None
    height = 22.0 + max(6.5 * max(len(names), 2), 3.6 * sum(n.count("\n") + 1 for n in names))
    with sheet(ax, lang, width=width, height=height) as ax:
        if title:
            # Names of bars take room beside the axes; the title begins at the axes.
            size = float(rcParams["axes.titlesize"])
            lines = wrapped(title, max(width - NAME_MM - 14.0, 30.0), size)
            ax.set_title(lines, loc="left", linespacing=LEADING)
            if own:
                more = size * POINT * LEADING * lines.count("\n")
                figure = ax.figure.get_figure(root=True)
                figure.set_size_inches(width * MM, figure.get_size_inches()[1] + more * MM)
        for row, k in enumerate(order.tolist()):
            for value, colour, hatch in ((a[k], LOW, None), (b[k], HIGH, "////")):
                ax.barh(
                    row, value - base, left=base, height=0.62, facecolor=colour,
                    hatch=hatch, edgecolor="white", linewidth=0.0,
                )  # fmt: skip
                toward = 1 if value >= base else -1
                ax.annotate(
                    minus(f"{scale * value:.3g}"), (value, row), (3 * toward, 0),
                    textcoords="offset points", va="center", fontsize=SMALL,
                    ha="left" if toward > 0 else "right",
                )  # fmt: skip
        ax.axvline(base, color="#444444", lw=0.8)
        ax.set_yticks(range(len(names)))
        ax.set_yticklabels([wrapped(names[k], NAME_MM) for k in order.tolist()], linespacing=1.0)
        ax.set_ylim(len(names) - 0.4, -0.6 - (0.8 if any(ends) else 0.0))
        ax.tick_params(axis="y", length=0)
        # Room for the values beside the ends of bars, whatever the width of the axes.
        ax.margins(x=0.3 if width < DOUBLE else 0.16)
        ax.xaxis.set_major_locator(MaxNLocator(4))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: minus(f"{scale * x:g}")))
        ax.set_xlabel(unit)
        if any(ends) and len(names):
            left = float(np.nanmean(a)) <= float(np.nanmean(b))
            for text, colour, side in ((ends[0], LOW, left), (ends[1], HIGH, not left)):
                ax.annotate(
                    text, (base, -0.75), (-4 if side else 4, 0), textcoords="offset points",
                    ha="right" if side else "left", va="center",
                    fontsize=SMALL, color=darker(colour),
                )  # fmt: skip
        return ax


def heatmap(
    x: Sequence[float],
    y: Sequence[float],
    z: npt.ArrayLike,
    *,
    threshold: float | None = None,
    title: str = "",
    x_label: str = "",
    y_label: str = "",
    share: bool = True,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw ``z`` [y, x] over two factors as colours, lighter where higher, with a contour.

    ``threshold`` draws the line at which that value is reached. ``share`` writes percent. Cells
    without a value stay white.
    """
    values = np.ma.masked_invalid(np.asarray(z, np.float64))

    def text(value: float) -> str:
        return minus(f"{100 * value:g}%") if share else digits(value)

    with sheet(ax, lang, width=width, height=68.0) as ax:
        if title:
            headline(ax, title)
        mesh = ax.pcolormesh(
            _edges(x), _edges(y), values, cmap=SEQUENTIAL, linewidth=0, rasterized=True
        )
        if threshold is not None and values.min() < threshold < values.max():
            line = ax.contour(x, y, values, [threshold], colors="white", linewidths=1.4)
            for label in ax.clabel(line, fmt=lambda _value: text(threshold), fontsize=SMALL):
                label.set_bbox({"facecolor": "#00000080", "edgecolor": "none", "pad": 1.0})
        ax.set_xlabel(x_label)
        ax.set_ylabel(y_label)
        ax.spines[:].set_visible(False)
        bar = ax.figure.colorbar(
            mesh, ax=ax, pad=0.02, format=FuncFormatter(lambda v, _place: text(v))
        )
        bar.ax.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
        bar.outline.set_visible(False)
        return ax


def _edges(centres: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the borders of cells around their centres."""
    at = np.asarray(centres, np.float64)
    if len(at) == 1:
        return np.array([at[0] - 0.5, at[0] + 0.5])
    middle = (at[1:] + at[:-1]) / 2
    first, last = at[0] - (middle[0] - at[0]), at[-1] + (at[-1] - middle[-1])
    return np.concatenate([[first], middle, [last]])


F64 = npt.NDArray[np.float64]


def study_figure(
    study: Study,
    result: StudyResult,
    *,
    measure: str | None = None,
    alternative: str | None = None,
    width: float | None = None,
    lang: str = "en",
) -> Figure | SubFigure:
    """Draw the figure of a finished study anew, whatever its method.

    Of a study with several measures or alternatives it shows the first of each (the baseline last)
    unless named. ``InputError`` for a name that the study has not, and for one where its figure has
    no such choice.
    """
    module, _separator, name = OF_A_STUDY[study.method].partition(":")
    draw = getattr(import_module(module), name)
    given = {"measure": measure, "alternative": alternative, "width": width}
    asked = {key: value for key, value in given.items() if value is not None}
    for key in asked.keys() - signature(draw).parameters.keys():
        text = _("The figure of a study by {method} takes no {name}.")
        raise InputError(text.format(method=study.method, name=key))
    found: Figure | SubFigure = draw(study, result, lang=lang, **asked).figure
    return found


def sweep_figure(
    study: Study,
    result: StudyResult,
    *,
    measure: str | None = None,
    alternative: str | None = None,
    width: float | None = None,
    lang: str = "en",
) -> Axes:
    """Draw one measure of a sweep under one alternative."""
    chosen = study.measures[0] if measure is None else measure
    known_name(chosen, study.measures, _('The study has no measure "{name}". {hint}'))
    others = [name for name in study.alternatives if name != BASELINE]
    name = (others or [BASELINE])[0] if alternative is None else alternative
    known_name(name, study.alternatives, _('The study has no alternative "{name}". {hint}'))
    drawn = figures(study, result, lang, measure=chosen, alternatives=[name], width=width)
    if not drawn:
        raise InputError(_("No measure has a value in any case."))
    return next(iter(drawn.values()))


def figures(
    study: Study,
    result: StudyResult,
    lang: str,
    *,
    measure: str | None = None,
    alternatives: Sequence[str] | None = None,
    width: float | None = None,
) -> dict[str, Axes]:
    """Draw a measure of a sweep at its last month, a figure an alternative, by file name.

    It is the study's first measure and all its alternatives unless some are named. Where the study
    looks at the baseline too, it is the mean paired difference from it.
    """
    measure = study.measures[0] if measure is None else measure
    wide = SINGLE if width is None else width
    design = {key: column for key, column in result.tables["design"].items() if key != "case"}
    found = {}
    for alternative in study.alternatives if alternatives is None else alternatives:
        paired = BASELINE in study.alternatives and alternative != BASELINE
        means = _means(result, measure, alternative, "difference_mean" if paired else "mean")
        if np.isnan(means).all():
            continue
        with in_language(lang):
            title = pick(MEASURES[measure].label)
            name = pick(study.scenario.alternative(alternative).title)
            text = _("{name}, less the baseline: {measure}") if paired else _("{name}: {measure}")
            told = text.format(name=name, measure=title)
        drawn = _curve(result, measure, alternative, told, wide, lang)
        found[f"{measure}-{alternative}"] = (
            _figure(design, means, measure, told, wide, lang, change=paired)
            if drawn is None
            else drawn
        )
    return found


def _curve(
    result: StudyResult, measure: str, alternative: str, title: str, width: float, lang: str
) -> Axes | None:
    """Draw the curve of an alternative, ``None`` where the study has none."""
    entries = [
        entry
        for entry in result.summary.get("curves", ())
        if entry["measure"] == measure and entry["alternative"] == alternative
    ]
    if not entries:
        return None
    table = result.tables["curve"]
    mine = (table["measure"] == measure) & (table["alternative"] == alternative)
    share = MEASURES[measure].denominator is not None
    with in_language(lang):
        unit = _("percentage points") if share else ""
        return curve(
            *(table[name][mine].tolist() for name in ("dose", "mean", "q05", "q95", "se")),
            enough=entries[0]["enough"], title=title, x_label=short(entries[0]["key"]),
            y_label=unit, points=share, width=width, lang=lang,
        )  # fmt: skip


def _means(result: StudyResult, measure: str, alternative: str, column: str) -> F64:
    """Return a column of the responses at the last month, by case."""
    table = result.tables["responses"]
    rows = table["month"] == table["month"].max()
    rows &= (table["measure"] == measure) & (table["alternative"] == alternative)
    return np.asarray(table[column][rows], np.float64)


def _figure(
    design: dict[str, npt.NDArray[Any]],
    means: F64,
    measure: str,
    title: str,
    width: float,
    lang: str,
    *,
    change: bool,
) -> Axes:
    share = MEASURES[measure].denominator is not None
    axes = [np.unique(column) for column in design.values() if column.dtype != object]
    if len(axes) == len(design) == 2 and len(axes[0]) * len(axes[1]) == len(means):
        (x_name, x), (y_name, y) = design.items()
        grid = np.empty((len(axes[1]), len(axes[0])))
        grid[np.searchsorted(axes[1], y), np.searchsorted(axes[0], x)] = means
        return heatmap(
            axes[0].tolist(), axes[1].tolist(), grid, title=title, threshold=0.0,
            x_label=short(x_name), y_label=short(y_name), share=share, width=width, lang=lang,
        )  # fmt: skip
    numbers = {
        key: {name: float(np.nanmean(means[rows])) for name, rows in groups(column).items()}
        for key, column in design.items()
    }
    ends = {key: (min(found.values()), max(found.values())) for key, found in numbers.items()}
    names, thirds, choices = {}, False, False
    for key, found in numbers.items():
        if design[key].dtype != object:
            ends[key] = (found["low"], found["high"])
            names[key], thirds = at_points(short(key), NAME_MM), True
        else:
            lowest, highest = min(found, key=found.__getitem__), max(found, key=found.__getitem__)
            names[key], choices = at_points(f"{short(key)}: {lowest}, {highest}", NAME_MM), True
    with in_language(lang):
        told = (_("lower third"), _("upper third"))
        if choices:
            told = (_("low"), _("high")) if thirds else (_("lowest choice"), _("highest choice"))
        unit = (_("percentage points") if change else _("percent")) if share else ""
    return bars(
        [*names.values()], [low for low, _high in ends.values()],
        [high for _low, high in ends.values()], base=float(np.nanmean(means)), title=title,
        ends=told, unit=unit, points=share, width=width, lang=lang,
    )  # fmt: skip


OF_A_STUDY: Final[Mapping[str, str]] = {
    "sweep": "sim.plots.studies:sweep_figure",
    "calibrate": "sim.plots.calibration:predictive_figure",
    **{
        name: f"sim.plots.methods:{name}"
        for name in ("sensitivity", "discover", "frontier", "credit", "stress")
    },
}
"""By method a function of (study, result) that draws its figure."""

FIGURES: Final[Mapping[str, str]] = {"sweep": "sim.plots.studies:figures"}
"""By method a function of (study, result, language) that returns axes by file name."""


def draw(study: Study, result: StudyResult, folder: Path, lang: str) -> list[Path]:
    """Draw the figures of a study into its folder as PNG; a method may have none.

    What is drawn depends on the study alone, so a figure of an earlier time is written over.
    """
    if study.method not in FIGURES:
        return []
    module, _separator, name = FIGURES[study.method].partition(":")
    found = getattr(import_module(module), name)(study, result, lang)
    return [save(axes.figure, folder / f"{name}.png", force=True) for name, axes in found.items()]

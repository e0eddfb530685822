"""Figures of studies: which method has which, and charts that take plain numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib import rcParams
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.errors import InputError
from sim.extensions.registry import VARIANTS
from sim.locale import LANGUAGES, N_, _, current_language, labelled, pick
from sim.plots.fan import darker
from sim.plots.lettering import LEADING, POINT, headline, wrapped
from sim.plots.output import Plot, millimetres, save
from sim.plots.style import DOUBLE, FAMILIES, MM, OKABE_ITO, SEQUENTIAL, SINGLE, SMALL, sheet
from sim.present.names import capital, policy_name
from sim.present.numbers import digits, minus
from sim.state.plugged import SLOTS
from sim.studies.factors import RULES
from sim.studies.file import from_resolved_study
from sim.studies.folder import StudyFolder
from sim.studies.outcomes import factor_name, short
from sim.text.arguments import named
from sim.text.hints import known_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure, SubFigure

    from sim.policies.base import Policy
    from sim.scenario import Scenario
    from sim.studies.study import Study, StudyResult

LOW: Final = OKABE_ITO[5]
HIGH: Final = OKABE_ITO[1]
NAME_MM: Final = 32.0
"""Room for the names of bars."""
FEW_LEVELS: Final = 6
"""Levels of a factor that are numbered one by one along an axis."""


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
    written: Callable[[float], str] | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a tornado: for each name a bar from its low to its high value, the widest on top.

    ``base`` is the value between them; ``ends`` say what low and high are. With ``points`` values
    are shares, shown in hundredths. ``written`` says how the values beside the bars are written.
    Names come in the language they are to be read in.
    """
    a, b = np.asarray(low, np.float64), np.asarray(high, np.float64)
    order = np.argsort(-np.abs(b - a), kind="stable")
    scale = 100.0 if points else 1.0
    text_of = written or (lambda value: minus(f"{scale * value:.3g}"))
    own = ax is None
    with sheet(ax, lang, width=width) as ax:
        labels = [wrapped(names[k], NAME_MM) for k in order.tolist()]
        # Names of bars take room beside the axes; the title begins at the axes.
        size = float(rcParams["axes.titlesize"])
        lines = wrapped(title, max(width - NAME_MM - 14.0, 30.0), size)
        if title:
            ax.set_title(lines, loc="left", linespacing=LEADING)
        if own:
            line = SMALL * POINT * LEADING
            row_mm = max(6.5, max(label.count("\n") + 1.3 for label in labels or [""]) * line)
            height = 22.0 + row_mm * max(len(names), 2) + size * POINT * LEADING * lines.count("\n")
            ax.figure.get_figure(root=True).set_size_inches(width * MM, height * MM)
        for row, k in enumerate(order.tolist()):
            for value, colour, hatch in ((a[k], LOW, None), (b[k], HIGH, "////")):
                ax.barh(
                    row, value - base, left=base, height=0.62, facecolor=colour,
                    hatch=hatch, edgecolor="white", linewidth=0.0,
                )  # fmt: skip
                toward = 1 if value >= base else -1
                if hatch and a[k] == b[k]:
                    continue  # one value is written once
                ax.annotate(
                    text_of(value), (value, row), (3 * toward, 0),
                    textcoords="offset points", va="center", fontsize=SMALL,
                    ha="left" if toward > 0 else "right",
                )  # fmt: skip
        ax.axvline(base, color="#444444", lw=0.8)
        ax.set_yticks(range(len(names)))
        ax.set_yticklabels(labels, linespacing=1.0)
        tall = max(text.count("\n") + 1 for text in ends)
        ax.set_ylim(len(names) - 0.4, -0.6 - (0.35 + 0.45 * tall if any(ends) else 0.0))
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
                    text, (base, -0.5), (-4 if side else 4, 0), textcoords="offset points",
                    ha="right" if side else "left", va="bottom", linespacing=1.0,
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
    z_label: str = "",
    share: bool = True,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw ``z`` [y, x] over two factors as colours, lighter where higher, with a contour.

    ``threshold`` draws the line at which that value is reached. ``share`` writes percent,
    ``z_label`` stands beside the colours. Cells without a value stay white.
    """
    values = np.ma.masked_invalid(np.asarray(z, np.float64))

    text = exact_percent if share else digits

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
        _levels(ax.xaxis, x)
        _levels(ax.yaxis, y)
        ax.set_xlabel(x_label)
        ax.set_ylabel(y_label)
        ax.spines[:].set_visible(False)
        colour_bar(ax, mesh, text, z_label, lang)
        return ax


def exact_percent(share: float) -> str:
    """Return a share with the digits it needs: what is numbered along an axis stays apart."""
    return minus(f"{100 * share:g}%")


def colour_bar(
    ax: Axes, mesh: ScalarMappable, written: Callable[[float], str], label: str, lang: str
) -> None:
    """Say beside the axes what colours stand for."""
    bar = ax.figure.colorbar(
        mesh, ax=ax, pad=0.02, format=FuncFormatter(lambda value, _place: written(value))
    )
    bar.set_label(label, fontsize=SMALL, fontfamily=FAMILIES[lang])
    bar.ax.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
    bar.outline.set_visible(False)


def _levels(axis: Axis, levels: Sequence[float]) -> None:
    """Number the levels of a factor where they are few: there is nothing between them."""
    if len(levels) <= FEW_LEVELS:
        axis.set_ticks(list(levels), [digits(level) for level in levels])


def _edges(centres: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the borders of cells around their centres."""
    at = np.asarray(centres, np.float64)
    if len(at) == 1:
        return np.array([at[0] - 0.5, at[0] + 0.5])
    middle = (at[1:] + at[:-1]) / 2
    first, last = at[0] - (middle[0] - at[0]), at[-1] + (at[-1] - middle[-1])
    return np.concatenate([[first], middle, [last]])


def _field(scenario: Scenario, key: str) -> tuple[Policy, Mapping[str, Any]] | None:
    """Return the policy that a key leads to, and what its field declares."""
    parts = key.split(".")
    if parts[0] not in ("alternatives", "baseline"):
        return None
    alternative, policy, name = parts[0] if len(parts) == 3 else parts[1], parts[-2], parts[-1]
    held = next(one for one in scenario.alternative(alternative).policies if one.id == policy)
    return held, next(one.metadata for one in fields(held) if one.name == name)


def factor_names(scenario: Scenario, keys: Sequence[str]) -> list[str]:
    """Return what factors are called: with their policies, or as keys, where some are alike."""
    plain, full = [], []
    for key in keys:
        field = _field(scenario, key)
        if field is not None:
            plain.append(capital(pick(field[1]["label"])))
            full.append(labelled(policy_name(field[0]), pick(field[1]["label"])))
        else:
            rule = SLOTS.get(key.removeprefix(RULES))
            plain.append(capital(factor_name(key) if rule is None else pick(rule.label)))
            full.append(plain[-1])
    by_key = [short(key).replace(".", ".\n") for key in keys]
    return next((found for found in (plain, full) if len({*found}) == len(found)), by_key)


def choice_name(scenario: Scenario, key: str, choice: str) -> str:
    """Return what a choice of a factor is called, by itself where nothing says it."""
    if (field := _field(scenario, key)) is not None:
        words = field[1]["words"]
        return pick(words[choice]) if choice in words else choice
    slot = key.removeprefix(RULES)
    if choice in VARIANTS[slot]:
        return pick(VARIANTS[slot][choice].label)
    return _("the shipped rule")


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


@named(N_('The figure "study" takes no "{name}". {hint}'))
def study_plot(
    folder: str | Path,
    *,
    measure: str | None = None,
    alternative: str | None = None,
    width: float | str | None = None,
    lang: str | None = None,
) -> Plot:
    """Draw the figure of the finished study in a folder, as ``fugai plot study`` does.

    ``width`` is as in :func:`sim.plots.output.plot`. ``InputError`` where the folder holds no
    study, or its figure has no such choice.
    """
    lang = current_language() if lang is None else lang
    known_name(lang, LANGUAGES, _('There is no language "{name}". {hint}'))
    wide = None if width is None else millimetres(width)
    done = StudyFolder(Path(folder))
    study, result = from_resolved_study(done.info()["study"]), done.result()
    figure = study_figure(
        study, result, measure=measure, alternative=alternative, width=wide, lang=lang
    )
    return Plot(figure.axes[0])


OF_A_STUDY: Final[Mapping[str, str]] = {
    "sweep": "sim.plots.sweep:sweep_figure",
    "stress": "sim.plots.sweep:stress",
    "calibrate": "sim.plots.calibration:predictive_figure",
    **{
        name: f"sim.plots.answers:{name}"
        for name in ("sensitivity", "discover", "frontier", "credit")
    },
}
"""By method a function of (study, result) that draws its figure."""


def draw(study: Study, result: StudyResult, folder: Path, lang: str) -> list[Path]:
    """Draw the figures of a sweep into its folder as PNG; other methods have none there.

    What is drawn depends on the study alone, so a figure of an earlier time is written over.
    """
    if study.method != "sweep":
        return []
    found = import_module("sim.plots.sweep").figures(study, result, lang)
    return [save(axes.figure, folder / f"{name}.png", force=True) for name, axes in found.items()]

"""Figures of sweeps: a map of two factors, bars of several, the curve of one, a quota's steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import MaxNLocator

from sim.errors import InputError
from sim.locale import _, labelled, pick, sentences
from sim.measures.catalogue import MEASURES
from sim.plots.fan import darker
from sim.plots.lettering import headline, note, plain_axes, wrapped
from sim.plots.studies import bars, choice_name, factor_names, heatmap
from sim.plots.style import LINES, OKABE_ITO, SINGLE, SMALL, sheet, styled
from sim.present.names import measure_short
from sim.present.numbers import FEWEST_FOR_A_BAND, change_text, digits, value_text
from sim.scenario.scenario import BASELINE
from sim.studies.stress_study import read
from sim.studies.sweep_answer import groups
from sim.text.hints import known_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.studies.stress import Stress
    from sim.studies.study import Study, StudyResult

F64 = npt.NDArray[np.float64]

LINE, MARK = OKABE_ITO[0], OKABE_ITO[1]

ROOM: Final = 1.45
"""Height of a figure of levels, above the highest, for its key."""


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
    found = {}
    for alternative in study.alternatives if alternatives is None else alternatives:
        paired = BASELINE in study.alternatives and alternative != BASELINE
        means = _means(result, measure, alternative, "difference_mean" if paired else "mean")
        if np.isnan(means).all():
            continue
        with styled(lang):
            name = pick(study.scenario.alternative(alternative).title)
            text = _("{name}, less the baseline: {measure}") if paired else _("{name}: {measure}")
            title = text.format(name=name, measure=pick(MEASURES[measure].label))
            drawn = _curve(study, result, measure, alternative, title, wide, lang)
            if drawn is None:
                drawn = _figure(study, result, means, measure, title, wide, lang, change=paired)
        found[f"{measure}-{alternative}"] = drawn
    return found


def _curve(
    study: Study, result: StudyResult, measure: str, alternative: str, title: str, width: float,
    lang: str,
) -> Axes | None:  # fmt: skip
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
    share = MEASURES[measure].is_share
    (label,) = factor_names(study.scenario, [entries[0]["key"]])
    return curve(
        *(table[name][mine].tolist() for name in ("dose", "mean", "q05", "q95", "se")),
        enough=entries[0]["enough"], title=title, x_label=label,
        y_label=_("percentage points") if share else "", points=share, width=width, lang=lang,
    )  # fmt: skip


def _means(result: StudyResult, measure: str, alternative: str, column: str) -> F64:
    """Return a column of the responses at the last month, by case."""
    table = result.tables["responses"]
    rows = table["month"] == table["month"].max()
    rows &= (table["measure"] == measure) & (table["alternative"] == alternative)
    return np.asarray(table[column][rows], np.float64)


def _figure(
    study: Study, result: StudyResult, means: F64, measure: str, title: str, width: float,
    lang: str, *, change: bool,
) -> Axes:  # fmt: skip
    """Draw a map of two numbers in a grid, else bars."""
    share = MEASURES[measure].is_share
    unit = (_("percentage points") if change else _("percent")) if share else ""
    design = {key: column for key, column in result.tables["design"].items() if key != "case"}
    labels = dict(zip(design, factor_names(study.scenario, [*design]), strict=True))
    axes = [np.unique(column) for column in design.values() if column.dtype != object]
    if len(axes) == len(design) == 2 and len(axes[0]) * len(axes[1]) == len(means):
        (x_name, x), (y_name, y) = design.items()
        grid = np.empty((len(axes[1]), len(axes[0])))
        grid[np.searchsorted(axes[1], y), np.searchsorted(axes[0], x)] = means
        points = share and change
        return heatmap(
            axes[0].tolist(), axes[1].tolist(), 100.0 * grid if points else grid, title=title,
            threshold=0.0, x_label=wrapped(labels[x_name], 0.7 * width),
            y_label=wrapped(labels[y_name], 50.0), z_label=unit if points else "",
            share=share and not change, width=width, lang=lang,
        )  # fmt: skip
    names, low, high, thirds, choices = [], [], [], False, False
    for key, column in design.items():
        found = {name: float(np.nanmean(means[rows])) for name, rows in groups(column).items()}
        if column.dtype != object:
            thirds = True
            ends = ("low", "high")
            names.append(labels[key])
        else:
            choices = True
            ends = min(found, key=found.__getitem__), max(found, key=found.__getitem__)
            names.append(_with_choices(study, key, labels[key], found, ends))
        low.append(found[ends[0]])
        high.append(found[ends[1]])
    written = change_text if change else value_text
    return bars(
        names, low, high, base=float(np.nanmean(means)),
        title=title, ends=_ends(thirds=thirds, choices=choices), unit=unit, points=share,
        written=lambda value: written(measure, value), width=width, lang=lang,
    )  # fmt: skip


def _with_choices(
    study: Study, key: str, label: str, found: Mapping[str, float], ends: tuple[str, str]
) -> str:
    """Name a factor with its choices of the lowest and the highest mean."""
    if found[ends[0]] == found[ends[1]]:
        return labelled(label, _("all choices alike"))
    return labelled(label, _(", ").join(choice_name(study.scenario, key, end) for end in ends))


def _ends(*, thirds: bool, choices: bool) -> tuple[str, str]:
    """Say what the two ends of bars are: thirds of a number, choices of the outermost means."""
    if thirds and choices:
        return _("lower third,\nlowest mean"), _("upper third,\nhighest mean")
    if choices:
        return _("lowest mean"), _("highest mean")
    return _("lower third"), _("upper third")


def curve(
    doses: Sequence[float],
    mean: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    error: Sequence[float],
    *,
    enough: float | None = None,
    title: str = "",
    x_label: str = "",
    y_label: str = "",
    points: bool = False,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a dose–response curve: mean with two standard errors, and a band of 90 % of worlds.

    ``enough`` marks the first dose whose next step adds nothing clear. With ``points`` values are
    shares, shown in hundredths.
    """
    scale = 100.0 if points else 1.0
    x = np.asarray(doses, np.float64)
    y, bottom, top, spread = (scale * np.asarray(v, np.float64) for v in (mean, low, high, error))
    with sheet(ax, lang, width=width, height=62.0) as ax:
        if title:
            headline(ax, title)
        ax.fill_between(x, bottom, top, color=LINE, alpha=0.18, linewidth=0)
        ax.errorbar(
            x, y, yerr=2.0 * np.nan_to_num(spread), color=LINE, lw=1.4, marker="o", ms=3.2,
            elinewidth=0.9, capsize=2.0,
        )  # fmt: skip
        if bottom.min() <= 0.0 <= top.max():
            ax.axhline(0.0, color="#444444", lw=0.6)
        if enough is not None:
            ax.axvline(enough, color=darker(MARK), lw=1.0, ls="--")
            ax.annotate(
                _("enough: {dose}").format(dose=digits(enough)), (enough, 1.0), (3, -2),
                xycoords=("data", "axes fraction"), textcoords="offset points", va="top",
                fontsize=SMALL, color=darker(MARK),
            )  # fmt: skip
        plain_axes(ax)
        ax.set_xlabel(wrapped(x_label, 0.7 * width))
        ax.set_ylabel(y_label)
        return ax


def stress(
    study: Study,
    result: StudyResult,
    *,
    alternative: str | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw coverage over the steps of a quota: reported, true, effective, and what is left."""
    found = {entry.alternative.id: entry for entry in read(study, result)}
    chosen = next(iter(found)) if alternative is None else alternative
    known_name(chosen, list(found), _('The study has no alternative "{name}". {hint}'))
    entry = found[chosen]
    outer = 0.05 if entry.replicates >= FEWEST_FOR_A_BAND else 0.0
    with sheet(None, lang, width=width, height=80.0) as ax:
        text = _("{name}: what more pressure buys")
        headline(ax, text.format(name=pick(entry.alternative.title)))
        for nth, (name, moment, label) in enumerate(_lines(study, entry)):
            ladder = 100.0 * entry.ladder(name, moment)
            places = np.arange(len(ladder))
            ax.plot(places, np.nanmedian(ladder, axis=1), color=OKABE_ITO[nth], ls=LINES[nth],
                    marker="o", ms=3, label=label)  # fmt: skip
            if name == "effective_coverage" and moment == 0:
                low, high = np.nanquantile(ladder, [outer, 1.0 - outer], axis=1)
                ax.fill_between(places, low, high, color=OKABE_ITO[nth], alpha=0.15, linewidth=0)
        rung = entry.turning(0)
        if rung is not None:
            ax.axvline(rung, color="#444444", lw=0.8, ls="--")
        ax.set_xticks(range(1 + len(entry.steps)))
        ax.set_xticklabels([wrapped(_("no quota"), 9.0), *(f"{s:g}" for s in entry.steps)])
        ax.set_ylim(0.0, ROOM * ax.dataLim.ymax)
        ax.yaxis.set_major_locator(MaxNLocator(5))
        ax.set_ylabel(_("percent"))
        left = rung is None or rung > len(entry.steps) / 2
        ax.legend(loc="upper left" if left else "upper right", fontsize=SMALL)
        what_is_raised = (
            _("Pressure a unit of shortfall.") if entry.by == "gain" else _("Target share.")
        )
        band = (
            _("Lines: medians; band: what 90% of {n} replicates lie between.")
            if outer
            else _("Lines: medians; band: all of {n} replicates.")
        )
        parts = [what_is_raised, band.format(n=entry.replicates)]
        if rung is not None:
            parts.append(_("Dashed: from here on more pressure buys only paper."))
        note(ax, sentences(parts))
        return ax


def _lines(study: Study, entry: Stress) -> list[tuple[str, int, str]]:
    """Return measure, moment and name of each line; what is left is effective coverage later."""
    names = ("reported_coverage", "true_coverage", "effective_coverage")
    found = [(name, 0, measure_short(name)) for name in names]
    if len(entry.moments) > 1:
        when = study.scenario.month_name(entry.moments[-1] - 1)
        text = _("{measure}, {when}")
        label = text.format(measure=measure_short(names[-1]), when=when)
        found.append((names[-1], len(entry.moments) - 1, label))
    return found

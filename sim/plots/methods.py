"""Figures of the methods that look at one outcome: what drives it, whose it is, where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.locale import _, in_language, pick
from sim.measures.catalogue import MEASURES
from sim.plots.fan import darker
from sim.plots.intervals import Mark, intervals
from sim.plots.lettering import headline, note, wrapped
from sim.plots.style import BASELINE_GREY, LINES, OKABE_ITO, SINGLE, SMALL, sheet
from sim.present.names import capital, measure_short, sentences
from sim.present.numbers import FEWEST_FOR_A_BAND, minus
from sim.studies import credit_study, discover_study
from sim.studies.outcomes import Outcome, factor_name, heading, policy_names, rows_of, what
from sim.studies.stress_study import read
from sim.text.hints import known_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from sim.studies.stress import Stress
    from sim.studies.study import Columns, Study, StudyResult

F64 = npt.NDArray[np.float64]

SHOWN: Final = 12
"""Most factors that a figure names."""

ERRORS: Final = 2.0
"""Standard errors on either side of a mean."""

ROOM: Final = 1.45
"""Height of a figure of levels, above the highest, for its key."""

YUAN: Final = 1e-4
"""Yuan are written in units of 10,000, the same in both languages."""

FAILED: Final = OKABE_ITO[1]
"""Futures in which an alternative fails; the others are grey."""


def _scale(measure: str) -> float:
    """Return what a measure is multiplied by along an axis: shares are shown in hundredths."""
    if measure == "yuan":
        return YUAN
    return 100.0 if measure in MEASURES and MEASURES[measure].denominator else 1.0


def _unit(measure: str, *, level: bool = False) -> str:
    """Return the unit of a difference along an axis, or of a ``level``."""
    if measure == "yuan":
        return _("10,000 yuan")
    shares = _("percent") if level else _("percentage points")
    return shares if _scale(measure) == 100.0 else ""


def _asked(measure: str | None, known: Sequence[str]) -> str:
    found = known[0] if measure is None else measure
    known_name(found, list(known), _('The study has no measure "{name}". {hint}'))
    return found


def sensitivity(
    study: Study,
    result: StudyResult,
    *,
    measure: str | None = None,
    alternative: str | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw the factors that drive an outcome: Sobol' indices, or the effects of the screening."""
    outcomes = result.summary["outcomes"]
    chosen = _asked(measure, list(dict.fromkeys(entry["measure"] for entry in outcomes)))
    names = list(dict.fromkeys(entry["alternative"] for entry in outcomes))
    under = names[0] if alternative is None else alternative
    known_name(under, names, _('The study has no alternative "{name}". {hint}'))
    told = next(e for e in outcomes if (e["measure"], e["alternative"]) == (chosen, under))
    same = {name: told[name] for name in ("measure", "alternative", "minus", "month")}
    name = "indices" if "indices" in result.tables else "screening"
    rows = rows_of(result.tables[name], **same)[:SHOWN]
    with in_language(lang):
        outcome = Outcome(chosen, under, told["minus"] or None, told["month"])
        title = capital(heading(study, outcome))
        if name == "indices":
            kinds, scale = [_("total order"), _("first order")], 1.0
            columns = [("ST", "ST_lower", "ST_upper"), ("S1", "S1_lower", "S1_upper")]
            below = _(
                "Share of the spread (Sobol' indices, 95% intervals). Dashed: what chance alone "
                "would show."
            )
        else:
            kinds, scale, columns = [""], _scale(chosen), [("mu_star", "lower", "upper")]
            below = _(
                "Mean size of its effect (Morris, 95% of resamples){unit}. Dashed: what chance "
                "alone would show."
            ).format(unit=_(", {unit}").format(unit=_unit(chosen)) if _unit(chosen) else "")
        marks = [[Mark(*(row[column] for column in each)) for each in columns] for row in rows]
        labels = [factor_name(row["factor"]) for row in rows]
    return intervals(
        labels, marks, kinds=kinds, title=title, below=below, line=rows[0]["nudge"], scale=scale,
        width=width, lang=lang,
    )  # fmt: skip


def credit(
    study: Study,
    result: StudyResult,
    *,
    measure: str | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw what each policy of an alternative does: its share, and alone."""
    chosen = _asked(measure, list(result.summary["measures"]))
    rows = rows_of(result.tables["shares"], measure=chosen)
    total = result.summary["measures"][chosen]
    scenario, alternative = credit_study.together(study)
    with in_language(lang):
        names = policy_names(scenario, alternative)
        title = _("{name}: {measure}").format(
            name=pick(scenario.alternative(alternative).title), measure=what(chosen)
        )
        unit = _unit(chosen)
        below = _("Mean and two standard errors{unit}. Shares add up to all together.").format(
            unit=_(", {unit}").format(unit=unit) if unit else ""
        )
        labels = [*(names[row["policy"]] for row in rows), _("all together")]
        kinds = [_("share"), _("by itself")]
    marks = [
        [_around(row["share"], row["standard_error"]), Mark(*[row["alone"]] * 3)] for row in rows
    ]
    marks.append([_around(total["total"], total["standard_error"])])
    return intervals(
        labels, marks, kinds=kinds, title=title, below=below, scale=_scale(chosen), width=width,
        lang=lang,
    )  # fmt: skip


def _around(mean: float, error: float) -> Mark:
    error = 0.0 if np.isnan(error) else ERRORS * error
    return Mark(mean, mean - error, mean + error)


def frontier(study: Study, result: StudyResult, *, width: float = SINGLE, lang: str = "en") -> Axes:
    """Draw what more money buys: the mixes of the front, the best, and the simpler choices."""
    measure, cap = result.summary["measure"], result.summary["yuan_per_year"]
    rows, scale = rows_of(result.tables["mixes"]), _scale(measure)
    with sheet(None, lang, width=width, height=72.0) as ax:
        kinds = (
            ("front", _("front"), BASELINE_GREY, "."), ("random", _("best random mix"),
             OKABE_ITO[3], "^"), ("single", _("one dose alone"), OKABE_ITO[1], "s"),
            ("best", _("best mix"), OKABE_ITO[0], "o"),
        )  # fmt: skip
        headline(ax, _("{measure}, above the baseline").format(measure=capital(what(measure))))
        for kind, label, colour, marker in kinds:
            mine = sorted(
                (row["yuan_per_year"], row["effect"], row["standard_error"])
                for row in rows
                if row["kind"] == kind
            )
            if not mine:
                continue
            x, y, error = np.array(mine).T
            ax.errorbar(
                YUAN * x, scale * y, yerr=ERRORS * scale * np.nan_to_num(error), marker=marker,
                ls="-" if kind == "front" else "none", lw=0.8, ms=5, color=colour, elinewidth=0.8,
                label=label,
            )  # fmt: skip
        ax.axvline(YUAN * cap, color="#444444", lw=0.7, ls="--")
        ax.margins(0.08)
        _plain_axes(ax)
        ax.set_ylabel(_unit(measure))
        ax.legend(loc="best", fontsize=SMALL)
        below = _(
            "Added yuan a year, 10,000 yuan. Bars: two standard errors on new replicates. Dashed: "
            "the cap."
        )
        note(ax, below)
        return ax


def discover(study: Study, result: StudyResult, *, width: float = SINGLE, lang: str = "en") -> Axes:
    """Draw the futures in which an alternative fails, and the box in which it fails most."""
    futures, box = result.tables["futures"], rows_of(result.tables["box"])
    names = [row["factor"] for row in box][:2] or [_leading(futures)]
    x = futures[names[0]].astype(np.float64)
    scale = _scale(result.summary["measure"])
    y = futures[names[1]].astype(np.float64) if len(names) > 1 else scale * futures["outcome"]
    fails = futures["fails"].astype(bool)
    with sheet(None, lang, width=width, height=76.0) as ax:
        outcome = discover_study.outcome_of(study)
        headline(ax, capital(heading(study, outcome)))
        for rows, label, colour, marker in (
            (~fails, _("does not fail"), BASELINE_GREY, "."),
            (fails, _("fails"), FAILED, "x"),
        ):
            ax.plot(
                x[rows], y[rows], ls="none", marker=marker, ms=3.0, mew=0.8, color=colour,
                alpha=0.7, label=label,
            )  # fmt: skip
        _box(ax, box, x, y)
        _plain_axes(ax)
        room = 0.8 * 76.0
        unit = _unit(result.summary["measure"], level=not result.summary["minus"])
        label = unit if len(names) == 1 else factor_name(names[1])
        ax.set_ylabel(wrapped(label, room))
        ax.legend(loc="best", fontsize=SMALL, framealpha=0.8, frameon=True, edgecolor="none")
        said = discover_study.frequency(study, result)
        note(ax, wrapped(f"{factor_name(names[0])}\n{said}", width - 20.0))
        return ax


def _leading(futures: Columns) -> str:
    """Return the factor whose ranks go along with the outcome most."""
    from scipy.stats import spearmanr

    known = ~np.isnan(futures["outcome"])
    names = [
        name
        for name, column in futures.items()
        if name not in ("future", "outcome", "fails") and not name.startswith("under_")
        if column.dtype.kind in "iuf" and np.ptp(column[known])
    ]

    def together(name: str) -> float:
        return abs(float(spearmanr(futures[name][known], futures["outcome"][known])[0]))

    return max(names, key=together)


def _box(ax: Axes, box: list[dict[str, Any]], x: F64, y: F64) -> None:
    """Frame the box on the axes that are drawn: a rectangle, or a strip where it has one limit."""
    if not box:
        return
    ends = [(max(row["low"], v.min()), min(row["high"], v.max()))
            for row, v in zip(box, (x, y), strict=False)]  # fmt: skip
    (left, right), (bottom, top) = (*ends, (float(np.nanmin(y)), float(np.nanmax(y))))[:2]
    ax.add_patch(
        Rectangle(
            (left, bottom), right - left, top - bottom, fill=False, edgecolor=darker(FAILED),
            linewidth=1.2,
        )
    )  # fmt: skip


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
        ax.legend(loc="upper left", fontsize=SMALL)
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


def _plain_axes(ax: Axes) -> None:
    """Write few round numbers along both axes, with a true minus."""
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda value, _place: minus(f"{value:g}")))

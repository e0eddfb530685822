"""Figures of the methods that look at one outcome: what drives it, whose it is, where it fails.

Those of a finished study take it and its result. The others take the frame that a method gives, so
a figure can be drawn from Python alone:

    from sim.plots.answers import indices
    axes = indices(found.indices.frame(), lang="zh")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from sim.locale import _, in_language, pick
from sim.measures.catalogue import MEASURES
from sim.plots.fan import darker
from sim.plots.intervals import Mark, intervals
from sim.plots.lettering import headline, note, plain_axes, wrapped
from sim.plots.studies import colour_bar, exact_percent, factor_names
from sim.plots.style import BASELINE_GREY, OKABE_ITO, SEQUENTIAL, SINGLE, SMALL, sheet
from sim.present.names import capital
from sim.studies import credit_study, discover_study
from sim.studies.outcomes import Outcome, factor_name, heading, policy_names, rows_of, what
from sim.text.hints import known_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.studies.study import Study, StudyResult

SHOWN: Final = 12
"""Most factors that a figure names."""

ERRORS: Final = 2.0
"""Standard errors on either side of a mean."""

YUAN: Final = 1e-4
"""Yuan are written in units of 10,000, the same in both languages."""

FAILED: Final = OKABE_ITO[1]
"""Futures in which an alternative fails; the others are grey."""


def _scale(measure: str) -> float:
    """Return what a measure is multiplied by along an axis: shares are shown in hundredths."""
    if measure == "yuan":
        return YUAN
    return 100.0 if measure in MEASURES and MEASURES[measure].is_share else 1.0


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
    with in_language(lang):
        outcome = Outcome(chosen, under, told["minus"] or None, told["month"])
        title = capital(heading(study, outcome))
        if "indices" in result.tables:
            rows = rows_of(result.tables["indices"], **same)[:SHOWN]
            labels = factor_names(study.scenario, [row["factor"] for row in rows])
            return indices(pd.DataFrame(rows), labels=labels, title=title, width=width, lang=lang)
        rows = rows_of(result.tables["screening"], **same)[:SHOWN]
        below = _(
            "Mean size of its effect (Morris, 95% of resamples){unit}. Dashed: what chance alone "
            "would show."
        ).format(unit=_(", {unit}").format(unit=_unit(chosen)) if _unit(chosen) else "")
        return intervals(
            factor_names(study.scenario, [row["factor"] for row in rows]),
            [[Mark(row["mu_star"], row["lower"], row["upper"])] for row in rows],
            kinds=[""], title=title, below=below, line=rows[0]["nudge"], scale=_scale(chosen),
            width=width, lang=lang,
        )  # fmt: skip


def indices(
    frame: pd.DataFrame,
    *,
    labels: Sequence[str] | None = None,
    title: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw total and first-order indices with their intervals, and the level of chance.

    ``frame`` is that of :meth:`sim.studies.blocks.Indices.frame`; ``labels`` name its factors.
    """
    rows = frame.to_dict("records")
    columns = [("ST", "ST_lower", "ST_upper"), ("S1", "S1_lower", "S1_upper")]
    with in_language(lang):
        return intervals(
            [factor_name(row["factor"]) for row in rows] if labels is None else labels,
            [[Mark(*(row[column] for column in each)) for each in columns] for row in rows],
            kinds=[_("total order"), _("first order")],
            title=title or _("Which assumptions move the outcome"),
            below=_(
                "Share of the spread (Sobol' indices, 95% intervals). Dashed: what chance alone "
                "would show."
            ),
            line=rows[0]["nudge"] if rows else 0.0, ax=ax, width=width, lang=lang,
        )  # fmt: skip


def credit(
    study: Study,
    result: StudyResult,
    *,
    measure: str | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw each policy of an alternative: its share, its effect by itself, and added last."""
    chosen = _asked(measure, list(result.summary["measures"]))
    scenario, alternative = credit_study.together(study)
    total = result.summary["measures"][chosen]
    with in_language(lang):
        title = _("{name}: {measure}").format(
            name=pick(scenario.alternative(alternative).title), measure=what(chosen)
        )
        return shares(
            pd.DataFrame(result.tables["shares"]), policy_names(scenario, alternative),
            measure=chosen, total=(total["total"], total["standard_error"]), title=title,
            width=width, lang=lang,
        )  # fmt: skip


def shares(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    *,
    measure: str = "effective_coverage",
    total: tuple[float, float] | None = None,
    title: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw each policy's share of what an alternative does, beside what it does alone and last.

    ``frame`` is that of :meth:`sim.studies.credit.Credit.frame`, ``names`` what policies are
    called, by id. ``total`` is what all do together, with its standard error.
    """
    rows = frame[frame["measure"] == measure].to_dict("records")
    with in_language(lang):
        labels = [names.get(str(row["policy"]), str(row["policy"])) for row in rows]
        marks = [
            [
                _around(row["share"], row["standard_error"]),
                *(Mark(*[row[name]] * 3) for name in ("alone", "last")),
            ]
            for row in rows
        ]
        if total is not None:
            labels.append(_("all together"))
            marks.append([_around(*total)])
        unit = _unit(measure)
        return intervals(
            labels, marks, kinds=[_("share"), _("by itself"), _("added last")],
            title=title or _("What each policy does"),
            below=_("Mean and two standard errors{unit}. Shares add up to all together.").format(
                unit=_(", {unit}").format(unit=unit) if unit else ""
            ),
            scale=_scale(measure), ax=ax, width=width, lang=lang,
        )  # fmt: skip


def _around(mean: float, error: float) -> Mark:
    around = ERRORS * float(np.nan_to_num(error))
    return Mark(mean, mean - around, mean + around)


def frontier(study: Study, result: StudyResult, *, width: float = SINGLE, lang: str = "en") -> Axes:
    """Draw what more money buys: the mixes of the front, the best, and the simpler choices."""
    measure = result.summary["measure"]
    with in_language(lang):
        title = _("{measure}, above the baseline").format(measure=capital(what(measure)))
    return front(
        pd.DataFrame(result.tables["mixes"]), result.summary["yuan_per_year"], measure=measure,
        title=title, width=width, lang=lang,
    )  # fmt: skip


def front(
    frame: pd.DataFrame,
    cap: float,
    *,
    measure: str = "effective_coverage",
    title: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw mixes by cost and effect, coloured by how hollow they are, with the cap.

    ``frame`` is that of :meth:`sim.studies.frontier.Frontier.frame`.
    """
    scale = _scale(measure)
    hollow = frame.hollow_share.min(), max(frame.hollow_share.max(), 1e-9)
    with sheet(ax, lang, width=width, height=80.0) as ax:
        headline(ax, title or _("What money buys"))
        mesh = None
        for kind, label, marker in (
            ("front", _("front"), "o"), ("random", _("best random mix"), "^"),
            ("single", _("one dose alone"), "s"), ("best", _("best mix"), "*"),
        ):  # fmt: skip
            rows = frame[frame.kind == kind].sort_values("yuan_per_year")
            if not len(rows):
                continue
            x, y = YUAN * rows.yuan_per_year, scale * rows.effect
            ax.errorbar(
                x, y, yerr=ERRORS * scale * rows.standard_error.fillna(0.0), color=BASELINE_GREY,
                ls="-" if kind == "front" else "none", lw=0.8, elinewidth=0.8, zorder=1.5,
            )  # fmt: skip
            mesh = ax.scatter(
                x, y, c=rows.hollow_share, cmap=SEQUENTIAL, vmin=hollow[0], vmax=hollow[1],
                marker=marker, s=70 if kind == "best" else 26, edgecolors="#444444",
                linewidths=0.5, label=label, zorder=2.5,
            )  # fmt: skip
        ax.axvline(YUAN * cap, color="#444444", lw=0.7, ls="--")
        ax.margins(0.08)
        plain_axes(ax)
        ax.set_ylabel(_unit(measure))
        ax.legend(loc="best", fontsize=SMALL)
        if mesh is not None:
            colour_bar(ax, mesh, exact_percent, _("hollow share"), lang)
        below = _(
            "Added yuan a year, 10,000 yuan. Bars: two standard errors on new replicates. Dashed: "
            "the cap."
        )
        note(ax, below)
        return ax


def discover(study: Study, result: StudyResult, *, width: float = SINGLE, lang: str = "en") -> Axes:
    """Draw the futures in which an alternative fails, and the box in which it fails most."""
    futures, measure = pd.DataFrame(result.tables["futures"]), result.summary["measure"]
    found = {row["factor"]: (row["low"], row["high"]) for row in rows_of(result.tables["box"])}
    limits = found or {_leading(futures): (-np.inf, np.inf)}
    with in_language(lang):
        return box(
            futures.assign(outcome=_scale(measure) * futures["outcome"]), limits,
            labels=factor_names(study.scenario, [*limits][:2]),
            title=capital(heading(study, discover_study.outcome_of(study))),
            y_label=_unit(measure, level=not result.summary["minus"]),
            below=discover_study.frequency(study, result), width=width, lang=lang,
        )  # fmt: skip


def _leading(futures: pd.DataFrame) -> str:
    """Return the factor whose ranks go along with the outcome most."""
    known = futures.dropna(subset=["outcome"]).select_dtypes("number")
    known = known.loc[:, known.nunique() > 1]
    names = map(str, known)
    others = [name for name in names if name in ("future", "outcome") or name.startswith("under_")]
    together = known.drop(columns=others).corrwith(known["outcome"], method="spearman")
    return str(together.abs().idxmax())


def box(
    futures: pd.DataFrame,
    limits: Mapping[str, tuple[float, float]],
    *,
    labels: Sequence[str] | None = None,
    title: str = "",
    y_label: str = "",
    below: str = "",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw futures by the two leading factors of a box: those that fail marked, and the box.

    ``futures`` has a column a factor and ``fails``. A box with one limit is drawn against the
    ``outcome``, called ``y_label``, else against the futures' order. ``labels`` name the factors,
    ``below`` says more of them.
    """
    names = [*limits][:2]
    fails = futures["fails"].to_numpy(bool)
    numbered = futures.assign(order=np.arange(len(futures)))
    drawn = [*names, *(["outcome"] if "outcome" in futures else []), "order", "order"][:2]
    x, y = (numbered[name].to_numpy(np.float64) for name in drawn)
    with sheet(ax, lang, width=width, height=80.0) as ax:
        called = [*map(factor_name, names)] if labels is None else labels
        headline(ax, title or _("Where it fails"))
        for rows, label, colour, marker in (
            (~fails, _("does not fail"), BASELINE_GREY, "."),
            (fails, _("fails"), FAILED, "x"),
        ):
            ax.plot(
                x[rows], y[rows], ls="none", marker=marker, ms=3.0, mew=0.8, color=colour,
                alpha=0.7, label=label,
            )  # fmt: skip
        if np.isfinite([limits[name] for name in names]).any():
            edges = (limits.get(name, (-np.inf, np.inf)) for name in drawn)
            (left, right), (bottom, top) = (
                (max(low, np.nanmin(v)), min(high, np.nanmax(v)))
                for (low, high), v in zip(edges, (x, y), strict=True)
            )
            ax.add_patch(
                Rectangle(
                    (left, bottom), right - left, top - bottom, fill=False,
                    edgecolor=darker(FAILED), linewidth=1.2,
                )
            )  # fmt: skip
        plain_axes(ax)
        # Room above the points for the key.
        low, high = ax.get_ylim()
        ax.set_ylim(low, high + 0.14 * (high - low))
        ax.set_ylabel(wrapped(called[1] if len(names) > 1 else y_label, 0.8 * 76.0))
        ax.legend(loc="upper right", ncols=2, fontsize=SMALL, borderaxespad=0.0)
        told = "\n".join(text for text in (*called[:1], below) if text)
        note(ax, wrapped(told, width - 20.0))
        return ax

"""Survival of branches founded in the run: own or joint, voluntary or under pressure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import FuncFormatter, MultipleLocator

from sim.locale import N_, _, ngettext, sentences
from sim.plots.fan import darker
from sim.plots.lettering import Label, end_labels, headline, note, nothing, place_text
from sim.plots.style import OKABE_ITO, SINGLE, alternative_of, sheet
from sim.present.names import alternative_name
from sim.present.numbers import whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

F64 = npt.NDArray[np.float64]

CLASSES: Final = {
    "own_voluntary": (N_("own, voluntary"), OKABE_ITO[0], "-"),
    "joint_voluntary": (N_("joint, voluntary"), OKABE_ITO[0], "--"),
    "own_pressure": (N_("own, under pressure"), OKABE_ITO[1], "-"),
    "joint_pressure": (N_("joint, under pressure"), OKABE_ITO[1], "--"),
}
"""Text, colour and line of the curves: colour by pressure, line by form."""

FEWEST_AT_RISK: Final = 10
"""A curve ends where fewer branches than that are still seen: its steps would be chance."""


@dataclass(frozen=True)
class Curve:
    """The share that survives by months since founding, as far as it is known."""

    branches: int
    share: F64


def curves(results: Results, alternative: str) -> dict[str, Curve]:
    """Return the curves of an alternative over all its worlds (Kaplan & Meier 1958)."""
    from sim.measures.survival import kaplan_meier
    from sim.results.parquet import places, values

    table = results.table("survival")
    mine = places(table["alternative"], results.alternatives)
    mine = mine == results.alternatives.index(alternative)
    group = places(table["branches"], list(CLASSES))[mine]
    duration = values(table["duration"])[mine]
    ends = np.zeros((2, len(CLASSES), results.months + 1), np.int64)
    for outcome, column in enumerate(("failed", "censored")):
        np.add.at(ends[outcome], (group, duration), values(table[column])[mine])
    found = {}
    for place, name in enumerate(CLASSES):
        failed, censored = ends[:, place]
        at_risk = np.cumsum((failed + censored)[::-1])[::-1]
        if at_risk[0]:
            seen = max(1, int(np.count_nonzero(at_risk >= FEWEST_AT_RISK)))
            found[name] = Curve(int(at_risk[0]), kaplan_meier(failed, censored)[:seen])
    return found


def survival(
    results: Results,
    *,
    alternative: str | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw the share of branches founded in the run that survive, by how they were founded.

    Dissolution and closing are failures; conversions, mergers, an organization's end and the
    horizon only end the watching. Branches of the start are left out.
    """
    chosen = alternative_of(results, alternative)
    found = curves(results, chosen)
    with sheet(ax, lang, width=width, height=64.0) as ax:
        name = alternative_name(results, chosen)
        headline(ax, _("{name}: how long new branches last").format(name=name))
        if not found:
            return nothing(ax, _("No branch was founded in the run."))
        few = {kind: curve for kind, curve in found.items() if curve.branches < FEWEST_AT_RISK}
        labels, last = [], 1
        for kind, curve in found.items():
            if kind in few:
                continue
            _text, colour, line = CLASSES[kind]
            ax.step(range(len(curve.share)), curve.share, where="post", color=colour, ls=line)
            end = (float(curve.share[-1]), float(len(curve.share) - 1))
            labels.append(Label(end[0], _of(kind, curve), darker(colour), end[1]))
            last = max(last, len(curve.share) - 1)
        years = last / 12
        ax.set_xlim(0, last)
        ax.xaxis.set_major_locator(MultipleLocator(12 * max(1, round(years / 5))))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: f"{x / 12:g}"))
        ax.set_ylim(0, 1.02)
        ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _place: f"{100 * y:g}%"))
        ax.grid(axis="y")
        end_labels(ax, labels)
        text = _(
            "Kaplan-Meier curves of branches founded in the run, over {n} replicates; a curve ends "
            "where fewer than {fewest} are still seen."
        )
        n = whole(len(results.replicates))
        told = [place_text(results), text.format(n=n, fewest=FEWEST_AT_RISK)]
        if few:
            names = _("; ").join(_of(kind, curve) for kind, curve in few.items())
            told.append(_("Too few for a curve: {names}.").format(names=names))
        note(ax, _("Years since founding") + "\n" + sentences(told))
        return ax


def _of(kind: str, curve: Curve) -> str:
    text = ngettext("{kind} ({n} branch)", "{kind} ({n} branches)", curve.branches)
    return text.format(kind=_(CLASSES[kind][0]), n=whole(curve.branches))

"""A measure over time: with bands, as a difference, every world, and what of it is hollow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.locale import _, labelled, ngettext, pick, sentences
from sim.plots.lettering import (
    Label,
    changes_beside,
    end_labels,
    headline,
    note,
    nothing,
    place_text,
    uncounted,
    values_beside,
    worlds_text,
    years_below,
)
from sim.plots.style import SINGLE, Look, alternative_of, look, measure_of, pale, sheet
from sim.present.names import alternative_name, measure_name
from sim.present.numbers import FEWEST_FOR_A_BAND, change_text, change_unit, value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.plan.past import Observation
    from sim.results.reading import Results

ALPHAS = (0.16, 0.26)
"""How strongly the wide and the narrow band are filled."""


def fan(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    together: bool = False,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw the medians and bands of an alternative and of the baseline, and what was observed.

    ``together``: for charts of all alternatives side by side, which say below whose they are. They
    have the scale that all of them need, and the last value alone beside each line.

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
                text = value_text(measure, end)
                if not together:
                    text = labelled(alternative_name(results, name), text)
                labels.append(Label(end, text, darker(style.colour)))
        seen = observed(results, measure)
        for entry in seen:
            _point(ax, entry)
            limits.append(entry.value + (entry.sd or 0.0))
        headline(ax, measure_name(measure))
        if not labels and not seen:
            return nothing(ax, uncounted())
        for name in results.alternatives if together else ():
            limits += bands(values[name], range(results.months + 1)).limits
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


def difference(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw the paired difference from the baseline: its median and bands over worlds.

    In each replicate both meet the same chance and the same parameters, so the band is narrower
    than two separate bands suggest.
    """
    chosen, measure = alternative_of(results, alternative), measure_of(measure)
    baseline = results.alternatives[0]
    values = results.values(measure)
    with sheet(ax, lang, width=width) as ax:
        ax.set_ylabel(change_unit(measure))
        title = _("{measure}: difference from the baseline")
        headline(ax, title.format(measure=measure_name(measure)))
        if chosen == baseline:
            return nothing(ax, _("There is only the baseline: nothing to compare it with."))
        paired = values[chosen] - values[baseline]
        found = bands(paired, range(results.months + 1))
        if not len(found.median):
            return nothing(ax, uncounted())
        style = look(results.alternatives, chosen)
        band_lines(ax, found, style)
        years_below(ax, results)
        changes_beside(ax, measure, *found.limits)
        last = paired[:, found.months[-1]]
        text = _("{name}: {change}, higher in {k} of {n} replicates").format(
            name=alternative_name(results, chosen),
            change=change_text(measure, float(found.median[-1])),
            k=int(np.count_nonzero(last > 0)),
            n=int(np.count_nonzero(~np.isnan(last))),
        )
        end_labels(ax, [Label(float(found.median[-1]), text, darker(style.colour))])
        note(ax, sentences([place_text(results), worlds_text(results)]))
        return ax


MOST: Final = 200
"""Maximum number of trajectories drawn; more would overplot."""


def spaghetti(
    results: Results,
    *,
    alternative: str | None = None,
    measure: str = "effective_coverage",
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw a measure in every world (the first 200) and the median of all.

    It shows what bands hide: single worlds jump, cross and don't follow the median.
    """
    chosen, measure = alternative_of(results, alternative), measure_of(measure)
    values = results.values(measure)[chosen]
    drawn = values[:MOST]
    style = look(results.alternatives, chosen)
    found = bands(values, range(results.months + 1))
    faint = max(0.15, min(0.5, 20 / len(drawn)))
    with sheet(ax, lang, width=width) as ax:
        headline(ax, measure_name(measure))
        if not len(found.median):
            return nothing(ax, uncounted())
        for line in drawn:
            ax.plot(found.months, line[found.months], color=style.colour, lw=0.4, alpha=faint)
        ax.plot(found.months, found.median, color="#000000", lw=1.6)
        limits = [0.0, *drawn[:, found.months].ravel(), *found.median]
        known = [value for value in limits if value == value]
        years_below(ax, results)
        values_beside(ax, measure, min(known), max(known))
        name = alternative_name(results, chosen)
        end = float(found.median[-1])
        text = labelled(_("median"), value_text(measure, end))
        end_labels(ax, [Label(end, f"{name}\n{text}", darker(style.colour))])
        text = ngettext(
            "Thin line: one replicate.", "Thin lines: {n} replicates, one each.", len(drawn)
        ).format(n=len(drawn))
        note(ax, sentences([place_text(results), text]))
        return ax


REPORTED = "reported_coverage"
EFFECTIVE = "effective_coverage_of_base"
"""Of the same base as the reported one: shares of different bases are never set side by side."""


def hollow(
    results: Results,
    *,
    alternative: str | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw what is reported and what is effective, both medians and of the reported base.

    The filled gap is hollow: reported, but without a vital branch. The baseline stands in grey.
    """
    chosen, months = alternative_of(results, alternative), range(results.months + 1)
    reported, effective = results.values(REPORTED), results.values(EFFECTIVE)
    share = results.values("hollow_share", month=results.months)
    with sheet(ax, lang, width=width, height=62.0) as ax:
        labels, top = [], 0.0
        for name in dict.fromkeys([results.alternatives[0], chosen]):
            main = name == chosen
            colour = look(results.alternatives, name).colour
            above, below = bands(reported[name], months), bands(effective[name], months)
            top = max([top, *above.median, *below.median])
            if main and len(below.median):
                ax.fill_between(
                    above.months,
                    above.median,
                    np.interp(above.months, below.months, below.median),
                    facecolor=pale(colour),
                    edgecolor=colour,
                    hatch="/////",
                    linewidth=0.0,
                )
            width_of_line = 1.4 if main else 0.9
            for found, style, text in (
                (above, "-", _("reported")),
                (below, "--", _("effective")),
            ):
                ax.plot(found.months, found.median, color=colour, linestyle=style, lw=width_of_line)
                if len(found.median):
                    end = float(found.median[-1])
                    what = text if main else _("baseline, {what}").format(what=text)
                    said = labelled(what, value_text(REPORTED, end))
                    labels.append(Label(end, said, darker(colour)))
        years_below(ax, results)
        values_beside(ax, REPORTED, 0.0, top)
        end_labels(ax, labels)
        title = _("{name}: reported and effective coverage")
        headline(ax, title.format(name=alternative_name(results, chosen)))
        told = [place_text(results), _("Medians; shares of the reported base; hatched: hollow.")]
        known = share[chosen][~np.isnan(share[chosen])]
        if len(known):
            text = _("Hollow share at the end: {share} of reported units (median).")
            told.append(text.format(share=value_text("hollow_share", float(np.median(known)))))
        note(ax, sentences(told))
        return ax


F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Bands:
    """Quantiles by month over the worlds that have a value; ``months`` are those with any.

    ``bands`` are pairs of lower and upper limits, the widest first: what 90 and 50 % of worlds lie
    between. Where there are too few for that, they are the outermost worlds; of one world, none.
    """

    months: I64
    median: F64
    bands: tuple[tuple[F64, F64], ...]

    @property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest value."""
        every = [self.median, *(limit for band in self.bands for limit in band)]
        if not len(self.median):
            return 0.0, 0.0
        return float(min(map(np.min, every))), float(max(map(np.max, every)))


def bands(values: F64, months: npt.ArrayLike) -> Bands:
    """Return the bands of values by [replicate, month]."""
    known = ~np.isnan(values).all(0)
    found = values[:, known]
    at = np.asarray(months, np.int64)[known]
    if not len(at):
        return Bands(at, np.zeros(0), ())
    pairs = [(0.05, 0.95), (0.25, 0.75)] if len(values) >= FEWEST_FOR_A_BAND else [(0.0, 1.0)]
    if len(values) == 1:
        pairs = []
    limits = [tuple(np.nanquantile(found, pair, axis=0)) for pair in pairs]
    return Bands(at, np.nanquantile(found, 0.5, axis=0), tuple((low, high) for low, high in limits))

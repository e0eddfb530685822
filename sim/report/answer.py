"""The question, and the answer in plain sentences: in how many worlds, by how much, against what.

Alternatives stand in the scenario's order and none is called the best: which matters more, a
share on paper, work that lives, money or hours, is for the reader to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.locale import _, ngettext, pick
from sim.present.history import sentence
from sim.present.names import listed, measure_within, sentences
from sim.present.numbers import points_cell, share_cell, whole
from sim.report.blocks import Block, Points, Section, Text
from sim.results.compare import Comparison, tally
from sim.results.reading import Results
from sim.results.remarks import remarks

SAID: Final = "effective_coverage"
"""What the answer is about."""

ON_PAPER: Final = "reported_coverage"

FEW_WORLDS: Final = 20
"""With fewer, the 5th and 95th hundredths are no more than the two outermost worlds."""


def question(results: Results) -> str:
    """Return the scenario's question; where it has none, the plainest one."""
    asked = results.scenario.question
    if asked is not None:
        return pick(asked)
    if len(results.alternatives) == 1:
        return _("What becomes of coverage if everything goes on as it is?")
    return _("How do the alternatives change coverage against the baseline?")


def section(found: Comparison, left_out: list[str]) -> Section:
    """Return the question and its answer."""
    results = found.results
    blocks: list[Block] = [Text(question(results), "question"), Text(lead(found), "lead")]
    if len(results.alternatives) > 2:
        blocks.append(Points([item(found, name) for name in results.alternatives[1:]]))
    blocks += [Text(text, "note") for text in (*remarks(results), *spread_notes(results))]
    if left_out:
        text = _("Also simulated, not shown here as asked: {titles}.")
        blocks.append(Text(text.format(titles=listed(left_out)), "note"))
    return Section("answer", _("Question and answer"), blocks)


def lead(found: Comparison) -> str:
    """Return the answer in one sentence."""
    results = found.results
    baseline, *others = results.alternatives
    if not others:
        return _(
            "Under the baseline, {measure} goes from {start} to {end} at the end of {month}; no "
            "alternative was simulated, so nothing is said of policies."
        ).format(
            measure=measure_within(SAID),
            start=_value(found, SAID, baseline, 0),
            end=_value(found, SAID, baseline),
            month=end_of(results),
        )
    if len(others) == 1:
        return _(
            "At the end of {month}, {measure} is higher under “{title}” than under the baseline "
            "in {k} of {n} paired worlds, lower in {l}: {difference} percentage points."
        ).format(
            month=end_of(results),
            measure=measure_within(SAID),
            title=title(results, others[0]),
            difference=_apart(found, SAID, others[0]),
            **_counts(found, others[0]),
        )
    parts = [
        _("in {k} of {n} paired worlds under “{title}”").format(
            k=tally(found, SAID, name).higher,
            n=tally(found, SAID, name).of,
            title=title(results, name),
        )
        for name in others
    ]
    return _("At the end of {month}, {measure} is higher than under the baseline {parts}.").format(
        month=end_of(results), measure=measure_within(SAID), parts=_(", ").join(parts)
    )


def item(found: Comparison, alternative: str) -> str:
    """Return what is said of one alternative: size, sign, what is on paper, when it was largest."""
    results = found.results
    text = _(
        "{title}: {difference} percentage points of {measure}; higher in {k} of {n} worlds, "
        "lower in {l}. Reported coverage: {reported}."
    ).format(
        title=title(results, alternative),
        difference=_apart(found, SAID, alternative),
        measure=measure_within(SAID),
        reported=_apart(found, ON_PAPER, alternative),
        **_counts(found, alternative),
    )
    return sentences([text, *peak(found, alternative), *_known(found, alternative)])


def peak(found: Comparison, alternative: str) -> Iterator[str]:
    """Say when the difference was largest, where that was well before the end."""
    results = found.results
    medians = [abs(found.difference(SAID, alternative, month).band.q50) for month in found.months]
    if np.isnan(medians).all():
        return
    at = int(np.nanargmax(medians))
    month, last = found.months[at], medians[-1]
    if month < results.months and medians[at] > 1.5 * last and medians[at] >= 0.005:
        yield _("The median difference was largest at the end of {month}: {difference}.").format(
            month=results.scenario.month_name(month - 1),
            difference=_apart(found, SAID, alternative, month),
        )


def _known(found: Comparison, alternative: str) -> Iterator[str]:
    known = found.results.defaults()
    if known is not None and alternative in known["share_higher"]:
        worlds = len(found.results.replicates)
        share = known["share_higher"][alternative][SAID]
        yield _("With every parameter at its default: higher in {k} of {n}.").format(
            k=round(share * worlds), n=worlds
        )


def spread_notes(results: Results) -> Iterator[str]:
    """Say which pasts led to the start, what a band is, and what it isn't."""
    if past := sentence(results.evidence):
        yield past
    worlds = len(results.replicates)
    if worlds == 1:
        yield _("One world was simulated: nothing can be said of the spread.")
    else:
        yield _(
            "A world is one simulated course of events. Numbers are medians over {n} worlds; in "
            "brackets the 5 % and 95 % quantiles. Differences are taken within each world, where "
            "alternative and baseline meet the same draws. A number of worlds in which "
            "something is higher counts simulations: it is no probability that this happens in "
            "the real place."
        ).format(n=whole(worlds))
        yield (
            _("The spread is parameters and chance together.")
            if results.info["uncertainty"] != "none"
            else _("The spread is chance alone: every parameter is held at its default.")
        )
    if 1 < worlds < FEW_WORLDS:
        yield _(
            "With {n} worlds the quantiles are nearly the two outermost worlds: simulate more "
            "before you rely on a band."
        ).format(n=worlds)
    if results.failed:
        yield ngettext(
            "{n} replicate failed and is left out.",
            "{n} replicates failed and are left out.",
            len(results.failed),
        ).format(n=len(results.failed))
    if results.weight != 1.0:
        yield _(
            "A sample of organizations was simulated; numbers are scaled up by {n}, shares are not."
        ).format(n=f"{results.weight:g}")


def title(results: Results, alternative: str) -> str:
    """Return what an alternative is called."""
    return pick(results.info["alternatives"][alternative])


def end_of(results: Results) -> str:
    """Return the last month simulated."""
    return str(results.scenario.month_name(results.months - 1))


def _counts(found: Comparison, alternative: str) -> dict[str, int]:
    counted = tally(found, SAID, alternative)
    return {"k": counted.higher, "n": counted.of, "l": counted.lower}


def _value(found: Comparison, measure: str, alternative: str, month: int | None = None) -> str:
    return str(share_cell(found.value(measure, alternative, month)))


def _apart(found: Comparison, measure: str, alternative: str, month: int | None = None) -> str:
    return str(points_cell(found.difference(measure, alternative, month).band))

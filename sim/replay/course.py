"""Which course of events is played: of which alternatives, in which replicate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.errors import FugaiError, InputError
from sim.locale import _
from sim.measures.base import ratio
from sim.replay.history import History, observe, share_shown
from sim.results.compare import Band
from sim.results.explain import alternative_of
from sim.results.plan import organizations_of
from sim.results.reading import Results
from sim.scenario.scenario import BASELINE

F64 = npt.NDArray[np.float64]

CURVES: Final = {
    "reported_coverage": ("reported", "reported_base"),
    "effective_coverage_of_base": ("effective_of_base", "reported_base"),
}
"""Measures drawn as curves, on one base, with the counts that they are made of."""


def course(results: Results, asked: str | None, replicate: int | None) -> History:
    """Return the histories to play: the baseline's, the chosen alternative's, then the others'.

    Of a place of which a sample is shown there are no others: each would take its time.

    Raises ``InputError`` where the run has no such alternative or replicate, ``FugaiError`` where
    the worlds don't take the course that the run recorded.
    """
    scenario = results.scenario
    chosen = alternative_of(scenario, asked)
    if replicate is None:
        replicate = typical(results, chosen)
    if replicate not in results.replicates:
        text = _("The run holds no replicate {asked}; it holds {first} to {last}.")
        first, *_between, last = (*results.replicates, results.replicates[-1])
        raise InputError(text.format(asked=replicate, first=first, last=last))
    share = share_shown(organizations_of(scenario))
    others = [name for name in results.alternatives if name not in (BASELINE, chosen)]
    names = list(dict.fromkeys([BASELINE, chosen, *(others if share == 1.0 else [])]))
    history = observe(scenario, names, replicate, share)
    _confirm(results, history)
    return history


def typical(results: Results, alternative: str) -> int:
    """Return the replicate that ends most like the median one; of equal ones the first.

    Both the baseline's effective coverage (of the reported base) and the paired difference from it
    count, each against its spread: a median difference may arise at an unusual level.
    """
    values = results.values("effective_coverage_of_base", month=results.months)
    baseline = values[BASELINE]
    distance = _oddness(baseline) + _oddness(values[alternative] - baseline)
    return results.replicates[int(np.argmin(distance))]


def _oddness(values: F64) -> F64:
    """Return how far each value lies from the median, in widths of what 90 % lie between."""
    band = Band.of(values)
    found = np.abs(values - band.q50) / max(band.q95 - band.q05, 1e-9)
    return np.where(np.isnan(found), np.inf, found)


def _confirm(results: Results, history: History) -> None:
    """Raise where a curve is not the one that the run recorded."""
    counts = history.record.counts
    row = results.replicates.index(history.replicate)
    for measure, (top, bottom) in CURVES.items():
        recorded = results.values(measure)
        for world, name in enumerate(history.alternatives):
            traced = ratio(_whole(counts[top][:, world]), _whole(counts[bottom][:, world]))
            if not np.array_equal(traced, recorded[name][row], equal_nan=True):
                raise FugaiError(_("The worlds run once more don't end as the run recorded."))


def _whole(counts: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    return counts.astype(np.int64)


def bands(results: Results, alternatives: Sequence[str]) -> dict[str, list[tuple[float, ...]]]:
    """Return what the curves come to at the horizon over all replicates: 5, 50 and 95 %."""
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in alternatives}
    for measure in CURVES:
        values = results.values(measure, month=results.months)
        for name in alternatives:
            band = Band.of(values[name])
            found[name].append((band.q05, band.q50, band.q95))
    return found

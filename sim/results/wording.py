"""How measures, bands and amounts are written for people."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.locale import current_language, pick
from sim.measures.catalogue import MEASURES
from sim.results.compare import Band


def said(measure: str) -> str:
    """Return what a measure is called within a sentence."""
    label = pick(MEASURES[measure].label)
    return label if current_language() == "zh" else label[:1].lower() + label[1:]


def headings(measures: Sequence[str]) -> list[str]:
    """Return measures' names without their base: all of a table are of registered ones."""
    labels = [pick(MEASURES[measure].label) for measure in measures]
    return [label.partition(" of ")[0].partition("(")[0] for label in labels]


def share(band: Band) -> str:
    """Return a share in percent, with what 90 % of worlds lie between."""
    if math.isnan(band.q50):
        return "–"
    return f"{band.q50:.0%} ({100 * band.q05:.0f}–{100 * band.q95:.0f})"


def points(band: Band) -> str:
    """Return a difference of shares in percentage points."""
    return _three([100 * value for value in (band.q05, band.q50, band.q95)], ".1f")


def amounts(band: Band) -> str:
    """Return a difference of whole things: yuan, hours, organizations."""
    return _three([band.q05, band.q50, band.q95], ",.0f")


def counts(band: Band) -> str:
    """Return a number of things, with what 90 % of worlds lie between."""
    if math.isnan(band.q50):
        return "–"
    return f"{band.q50:,.0f} ({band.q05:,.0f}–{band.q95:,.0f})"


def _three(values: Sequence[float], form: str) -> str:
    if math.isnan(values[1]):
        return "–"
    low, middle, high = (_signed(value, form) for value in values)
    return f"{middle} ({low} … {high})"


def _signed(value: float, form: str) -> str:
    """Return a number with its sign; what rounds to nothing has none of its own."""
    text = format(value, f"+{form}")
    return text.replace("-", "+") if not any(digit in text for digit in "123456789") else text

"""How values, bands and differences are written in a report; what rounds to nothing has no sign."""

from __future__ import annotations

import math

from sim.locale import _, current_language, pick
from sim.measures.catalogue import MEASURES
from sim.report.blocks import Cell
from sim.results.compare import Band

NOTHING = "–"
MINUS = "\u2212"


def share(band: Band) -> Cell:
    """Return a share in percent with its band."""
    if math.isnan(band.q50):
        return Cell(NOTHING)
    low, high = 100 * band.q05, 100 * band.q95
    return Cell(f"{band.q50:.0%}", _spread(f"{low:.0f}", f"{high:.0f}", band))


def points(band: Band) -> Cell:
    """Return a difference of shares in percentage points with its band."""
    if math.isnan(band.q50):
        return Cell(NOTHING)
    low, middle, high = (signed(100 * q) for q in (band.q05, band.q50, band.q95))
    return Cell(middle, _spread(low, high, band))


def number(band: Band) -> Cell:
    """Return a number of things with its band."""
    if math.isnan(band.q50):
        return Cell(NOTHING)
    low, middle, high = (whole(q) for q in (band.q05, band.q50, band.q95))
    return Cell(middle, _spread(low, high, band))


def change(band: Band) -> Cell:
    """Return a difference of numbers with its band."""
    if math.isnan(band.q50):
        return Cell(NOTHING)
    low, middle, high = (signed(q, ",.0f") for q in (band.q05, band.q50, band.q95))
    return Cell(middle, _spread(low, high, band))


def tenths(band: Band) -> Cell:
    """Return a difference of numbers with a decimal, and its band."""
    low, middle, high = (signed(q, ",.1f") for q in (band.q05, band.q50, band.q95))
    return Cell(middle, _spread(low, high, band))


def whole(value: float) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,.0f}".replace("-", MINUS)


def signed(value: float, form: str = ".1f") -> str:
    """Return a number with its sign."""
    text = format(value, f"+{form}")
    if not any(digit in text for digit in "123456789"):
        return text[1:]
    return text.replace("-", MINUS)


def _spread(low: str, high: str, band: Band) -> str:
    """Return the band in brackets; where all worlds agree, nothing."""
    if band.q05 == band.q95:
        return ""
    if low[:1] in "+" + MINUS or high[:1] in "+" + MINUS:
        return _("({low} to {high})").format(low=low, high=high)
    return f"({low}–{high})"


def said(measure: str) -> str:
    """Return what a measure is called within a sentence."""
    label = pick(MEASURES[measure].label)
    return label if current_language() == "zh" else label[:1].lower() + label[1:]


def titled(measure: str) -> str:
    """Return what a measure is called at the head of a row."""
    label = pick(MEASURES[measure].label)
    return label[:1].upper() + label[1:]


def listed(parts: list[str]) -> str:
    """Join parts of a sentence."""
    return _("; ").join(parts)


def quantity(value: float) -> str:
    """Return a parameter's value in few digits."""
    text = f"{value:.3g}" if abs(value) < 1_000 else f"{value:,.10g}"
    return text.replace("-", MINUS)

"""How numbers are written: one form each, wherever people read them.

A share is whole per cent, or has one decimal where it is counted in a list and not simulated. A
difference of shares has a sign and one decimal, in points. A minus is a minus and no hyphen; what
rounds to nothing has no sign. A range is *low to high*. Yuan have three digits and the word for
what follows them. What is not known is a dash.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sim.locale import _, current_language, noted
from sim.measures.base import Band
from sim.measures.catalogue import MEASURES
from sim.present.answer import wilson
from sim.units import unit_name

NOTHING: Final = "–"
MINUS: Final = "\u2212"

FEWEST_FOR_A_BAND: Final = 20
"""With fewer worlds the 5th and 95th hundredths are no more than the two outermost worlds."""

WIDE: Final = 0.05
"""Difference of the ends from which a range of shares has no decimals: they would say nothing."""


@dataclass(frozen=True)
class Cell:
    """A number, and behind it in brackets what 90 % of worlds lie between."""

    main: str
    band: str = ""

    def __str__(self) -> str:
        return f"{self.main} {self.band}".strip()


def minus(text: str) -> str:
    """Return a formatted number with a minus sign; what rounds to nothing has none."""
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("+-")
    return text.replace("-", MINUS)


def whole(value: float) -> str:
    """Return a whole number with its thousands apart."""
    return NOTHING if math.isnan(value) else minus(f"{value:,.0f}")


def tenths(value: float) -> str:
    """Return a number with one decimal."""
    return NOTHING if math.isnan(value) else minus(f"{value:,.1f}")


def hundredths(value: float) -> str:
    """Return a number with two decimals."""
    return NOTHING if math.isnan(value) else minus(f"{value:,.2f}")


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign."""
    return NOTHING if math.isnan(value) else minus(f"{value:+,.{digits}f}")


def percent(share: float) -> str:
    """Return a share in whole per cent."""
    return NOTHING if math.isnan(share) else minus(f"{100 * share:.0f}%")


def counted_percent(share: float) -> str:
    """Return a share that is counted in a list and not simulated: with one decimal."""
    return NOTHING if math.isnan(share) else minus(f"{100 * share:.1f}%")


def points(apart: float) -> str:
    """Return a difference of shares in points, without their name."""
    return signed(100 * apart)


def with_points(text: str) -> str:
    """Return a number of points with their name: ``+4.2 pts``."""
    return _("{n} pts").format(n=text)


def digits(value: float) -> str:
    """Return a number of any size with the digits it needs: three, more only before the point."""
    if math.isnan(value):
        return NOTHING
    return minus(f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}")


def quantity(value: float) -> str:
    """Return a value that somebody stated: in full where it is large."""
    return minus(f"{value:.3g}" if abs(value) < 1_000 else f"{value:,.10g}")


def yuan(amount: float, *, sign: bool = False) -> str:
    """Return an amount in three digits, without the word yuan: ``1.29 million``, ``129 万``."""
    if math.isnan(amount):
        return NOTHING
    steps = (
        ((1e8, " 亿"), (1e4, " 万"))
        if current_language() == "zh"
        else ((1e9, " billion"), (1e6, " million"), (1e4, " thousand"))
    )
    for step, word in steps:
        # What rounds up to the next step is written with it.
        if float(f"{abs(amount):.3g}") >= step:
            scaled = amount / (1e3 if word == " thousand" else step)
            places = max(0, 2 - math.floor(math.log10(float(f"{abs(scaled):.3g}"))))
            return minus(f"{scaled:{'+' if sign else ''},.{places}f}") + word
    return minus(f"{amount:{'+' if sign else ''},.0f}")


def yuan_text(amount: float, *, sign: bool = False) -> str:
    """Return an amount with the word yuan: ``1.29 million yuan``, ``129 万元``."""
    text = yuan(amount, sign=sign)
    if current_language() == "zh":
        return text + ("元" if text.endswith(("万", "亿")) else " 元")
    return f"{text} yuan"


def k_of_n(k: int, n: int) -> str:
    """Return in how many of all."""
    return _("{k} of {n}").format(k=k, n=n) if n else NOTHING


def share_of_n(share: float, n: int) -> str:
    """Return in how many of all, of a share of them; a dash where it is not known."""
    return NOTHING if math.isnan(share) else k_of_n(round(share * n), n)


def bracketed_k_of_n(k: int, n: int) -> str:
    """Return in how many of all simulations, in brackets behind a name in a sentence."""
    return _("({k} of {n})").format(k=k, n=n)


def in_k_of_n(k: int, n: int) -> str:
    """Return in how many of all simulations, within a sentence."""
    return _("in {k} of {n}").format(k=k, n=n)


def k_of_n_range(k: int, n: int) -> str:
    """Return in how many of all, and behind it what share 90 % intervals (Wilson 1927) hold."""
    if not n:
        return NOTHING
    low, high = map(percent, wilson(k, n))
    return noted(k_of_n(k, n), span(low.removesuffix("%"), high))


def span(low: str, high: str) -> str:
    """Return a range of two written numbers."""
    return _("{low} to {high}").format(low=low, high=high)


def cell(band: Band, written: Callable[[float], str]) -> Cell:
    """Return a median and its range; the range is left out where all worlds agree."""
    if math.isnan(band.q50):
        return Cell(NOTHING)
    main = written(band.q50)
    if band.q05 == band.q95:
        return Cell(main)
    low, high = (written(value).removesuffix("%") for value in (band.q05, band.q95))
    return Cell(main, f"({span(low, high)})")


def share_cell(band: Band) -> Cell:
    """Return a share with its range."""
    return cell(band, percent)


def share_text(band: Band) -> str:
    """Return a share with its range as it stands within a sentence."""
    found = share_cell(band)
    if not found.band:
        return found.main
    return _("{value} ({range})").format(value=found.main, range=found.band[1:-1])


def points_cell(band: Band) -> Cell:
    """Return a difference of shares in points with its range, in whole points where it is wide."""
    found = cell(band, points)
    if found.band and band.q95 - band.q05 >= WIDE:
        low, high = (signed(100 * value, 0) for value in (band.q05, band.q95))
        return Cell(found.main, f"({span(low, high)})")
    return found


def number_cell(band: Band) -> Cell:
    """Return a number of things with its range."""
    return cell(band, whole)


def tenths_cell(band: Band) -> Cell:
    """Return a number with one decimal and its range, where the ends differ as written."""
    found = cell(band, tenths)
    return Cell(found.main) if tenths(band.q05) == tenths(band.q95) else found


def change_cell(band: Band) -> Cell:
    """Return a difference of numbers of things with its range."""
    return cell(band, lambda value: signed(value, 0))


def yuan_cell(band: Band, *, sign: bool = False) -> Cell:
    """Return an amount with its range; a difference of amounts with ``sign``."""
    return cell(band, lambda value: yuan(value, sign=sign))


def value_text(measure: str, value: float) -> str:
    """Return a value of a measure: a share in per cent, a number with the digits it needs."""
    return percent(value) if MEASURES[measure].is_share else digits(value)


def change_text(measure: str, value: float) -> str:
    """Return a difference of a measure with its sign, of shares in points without their name."""
    if MEASURES[measure].is_share:
        return points(value)
    return ("+" if value > 0 else "") + digits(value)


def change_unit(measure: str) -> str:
    """Return the unit of a difference."""
    found = MEASURES[measure]
    return _("percentage points") if found.is_share else unit_name(found.unit)

"""The few rules of arithmetic that draws.md 1 fixes."""

from __future__ import annotations

import math
from collections.abc import Iterable


def nearest(x: float) -> int:
    """Return ⌊x⌉: the nearest integer, halves to even."""
    return round(x)


def exact_sum(values: Iterable[float]) -> float:
    """Return the sum of values, each rounded once to a multiple of 2**-20."""
    return sum(round(value * 2**20) for value in values) / 2**20


def mean(values: Iterable[float]) -> float:
    """Return the exact sum over the number of values; 0 of none."""
    held = list(values)
    return exact_sum(held) / len(held) if held else 0.0


def clip(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return x, or the end of [low, high] beyond which it lies."""
    return min(high, max(low, x))


def logistic(x: float) -> float:
    """Return σ(x)."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    return math.exp(x) / (1.0 + math.exp(x))


def logit(x: float) -> float:
    """Return ln(x/(1 − x))."""
    return math.log(x / (1.0 - x))


def monthly(rate: float) -> float:
    """Return the probability in a month of a rate per year: P = 1 − exp(−rate/12)."""
    return -math.expm1(-rate / 12.0)


def headcount(x: float) -> int:
    """Return the whole number of heads or places in x (a floor that forgives rounding)."""
    return math.floor(x + 1e-9)

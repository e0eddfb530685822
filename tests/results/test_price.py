"""The price of a branch-year against a direct recomputation, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from sim.draws import series
from sim.locale import in_language
from sim.present import numbers
from sim.results.costs import (
    FEW,
    FEWEST_WORLDS,
    FREE,
    GAIN,
    RESAMPLES,
    SAVES,
    SAVES_ALONE,
    YUAN,
    price,
)


def spread(
    name: str, n: int, low: float, high: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return low + (high - low) * series(5, name, n)


def test_the_interval_is_that_of_worlds_drawn_anew_in_pairs() -> None:
    """Recomputed one resample after the other, in plain Python."""
    n = 24
    yuan = spread("yuan", n, 50_000, 250_000)
    years = yuan / 20_000 + spread("noise", n, -1.0, 4.0)
    found = price(yuan, years)
    draws = series(n, "price of a branch-year", RESAMPLES * n).tolist()
    ratios = []
    for start in range(0, RESAMPLES * n, n):
        worlds = [int(u * n) for u in draws[start : start + n]]
        ratios.append(sum(yuan[w] for w in worlds) / sum(years[w] for w in worlds))
    assert found.value == pytest.approx(yuan.mean() / years.mean())
    assert found.low == pytest.approx(np.quantile(ratios, 0.05))
    assert found.high == pytest.approx(np.quantile(ratios, 0.95))
    assert found.value is not None and found.low is not None and found.high is not None
    assert found.low < found.value < found.high
    value, low, high = map(numbers.yuan, (found.value, found.low, found.high))
    assert str(found) == f"{value} ({low} to {high})"
    assert price(yuan, years) == found, "the same worlds have the same interval"


def test_pairs_are_drawn_together() -> None:
    """Where every world pays the same for a branch-year there is nothing between the ends."""
    years = spread("years", 40, 1.0, 30.0)
    found = price(7_000 * years, years)
    assert (found.low, found.value, found.high) == pytest.approx((7_000, 7_000, 7_000))


@pytest.mark.parametrize(
    ("yuan", "years", "why"),
    [
        (0.0, 5.0, FREE),
        (1_000.0, 0.0, GAIN),
        (1_000.0, -2.0, GAIN),
        (-1_000.0, 5.0, SAVES),
        (-1_000.0, 0.0, SAVES_ALONE),
        (-1_000.0, -2.0, SAVES_ALONE),
    ],
)
def test_there_is_no_price_where_gain_or_yuan_are_not_above_zero(
    yuan: float, years: float, why: str
) -> None:
    worlds = np.ones(30)
    found = price(yuan * worlds, years * worlds)
    assert (found.value, found.low, found.high, found.why_not) == (None, None, None, why)
    assert found.reason and found.reason in str(found)


def test_a_gain_that_is_chance_has_no_price() -> None:
    """A mean above zero isn't enough, nor that most worlds gain."""
    gain = np.where(np.arange(40) % 5 < 3, 4.0, -5.5)
    assert gain.mean() > 0 and (gain > 0).mean() >= 0.6
    assert price(np.full(40, 1_000.0), gain).why_not == GAIN
    assert price(gain * 1_000, np.full(40, 2.0)).why_not == YUAN


def test_what_is_clearly_cheaper_says_what_it_saves_and_how_often() -> None:
    """In two of 40 replicates it costs more; a mean below zero by chance saves nothing."""
    yuan = np.where(np.arange(40) < 2, 5_000.0, -1_030_000.0)
    for years, ending in ((3.0, ""), (0.0, "; the gain is not clearly above zero")):
        reason = price(yuan, np.full(40, years)).reason
        assert reason == "saves 1.03 million yuan; cheaper in 38 of 40" + ending
    with in_language("zh"):
        told = price(yuan, np.full(40, 3.0)).reason
        assert told == "省 103 万元，40 次模拟中有 38 次更省"
    wide = np.where(np.arange(40) % 5 < 3, -4_000.0, 5_500.0)
    assert wide.mean() < 0
    assert price(wide, np.full(40, 2.0)).why_not == YUAN
    assert price(wide, np.zeros(40)).why_not == GAIN


def test_few_worlds_have_no_price() -> None:
    few, enough = np.ones(FEWEST_WORLDS - 1), np.ones(FEWEST_WORLDS)
    assert price(few, few).why_not == FEW and str(FEWEST_WORLDS) in price(few, few).reason
    assert price(enough, enough).value == 1.0

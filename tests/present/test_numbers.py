"""Every number is written one way, in both languages."""

from __future__ import annotations

import math

import pytest

from sim.locale import in_language
from sim.measures.base import Band
from sim.present import numbers
from sim.units import UNITS


@pytest.mark.parametrize(
    ("share", "text"), [(0.244, "24%"), (0.0, "0%"), (-0.0001, "0%"), (1.0, "100%")]
)
def test_shares_are_whole_per_cent(share: float, text: str) -> None:
    assert numbers.percent(share) == text


def test_a_share_that_is_counted_has_a_decimal() -> None:
    assert [*map(numbers.counted_percent, (80 / 298, 0.0, 1.0))] == ["26.8%", "0.0%", "100.0%"]
    assert numbers.counted_percent(math.nan) == numbers.NOTHING


@pytest.mark.parametrize(
    ("apart", "text"),
    [(0.0421, "+4.2"), (-0.0421, "−4.2"), (0.0, "0.0"), (-0.0004, "0.0"), (0.0004, "0.0")],
)
def test_differences_have_a_sign_and_a_decimal(apart: float, text: str) -> None:
    assert numbers.points(apart) == text


@pytest.mark.parametrize(
    ("amount", "en", "zh"),
    [
        (0, "0 yuan", "0 元"),
        (960, "960 yuan", "960 元"),
        (9_990, "9,990 yuan", "9,990 元"),
        (9_999, "10.0 thousand yuan", "1.00 万元"),
        (12_340, "12.3 thousand yuan", "1.23 万元"),
        (352_120, "352 thousand yuan", "35.2 万元"),
        (999_960, "1.00 million yuan", "100 万元"),
        (1_294_000, "1.29 million yuan", "129 万元"),
        (129_400_000, "129 million yuan", "1.29 亿元"),
        (-352_120, "−352 thousand yuan", "−35.2 万元"),
    ],
)
def test_yuan_have_three_digits(amount: float, en: str, zh: str) -> None:
    assert numbers.yuan_text(amount) == en
    with in_language("zh"):
        assert numbers.yuan_text(amount) == zh
    assert numbers.yuan(352_120, sign=True) == "+352 thousand"


def test_ranges_are_words_in_either_language() -> None:
    wide, narrow = Band(-0.0404, 0.042, 0.141), Band(0.001, 0.004, 0.008)
    assert str(numbers.points_cell(wide)) == "+4.2 (−4 to +14)"
    assert str(numbers.points_cell(narrow)) == "+0.4 (+0.1 to +0.8)"
    assert str(numbers.share_cell(Band(0.211, 0.24, 0.282))) == "24% (21 to 28)"
    assert str(numbers.number_cell(Band(950.0, 1000.0, 1200.4))) == "1,000 (950 to 1,200)"
    assert str(numbers.change_cell(Band(-3.0, 0.0, 4.0))) == "0 (−3 to +4)"
    with in_language("zh"):
        assert str(numbers.points_cell(wide)) == "+4.2 (−4 至 +14)"


def test_what_agrees_has_no_range_and_what_is_unknown_is_a_dash() -> None:
    assert str(numbers.share_cell(Band(0.5, 0.5, 0.5))) == "50%"
    assert str(numbers.points_cell(Band(math.nan, math.nan, math.nan))) == "–"
    unknown = (numbers.percent, numbers.points, numbers.whole, numbers.yuan, numbers.digits)
    assert {written(math.nan) for written in unknown} == {"–"}
    assert numbers.k_of_n(153, 200) == "153 of 200" and numbers.k_of_n(0, 0) == "–"


def test_every_unit_has_a_chinese_name() -> None:
    assert all(UNITS.values())
    with in_language("zh"):
        assert numbers.change_unit("effective_coverage") == "个百分点"
        assert numbers.with_points("+4.2") == "+4.2 个百分点"

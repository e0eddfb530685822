"""Numbers as people write them: 20万, 二十万, 1,000 元, 5%, 百分之五, 200k, about 20; and months.

A month is written ``YYYY-MM``; it has a number from the start of a scenario.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sim.errors import InputError
from sim.locale import _

MONTH: Final = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"
"""How a month is written, in files and in options."""

CHINESE: Final = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    **{sign: value for value, sign in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
_SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_LARGE: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_TIMES: Final = {**_SMALL, **_LARGE, "k": 1_000, "w": 10_000}
_SIGNS: Final = "".join((*CHINESE, *_SMALL, *_LARGE))
_WRITTEN = re.compile(
    r"""(?P<sign>-?)(?P<number>\d+(?:\.\d*)?|\.\d+)\s*
    (?P<times>[kw](?![a-z])|[十拾百佰千仟万萬亿]*)\s*
    (?P<unit>%|成|[^\W\d_]*(?:\s*/\s*[^\W\d_]+)?)""",
    re.VERBOSE | re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:大约|约|共|近|合计|about|approx\.?|rmb|cny|人民币|[¥￥$€~≈])\s*|\s*(?:左右|上下|以上|多|余)$",
    re.IGNORECASE,
)


def number_of(text: str) -> float | None:
    """Return the one number that a text says, a percentage as a share; ``None`` where it isn't."""
    words = unicodedata.normalize("NFKC", text).strip().strip("\"'").strip()
    share = re.fullmatch(r"百分之(.+)", words)
    if share:
        found = number_of(share[1])
        return None if found is None else found / 100
    for _turn in range(3):
        words = _AROUND.sub("", words)
    words = re.sub(r"(?<=\d)[,， _](?=\d{3}(?!\d))", "", words)
    words = re.sub(r"^0,(?=\d)", "0.", words)
    match = _WRITTEN.fullmatch(words)
    if match:
        value = float(match["number"])
        for sign in match["times"].lower():
            value *= _TIMES[sign]
        if match["unit"] == "成":
            value /= 10
        elif match["unit"] == "%":
            value /= 100
        return -value if match["sign"] else value
    return _chinese(words)


def written(number: float) -> str:
    """Write a number as TOML does, in groups of three where it is long."""
    if number == int(number):
        return f"{int(number):_}" if abs(number) >= 10_000 else str(int(number))
    return f"{number:.10g}"


def _chinese(words: str) -> float | None:
    """Return the value of Chinese numerals, perhaps with a unit behind them."""
    match = re.fullmatch(rf"([{_SIGNS}]+)([^\W\d_]{{0,3}})", words)
    if not match or not set(match[1]) & (CHINESE.keys() | {"十", "拾"}) or is_about(match[1]):
        return None
    return chinese_value(match[1])


def is_about(signs: str) -> bool:
    """Whether Chinese numerals say one number or the next: 十五六, 三四十, 七八."""
    ones = "".join(sign for sign, value in CHINESE.items() if value)
    return re.search(rf"[{ones}]{{2}}(?![{ones}〇零])", signs) is not None and (
        len(signs) == 2 or not set(signs) <= CHINESE.keys()
    )


def chinese_value(signs: str) -> float:
    """Return the value of Chinese numerals."""
    whole = section = digit = 0
    for sign in signs:
        if sign in CHINESE:
            digit = digit * 10 + CHINESE[sign]
        elif sign in _SMALL:
            section += (digit or 1) * _SMALL[sign]
            digit = 0
        else:
            whole = (whole + section + digit) * _LARGE[sign]
            section = digit = 0
    return float(whole + section + digit)


def year_and_month(text: str) -> tuple[int, int]:
    """Read ``YYYY-MM``; ``InputError`` where it is no month."""
    if re.fullmatch(MONTH, text) is None:
        raise InputError(_('"{month}" is no month: write YYYY-MM.').format(month=text))
    year, _separator, month = text.partition("-")
    return int(year), int(month)


def month_index(text: str, start: tuple[int, int]) -> int:
    """Return a month's index: 0 is the first month of the scenario."""
    year, month = year_and_month(text)
    return (year - start[0]) * 12 + month - start[1]


def month_name(start: tuple[int, int], index: int) -> str:
    """Return the month of an index as it is written, the reverse of :func:`month_index`."""
    count = start[0] * 12 + start[1] - 1 + index
    return f"{count // 12:04d}-{count % 12 + 1:02d}"

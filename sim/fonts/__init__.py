"""Chinese on every machine: a simplified Chinese font that the package brings along.

``NotoSansSC-GB2312.ttf`` is a subset of Noto Sans CJK (SIL Open Font License, ``OFL.txt``), built
by ``tools/font.py``. Figures draw with it; reports, replays and the app embed or serve it.
``NotoSansSC-Rare.ttf`` has the characters of the Table of General Standard Chinese Characters
(通用规范汉字表, 2013) that GB 2312 lacks: names of people and places need them. It lies in a file
of its own, so that a browser fetches it only where a page has such a character.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

FONT: Final = Path(__file__).with_name("NotoSansSC-GB2312.ttf")
"""The font's file."""

FAMILY: Final = "Noto Sans SC GB2312"
"""Its family, a name that no installed font has."""

RARE: Final = Path(__file__).with_name("NotoSansSC-Rare.ttf")
"""The font of rare characters."""

RARE_FAMILY: Final = "Noto Sans SC Rare"
"""Its family."""

RANGES: Final = ((0x2000, 0x206F), (0x2E80, 0x9FFF), (0xFF00, 0xFFEF), (0x20000, 0x2FFFF))
"""Characters that a page takes from it: Latin ones are the system's."""


def css_ranges(ranges: Iterable[tuple[int, int]]) -> str:
    """Return ranges of characters as CSS has them."""
    return ",".join(f"U+{first:X}-{last:X}" for first, last in ranges)


UNICODE_RANGE: Final = css_ranges(RANGES)
"""The same for CSS (``unicode-range``)."""


@cache
def known(file: Path = FONT) -> frozenset[str]:
    """Return the characters that a font has."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def rare(text: str) -> str:
    """Return the characters of a text that only the font of rare ones has, each once, in order."""
    beyond = {sign for sign in text if sign > "\u2e80"} - known()
    return "".join(sorted(beyond & known(RARE))) if beyond else ""


def lacking(text: str) -> str:
    """Return the Chinese characters of a text that neither font has, each once, in order."""
    beyond = {sign for sign in text if _is_chinese(sign)} - known()
    return "".join(sorted(beyond - known(RARE))) if beyond else ""


def _is_chinese(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in RANGES[1:])


def subset_woff(text: str, units: int | None = None, file: Path = FONT) -> bytes:
    """Return a font cut down to the Chinese characters of ``text``, as WOFF2.

    Only characters of :data:`RANGES` are kept, so put it first in ``font-family`` and give
    :data:`UNICODE_RANGE` to its ``@font-face``. ``units`` of an em in place of 1,000 make coarser
    outlines, which take less room. The same characters give the same bytes.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    wanted = {ord(sign) for sign in text}
    options = Options()
    options.hinting = False
    options.layout_features = []
    with TTFont(file, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(
            unicodes={sign for sign in wanted if any(a <= sign <= b for a, b in RANGES)}
        )
        subsetter.subset(font)
        if units is not None:
            scale_upem(font, units)
        font.flavor = "woff2"
        stream = BytesIO()
        font.save(stream)
    return stream.getvalue()

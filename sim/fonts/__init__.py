"""Chinese on every machine: a simplified Chinese font that the package brings along.

``NotoSansSC-GB2312.ttf`` is a subset of Noto Sans CJK (SIL Open Font License, ``OFL.txt``), built
by ``tools/font.py``. Figures draw with it; reports, replays and the app embed or serve it.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

FONT: Final = Path(__file__).with_name("NotoSansSC-GB2312.ttf")
"""The font's file."""

FAMILY: Final = "Noto Sans SC GB2312"
"""Its family, a name that no installed font has."""

RANGES: Final = ((0x2000, 0x206F), (0x2E80, 0x9FFF), (0xFF00, 0xFFEF))
"""Characters that a page takes from it: Latin ones are the system's."""

UNICODE_RANGE: Final = ",".join(f"U+{first:X}-{last:X}" for first, last in RANGES)
"""The same for CSS (``unicode-range``)."""


@cache
def known() -> frozenset[str]:
    """Return the characters that the font has."""
    from fontTools.ttLib import TTFont

    with TTFont(FONT, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def subset_woff(text: str, units: int | None = None) -> bytes:
    """Return the font cut down to the Chinese characters of ``text``, as WOFF2.

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
    with TTFont(FONT, lazy=True, recalcTimestamp=False) as font:
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

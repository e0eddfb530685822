"""The Chinese characters of a page as a font small enough to travel in it."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Final

from sim.fonts import UNICODE_RANGE, subset_woff

UNITS: Final = 64
"""Units an em, of 1,000 in the original: at 16 px of text a step is a quarter of a pixel, which
nobody sees, and the outlines take 40 % less room."""


def font_face(text: str) -> str:
    """Return the style that brings the Chinese characters of a text; nothing for one without."""
    if not any("\u2e80" <= sign <= "\uffef" for sign in text):
        return ""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    stream = BytesIO()
    with TTFont(BytesIO(subset_woff(text)), recalcTimestamp=False) as font:
        scale_upem(font, UNITS)
        font.save(stream)
    source = base64.b64encode(stream.getvalue()).decode("ascii")
    return (
        "@font-face{font-family:ReplayCJK;src:url(data:font/woff;base64,"
        f"{source}) format('woff');unicode-range:{UNICODE_RANGE}}}\n"
    )

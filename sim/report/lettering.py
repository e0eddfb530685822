"""Chinese letters of a page: those it uses, on a coarser grid, so that it stays small enough.

Texts of charts are texts of the page, not outlines: a tenth of the bytes, and they can be found
and read out. Chinese ones are as wide as they were measured; Latin ones were measured in a font
wider than those of common systems, and nothing is cut off that is wider (``style.css``).
"""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

from sim.fonts import RANGES, UNICODE_RANGE, subset_woff
from sim.plots.style import FILES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAMILY: Final = "Report"
"""What the page calls its letters; ``style.css`` names it first."""

GRID: Final = 200
"""Units of an em, in place of 1,000: a twelfth of a pixel in text, and a quarter less to carry."""

_FONT: Final = re.compile(r"font-family: [^;\"]*(?:; )?| transform=\"rotate\(-?0 [^\"]*\"")
"""The family that was measured with, and turns by no angle."""


def face(text: str) -> str:
    """Return the CSS that embeds the Chinese letters of a text; nothing where there are none."""
    wanted = "".join(sorted({sign for sign in text if _is_ours(sign)}))
    if not any(sign > "\u2e80" for sign in wanted):
        return ""
    data = base64.b64encode(_coarser(subset_woff(wanted))).decode("ascii")
    return (
        f"@font-face{{font-family:{FAMILY};"
        f"src:url(data:font/woff;base64,{data}) format('woff');unicode-range:{UNICODE_RANGE}}}"
    )


def chart(figure: Figure) -> str:
    """Return a chart as SVG, whose texts take the fonts of the page."""
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    settings: Any = FILES | {"svg.fonttype": "none"}
    with mpl.rc_context(settings):
        stream = BytesIO()
        figure.savefig(stream, format="svg", metadata=nothing)
    text = stream.getvalue().decode("utf-8")
    text = re.sub(r'<g id="[^"]*"', "<g", text[text.index("<svg") :])
    return _FONT.sub("", text)


def _is_ours(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in RANGES)


def _coarser(woff: bytes) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    stream = BytesIO()
    with TTFont(BytesIO(woff), recalcTimestamp=False) as font:
        scale_upem(font, GRID)
        font.flavor = "woff"
        font.save(stream)
    return stream.getvalue()

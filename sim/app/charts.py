"""Options of ECharts as plain dictionaries: what all charts of the pages share.

Keys with a leading colon hold JavaScript, as NiceGUI sends it: a formatter of numbers, never
anything that a person typed.
"""

from __future__ import annotations

from typing import Any, Final

from sim.app.theme import INK, STACK

Options = dict[str, Any]

PERCENT: Final = "v => Math.round(v * 100) + '%'"
"""JavaScript that writes a share as a percentage."""


def frame(**parts: Any) -> Options:
    """Return options with the font and the manners that every chart has.

    The canvas doesn't inherit the page's font, so it is named. Nothing moves by itself.
    """
    base: Options = {
        "animation": False,
        "textStyle": {"fontFamily": STACK, "color": INK},
        "aria": {"enabled": True},
        "grid": {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True},
    }
    return base | parts

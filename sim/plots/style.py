"""One style for every figure: sizes of a journal, Chinese from the font that is brought along.

Figures are made without ``pyplot``, so nothing global is left behind. While a figure is drawn,
matplotlib's settings are ours alone (whatever a user's ``matplotlibrc`` says), which makes the
same run give the same bytes; a lock keeps two threads of the app from mixing their languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from sim.fonts import FAMILY, FONT
from sim.locale import in_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SINGLE: Final = 85.0
"""Width in mm of a figure over one column of a journal."""

DOUBLE: Final = 180.0
"""Width in mm of a figure over both columns."""

WIDTHS: Final = {"single": SINGLE, "double": DOUBLE}

MM: Final = 1 / 25.4
"""Inches."""

SIZE: Final = 8.0
"""Points of ordinary text."""

SMALL: Final = 7.0
"""Points of tick labels and notes."""

QUIET: Final = "#595959"
"""Colour of notes: 7 to 1 against white."""

FAMILIES: Final = {"en": ["DejaVu Sans"], "zh": [FAMILY, "DejaVu Sans"]}
"""Fonts by language. English never takes the Chinese font, so that it looks alike everywhere."""

RC: Final[dict[str, Any]] = {
    "font.size": SIZE,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
    "axes.titlesize": SIZE + 0.5,
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.edgecolor": "#444444",
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.5,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.4,
    "patch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": SMALL,
    "image.cmap": "cividis",
    "savefig.dpi": 300,
    "figure.constrained_layout.w_pad": 0.03,
    "figure.constrained_layout.h_pad": 0.03,
}

FILES: Final[dict[str, Any]] = {
    "svg.fonttype": "path",  # with text a browser's wider font would be cut
    "svg.hashsalt": "fugai",
    "pdf.fonttype": 42,  # TrueType: journals refuse the default
    "ps.fonttype": 42,
    "hatch.linewidth": 0.5,
}

_drawing = RLock()


@cache
def _known() -> None:
    """Tell matplotlib of the Chinese font, once in a process."""
    fontManager.addfont(FONT)


@contextmanager
def styled(lang: str) -> Iterator[None]:
    """Draw in this style and language within the block."""
    _known()
    with _drawing, mpl.rc_context(), in_language(lang):
        mpl.rcdefaults()
        settings: Any = {**RC, **FILES, "font.family": FAMILIES[lang]}
        mpl.rcParams.update(settings)
        yield


@contextmanager
def sheet(
    ax: Axes | None, lang: str, *, width: float = SINGLE, height: float = 60.0
) -> Iterator[Axes]:
    """Draw on ``ax``, or on a new figure of ``width`` × ``height`` mm, in style and language."""
    with styled(lang):
        ax = blank(width, height) if ax is None else ax
        # Ticks are made when a figure is drawn, perhaps outside of this block.
        ax.tick_params(labelfontfamily=FAMILIES[lang], labelsize=SMALL)
        yield ax


def blank(width: float = SINGLE, height: float = 60.0) -> Axes:
    """Return the axes of a new figure, in mm."""
    figure = Figure(figsize=(width * MM, height * MM), dpi=150, layout="constrained")
    return figure.add_subplot()


def width_of(ax: Axes) -> float:
    """Return the width in mm that axes have before what stands around them takes room."""
    return float(ax.bbox.width / ax.figure.dpi / MM)


def height_of(ax: Axes) -> float:
    """Return the height in mm that axes have before what stands around them takes room."""
    return float(ax.bbox.height / ax.figure.dpi / MM)

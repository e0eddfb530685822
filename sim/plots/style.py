"""One style for every figure: sizes of a journal, Chinese from the font that is brought along.

Figures are made without ``pyplot``, so nothing global is left behind. While a figure is drawn,
matplotlib's settings are ours alone (whatever a user's ``matplotlibrc`` says), which makes the same
run give the same bytes. A lock keeps two threads of the app from mixing their languages.

Colours go by the id of an alternative and its place in the run, never by its label. Labels sort
differently in Chinese and English, and a colour would move with the language. The baseline is grey.
The others take the colours of Okabe and Ito, distinct under every colour-blindness, each with a
line style and a marker of its own for print in grey."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.text import Text

from sim.errors import InputError
from sim.fonts import FAMILY, FONT, RARE, RARE_FAMILY, lacking
from sim.locale import _, in_language, ngettext
from sim.measures.catalogue import MEASURES
from sim.present.looks import HOLLOW, LIVES
from sim.text.hints import known_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    from sim.results.reading import Results

SYSTEM: Final = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimSun",
    "SimSun-ExtB", "WenQuanYi Zen Hei", "Arial Unicode MS",
)  # fmt: skip
"""Fonts of common systems that have more characters than the shipped ones."""


SHIPPED: Final = 2
"""Fonts that the package brings along: they stand first among the families."""


class MissingSigns(UserWarning):
    """Some characters of a figure or page are in no font at hand."""


@cache
def families() -> tuple[str, ...]:
    """Return the families of the shipped Chinese fonts, then those of the system that help out."""
    for file in (FONT, RARE):
        fontManager.addfont(file)
    installed = {*fontManager.get_font_names()}
    return (FAMILY, RARE_FAMILY, *(name for name in SYSTEM if name in installed))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep matplotlib from warning of missing characters; :func:`tell` says it once."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from")
        yield


def tell(figure: Figure | SubFigure) -> None:
    """Warn once of the Chinese characters of a figure that no font at hand has."""
    text = "".join(each.get_text() for each in figure.findobj(Text) if isinstance(each, Text))
    signs = "".join(sign for sign in lacking(text) if not _in_system(sign))
    if signs:
        note(
            ngettext(
                "No font at hand has the character {signs}: a box stands for it.",
                "No font at hand has the characters {signs}: boxes stand for them.",
                len(signs),
            ).format(signs=signs)
        )


def tell_page(text: str) -> None:
    """Warn once of the Chinese characters of a page that the embedded fonts lack."""
    signs = lacking(text)
    if signs:
        note(
            _(
                "The page brings no letters for {signs}: it shows them where the reader's own "
                "fonts have them."
            ).format(signs=signs)
        )


def note(text: str) -> None:
    """Say something of missing characters, as the results' other notes are said."""
    warnings.warn(text, MissingSigns, stacklevel=2)


def _in_system(sign: str) -> bool:
    return any(ord(sign) in _signs(family) for family in families()[SHIPPED:])


@cache
def _signs(family: str) -> frozenset[int]:
    return frozenset(get_font(fontManager.findfont(FontProperties(family=family))).get_charmap())


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

LATIN: Final = "DejaVu Sans"
"""The font that matplotlib brings along."""

FAMILIES: Final = {
    "en": [LATIN, *families()],
    "zh": [*families()[:SHIPPED], LATIN, *families()[SHIPPED:]],
}
"""Fonts by language; a later one has only the characters that those before it lack.

English is written in the Latin font, so that it looks alike everywhere.
"""

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


@contextmanager
def styled(lang: str) -> Iterator[None]:
    """Draw in this style and language within the block."""
    with _drawing, quiet(), mpl.rc_context(), in_language(lang):
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


BASELINE_GREY: Final = "#7F7F7F"

OKABE_ITO: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe & Ito (2008), Color Universal Design; without black and a yellow too pale for lines."""

LINES: Final[tuple[str | tuple[float, tuple[float, ...]], ...]] = (
    "-", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (7, 2)), (0, (3, 1, 1, 1)),
)  # fmt: skip
MARKERS: Final = ("o", "s", "^", "D", "v", "P")

SEQUENTIAL: Final = "cividis"
"""The colour map of quantities; it is also read in grey."""

STATES: Final = {"uncovered": "#C8C8C8", "dormant": HOLLOW, "vital": LIVES}
"""Organizations by state: without a branch, with a dormant one, with a vital one."""

STATE_MARKERS: Final = {"uncovered": "o", "dormant": "^", "vital": "s"}

BOTTLENECKS: Final = {
    "no_contact": "#767676",
    "silence_burden": "#B3261E",
    "silence_interference": "#D55E00",
    "silence_constraint": "#6E1414",
    "indifference": "#8A6D00",
    "hidden_members": "#3D4852",
    "no_members": "#A6A6A6",
    "type": "#8E4F9E",
    "not_ripe": "#C9B26B",
    "no_secretary": "#00795A",
    "no_capacity": "#3FB28E",
    "no_partner": "#7CC9B4",
}
"""What holds organizations back, in the colours of :mod:`sim.present.looks`, or paler ones where
several share a look."""


@dataclass(frozen=True)
class Look:
    """How the lines and points of an alternative are drawn."""

    colour: str
    line: str | tuple[float, tuple[float, ...]]
    marker: str


PALE: Final = 0.15
"""How much of a colour is left where it is pale."""


def pale(colour: str) -> str:
    """Return a colour mixed with white; unlike a transparent one it keeps hatches in SVG."""
    parts = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * PALE):02X}" for part in parts)


def look(alternatives: Sequence[str], alternative: str) -> Look:
    """Return how an alternative is drawn; ``alternatives`` are all ids of its run, in order."""
    place = list(alternatives).index(alternative)
    if place == 0:
        return Look(BASELINE_GREY, "--", "o")
    nth = place - 1
    # After six the colours come again, with the line styles shifted.
    line = LINES[(nth + nth // len(OKABE_ITO)) % len(LINES)]
    return Look(OKABE_ITO[nth % len(OKABE_ITO)], line, MARKERS[nth % len(MARKERS)])


DIMENSIONS: Final = ("kind", "type", "district", "industry", "size")


def alternative_of(results: Results, asked: str | None) -> str:
    """Return the alternative asked for, else the first after the baseline, if there is one."""
    known = results.alternatives
    if asked is None:
        return known[min(1, len(known) - 1)]
    known_name(asked, known, _('There is no alternative "{name}". {hint}'))
    return asked


def measure_of(asked: str, *, grouped: bool = False) -> str:
    """Return a measure that is known, and counted by group where that is needed."""
    known = [name for name, measure in MEASURES.items() if measure.grouped or not grouped]
    if asked in MEASURES and asked not in known:
        text = _('The measure "{name}" is not counted by group.')
        raise InputError(text.format(name=asked))
    known_name(asked, known, _('There is no measure "{name}". {hint}'))
    return asked

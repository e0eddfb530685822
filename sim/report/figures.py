"""Charts of a page: those of :mod:`sim.plots`, one an alternative, as wide as a phone, and small.

matplotlib writes every coordinate in full and defines every letter in every chart. Here places are
rounded to tenths of a point (letters and markers to hundredths of their own units). Only then are
they taken apart into steps, so that rounding doesn't add up. Scales and angles stay as they are.

Texts of charts are texts of the page, not outlines: a tenth of the bytes, and they can be found and
read out. Chinese ones are as wide as they were measured. Latin ones were measured in a font wider
than those of common systems, and nothing is cut off that is wider (``style.css``).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.fonts import FONT, RANGES, RARE, css_ranges, rare, subset_woff
from sim.locale import _, current_language
from sim.plots import drawer
from sim.plots.lettering import worlds_text
from sim.plots.output import as_bytes, svg_text
from sim.present.answer import SAID
from sim.present.names import alternative_name, measure_name
from sim.report.blocks import Figure, Figures, Text
from sim.report.strokes import by_steps, short
from sim.results.reading import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.figure import SubFigure as SubCanvas

    from sim.present.answer import Answer


GAINS_MM: Final = 92.0
"""Width of the picture of the answer: half of a sheet, or a phone."""


class Charts:
    """The charts of one page, drawn one after the other."""

    def __init__(self, results: Results, form: str = "svg") -> None:
        self._results, self._form = results, form
        self._sheet = Sheet()

    def over_time(self) -> Figures:
        """Return the fan of every alternative on that of the baseline."""
        caption = _("“{title}” in colour, the baseline grey")
        names = self._results.alternatives[1:] or self._results.alternatives
        charts = []
        for name in names:
            axes = drawer("fan")(
                self._results, alternative=name, together=True, lang=current_language()
            )
            axes.set_xlabel("")
            charts.append(
                self._put(axes, caption.format(title=alternative_name(self._results, name)))
            )
        return Figures(charts)

    def about_time(self) -> Text:
        """Return what lines and bands of the fans are."""
        text = _("{measure} over time, all charts on one scale. {bands}")
        said = text.format(measure=measure_name(SAID), bands=worlds_text(self._results))
        return Text(said, "note")

    def rules(self) -> str:
        """Return the CSS that the charts drawn so far need."""
        return self._sheet.rules()

    def held_back(self) -> Figures:
        """Return what holds the uncovered back over time, of the baseline and every alternative."""
        charts = [
            self._chart("bottlenecks", name, alternative_name(self._results, name))
            for name in self._results.alternatives
        ]
        return Figures(charts)

    def gains(self, answer: Answer) -> Figures:
        """Return the picture of the answer."""
        caption = _(
            "Gain in effective coverage, points. Filled: while it runs; open: at the end of "
            "{month}. Dots: medians; bars: what 90 % of simulations lie between"
        ).format(month=answer.last)
        axes = drawer("gains")(
            self._results, answer=answer, width=GAINS_MM, lang=current_language()
        )
        axes.set_xlabel("")
        if (key := axes.get_legend()) is not None:  # the caption says it
            key.remove()
        return Figures([self._put(axes, caption)], wide=True)

    def cost_effect(self) -> Figures:
        """Return what alternatives cost beside what they change."""
        caption = _("Points: medians; bars: what 90 % of replicates lie between")
        return Figures([self._chart("cost_effect", None, caption)])

    def _chart(self, kind: str, alternative: str | None, caption: str) -> Figure:
        """Draw a chart without its title and note, which the page writes below it."""
        axes = drawer(kind)(self._results, alternative=alternative, lang=current_language())
        axes.set_xlabel("" if alternative else axes.get_xlabel().partition("\n")[0])
        return self._put(axes, caption)

    def _put(self, axes: Axes, caption: str) -> Figure:
        axes.set_title("", loc="left")
        if self._form == "png":
            png = as_bytes(axes.figure, "png", {"Software": None}, dpi=DPI)
            return Figure(caption, png=png)
        return Figure(caption, svg=self._sheet.put(chart(axes.figure)))


_PATH: Final = re.compile(r'(<path(?: id="[^"]+")?)([^>]*?) d="([^"]*)"')
_SHARED: Final = re.compile(r'<(path|clipPath) id="([^"]+)"(?:[^>]*/>|.*?</\1>)', re.DOTALL)
_NAMED: Final = re.compile(r'(id="|href="#|url\(#)([^")]+)')
_MOVED: Final = re.compile(r'transform="translate\((-?[\d.]+) 0\)"/>')
_SHIFT: Final = re.compile(r'"translate\((-?[\d.]+) (-?[\d.]+)\)"')
_PLACE: Final = re.compile(r' ([xy])="(-?\d+\.\d+)"')
_PLAIN: Final = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r">\s+<"), "><"),
    (re.compile(r"<g ?/>"), ""),
    (re.compile(r' xmlns(:xlink)?="[^"]*"| version="1.1"'), ""),
    (re.compile(r' width="[\d.]+pt" height="[\d.]+pt"'), ""),
    (re.compile(r"xlink:href"), "href"),
    (re.compile(r"(?<=[:;]) (?=[^<>]*>)"), ""),
    (re.compile(r"<style.*?</style>"), ""),
    (re.compile(r"<defs></defs>"), ""),
)
_LONG: Final = re.compile(r'<path((?![^>]* id=)[^>]* d="[^"]{100,}"[^>]*/>)')
"""A path without a name whose data are longer than a word for it."""
_STYLED: Final = re.compile(r' style="([^"]*)"')
_GROUP: Final = re.compile(r"<g\b[^>]*>|</g>")


class Sheet:
    """The charts of one page: what one has defined the next ones use."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._defined: set[str] = set()
        self._classes: dict[str, str] = {}
        self._drawn: dict[str, str] = {}

    def put(self, svg: str) -> str:
        """Return a chart as it stands in the page, after those put before it."""
        svg = _PATH.sub(by_steps, svg)
        svg = _PLACE.sub(lambda place: f' {place[1]}="{short(float(place[2]), 1)}"', svg)
        svg = _SHIFT.sub(_shifted, svg)
        svg = _MOVED.sub(r'x="\1"/>', svg)
        svg = _NAMED.sub(lambda name: name[1] + self._renamed(name[2]), svg)
        svg = _SHARED.sub(self._once, svg)
        for pattern, text in _PLAIN:
            svg = pattern.sub(text, svg)
        svg = _unwrapped(_STYLED.sub(self._classed, svg)).strip()
        return _LONG.sub(self._again, svg)

    def rules(self) -> str:
        """Return the CSS of the classes that the charts so far have in place of styles."""
        return "".join(f".{name}{{{style}}}" for style, name in self._classes.items())

    def _classed(self, style: re.Match[str]) -> str:
        name = self._classes.setdefault(style[1], f"c{len(self._classes)}")
        return f' class="{name}"'

    def _again(self, path: re.Match[str]) -> str:
        """Return a line that an earlier chart has, the baseline's say, as a word for it."""
        if path[0] in self._drawn:
            return f'<use href="#{self._drawn[path[0]]}"/>'
        name = self._drawn[path[0]] = self._renamed(path[0])
        return f'<path id="{name}"{path[1]}'

    def _renamed(self, name: str) -> str:
        return self._names.setdefault(name, f"s{len(self._names)}")

    def _once(self, shared: re.Match[str]) -> str:
        if shared[2] in self._defined:
            return ""
        self._defined.add(shared[2])
        return shared[0]


def _shifted(shift: re.Match[str]) -> str:
    x, y = (short(float(number), 1) for number in shift.groups())
    return f'"translate({x} {y})"'


def _unwrapped(svg: str) -> str:
    """Leave out groups that say nothing of what is in them."""
    telling: list[bool] = []

    def kept(group: re.Match[str]) -> str:
        if group[0] == "</g>":
            return group[0] if telling.pop() else ""
        telling.append(group[0] != "<g>")
        return group[0] if telling[-1] else ""

    return _GROUP.sub(kept, svg)


FAMILY: Final = "Report"
"""What the page calls its letters; ``style.css`` names it first."""

GRID: Final = 120
"""Units of an em, in place of 1,000: an eighth of a pixel in text, and two fifths less to carry."""

_FONT: Final = re.compile(r"font-family: [^;\"]*(?:; )?| transform=\"rotate\(-?0 [^\"]*\"")
"""The family that was measured with, and turns by no angle."""


def face(text: str) -> str:
    """Return the CSS that embeds the Chinese letters of a text; nothing where there are none."""
    chinese = current_language() == "zh"
    ranges = RANGES if chinese else RANGES[1:]
    wanted = "".join(sorted({sign for sign in text if _is_ours(sign, ranges)}))
    if not any(sign > "\u2e80" for sign in wanted):
        return ""
    beyond = rare(wanted)
    # Quotation marks and dashes are as wide as a Chinese letter in it: not within English.
    rule = _face(wanted, FONT, css_ranges(ranges))
    if beyond:
        rule += _face(beyond, RARE, ",".join(f"U+{ord(sign):X}" for sign in beyond))
    return rule


def _face(text: str, file: Path, signs: str) -> str:
    data = base64.b64encode(subset_woff(text, GRID, file)).decode("ascii")
    return (
        f"@font-face{{font-family:{FAMILY};"
        f"src:url(data:font/woff2;base64,{data}) format('woff2');unicode-range:{signs}}}"
    )


def chart(figure: Canvas | SubCanvas) -> str:
    """Return a chart as SVG on the page's own white, whose texts take the fonts of the page."""
    figure.patch.set_visible(False)
    for axes in figure.axes:
        axes.patch.set_visible(False)
    return _FONT.sub("", svg_text(figure, outlines=False))


DPI: Final = 200
"""Dots an inch of pictures in a Word file."""


def _is_ours(sign: str, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= ord(sign) <= last for first, last in ranges)

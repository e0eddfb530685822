"""Rare characters: fonts behind the shipped ones, and one sentence on those that no font has.

matplotlib warns of each missing character each time that it measures or draws it. A reader needs
one warning that names them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.text import Text

from sim.fonts import FAMILY, FONT, RARE, RARE_FAMILY, lacking
from sim.locale import _, ngettext

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

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

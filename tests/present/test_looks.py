"""One colour means one thing on the stage, in replays, lessons and figures."""

from __future__ import annotations

import colorsys
import re
from pathlib import Path

import sim
from sim.plots.style import BOTTLENECKS, STATES
from sim.present.looks import (
    AT,
    COUNTED,
    GONE,
    HOLLOW,
    LIVES,
    LOOKED_AFTER,
    LOOKS,
    OF_BOTTLENECK,
    PAPER_ONLY,
    UNSEEN,
)  # fmt: skip
from sim.state.codes import Bottleneck

ALL = (*LOOKS, UNSEEN, LOOKED_AFTER, GONE)
HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


def parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def contrast(colour: str) -> float:
    """Return the contrast with white after WCAG."""
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts(colour)]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_every_look_has_its_own_shape_and_enough_contrast() -> None:
    # What is covered stands for the branch that it may be: the same disc in the other colour.
    assert len({look.path for look in ALL if look is not UNSEEN}) == len(ALL) - 1
    assert len({(look.path, look.colour) for look in ALL}) == len(ALL)
    for look in ALL:
        assert contrast(look.colour) >= 3, look.id
    for colour in (LIVES, COUNTED):  # numbers are written in them
        assert contrast(colour) >= 4.5


def test_blue_is_alive_and_brown_is_counted_and_nothing_else_is() -> None:
    coloured = {
        colour: {look.id for look in ALL if look.colour == colour} for colour in (LIVES, COUNTED)
    }
    assert coloured == {LIVES: {"vital"}, COUNTED: {*PAPER_ONLY, "reported"}}
    assert STATES["vital"] == LIVES and STATES["dormant"] == HOLLOW


def test_what_holds_back_has_the_colour_of_its_look_in_figures() -> None:
    """The same, or a paler one of its kind where several share a look or a colour."""
    assert set(BOTTLENECKS) == {link.name.lower() for link in Bottleneck if link}
    assert len(set(BOTTLENECKS.values())) == len(BOTTLENECKS)
    for name, colour in BOTTLENECKS.items():
        look = LOOKS[AT[OF_BOTTLENECK[Bottleneck[name.upper()]]]].colour
        if colour == look:
            continue
        (hue, _l, strong), (other, _m, other_strong) = (
            colorsys.rgb_to_hls(*parts(each)) for each in (colour, look)
        )
        assert contrast(colour) < contrast(look), name
        grey = strong < 0.1 and other_strong < 0.1
        assert grey or abs(hue - other) < 0.05, name


def test_pages_take_what_is_alive_and_what_is_counted_from_here() -> None:
    """No style or script of stage, replay and lessons has these colours of its own."""
    root = Path(sim.__file__).parent
    pages = [
        *(root / "app" / "classroom").glob("*.*"), *(root / "replay").glob("*.*"),
    ]  # fmt: skip
    known = {look.colour.lower() for look in ALL} | {LIVES.lower(), HOLLOW.lower()}
    known -= {"#767676"}  # an ordinary grey
    assert len(pages) > 10
    for page in pages:
        written = {found.lower() for found in HEX.findall(page.read_text(encoding="utf-8"))}
        assert not written & known, page.name

"""Colours by the id of an alternative and its place in the run, never by its label.

Labels sort differently in Chinese and English, and a colour that follows them would move from one
alternative to another with the language. The baseline is grey; the others take the colours of
Okabe and Ito, told apart under every colour-blindness, each with a line style and a marker of its
own for print in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BASELINE_GREY: Final = "#7F7F7F"

OKABE_ITO: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe & Ito (2008), Color Universal Design; without black and a yellow too pale for lines."""

LINES: Final[tuple[str | tuple[float, tuple[float, ...]], ...]] = (
    "-", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (7, 2)), (0, (3, 1, 1, 1)),
)  # fmt: skip
MARKERS: Final = ("o", "s", "^", "D", "v", "P")

SEQUENTIAL: Final = "cividis"
"""The colour map of quantities; it is also read in grey."""

STATES: Final = {"uncovered": "#C8C8C8", "dormant": "#E69F00", "vital": "#0072B2"}
"""Organizations by state: without a branch, with a dormant one, with a vital one."""

STATE_MARKERS: Final = {"uncovered": "o", "dormant": "^", "vital": "s"}

BOTTLENECKS: Final = {
    "no_contact": "#0072B2",
    "silence_burden": "#D55E00",
    "silence_interference": "#E48A52",
    "silence_constraint": "#F2C3A4",
    "indifference": "#E69F00",
    "hidden_members": "#56B4E9",
    "no_members": "#9A9A9A",
    "type": "#CC79A7",
    "not_ripe": "#E6BCD3",
    "no_secretary": "#009E73",
    "no_capacity": "#3FB28E",
    "no_partner": "#7CC9B4",
}
"""What holds organizations back; the three refusals are shades of one colour."""


@dataclass(frozen=True)
class Look:
    """How the lines and points of an alternative are drawn."""

    colour: str
    line: str | tuple[float, tuple[float, ...]]
    marker: str


def pale(colour: str, strength: float = 0.15) -> str:
    """Return a colour mixed with white; unlike a transparent one it keeps hatches in SVG."""
    parts = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * strength):02X}" for part in parts)


def look(alternatives: Sequence[str], alternative: str) -> Look:
    """Return how an alternative is drawn; ``alternatives`` are all ids of its run, in order."""
    place = list(alternatives).index(alternative)
    if place == 0:
        return Look(BASELINE_GREY, "--", "o")
    nth = place - 1
    # After six the colours come again, with the line styles shifted.
    line = LINES[(nth + nth // len(OKABE_ITO)) % len(LINES)]
    return Look(OKABE_ITO[nth % len(OKABE_ITO)], line, MARKERS[nth % len(MARKERS)])

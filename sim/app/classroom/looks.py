"""How an organization is drawn: what it is in one letter, by colour AND shape.

Covered organizations are round, or a frame where only the books hold them; uncovered ones show
the link that holds them back. Colours have a contrast of 3 : 1 or more on white, as WCAG asks of
graphics, and no two looks share a shape, so that nobody needs the colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import N_
from sim.measures.status import Cover, Status
from sim.state.codes import Bottleneck
from sim.state.organizations import Organizations

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Look:
    """A shape (an SVG path within 10 × 10), a colour, and what it stands for."""

    id: str
    label: str
    path: str
    colour: str
    hollow: bool = False
    size: int = 11


_DISC: Final = "M5 0A5 5 0 1 1 4.99 0Z"
_RING: Final = "M5 0A5 5 0 1 1 4.99 0ZM5 2.2A2.8 2.8 0 1 0 5.01 2.2Z"
_FRAME: Final = "M0 0H10V10H0ZM2.2 2.2V7.8H7.8V2.2Z"

LOOKS: Final = (
    Look("vital", N_("branch, alive"), _DISC, "#0072B2", size=13),
    Look("dormant", N_("branch, dormant (hollow)"), _RING, "#0072B2", size=13),
    Look("shell", N_("branch on paper only (hollow)"), _FRAME, "#8c1c13", size=12),
    Look("interference", N_("refused: fear of interference"), "M5 0L10 9.5H0Z", "#D55E00"),
    Look("burden", N_("refused: fear of burden"), "M0 .5H10L5 10Z", "#A8326E"),
    Look("constraint", N_("refused: fear of constraint"), "M5 0L10 5L5 10L0 5Z", "#7a5195"),
    Look("no_members", N_("no member at all"), "M2 4H8V6H2Z", "#767676", size=9),
    Look("hidden", N_("members, but nobody knows of them"),
         "M5 0L10 5L5 10L0 5ZM5 2.6L2.6 5L5 7.4L7.4 5Z", "#00775a"),
    Look("no_contact", N_("nobody has asked lately"), "M4 1H6V9H4Z", "#767676", size=9),
    Look("undecided", N_("neither yes nor no, or not ripe"), "M0 2.5H10V4.2H0ZM0 5.8H10V7.5H0Z",
         "#8A6D00", size=10),
    Look("no_partner", N_("willing, but no partner"), "M0 0H4V10H0ZM6 0H10V10H6Z", "#1b7f9e"),
    Look("no_secretary", N_("willing, but no secretary"),
         "M3.8 0H6.2V3.8H10V6.2H6.2V10H3.8V6.2H0V3.8H3.8Z", "#1b7f9e"),
    Look("no_capacity", N_("willing, but its committee can found no more"),
         "M0 0H10V3.2H0ZM0 6.8H10V10H0Z", "#1b7f9e"),
    Look("on_paper", N_("covered on paper, without a branch"), _FRAME, "#8A6D00", size=11),
    Look("loose", N_("loose: no branch can grow here"), "M0 0H10V10H0Z", "#6b7280", size=8),
    Look("inactive", N_("inactive"),
         "M1.4 0L5 3.6L8.6 0L10 1.4L6.4 5L10 8.6L8.6 10L5 6.4L1.4 10L0 8.6L3.6 5L0 1.4Z",
         "#7b8794", size=8),
)  # fmt: skip
"""Every look, in the order of the legend."""

LETTERS: Final = "abcdefghijklmn"
EMPTY: Final = "."
"""Letter of a place where no organization is."""

_AT: Final = {look.id: number for number, look in enumerate(LOOKS)}

_OF_BOTTLENECK: Final = {
    Bottleneck.NONE: "no_contact",
    Bottleneck.SILENCE_INTERFERENCE: "interference",
    Bottleneck.SILENCE_BURDEN: "burden",
    Bottleneck.SILENCE_CONSTRAINT: "constraint",
    Bottleneck.NO_CONTACT: "no_contact",
    Bottleneck.NO_MEMBERS: "no_members",
    Bottleneck.HIDDEN_MEMBERS: "hidden",
    Bottleneck.INDIFFERENCE: "undecided",
    Bottleneck.TYPE: "loose",
    Bottleneck.NOT_RIPE: "undecided",
    Bottleneck.NO_PARTNER: "no_partner",
    Bottleneck.NO_SECRETARY: "no_secretary",
    Bottleneck.NO_CAPACITY: "no_capacity",
}
_TABLE: Final = np.array([_AT[_OF_BOTTLENECK[code]] for code in Bottleneck], np.uint8)


def looks(organizations: Organizations, status: Status, held: Codes) -> Codes:
    """Return the look of every organization row, by its place in :data:`LOOKS`."""
    found = _TABLE.take(held)
    cover = status.cover
    found[~organizations.operating] = _AT["inactive"]
    for covered, name in (
        (Cover.ON_PAPER, "on_paper"), (Cover.SHELL, "shell"), (Cover.DORMANT, "dormant"),
        (Cover.VITAL, "vital"),
    ):  # fmt: skip
        found[cover == covered] = _AT[name]
    return found

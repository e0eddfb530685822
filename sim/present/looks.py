"""What organizations look like, in shape and colour: on the stage, in replays, lessons, figures.

A colour means one thing everywhere. Blue lives. Brown is counted as covered, and what is brown
alone doesn't live: it is hollow (orange, where it is an area). The others say why an organization
is uncovered: reds refused, greys nobody has reached, olive is undecided, purple can have no branch,
green is willing and lacks somebody. Teal has a place for its members and no branch. Each shape
belongs to one look, so that the page can be read in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import N_
from sim.measures.status import Counted, Status, counted
from sim.state.codes import Bottleneck
from sim.state.organizations import Organizations

Codes = npt.NDArray[np.uint8]

LIVES: Final = "#0072B2"
"""A branch that is alive, and effective coverage."""
COUNTED: Final = "#8A4B00"
"""Reported coverage, and what is reported and doesn't live."""
HOLLOW: Final = "#E69F00"
"""What is hollow, as a colour of areas: too pale for lines, letters and marks."""
HOLLOW_AREA: Final = "rgba(230,159,0,.38)"
"""The same, where lines of a chart shine through it."""


@dataclass(frozen=True)
class Look:
    """A shape (an SVG path within 10 × 10), a colour, and what it stands for.

    ``size`` is its width where an ordinary mark is 11 wide.
    """

    id: str
    label: str
    path: str
    colour: str
    size: int = 11


_DISC: Final = "M5 0A5 5 0 1 1 4.99 0Z"

LOOKS: Final = (
    Look("vital", N_("branch, alive"), _DISC, LIVES, size=13),
    Look("dormant", N_("branch, dormant (hollow)"), _DISC + "M5 2.2A2.8 2.8 0 1 0 5.01 2.2Z",
         COUNTED, size=13),
    Look("shell", N_("branch on paper only (hollow)"), "M0 0H10V10H0ZM2.2 2.2V7.8H7.8V2.2Z",
         COUNTED, size=12),
    Look("interference", N_("refused: fear of interference"), "M5 0L10 9.5H0Z", "#D55E00"),
    Look("burden", N_("refused: fear of burden"), "M0 .5H10L5 10Z", "#B3261E"),
    Look("constraint", N_("refused: fear of constraint"), "M5 0L10 5L5 10L0 5Z", "#6E1414"),
    Look("no_members", N_("no member at all"), "M2 4H8V6H2Z", "#767676", size=9),
    Look("hidden", N_("members, but nobody knows of them"),
         "M5 0L10 5L5 10L0 5ZM5 2.6L2.6 5L5 7.4L7.4 5Z", "#3D4852"),
    Look("no_contact", N_("nobody has asked lately"), "M4 1H6V9H4Z", "#767676", size=9),
    Look("undecided", N_("neither yes nor no, or not ripe"), "M0 2.5H10V4.2H0ZM0 5.8H10V7.5H0Z",
         "#8A6D00", size=10),
    Look("no_partner", N_("willing, but no partner"), "M0 0H4V10H0ZM6 0H10V10H6Z", "#00795A"),
    Look("no_secretary", N_("willing, but no secretary"),
         "M3.8 0H6.2V3.8H10V6.2H6.2V10H3.8V6.2H0V3.8H3.8Z", "#00795A"),
    Look("no_capacity", N_("willing, but its committee can found no more"),
         "M0 0H10V3.2H0ZM0 6.8H10V10H0Z", "#00795A"),
    Look("on_paper", N_("covered on paper, without a branch"),
         "M0 0H4V2.2H2.2V4H0ZM6 0H10V4H7.8V2.2H6ZM0 6H2.2V7.8H4V10H0ZM7.8 6H10V10H6V7.8H7.8Z",
         COUNTED),
    Look("loose", N_("loose: no branch can grow here"), "M0 0H10V10H0Z", "#8E4F9E", size=8),
    Look("inactive", N_("inactive"),
         "M1.4 0L5 3.6L8.6 0L10 1.4L6.4 5L10 8.6L8.6 10L5 6.4L1.4 10L0 8.6L3.6 5L0 1.4Z",
         "#7B8794", size=8),
)  # fmt: skip
"""Every look, in the order of the legend."""

UNSEEN: Final = Look("reported", N_("reported as covered"), _DISC, COUNTED, size=13)
"""What stands for all that is reported where it is not shown which of it lives."""
LOOKED_AFTER: Final = Look(
    "looked_after", N_("no branch: member group or hosted place"), "M5 0L10 4.5V10H0V4.5Z",
    "#1B7F9E", size=10,
)  # fmt: skip
GONE: Final = Look("gone", N_("gone from the register"), "M5 3A2 2 0 1 1 4.99 3Z", "#767676")

PAPER_ONLY: Final = ("dormant", "shell", "on_paper")
"""Looks of what is reported and does not live."""

AT: Final = {look.id: number for number, look in enumerate(LOOKS)}
"""The place of a look in :data:`LOOKS`, by its id."""

OF_BOTTLENECK: Final = {
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
"""Look of what is uncovered, by what holds it back."""

_FIRST: Final = np.array([0, *(AT[code.name.lower()] for code in Counted if code)], np.uint8)
"""Look of each :class:`Counted`; what is uncovered looks as its bottleneck says."""
_HELD: Final = np.array([AT[OF_BOTTLENECK[code]] for code in Bottleneck], np.uint8)


def looks(organizations: Organizations, status: Status, held: Codes) -> Codes:
    """Return the look of every organization row, by its place in :data:`LOOKS`.

    ``held`` are the bottlenecks of the same month.
    """
    first = counted(organizations, status)
    return np.where(first == Counted.UNCOVERED, _HELD.take(held), _FIRST.take(first))

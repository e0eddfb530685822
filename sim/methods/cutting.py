"""Less money for a mix: which policy should go first, and what the last yuan of each buys.

Three tests of each dose, against the mix as it stands and on the same replicates: the dose at
nothing, the dose a fifth lower, and the whole mix at a tenth less money with that dose paying
first. All of the third kind save about the same, so their losses can be set side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.methods.credit import mean_and_error
from sim.methods.trials import Marks, Trials

F64 = npt.NDArray[np.float64]

TENTH: Final = 0.1
"""Share of the money that is taken away."""

FIFTH: Final = 0.2
"""Share of a dose that is taken away to see what its last part does."""


@dataclass(frozen=True)
class Cut:
    """What less of one dose saves and loses: (mean, standard error) over replicates.

    Yuan are saved a year; effects are lost from the mix's. ``first`` is whether the mix loses least
    when this dose pays first for a tenth less money.
    """

    dose: str
    at: float
    saved: float
    lost: tuple[float, float]
    margin_saved: float
    margin_lost: tuple[float, float]
    tenth_saved: float
    tenth_lost: tuple[float, float]
    first: bool

    def row(self) -> dict[str, Any]:
        """Return it as a row; prices are yuan a percentage point, where both signs make sense."""
        return {
            "dose": self.dose, "at": self.at,
            "saved": self.saved, "lost": self.lost[0], "lost_error": self.lost[1],
            "yuan_a_point": _price(self.saved, self.lost[0]),
            "margin_saved": self.margin_saved, "margin_lost": self.margin_lost[0],
            "margin_lost_error": self.margin_lost[1],
            "margin_yuan_a_point": _price(self.margin_saved, self.margin_lost[0]),
            "tenth_saved": self.tenth_saved, "tenth_lost": self.tenth_lost[0],
            "tenth_lost_error": self.tenth_lost[1], "first": self.first,
        }  # fmt: skip


def _price(saved: float, lost: float) -> float:
    """Return yuan for a percentage point; no number where less of a dose does no harm."""
    return saved / (100 * lost) if saved > 0 and lost > 0 else np.nan


def cuts(trials: Trials, point: F64, marks: Marks, replicates: range) -> tuple[Cut, ...]:
    """Return what less of each dose of a mix does; doses that it doesn't use are left out."""
    used = np.flatnonzero(point > 0)
    if not len(used):
        return ()
    off = np.repeat(point[None], len(used), axis=0)
    lower = off.copy()
    off[np.arange(len(used)), used] = 0.0
    lower[np.arange(len(used)), used] *= 1.0 - FIFTH
    told = trials.test(np.concatenate([off, lower]), replicates)
    saved = (marks.yuan - told.yuan).mean(axis=1)
    total = float(marks.yuan.mean())
    poorer = np.array(
        [_poorer(point, k, total, own) for k, own in zip(used.tolist(), saved, strict=False)]
    )
    less = trials.test(poorer, replicates)
    lost = marks.effect - told.effect
    tenth = marks.effect - less.effect
    first = int(tenth.mean(axis=1).argmin())
    n = len(used)
    return tuple(
        Cut(
            trials.offer.name(trials.offer.doses[k]),
            float(trials.offer.doses[k].at(point[k : k + 1])[0]),
            float(saved[row]), mean_and_error(lost[row]),
            float(saved[n + row]), mean_and_error(lost[n + row]),
            float((marks.yuan - less.yuan)[row].mean()), mean_and_error(tenth[row]),
            row == first,
        )
        for row, k in enumerate(used.tolist())
    )  # fmt: skip


def _poorer(point: F64, dose: int, total: float, own: float) -> F64:
    """Return the mix at a tenth less money, taken from one dose first and then from all others.

    ``own`` is what the dose costs. Cost is taken to be in proportion to doses; what is really
    saved is measured.
    """
    wanted = TENTH * total
    found = point.copy()
    if own >= wanted > 0:
        found[dose] *= 1.0 - wanted / own
        return found
    others = total - max(own, 0.0)
    found *= max(0.0, 1.0 - (wanted - max(own, 0.0)) / others) if others > 0 else 1.0
    found[dose] = 0.0
    return found

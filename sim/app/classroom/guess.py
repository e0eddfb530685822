"""Guess first: the curve a class draws, the band of the worlds, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.app.classroom.ensemble import COVERED, EFFECTIVE, PARTS, UNCOVERED, Ensemble, ensemble
from sim.locale import N_, _
from sim.present.numbers import percent, whole

F64 = npt.NDArray[np.float64]

REPLICATES: Final = 100
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)

GUESSED: Final[Mapping[str, str]] = {
    "reported_coverage": N_("reported coverage"),
    "effective_coverage_of_base": N_("effective coverage"),
}


@dataclass(frozen=True)
class Answer:
    """What the worlds did: quantiles by month [quantile, month], mean parts at the end.

    ``where`` is the share of worlds whose end lies below the guess.
    """

    measure: str
    guess: tuple[float, ...]
    band: F64
    parts: dict[str, float]
    where: float
    replicates: int

    @property
    def end(self) -> float:
        """The guess at the end."""
        return self.guess[-1]


def start_of(years: int, now: float) -> list[float]:
    """Return the curve that a class finds drawn: nothing ever changes."""
    return [round(now, 2)] * (years + 1)


def bounded(value: float) -> float:
    """Return a guess within 0 and 1, in whole percent."""
    return round(min(1.0, max(0.0, value)), 2)


def answer(
    content: Mapping[str, Any], alternative: str, measure: str, guess: Sequence[float],
    replicates: int = REPLICATES,
) -> Answer:  # fmt: skip
    """Simulate and compare; heavy, for a process of its own."""
    return compared(ensemble(content, [alternative], range(replicates)), measure, guess)


def compared(found: Ensemble, measure: str, guess: Sequence[float]) -> Answer:
    """Compare a guess with the worlds of the first alternative."""
    values = found.values[measure][0]
    parts = found.parts[:, 0].mean(axis=1)
    return Answer(
        measure,
        tuple(guess),
        np.quantile(values, QUANTILES, axis=0),
        dict(zip(PARTS, (float(share) for share in parts), strict=True)),
        float(np.mean(values[:, -1] < guess[-1])),
        found.replicates,
    )


def reasons(found: Answer) -> list[tuple[str, float]]:
    """Return the two largest parts that stand against the guess: (part, share of the base).

    Where the guess was too high, what is not covered; where it was too low, what is.
    """
    counted = EFFECTIVE if found.measure == "effective_coverage_of_base" else tuple(COVERED)
    high = found.end >= float(found.band[2, -1])
    names = [name for name in PARTS if (name not in counted) == high]
    ranked = sorted(names, key=lambda name: (-found.parts[name], PARTS.index(name)))
    return [(name, found.parts[name]) for name in ranked[:2] if found.parts[name] > 0]


def reason_text(part: str, share: float) -> str:
    """Say a part in words."""
    text = COVERED.get(part) or UNCOVERED[part]
    return _(text).format(n=whole(100 * share))


def verdict(found: Answer) -> str:
    """Say how the guess at the end compares, in one sentence with its numbers."""
    low, median, high = (percent(float(found.band[row, -1])) for row in (0, 2, 4))
    said = {
        "guess": percent(found.end), "low": low, "high": high, "median": median,
        "n": found.replicates,
        "below": round(found.where * found.replicates),
    }  # fmt: skip
    if found.end > found.band[4, -1]:
        text = _(
            "You guessed {guess} at the end. In {below} of {n} replicates it is less; 90 of 100 "
            "lie between {low} and {high}, half of them below {median}."
        )
    elif found.end < found.band[0, -1]:
        text = _(
            "You guessed {guess} at the end. Only {below} of {n} replicates are lower; 90 of 100 "
            "lie between {low} and {high}, half of them above {median}."
        )
    else:
        text = _(
            "You guessed {guess} at the end: inside the band. 90 of 100 replicates lie between "
            "{low} and {high}, half of them above {median}; {below} of {n} are below you."
        )
    return text.format(**said)

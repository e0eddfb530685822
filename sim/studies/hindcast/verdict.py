"""What the scores come to: backtests won, intervals that held, and how wide they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.studies.hindcast.backtests import AS_MANY, GIVEN, MODEL, Scored, table
from sim.studies.hindcast.curves import HINDSIGHT, REFERENCE
from sim.studies.hindcast.ensemble import VARIANTS

OURS: Final = (MODEL, AS_MANY, *VARIANTS)
"""The model and its variants; all other forecasters but hindsight are curves."""


@dataclass(frozen=True)
class Verdict:
    """Of a forecaster: backtests in which it scores at or below the best curve.

    ``best`` is by curves that have the figures alone; ``best_given`` by those that are also told
    what became of the base. ``held`` of ``figures`` lie in their 90 % intervals; ``width`` is the
    mean width of the intervals of shares, in points.
    """

    best: tuple[str, ...]
    best_given: tuple[str, ...]
    held: int
    figures: int
    width: float

    @property
    def held_share(self) -> float:
        """Share of the figures that lie in their intervals."""
        return self.held / self.figures


def verdict(scores: Sequence[Scored], name: str) -> Verdict:
    """Return what the scores of a forecaster come to."""
    by_backtest = table(scores)

    def best(given: bool) -> tuple[str, ...]:
        return tuple(
            backtest
            for backtest, by_name in by_backtest.items()
            if by_name[name]
            <= min((by_name[rival] for rival in rivals(by_name, given)), default=-math.inf)
        )

    held = sum(entry.predictions[name].holds(entry.row.value) for entry in scores)
    widths = [100 * entry.predictions[name].width for entry in scores if not entry.row.growth]
    return Verdict(best(False), best(True), held, len(scores), float(np.mean(widths)))


def rivals(names: Iterable[str], given: bool = False) -> list[str]:
    """Return the curves among some names: those that are ``given`` the base, or the others.

    The reference class knows no base, and is among both.
    """
    others = [name for name in names if name not in (*OURS, HINDSIGHT)]
    return [name for name in others if name == REFERENCE or name.endswith(GIVEN) == given]


def verdicts(scores: Sequence[Scored]) -> dict[str, Verdict]:
    """Return the verdicts of the model, its variants, and the curves that predict every figure."""
    everywhere = [n for n in scores[0].predictions if all(n in e.predictions for e in scores)]
    ours = [name for name in OURS if name in everywhere]
    return {name: verdict(scores, name) for name in (*ours, *rivals(everywhere))}

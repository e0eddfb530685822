"""What the scores come to: backtests won, intervals that held, and how wide they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.methods.hindcast.backtests import AS_MANY, MODEL, Scored, table
from sim.methods.hindcast.curves import HINDSIGHT
from sim.methods.hindcast.ensemble import VARIANTS

OURS: Final = (MODEL, AS_MANY, *VARIANTS)
"""The model and its variants; all other forecasters but hindsight are curves."""


@dataclass(frozen=True)
class Verdict:
    """Of the model or a variant: backtests in which it scores at or below the best curve.

    ``held`` of ``figures`` lie in their 90 % intervals; ``width`` is the mean width of the
    intervals of shares, in points.
    """

    best: tuple[str, ...]
    held: int
    figures: int
    width: float

    @property
    def held_share(self) -> float:
        """Share of the figures that lie in their intervals."""
        return self.held / self.figures


def verdict(scores: Sequence[Scored], name: str) -> Verdict:
    """Return what the scores of the model, or of a variant, come to."""
    best = tuple(
        backtest
        for backtest, by_name in table(scores).items()
        if by_name[name]
        <= min(score for other, score in by_name.items() if other not in (*OURS, HINDSIGHT))
    )
    held = sum(entry.predictions[name].holds(entry.row.value) for entry in scores)
    widths = [100 * entry.predictions[name].width for entry in scores if not entry.row.growth]
    return Verdict(best, held, len(scores), float(np.mean(widths)))


def verdicts(scores: Sequence[Scored]) -> dict[str, Verdict]:
    """Return the verdicts of the model and of the variants that were scored."""
    scored = scores[0].predictions
    return {name: verdict(scores, name) for name in OURS if name in scored}

"""Hazards and their bounds."""

from __future__ import annotations

import numpy as np

from sim.draws import F64


class BoundExceededError(ValueError):
    """A monthly probability above the constant bound of its process."""


def bounded(probability: F64, bound: float, process: str) -> F64:
    """Return ``probability``, or raise if any value exceeds the bound of its process.

    Candidates are looked for below the bound only: a higher probability would be cut in silence.
    """
    if len(probability) and probability.max() > bound:
        raise BoundExceededError(
            f"{process}: a monthly probability of {probability.max():.3f} exceeds its bound {bound}"
        )
    return probability


def logistic(x: F64) -> F64:
    """Return 1 / (1 + exp(−x))."""
    result: F64 = 1.0 / (1.0 + np.exp(-x))
    return result

"""Hazards and their bounds."""

from __future__ import annotations

import numpy as np

from sim.draws import BOUNDS, F64, Process


class BoundExceededError(ValueError):
    """A monthly probability above the constant bound of its process."""


def bounded(probability: F64, process: Process) -> F64:
    """Return ``probability``, or raise if any value exceeds the bound of its process.

    Candidates are looked for below the bound only: a higher probability would be cut in silence.
    """
    bound = BOUNDS[process]
    if len(probability) and probability.max() > bound:
        raise BoundExceededError(
            f"{process.name.lower()}: a monthly probability of {probability.max():.3f} exceeds "
            f"its bound {bound}"
        )
    return probability


def logistic(x: F64) -> F64:
    """Return 1 / (1 + exp(−x))."""
    result: F64 = 1.0 / (1.0 + np.exp(-x))
    return result

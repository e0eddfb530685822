"""Hazards and their bounds."""

from __future__ import annotations

import numpy as np

from sim.draws import BOUNDS, F64, Mask, Process, monthly

UNDER = (1.0 + 1e-9) / 12.0
"""What a rate a year is times to be no less than its probability in a month, rounding apart."""


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


def happens(u: F64, rate: F64) -> Mask:
    """Return where draws are below the probability in a month of a rate a year.

    As ``u < monthly(rate)``: the exponential, dear, is taken only under a bound of what it gives.
    """
    hit: Mask = u < rate * UNDER
    near = np.flatnonzero(hit)
    hit[near] = u[near] < monthly(rate[near])
    return hit


def logistic(x: F64) -> F64:
    """Return 1 / (1 + exp(−x))."""
    result: F64 = 1.0 / (1.0 + np.exp(-x))
    return result

"""From the bank to predictions: rows near the figures that are known, and what became of others.

The rows that the posterior keeps are weighted and moved along the local regression, as parameters
are (``sim.methods.abc``); the error of observation is added to what is predicted, so an interval
holds parameters, chance and the discrepancy of official figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import normal, series
from sim.methods.abc import Bank, Posterior, infer, local
from sim.methods.hindcast.ensemble import NAMES, SEED, Outcomes
from sim.methods.hindcast.scores import Prediction
from sim.methods.hindcast.tracks import Row
from sim.methods.observing import noisy

F64 = npt.NDArray[np.float64]

KEEP: Final = 0.1
"""Share of the bank that is kept: banks of hindcasts are small, since tracks take time."""

COPIES: Final = 8
"""Errors drawn for each row that is kept."""


def bank_of(outcomes: Outcomes, rows: Sequence[Row]) -> Bank:
    """Return the bank as it is compared with some figures, their errors added."""
    return Bank.of(
        NAMES, outcomes.u, noisy(outcomes.columns(rows), [row.error for row in rows], SEED)
    )


def target(rows: Sequence[Row]) -> F64:
    """Return the figures on the scale of their errors."""
    return np.array([float(row.error.onto(np.array(row.observed))) for row in rows])


def posterior(outcomes: Outcomes, rows: Sequence[Row]) -> tuple[Bank, Posterior]:
    """Return the posterior given some figures, and the bank that it was drawn from."""
    bank = bank_of(outcomes, rows)
    return bank, infer(bank, target(rows), keep=KEEP)


def predictive(
    outcomes: Outcomes, known: Sequence[Row], wanted: Sequence[Row]
) -> dict[Row, Prediction]:
    """Return predictions of figures in their units, given those that are known.

    Without known figures: what the priors say.
    """
    values = outcomes.columns(wanted)
    weights = np.full(len(values), 1.0 / len(values))
    moved = np.column_stack([row.error.onto(values[:, k]) for k, row in enumerate(wanted)])
    if known:
        bank = bank_of(outcomes, known)
        near = local(bank, target(known), keep=KEEP)
        moved, weights = near.moved(moved[bank.rows[near.rows]]), near.weights
    return {row: _seen(row, moved[:, k], weights) for k, row in enumerate(wanted)}


def _seen(row: Row, values: F64, weights: F64) -> Prediction:
    """Return what would be observed of a row, in its unit."""
    errors = normal(series(SEED, f"seen {row.id}", COPIES * len(values)))
    found = row.error.back(np.tile(values, COPIES) + row.error.sd * errors)
    return Prediction.of(found, np.tile(weights, COPIES)).scaled(row.first if row.growth else 1.0)

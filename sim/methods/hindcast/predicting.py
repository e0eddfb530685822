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

IN_REACH: Final = (0.005, 0.995)
"""Quantiles of what the priors bring about between which a figure is called in reach."""

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


def in_reach(outcomes: Outcomes, rows: Sequence[Row]) -> list[Row]:
    """Return the figures that the priors can bring about, error of observation included.

    The others tell that the model lacks something, not which parameters are right; conditioning on
    them would only extrapolate.
    """
    seen = noisy(outcomes.columns(rows), [row.error for row in rows], SEED)
    low, high = np.nanquantile(seen, IN_REACH, axis=0)
    observed = target(rows)
    return [row for k, row in enumerate(rows) if low[k] <= observed[k] <= high[k]]


def posterior(outcomes: Outcomes, rows: Sequence[Row]) -> Posterior:
    """Return the posterior given some figures."""
    return infer(bank_of(outcomes, rows), target(rows), keep=KEEP)


def predictive(
    outcomes: Outcomes, known: Sequence[Row], wanted: Sequence[Row]
) -> dict[Row, Prediction]:
    """Return predictions of figures in their units, given those that are known.

    Known figures that are out of reach teach nothing; without any it is what the priors say. What
    is predicted is the change since the last known figure of the same series: the reporter, its
    definition and its base stay the same, and so does what the model is off by.
    """
    rows = [*wanted, *known]
    values = outcomes.columns(rows)
    found = np.column_stack([row.error.onto(values[:, k]) for k, row in enumerate(rows)])
    weights = np.full(len(values), 1.0 / len(values))
    teaching = in_reach(outcomes, known) if known else []
    if teaching:
        bank = bank_of(outcomes, teaching)
        near = local(bank, target(teaching), keep=KEEP)
        found, weights = near.moved(found[bank.rows[near.rows]]), near.weights
    predictions = {}
    for k, row in enumerate(wanted):
        last = _last(row, known)
        said = found[:, k].copy()
        if last is not None:
            said += target([last])[0] - found[:, rows.index(last)]
        predictions[row] = _seen(row, said, weights)
    return predictions


def _last(row: Row, known: Sequence[Row]) -> Row | None:
    """Return the latest known figure of the series of a row."""
    same = [one for one in known if (one.track, one.measure) == (row.track, row.measure)]
    return max(same, key=lambda one: one.month, default=None)


def _seen(row: Row, values: F64, weights: F64) -> Prediction:
    """Return what would be observed of a row, in its unit."""
    errors = normal(series(SEED, f"seen {row.id}", COPIES * len(values)))
    found = row.error.back(np.tile(values, COPIES) + row.error.sd * errors)
    return Prediction.of(found, np.tile(weights, COPIES)).scaled(row.first if row.growth else 1.0)

"""From the bank to predictions: rows near the figures that are known, and what became of others.

The rows that the posterior keeps are weighted and moved along the local regression, as parameters
are (``sim.methods.abc``). An interval holds parameters, chance, the error of official figures, and
what a model drifts off by: a random walk since the last figure of the series, as in the curves. The
bank is compared with known figures under the same law, from the start of each track.
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
from sim.methods.observing import LOG_SD

F64 = npt.NDArray[np.float64]

KEEP: Final = 0.1
"""Share of the bank that is kept: banks of hindcasts are small, since tracks take time."""

IN_REACH: Final = (0.005, 0.995)
"""Quantiles of what the priors bring about between which a figure is called in reach."""

COPIES: Final = 8
"""Errors drawn for each row that is kept."""


def bank_of(outcomes: Outcomes, rows: Sequence[Row]) -> Bank:
    """Return the bank as it is compared with some figures, their errors added."""
    return Bank.of(NAMES, outcomes.u, _as_reported(outcomes, rows))


def target(rows: Sequence[Row]) -> F64:
    """Return the figures on the scale of their errors."""
    return np.array([float(row.error.onto(np.array(row.observed))) for row in rows])


def in_reach(outcomes: Outcomes, rows: Sequence[Row]) -> list[Row]:
    """Return the figures that the priors can bring about, errors included.

    The others tell that the model lacks something, not which parameters are right; conditioning on
    them would only extrapolate.
    """
    low, high = np.nanquantile(_as_reported(outcomes, rows), IN_REACH, axis=0)
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
        years = (row.month - (0 if last is None else last.month)) / 12.0
        predictions[row] = _seen(row, said, weights, years)
    return predictions


def _as_reported(outcomes: Outcomes, rows: Sequence[Row]) -> F64:
    """Return the values of rows as they would be reported, on the scale of their errors.

    Each has the error of its figure and where its series has drifted to by then; what has drifted
    stays in the later figures of the series. All multiples of one first figure share its error.
    """
    values = outcomes.columns(rows)
    found = np.empty_like(values)
    drifted: dict[tuple[str, str], tuple[int, F64]] = {}
    for k in sorted(range(len(rows)), key=lambda k: rows[k].month):
        row = rows[k]
        month, drift = drifted.get(row.series, (0, np.zeros(len(values))))
        sd = row.error.step * ((row.month - month) / 12.0) ** 0.5
        drift = drift + sd * normal(series(SEED, f"drift {row.id}", len(values)))
        drifted[row.series] = (row.month, drift)
        found[:, k] = row.error.onto(values[:, k]) + drift + _error(row, len(values))
    return found


def _error(row: Row, count: int) -> F64:
    """Return errors of a figure, of a multiple those of its own figure and of the first."""
    own = normal(series(SEED, f"error {row.id}", count))
    if not row.growth:
        return row.error.sd * own
    first = normal(series(SEED, f"error {':'.join(row.series)} at first", count))
    return LOG_SD * (own - first)


def _last(row: Row, known: Sequence[Row]) -> Row | None:
    """Return the latest known figure of the series of a row."""
    same = [one for one in known if one.series == row.series]
    return max(same, key=lambda one: one.month, default=None)


def _seen(row: Row, values: F64, weights: F64, years: float) -> Prediction:
    """Return what would be observed of a row, in its unit, so long after the last figure."""
    median = np.quantile(values, [0.5], weights=weights, method="inverted_cdf")
    error = row.error_of(float(row.error.back(median)[0]))
    drawn = normal(series(SEED, f"seen {row.id}", COPIES * len(values)))
    found = error.back(np.tile(values, COPIES) + error.after(years).sd * drawn)
    return Prediction.of(found, np.tile(weights, COPIES)).scaled(row.first if row.growth else 1.0)

"""Dose–response: what each further dose adds, and from which dose on another shows no clear gain.

A sweep over one number has a curve for each alternative and measure. It has at every dose the mean
over replicates and what 90 % of them lie between, and between neighbouring doses the step. Steps
are paired, replicate by replicate, so their standard error is far below that of two separate means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, series
from sim.measures.base import QUANTILES
from sim.measures.catalogue import MEASURES
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Responses
from sim.studies.study import Columns, texts

FEWEST_DOSES: Final = 3
"""Doses of which there is a curve."""
TOLD: Final = 2.0
"""Standard errors by which a step must differ from zero to differ clearly from it."""
RESAMPLES: Final = 500
FEWEST_REPLICATES: Final = 10
"""Fewer replicates say nothing of how far the dose that is enough may be off."""
POINT: Final = 0.01

Values = Mapping[str, npt.NDArray[Any]]


def dose_of(values: Values) -> str | None:
    """Return the key of the one number that is varied, ``None`` where there is no curve."""
    if len(values) != 1:
        return None
    key, column = next(iter(values.items()))
    if column.dtype == object or len(np.unique(column)) < FEWEST_DOSES:
        return None
    return key


def curves(
    values: Values, found: Responses, shape: tuple[int, int], limit: float | None, seed: int
) -> tuple[Columns, list[dict[str, Any]]]:
    """Return a row a curve and dose, and for each curve which dose is enough.

    The outcome is the paired difference from the baseline where the study looks at it, else the
    measure itself, at the last month. ``limit`` is the most yuan of a point that a further dose
    may cost. ``shape`` is (cases, replicates); ``seed`` that of the resamples.
    """
    key = dose_of(values)
    assert key is not None  # asked before
    doses, first = np.unique(values[key].astype(np.float64), return_index=True)
    rows: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    summaries = []
    for alternative in found.alternatives:
        paired = BASELINE in found.alternatives and alternative != BASELINE
        if alternative == BASELINE and len(found.alternatives) > 1:
            continue
        yuan = _by_dose(found.yuan, found, alternative, paired, shape)[first]
        for measure in found.measures:
            at = found.alternatives.index(alternative)
            place = found.measures.index(measure)
            outcome = found.values[:, at, place, -1].reshape(shape)[first]
            if paired:
                base = found.values[:, found.alternatives.index(BASELINE), place, -1]
                outcome = outcome - base.reshape(shape)[first]
            known = ~(np.isnan(outcome).any(0) | np.isnan(yuan).any(0))
            if not known.any():
                continue
            outcome, price = outcome[:, known], yuan[:, known]
            share = MEASURES[measure].is_share
            enough = _enough(outcome, price, limit if share else None)
            _fill(rows, alternative, measure, paired, doses, outcome, price)
            summaries.append(
                {
                    "key": key,
                    "alternative": alternative,
                    "measure": measure,
                    "less": BASELINE if paired else None,
                    "replicates": int(outcome.shape[1]),
                    "enough": None if enough is None else float(doses[enough]),
                    **_uncertain(outcome, price, limit if share else None, doses, seed),
                }
            )
    kinds = {"alternative": texts, "measure": texts, "less": texts}
    table = {name: kinds.get(name, np.asarray)(column) for name, column in rows.items()}
    return table, summaries


_COLUMNS: Final = (
    "alternative", "measure", "less", "dose", "mean", "q05", "q95", "se", "step", "step_se", "yuan",
    "step_yuan",
)  # fmt: skip


def _by_dose(
    amounts: F64, found: Responses, alternative: str, paired: bool, shape: tuple[int, int]
) -> F64:
    """Return what an alternative costs by case and replicate, less the baseline where paired."""
    mine = amounts[:, found.alternatives.index(alternative)]
    if paired:
        mine = mine - amounts[:, found.alternatives.index(BASELINE)]
    result: F64 = mine.reshape(shape)
    return result


def _fill(
    rows: dict[str, list[Any]], alternative: str, measure: str, paired: bool, doses: F64,
    outcome: F64, yuan: F64,
) -> None:  # fmt: skip
    """Add the rows of a curve; a step is the one that leads to the dose."""
    steps, dear = np.diff(outcome, axis=0), np.diff(yuan, axis=0)
    for number, dose in enumerate(doses.tolist()):
        low, high = np.quantile(outcome[number], (QUANTILES[0], QUANTILES[-1])).tolist()
        step = steps[number - 1] if number else np.full(1, np.nan)
        entry = {
            "alternative": alternative,
            "measure": measure,
            "less": BASELINE if paired else "",
            "dose": dose,
            "mean": float(outcome[number].mean()),
            "q05": low,
            "q95": high,
            "se": _error(outcome[number]),
            "step": float(step.mean()),
            "step_se": _error(step),
            "yuan": float(yuan[number].mean()),
            "step_yuan": float(dear[number - 1].mean()) if number else np.nan,
        }
        for name in _COLUMNS:
            rows[name].append(entry[name])


def _error(values: F64) -> float:
    """Return the standard error of a mean; not a number of a single value."""
    return float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else np.nan


def _enough(outcome: F64, yuan: F64, limit: float | None) -> int | None:
    """Return the first dose whose next step does not differ clearly from zero, or costs too much.

    ``outcome`` and ``yuan`` are [dose, replicate]; ``None`` where every step is still worth it.
    """
    steps, dear = np.diff(outcome, axis=0), np.diff(yuan, axis=0).mean(axis=1)
    mean = steps.mean(axis=1)
    n = steps.shape[1]
    error = steps.std(axis=1, ddof=1) / n**0.5 if n > 1 else np.zeros(len(mean))
    worth = mean > TOLD * error
    if limit is not None:
        worth &= dear <= limit * mean / POINT
    stops = np.flatnonzero(~worth)
    return int(stops[0]) if len(stops) else None


def _uncertain(
    outcome: F64, yuan: F64, limit: float | None, doses: F64, seed: int
) -> dict[str, float | None]:
    """Return what 90 % of resamples of the replicates say is enough, and in how many none is.

    A dose beyond the largest counts as the largest in the interval.
    """
    n = outcome.shape[1]
    if n < FEWEST_REPLICATES:
        return {"enough_low": None, "enough_high": None, "none_enough": None}
    u = series(seed, "dose-response", RESAMPLES * n).reshape(RESAMPLES, n)
    chosen: I64 = np.floor(u * n).astype(np.int64)
    found = [_enough(outcome[:, rows], yuan[:, rows], limit) for rows in chosen]
    at = np.array([len(doses) - 1 if one is None else one for one in found])
    low, high = np.quantile(at, (QUANTILES[0], QUANTILES[-1]), method="inverted_cdf").tolist()
    return {
        "enough_low": float(doses[int(low)]),
        "enough_high": float(doses[int(high)]),
        "none_enough": sum(one is None for one in found) / RESAMPLES,
    }

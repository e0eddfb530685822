"""The tables of a sweep: its design, every response in a row of its own, and a wide one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.methods.cases import Responses
from sim.methods.effects import mean_of
from sim.methods.study import Columns, texts
from sim.results.compare import QUANTILES
from sim.scenario.scenario import BASELINE

F64 = npt.NDArray[np.float64]
Values = Mapping[str, npt.NDArray[Any]]


def design_table(values: Values) -> Columns:
    """Return a row a case: its number and its values."""
    n = len(next(iter(values.values())))
    return {"case": np.arange(n), **values}


def responses_table(found: Responses, shape: tuple[int, int]) -> Columns:
    """Return a row a case × alternative × month × measure: over replicates, mean and quantiles.

    ``difference`` columns are paired with the baseline, replicate by replicate; they are empty for
    itself, and where the study doesn't look at it.
    """
    n, _replicates = shape
    size = (len(found.alternatives), len(found.months), len(found.measures))
    case, alternative, month, measure = (g.ravel() for g in np.indices((n, *size)))
    # By case, replicate, alternative, measure, month; replicates become the last.
    values = found.values.reshape(*shape, *found.values.shape[1:]).transpose(0, 2, 4, 3, 1)
    differences = np.full_like(values, np.nan)
    if BASELINE in found.alternatives:
        itself = found.alternatives.index(BASELINE)
        differences = values - values[:, itself : itself + 1]
        differences[:, itself] = np.nan
    table: dict[str, npt.NDArray[Any]] = {
        "case": case,
        "alternative": texts(np.array(found.alternatives, object)[alternative]),
        "month": np.array(found.months, np.int64)[month],
        "measure": texts(np.array(found.measures, object)[measure]),
    }
    for prefix, part in (("", values), ("difference_", differences)):
        flat = part.reshape(-1, shape[1])
        table[f"{prefix}mean"] = mean_of(flat)
        for number, level in zip(quantiles(flat), ("q05", "q50", "q95"), strict=True):
            table[f"{prefix}{level}"] = number
    table["replicates"] = np.count_nonzero(~np.isnan(values.reshape(-1, shape[1])), axis=1)
    return table


def quantiles(rows: F64) -> F64:
    """Return quantiles of each row without what is no number, NaN where all is none."""
    whole = ~np.isnan(rows).any(axis=1)
    found = np.full((len(QUANTILES), len(rows)), np.nan)
    if whole.any():
        found[:, whole] = np.quantile(rows[whole], QUANTILES, axis=1)
    for row in np.flatnonzero(~whole & ~np.isnan(rows).all(axis=1)):
        found[:, row] = np.quantile(rows[row][~np.isnan(rows[row])], QUANTILES)
    return found


def wide_table(values: Values, found: Responses, replicates: int) -> Columns:
    """Return a row a case × replicate: values, and every outcome at the last month."""
    n = len(found.yuan) // replicates
    table: dict[str, npt.NDArray[Any]] = {
        "case": np.repeat(np.arange(n), replicates),
        "replicate": np.tile(np.arange(replicates), n),
        **{key: np.repeat(column, replicates) for key, column in values.items()},
    }
    for place, alternative in enumerate(found.alternatives):
        for measure in found.measures:
            table[f"{alternative}.{measure}"] = found.of(measure, alternative)
        table[f"{alternative}.yuan"] = found.yuan[:, place]
        table[f"{alternative}.hours"] = found.hours[:, place]
    return table

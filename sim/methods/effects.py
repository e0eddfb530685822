"""What each factor of a design went along with: means over cases in its lower and upper third.

In a grid or an even sample the other factors are spread alike over both thirds, so that the
difference is the factor's own part; in a list of cases it need not be. All cases have the same
replicates, so that the difference has a standard error: of chance alone, not of the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.methods.cases import Responses
from sim.scenario.scenario import BASELINE

F64 = npt.NDArray[np.float64]
Values = Mapping[str, npt.NDArray[Any]]


def effects(values: Values, found: Responses, shape: tuple[int, int]) -> list[dict[str, Any]]:
    """Return for every alternative and measure what cases and chance do, at the last month.

    ``shape`` is (cases, replicates). Where the baseline is among the alternatives, the others
    have a second entry: ``less`` names it, and everything in it is of paired differences.
    """
    rows = []
    for measure in found.measures:
        levels = {name: found.of(measure, name).reshape(shape) for name in found.alternatives}
        for name, level in levels.items():
            entries: list[tuple[str | None, F64]] = [(None, level)]
            if BASELINE in levels and name != BASELINE:
                entries.append((BASELINE, level - levels[BASELINE]))
            for less, outcome in entries:
                if not np.isnan(outcome).all():
                    told = {"alternative": name, "measure": measure, "less": less}
                    rows.append(told | _entry(values, outcome))
    return rows


def _entry(values: Values, outcome: F64) -> dict[str, Any]:
    """Describe an outcome [case, replicate].

    ``between`` is the standard deviation of the cases' means, ``within`` that of replicates around
    their case's mean: chance, and what the study left to the priors.
    """
    means = mean_of(outcome)
    return {
        "mean": float(np.nanmean(means)),
        "lowest": _extreme(means, int(np.nanargmin(means))),
        "highest": _extreme(means, int(np.nanargmax(means))),
        "between": float(np.nanstd(means)),
        "within": float(np.sqrt(np.nanmean((outcome - means[:, None]) ** 2))),
        "factors": {key: _factor(column, outcome) for key, column in values.items()},
    }


def _extreme(means: F64, case: int) -> dict[str, Any]:
    return {"case": case, "mean": float(means[case])}


def _factor(column: npt.NDArray[Any], outcome: F64) -> dict[str, Any]:
    """Return the means of a factor's groups, the widest step between two, and its error."""
    by_group = {name: mean_of(outcome[rows].T) for name, rows in groups(column).items()}
    means = {name: float(mean_of(found[None, :])[0]) for name, found in by_group.items()}
    step, error = 0.0, 0.0
    for one, other in combinations(by_group, 2):
        by_replicate = by_group[other] - by_group[one]
        known = by_replicate[~np.isnan(by_replicate)]
        if len(known) and abs(float(np.mean(known))) >= abs(step):
            step = float(np.mean(known))
            error = float(np.std(known, ddof=1)) / len(known) ** 0.5 if len(known) > 1 else np.nan
    return {"means": means, "step": step, "error": error}


def mean_of(outcome: F64) -> F64:
    """Return the mean over replicates, leaving out what is no number; NaN where all is none."""
    known = ~np.isnan(outcome)
    number = np.count_nonzero(known, axis=1)
    total = np.where(known, outcome, 0.0).sum(axis=1)
    averages: F64 = np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0)
    return averages


def groups(column: npt.NDArray[Any]) -> dict[str, npt.NDArray[np.bool_]]:
    """Return the cases of each choice, or of the lower and the upper third of a number."""
    if column.dtype == object:
        return {str(name): column == name for name in dict.fromkeys(column.tolist())}
    low, high = np.quantile(column, (1 / 3, 2 / 3), method="inverted_cdf")
    return {"low": column <= low, "high": column >= high}

"""What each factor of a design went along with: means over cases in its lower and upper third.

In a grid or an even sample the other factors are spread alike over both thirds, so that the
difference is the factor's own part; in a list of cases it need not be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.methods.cases import Responses

F64 = npt.NDArray[np.float64]


def effects(
    values: Mapping[str, npt.NDArray[Any]], found: Responses, shape: tuple[int, int]
) -> list[dict[str, Any]]:
    """Return for every alternative and measure what cases and chance do, at the last month.

    ``shape`` is (cases, replicates). ``between`` is the standard deviation of the cases' means,
    ``within`` that of replicates around their case's mean: chance and what the study left to
    the priors.
    """
    rows = []
    for alternative in found.alternatives:
        for measure in found.measures:
            outcome = found.of(measure, alternative).reshape(shape)
            means = mean_of(outcome)
            if np.isnan(means).all():
                continue
            rows.append(
                {
                    "alternative": alternative,
                    "measure": measure,
                    "mean": float(np.nanmean(means)),
                    "lowest": _extreme(means, int(np.nanargmin(means))),
                    "highest": _extreme(means, int(np.nanargmax(means))),
                    "between": float(np.nanstd(means)),
                    "within": float(np.sqrt(np.nanmean((outcome - means[:, None]) ** 2))),
                    "factors": {key: groups(column, means) for key, column in values.items()},
                }
            )
    return rows


def _extreme(means: F64, case: int) -> dict[str, Any]:
    return {"case": case, "mean": float(means[case])}


def mean_of(outcome: F64) -> F64:
    """Return the mean over replicates, leaving out what is no number; NaN where all is none."""
    known = ~np.isnan(outcome)
    number = np.count_nonzero(known, axis=1)
    total = np.where(known, outcome, 0.0).sum(axis=1)
    averages: F64 = np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0)
    return averages


def groups(column: npt.NDArray[Any], means: F64) -> dict[str, float]:
    """Return the mean of cases by choice, or of the lower and the upper third of a number."""
    if column.dtype == object:
        found = {str(name): means[column == name] for name in dict.fromkeys(column.tolist())}
    else:
        low, high = np.quantile(column, (1 / 3, 2 / 3), method="inverted_cdf")
        found = {"low": means[column <= low], "high": means[column >= high]}
    return {name: float(mean_of(group[None, :])[0]) for name, group in found.items()}

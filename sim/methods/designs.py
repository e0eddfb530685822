"""Designs: points of [0, 1] for factors, with an explicit seed, or a list of cases.

Latin hypercube: McKay, Beckman, Conover (1979), Technometrics 21. Sobol' points, scrambled: Owen
(1998), J. of Complexity 14; both as in ``scipy.stats.qmc``. A design of more points is not the
design of fewer with points added, but for Sobol' points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.methods.cases import Cases
from sim.methods.factors import Factor

F64 = npt.NDArray[np.float64]
Columns = Mapping[str, npt.NDArray[Any]]


def grid(factors: Sequence[Factor], levels: int) -> Columns:
    """Return every combination: ``levels`` values from low to high, or all choices, of each.

    Parameters with a prior have quantiles of it from 0 to 1. Whole numbers may have fewer levels.
    """
    _refuse_none(factors)
    axes = []
    for factor in factors:
        n = len(factor.choices) or levels
        points = (np.arange(n) + 0.5) / n if factor.choices else np.linspace(0.0, 1.0, n)
        axes.append(list(dict.fromkeys(factor.at(points).tolist())))
    rows = list(product(*axes))
    return {
        factor.key: _column([row[place] for row in rows]) for place, factor in enumerate(factors)
    }


def latin(factors: Sequence[Factor], points: int, seed: int) -> Columns:
    """Return a Latin hypercube: each factor's range is cut evenly, a point in every piece."""
    from scipy.stats import qmc

    _refuse_none(factors)
    return scaled(factors, qmc.LatinHypercube(len(factors), rng=seed).random(points))


def sobol(factors: Sequence[Factor], points: int, seed: int) -> Columns:
    """Return the first scrambled Sobol' points: their number is a power of two."""
    from scipy.stats import qmc

    _refuse_none(factors)
    if points & (points - 1):
        lower = 1 << (points.bit_length() - 1)
        message = _(
            "Sobol' points come in powers of two: ask for {lower} or {upper}, not {points}."
        )
        raise InputError(message.format(lower=lower, upper=2 * lower, points=points))
    return scaled(factors, qmc.Sobol(len(factors), rng=seed).random(points))


def scaled(factors: Sequence[Factor], u: F64) -> Columns:
    """Return the values of points in [0, 1], a column a factor."""
    return {factor.key: factor.at(u[:, place]) for place, factor in enumerate(factors)}


def replicated(values: Columns, replicates: int) -> Cases:
    """Return the cases of a design under the same replicates: row c · replicates + k.

    All points meet the same draws, so that a difference between them is not chance.
    """
    n = len(next(iter(values.values()))) if values else 0
    columns = {key: np.repeat(column, replicates) for key, column in values.items()}
    return Cases(np.tile(np.arange(replicates, dtype=np.int64), n), columns)


def _column(entries: list[Any]) -> npt.NDArray[Any]:
    return np.array(entries, dtype=object if isinstance(entries[0], str) else np.float64)


def _refuse_none(factors: Sequence[Factor]) -> None:
    if not factors:
        raise InputError(_("A design needs factors: name what is to be varied."))

"""Sums that do not depend on order.

A float is rounded once to a multiple of 2**-20 (about 1e-6); integers add exactly in any
order, so padding, stacking and threads cannot change a total.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SCALE = float(1 << 20)


def quantize(values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return ``values`` as whole multiples of 2**-20, halves to even."""
    return np.rint(values * SCALE).astype(np.int64)


def group_count(group: npt.NDArray[np.int64], groups: int) -> npt.NDArray[np.int64]:
    """Return the number of rows in each group."""
    return np.bincount(group, minlength=groups)


def group_sum(
    group: npt.NDArray[np.int64], values: npt.NDArray[np.integer], groups: int
) -> npt.NDArray[np.int64]:
    """Sum integers by group; exact while totals stay below 2**53."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.int64)


def group_total(
    group: npt.NDArray[np.int64], values: npt.NDArray[np.float64], groups: int
) -> npt.NDArray[np.float64]:
    """Sum floats by group, each rounded once to a multiple of 2**-20."""
    whole = np.rint(values * SCALE)
    totals: npt.NDArray[np.float64] = np.bincount(group, whole, groups) / SCALE
    return totals

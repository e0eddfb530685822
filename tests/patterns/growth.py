"""Statistics of the patterns P1-P3, pure functions of shares in time (docs/patterns.md).

NaN stands for "can't be measured in this draw".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

RATES: Final = np.geomspace(0.1, 12.0, 200)
"""Speeds of approach a year that are tried: from a tenth, which ten years hardly show."""


def logit_growth(before: float, after: float, years: float) -> float:
    """Return the growth of the logit of a share a year; NaN where a share is 0 or 1."""
    if not (0 < before < 1 and 0 < after < 1):
        return math.nan
    return (math.log(after / (1 - after)) - math.log(before / (1 - before))) / years


def plateau(years: F64, shares: F64) -> float:
    """Return K of the curve K + A exp(-rate · years) that is nearest in squares."""
    best, found = math.inf, math.nan
    for rate in RATES:
        design = np.column_stack([np.ones(len(years)), np.exp(-rate * years)])
        fitted = np.linalg.lstsq(design, shares, rcond=None)[0]
        squares = float(((design @ fitted - shares) ** 2).sum())
        if squares < best:
            best, found = squares, float(fitted[0])
    return found


def slowing(yearly: F64) -> float:
    """Return the mean yearly growth of the last third over the largest; NaN if it never grows."""
    growth = np.diff(yearly)
    largest = float(growth.max())
    return float(growth[-(len(growth) // 3) :].mean()) / largest if largest > 0 else math.nan


@dataclass(frozen=True)
class Gap:
    """Work minus organization coverage where the latter is in a range; the least anywhere."""

    mean: float
    least: float


GAP_BETWEEN: Final = (0.6, 0.9)
"""Organization coverage between which the gap is looked at."""


def gap(organization: F64, work: F64) -> Gap:
    """Return the gap of two coverages by time; its mean is NaN where the range isn't met."""
    low, high = GAP_BETWEEN
    apart = work - organization
    inside = (organization >= low) & (organization <= high)
    mean = float(apart[inside].mean()) if inside.any() else math.nan
    return Gap(mean, float(apart.min()))

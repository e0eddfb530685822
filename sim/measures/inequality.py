"""Inequality of coverage between districts."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import Measure

I64 = npt.NDArray[np.int64]

INEQUALITY: Final = (
    Measure(
        name="district_inequality",
        numerator="district_gap",
        denominator="district_total",
        unit="share",
        label={"en": "inequality between districts", "zh": "区域间不均衡(基尼)"},
        definition={
            "en": "Gini coefficient of organization coverage of registered organizations between "
            "districts, each district weighing as its registered organizations: 0 where all are "
            "equal; recorded once a year",
            "zh": "各区域组织覆盖率(占登记组织)的基尼系数,以登记组织数为权重,0为完全均衡;"
            "每年记录一次",
        },
        grouped=False,
    ),
)


def district_gini(covered: I64, registered: I64) -> tuple[I64, I64]:
    """Return numerator and denominator of the Gini coefficient; axes are (…, district).

    With k covered of n registered in each district, K and N in all, the weighted Gini coefficient
    of k/n is Σ over pairs of |k_i·n_j − k_j·n_i|, divided by K·N: whole numbers.
    """
    gap = np.zeros(covered.shape[:-1], np.int64)
    for i in range(covered.shape[-1]):
        k, n = covered[..., i : i + 1], registered[..., i : i + 1]
        gap += np.abs(k * registered[..., i + 1 :] - covered[..., i + 1 :] * n).sum(-1)
    return gap, covered.sum(-1) * registered.sum(-1)

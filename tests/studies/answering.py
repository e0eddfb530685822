"""Formulas in place of a simulation: what a study is told, and nothing to wait for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.studies.cases import Cases, Responses
from sim.studies.factors import Factor

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def unit_factors(number: int) -> tuple[Factor, ...]:
    """Return factors from 0 to 1."""
    return tuple(Factor(f"parameters.x{k}") for k in range(number))


@dataclass
class Formula:
    """Answers with a formula of the factors' values and the replicate, 0 under the baseline."""

    factors: tuple[Factor, ...]
    formula: Callable[[F64, I64], F64]
    simulated: int = 0

    def __call__(
        self,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        chosen = tuple(alternatives or ("baseline", "liaisons"))
        points = np.column_stack([cases.values[factor.key] for factor in self.factors])
        answer = self.formula(points.astype(np.float64), cases.replicate)
        self.simulated += len(cases)
        shape = (len(cases), len(chosen), len(measures), 1)
        acts = np.array([name != "baseline" for name in chosen], np.float64)
        values = np.broadcast_to((answer[:, None] * acts)[..., None, None], shape)
        nothing = np.zeros(shape[:2])
        when = tuple(months or (120,))
        return Responses(chosen, tuple(measures), when, values, nothing, nothing, {})

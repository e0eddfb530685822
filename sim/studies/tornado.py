"""Tornado: one factor at a time, from the low to the high end of what is thought possible.

It answers "what if only this were different"; interactions are for :mod:`sim.studies.blocks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import InputError
from sim.locale import _
from sim.studies.cases import replicated
from sim.studies.factors import Factor, scaled
from sim.studies.outcomes import Outcome, Simulate, mean_and_error

if TYPE_CHECKING:
    import pandas as pd

ENDS: Final = (0.05, 0.95)
"""Points of each factor's prior (or range) that it is set to."""


def tornado(
    outcome: Outcome,
    factors: Sequence[Factor],
    replicates: int,
    simulate: Simulate,
    *,
    ends: tuple[float, float] = ENDS,
) -> pd.DataFrame:
    """Return a row a factor, the widest swing first.

    The factors stand at their medians but for one, all under the same replicates. Columns: factor,
    low, high (its values), at_low, at_high (means over replicates), middle (all at their medians),
    swing (at_high − at_low), standard_error (of the swing, paired). Raises ``InputError``.
    """
    import pandas as pd

    if not factors:
        raise InputError(_("There is no factor to vary."))
    if replicates < 1:
        raise InputError(_("A tornado takes one replicate or more."))
    number = len(factors)
    points = np.full((1 + 2 * number, number), 0.5)
    for k in range(number):
        points[1 + 2 * k, k], points[2 + 2 * k, k] = ends
    cases = replicated(scaled(factors, points), range(replicates))
    found = outcome.simulated(simulate, cases).reshape(len(points), replicates)
    found = found[:, ~np.isnan(found).any(axis=0)]
    if not found.shape[1]:
        raise InputError(_("No replicate has an answer for every case."))
    rows = []
    for k, factor in enumerate(factors):
        low, high = found[1 + 2 * k], found[2 + 2 * k]
        swing, error = mean_and_error(high - low)
        at = factor.at(np.array(ends))
        rows.append(
            {
                "factor": factor.key, "low": at[0], "high": at[1],
                "at_low": float(low.mean()), "at_high": float(high.mean()),
                "middle": float(found[0].mean()), "swing": swing, "standard_error": error,
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    order = np.lexsort((frame.factor, -frame.swing.abs()))
    return frame.iloc[order].reset_index(drop=True)

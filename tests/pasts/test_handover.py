"""Accepted pasts that simply go on end near the start that is imposed on them (docs/history.md)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.scenario import load
from tests.pasts.handover import SINCE_YEARS, handed_over

POINTS = 0.04
MISSES = pytest.mark.xfail(reason="a goal that is missed: docs/history.md", raises=AssertionError)
"""Strict: whoever mends the start hears that these places hold the bound."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("linze", marks=MISSES),
        "hangzhou_cost_consultants",
        "classroom",
        "county_survey",
        pytest.param("yiwu", marks=MISSES),
    ],
)
def test_shares_of_pasts_that_go_on(name: str) -> None:
    """Medians of reported and effective coverage at years 1, 2 and 5 within four points.

    Organizations a branch and ages are not among them: docs/history.md says by how much they
    miss.
    """
    more = [] if load(name).history is not None else ['history.effort="continues"']
    scenario = load(name, overrides=["uncertainty=prior", *more])
    pasts, run = handed_over(scenario)
    later = [k for k, years in enumerate(SINCE_YEARS) if years]
    assert np.abs(pasts - run)[:2, later].max() <= POINTS

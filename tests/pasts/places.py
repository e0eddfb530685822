"""A small place with a short past, and lists made up for tests."""

from __future__ import annotations

from functools import lru_cache

from sim.pasts.lists import extended
from sim.plan.past import Pasts
from sim.scenario import load
from sim.scenario.scenario import Scenario

SINCE = 'history.since="2021-01"'
"""Three years before the classroom begins."""


def town(*overrides: str, since: str = SINCE) -> Scenario:
    """Return the classroom with a past of three years; overrides as on the command line."""
    return load("classroom", overrides=["years=1", "uncertainty=prior", since, *overrides])


@lru_cache
def pasts(wanted: int = 3) -> Pasts:
    """Return a list of the town's pasts."""
    return extended(town(), Pasts(), wanted)


def made_up(weights: list[float], accepted: set[int]) -> Pasts:
    """Return a list with the given weights; effort is a tenth of the number of the candidate."""
    n = range(len(weights))
    return Pasts(
        tuple(weights), tuple(k in accepted for k in n), tuple(k / 10 for k in n), (1.0,) * len(n)
    )

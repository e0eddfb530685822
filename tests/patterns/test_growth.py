"""P1-P3: the statistics on input with known answers, and the measured shares of docs/patterns.md.

Bounds are those of what was measured, as in test_patterns.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.studies.hindcast.ensemble import prior_draws
from tests.patterns import effort, nation
from tests.patterns.effort import Effort
from tests.patterns.growth import gap, logit_growth, plateau, slowing
from tests.patterns.measured import EFFORT, NATION
from tests.patterns.nation import Grown
from tests.patterns.statistics import Share, as_measured

SLOW_DRAWS = 40
ALL_DRAWS = 200


def test_logit_growth_is_a_year() -> None:
    assert logit_growth(0.5, math.e / (1 + math.e), 2) == pytest.approx(0.5)
    # The figures of validity: 41.9 % in 2014 and 58.9 % in 2016.
    assert logit_growth(0.419, 0.589, 2) == pytest.approx(0.34, abs=0.005)
    assert math.isnan(logit_growth(0.0, 0.5, 1)) and math.isnan(logit_growth(0.5, 1.0, 1))


@pytest.mark.parametrize(("top", "rate"), [(0.8, 0.3), (0.8, 6.0), (1.0, 1.0)])
def test_a_plateau_is_found_also_before_it_is_reached(top: float, rate: float) -> None:
    years = np.arange(0, 10.5, 0.5)
    assert plateau(years, top - 0.6 * np.exp(-rate * years)) == pytest.approx(top, abs=0.01)


def test_growth_that_slows() -> None:
    assert slowing(np.array([0.1, 0.5, 0.6, 0.6, 0.6, 0.6, 0.64])) == pytest.approx(0.05)
    assert slowing(np.linspace(0.1, 0.9, 7)) == pytest.approx(1)
    assert math.isnan(slowing(np.linspace(0.9, 0.1, 7)))


def test_a_gap_counts_only_where_coverage_is_in_the_range() -> None:
    organization = np.array([0.2, 0.6, 0.8, 0.95])
    found = gap(organization, np.array([0.9, 0.9, 0.9, 0.94]))
    assert found.mean == pytest.approx(0.2) and found.least == pytest.approx(-0.01)
    assert math.isnan(gap(organization[:1], np.array([0.9])).mean)


def draw(**values: float) -> Effort:
    """Return a draw in which everything holds, but for what is given."""
    fine = gap(np.array([0.7]), np.array([0.9]))
    usual = {
        "entry": 0.09, "plateau": 0.85, "last": 0.85, "slowing": 0.0, "normal": 0.05,
        "campaign": 1.0, "least_work": 0.99, "caseload": 2.0,
    }  # fmt: skip
    return Effort(**(usual | values), without=fine, sent=fine)


def test_parts_of_a_pattern_are_counted_where_their_condition_is_met() -> None:
    few = effort.patterns([draw(), draw(plateau=0.98), draw(plateau=0.98, entry=0.05)])
    assert few["P1 plateau .75-.95"] == Share(1, 3, 3)
    assert few["P1 plateau <= .97"] == Share(1, 2, 3)
    busy = effort.patterns([draw(least_work=0.9), draw(least_work=0.9, caseload=4.0)])
    assert busy["P2 work >= 95 %"] == Share(0, 1, 2)
    unknown = effort.patterns([draw(normal=math.nan), draw(normal=-0.01)])
    assert unknown["P1 normal growth .04-.09"] == Share(0, 1, 2)


def test_growth_of_the_nation_is_compared_track_by_track() -> None:
    near = {"nation_social_2014": [0.34, 0.25], "nation_firms_2013": [0.3, 0.24]}
    found = nation.patterns({name: Grown(v, [0.0, 0.0], [0.5, 0.5]) for name, v in near.items()})
    assert [share.held for share in found.values()] == [1, 2]


@pytest.fixture(scope="module")
def efforts() -> list[Effort]:
    return effort.measure(SLOW_DRAWS)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", EFFORT)
def test_measured_shares_hold(efforts: list[Effort], pattern: str) -> None:
    assert as_measured(effort.patterns(efforts)[pattern], EFFORT[pattern])


@pytest.mark.slow
def test_the_nation_grows_as_measured(tmp_path: Path) -> None:
    # All draws of the page: two tracks of two years take seconds, and fewer leave much to chance.
    found = nation.patterns(nation.measure(prior_draws(ALL_DRAWS), tmp_path))
    assert {name: as_measured(found[name], share) for name, share in NATION.items()} == (
        dict.fromkeys(NATION, True)
    )

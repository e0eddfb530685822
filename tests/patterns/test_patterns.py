"""The statistics on input with known answers, and the measured shares of docs/patterns.md.

The shares are what the model shows, also where a pattern fails: a bound is the binomial 99 % bound
of what was measured, never what one would wish for.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from sim.draws import Lineage, lineages
from sim.measures.recorder import Recorder
from sim.scenario import load
from sim.worlds import Worlds
from tests.patterns import statistics
from tests.patterns.measure import QUOTA_MONTHS, Draw, Track, measure, patterns
from tests.patterns.measured import ALL, FAILING, PLACE
from tests.patterns.statistics import Share, as_measured, lower_bound, share_holding

SLOW_DRAWS = 40
PAGE = Path(__file__).parents[2] / "docs" / "patterns.md"


def array(*values: float) -> statistics.F64:
    return np.array(values, np.float64)


def test_ratio_of_rates() -> None:
    assert statistics.rate_ratio(array(4), array(10), array(2), array(10)) == 2
    # The same ratio in two strata whose levels and weights differ: pooling would say otherwise.
    ratio = statistics.rate_ratio(array(4, 3), array(10, 1), array(2, 15), array(10, 10))
    assert ratio == pytest.approx(2)
    assert math.isnan(statistics.rate_ratio(array(1), array(10), array(0), array(10)))


def test_residuals_take_out_what_strata_explain() -> None:
    covered = np.array([True, True, False, False])
    assert statistics.residuals(covered, np.array([0, 0, 1, 1])).tolist() == [0, 0, 0, 0]
    assert statistics.residuals(covered, np.array([0, 1, 0, 1])).tolist() == [0.5, 0.5, -0.5, -0.5]


def test_clustering_is_seen_where_it_is_and_only_there() -> None:
    n = 400
    key, row = lineages(Lineage.NAMED, np.arange(n)), np.arange(n)
    cell, stratum = row // 20, row % 2
    clustered = statistics.clustering(cell % 2 == 0, stratum, cell, key)
    assert clustered.moran == pytest.approx(1)
    assert clustered.limit < 0.1
    even = statistics.clustering(row % 4 < 2, stratum, cell, key)
    assert even.moran < 0 < even.limit


def test_clustering_that_strata_explain_does_not_count() -> None:
    row = np.arange(200)
    cell = row // 10
    found = statistics.clustering(cell % 2 == 0, cell % 2, cell, lineages(Lineage.NAMED, row))
    assert math.isnan(found.moran)


def test_slope_of_a_two_by_two_table_is_its_log_odds_ratio() -> None:
    x = np.repeat([0.0, 1.0], 100)
    covered = np.concatenate([np.arange(100) < 20, np.arange(100) < 50])
    assert statistics.logit_slope(covered, x) == pytest.approx(math.log(4))
    assert math.isnan(statistics.logit_slope(np.ones(200, bool), x))


def test_quartiles_by_rank() -> None:
    world = np.array([0, 1, 0, 0, 1, 0])
    staff = array(9, 100, 1, 5, 80, 7)
    assert statistics.quartiles(world, staff).tolist() == [3, 2, 0, 1, 0, 2]


def test_paper_is_minus_the_baseline() -> None:
    months = np.arange(QUOTA_MONTHS + 13) / 100
    nothing = np.zeros(len(months))
    hollow = statistics.paper((3 * months, 2 * months), (months, months), QUOTA_MONTHS)
    assert hollow.fast and hollow.wider
    assert hollow.reported == pytest.approx(0.24)
    assert hollow.gap_after == pytest.approx(0.48)
    sound = statistics.paper((months, months), (nothing, nothing), QUOTA_MONTHS)
    assert not sound.fast and not sound.wider


def test_ratio_of_marginal_gains() -> None:
    assert statistics.marginal_ratio([0.2, 0.4, 0.5, 0.55]) == pytest.approx(0.25)
    assert math.isnan(statistics.marginal_ratio([0.2, 0.2, 0.5, 0.55]))


def test_shares_leave_out_what_is_not_measured() -> None:
    share = share_holding([True, None, False, True])
    assert (share.held, share.measured, share.draws) == (2, 3, 4)
    assert lower_bound(200, 200) == pytest.approx(0.01 ** (1 / 200))
    assert lower_bound(0, 10) == 0
    assert Share(0, 200, 200).upper == pytest.approx(1 - 0.01 ** (1 / 200))


def test_fewer_draws_are_held_against_what_was_measured() -> None:
    holding, failing = Share(198, 200, 200), Share(50, 200, 200)
    assert as_measured(Share(40, 40, 40), holding)
    assert as_measured(Share(40, 40, 40), Share(187, 200, 200)), "7 times in 100"
    assert not as_measured(Share(38, 40, 40), holding)
    assert as_measured(Share(15, 40, 40), failing)
    assert not as_measured(Share(6, 40, 40), failing)
    assert not as_measured(Share(22, 40, 40), failing)


def test_coverage_is_what_the_measures_say() -> None:
    """A quota puts organizations on paper: they are reported, and not effective."""
    months = 24
    worlds = Worlds.build(load("linze"), ["baseline", "quota"], [0, 1])
    track, recorder = Track(worlds), Recorder(worlds, months)
    recorder.record()
    for _ in range(months):
        track.step(worlds)
        recorder.record()
    assert worlds.organizations.nominal.any()
    counts = recorder.finish().counts
    for name, seen in (("reported", track.reported), ("effective_of_base", track.effective)):
        assert (seen[: months + 1] == counts[name] / counts["reported_base"]).all(), name


@pytest.fixture(scope="module")
def draws() -> list[Draw]:
    return measure(SLOW_DRAWS)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PLACE)
def test_measured_shares_hold(draws: list[Draw], pattern: str) -> None:
    assert as_measured(patterns(draws)[pattern], PLACE[pattern])


@pytest.mark.parametrize("pattern", ALL)
def test_the_page_says_what_was_measured(pattern: str) -> None:
    """docs/patterns.md names every share, and says of each pattern that fails that it does."""
    share = ALL[pattern]
    few = share.held in (0, share.measured)
    said = f"{share.held} of" if few else f"{share.share * 100:.1f} % of"
    verdict = r"\*\*no\*\*" if pattern in FAILING else "yes"
    table = rf"\| {re.escape(said)} {share.measured} \| [^|]+ \| {verdict} \|"
    assert re.search(table, PAGE.read_text(encoding="utf-8"))


def test_patterns_that_fail_are_named() -> None:
    """Reports' limits quote these: who mends one must say so there too."""
    assert FAILING == (
        "P1 plateau .75-.95",
        "P1 normal growth .04-.09",
        "P2 gap without liaisons",
        "P3 nation_social_2014",
        "P3 nation_firms_2013",
        "P4",
        "P4 dissolved only",
        "P4 closed only",
        "P5 in .02-.30",
    )

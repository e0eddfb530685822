"""The base of enterprises: its growth is drawn from its prior, and tracks grow about so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.methods.hindcast import base
from sim.methods.hindcast.ensemble import (
    CLEANUP,
    FACTORS,
    NAMES,
    SEED,
    VARIANTS,
    Variant,
    columns,
    prior_draws,
    simulate,
)
from sim.methods.hindcast.tracks import track
from sim.methods.store import CaseStore
from sim.parameters import PARAMETERS

DRAWS = 60
SOME = np.arange(DRAWS)


def test_growth_is_triangular_and_the_same_in_a_longer_bank() -> None:
    found = base.growth(SEED, np.arange(4_000))
    low, mode, high = base.GROWTH
    assert low <= found.min() and found.max() <= high
    assert found.mean() == pytest.approx((low + mode + high) / 3, abs=0.002)
    assert (found < mode).mean() == pytest.approx((mode - low) / (high - low), abs=0.03)
    assert np.array_equal(base.growth(SEED, SOME), found[:DRAWS])


def test_entry_makes_up_for_what_leaves() -> None:
    grown = np.array([-0.10, -0.04, 0.0, 0.0])
    struck = np.array([0.0, 0.5, 0.0, 1.0])
    found = base.entry(grown, struck, 0.1, 1.0)
    assert found[0] == 0.0 and found[2] == base.EXITS
    assert found[1] == pytest.approx(-0.04 + base.EXITS + 0.05 + base.STOPPING * (1 - 0.5**0.5))
    assert found[3] == pytest.approx(base.EXITS + 0.1 + base.STOPPING)
    # Shells can be struck once only: over more years less has to be made up for.
    assert base.entry(grown, struck, 0.1, 5.0)[3] < found[3]


def test_a_track_grows_about_as_drawn(tmp_path: Path) -> None:
    """What leaves by itself is as stated, and entries make the base follow the prior."""
    entry, store = track("nation_firms_2016"), CaseStore(tmp_path, jobs=1)
    u = prior_draws(DRAWS)
    u[:, NAMES.index(CLEANUP)] = 1e-9

    def grown(variant: Variant) -> np.ndarray:
        values = simulate(
            entry, u, SOME, store, months=[0, 12], measures=["reported_base"], variant=variant
        )
        return np.asarray(values[:, 0, 1] / values[:, 0, 0] - 1.0)

    closed = Variant({base.ENTRY: 0.0})
    assert grown(closed).mean() == pytest.approx(-base.EXITS, abs=0.004)
    u[:, NAMES.index(CLEANUP)] = 0.999_999
    lost = base.EXITS + 0.1 + base.STOPPING
    assert grown(closed).mean() == pytest.approx(-lost, abs=0.015)
    u = prior_draws(DRAWS)
    drawn = base.growth(SEED, SOME)
    assert grown(Variant()).mean() == pytest.approx(drawn.mean(), abs=0.02)


def test_only_tracks_of_enterprises_since_2013_have_it_and_a_variant_does_without() -> None:
    u = prior_draws(DRAWS)
    struck = FACTORS[NAMES.index(CLEANUP)].at(u[:, NAMES.index(CLEANUP)])
    found = columns(track("anqing_firms"), u, SOME)[base.ENTRY]
    assert np.array_equal(found, base.entry(base.growth(SEED, SOME), struck, 0.1, 1.0))
    for name in ("survey_firms_2002", "nation_firms_2002", "law_firms"):
        assert base.ENTRY not in columns(track(name), u, SOME)
    unknown = VARIANTS["base_unknown"]
    assert not unknown.base_known and not unknown.held
    without = columns(track("anqing_firms"), u, SOME, unknown)
    assert base.ENTRY not in without
    (strikes,) = [key for key in without if key.endswith("struck_share_per_year")]
    assert not without[strikes].any()


def test_what_was_known_of_the_base_only_later_is_in_one_variant_alone(tmp_path: Path) -> None:
    assert pytest.approx(0.0204, abs=0.0001) == base.EARLY_GROWTH
    u, later = prior_draws(DRAWS), VARIANTS["base_in_hindsight"]
    assert [name for name, one in VARIANTS.items() if one.early_base] == ["base_in_hindsight"]
    for name in ("nanjing_social", "anqing_firms"):
        as_it_is, found = columns(track(name), u, SOME), columns(track(name), u, SOME, later)
        assert all(np.array_equal(as_it_is[key], found[key]) for key in found)
    struck = np.zeros(DRAWS)
    for name in base.EARLY_TRACKS:
        years = track(name).scenario.months / 12
        wanted = base.entry(np.full(DRAWS, base.EARLY_GROWTH), struck, 0.1, years)
        assert np.array_equal(columns(track(name), u, SOME, later)[base.ENTRY], wanted)
    assert base.EARLY_TRACKS == ("nation_firms_2002", "survey_firms_2002")
    entry, store = track("nation_firms_2002"), CaseStore(tmp_path, jobs=1)
    values = simulate(
        entry, u, SOME, store, months=[0, 96], measures=["reported_base"], variant=later
    )
    grown = (values[:, 0, 1] / values[:, 0, 0]).mean() ** (1 / 8) - 1
    assert grown == pytest.approx(base.EARLY_GROWTH, abs=0.008)


def test_social_organizations_enter_a_base_that_is_a_part_of_the_register() -> None:
    u, prior = prior_draws(DRAWS), PARAMETERS["entry_per_year"]
    for name in ("nation_social_2014", "liuzhou_social", "nanjing_social"):
        found = columns(track(name), u, SOME)[base.ENTRY]
        assert found.min() >= 0.7 * prior.low and found.max() <= 0.7 * prior.high
        assert found.std() > 0.005
    # It is no matter of what is known of the enterprises' base.
    known = columns(track("nanjing_social"), u, SOME)
    unknown = columns(track("nanjing_social"), u, SOME, VARIANTS["base_unknown"])
    assert {*known} == {*unknown}
    assert all(np.array_equal(known[key], unknown[key]) for key in known)


def test_without_churn_nobody_enters_in_a_stated_year_either(tmp_path: Path) -> None:
    entry, store = track("nation_firms_2013"), CaseStore(tmp_path, jobs=1)
    values = simulate(
        entry, prior_draws(12), np.arange(12), store,
        months=[0, 12], measures=["registered"], variant=VARIANTS["no_churn"],
    )  # fmt: skip
    assert np.array_equal(values[:, 0, 0], values[:, 0, 1])


def test_the_parts_of_churn_make_up_the_whole() -> None:
    parts = [VARIANTS[name].held for name in ("no_entry", "no_exit", "no_leaving")]
    assert {key for part in parts for key in part} == {*VARIANTS["no_churn"].held}
    assert sum(map(len, parts)) == len(VARIANTS["no_churn"].held)


@pytest.mark.parametrize("name", base.TRACKS)
def test_no_file_sets_the_rate_of_entry_of_enterprises(name: str) -> None:
    assert "entry_per_year" not in track(name).scenario.parameters

"""The base of enterprises: its growth is drawn from its prior, and tracks grow about so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from sim.draws import series
from sim.parameters import PARAMETERS
from sim.studies.hindcast import base, ensemble
from sim.studies.hindcast.ensemble import (
    BASE_GIVEN,
    CLEANUP,
    SEED,
    VARIANTS,
    Variant,
    columns,
    outcomes,
    prior_draws,
    simulate,
)
from sim.studies.hindcast.tracks import HISTORY, TRAINING, Track, track
from sim.studies.store import CaseStore

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
    leaving = base.FIRMS
    assert found[0] == 0.0 and found[2] == leaving.exits
    assert found[1] == pytest.approx(
        -0.04 + leaving.exits + 0.05 + leaving.stopping * (1 - 0.5**0.5)
    )
    assert found[3] == pytest.approx(leaving.exits + 0.1 + leaving.stopping)
    # Shells can be struck once only: over more years less has to be made up for.
    assert base.entry(grown, struck, 0.1, 5.0)[3] < found[3]


def grown(
    name: str,
    u: np.ndarray,
    store: CaseStore,
    variant: Variant,
    months: int,
    seed: int | None = None,
) -> np.ndarray:
    """Return by draw what becomes of the base, as a multiple of what it was."""
    place = track(name)
    if seed is not None:
        place = replace(place, scenario=place.scenario.with_(seed=seed))
    values = simulate(
        place, u, np.arange(len(u)), store,
        months=[0, months], measures=["reported_base"], variant=variant,
    )  # fmt: skip
    return np.asarray(values[:, 0, 1] / values[:, 0, 0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "leaving", "shells"),
    [("nation_firms_2016", base.FIRMS, 0.1), ("nation_social_2019", base.SOCIAL, 0.0)],
)
def test_what_leaves_is_as_stated(
    tmp_path: Path, name: str, leaving: base.Leaving, shells: float
) -> None:
    u, store = prior_draws(DRAWS), CaseStore(tmp_path, jobs=1)
    key = f"alternatives.{HISTORY}.policies.base_cleanup.struck_share_per_year"
    stays, goes = (
        grown(name, u, store, Variant({base.ENTRY: 0.0, key: struck}), 12).mean()
        for struck in (0.0, 1.0)
    )
    assert stays == pytest.approx(1 - leaving.exits, abs=0.004)
    lost = leaving.exits + shells + leaving.stopping
    assert goes == pytest.approx(1 - lost, abs=0.015)


@pytest.mark.slow
def test_a_track_grows_about_as_drawn(tmp_path: Path) -> None:
    u = prior_draws(DRAWS)
    store = CaseStore(tmp_path, jobs=1)
    # Three samples with the same parameters: less is left to chance.
    samples = [grown("nation_firms_2016", u, store, Variant(), 12, seed) for seed in (1, 2, 3)]
    found = np.mean(samples, axis=0) - 1
    drawn = base.growth(SEED, SOME)
    assert found.mean() == pytest.approx(drawn.mean(), abs=0.02)
    assert np.corrcoef(found, drawn)[0, 1] > 0.5


def test_only_tracks_of_enterprises_since_2013_have_it_and_a_variant_does_without() -> None:
    u = prior_draws(DRAWS)
    struck = series(SEED, CLEANUP, DRAWS)
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


def test_what_was_known_of_the_base_only_later_is_in_one_variant_alone() -> None:
    assert pytest.approx(0.0204, abs=0.0001) == base.EARLY_GROWTH
    u, later = prior_draws(DRAWS), VARIANTS[BASE_GIVEN]
    assert [name for name, one in VARIANTS.items() if one.base_given] == [BASE_GIVEN]
    for name in TRAINING:
        as_it_is, found = columns(track(name), u, SOME), columns(track(name), u, SOME, later)
        assert all(np.array_equal(as_it_is[key], found[key]) for key in as_it_is)
        years = [key.rpartition(".")[2] for key in {*found} - {*as_it_is}]
        assert sorted(years) == [str(year) for year in base.LATER.get(name, {})]
    # What was known at the date stands in the file, and stays.
    assert 2014 not in base.LATER["nation_firms_2013"]


@pytest.mark.slow
@pytest.mark.parametrize("name", base.LATER)
def test_given_the_base_it_moves_so(tmp_path: Path, name: str) -> None:
    place, u = track(name), prior_draws(DRAWS)
    found = grown(name, u, CaseStore(tmp_path, jobs=1), VARIANTS[BASE_GIVEN], place.scenario.months)
    years = place.scenario.months / 12
    before = 2.974 / 2.786 if name == "nation_firms_2013" else 1.0
    wanted = before * base.multiple(place, years)
    assert np.median(found) ** (1 / years) == pytest.approx(wanted ** (1 / years), abs=0.01)


def test_the_base_as_it_was_known_later() -> None:
    assert base.multiple(track("nanjing_social"), 1.5) == 1.0
    social = track("nation_social_2019")
    assert base.multiple(social, 0.0) == 1.0
    assert base.multiple(social, 1.0) == pytest.approx(894 / 866)
    assert base.multiple(social, 1.5) == pytest.approx(894 / 866 * (901.9 / 894) ** 0.5)
    assert base.multiple(social, 3.0) == pytest.approx(891.3 / 866)
    # The register of October 2025 lies a bit further on the same way.
    assert 865 / 866 < base.multiple(social, 4.0) < 891.3 / 866
    assert base.multiple(track("nation_firms_2002"), 8) == pytest.approx((2.786 / 2.418) ** (8 / 7))


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


def test_a_register_that_stood_still_is_given() -> None:
    u = prior_draws(DRAWS)
    found = columns(track("guangzhou_social"), u, SOME)[base.ENTRY]
    struck = series(SEED, CLEANUP, DRAWS)
    assert found == pytest.approx(0.7 * base.entry(np.zeros(DRAWS), struck, 0.0, 5.0, base.SOCIAL))


@pytest.mark.parametrize(
    ("name", "touched", "left"),
    [
        ("no_liaisons", "guangzhou_social", "linfen_social"),
        ("no_area", "nanjing_social", "linfen_social"),
        (BASE_GIVEN, "nation_social_2019", "linfen_social"),
        ("base_unknown", "linfen_firms", "linfen_social"),
    ],
)
def test_what_a_variant_leaves_as_it_is_is_not_simulated_again(
    monkeypatch: pytest.MonkeyPatch, name: str, touched: str, left: str
) -> None:
    places, done = [track(touched), track(left)], []

    def noted(place: Track, u: np.ndarray, *given: object, **others: Any) -> np.ndarray:
        done.append(place.name)
        return np.ones((len(u), len(others["measures"]), len(others["months"])))

    monkeypatch.setattr(ensemble, "simulate", noted)
    model = outcomes(places, 5, cast(CaseStore, None))
    found = outcomes(places, 4, cast(CaseStore, None), variant=VARIANTS[name], model=model)
    assert done == [touched, left, touched]
    assert found.rows == model.rows and found.values.shape == (4, len(model.rows))


@pytest.mark.parametrize("name", base.TRACKS)
def test_no_file_sets_the_rate_of_entry_of_enterprises(name: str) -> None:
    assert "entry_per_year" not in track(name).scenario.parameters

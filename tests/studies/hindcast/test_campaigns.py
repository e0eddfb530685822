"""What drives add: the same draws with and without, and shrunk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.studies.abc import Posterior
from sim.studies.hindcast.conduct import MEASURES, TRACKS, WITHOUT, campaigns
from sim.studies.hindcast.ensemble import AS_IT_IS, DRIVE, NAMES, prior_draws, simulate
from sim.studies.hindcast.tracks import DRIVE_PARTS, HISTORY, TRAINING, track
from sim.studies.store import CaseStore


def settled(draws: int) -> Posterior:
    u = prior_draws(draws)
    weights = np.full(draws, 1 / draws)
    return Posterior(NAMES, u, weights, np.arange(draws), np.ones(len(NAMES)))


def test_every_place_that_had_a_drive_is_shown() -> None:
    policies = {
        name: {policy.id for policy in track(name).scenario.alternative(HISTORY).policies}
        for name in TRAINING
    }
    driven = [name for name, ids in policies.items() if "drive" in ids]
    # Hunan's drive is open: nobody documents one.
    assert sorted(driven) == sorted([*TRACKS, "hunan_social"])
    assert all({*DRIVE_PARTS} <= policies[name] for name in TRACKS)


def test_what_is_added_is_the_difference_and_shrinks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.hindcast.conduct.TRACKS", ("linfen_firms",))
    found = [*campaigns(settled(4), CaseStore(tmp_path, jobs=1), draws=4)]
    assert [one.measure for one in found] == [*MEASURES]
    for one in found:
        low, middle, high = one.added
        assert low <= middle <= high and one.shrunk(0.6) == pytest.approx(0.6 * middle)
        # A drive adds to what is reported, in these tracks by far.
        assert one.measure != "reported_coverage" or middle > 0.02


def test_without_its_drive_a_place_does_not_depend_on_its_dose(tmp_path: Path) -> None:
    place, store, u = track("linfen_firms"), CaseStore(tmp_path, jobs=1), prior_draws(2)
    stronger = u.copy()
    stronger[:, NAMES.index(DRIVE)] = 0.99
    ends = [
        simulate(place, points, np.arange(2), store, months=[4], measures=MEASURES, variant=variant)
        for points in (u, stronger)
        for variant in (WITHOUT, AS_IT_IS)
    ]
    assert np.array_equal(ends[0], ends[2]) and not np.array_equal(ends[1], ends[3])

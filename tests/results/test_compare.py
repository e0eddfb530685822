"""Paired comparison: differences within replicates, gains, costs, and the second ensemble."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.base import Band
from sim.results import compare as comparing
from sim.results.compare import Difference
from sim.results.costs import Costs
from sim.results.groups import shares
from sim.results.reading import Results
from sim.results.reruns import at_defaults
from sim.results.run import run
from sim.scenario import Scenario
from sim.state.codes import Bottleneck


def test_bands_leave_out_what_is_no_number() -> None:
    assert Band.of(np.array([1.0, np.nan, 3.0])) == Band(1.1, 2.0, 2.9)
    assert np.isnan(Band.of(np.array([np.nan])).q50)


def test_pairing_takes_out_what_replicates_share() -> None:
    shared = np.array([0.1, 0.5, 0.3, 0.9, 0.7])
    found = Difference.of(shared + np.array([0.01, 0.02, 0.03, 0.02, 0.0]), shared)
    assert found.share_higher == 0.8
    assert found.band.q50 == pytest.approx(0.02)
    assert found.narrowing > 10
    assert np.isnan(Difference.of(shared, shared).narrowing)


def test_differences_are_taken_within_replicates(finished: Results) -> None:
    found = finished.compare()
    assert found.months == (0, 12, 24)
    values = finished.values("work_coverage", month=12)
    expected = Difference.of(values["liaisons"], values["baseline"])
    assert found.difference("work_coverage", "liaisons", 12) == expected
    assert found.value("work_coverage", "liaisons", 12) == Band.of(values["liaisons"])
    assert found.difference("work_coverage", "liaisons").share_higher > 0.5
    assert found.difference("work_coverage", "liaisons", 0).band == Band(0.0, 0.0, 0.0)
    frame = found.frame()
    assert len(frame) == len(found.measures) * 3 * 3
    assert frame[frame["alternative"] == "baseline"]["share_higher"].isna().all()


def test_costs_are_above_the_baseline_by_what_the_policy_costs(finished: Results) -> None:
    costs = finished.compare().costs
    assert not costs["baseline"].added_yuan.any() and costs["baseline"].price.value is None
    # Four posts for 24 months, and four newcomers to train.
    assert (costs["liaisons"].added_yuan >= 4 * 24 * 3_000).all()
    branches = finished.values("effective_branches")
    gained = (branches["liaisons"] - branches["baseline"])[:, 1:].sum(1) / 12
    assert np.allclose(costs["liaisons"].branch_years, gained)


def test_a_price_is_of_what_is_added() -> None:
    one = np.ones(20)
    won = Costs(9 * one, 6 * one, one, one, 2 * one, 5 * one, 0 * one, {})
    assert won.price.value == 3.0
    assert (won.planned_yuan == 14).all(), "paid, or left unpaid by a cap"
    lost = Costs(one, one, one, one, -one, 0 * one, 0 * one, {})
    assert lost.price.value is None and lost.price.reason


def test_gains_tell_the_displaced_from_the_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def world(rows: list[tuple[int, bool, Bottleneck]]) -> comparing.World:
        identity, covered, held = zip(*rows, strict=True)
        return np.array(identity), np.array(covered), np.array(held)

    none = Bottleneck.NONE
    baseline = world([(1, True, none), (2, True, none), (3, False, none), (4, True, none)])
    other = world(
        [
            (1, False, Bottleneck.NO_PARTNER),
            (2, False, Bottleneck.SILENCE_BURDEN),
            (3, True, none),
            (5, True, none),
        ]
    )
    monkeypatch.setattr(comparing, "_worlds", lambda results: iter([(0, [baseline, other])]))

    class Two:
        alternatives = ("baseline", "other")
        replicates = (0,)
        weight = 1.0

    (found,) = comparing.gains(Two()).values()  # type: ignore[arg-type]
    assert (found.gained.tolist(), found.lost.tolist(), found.displaced.tolist()) == ([1], [2], [1])
    # Of a sample they count as many as each stands for, as everything beside them does.
    monkeypatch.setattr(comparing, "_worlds", lambda results: iter([(0, [baseline, other])]))
    monkeypatch.setattr(Two, "weight", 10.0)
    (tenth,) = comparing.gains(Two()).values()  # type: ignore[arg-type]
    assert (tenth.gained.tolist(), tenth.lost.tolist()) == ([10], [20])


def test_gains_balance_with_coverage_where_nobody_comes_or_goes(finished: Results) -> None:
    gains = finished.compare().gains
    assert set(gains) == {"liaisons", "quota"}
    for found in gains.values():
        assert found.gained.shape == (4,) and (found.displaced <= found.lost).all()


def test_bottleneck_shares_add_up_to_one(finished: Results) -> None:
    for alternative in finished.alternatives:
        found = shares(finished, alternative)
        assert found.sum() == pytest.approx(1.0) and found[Bottleneck.NONE] == 0


def test_the_second_ensemble_holds_the_defaults(
    small: Scenario, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("defaults")
    results = run(small, replicates=3, out=folder / "prior")
    assert results.defaults() is None
    found = at_defaults(results)
    assert found is not None and found == results.defaults()
    alone = run(small, replicates=3, out=folder / "none", uncertainty="none").compare()
    for alternative in ("liaisons", "quota"):
        for name, share in found["share_higher"][alternative].items():
            assert share == alone.difference(name, alternative).share_higher

"""Which candidates are taken: by their likelihood, in order, with patience (docs/draws.md 14.4)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.draws import Process, draw, keys, world_key
from sim.measures.recorder import snapshot
from sim.pasts import lists
from sim.pasts.lists import extended, look_at
from sim.pasts.worlds import begin, past_keys
from sim.plan.past import PATIENCE, NoPastError, Pasts
from tests.pasts.places import made_up, pasts, town


def test_a_longer_list_begins_with_the_shorter_however_it_is_cut() -> None:
    whole = look_at(town(), range(6))
    assert look_at(town(), range(2)) + look_at(town(), range(2, 6)) == whole
    more = extended(town(), whole, 4)
    assert more.weights[:6] == whole.weights
    assert more.taken[: len(whole.taken)] == whole.taken
    assert extended(town(), Pasts(), 4).taken[:4] == more.taken[:4]


def test_the_law_of_acceptance() -> None:
    """By hand: the reported share after three years against the start's, five points apart."""
    found = look_at(town(), range(4))
    worlds, start = begin(town(), range(4))
    assert not worlds.organizations.branch.any() and not worlds.committees.effort.any()
    for _month in range(36):
        worlds.step()
    counts = snapshot(worlds)
    share = counts["reported"] / counts["reported_base"]
    weights = np.exp(-0.5 * ((share - start.reported) / 0.05) ** 2)
    assert found.weights == pytest.approx(weights.tolist(), abs=1e-6)
    assert len({*found.weights}) == 4
    world_keys = np.array([world_key(town().seed, j) for j in range(4)], np.uint64)
    own = keys(past_keys(world_keys), np.zeros(4, np.uint64))
    accepted = draw(own, Process.ACCEPT, 0) < weights
    assert found.accepted == tuple(accepted.tolist())


def test_accepted_ones_are_taken_in_order() -> None:
    found = made_up([0.5] * 6, {1, 4})
    assert [(one.candidate, one.looked, one.closest) for one in found.taken] == [
        (1, 2, False), (4, 5, False),
    ]  # fmt: skip
    assert found.candidates([1, 0]) == [4, 1]


def test_patience_takes_the_closest() -> None:
    weights = [0.0] * (2 * PATIENCE)
    weights[7], weights[9], weights[60] = 0.2, 0.3, 0.1
    found = made_up(weights, set())
    assert [(one.candidate, one.looked, one.closest) for one in found.taken] == [
        (9, PATIENCE, True), (7, 2 * PATIENCE, True),
    ]  # fmt: skip
    # One that was accepted meanwhile is looked for as long again.
    found = made_up(weights, {3})
    assert [one.candidate for one in found.taken] == [3, 9]
    assert found.evidence(2).tried == 2 * PATIENCE and found.evidence(2).closest == 1


def test_what_is_said_of_a_list() -> None:
    found = made_up([1.0, 0.5, 0.0, 0.5, 1.0], {0, 3})
    said = found.evidence(2)
    assert (said.tried, said.taken, said.closest) == (4, 2, 0)
    assert said.effective == pytest.approx(2.0**2 / 1.5)
    assert said.effort == pytest.approx((0.015, 0.15, 0.285))
    assert said.candidates == (0, 3) and said.weights == (1.0, 0.5)
    with pytest.raises(NoPastError, match="2 replicates"):
        found.candidates([2])


def test_a_past_that_fails_has_no_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = look_at(town(), range(3))

    def failing(scenario: object, candidates: range) -> Pasts:
        if 1 in candidates:
            raise ValueError("a hazard above its bound")
        return look_at(town(), candidates)

    monkeypatch.setattr(lists, "look_at", failing)
    found = lists._looked_at(town(), range(3))
    assert found.weights == (plain.weights[0], 0.0, plain.weights[2])
    assert not found.accepted[1]


def test_replicates_are_the_accepted_candidates() -> None:
    scenario = town()
    with pytest.raises(NoPastError, match="--no-history"):
        scenario.drawn([0])
    from dataclasses import replace

    known = replace(scenario, pasts=pasts())
    numbers = [one.candidate for one in pasts().taken[:2]]
    plain = scenario.without_history().drawn(numbers)
    assert all(np.array_equal(known.drawn([0, 1])[name], plain[name]) for name in plain)

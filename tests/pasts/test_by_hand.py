"""Whose pasts a changed scenario has: its own, or those of the one in which it was set by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.agents.model import CoverageModel
from sim.app.classroom import duel
from sim.app.classroom.course import Course, compose
from sim.errors import InputError
from sim.pasts import kept, lists
from sim.pasts.kept import keep
from sim.plan.past import NoPastError
from sim.results.rivals import rivals
from sim.results.run import run
from sim.scenario.scenario import Scenario
from sim.studies.audit import audit
from sim.studies.mixes import offer
from sim.studies.stress import with_twins
from sim.worlds import Worlds
from tests.pasts.places import made_up, pasts, town

NAME = "leave_per_year"


@pytest.fixture
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No list is there but those that a test keeps."""
    monkeypatch.setenv("FUGAI_CACHE", str(tmp_path / "cache"))
    for module in (kept, lists):
        monkeypatch.setattr(module, "KNOWN", {})


@pytest.fixture
def nobody_looks(nothing_kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever simulates a past fails."""

    def refuse(*_given: object) -> None:
        raise AssertionError("a past is simulated")

    monkeypatch.setattr(lists, "look_at", refuse)


def known() -> Scenario:
    return replace(town(), pasts=pasts())


def test_pasts_stay_where_nothing_changes_that_decides_them() -> None:
    same = [
        known().with_(replicates=9), known().with_(alternatives=["money"]),
        known().with_(uncertainty="none"), with_twins(known()),
        offer(known(), alternatives=["money", "quota"]).scenario,
    ]  # fmt: skip
    assert all(each.pasts == pasts() for each in same)
    other = [
        known().with_(seed=5), known().with_(parameters={NAME: 0.3}),
        known().with_(model={"capacity": "exempt"}), known().without_history(),
        sim.scenario.changed(known(), overrides=["history.refused_last_year=2"]),
    ]  # fmt: skip
    assert all(each.pasts is None for each in other)
    by_hand = known().by_hand([f"parameters.{NAME}=0.3"])
    assert by_hand.pasts == pasts() and by_hand.parameters[NAME] == 0.3
    assert by_hand.drawn([0, 1])["effort"].tolist() == known().drawn([0, 1])["effort"].tolist()


def test_a_list_is_never_extended_by_the_pasts_of_another_scenario(nothing_kept: None) -> None:
    foreign = replace(known().by_hand([f"parameters.{NAME}=0.3"]), pasts=made_up([1.0], {0}))
    own = lists.prepared(foreign, 2).pasts
    assert own is not None and own.weights[0] != 1.0
    assert own == lists.prepared(replace(foreign, pasts=None), 2).pasts


def test_what_begins_after_the_start_is_no_part_of_the_past() -> None:
    def with_baseline(dates: str) -> str:
        return town(f'baseline=[{{policy="annual_check"{dates}}}]').past_digest()

    none = town().past_digest()
    assert with_baseline(', start="2024-01"') == none
    assert with_baseline(', periods=[{start="2024-03", end="2024-05"}]') == none
    acting = {
        with_baseline(""), with_baseline(', start="2023-12"'), with_baseline(', end="2024-05"'),
        with_baseline(', periods=[{start="2023-03", end="2023-05"}, {start="2024-03"}]'),
    }  # fmt: skip
    assert none not in acting and len(acting) == 4


def test_a_shipped_place_simulates_no_past(nobody_looks: None, tmp_path: Path) -> None:
    more = ["years=1", "alternatives=[]"]
    results = sim.run("linze", overrides=more, replicates=3, out=tmp_path / "run", jobs=1)
    assert results.evidence is not None and results.evidence.taken == 3
    at_defaults = sim.load("linze", overrides=[*more, "uncertainty=none"])
    assert 0.0 < Worlds.build(at_defaults, ["baseline"], [0]).parameters["effort"][0] < 1.0
    assert CoverageModel("hangzhou_cost_consultants", replicate=5).setup.pasts is not None


def test_a_changed_place_finds_its_own_pasts(nothing_kept: None, tmp_path: Path) -> None:
    changed = town(f"parameters.{NAME}=0.3", "alternatives=[]")
    with pytest.raises(NoPastError, match="prepared"):
        Worlds.build(changed, ["baseline"], [0])
    model = CoverageModel(changed, replicate=1)
    assert model.setup.pasts is not None and model.setup.pasts != pasts()
    told: list[tuple[float, int]] = []
    run(changed, replicates=3, out=tmp_path / "run", jobs=1,
        progress=lambda done, of: told.append((done, of)))  # fmt: skip
    assert told


def test_an_audit_takes_the_list_of_the_folder(
    nothing_kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(town(), pasts())
    run(town("alternatives=[]"), replicates=2, out=tmp_path / "run", jobs=1)
    for path in (tmp_path / "cache").glob("*.json"):
        path.unlink()
    kept.KNOWN.clear()
    assert not audit(tmp_path / "run", jobs=1).other


def test_rivals_are_held_against_each_other_world_by_world(
    nothing_kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(town(), pasts())
    results = run(town(), replicates=3, out=tmp_path / "run", jobs=1)
    (found,) = rivals(results, [("capacity", "exempt")], jobs=1)
    other = sim.Results(found.folder)
    assert found.worlds == len({*results.numbers} & {*other.numbers})
    assert sum(found.ahead.values()) == found.worlds
    (same,) = rivals(results, [("paper", "none")], jobs=1)
    assert same.worlds == len({*results.numbers} & {*sim.Results(same.folder).numbers})


def test_sides_of_the_stage_with_other_parameters_are_one_world(nothing_kept: None) -> None:
    keep(town(), pasts())
    sides = [
        compose(town(), {side: Course(parameters=given)}, seed=town().seed, replicates=2)
        for side, given in (("left", {}), ("right", {NAME: 0.35}))
    ]
    one, other = (CoverageModel(each, replicate=1).worlds for each in sides)
    assert one.parameters["effort"][0] == other.parameters["effort"][0]
    assert other.parameters[NAME][0] == 0.35 != one.parameters[NAME][0]
    assert np.array_equal(one.keys, other.keys)


def test_a_search_for_a_bad_world_names_what_that_world_draws(
    nothing_kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duel, "DRAWS", 3)
    monkeypatch.setattr(duel, "WORLDS", 2)
    monkeypatch.setattr(duel, "NAMED", {})
    monkeypatch.setattr("sim.pasts.kept.MEDIAN_OF", 2)
    monkeypatch.setattr("sim.plan.past.MEDIAN_OF", 2)
    keep(town(), pasts())
    content = duel.policy(town(), {"liaisons": 8}, None).resolved()
    bout = duel.searched(content)
    drawn = known().drawn(range(3))["effort"].tolist()
    assert bout.parameters["effort"] in drawn


def test_a_place_without_its_past_says_how_to_make_it(nothing_kept: None) -> None:
    with pytest.raises(InputError, match=r"prepared\(scenario, 1\)"):
        Worlds.build(town(), ["baseline"], [0])

"""Scenarios that draw from a posterior: joint draws, in a batch as alone, in file and digest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.agents.model import CoverageModel
from sim.errors import InputError
from sim.parameters import PARAMETERS, resolve
from sim.plan.edition import EDITION
from sim.plan.posterior import read_posterior
from sim.scenario import Scenario, from_resolved, load
from sim.scenario.writing import resolved_toml
from sim.text.problems import ScenarioError
from sim.worlds import Worlds
from tests.engine.snapshots import first_difference, snapshot

CONTACT = [0.2, 0.4, 0.6, 0.8]
PINNED = [0, 3, 0, 0, 2, 2, 2, 1]
MEMBERS = [0.09, 0.11, 0.13, 0.15]


def posterior(folder: Path, **changes: Any) -> str:
    found = {
        "format": 1,
        "edition": EDITION,
        "draws": {"contact_per_year": CONTACT, "members_per_staff": MEMBERS},
        "about": "anything",
    }
    path = folder / "learnt.json"
    path.write_text(json.dumps(found | changes), encoding="utf-8")
    return path.as_posix()


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return linze(posterior(tmp_path))


def linze(name: str, *more: str) -> Scenario:
    """Return Linze drawn from a posterior; which pasts led to its start is no matter here."""
    given = ["years=1", "uncertainty=posterior", f"posterior={json.dumps(name)}", *more]
    return load("linze", overrides=given).without_history()


def plain_linze() -> Scenario:
    return load("linze", overrides=["years=1"]).without_history()


def test_a_replicate_takes_one_draw_of_all_and_the_prior_of_the_rest(scenario: Scenario) -> None:
    replicates = range(60)
    drawn, prior = scenario.drawn(replicates), scenario.drawn(replicates, "prior")
    rows = [CONTACT.index(value) for value in drawn["contact_per_year"]]
    assert drawn["members_per_staff"].tolist() == [MEMBERS[row] for row in rows]
    assert np.bincount(rows, minlength=4).min() > 5
    for name in PARAMETERS:
        if name not in ("contact_per_year", "members_per_staff"):
            assert np.array_equal(drawn[name], prior[name])


def test_the_draw_depends_on_nothing_but_seed_and_replicate(scenario: Scenario) -> None:
    together = scenario.drawn([3, 4, 900])["contact_per_year"]
    assert together[2] == scenario.drawn([900])["contact_per_year"][0]
    fewer = resolve(7, range(50), {}, "posterior", {"contact_per_year": CONTACT})
    # Constant for ever: runs that draw from a posterior can be told again.
    assert [CONTACT.index(value) for value in fewer["contact_per_year"][:8]] == PINNED
    assert np.array_equal(fewer["contact_per_year"], scenario.drawn(range(50))["contact_per_year"])


def test_what_the_scenario_sets_holds(tmp_path: Path) -> None:
    found = linze(posterior(tmp_path), "parameters.contact_per_year=0.5").drawn(range(9))
    assert set(found["contact_per_year"]) == {0.5}
    assert set(found["members_per_staff"]) <= set(MEMBERS)


def test_prior_and_none_are_what_they_were(scenario: Scenario) -> None:
    plain = plain_linze()
    for mode in ("prior", "none"):
        one, other = scenario.drawn([0, 5], mode), plain.drawn([0, 5], mode)
        assert all(np.array_equal(one[name], other[name]) for name in PARAMETERS)
    assert "posterior" not in plain.resolved()


def test_a_world_alone_is_the_same_world_in_a_batch(scenario: Scenario) -> None:
    together = Worlds.build(scenario, ["baseline", "quota"], range(4))
    alone = Worlds.build(scenario, ["quota"], [2])
    for _month in range(12):
        together.step()
        alone.step()
    assert first_difference(snapshot(together, 5), snapshot(alone, 0)) is None
    # Alternatives of a replicate share its draw.
    contact = together.parameters["contact_per_year"].reshape(4, 2)
    assert np.array_equal(contact[:, 0], contact[:, 1])
    assert len(np.unique(contact)) > 1


def test_a_model_of_agents_draws_from_it_too(scenario: Scenario) -> None:
    model = CoverageModel(scenario, "quota", replicate=2)
    assert (
        float(model.worlds.parameters["contact_per_year"][0])
        == (scenario.drawn([2])["contact_per_year"][0])
    )


def test_a_shipped_posterior_goes_by_its_bare_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "posteriors").mkdir()
    posterior(tmp_path / "posteriors")
    monkeypatch.setattr("sim.plan.posterior.shipped_folder", lambda: tmp_path)
    assert read_posterior("learnt", Path("nowhere")).draws["contact_per_year"] == tuple(CONTACT)
    with pytest.raises(InputError, match='Did you mean "learnt"'):
        read_posterior("lernt", tmp_path)


def test_a_posterior_is_part_of_the_digest_by_its_draws(tmp_path: Path) -> None:
    plain, one = plain_linze(), linze(posterior(tmp_path))
    assert one.digest() != plain.digest()
    renamed = tmp_path / "other.json"
    renamed.write_bytes((tmp_path / "learnt.json").read_bytes())
    assert linze(renamed.as_posix()).digest() == one.digest()
    shifted = posterior(tmp_path, draws={"contact_per_year": [0.3, 0.7]})
    assert linze(shifted).digest() != one.digest()


def test_a_posterior_that_is_not_drawn_from_changes_nothing(tmp_path: Path) -> None:
    named = load("linze", overrides=["years=1", f'posterior="{posterior(tmp_path)}"'])
    assert named.digest() == load("linze", overrides=["years=1"]).digest()


def test_a_resolved_scenario_needs_no_file(scenario: Scenario, tmp_path: Path) -> None:
    (tmp_path / "learnt.json").unlink()
    again = from_resolved(scenario.resolved())
    assert again.digest() == scenario.digest()
    assert again.posterior == scenario.posterior
    assert from_resolved(scenario.resolved(), overrides=["uncertainty=none"]).posterior is None
    assert 'learnt.json"' in resolved_toml(scenario)


def test_a_run_keeps_its_posterior(scenario: Scenario, tmp_path: Path) -> None:
    results = sim.run(scenario, alternatives=["quota"], replicates=2, out=tmp_path / "run")
    assert results.info["uncertainty"] == "posterior"
    assert results.scenario.posterior == scenario.posterior


def test_a_path_is_seen_from_the_scenario_s_folder(tmp_path: Path) -> None:
    posterior(tmp_path)
    text = Path("scenarios/linze.toml").read_text(encoding="utf-8")
    first = 'uncertainty = "posterior"\nposterior = "learnt.json"\n'
    (tmp_path / "mine.toml").write_text(first + text, encoding="utf-8")
    mine = load(tmp_path / "mine.toml").without_history()
    assert set(mine.drawn(range(9))["contact_per_year"]) <= set(CONTACT)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 2}, "a format that this version doesn't know"),
        ({"draws": [1, 2]}, "is no posterior"),
        ({"draws": {}}, "one value for each draw"),
        ({"draws": {"contact_per_year": []}}, "one value for each draw"),
        ({"draws": {"contact_per_year": [0.5], "leave_per_year": [0.2, 0.3]}}, "for each draw"),
        ({"draws": {"contact_per_yaer": [1.0]}}, 'Did you mean "contact_per_year"'),
        ({"draws": {"contact_per_year": [0.5, 9.0]}}, "contact_per_year has 9.0, outside of 0.1"),
        ({"draws": {"contact_per_year": [0.5, None]}}, "has None"),
        ({"draws": {"contact_per_year": 1.0}}, "one value for each draw"),
    ],
)
def test_a_wrong_posterior_is_one_message(
    tmp_path: Path, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        linze(posterior(tmp_path, **changes))
    assert len(caught.value.problems) == 1
    assert says in str(caught.value)


def test_a_missing_a_foreign_and_an_unnamed_file(tmp_path: Path) -> None:
    foreign = tmp_path / "run.json"
    foreign.write_text("no json", encoding="utf-8")
    for name, says in (
        ((tmp_path / "none.json").as_posix(), "no such file"),
        (foreign.as_posix(), "is no posterior"),
    ):
        with pytest.raises(ScenarioError, match=says):
            linze(name)
    with pytest.raises(ScenarioError, match="name one"):
        load("linze", overrides=["uncertainty=posterior"])

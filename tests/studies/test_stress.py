"""Stress: a quota raised step by step beside its twin, and where it buys only paper."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.results.plan import Estimate
from sim.results.run import run
from sim.scenario import Scenario
from sim.studies import cases as module
from sim.studies.audit import audit
from sim.studies.cases import Batch, Responses
from sim.studies.file import make_study
from sim.studies.folder import perform
from sim.studies.stress import Stress, quotas, raised, stress, with_rungs, without_quota
from sim.studies.stress_study import read, table
from sim.studies.study import StudyResult

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def small() -> Scenario:
    """Forty organizations; the quota ends after half a year."""
    return sim.load(SMALL, overrides=["alternatives.1.policies.0.end=2010-12"])


def ladder(reported: list[list[float]], effective: list[list[float]], *steps: float) -> Stress:
    """Return a finding by rung and world: no quota, then the steps."""
    own = sim.load(SMALL).alternative("quota")
    values = {
        "reported_coverage": np.insert(np.array(reported), 1, 0.0, axis=0)[..., None],
        "effective_coverage": np.insert(np.array(effective), 1, 0.0, axis=0)[..., None],
    }
    nothing = np.zeros((len(steps) + 2, len(reported[0])))
    numbers = tuple(range(len(reported[0])))
    return Stress(own, "gain", steps, (12,), values, nothing, nothing, numbers, {})


def test_a_quota_is_raised_and_everything_else_is_held() -> None:
    own = sim.load(SMALL).alternative("quota")
    (quota,) = quotas(own)
    assert quotas(without_quota(own)) == () and quota.target_share == 0.9
    assert [e for e in own.policies if e is not quota] == list(without_quota(own).policies)
    assert quotas(raised(own, "gain", 2.5, "x")) == (replace(quota, gain=2.5),)
    assert quotas(raised(own, "target", 0.3, "x")) == (replace(quota, target_share=0.3),)


def test_the_turning_point_is_where_paper_begins() -> None:
    reported = [[0.1, 0.1], [0.2, 0.2], [0.3, 0.3], [0.4, 0.4]]
    helps_once = ladder(reported, [[0.1, 0.1], [0.2, 0.2], [0.2, 0.2], [0.1, 0.2]], 0, 1, 2)
    assert helps_once.turning(0) == 1
    assert helps_once.bought(0).tolist() == [0, 1, 1]
    assert helps_once.bought(0, below=0).tolist() == [0, 0, 0.5]
    helps_never = ladder(reported, [[0.1, 0.1]] * 4, 0, 1, 2)
    assert helps_never.turning(0) == 0
    helps_always = ladder(reported, reported, 0, 1, 2)
    assert helps_always.turning(0) is None
    helps_later = ladder(reported, [[0.1, 0.1], [0.1, 0.1], [0.1, 0.1], [0.3, 0.3]], 0, 1, 2)
    assert helps_later.turning(0) is None


def test_the_twin_and_the_own_quota_are_those_of_a_plain_run(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = stress(small, "quota", steps=(0.5, 1.5, 3.0), replicates=4)
    assert found.moments == (6, 18) and found.replicates == 4
    plain = run(small, replicates=4, out=tmp_path / "run")
    for name, rows in found.values.items():
        for place, month in enumerate(found.moments):
            values = plain.values(name, month=month)
            assert np.array_equal(rows[0, :, place], values["baseline"], equal_nan=True)
            assert np.array_equal(rows[1, :, place], values["quota"], equal_nan=True)
            # 1.5 is the quota's gain as the file has it.
            assert np.array_equal(rows[3, :, place], values["quota"], equal_nan=True)
    assert (found.hours[1] > found.hours[0]).all()
    # World by world, or all together: the same.
    monkeypatch.setattr(module, "STACK", 1)
    again = stress(small, "quota", steps=(0.5, 1.5, 3.0), replicates=4)
    assert all(
        np.array_equal(again.values[name], found.values[name], equal_nan=True)
        for name in found.values
    )


def study(**values: Any) -> Any:
    """Return a study by stress of the forty organizations."""
    data = {"format": 1, "title": "Pressure", "method": "stress", "scenario": str(SMALL), **values}
    return make_study("pressure", data, overrides=["alternatives.1.policies.0.end=2010-12"])


def test_it_is_a_study_that_is_kept_read_back_and_audited(tmp_path: Path) -> None:
    told: list[Estimate] = []
    asked = study(replicates=3, settings={"steps": [0.0, 3.0]})
    done = perform(asked, out=tmp_path / "kept", jobs=1, announce=told.append)
    # No quota, the quota as it stands, and two steps, in three worlds each.
    assert [one.worlds for one in told] == [4 * 3] and done.worlds == 4 * 3
    (found,) = read(asked, done.result)
    again = stress(asked.scenario, "quota", steps=(0, 3), replicates=3)
    assert (found.steps, found.moments, found.numbers) == ((0, 3), (6, 18), (0, 1, 2))
    for name, values in again.values.items():
        assert np.array_equal(found.values[name], values, equal_nan=True)
    assert np.array_equal(found.hours, again.hours) and np.array_equal(found.yuan, again.yuan)
    once_more = perform(asked, out=tmp_path / "kept", jobs=1)
    assert not once_more.simulated and once_more.lines == done.lines
    audited = audit(tmp_path / "kept", jobs=1)
    assert audited.same and audited.sort == "study" and audited.done == audited.parts == 1


def test_steps_of_one_value_are_known_by_what_they_raise_and_how_far(small: Scenario) -> None:
    own = small.alternative("quota")
    made = [
        with_rungs(small, own, "gain", (0.0, 1.0))[0].digest(),
        with_rungs(small, own, "gain", (0.0, 1.0000001))[0].digest(),
        with_rungs(small, replace(own, id="other"), "gain", (0.0, 1.0))[0].digest(),
        with_rungs(small, own, "target", (0.0, 1.0))[0].digest(),
    ]
    assert len({*made, small.digest()}) == 5
    ids = [entry.id for entry in with_rungs(small, own, "gain", (1.0, 1.0000001))[0].alternatives]
    assert len({*ids}) == len(ids)
    assert with_rungs(small, own, "gain", (0.0, 1.0))[0].digest() == made[0]


def test_several_alternatives_stand_in_one_table() -> None:
    scenario = sim.load(SMALL, overrides=["alternatives.1.policies.0.end=2010-12"])
    found = stress(scenario, "quota", steps=(0.5, 3.0), replicates=2)
    other = replace(found, alternative=replace(found.alternative, id="liaisons"))
    both = [*read(study(), result_of([found, other]))]
    assert [entry.alternative.id for entry in both] == ["quota", "liaisons"]
    assert all(
        np.array_equal(entry.values[name], found.values[name], equal_nan=True)
        for entry in both
        for name in found.values
    )


def result_of(found: list[Stress]) -> StudyResult:
    return StudyResult({"stress": table(found)}, {})


def test_an_open_end_is_looked_at_on_the_horizon() -> None:
    found = stress(sim.load(SMALL), "quota", by="target", steps=(0.2, 0.9), replicates=1)
    assert found.moments == (24,)


def test_a_failing_world_is_left_out_and_named(
    small: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = stress(small, "quota", steps=(0.5, 3.0), replicates=4)

    simulate = module._simulate

    def failing(batch: Batch) -> Responses:
        if 2 in batch.cases.replicate:
            raise ValueError("a rate above its bound")
        return simulate(batch)

    monkeypatch.setattr(module, "_simulate", failing)
    found = stress(small, "quota", steps=(0.5, 3.0), replicates=4)
    assert found.failed == {2: "ValueError: a rate above its bound"}
    assert found.numbers == (0, 1, 3) and found.replicates == 3
    for name, values in found.values.items():
        assert np.array_equal(values, whole.values[name][:, [0, 1, 3]], equal_nan=True)
    assert np.array_equal(found.hours, whole.hours[:, [0, 1, 3]])

    def broken(_batch: Batch) -> Responses:
        raise ValueError("no world")

    monkeypatch.setattr(module, "_simulate", broken)
    with pytest.raises(InputError, match="Every replicate failed, the first with: ValueError: no"):
        stress(small, "quota", steps=(0.5, 3.0), replicates=2)


def test_what_cannot_be_stressed_is_refused(small: Scenario) -> None:
    with pytest.raises(InputError, match="no coverage_quota"):
        stress(small, "liaisons")
    with pytest.raises(InputError, match="at most 1"):
        stress(small, "quota", by="target", steps=(0.5, 1.5))
    for wrong in ((1.0,), (1.0, 1.0), (-1.0, 1.0), (0.0, math.nan), (0.0, math.inf)):
        with pytest.raises(InputError, match="two or more numbers"):
            stress(small, "quota", steps=wrong)

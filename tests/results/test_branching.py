"""A branch in time: the past bit for bit, and only policies change from a month on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import FugaiError, InputError
from sim.results.branching import branch, entries, retold, spliced
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario, from_resolved
from sim.worlds import Worlds
from tests.engine.snapshots import booked, first_difference, happened, snapshot


def changed(scenario: Scenario, **values: Any) -> Scenario:
    return from_resolved(scenario.resolved() | values)


def test_the_same_policies_make_the_same_run(
    finished: Results, small: Scenario, tmp_path: Path
) -> None:
    branched = branch(finished, small, 7, alternative="baseline")
    again = run(branched, replicates=4, out=tmp_path / "same")
    retold(again, finished, 7)
    # The baseline goes on as it was, to the end.
    both = [results.cube(["registered", "effective_branches"], range(25)) for results in
            (again, finished)]  # fmt: skip
    assert np.array_equal(both[0][:, 0], both[1][:, 0])


def test_split_and_whole_are_equal_in_every_column(finished: Results, small: Scenario) -> None:
    names = {"liaisons": "liaisons", "baseline": "baseline"}
    for past, future in names.items():
        branched = branch(finished, small, 9, alternative=past)
        split = Worlds.build(branched, [future], (0, 1))
        whole = Worlds.build(finished.scenario, [future], (0, 1))
        for _month in range(24):
            split.step()
            whole.step()
            for world in range(2):
                assert happened(split, world) == happened(whole, world)
        for world in range(2):
            assert first_difference(snapshot(split, world), snapshot(whole, world)) is None
            assert booked(split, world) == booked(whole, world)


def test_before_the_month_nothing_differs_and_after_it_the_new_policies_act(
    finished: Results, small: Scenario, tmp_path: Path
) -> None:
    branched = branch(finished, small, 12, alternative="liaisons")
    spans = {policy.id: policy.spans for policy in branched.alternative("quota").policies}
    assert spans["coverage_quota"] == ((12, None),)
    assert spans["dispatch_liaisons_past"] == ((None, 11),)
    in_baseline = {policy.id: policy.spans for policy in branched.alternatives[0].policies}
    # What was no part of the baseline did not stand before the start.
    assert in_baseline["dispatch_liaisons_past"] == ((0, 11),)
    after = run(branched, replicates=4, out=tmp_path / "after")
    retold(after, finished, 12, alternative="liaisons")
    values = after.values("reported_coverage")
    assert np.array_equal(values["quota"][:, :13], values["liaisons"][:, :13])
    assert not np.array_equal(values["quota"][:, 13:], values["liaisons"][:, 13:])
    with pytest.raises(FugaiError, match="is different now"):
        retold(after, finished, 12, alternative="quota")


def test_policies_are_cut_at_the_month(small: Scenario) -> None:
    def entry(name: str, **values: Any) -> dict[str, Any]:
        return {"policy": name, "id": name, **values}

    before = [entry("a"), entry("b", start="2010-09", end="2011-02"), entry("c", start="2011-06"),
              entry("d", periods=[{"end": "2010-08"}, {"start": "2010-12"}])]  # fmt: skip
    after = [entry("b", start="2010-09", end="2012-01"), entry("a", strength=2),
             entry("e", end="2010-10")]  # fmt: skip
    assert spliced(before, after, small, 6) == [
        entry("a", end="2010-12") | {"id": "a_past"},
        entry("b", start="2010-09", end="2012-01"),
        entry("d", periods=[{"end": "2010-08"}, {"start": "2010-12", "end": "2010-12"}])
        | {"id": "d_past"},
        entry("a", strength=2, start="2011-01"),
    ]
    assert [e["id"] for e in entries(small, "quota")] == ["annual_check", "coverage_quota"]


def test_only_policies_may_change(finished: Results, small: Scenario) -> None:
    with pytest.raises(InputError, match="in parameters: from a month on only policies"):
        branch(finished, changed(small, parameters={"leave_per_year": 0.3}), 6)
    with pytest.raises(InputError, match="no later than 2012-06"):
        branch(finished, small, 24)
    with pytest.raises(InputError, match="baseline, liaisons, quota"):
        branch(finished, small, 6, alternative="nothing")
    other = Results(finished.folder)
    other.info = other.info | {"code": "other"}
    with pytest.raises(InputError, match="another version"):
        branch(other, replace(small, seed=5), 6)

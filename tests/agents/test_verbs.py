"""What people who know Mesa do with a model: AgentSet, DataCollector, batch_run."""

from __future__ import annotations

import gc
import inspect
import math
from operator import attrgetter
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet
from mesa.batchrunner import batch_run

from sim.agents import REPORTERS, CoverageModel, Liaison, Organization, measure
from sim.measures.catalogue import MEASURES
from sim.measures.recorder import Recorder
from sim.state.codes import Kind
from sim.worlds import Worlds
from tests.agents.town import TOWN, model, town


def test_verbs_of_agent_sets() -> None:
    made = model(6)
    organizations = made.agents_by_type[Organization]
    assert isinstance(organizations, AgentSet)
    columns = made.worlds.organizations
    staff = columns.staff[columns.alive]
    assert sorted(organizations.get("staff")) == sorted(staff.tolist())
    assert organizations.agg("staff", [len, max]) == [len(staff), staff.max()]
    large = organizations.select(lambda organization: organization.staff >= 10)
    assert len(large) == np.count_nonzero(staff >= 10)
    by_kind = organizations.groupby("kind")
    assert by_kind.count() == {
        Kind(kind): number
        for kind, number in zip(
            *np.unique(columns.kind[columns.alive], return_counts=True), strict=True
        )
    }
    assert sum(by_kind.agg("members", sum).values()) == columns.members[columns.alive].sum()
    assert organizations.sort("staff", ascending=True).get("staff") == sorted(staff.tolist())
    seen: list[Organization] = []
    organizations.do(seen.append)
    assert len(seen) == len(organizations) == len(set(organizations.map(attrgetter("identity"))))
    large.set("fear_of_burden", 0.125)
    assert all(organization.fear_of_burden == 0.125 for organization in large)
    with pytest.raises(AttributeError, match="does not exist"):
        large.set("fear", 0.125)


def test_sets_hold_their_agents_and_follow_the_months() -> None:
    made = model()
    organizations = made.agents_by_type[Organization]
    number = len(organizations)
    gc.collect()
    assert len(organizations) == number > 0
    assert made.agent_types == list(made.agents_by_type)
    assert len(made.agents_by_type[Liaison]) == 0
    for _ in range(12):
        made.step()
        alive = {kind: getattr(made.worlds, kind.TABLE).alive.sum() for kind in made.agents_by_type}
        assert {kind: len(found) for kind, found in made.agents_by_type.items()} == alive
        assert len(made.agents) == sum(alive.values())
    assert made.agents_by_type[Organization] is organizations


def test_the_collector_writes_down_what_the_engine_measures() -> None:
    made = model(12, replicate=1)
    worlds = Worlds.build(town(), ["liaisons"], [1])
    recorder = Recorder(worlds, 12)
    recorder.record()
    for _ in range(12):
        worlds.step()
        recorder.record(worlds.doses)
    counts = recorder.finish().counts
    frame = made.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(REPORTERS)
    assert frame["month"].tolist() == list(range(13))
    for name in REPORTERS:
        if name != "month":
            declared = MEASURES[name]
            top = counts[declared.numerator][:, 0]
            expected = top / counts[declared.denominator][:, 0] if declared.denominator else top
            assert np.array_equal(frame[name], expected, equal_nan=True)
    assert 0 < frame["organization_coverage"].iloc[-1] < 1


def test_every_measure_that_a_run_records_is_a_models_too() -> None:
    made = model(12, alternative="liaisons")
    worlds = Worlds.build(town(), ["liaisons"], [made.replicate])
    recorder = Recorder(worlds, 12)
    recorder.record()
    for _month in range(12):
        worlds.step()
        recorder.record(worlds.doses)
    counts = recorder.finish().counts
    for name, declared in MEASURES.items():
        top = counts[declared.numerator][12, 0] * declared.scale
        below = counts[declared.denominator][12, 0] if declared.denominator else 1
        expected = top / below if below else math.nan
        assert measure(made, name) == pytest.approx(expected, nan_ok=True), name


def test_a_measure_is_of_the_world_as_it_stands() -> None:
    made = model(1)
    before = measure(made, "reported_base")
    made.agents_by_type[Organization].set("on_base", False)
    assert before > measure(made, "reported_base") == 0
    assert math.isnan(measure(made, "reported_coverage"))
    with pytest.raises(LookupError, match='Did you mean "work_coverage"'):
        measure(made, "coverage")


def test_a_collector_of_ones_own() -> None:
    pattern = mesa.DataCollector(
        model_reporters={"coverage": REPORTERS["organization_coverage"], "month": "month"},
        agenttype_reporters={Organization: {"staff": attrgetter("staff")}},
        tables={"notes": ["month"]},
    )
    models = [
        model(2, datacollector=pattern, alternative=name) for name in ("baseline", "liaisons")
    ]
    assert len(pattern.model_vars["coverage"]) == 0
    for made in models:
        assert made.datacollector.get_model_vars_dataframe()["month"].tolist() == [0, 1, 2]
        frame = made.datacollector.get_agenttype_vars_dataframe(Organization)
        staff = frame["staff"].xs(2, level="Step")
        assert staff.to_dict() == {
            view.unique_id: view.staff for view in made.agents_by_type[Organization]
        }


def batch(processes: int, **seeds: Any) -> list[dict[str, Any]]:
    """Run the town for a year in every alternative; rows in a fixed order."""
    grid = {"scenario": str(TOWN), "alternative": ["baseline", "liaisons"]} | seeds
    rows: list[dict[str, Any]] = batch_run(
        CoverageModel,
        grid,
        number_processes=processes,
        max_steps=12,
        data_collection_period=-1,
        display_progress=False,
    )
    return sorted(rows, key=lambda row: row["RunId"])


def test_batch_run_in_one_process() -> None:
    rows = batch(1, replicate=[0, 1])
    expected = [
        (name, k, model(12, alternative=name, replicate=k))
        for name in ("baseline", "liaisons")
        for k in (0, 1)
    ]
    for row, (name, k, made) in zip(rows, expected, strict=True):
        assert (row["alternative"], row["replicate"], row["month"]) == (name, k, 12)
        last = made.datacollector.get_model_vars_dataframe().iloc[-1]
        assert all(row[reporter] == last[reporter] for reporter in REPORTERS)


def test_batch_run_with_seeds_of_mesa() -> None:
    """Mesa 3.5 passes its own ``rng=``; on 3.3 it is a parameter like any other."""
    if "rng" in inspect.signature(batch_run).parameters:
        rows = batch_run(
            CoverageModel, {"scenario": str(TOWN)}, rng=[3, 4], max_steps=12, display_progress=False
        )
    else:
        rows = batch(1, rng=[3, 4], alternative="baseline")
    assert [row["month"] for row in rows] == [12, 12]
    for row, seed in zip(rows, (3, 4), strict=True):
        last = model(12, alternative="baseline", rng=seed).datacollector.model_vars
        assert row["organization_coverage"] == last["organization_coverage"][-1]
        assert row["registered"] == last["registered"][-1]


@pytest.mark.slow
def test_batch_run_in_two_processes() -> None:
    assert batch(2, replicate=[0, 1]) == batch(1, replicate=[0, 1])

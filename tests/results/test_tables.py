"""Tables say what the engine did: tidy, complete, and equal to a recount."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.results.reading import Results
from sim.results.run import run
from sim.results.schema import TABLES
from sim.scenario import Scenario, from_resolved
from sim.state.codes import Event
from sim.worlds import Worlds


@pytest.fixture(scope="module")
def worlds(small: Scenario) -> Worlds:
    """The four replicates of the finished run, simulated without a recorder."""
    worlds = Worlds.build(small, replicates=range(4))
    for _ in range(small.months):
        worlds.step()
    return worlds


def test_every_table_has_its_columns_and_rows(finished: Results) -> None:
    for name, columns in TABLES.items():
        table = finished.table(name)
        assert table.column_names == [column.name for column in columns]
        assert len(table) > 0, name
        if "replicate" in table.column_names:
            assert set(table["replicate"].to_pylist()) <= {0, 1, 2, 3}


def test_series_hold_every_measure_each_month_and_groups_each_year(finished: Results) -> None:
    frame = finished.frame("series")
    whole = frame[frame["dimension"] == "all"]
    for name in MEASURES:
        months = {0, 12, 24} if name == "district_inequality" else set(range(25))
        mine = whole[whole["measure"] == name]
        assert set(mine["month"]) == months and len(mine) == 4 * 3 * len(months)
    groups = frame[frame["dimension"] != "all"]
    assert set(groups["month"]) == {0, 12, 24}
    assert set(groups["dimension"]) == {"kind", "type", "district", "industry", "size"}
    assert set(groups[groups["dimension"] == "district"]["group"]) == {"north", "south"}
    assert set(groups["measure"]) == {name for name, m in MEASURES.items() if m.grouped}


def test_groups_add_up(finished: Results) -> None:
    frame = finished.frame("series")
    keys = ["alternative", "replicate", "month", "measure"]
    yearly = frame[frame["month"].isin([0, 12, 24]) & (frame["measure"] != "mean_vitality")]
    sums = yearly.groupby([*keys, "dimension"], observed=True)[["numerator", "denominator"]].sum()
    for name in ("district", "size"):
        part = sums.xs(name, level="dimension")
        whole = sums.xs("all", level="dimension").loc[part.index]
        assert (part == whole).to_numpy().all()


def test_values_are_numerators_over_denominators(finished: Results) -> None:
    table = finished.series(["organization_coverage"]).to_pandas()
    mine = table[(table["alternative"] == "liaisons") & (table["replicate"] == 2)]
    expected = (mine["numerator"] / mine["denominator"]).to_numpy()
    assert np.array_equal(finished.values("organization_coverage")["liaisons"][2], expected)
    cube = finished.cube(["organization_coverage", "members"], [24, 0])
    assert cube.shape == (2, 3, 4, 2)
    assert cube[0, 1, 2].tolist() == [expected[24], expected[0]]


def test_months_and_horizon_agree_with_the_state(finished: Results, worlds: Worlds) -> None:
    organizations = worlds.organizations
    live = organizations.alive
    n = worlds.n_worlds
    covered = np.bincount(organizations.world[live & (organizations.branch > 0)], minlength=n)
    registered = np.bincount(organizations.world[live], minlength=n)
    found = finished.cube(["organization_coverage", "registered", "party_organizations"], [24])
    assert np.array_equal(found[0, ..., 0].T.ravel(), covered / registered)
    assert np.array_equal(found[1, ..., 0].T.ravel(), registered)
    branches = np.bincount(worlds.branches.world[worlds.branches.alive], minlength=n)
    assert np.array_equal(found[2, ..., 0].T.ravel(), branches)
    members = worlds.members
    real = members.alive & (members.stage >= 2) & (members.organization > 0)
    counted = np.bincount(members.world[real], minlength=n)
    assert np.array_equal(finished.cube(["members"], [24])[0, ..., 0].T.ravel(), counted)
    table = finished.frame("organizations")
    rows = np.flatnonzero(live)
    rows = rows[np.lexsort((organizations.identity[rows], organizations.world[rows]))]
    assert table["organization"].tolist() == organizations.identity[rows].astype(np.int64).tolist()
    assert table["covered"].tolist() == (organizations.branch[rows] > 0).tolist()
    uncovered = ~table["covered"].to_numpy() & organizations.operating[rows]
    assert ((table["bottleneck"] != "none").to_numpy() == uncovered).all()


def test_the_ledger_is_the_engines(finished: Results, worlds: Worlds) -> None:
    frame = finished.frame("ledger")
    assert np.allclose(frame["amount"], frame["quantity"] * frame["unit_cost"])
    amounts = worlds.ledger.amounts()
    burden = np.array([line.cost.burden for line in worlds.ledger.lines])
    for falls_on_them in (False, True):
        mine = frame[frame["burden"] == falls_on_them]
        found = mine.groupby(["replicate", "alternative"], observed=False)["amount"].sum()
        expected = amounts[burden == falls_on_them].sum(0)
        order = [(k, a) for k in range(4) for a in finished.alternatives]
        assert np.allclose([found.get(key, 0.0) for key in order], expected)


def test_events_are_those_of_each_month(small: Scenario, finished: Results) -> None:
    worlds = Worlds.build(small, ["quota"], [1])
    counted = np.zeros((25, len(Event)), int)
    for month in range(1, 25):
        worlds.step()
        for batch in worlds.events:
            counted[month, batch.kind] += len(batch.world)
    frame = finished.frame("events")
    mine = frame[(frame["alternative"] == "quota") & (frame["replicate"] == 1)]
    found = np.zeros_like(counted)
    codes = [Event[name.upper()] for name in mine["event"]]
    found[mine["month"].to_numpy(), codes] = mine["number"]
    assert np.array_equal(found, counted) and found.sum() > 0


def test_branches_of_the_survival_table_were_founded_in_the_run(finished: Results) -> None:
    survival = finished.frame("survival")
    events = finished.frame("events")
    founded = events[events["event"] == "founded"]["number"].sum()
    assert survival["failed"].sum() + survival["censored"].sum() == founded
    failures = events[events["event"].isin(["dissolved", "closed"])]["number"].sum()
    assert survival["failed"].sum() <= failures


def test_parameters_are_those_in_force(finished: Results, worlds: Worlds) -> None:
    frame = finished.frame("parameters").pivot(
        index="replicate", columns="parameter", values="value"
    )
    assert set(frame.columns) == {*PARAMETERS, "intercept"}
    assert frame["intercept"].tolist() == worlds.intercept[::3].tolist()
    assert finished.intercept.tolist() == frame["intercept"].tolist()
    assert len(set(frame["intercept"])) == len(frame)
    for name in ("entry_per_year", "vitality_threshold"):
        assert frame[name].tolist() == worlds.parameters[name][::3].tolist()


def test_numbers_of_a_sample_are_scaled_up_and_tables_are_not(
    small: Scenario, tmp_path: Path
) -> None:
    content = small.resolved()
    content["organizations"]["sample"] = 0.5
    found = run(from_resolved(content), replicates=1, out=tmp_path / "run")
    raw = found.series(["registered"])["numerator"].to_pylist()
    assert found.weight == 2.0 and raw[0] == 20
    assert found.values("registered", month=0)["baseline"].tolist() == [40]
    assert found.values("organization_coverage", month=0)["baseline"][0] <= 1

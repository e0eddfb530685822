"""Net growth of the register: any rate from −20 % a year, or a series, comes true."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.scenario import from_resolved, load
from sim.text.problems import ScenarioError
from sim.worlds import Worlds
from tests.engine.adapter import oracle_of
from tests.scenario.test_entry_series import made

REPLICATES = range(12)


def registered(worlds: Worlds) -> int:
    return int(worlds.organizations.alive.sum())


def growth(folder: Path, said: str, years: int = 3) -> list[float]:
    """Return by how much the register of a dozen worlds grows in each year."""
    scenario = load(_file(folder, said))
    worlds = Worlds.build(scenario, ["baseline"], REPLICATES)
    found = [registered(worlds)]
    for _year in range(years):
        for _month in range(12):
            worlds.step()
        found.append(registered(worlds))
    return [after / before - 1 for before, after in pairwise(found)]


def _file(folder: Path, said: str) -> Path:
    made(folder, "")  # writes the file
    path = folder / "case.toml"
    text = path.read_text(encoding="utf-8").replace("[organizations]\n", f"[organizations]\n{said}")
    path.write_text(text.replace("[parameters]\nentry_per_year = 0.09\n", ""), encoding="utf-8")
    return path


@pytest.mark.parametrize("rate", [-0.2, -0.04, 0.0, 0.06, 0.3])
def test_the_register_grows_at_the_rate_that_is_stated(tmp_path: Path, rate: float) -> None:
    for year in growth(tmp_path, f"growth_per_year = {rate}"):
        assert year == pytest.approx(rate, abs=0.025)


def test_a_series_is_by_calendar_year_and_others_follow_the_rate(tmp_path: Path) -> None:
    said = "growth_per_year = -0.1\ngrowth_series = { 2010 = 0.25 }"
    scenario = load(_file(tmp_path, said))
    worlds = Worlds.build(scenario, ["baseline"], REPLICATES)
    counts = [registered(worlds)]
    for _month in range(28):
        worlds.step()
        counts.append(registered(worlds))
    # The run begins in September 2009: 2010 is months 4 to 15.
    assert counts[4] < counts[0]
    assert counts[16] / counts[4] - 1 == pytest.approx(0.25, abs=0.03)
    assert counts[28] / counts[16] - 1 == pytest.approx(-0.1, abs=0.03)


def test_growth_survives_being_written_and_none_changes_no_hash(tmp_path: Path) -> None:
    bare = load(_file(tmp_path, "")).digest()
    grown = load(_file(tmp_path, "growth_series = { 2010 = -0.05 }"))
    assert grown.digest() != bare
    assert from_resolved(grown.resolved()).organizations == grown.organizations


@pytest.mark.parametrize("said", ["growth_per_year = -0.2", "growth_series = { 2010 = 0.3 }"])
def test_the_oracle_grows_the_same(tmp_path: Path, said: str) -> None:
    scenario = load(_file(tmp_path, said))
    worlds = Worlds.build(scenario, ["baseline"], [0])
    slow = oracle_of(worlds, 0, scenario)
    for _month in range(15):
        worlds.step()
        slow.step()
        alive = worlds.organizations.identity[worlds.organizations.alive]
        assert sorted(slow.organizations) == np.sort(alive).tolist()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("growth_per_year = -0.3", "-0.3"),
        ("growth_per_year = 5", "5"),
        ("growth_series = { 2010 = -0.3 }", "-0.3 is no rate of growth"),
        ("growth_series = { 2008 = 0.1 }", "2008"),
        ("growth_per_year = 0.1\nentry_series = { 2010 = 0.1 }", "one follows from the other"),
    ],
)
def test_a_wrong_growth_is_refused(tmp_path: Path, said: str, found: str) -> None:
    with pytest.raises(ScenarioError) as error:
        load(_file(tmp_path, said))
    assert found in error.value.problems[0].message


def test_growth_beside_the_parameter_of_entry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="one follows from the other"):
        load(
            _file(tmp_path, "growth_per_year = 0.1"),
            overrides=["parameters.entry_per_year=0.09"],
        )

"""A series of rates of entry by calendar year: read, refused where wrong, and followed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.population.figures import entry_spec
from sim.population.population import populate
from sim.scenario import Scenario, from_resolved, load
from sim.state.codes import Event
from sim.text.problems import ScenarioError
from sim.worlds import Worlds
from tests.engine.adapter import oracle_of
from tests.scenario.golden import DATA

HERE = """format = 1
title = "x"
start = "2009-09"
years = 3
uncertainty = "none"
[organizations]
{series}
[organizations.synthesis]
kinds.social_group = {{ organizations = 400 }}
[parameters]
entry_per_year = 0.09
"""


def made(folder: Path, series: str = "") -> Scenario:
    path = folder / "case.toml"
    path.write_text(HERE.format(series=series), encoding="utf-8")
    return load(path)


def entered(worlds: Worlds, months: int) -> list[int]:
    """Return how many organizations enter in each month."""
    found = []
    for _ in range(months):
        worlds.step()
        new = [e for e in worlds.events if e.kind is Event.ORGANIZATION_ENTERED]
        found.append(sum(len(e.world) for e in new))
    return found


def test_a_series_is_by_calendar_year_and_survives_being_written(tmp_path: Path) -> None:
    scenario = load(DATA / "full.toml")
    assert scenario.organizations.entry_series == ((12, 0.06), (24, 0.0))
    again = from_resolved(scenario.resolved())
    assert again.organizations.entry_series == scenario.organizations.entry_series
    spec = entry_spec(made(tmp_path, "entry_series = { 2010 = 0.05, 2009 = 0.2 }"))
    assert [spec.rate(month) for month in (0, 3, 4, 15, 16)] == [0.2, 0.2, 0.05, 0.05, None]


def test_a_series_decides_a_world_and_none_changes_no_hash(tmp_path: Path) -> None:
    bare = made(tmp_path).digest()
    assert made(tmp_path, "entry_series = { 2010 = 0.05 }").digest() != bare
    assert "entry_series" not in made(tmp_path).resolved()["organizations"]


def test_a_series_of_the_parameter_changes_nothing_and_other_years_follow_it(
    tmp_path: Path,
) -> None:
    def of(series: str) -> list[int]:
        return entered(Worlds.build(made(tmp_path, series), ["baseline"], [0, 1]), 30)

    bare = of("")
    assert of("entry_series = { 2009 = 0.09, 2010 = 0.09, 2011 = 0.09, 2012 = 0.09 }") == bare
    none = of("entry_series = { 2010 = 0 }")
    assert none[:4] == bare[:4]
    assert none[4:16] == [0] * 12
    assert min(none[16:]) > 0
    many = of("entry_series = { 2010 = 0.4 }")
    assert sum(many[4:16]) == pytest.approx(2 * 400 * 0.4, rel=0.2)


def test_the_oracle_follows_the_same_series(tmp_path: Path) -> None:
    scenario = made(tmp_path, "entry_series = { 2009 = 0.3, 2010 = 0.02 }")
    worlds = Worlds.build(scenario, ["baseline"], [0])
    slow = oracle_of(worlds, 0, scenario)
    for _ in range(8):
        worlds.step()
        slow.step()
        alive = worlds.organizations.identity[worlds.organizations.alive]
        assert sorted(slow.organizations) == np.sort(alive).tolist()


@pytest.mark.parametrize(
    ("series", "found", "allowed"),
    [
        ("{ 2008 = 0.1 }", "2008", "2009"),
        ("{ next = 0.1 }", "next", "2009"),
        ("{ 2010 = 5 }", "5", "0 to 1"),
        ("{ 2010 = -0.1 }", "-0.1", "0 to 1"),
        ('{ 2010 = "many" }', "many", ""),
    ],
)
def test_a_wrong_series_is_refused(tmp_path: Path, series: str, found: str, allowed: str) -> None:
    with pytest.raises(ScenarioError) as error:
        made(tmp_path, f"entry_series = {series}")
    (problem,) = error.value.problems
    assert found in problem.message and allowed in f"{problem.message} {problem.hint}"


def test_a_place_of_firms_is_told_that_its_rate_of_entry_is_borrowed() -> None:
    def notes(name: str, *overrides: str) -> list[str]:
        scenario = load(name, overrides=overrides).without_history()
        found = populate(scenario, [0], scenario.drawn([0])).notes
        return [note for note in found if "entry_per_year" in note]

    (said,) = notes("hangzhou_cost_consultants")
    assert "0.057 to 0.11 a year" in said
    assert not notes("hangzhou_cost_consultants", "parameters.entry_per_year=0.06")
    assert not notes("hangzhou_cost_consultants", "organizations.entry_series.2012=0.03")
    # Social organizations have the rate that is sourced for them; a few firms change nothing.
    assert not notes("linze") and not notes("yiwu")

"""The common past of alternatives is simulated once, and nothing of it shows in the results."""

from __future__ import annotations

import pytest

import sim
from sim.results import chunk as chunks
from sim.results.chunk import Chunk, shared_months, simulate
from sim.scenario import Scenario

PLACE = """
format = 1
title = "Forks"
start = "2015-01"
years = 4

[organizations.synthesis]
kinds.social_group = { organizations = 60, covered = 20 }
kinds.private_non_enterprise = { organizations = 40, covered = 12 }

[[baseline]]
policy = "annual_check"
[[baseline]]
policy = "hosting"
places = 4
[[baseline]]
policy = "dispatch_liaisons"
liaisons = 3
start = "2015-06"

[[alternatives]]
id = "more"
policies = [
  { policy = "hosting", id = "more_places", places = 9, start = "2016-03" },
  { policy = "publicity_campaign", start = "2016-04", end = "2016-12" },
]

[[alternatives]]
id = "quota"
policies = [{ policy = "coverage_quota", start = "2017-02", end = "2017-12" }]

[[alternatives]]
id = "idle"
policies = [{ policy = "startup_grant", intensity = 0 }]
"""


@pytest.fixture
def forks(tmp_path: object) -> Scenario:
    from pathlib import Path

    file = Path(str(tmp_path)) / "forks.toml"
    file.write_text(PLACE, encoding="utf-8")
    return sim.load(file)


def names(scenario: Scenario) -> list[str]:
    return [entry.id for entry in scenario.alternatives]


def same_with_and_without(
    scenario: Scenario, replicates: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> bool:
    piece = Chunk(scenario, replicates, 100)
    forked = simulate(piece)
    monkeypatch.setattr(chunks, "shared_months", lambda *_: 0)
    return forked == simulate(piece)


def test_the_first_month_in_which_alternatives_differ(forks: Scenario) -> None:
    assert shared_months(forks, names(forks)) == 14
    assert shared_months(forks, ["baseline", "quota"]) == 25
    assert shared_months(forks, ["baseline", "idle"]) == 47
    assert shared_months(forks, ["baseline"]) == 0
    assert shared_months(sim.load("linze"), ["baseline", "liaisons"]) == 12


def test_a_budget_shares_nothing() -> None:
    capped = sim.load("linze", overrides=["budget.cap_yuan_per_year=100000"])
    assert shared_months(capped, ["baseline", "liaisons"]) == 0


def test_a_common_past_does_not_show(forks: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    assert same_with_and_without(forks, (0, 1, 4), monkeypatch)


def test_nor_does_it_in_linze(monkeypatch: pytest.MonkeyPatch) -> None:
    linze = sim.load("linze", overrides=["years=3"])
    assert same_with_and_without(linze, (0, 7), monkeypatch)

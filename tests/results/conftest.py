"""A small place, and one run of it that the tests of a module share."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.results import plan
from sim.results.run import Results, run
from sim.scenario import Scenario

SMALL = Path(__file__).parent / "data" / "small.toml"


@pytest.fixture(scope="session")
def small() -> Scenario:
    """Forty organizations, two years, a baseline and two alternatives."""
    return sim.load(SMALL)


@pytest.fixture(scope="session")
def finished(small: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A run of four replicates; tests only read it."""
    return run(small, replicates=4, out=tmp_path_factory.mktemp("runs") / "small")


@pytest.fixture
def two_a_chunk(monkeypatch: pytest.MonkeyPatch, small: Scenario) -> None:
    """Let a chunk of the small place hold two replicates."""
    monkeypatch.setattr(plan, "STACK", 2 * 3 * plan.organizations_of(small))

"""A small place with a run that the tests of figures share."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.results.reading import Results
from sim.results.run import run

TOWN = Path(__file__).parent / "data" / "town.toml"


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A run of six replicates over two years; tests only read it."""
    return run(sim.load(TOWN), replicates=6, out=tmp_path_factory.mktemp("runs") / "town")


@pytest.fixture(scope="session")
def lone(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """One organization, no member, one world, only the baseline."""
    path = TOWN.with_name("lone.toml")
    return run(sim.load(path), replicates=1, out=tmp_path_factory.mktemp("runs") / "lone")


@pytest.fixture(scope="session")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Three organizations, all covered, two worlds, only the baseline."""
    path = TOWN.with_name("covered.toml")
    return run(sim.load(path), replicates=2, out=tmp_path_factory.mktemp("runs") / "covered")


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The small place in one world."""
    return run(sim.load(TOWN), replicates=1, out=tmp_path_factory.mktemp("runs") / "single")

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

"""A small run that several tests look at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.app.planner.outcome import Outcome
from sim.results.run import run
from sim.scenario import Scenario, load


@pytest.fixture(autouse=True)
def our_modules() -> Iterator[None]:
    """Keep our modules: NiceGUI's simulation forgets those that hold pages, and all above them."""
    ours = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "sim"}
    yield
    sys.modules.update(ours)


@pytest.fixture(scope="session")
def linze() -> Scenario:
    """The shipped county, for two years and six worlds."""
    return load("linze", overrides=["years=2", "replicates=6"])


@pytest.fixture(scope="session")
def outcome(linze: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A run of it, read."""
    folder: Path = tmp_path_factory.mktemp("run") / "linze"
    run(linze, out=folder, jobs=1)
    return Outcome.read(folder, 6)

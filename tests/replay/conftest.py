"""A small run of three years with everything in it, and a browser that knows no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.results.run import Results, run
from tests.chromium import chromium


@pytest.fixture(scope="session")
def linze(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Three years of a county, four replicates; tests only read it."""
    scenario = sim.load("linze", overrides=["years=3"])
    return run(scenario, replicates=4, out=tmp_path_factory.mktemp("runs") / "linze", jobs=1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window, which ends with the file: no other starts in its loop."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages are written for the browser."""
    return tmp_path_factory.mktemp("pages")

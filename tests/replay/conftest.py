"""A small run of three years with everything in it, and a browser that knows no network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.results.run import Results, run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def linze(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Three years of a county, four replicates; tests only read it."""
    scenario = sim.load("linze", overrides=["years=3"])
    return run(scenario, replicates=4, out=tmp_path_factory.mktemp("runs") / "linze", jobs=1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium; tests that need it are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    arguments += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages are written for the browser."""
    return tmp_path_factory.mktemp("pages")

"""One small run, and its pages in both languages and both forms."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.report import report
from sim.results.run import Results, run
from sim.scenario import Scenario

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"

Pages = dict[tuple[str, bool], str]


@pytest.fixture(scope="session")
def small() -> Scenario:
    """Forty organizations, two years, a baseline and two alternatives."""
    return sim.load(SMALL)


@pytest.fixture(scope="session")
def finished(small: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A run of 24 replicates, enough to ask which assumptions matter; tests only read it."""
    return run(small, replicates=24, out=tmp_path_factory.mktemp("runs") / "small")


@pytest.fixture(scope="session")
def pages(finished: Results) -> Pages:
    """The report by language and by whether it is the brief."""
    return {
        (lang, brief): report(finished, lang=lang, brief=brief)
        for lang in ("en", "zh")
        for brief in (False, True)
    }

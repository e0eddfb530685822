"""Fugai: how Party-building coverage spreads through social organizations.

The short way from Python::

    import sim

    scenario = sim.load("linze")
    results = sim.run(scenario)

One world as a Mesa model is ``from sim.agents import CoverageModel``. Nothing heavy is imported
before it is used: the command answers ``--help`` in a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.results.run import Results
    from sim.scenario import Scenario

__all__ = ["__version__", "load", "run"]

__version__ = "0.1.0"


def load(path: str | Path, *, overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario file, or a shipped scenario by its bare name.

    ``overrides`` are texts such as ``"parameters.leave_per_year=0.3"``, as after ``--set``.
    """
    from sim.scenario import load as load_scenario

    return load_scenario(path, overrides=overrides)


def run(
    scenario: Scenario,
    *,
    alternatives: Sequence[str] | None = None,
    replicates: int | None = None,
    out: str | Path | None = None,
    jobs: int | None = None,
    uncertainty: str | None = None,
) -> Results:
    """Simulate every replicate of every alternative, or go on where ``out`` was left.

    ``sim.results.run.run`` says more, and takes an executor besides.
    """
    from sim.results.run import run as run_scenario

    return run_scenario(
        scenario, alternatives=alternatives, replicates=replicates, out=out, jobs=jobs,
        uncertainty=uncertainty,
    )  # fmt: skip

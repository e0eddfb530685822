"""Scenario files: what a place is, what would be done there, and what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.scenario.scenario import Scenario

__all__ = ["Scenario", "from_resolved", "load"]


def load(
    path: str | Path, *, overrides: Sequence[str] | str = (), extensions: Sequence[str] | str = ()
) -> Scenario:
    """Read a scenario file, or a shipped scenario by its bare name.

    ``overrides`` are texts such as ``"parameters.leave_per_year=0.3"``, ``extensions`` modules
    besides those that the file names; one may stand alone. Raises
    :class:`sim.text.problems.ScenarioError` with every mistake at once.
    """
    # Reading needs pydantic, simulating does not: worker processes start faster without it.
    from sim.scenario.loading import load as read

    return read(path, overrides=_several(overrides), extensions=_several(extensions))


def changed(
    scenario: Scenario, *, overrides: Sequence[str] | str = (), extensions: Sequence[str] | str = ()
) -> Scenario:
    """Return a scenario with values put in as by ``--set``, and with further extensions."""
    if extensions:
        scenario = scenario.with_(extensions=_several(extensions))
    if not overrides:
        return scenario
    return from_resolved(scenario.resolved(), overrides=_several(overrides))


def _several(given: Sequence[str] | str) -> Sequence[str]:
    """Return texts as a sequence: one alone is no sequence of letters."""
    return [given] if isinstance(given, str) else given


def from_resolved(content: Mapping[str, Any], *, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario whose :meth:`Scenario.resolved` is ``content``, without its files."""
    from sim.scenario.loading import from_resolved as read

    return read(content, overrides=overrides)

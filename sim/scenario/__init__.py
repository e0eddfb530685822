"""Scenario files: what a place is, what would be done there, and what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.locale import _
from sim.scenario.scenario import Scenario
from sim.text.arguments import path_of, texts

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

    expected = _("the name of a shipped scenario, or the path of a file")
    file = path if isinstance(path, str) else path_of("path", path, expected)
    return read(
        file,
        overrides=texts("overrides", overrides),
        extensions=texts("extensions", extensions),
    )


def changed(
    scenario: Scenario, *, overrides: Sequence[str] | str = (), extensions: Sequence[str] | str = ()
) -> Scenario:
    """Return a scenario with values put in as by ``--set``, and with further extensions."""
    modules, values = texts("extensions", extensions), texts("overrides", overrides)
    if modules:
        scenario = scenario.with_(extensions=modules)
    return from_resolved(scenario.resolved(), overrides=values) if values else scenario


def from_resolved(content: Mapping[str, Any], *, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario whose :meth:`Scenario.resolved` is ``content``, without its files."""
    from sim.scenario.loading import from_resolved as read

    return read(content, overrides=overrides)

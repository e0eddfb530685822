"""A replicate whose world fails, for what is said and kept of it."""

from __future__ import annotations

from typing import Any

import pytest

from sim.results import chunk
from sim.scenario import Scenario


def fail(monkeypatch: pytest.MonkeyPatch, replicate: int, reason: str) -> None:
    """Make a replicate of the runs to come fail with a ``ValueError`` that says why."""
    observe = chunk.observe

    def failing(scenario: Scenario, names: Any, replicates: Any, tick: chunk.Tick) -> Any:
        if replicate in replicates:
            raise ValueError(reason)
        return observe(scenario, names, replicates, tick)

    monkeypatch.setattr(chunk, "observe", failing)

"""A small town, built once, and models of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sim.agents import CoverageModel
from sim.scenario import Scenario, load

TOWN = Path(__file__).parent / "data" / "town.toml"


@cache
def town() -> Scenario:
    """Return the scenario; it is immutable."""
    return load(TOWN)


def model(months: int = 0, alternative: str = "liaisons", **options: Any) -> CoverageModel:
    """Return a model of the town after some months."""
    made = CoverageModel(town(), alternative, **options)
    for _ in range(months):
        made.step()
    return made

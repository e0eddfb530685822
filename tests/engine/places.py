"""Small places for tests of the engine, and worlds of them under any policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.policies.demand import ORDER
from sim.scenario import load
from sim.scenario.scenario import Alternative, Scenario
from sim.worlds import Worlds

DATA = Path(__file__).parent / "data"
EVERYTHING = ("everything_1", "everything_2", "everything_3")
"""Alternatives of the town that together hold every policy."""


@lru_cache
def scenario(name: str, *overrides: str) -> Scenario:
    """Return a place of ``tests/engine/data``; overrides as on the command line."""
    return load(DATA / f"{name}.toml", overrides=overrides)


def capped(name: str, yuan: float, order: tuple[str, ...] = ORDER) -> Scenario:
    """Return a place under a cap, also one that a file may not have: it buys no unit."""
    place = scenario(name)
    return replace(place, budget=replace(place.budget, cap_yuan_per_year=yuan, order=order))


def policy(name: str, /, **fields: Any) -> Policy:
    """Return a policy in force from month 0, without a ramp unless it is given."""
    lever = POLICIES[name](**({"ramp_months": 0} | fields))
    return lever if lever.id else replace(lever, id=name)


def alternative(name: str, *policies: Policy) -> Alternative:
    """Return an alternative of policies."""
    return Alternative(id=name, title={"en": name, "zh": name}, question=None, policies=policies)


def under(place: Scenario, alternatives: Mapping[str, Sequence[Policy]]) -> Scenario:
    """Return a scenario with other alternatives."""
    chosen = tuple(alternative(name, *policies) for name, policies in alternatives.items())
    return replace(place, alternatives=chosen)


def worlds(
    place: Scenario | str,
    alternatives: Mapping[str, Sequence[Policy]] | None = None,
    replicates: Sequence[int] = (0,),
    **parameters: float,
) -> Worlds:
    """Return worlds at month 0; ``parameters`` are set in the stack, after month 0 is drawn."""
    here = scenario(place) if isinstance(place, str) else place
    if alternatives is not None:
        here = under(here, alternatives)
    stack = Worlds.build(here, replicates=replicates)
    for name, value in parameters.items():
        stack.parameters[name][:] = value
    return stack


def run(stack: Worlds, months: int) -> Worlds:
    """Let months pass; return the stack."""
    for _ in range(months):
        stack.step()
    return stack

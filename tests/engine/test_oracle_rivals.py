"""Engine and oracle agree whichever rival rules are chosen (docs/draws.md 15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from sim.scenario.scenario import Scenario
from sim.state.plugged import Edges
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import scenario
from tests.oracle.compare import first_difference, state_of

RULES: Mapping[str, Mapping[str, str]] = {
    "threshold": {"consent": "threshold"},
    "threshold on edges": {"consent": "threshold", "peers": "edges"},
    "threshold alone": {"consent": "threshold", "peers": "none"},
    "coercive": {"consent": "coercive", "effort_response": "fixed"},
    "edges": {"peers": "edges"},
    "no peers": {"peers": "none", "paper": "none"},
    "exempt": {"capacity": "exempt", "consent": "coercive"},
}
"""Rules that are chosen, together so that each is there once."""


def chosen(rules: Mapping[str, str]) -> Scenario:
    """Return the town under rules; each organization is tied to the next by identity."""
    town = scenario("town")
    edges = None
    if rules.get("peers") == "edges":
        organizations = Worlds.build(town, ("baseline",)).organizations
        identities = sorted(int(i) for i in organizations.identity[organizations.alive])
        edges = Edges("made up", tuple(pairwise(identities)))
    return replace(town, model=rules, edges=edges)


@pytest.mark.parametrize("name", RULES)
def test_two_years_agree(name: str) -> None:
    here = chosen(RULES[name])
    stack = Worlds.build(here, ("everything_1", "everything_2"), (0,))
    if name == "exempt":
        stack.parameters["founding_capacity"][:] = 0.01
    twins = [adapter.oracle_of(stack, world, here) for world in range(stack.n_worlds)]
    for month in range(25):
        stack.step()
        for world, twin in enumerate(twins):
            twin.step()
            states = adapter.state_of(stack, world), state_of(twin)
            found = first_difference(*states, ("engine", "oracle"))
            assert found is None, f"world {world}, after month {month}: {found}"

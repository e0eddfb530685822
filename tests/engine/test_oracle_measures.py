"""Engine and oracle measure the same, as far as a place can have observed it (12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sim.pasts.evidence import measured
from sim.plan.past import Observation
from sim.scenario.tables import OBSERVABLE
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import policy, scenario, under
from tests.oracle import evidence

GROUPS: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "all": {}, "kinds": {"kinds": (0,)}, "districts and industries":
    {"districts": (0, 2), "industries": (1, 2)},
}  # fmt: skip
"""Organizations of which a place may have observed a figure."""


def test_measures_that_are_observed_agree() -> None:
    """Every measure, of all organizations and of some, in worlds in which much has happened."""
    town = scenario("town")
    other = (policy("functional_branch"), policy("area_branch"), policy("annual_check"))
    held = {each.id: each.policies for each in town.alternatives}
    here = under(town, {"baseline": held["baseline"], **held, "other": other})
    alternatives = ("everything_1", "everything_2", "everything_3", "other")
    stack = Worlds.build(here, alternatives, (0,))
    twins = [adapter.oracle_of(stack, world, here) for world in range(stack.n_worlds)]
    for _ in range(20):
        stack.step()
        for twin in twins:
            twin.step()
    for measure in OBSERVABLE:
        for name, group in GROUPS.items():
            if measure == "liaisons" and group:
                continue
            seen: dict[str, Any] = {"kinds": (), "districts": (), "industries": (), **group}
            entry = Observation(
                measure=measure, month=0, value=1.0, sd=None, definition=None, source="t", **seen
            )
            figures = measured(stack, entry)
            asked = evidence.Observed(measure=measure, month=0, value=1.0, **seen)
            for world, twin in enumerate(twins):
                x, _ = evidence.compared(twin, asked, 1.0)
                assert figures[world] == pytest.approx(x), f"{measure} of {name}, world {world}"

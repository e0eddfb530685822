"""A model goes on under other policies from a month on, as the scenario with those dates does."""

from __future__ import annotations

import pytest

from sim.agents import CoverageModel, Organization
from sim.scenario import Scenario, from_resolved, load
from tests.engine.snapshots import first_difference, snapshot

POLICIES = (
    '[{policy="dispatch_liaisons", id="first", liaisons=12, end="2024-08"}, '
    '{policy="dispatch_liaisons", id="then", liaisons=20, start="2024-09"}, '
    '{policy="activity_subsidy", yuan_branch_year=1500, start="2024-09"}]'
)
MONTH = 8


def dated(*more: str) -> Scenario:
    alternative = f'alternatives=[{{id="later", title="Later", policies={POLICIES}}}]'
    return load("classroom", overrides=[alternative, *more])


def before(scenario: Scenario) -> Scenario:
    """Return the scenario without what comes later."""
    content = scenario.resolved()
    content["alternatives"][0]["policies"] = content["alternatives"][0]["policies"][:1]
    return from_resolved(content)


@pytest.mark.parametrize("more", [(), ("budget.cap_yuan_per_year=300000",)], ids=["free", "capped"])
def test_it_is_the_world_of_the_dated_scenario(more: tuple[str, ...]) -> None:
    scenario = dated(*more)
    whole = CoverageModel(scenario, "later")
    forked = CoverageModel(before(scenario), "later")
    organizations = len(forked.agents_by_type[Organization])
    assert organizations == 120
    for month in range(26):
        if month == MONTH:
            forked.go_on_under(scenario, "later")
        whole.step()
        forked.step()
        mine, theirs = snapshot(forked.worlds, 0), snapshot(whole.worlds, 0)
        assert first_difference(mine, theirs) is None, month
    assert len(forked.agents_by_type[Organization]) == len(whole.agents_by_type[Organization])


def test_without_it_the_worlds_part() -> None:
    scenario = dated()
    whole, other = CoverageModel(scenario, "later"), CoverageModel(before(scenario), "later")
    for _ in range(14):
        whole.step()
        other.step()
    assert first_difference(snapshot(other.worlds, 0), snapshot(whole.worlds, 0)) is not None


def test_only_policies_may_change() -> None:
    model = CoverageModel("classroom")
    with pytest.raises(ValueError, match="only policies may change"):
        model.go_on_under(load("classroom", overrides=["seed=13"]), "liaisons")

"""Engine and oracle agree on what a cap lets happen, whichever policy it cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from sim.policies import POLICIES
from sim.policies.base import Policy, Target
from sim.policies.doses import DOSES
from sim.scenario.scenario import Budget
from sim.state.codes import Kind, Type
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import policy, scenario, under
from tests.oracle import compare

MONTHS = 26
STRONG: Mapping[str, Mapping[str, Any]] = {
    "dispatch_liaisons": {"liaisons": 6, "capacity": 5, "tenure_months": 9},
    "secretary_sourcing": {"secretaries_per_year": 6},
    "hosting": {"places": 9},
    "industry_committee": {"contacts_per_year": 1.0},
    "committee_staff": {"posts": 5},
    "member_placement": {"placements_per_year": 30},
    "branch_appraisal": {"graded_share": 1.0, "repair_months": 3},
    "area_branch": {"area_max": 4},
}
CAPS: Mapping[str, tuple[float, float]] = {
    "dispatch_liaisons": (150_000, 60_000),
    "industry_committee": (100_000, 70_000),
    "committee_staff": (250_000, 80_000),
    "branch_appraisal": (4_000, 1_500),
    "area_branch": (14_000, 7_000),
    "functional_branch": (4_000, 2_000),
    "recognition": (3_000, 900),
}
"""Yuan a year of the place and of each district, where others than the usual bite."""
CHECK = policy("annual_check", cost_organization_yuan=60)


def budget(name: str) -> Budget:
    """Return caps that cut a policy in the town."""
    place, district = CAPS.get(name, (9_000, 4_000))
    return Budget(
        cap_yuan_per_year=place, district_caps=(district, None, district),
        industry_caps=(None,) * 3,
        order=("posts", "subsidies", "grants_and_places"), discount_per_year=0.0,
    )  # fmt: skip


def first_that_differs(policies: Sequence[Policy], caps: Budget) -> str | None:
    """Return where engine and oracle differ under a budget, or None."""
    here = under(scenario("town"), {"baseline": (CHECK,), "more": (CHECK, *policies)})
    stack = Worlds.build(replace(here, budget=caps))
    twins = [adapter.oracle_of(stack, world, here) for world in (0, 1)]
    assert all(twin.money is not None for twin in twins)
    for month in range(MONTHS):
        stack.step()
        for world, twin in enumerate(twins):
            twin.step()
            one, other = adapter.state_of(stack, world), compare.state_of(twin)
            found = compare.first_difference(one, other, ("engine", "oracle"))
            if found:
                return f"world {world}, after month {month}: {found}"
    return None


def each() -> list[Any]:
    """Return the policies; one of each way to be paid is tried every time."""
    fast = ("dispatch_liaisons", "secretary_training", "activity_subsidy", "startup_grant")
    return [
        pytest.param(name, marks=() if name in fast else pytest.mark.slow)
        for name in POLICIES
        if name != "annual_check"
    ]


@pytest.mark.parametrize("name", each())
def test_engine_and_oracle_agree_under_a_cap(name: str) -> None:
    assert first_that_differs([policy(name, **STRONG.get(name, {}))], budget(name)) is None


def test_engine_and_oracle_agree_where_policies_compete() -> None:
    names = ("dispatch_liaisons", "secretary_training", "activity_subsidy", "startup_grant",
             "secretary_stipend", "hosting", "secretary_sourcing")  # fmt: skip
    policies = [policy(name, **STRONG.get(name, {})) for name in names]
    written = [write.dose for lever in policies for write in lever.writes()]
    assert len(written) == len(set(written)) and set(written) <= set(DOSES)
    assert first_that_differs(policies, budget("dispatch_liaisons")) is None


TARGETS = {
    "activity_subsidy": Target(types=(Type.STABLE,)),
    "dispatch_liaisons": Target(kinds=(Kind.PRIVATE_NON_ENTERPRISE,)),
    "secretary_training": Target(industries=(0, 1)),
    "startup_grant": Target(districts=(0,)),
}
"""Targets of policies that a cap cuts: what is paid is counted at these alone."""


@pytest.mark.parametrize("name", TARGETS)
def test_engine_and_oracle_agree_on_targets_under_a_cap(name: str) -> None:
    lever = policy(name, target=TARGETS[name], **STRONG.get(name, {}))
    assert first_that_differs([lever], budget(name)) is None

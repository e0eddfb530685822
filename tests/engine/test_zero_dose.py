"""A policy at intensity 0 is no policy, and one that starts later changes nothing before.

One stack holds, for each of the 31 policies, the same policy at intensity 0, from a month on, and
at full intensity all the time: so every dose is active in some world of the stack while the world
looked at must not notice.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.worlds import Worlds
from tests.engine.places import policy, run, worlds
from tests.engine.snapshots import first_difference, snapshot

MONTHS = 36
START = 9
"""Neither the start of a year nor a check month."""

STRONG: dict[str, Policy] = {
    name: policy(name)
    for name in POLICIES
    if name not in {"dual_entry", "hosting", "recruitment_drive", "secretary_training"}
} | {
    "dual_entry": policy("dual_entry", role="union", union_time_share=0.6),
    "hosting": policy("hosting", places=50),
    "recruitment_drive": policy("recruitment_drive", application_factor=5.0, key_share=0.5),
    "secretary_training": policy("secretary_training", places_per_year=40, gain=0.5),
}
VARIANTS: dict[str, Policy] = {
    "heads": policy("dual_entry", id="heads", head_share=1.0),
    "boards": policy("dual_entry", id="boards", role="board", head_share=1.0),
    "batches": policy("dispatch_liaisons", id="batches", liaisons=3, batch=2),
    "workers": policy("secretary_sourcing", id="workers", branches_per_worker=3),
    "at_once": policy("branch_appraisal", id="at_once", graded_share=1.0, repair_months=0),
}
"""Other doses that a field makes a policy write."""
BUSY = (
    policy("annual_check", id="check"),
    policy("dispatch_liaisons", id="people", liaisons=3, strategy="hub_first"),
    policy("startup_grant", id="grants"),
    policy("secretary_sourcing", id="sourcing", secretaries_per_year=2),
)
"""A baseline in which much happens; some of its doses are those of the policy looked at."""


def stack_of(baseline: tuple[Policy, ...]) -> Worlds:
    """Return baseline, then (intensity 0, from START, full) of every policy."""
    alternatives: dict[str, tuple[Policy, ...]] = {"baseline": baseline}
    for name, lever in (STRONG | VARIANTS).items():
        alternatives[f"{name} 0"] = (*baseline, replace(lever, intensity=0.0))
        alternatives[f"{name} later"] = (*baseline, replace(lever, start=START))
        alternatives[f"{name} full"] = (*baseline, lever)
    return worlds("town", alternatives)


@pytest.fixture(scope="module", params=[(), BUSY], ids=["bare", "busy"])
def found(request: pytest.FixtureRequest) -> dict[str, dict[str, int]]:
    """Return for each kind of world and policy the first month that differs, if any."""
    stack = stack_of(request.param)
    alone = stack.taken([0])
    first: dict[str, dict[str, int]] = {kind: {} for kind in ("0", "later", "full")}
    for month in range(MONTHS):
        stack.step()
        alone.step()
        base = snapshot(alone, 0)
        for world in range(1, stack.n_worlds):
            name, _, kind = stack.alternatives[world].id.partition(" ")
            if name not in first[kind] and first_difference(base, snapshot(stack, world)):
                first[kind][name] = month
    first["ledger"] = booked_at_intensity_0(stack)
    return first


def booked_at_intensity_0(stack: Worlds) -> dict[str, int]:
    """Return the lines of policies at intensity 0 on which anything is booked."""
    return {
        line.policy: number
        for number, line in enumerate(stack.ledger.lines)
        if stack.doses.levers[line.lever].policy.intensity == 0.0
        and stack.ledger.quantity[number].any()
    }


def test_intensity_0_is_the_baseline_bit_for_bit(found: dict[str, dict[str, int]]) -> None:
    assert found["0"] == {}


def test_intensity_0_costs_nothing(found: dict[str, dict[str, int]]) -> None:
    assert found["ledger"] == {}


def test_nothing_changes_before_a_policy_starts(found: dict[str, dict[str, int]]) -> None:
    assert {name for name, month in found["later"].items() if month < START} == set()


def test_each_policy_is_felt_when_it_is_in_force(found: dict[str, dict[str, int]]) -> None:
    """Without this the tests above would prove little; a small place has few foundations."""
    assert len(STRONG.keys() - found["later"].keys()) <= 2
    assert len(STRONG.keys() - found["full"].keys()) <= 2
    assert sum(month < START for month in found["full"].values()) >= 20


def test_a_run_in_which_nothing_is_in_force_books_nothing() -> None:
    stack = run(worlds("town", {"later": [replace(p, start=90) for p in STRONG.values()]}), 24)
    assert not stack.ledger.quantity.any()

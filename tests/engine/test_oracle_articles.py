"""Engine and oracle agree on what the articles say: other forms of branch, staff, appraisal.

Each alternative has several of these policies, with capacity, paper or a place that binds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from sim.policies.base import Policy, Target
from sim.state.codes import Event, Form, Kind, Type
from sim.worlds import Worlds
from tests.engine import adapter, snapshots
from tests.engine.places import policy, scenario, under
from tests.oracle.compare import first_difference, state_of
from tests.oracle.model import OracleModel

STABLE = Target(types=(Type.STABLE,))
PRIVATE = Target(kinds=(Kind.PRIVATE_NON_ENTERPRISE,))
FIRST_INDUSTRY = Target(industries=(0,))
QUOTA = policy("coverage_quota", target_share=0.9)
ENDED = (Event.CONVERTED, Event.EXIT, Event.DISSOLVED, Event.CLOSED)
"""How branches end; a merger is none of these."""
SCARCE = {"founding_capacity": 0.01}
"""Acts of founding that many wait for."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """An alternative of a place, with parameters, sites in a district, and what must happen."""

    place: str
    policies: Sequence[Policy]
    happens: Sequence[str]
    parameters: Mapping[str, float] = field(default_factory=dict)
    sites: int = 0
    functional_counts: bool = False


CASES = {
    "areas with sites under a quota": Case(
        place="town", sites=3, functional_counts=True, parameters=SCARCE,
        policies=(
            QUOTA,
            policy("committee_staff", posts=3),
            policy("area_branch", area_max=5),
            policy("branch_appraisal", graded_share=0.9, repair_months=2),
            policy("recognition"),
        ),
        happens=("regional", "listed", "starred", "nominal", "act_wait"),
    ),
    "functional branches that count": Case(
        place="registry", functional_counts=True,
        parameters={"secretary_success": 0.3, "vitality_members": 0.1, "leave_per_year": 0.35},
        policies=(
            policy("functional_branch", start=3),
            policy("branch_appraisal", graded_share=1.0, repair_months=5, target=STABLE),
            policy("member_placement", placements_per_year=12, start=2),
            policy("secretary_sourcing", secretaries_per_year=3, branches_per_worker=2),
            policy("dual_entry", role="union"),
            policy("recruitment_drive", key_share=0.6, key_training_per_year=0.9, start=4),
        ),
        happens=("functional", "starred", "placed", "sourced"),
    ),
    "areas, anchors and partners": Case(
        place="hamlet", parameters={"vitality_members": 0.1, "grace_months": 4.0},
        policies=(
            policy("area_branch", area_max=3, start=6, end=40, target=STABLE),
            policy("functional_branch"),
            policy("anchor_led"),
            policy("joint_branch_drive", joint_radius=2),
            policy("branch_appraisal", graded_share=1.0, repair_months=0, start=12),
            policy("dispatch_liaisons", liaisons=2, batch=2),
            policy("dual_entry", role="board"),
        ),
        happens=("anchor", "functional", "regional"),
    ),
    "staff of industries, desks and a quota that ends": Case(
        place="town", parameters={"vitality_commitment": 0.2} | SCARCE,
        policies=(
            policy("industry_committee", target=FIRST_INDUSTRY, start=4, end=30),
            policy("committee_staff", posts=4, committee="industry"),
            policy("committee_staff", id="own", posts=2, target=STABLE),
            policy("member_placement", placements_per_year=15, committee="industry"),
            policy("branch_appraisal", graded_share=0.8, repair_months=1, ramp_months=12),
            policy("dispatch_liaisons", liaisons=6, batch=5, committee="industry"),
            policy("functional_branch", end=20),
            policy("coverage_quota", target_share=0.5, end=24, gain=3),
        ),
        happens=("listed", "functional", "placed", "nominal", "act_wait"),
    ),
    "batches and placements of desks": Case(
        place="town", parameters={"secretary_success": 0.2},
        policies=(
            policy("dispatch_liaisons", liaisons=5, batch=2, target=STABLE),
            policy("dispatch_liaisons", id="b", liaisons=3, batch=4, capacity=3),
            policy("member_placement", placements_per_year=20, target=PRIVATE),
            policy("member_placement", id="p", placements_per_year=8),
            policy("dual_entry", head_share=0.9),
            policy("recognition", target=PRIVATE),
            policy("recruitment_drive", key_training_per_year=1, key_skill=0.5, target=PRIVATE),
            policy("secretary_sourcing", secretaries_per_year=2, branches_per_worker=4),
        ),
        happens=("placed", "sourced"),
    ),
}  # fmt: skip


def run_and_compare(case: Case, replicates: Sequence[int], months: int) -> set[str]:
    """Run engine and oracle side by side, hold each month equal; return what has happened."""
    here = under(scenario(case.place), {"baseline": (), "more": case.policies})
    here = replace(here, place=replace(here.place, functional_counts=case.functional_counts))
    stack = Worlds.build(here, ("more",), replicates)
    for name, value in case.parameters.items():
        stack.parameters[name][:] = value
    if case.sites:
        sites = stack.organizations.identity % np.uint64(case.sites)
        stack.organizations.site[:] = np.where(stack.organizations.alive, sites, 0)
    twins = [adapter.oracle_of(stack, world, here) for world in range(stack.n_worlds)]
    seen: set[str] = set()
    counted = [Counter[str]() for _ in twins]
    for month in range(months):
        stack.step()
        for world, twin in enumerate(twins):
            twin.step()
            states = adapter.state_of(stack, world), state_of(twin)
            found = first_difference(*states, ("engine", "oracle"))
            assert found is None, f"world {world}, after month {month}: {found}"
            kinds = Counter(Event(kind) for kind, _, _ in snapshots.happened(stack, world))
            counted[world].update(
                founded=kinds[Event.FOUNDED],
                ended=sum(kinds[kind] for kind in ENDED),
                refused=kinds[Event.REFUSED],
            )
            assert counted[world] == twin.tally, f"world {world}, month {month}"
            seen |= happened(twin)
    return seen


def happened(twin: OracleModel) -> set[str]:
    """Return what can be seen of an oracle's month."""
    branches, organizations = twin.branches.values(), twin.organizations.values()
    seen = {Form(branch.form).name.lower() for branch in branches}
    held = {
        "listed": any(branch.listed for branch in branches),
        "starred": any(twin.t < branch.starred_until for branch in branches),
        "placed": any(office.placed_now for office in twin.offices()),
        "sourced": any(0 < branch.time_share < 1 and branch.host.sourced for branch in branches),
        "nominal": any(o.nominal for o in organizations),
        "act_wait": any(o.act_wait for o in organizations),
    }
    return seen | {name for name, holds in held.items() if holds}


@pytest.mark.parametrize("name", CASES)
def test_two_years_agree(name: str) -> None:
    run_and_compare(CASES[name], (0,), 25)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_five_years_of_four_replicates_agree(name: str) -> None:
    seen = run_and_compare(CASES[name], range(4), 60)
    assert seen >= set(CASES[name].happens)

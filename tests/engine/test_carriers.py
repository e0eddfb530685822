"""Policies of industry committees act where such a committee answers; elsewhere they are free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from sim.policies import POLICIES
from sim.policies.base import Policy, Target
from sim.policies.doses import DOSES
from sim.policies.pressure import set_committees
from sim.state.codes import Interim, Kind, Stage
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import policy, scenario, under
from tests.engine.snapshots import booked, first_difference, snapshot
from tests.oracle import compare

EDUCATION, TRADE = 0, 1
WITHOUT = Target(industries=(EDUCATION, TRADE))
"""Industries of the town that have no committee."""
CARRIED = [name for name in POLICIES if name not in ("industry_committee", "annual_check")]
STRONG: Mapping[str, Mapping[str, Any]] = {
    "recruitment_drive": {"quota_per_year": 2},
    "coverage_quota": {"target_share": 1.0},
}


def carried(name: str, target: Target) -> Policy:
    """Return a policy that industry committees carry."""
    return policy(name, committee="industry", target=target, **STRONG.get(name, {}))


def first_that_differs(policies: Sequence[Policy], months: int) -> str | None:
    """Return where engine and oracle differ in the town, or None."""
    here = under(scenario("town"), {"more": policies})
    worlds = Worlds.build(here)
    twin = adapter.oracle_of(worlds, 0, here)
    for _ in range(months):
        worlds.step()
        twin.step()
        one, other = adapter.state_of(worlds, 0), compare.state_of(twin)
        found = compare.first_difference(one, other, ("engine", "oracle"))
        if found:
            return f"month {worlds.month}: {found}"
    return None


def test_without_their_committee_they_do_nothing_and_cost_nothing() -> None:
    alternatives = {name: (carried(name, WITHOUT),) for name in CARRIED}
    worlds = Worlds.build(under(scenario("town"), {"none": (), **alternatives}))
    for _ in range(15):
        worlds.step()
        none = snapshot(worlds, 0)
        for world, name in enumerate(CARRIED, start=1):
            found = first_difference(
                none, snapshot(worlds, world), but=("committees.pressure", "committees.forbidden")
            )
            assert found is None, (name, worlds.month, found)
    for world, name in enumerate(CARRIED, start=1):
        assert not any(any(line) for line in booked(worlds, world).values()), name


@pytest.mark.parametrize("name", ["startup_grant", "activity_subsidy", "publicity_campaign"])
def test_they_begin_and_end_with_a_committee_that_a_policy_founds(name: str) -> None:
    subject = carried(name, Target(industries=(TRADE,)))
    office = policy("industry_committee", target=Target(industries=(TRADE,)), start=4, end=9)
    worlds = Worlds.build(under(scenario("town"), {"more": (subject, office)}))
    written = subject.writes()[0].dose
    trade = np.flatnonzero(worlds.cells.industry[worlds.organizations.cell] == TRADE)
    acted = []
    for _ in range(12):
        worlds.step()
        alive = trade[worlds.organizations.alive[trade]]
        neutral = worlds.doses.neutral(DOSES[written])[0]
        acted.append(bool((worlds.doses.at(written, alive) != neutral).any()))
    assert acted == [4 <= month <= 9 for month in range(12)]


@pytest.mark.parametrize("kinds", [(), (Kind.PRIVATE_NON_ENTERPRISE,)])
def test_engine_and_oracle_agree_on_who_is_carried(kinds: tuple[Kind, ...]) -> None:
    office = policy(
        "industry_committee", target=Target(industries=(TRADE,), kinds=kinds), start=3, end=14
    )
    names = ("startup_grant", "activity_subsidy", "secretary_stipend", "recruitment_drive")
    assert first_that_differs([office, *(carried(name, Target()) for name in names)], 20) is None


def test_engine_and_oracle_agree_where_a_quota_of_recruits_is_shared_out_to_some() -> None:
    drive = policy("recruitment_drive", quota_per_year=1, application_factor=5)
    assert first_that_differs([drive], 40) is None


def test_a_committee_without_a_part_of_the_quota_admits_nobody() -> None:
    place = under(
        scenario("town"),
        {"drive": (policy("recruitment_drive", quota_per_year=1, application_factor=5),)},
    )
    worlds, admitted = Worlds.build(place, replicates=range(4)), 0
    for _ in range(24):
        members = worlds.members
        activists = members.identity[members.alive & (members.stage == Stage.ACTIVIST)]
        worlds.step()
        members = worlds.members
        new = members.alive & (members.stage == Stage.PROBATIONARY)
        new = np.flatnonzero(new & np.isin(members.identity, activists))
        share = worlds.doses.committee("recruits_quota")
        assert share.sum() == worlds.n_worlds
        committee = worlds.responsible(members.organization[new])
        shared = committee[~worlds.committees.industrial[committee]]  # care's has no quota
        assert (share[shared] >= 1).all()
        admitted += len(shared)
    assert admitted > 0


@pytest.mark.parametrize("goal", [0.0, 0.3, 0.45, 1.0])
def test_a_narrow_quota_presses_and_forbids_its_own_where_it_is_short(goal: float) -> None:
    kind = Kind.SOCIAL_GROUP
    target = Target(kinds=(kind,), districts=(0, 1))
    quota = policy("coverage_quota", target_share=goal, gain=0.5, target=target)
    worlds = Worlds.build(under(scenario("town"), {"quota": (quota,)}))
    worlds.doses.resolve(0)
    set_committees(worlds, worlds.doses)
    organizations = worlds.organizations
    rows = np.flatnonzero(organizations.alive)
    committee = worlds.responsible(rows)
    mine = (organizations.kind[rows] == kind) & (committee >= 1) & (committee <= 2)
    pressed, forbidden = [], []
    for own, place in zip(mine.tolist(), committee.tolist(), strict=True):
        peers = rows[mine & (committee == place) & organizations.on_base[rows]]
        counted = sum(
            organizations.branch[peer] > 0 or organizations.interim[peer] == Interim.HOSTED
            for peer in peers
        )
        share = counted / max(1, len(peers))
        pressed.append(0.5 * max(0.0, goal - share) if own else 0.0)
        forbidden.append(own and share <= goal)
    assert worlds.doses.quota(rows) == pytest.approx(pressed)
    assert worlds.doses.forbids(rows).tolist() == forbidden
    assert any(forbidden) == (goal > 0.0) and not all(forbidden)

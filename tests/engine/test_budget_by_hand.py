"""Purses, what is set aside, and posts by desk: numbers worked out by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sim.policies.base import Target
from sim.policies.purse import Purse
from sim.state.codes import Kind
from sim.worlds import Worlds
from tests.engine.places import capped, policy, scenario, under
from tests.oracle.targets import webster

INF = float("inf")


def purse(world: list[float], committee: list[float], world_of: list[int]) -> Purse:
    """Return a purse of worlds and committees."""
    return Purse(np.array(world), np.array(committee), np.array(world_of))


def test_units_are_whole_and_the_last_committees_of_a_world_go_without() -> None:
    left = purse([1000.0, INF], [250.0, 900.0, 900.0, 299.0], [0, 0, 0, 1])
    paid = left.take_units(np.array([4, 4, 9, 5]), 100.0)
    assert paid.tolist() == [2, 4, 4, 2]
    assert left.committee.tolist() == [50.0, 500.0, 500.0, 99.0]
    assert left.world.tolist() == [0.0, INF]
    assert left.paid.tolist() == [200.0, 400.0, 400.0, 200.0]


@pytest.mark.parametrize(("yuan", "number"), [(299.0, 2), (300.0, 3), (301.0, 3)])
def test_a_unit_is_paid_where_just_its_price_is_left(yuan: float, number: int) -> None:
    at_world, at_committee = purse([yuan], [INF], [0]), purse([INF], [yuan], [0])
    assert at_world.take_units(np.array([9]), 100.0).tolist() == [number]
    assert at_committee.take_units(np.array([9]), 100.0).tolist() == [number]


def test_nobody_is_paid_where_the_purse_is_closed_or_overdrawn() -> None:
    left = purse([INF], [500.0, -10.0, 500.0], [0, 0, 0])
    left.open = np.array([False, True, True])
    assert left.take_units(np.array([1, 1, 1]), 100.0).tolist() == [0, 0, 1]
    assert left.can_pay(400.0).tolist() == [False, False, True]
    assert left.can_pay(401.0).tolist() == [False, False, False]
    assert purse([99.0], [INF], [0]).can_pay(100.0).tolist() == [False]
    assert purse([-5.0], [INF], [0]).world.tolist() == [0.0]


def test_offices_are_paid_whole_in_their_order() -> None:
    left = purse([100.0, 10.0], [60.0, 70.0, 50.0, 5.0], [0, 0, 0, 1])
    able = left.take_all(np.array([60.0, 50.0, 40.0, 0.0]))
    assert able.tolist() == [True, False, False, True]
    assert left.world.tolist() == [40.0, 10.0]
    free = purse([100.0], [60.0, 59.0, 0.0], [0, 0, 0])
    assert free.take_all(np.array([60.0, 60.0, 0.0])).tolist() == [True, False, True]


def test_the_smallest_identities_are_paid_until_one_does_not_fit() -> None:
    left = purse([100.0, INF], [70.0, INF, 30.0], [0, 0, 1])
    rows = np.arange(7)
    committee = np.array([0, 0, 0, 1, 1, 2, 2])
    cost = np.array([40.0, 30.0, 10.0, 30.0, 1.0, 30.0, 1.0])
    identity = np.array([7, 3, 9, 8, 10, 1, 2], np.uint64)
    paid = left.take_in_order(rows, committee, cost, identity)
    # At committee 0 70 yuan hold 3 and 7, not 9; in the world 8 fills the 100 yuan, 10 is late.
    assert paid.tolist() == [True, True, False, True, False, True, False]
    assert left.committee.tolist() == [0.0, INF, 0.0]
    assert left.world.tolist() == [0.0, INF]


def posts(worlds: Worlds, world: int) -> int:
    """Return how many posts there are."""
    mine = worlds.liaisons.alive & (worlds.liaisons.world == world)
    return int(mine.sum())


@pytest.mark.parametrize(("spare", "number"), [(0.0, 1), (-1.0, 0)])
def test_for_a_check_is_set_aside_what_it_costs_in_its_target(spare: float, number: int) -> None:
    """36,000 yuan beyond the check hold one post of 3,000 a month, a yuan less holds none."""
    check = policy(
        "annual_check", cost_organization_yuan=60, compliance=0.5,
        target=Target(districts=(0, 2)),
    )  # fmt: skip
    liaisons = policy("dispatch_liaisons", liaisons=4, cost_newcomer_training_yuan=0)
    chosen = {"baseline": (check,), "more": (check, liaisons)}
    worlds = Worlds.build(under(scenario("town"), chosen))
    organizations = worlds.organizations
    rows = np.flatnonzero(organizations.operating & (organizations.world == 1))
    district = worlds.cells.district[organizations.cell[rows]]
    checked = int((worlds.reachable(rows) & (district != 1)).sum())
    assert 0 < checked < len(rows)
    cap = checked * 60 * 0.5 + 12 * (3_000 + spare)
    worlds = Worlds.build(under(capped("town", cap), chosen))
    worlds.step()
    assert (posts(worlds, 0), posts(worlds, 1)) == (0, number)


def test_posts_of_a_narrow_policy_are_shared_by_its_own_organizations() -> None:
    kind = Kind.PRIVATE_NON_ENTERPRISE
    liaisons = policy("dispatch_liaisons", liaisons=9, target=Target(kinds=(kind,)))
    worlds = Worlds.build(under(scenario("town"), {"more": (liaisons,)}))
    organizations = worlds.organizations
    mine = organizations.alive & (organizations.kind == kind)
    found = Counter(worlds.cells.district[organizations.cell[mine]].tolist())
    worlds.step()
    held = Counter(
        worlds.committees.place[worlds.liaisons.committee[worlds.liaisons.alive]].tolist()
    )
    assert [held[d] for d in range(3)] == webster(9, [found[d] for d in range(3)])

"""What happens at one organization alters only what it causes.

One organization is taken out of a county of about three hundred before month 0, and both worlds
run side by side. Where nothing is shared beyond the cell (nobody seeks work outside it, no
neighbours, no stocks, effort or scarce acts of a committee) every other cell stays equal bit for
bit: that is proved here for the worlds tried. With everything on, effects travel: through persons
who take another job, peers in neighbouring districts, branches in common, and the stocks, the
effort and the acts of a committee. There the test proves less: that no organization differs
without one of these links to one that differed before; it does not prove that the link was the
cause.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.policies.base import Policy, Target
from sim.scenario import load
from sim.scenario.scenario import Scenario
from sim.worlds import Worlds
from tests.engine.locality import (
    ALONE,
    Seen,
    near,
    organizations_that_differ,
    own_cell,
    rows_that_differ,
    unlinked,
    without,
)
from tests.engine.places import policy, scenario, worlds
from tests.engine.snapshots import snapshot

MONTHS = 24
BY_ORGANIZATION = (
    policy("annual_check"),
    policy("startup_grant"),
    policy("activity_subsidy"),
    policy("transfer_drive"),
    policy("recruitment_drive", application_factor=3.0),
    policy("joint_branch_drive", joint_radius=0),
    policy("anchor_led"),
    policy("publicity_campaign"),
    policy("census", monthly_share=0.05),
)
"""Policies whose doses belong to organizations: nothing is shared out."""
SHARED = (
    policy("dispatch_liaisons", liaisons=8),
    policy("secretary_training", places_per_year=8),
    policy("secretary_sourcing", secretaries_per_year=4),
    policy("coverage_quota", target_share=0.5),
)


def apart(place: Scenario) -> Scenario:
    """Return a place in which no district has neighbours."""
    alone = tuple(() for _ in place.place.district_ids)
    return replace(place, place=replace(place.place, neighbours=alone))


def chosen(stack: Worlds, what: str) -> int:
    """Return the row of an organization with members to take out; the uncovered of middle size."""
    organizations = stack.organizations
    live = organizations.alive & organizations.operating
    if what == "covered":
        alone = live & (stack.branches.organizations[organizations.branch] == 1)
        return int(np.flatnonzero(alone & (organizations.branch > 0))[0])
    rows = np.flatnonzero(live & (organizations.branch == 0) & (organizations.members > 0))
    return int(rows[np.argsort(organizations.staff[rows])[len(rows) // 2]])


@pytest.mark.parametrize("what", ["uncovered", "covered"])
@pytest.mark.parametrize("replicate", [0, 1])
def test_where_nothing_is_shared_only_the_own_cell_differs(
    what: str, replicate: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_cell(monkeypatch)
    place = apart(scenario("county"))
    stack = worlds(place, {"on": BY_ORGANIZATION}, (replicate,), **ALONE)
    row = chosen(stack, what)
    home = int(stack.organizations.cell[row])
    other = without(stack, row)
    for _ in range(MONTHS):
        stack.step()
        other.step()
        a, b = Seen.of(stack), Seen.of(other)
        cells = b.cells() | a.cells()
        different = organizations_that_differ(a, b)
        assert {cells[identity] for identity in different} == {home}
        table = rows_that_differ(a.shot, b.shot, "cells")
        assert table <= {int(stack.cells.identity[home])}
    assert len(different) > 1


def test_neighbours_pass_on_to_their_own_industry_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peers and partners are seen in neighbouring districts: the industry, district by district.

    Partners meet around a district between them: two steps in a month are the most.
    """
    own_cell(monkeypatch)
    place = scenario("county")
    stack = worlds(place, {"on": BY_ORGANIZATION}, (0,), **ALONE)
    row = chosen(stack, "covered")
    other = without(stack, row)
    reached = {int(stack.organizations.cell[row])}
    for _ in range(MONTHS):
        stack.step()
        other.step()
        a, b = Seen.of(stack), Seen.of(other)
        cells = b.cells() | a.cells()
        here = {cells[identity] for identity in organizations_that_differ(a, b)}
        once = reached.union(*(near(place, cell) for cell in reached))
        allowed = once.union(*(near(place, cell) for cell in once))
        assert here <= allowed
        reached |= here
    assert len(reached) > 1
    assert len({cell % len(place.place.industry_ids) for cell in reached}) == 1


def test_a_policy_for_one_cell_changes_that_cell_only(monkeypatch: pytest.MonkeyPatch) -> None:
    own_cell(monkeypatch)
    here = Target(districts=(1,), industries=(2,))
    lever: Policy = policy(
        "activity_subsidy",
        yuan_branch_year=2700,
        yuan_member_year=270,
        worktime_share=0.5,
        target=here,
    )
    plans = {"baseline": BY_ORGANIZATION[:2], "here": (*BY_ORGANIZATION[:2], lever)}
    stack = worlds(apart(scenario("county")), plans, (0,), **ALONE)
    home = scenario("county").place.cell(1, 2)
    for month in range(MONTHS):
        stack.step()
        a, b = Seen(snapshot(stack, 0)), Seen(snapshot(stack, 1))
        cells = b.cells() | a.cells()
        different = organizations_that_differ(a, b)
        assert {cells[identity] for identity in different} == {home}
        if month == 0:
            left, right = a.shot["organizations"], b.shot["organizations"]
            changed = {name for name in left if (left[name] != right[name]).any()}
            assert changed == {"fears", "attitude"}
            assert not (left["fears"] != right["fears"])[[0, 2, 3]].any()


def test_effort_and_acts_couple_the_organizations_of_one_committee_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Outside of it all stays equal bit for bit; inside, more than the own cell differs."""
    own_cell(monkeypatch)
    place = apart(scenario("county"))
    stack = worlds(place, {"on": BY_ORGANIZATION}, (0,), effort=0.8)
    row = chosen(stack, "covered")
    home, size = int(stack.organizations.cell[row]), len(place.place.industry_ids)
    other = without(stack, row)
    for _ in range(MONTHS):
        stack.step()
        other.step()
    a, b = Seen.of(stack), Seen.of(other)
    cells = b.cells() | a.cells()
    touched = {cells[identity] for identity in organizations_that_differ(a, b)}
    assert {cell // size for cell in touched} == {home // size}
    assert len(touched) > 1


def side_by_side(
    place: Scenario, stack: Worlds, row: int, months: int, *, shared: bool
) -> list[tuple[int, int]]:
    """Run a world with and without an organization; return how many differ after each month.

    First those that differ in any bit, then those to whom something else has happened. Each new
    one must have a link to one that differed before or differs since this month.
    """
    other = without(stack, row)
    known, told = {int(stack.organizations.identity[row])}, set[int]()
    counts = []
    for _ in range(months):
        stack.step()
        other.step()
        a, b = Seen.of(stack), Seen.of(other)
        new = organizations_that_differ(a, b) - known
        assert unlinked(place, a, b, new, known, shared=shared) == set()
        known |= new
        told |= organizations_that_differ(a, b, discrete=True)
        counts.append((len(known), len(told)))
    return counts


def test_with_movers_every_difference_has_a_link() -> None:
    place = scenario("county")
    stack = worlds(place, {"on": BY_ORGANIZATION}, (0,), **ALONE)
    counts = side_by_side(place, stack, chosen(stack, "uncovered"), MONTHS, shared=False)
    registered = int(stack.organizations.alive.sum())
    assert 1 < counts[-1][1] < 0.1 * registered
    assert counts[-1][1] < counts[-1][0] < 0.4 * registered


def test_with_shared_stocks_every_difference_has_a_link() -> None:
    place = scenario("county")
    stack = worlds(place, {"on": (*BY_ORGANIZATION, *SHARED)}, (0,))
    counts = side_by_side(place, stack, chosen(stack, "covered"), MONTHS, shared=True)
    assert 1 < counts[-1][1] < 0.5 * int(stack.organizations.alive.sum())


@pytest.mark.slow
def test_one_organization_of_ten_thousand() -> None:
    """Five years of the shipped city, as it is: few histories differ, each with a link."""
    place = load("city")
    stack = Worlds.build(place, ("baseline",), (0,))
    counts = side_by_side(place, stack, chosen(stack, "uncovered"), 60, shared=True)
    registered = int(stack.organizations.alive.sum())
    print(f"of {registered} (any bit, what happened): {counts[0]} … {counts[-1]}")
    assert counts[-1][1] < 0.02 * registered

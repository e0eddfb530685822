"""A policy's first month, person by person: more of the same draws succeed, none fewer.

A hazard acts by one draw a person and month against a probability. Where a policy only raises the
probability, everybody to whom it happened without the policy has it happen with it too: exactly,
in every world, without any statistics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from sim.policies.base import Policy
from sim.state.codes import Event, Fear, Relation, SecretarySource, Stage
from sim.state.table import NEVER
from sim.worlds import Worlds
from tests.engine.places import policy, run, scenario, worlds
from tests.engine.snapshots import snapshot

REPLICATES = 80
MARCH = 2
Rows = np.ndarray[Any, Any]
Found = set[tuple[int, int]]
"""(Replicate, identity) of agents."""


def people(stack: Worlds, rows: Rows) -> list[Found]:
    return _by_plan(stack, stack.members.world, stack.members.identity, rows)


def organizations(stack: Worlds, rows: Rows) -> list[Found]:
    return _by_plan(stack, stack.organizations.world, stack.organizations.identity, rows)


def _by_plan(stack: Worlds, world: Rows, identity: Rows, rows: Rows) -> list[Found]:
    plans = len(stack.alternatives)
    found: list[Found] = [set() for _ in range(plans)]
    for row in np.flatnonzero(rows):
        found[int(world[row]) % plans].add((int(world[row]) // plans, int(identity[row])))
    return found


def events(stack: Worlds, kind: Event) -> list[Found]:
    plans = len(stack.alternatives)
    found: list[Found] = [set() for _ in range(plans)]
    for batch in stack.events:
        if batch.kind == kind:
            pairs = zip(batch.world.tolist(), batch.organization.tolist(), strict=True)
            for world, identity in pairs:
                found[world % plans].add((world // plans, identity))
    return found


def known(stack: Worlds) -> list[Found]:
    return people(stack, stack.members.alive & stack.members.known)


def transferred(stack: Worlds) -> list[Found]:
    return people(stack, stack.members.alive & (stack.members.relation == Relation.HERE))


def applicants(stack: Worlds) -> list[Found]:
    return people(stack, stack.members.alive & (stack.members.stage == Stage.APPLICANT))


def contacted(stack: Worlds) -> list[Found]:
    return events(stack, Event.CONTACTED)


def consented(stack: Worlds) -> list[Found]:
    return events(stack, Event.CONSENTED)


def founded(stack: Worlds) -> list[Found]:
    return events(stack, Event.FOUNDED)


def vacant(stack: Worlds) -> list[Found]:
    """Hosts of branches in which nobody is secretary."""
    empty = stack.branches.alive & (stack.branches.secretary == SecretarySource.NONE)
    rows = np.zeros(len(stack.organizations), bool)
    rows[stack.branches.host[empty]] = True
    return organizations(stack, rows)


def groups(stack: Worlds) -> list[Found]:
    return organizations(stack, stack.organizations.mass_group > NEVER)


def struck(stack: Worlds) -> list[Found]:
    return organizations(stack, stack.organizations.alive & ~stack.organizations.on_base)


Look = Callable[[Worlds], list[Found]]
MORE: tuple[tuple[Policy, Look], ...] = (
    (policy("annual_check"), known),
    (policy("annual_check"), contacted),
    (policy("census"), known),
    (policy("census"), contacted),
    (policy("registration_prompt"), known),
    (policy("registration_prompt"), contacted),
    (policy("service_center"), known),
    (policy("service_center"), transferred),
    (policy("transfer_drive"), transferred),
    (policy("party_fee_rebate"), transferred),
    (policy("recruitment_drive", application_factor=5.0), applicants),
    (policy("joint_branch_drive", contacts_per_year=12.0), contacted),
    (policy("industry_committee", contacts_per_year=12.0), contacted),
    (policy("publicity_campaign"), contacted),
    (policy("publicity_campaign", strength=1.0), consented),
    (policy("coverage_quota", target_share=1.0, gain=3.0), contacted),
    (policy("coverage_quota", target_share=1.0, gain=3.0), consented),
    (policy("startup_grant", grant_yuan=100_000), consented),
    (policy("dispatch_liaisons", liaisons=20), contacted),
    (policy("secretary_stipend", candidates=1.0), founded),
    (policy("mass_organization_first", probability_per_year=1.0), groups),
    (policy("base_cleanup", struck_share_per_year=1.0), struck),
)


TOWN = scenario(
    "town", "parameters.fund_announced=0.5", "parameters.fund_burden=0.5",
    "parameters.contact_per_year=0.9", "parameters.effort=0.9",
)  # fmt: skip
"""Money counts as much as it may, and many are asked, so that a month of it is felt."""


@lru_cache
def first_month(lever: Policy) -> Worlds:
    """Return worlds without and with a policy that starts in March, after that month."""
    plans = {"without": [], "with": [replace(lever, start=MARCH)]}
    return run(worlds(TOWN, plans, range(REPLICATES)), MARCH + 1)


@pytest.mark.parametrize(("lever", "look"), MORE, ids=[f"{p.name} {f.__name__}" for p, f in MORE])
def test_to_whom_it_happens_without_it_happens_with(lever: Policy, look: Look) -> None:
    without, with_ = look(first_month(lever))
    assert without <= with_
    assert with_ - without, "in eighty worlds it should have been felt"


def test_protected_secretaries_are_not_dismissed() -> None:
    """In a village of employers: members of an association are nobody's to dismiss."""
    plans = {"without": [], "with": [policy("secretary_protection", start=MARCH)]}
    strict = ("dismiss_per_year=0.3", "base_constraint=0.5", "base_sd=0.2", "own_fears=0.2")
    place = scenario("village", *(f"parameters.{name}" for name in strict))
    without, with_ = vacant(run(worlds(place, plans, range(2 * REPLICATES)), MARCH + 1))
    assert with_ < without


LEVELS: tuple[tuple[Policy, dict[Fear, int]], ...] = (
    (policy("activity_subsidy"), {Fear.BURDEN: -1}),
    (
        policy("activity_subsidy", yuan_branch_year=0, yuan_member_year=0, worktime_share=1.0),
        {Fear.BURDEN: 1},
    ),
    (policy("party_fee_rebate"), {Fear.BURDEN: -1}),
    (policy("venue_sharing"), {Fear.BURDEN: -1}),
    (policy("secretary_protection"), {Fear.CONSTRAINT: 1}),
    (
        policy("publicity_campaign"),
        {Fear.INTERFERENCE: -1, Fear.BURDEN: -1, Fear.CONSTRAINT: -1},
    ),
    (
        policy("demonstration_sites"),
        {Fear.INTERFERENCE: -1, Fear.BURDEN: -1, Fear.CONSTRAINT: -1, Fear.BENEFIT: 1},
    ),
    (
        policy("dispatch_liaisons", liaisons=20),
        {Fear.INTERFERENCE: -1, Fear.BURDEN: -1, Fear.CONSTRAINT: -1, Fear.BENEFIT: 1},
    ),
    (policy("transfer_drive"), {}),
    (policy("service_center"), {}),
    (policy("census"), {}),
    (policy("base_cleanup"), {}),
    (policy("secretary_stipend"), {}),
    (policy("hosting"), {}),
)
"""What heads feel in the first month; what is not named stays as it was."""


@pytest.mark.parametrize(("lever", "signs"), LEVELS, ids=[p.name for p, _ in LEVELS])
def test_what_heads_feel(lever: Policy, signs: dict[Fear, int]) -> None:
    stack = first_month(lever)
    pairs = [(snapshot(stack, 2 * k), snapshot(stack, 2 * k + 1)) for k in range(REPLICATES)]
    change = np.concatenate(
        [b["organizations"]["fears"] - a["organizations"]["fears"] for a, b in pairs], axis=1
    )
    for fear in Fear:
        sign = signs.get(fear, 0)
        assert (change[fear] * sign >= 0).all() if sign else not change[fear].any(), fear
        assert not sign or (change[fear] != 0).any()


def test_sites_show_nothing_where_there_is_nothing_to_show() -> None:
    """Heads without a vital branch among their peers and neighbours learn nothing from sites."""
    plans = {"without": [], "with": [policy("demonstration_sites")]}
    stack = worlds("town", plans, range(REPLICATES))
    peers = stack.peers()
    near = np.bincount(
        stack.cells.neighbour_from, peers.vital[stack.cells.neighbour_to], len(stack.cells)
    )
    barren = (peers.vital == 0) & (near == 0)
    local = np.arange(len(barren)) - stack.grid.first[stack.cells.world]
    stack.step()
    seen = 0
    for k in range(REPLICATES):
        a, b = snapshot(stack, 2 * k)["organizations"], snapshot(stack, 2 * k + 1)["organizations"]
        here = np.isin(a["cell"], local[barren & (stack.cells.world == 2 * k)])
        assert (a["fears"][:, here] == b["fears"][:, here]).all()
        seen += int(here.sum())
    assert seen > 100

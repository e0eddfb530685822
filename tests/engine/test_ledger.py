"""The ledger is Σ realised quantities × unit costs, recounted month by month from the agents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies import POLICIES
from sim.policies.base import Cost, Policy, Target
from sim.policies.doses import DOSES, Rule
from sim.policies.quantities import QUANTITIES, Booking
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import policy, run, worlds
from tests.engine.recount import RECOUNT, Month
from tests.engine.snapshots import happened

MONTHS = 30
NORTH = Target(districts=(0,))
SMALL = Target(sizes=(0, 1), types=(0, 1))
CARE = Target(industries=(2,))

PLANS: dict[str, tuple[Policy, ...]] = {
    "one": (
        policy("dispatch_liaisons", start=2, liaisons=4, ramp_months=5, tenure_months=9),
        policy("startup_grant", intensity=0.5, target=NORTH),
        policy("activity_subsidy", start=3, end=20, target=SMALL, worktime_share=0.2),
        policy("party_fee_rebate", start=1),
        policy("venue_sharing", intensity=0.8, target=CARE),
        policy("secretary_stipend", end=25),
        policy("secretary_protection", start=4),
        policy("secretary_training", places_per_year=7, start=5, end=22),
        policy("joint_branch_drive", start=2, target=SMALL, contacts_per_year=2.0),
    ),
    "two": (
        policy("annual_check", compliance=0.7, target=NORTH),
        policy("coverage_quota", target_share=0.8, start=1, end=18, ramp_months=6),
        policy("secretary_sourcing", secretaries_per_year=4, end=14),
        policy("dual_entry", head_share=0.9, target=Target(types=(0,))),
        policy("registration_prompt", intensity=0.5),
        policy("census", monthly_share=0.1, start=3, end=8),
        policy("anchor_led", anchor_max=4),
        policy(
            "industry_committee", target=Target(industries=(1,)), start=4, end=19,
            contacts_per_year=1.0,
        ),
        policy("base_cleanup"),
        policy("functional_branch", target=NORTH),
        policy("branch_appraisal", start=3, end=21),
        policy("member_placement", placements_per_year=9, end=23),
    ),
    "three": (
        policy("hosting", places=30, start=2, end=15),
        policy("transfer_drive", start=2, end=10, target=NORTH),
        policy("service_center", intensity=0.4),
        policy("recruitment_drive", application_factor=4.0),
        policy("demonstration_sites", committee="industry", target=CARE),
        policy("publicity_campaign", start=3, end=12, target=NORTH),
        policy("mass_organization_first", start=1, end=20, probability_per_year=0.9),
        policy("committee_staff", posts=3, start=2, end=20),
        policy("area_branch", intensity=0.9, target=CARE),
        policy("recognition", start=1, target=NORTH),
    ),
}  # fmt: skip


def written(lever: Policy, cost: Cost, month: int) -> float:
    """Return what a unit that is counted comes to: the force, or what is written of the dose."""
    quantity = QUANTITIES[cost.quantity]
    force = lever.force(month)
    if quantity.booking is Booking.FORCE:
        return force
    if quantity.booking is Booking.PART:
        return 1.0  # the only policy of its kind
    (write,) = (write for write in lever.writes() if write.dose == quantity.dose)
    setting = DOSES[write.dose].rule is Rule.SET
    return float(force > 0) if setting else force * write.full


def realised(lever: Policy, cost: Cost, month: Month) -> float:
    """Return the quantity of a line in a month."""
    lasting = cost.quantity in ("hosted_months", "sourced_salary_months")
    if lever.force(month.month) == 0 and not lasting:
        return 0.0
    return RECOUNT[cost.quantity](month, lever) * written(lever, cost, month.month)


@pytest.fixture(scope="module")
def ledgers() -> tuple[Worlds, list[dict[tuple[str, str], float]], dict[str, float]]:
    """Run all plans; return the stack, recounted totals by world, and the largest error seen."""
    stack = worlds("town", PLANS, replicates=(0, 6))
    totals: list[dict[tuple[str, str], float]] = [{} for _ in range(stack.n_worlds)]
    states: list[dict[str, Any]] = [adapter.state_of(stack, k) for k in range(stack.n_worlds)]
    errors: dict[str, float] = {}
    for _ in range(MONTHS):
        stack.step()
        for k in range(stack.n_worlds):
            month = Month.of(stack, k, states[k], happened(stack, k))
            states[k] = month.after
            for number, line in enumerate(stack.ledger.lines):
                lever = stack.doses.levers[line.lever]
                mine = stack.committees.world == k
                booked = float(stack.ledger.latest[number, mine].sum())
                if not lever.worlds[k]:
                    assert booked == 0
                    continue
                expected = realised(lever.policy, line.cost, month)
                key = line.policy, line.cost.item
                totals[k][key] = totals[k].get(key, 0.0) + expected * line.cost.unit
                error = abs(booked - expected)
                if error > 1e-9 and line.cost.quantity not in errors:
                    errors[line.cost.quantity] = month.month
    return stack, totals, errors


Ledgers = tuple[Worlds, list[dict[tuple[str, str], float]], dict[str, float]]


def test_every_policy_with_a_cost_is_in_a_plan() -> None:
    planned = {lever.name for plan in PLANS.values() for lever in plan}
    assert planned == POLICIES.keys()
    assert RECOUNT.keys() == QUANTITIES.keys()


def test_each_month_books_what_was_realised(ledgers: Ledgers) -> None:
    _, _, errors = ledgers
    assert errors == {}, "quantity: first month in which it differs"


def test_amounts_are_quantities_times_unit_costs(ledgers: Ledgers) -> None:
    stack, totals, _ = ledgers
    amounts = stack.ledger.amounts()
    for number, line in enumerate(stack.ledger.lines):
        for world in range(stack.n_worlds):
            expected = totals[world].get((line.policy, line.cost.item), 0.0)
            assert amounts[number, world] == pytest.approx(expected, abs=1e-6), line


def test_almost_every_line_has_something_to_book(ledgers: Ledgers) -> None:
    """Else the recount would compare nothing with nothing."""
    stack, _, _ = ledgers
    empty = {
        line.policy
        for number, line in enumerate(stack.ledger.lines)
        if line.cost.unit > 0 and not stack.ledger.quantity[number].any()
    }
    assert empty == set()


def test_quantities_are_booked_under_the_responsible_committee() -> None:
    """A district's branch under the district, an established industry's under the industry."""
    stack = run(worlds("town", {"on": [policy("activity_subsidy")]}), 6)
    hosts = stack.branches.host[stack.branches.alive]
    expected = np.bincount(stack.responsible(hosts), minlength=len(stack.committees))
    assert stack.ledger.latest[0] == pytest.approx(expected / 12)
    assert np.flatnonzero(expected).max() > 3


def test_two_policies_of_one_kind_share_what_they_bring_about() -> None:
    levers = [policy("dispatch_liaisons", id=name, liaisons=n) for name, n in (("a", 2), ("b", 4))]
    stack = run(worlds("town", {"on": levers}), 5)
    booked = {
        (line.id, line.cost.quantity): (float(total.sum()), float(latest.sum()))
        for line, total, latest in zip(
            stack.ledger.lines, stack.ledger.quantity, stack.ledger.latest, strict=True
        )
    }
    assert [booked[name, "liaison_months"][0] for name in ("a", "b")] == [10, 20]
    cases = [booked[name, "case_months"][1] for name in ("a", "b")]
    assert sum(cases) == pytest.approx(np.count_nonzero(stack.organizations.liaison))
    assert min(cases) > 0


def test_other_alternatives_of_the_stack_share_nothing() -> None:
    """The same policy in two alternatives books in each what it books alone."""
    lever = policy("mass_organization_first", probability_per_year=1.0)
    both = run(worlds("town", {"a": [lever], "b": [lever]}), 12)
    alone = run(worlds("town", {"a": [lever]}), 12)
    assert both.ledger.amounts()[0, 0] == alone.ledger.amounts()[0, 0] > 0

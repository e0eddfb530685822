"""Caps: what cannot be paid is not done and not booked, and less money is less done."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.demand import AFTERWARDS, OBLIGATIONS
from sim.worlds import Worlds
from tests.engine.places import EVERYTHING, capped, policy, run, under, worlds
from tests.engine.snapshots import first_difference, snapshot

MONTHS = 36
Years = np.ndarray[Any, Any]


def spent_by_year(stack: Worlds, but: frozenset[str] = frozenset()) -> Years:
    """Return yuan by year and world, over the months that the stack lives through."""
    mine = np.array(
        [not line.cost.burden and line.cost.quantity not in but for line in stack.ledger.lines]
    )
    years = np.zeros((MONTHS // 12, stack.n_worlds))
    for month in range(MONTHS):
        stack.step()
        years[month // 12] += stack.ledger.latest_amounts()[mine].sum(axis=0)
    return years


@pytest.mark.parametrize("cap", [20_000, 60_000, 200_000])
def test_no_year_costs_more_than_its_cap(cap: int) -> None:
    """But for what goes on once begun (salaries, places), and mass groups, known afterwards."""
    place = capped("town", cap)
    stack = Worlds.build(place, EVERYTHING, (0, 1))
    grants = frozenset({"branches_founded"})
    years = spent_by_year(stack, frozenset(OBLIGATIONS) | AFTERWARDS - grants)
    assert (years <= cap + 1e-3).all()
    assert (years[:, stack.alternative == 0] > 0.5 * cap).all(), "money is used where it is needed"
    assert stack.budget is not None
    unmet = np.bincount(stack.committees.world, stack.budget.unmet.sum(axis=0), stack.n_worlds)
    assert (unmet > 0).any()


def test_less_money_is_less_done() -> None:
    totals = []
    for cap in (10_000, 40_000, 10**9):
        place = capped("town", cap)
        totals.append(float(spent_by_year(Worlds.build(place, EVERYTHING, range(4))).sum()))
    assert totals[0] < totals[1] < totals[2]


NOTHING_FREE = (
    "dispatch_liaisons", "secretary_training", "secretary_sourcing", "annual_check", "census",
    "anchor_led", "industry_committee", "transfer_drive", "service_center",
    "demonstration_sites", "publicity_campaign",
)  # fmt: skip
AT_BRANCHES = (
    "activity_subsidy", "party_fee_rebate", "venue_sharing", "secretary_stipend",
    "recruitment_drive",
)  # fmt: skip


def poor(name: str) -> Worlds:
    """Return worlds without a yuan after fifteen months: baseline, and with a policy."""
    place = capped("town", 0)
    return run(worlds(under(place, {"baseline": [], "poor": [policy(name)]})), 15)


@pytest.mark.parametrize("name", NOTHING_FREE)
def test_without_money_a_policy_does_nothing(name: str) -> None:
    """Neither done nor booked, in yuan or in hours."""
    stack = poor(name)
    assert first_difference(snapshot(stack, 0), snapshot(stack, 1)) is None
    assert not stack.ledger.quantity.any()


@pytest.mark.parametrize("name", AT_BRANCHES)
def test_without_money_nothing_is_paid_where_it_would_cost(name: str) -> None:
    """Where it costs nothing it still acts: money is announced to heads without a branch."""
    stack = poor(name)
    yuan = [line.cost.unit > 0 and not line.cost.burden for line in stack.ledger.lines]
    assert not stack.ledger.quantity[yuan].any()
    assert stack.budget is not None and stack.budget.unmet.any()

"""Rules of heads and quotas by example: fears, peers, money, pressure (S2-S5, S9)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.processes.attitudes import attitudes
from sim.processes.funding import announced, grant_offered
from sim.state.codes import Fear, Interim
from tests.engine.handmade import Made, Place
from tests.engine.places import policy


def test_protection_raises_the_fear_of_constraint() -> None:
    made = Made(policy("secretary_protection"), head_learning=1.0)
    one = made.organization()
    stack = made.at(0).stack
    attitudes(stack, made.doses, stack.peers())
    fears = stack.organizations.fears[:, one]
    assert fears == pytest.approx([0.4, 0.4, 0.4 + 0.15, 0.4])


def test_own_dull_branch_raises_fear_and_a_vital_one_wins_the_head() -> None:
    made = Made(head_learning=1.0, peer_benefit=0.0, hollow_benefit=0.0, activity_burden=0.0)
    dull, even, vital = (made.organization((k, 1), members=3) for k in range(3))
    for row, level in ((dull, 0.1), (even, 0.4), (vital, 0.9)):
        made.branch(row, vitality=level)
    stack = made.stack
    stack.parameters["peer_fears"][:] = 0.0
    attitudes(stack, made.doses, stack.peers())
    fears = stack.organizations.fears
    own = stack.parameters["own_fears"][0] * np.array([1.0, 0.5, 0.5])
    assert fears[:3, dull] == pytest.approx(0.4 + 0.3 * own)
    assert fears[:3, even] == pytest.approx([0.4] * 3)
    assert fears[:3, vital] == pytest.approx(0.4 - 0.5 * own)
    assert fears[Fear.BENEFIT, [dull, even, vital]] == pytest.approx([0.4, 0.4, 0.4 + 0.5 * 0.6])


def test_activities_burden_unless_funded_and_announced_money_counts_a_little() -> None:
    """Burden: + activity·(1 − funded) − fund·funded with a branch, − fund·.3·announced without.

    Activities cost 3,000 yuan; three members bring 1,500 + 3 · 150, a grant of 1,050 the rest.
    """
    made = Made(
        policy("activity_subsidy", yuan_branch_year=1500, yuan_member_year=150), head_learning=1.0
    )
    one, bare, granted = (made.organization(cell, members=3) for cell in ((0, 0), (1, 1), (2, 0)))
    made.branch(one, vitality=0.4)
    made.branch(granted, vitality=0.4, granted_until=99, grant=1_050)
    stack = made.at(0).stack
    attitudes(stack, made.doses, stack.peers())
    money = [0.25 * 0.35 - 0.35 * 0.65, -0.35 * 0.3 * 0.65, -0.35]
    assert stack.organizations.fears[Fear.BURDEN, [one, bare, granted]] == pytest.approx(
        [0.4 + change for change in money]
    )


@pytest.mark.parametrize(("yuan", "share"), [(1_500, 0.25), (6_000, 1.0), (60_000, 1.0)])
def test_what_is_offered_pays_for_all_activities_at_most(yuan: int, share: float) -> None:
    """A grant for two years, a subsidy for one, of activities that cost 3,000 yuan a year."""
    made = Made(
        policy("startup_grant", grant_yuan=yuan),
        policy("activity_subsidy", yuan_branch_year=yuan / 2, yuan_member_year=0),
        grant_months=24.0, activity_cost_yuan=3_000.0,
    )  # fmt: skip
    rows = np.array([made.organization()])
    stack = made.at(0).stack
    assert grant_offered(stack, made.doses, rows).tolist() == pytest.approx([share])
    assert announced(stack, made.doses, rows).tolist() == pytest.approx([share])


def test_the_snowball_of_vital_peers_and_the_chill_of_hollow_ones() -> None:
    """√ of the share of vital (hollow) others in the cell (S4, S5)."""
    made = Made(head_learning=1.0)
    rows = [made.organization(members=3) for _ in range(5)]
    made.branch(rows[0], vitality=0.9)
    made.branch(rows[1], vitality=0.1)
    stack = made.stack
    attitudes(stack, made.doses, stack.peers())
    half = np.sqrt(1 / 4)
    assert stack.organizations.fears[:, rows[4]] == pytest.approx(
        [0.4 - 0.2 * half, 0.4 - 0.1 * half, 0.4 - 0.1 * half, 0.4 + 0.25 * half - 0.15 * half]
    )


@pytest.mark.parametrize(
    ("target", "gain", "expected"),
    [(0.75, 1.0, 0.25), (0.75, 3.0, 0.75), (1.0, 3.0, 1.0), (0.4, 3.0, 0.0)],
)
def test_pressure_of_a_quota(target: float, gain: float, expected: float) -> None:
    """min(1, gain · (target − reported share)₊) over the committee's own on the base."""
    made = Made(policy("coverage_quota", target_share=target, gain=gain))
    for branch in (True, True, False, False):
        row = made.organization(members=3)
        if branch:
            made.branch(row)
    made.branch(made.organization(members=3, on_base=False))
    made.organization((1, 0))
    pressure = made.at(0).stack.committees.pressure[1:4]
    assert pressure[0] == pytest.approx(expected)
    assert pressure[1] == pytest.approx(min(1.0, gain * target))
    assert pressure[2] == pytest.approx(min(1.0, gain * target)), "an empty base reports nothing"


@pytest.mark.parametrize("counts", [True, False])
def test_hosted_organizations_count_where_the_definition_says_so(counts: bool) -> None:
    made = Made(
        policy("coverage_quota", target_share=1.0, gain=1.0), place=Place(hosted_counts=counts)
    )
    made.organization(members=2, interim=Interim.HOSTED)
    assert made.at(0).stack.committees.pressure[1] == (0.0 if counts else 1.0)


def test_a_campaign_fades_with_its_half_life() -> None:
    made = Made(policy("publicity_campaign", strength=0.8, end=5), campaign_half_life_months=6.0)
    one = np.array([made.organization()])
    levels = [float(made.at(month).doses.at("campaign", one)[0]) for month in (5, 11, 17)]
    assert levels == pytest.approx([0.8, 0.4, 0.2])

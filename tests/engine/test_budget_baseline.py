"""The baseline is paid first in every alternative, and what is not paid does not act."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pytest

from sim.policies import POLICIES
from sim.policies.base import Policy, Target
from sim.policies.demand import AFTERWARDS, priced, year_price
from sim.scenario.scenario import Scenario
from sim.worlds import Worlds
from tests.engine.places import capped, policy, run, scenario, under, worlds
from tests.engine.snapshots import first_difference, snapshot

YEARS = 2
CHECK = policy("annual_check", cost_organization_yuan=500)
"""Some 46 organizations at 500 yuan: about 23,000 yuan each March."""
GREEDY: dict[str, list[Policy]] = {
    "baseline": [CHECK],
    "posts": [CHECK, policy("dispatch_liaisons", liaisons=20)],
    "subsidies": [
        CHECK,
        policy("activity_subsidy", yuan_branch_year=3000, yuan_member_year=300),
        policy("venue_sharing"),
    ],
    "salaries": [CHECK, policy("secretary_sourcing", secretaries_per_year=40)],
    "grants": [CHECK, policy("startup_grant", grant_yuan=9_000), policy("census")],
}
PRICED = sorted(name for name in POLICIES if priced(POLICIES[name]().costs()))


def town(cap: float, start_month: int = 1) -> Scenario:
    """Return the town under a cap, beginning in a month of the calendar."""
    return replace(capped("town", cap), start_month=start_month)


def checked(stack: Worlds) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Step through the years; return by March and world how many were checked, and should be."""
    mine = [line.policy == "annual_check" and not line.cost.burden for line in stack.ledger.lines]
    compliance = CHECK.writes()[0].full
    done, wanted = [], []
    for _ in range(12 * YEARS):
        operating = np.flatnonzero(stack.organizations.operating)
        world = stack.organizations.world[operating[stack.reachable(operating)]]
        march = (stack.calendar() == 3).all()
        stack.step()
        if march:
            wanted.append(np.bincount(world, minlength=stack.n_worlds) * compliance)
            latest = stack.ledger.latest[mine].sum(axis=0)
            done.append(np.bincount(stack.committees.world, latest, stack.n_worlds))
    return np.array(done), np.array(wanted)


@pytest.mark.parametrize("start_month", [1, 4, 9])
@pytest.mark.parametrize("cap", [30_000, 60_000])
def test_a_cap_never_switches_off_the_check_of_the_baseline(cap: int, start_month: int) -> None:
    """Whatever else an alternative adds, and whenever March comes in the model year."""
    stack = worlds(under(town(cap, start_month), GREEDY), replicates=range(2))
    done, wanted = checked(stack)
    assert len(done) == YEARS
    assert done == pytest.approx(wanted, abs=1e-3)
    assert stack.budget is not None
    check = [index for index, lever in enumerate(stack.doses.levers) if lever.policy == CHECK]
    assert not stack.budget.unmet[check].any()
    missed = np.bincount(stack.committees.world, stack.budget.unmet.sum(axis=0), stack.n_worlds)
    assert (missed.reshape(2, -1)[:, 1] > 0).all(), "the cap binds what is added"


@pytest.mark.parametrize("start_month", [1, 4, 9])
def test_what_is_set_aside_keeps_the_year_within_its_cap(start_month: int) -> None:
    """Also where March comes last in the model year, with everything else spent before."""
    mixes = {name: mix for name, mix in GREEDY.items() if name != "salaries"}  # they go on
    stack = worlds(under(town(40_000, start_month), mixes), replicates=range(2))
    yuan = [not line.cost.burden for line in stack.ledger.lines]
    for _ in range(YEARS):
        spent = np.zeros(stack.n_worlds)
        for _ in range(12):
            stack.step()
            spent += stack.ledger.latest_amounts()[yuan].sum(axis=0)
        assert (spent <= 40_000 + 0.02).all()
        assert (spent.reshape(2, -1)[:, 1] > 33_000).all(), "money is used"


def test_posts_are_held_all_year_while_the_check_is_saved_for() -> None:
    """Money for March is set aside month by month: no liaison is let go for it."""
    mixes = {"baseline": [CHECK], "posts": [CHECK, policy("dispatch_liaisons", liaisons=20)]}
    stack = worlds(under(town(150_000), mixes))
    heads = []
    for _ in range(24):
        stack.step()
        alive = stack.liaisons.alive & (stack.committees.world[stack.liaisons.committee] == 1)
        heads.append(int(np.count_nonzero(alive)))
    assert min(heads) >= 2 and max(heads) <= 5
    assert heads[3] >= heads[1] - 1


def test_the_baseline_is_cut_alike_where_the_cap_does_not_even_hold_it() -> None:
    stack = worlds(under(town(9_000), GREEDY), replicates=range(2))
    done, wanted = checked(stack)
    assert (done[0] == 9_000 // 500).all() or (done[0] < wanted[0]).all()
    first = done[0].reshape(2, -1)
    assert (first == first[:, :1]).all()


@pytest.mark.parametrize("name", PRICED)
def test_with_one_yuan_less_than_a_unit_costs_nothing_changes_at_all(name: str) -> None:
    """Not a place, a visit or an announcement, and nothing is booked; what was asked is unmet."""
    lever = policy(name)
    place = town(year_price(lever) - 1)
    stack = run(worlds(under(place, {"baseline": [], "poor": [lever]})), 14)
    assert first_difference(snapshot(stack, 0), snapshot(stack, 1)) is None
    assert not stack.ledger.quantity.any()
    quantity = priced(lever.costs())[0].quantity
    assert stack.budget is not None
    of_its_own = {"dual_entries", "anchor_years", "area_years", "functional_years"}
    assert stack.budget.unmet.any() or quantity in AFTERWARDS | of_its_own


HELD = [name for name in PRICED if name != "census"]
"""All that a cap may hold: a census pays for those who enter in a month only from the next."""


@lru_cache
def free_and_ample() -> tuple[Worlds, Worlds]:
    """Return worlds of the baseline and of every policy beside it, without and with a wide cap."""
    mixes = {"baseline": [CHECK], **{name: [CHECK, policy(name)] for name in HELD}}
    free, ample = (worlds(under(place, mixes)) for place in (scenario("town"), town(10**9)))
    return run(free, 14), run(ample, 14)


@pytest.mark.parametrize("name", ["baseline", *HELD])
def test_a_cap_that_holds_everything_changes_nothing(name: str) -> None:
    free, ample = free_and_ample()
    world = ["baseline", *HELD].index(name)
    assert first_difference(snapshot(free, world), snapshot(ample, world)) is None
    assert ample.budget is not None
    assert not ample.budget.unmet[:, ample.committees.world == world].any()


def test_money_is_announced_where_the_committee_can_pay() -> None:
    """A committee without a yuan announces nothing; the others go on as without its cap."""
    grant = [policy("startup_grant"), policy("activity_subsidy")]
    caps = ("budget.districts.north=0",)
    stack = run(worlds(under(scenario("town", *caps), {"baseline": [], "paid": grant})), 2)
    rows = np.flatnonzero(stack.organizations.world == 1)
    committee = stack.responsible(rows)
    here = stack.committees.world == 1
    north = here & ~stack.committees.industrial & (stack.committees.place == 0)
    stack.doses.resolve(stack.month)
    for dose in ("grant_yuan", "subsidy_branch"):
        written = stack.doses.at(dose, rows)
        assert not written[north[committee]].any()
        assert written[~north[committee]].all()


def test_hosted_places_and_sourced_secretaries_are_paid_before_they_are_offered() -> None:
    """No more begins than a month's money pays, and what is cut is unmet."""
    for name, heads, dose, price in (
        ("hosting", "places", "hosting_places", 200),
        ("secretary_sourcing", "secretaries_per_year", "sourced_secretaries", 2_000),
    ):
        lever = policy(name, **{heads: 30})
        stack = worlds(under(town(5 * 12 * price), {"baseline": [], "some": [lever]}))
        stack.step()
        world = stack.committees.world == 1
        assert stack.doses.committee(dose)[world].sum() == 5
        assert stack.budget is not None
        assert stack.budget.unmet[0].sum() == 25 * price


HEADS = {
    "dispatch_liaisons": {"liaisons": 6, "tenure_months": 6},
    "secretary_training": {"places_per_year": 20},
    "secretary_sourcing": {"secretaries_per_year": 20},
    "hosting": {"places": 20},
}


@pytest.mark.parametrize("name", HEADS)
def test_heads_with_a_target_of_their_own_are_paid_apart(name: str) -> None:
    """Under an ample cap as without one; under a small one no year costs more, and some is cut."""
    wide = policy(name, id="wide", **HEADS[name])
    narrow = replace(wide, id="narrow", target=Target(kinds=(0,)))
    mixes = {"baseline": [], "both": [wide, narrow]}
    free = run(worlds(under(scenario("town"), mixes)), 14)
    ample = run(worlds(under(town(10**9), mixes)), 14)
    assert first_difference(snapshot(free, 1), snapshot(ample, 1)) is None
    assert ample.ledger.quantity == pytest.approx(free.ledger.quantity)
    poor = run(worlds(under(town(year_price(wide) * 2), mixes)), 12)
    yuan = [not line.cost.burden for line in poor.ledger.lines]
    goes_on = name in ("secretary_sourcing", "hosting")
    assert goes_on or poor.ledger.amounts()[yuan, 1].sum() <= year_price(wide) * 2 + 0.01
    assert poor.budget is not None
    assert (poor.budget.unmet.sum(axis=1) > 0).any()


def test_a_quota_that_is_met_does_nothing() -> None:
    """It neither presses nor forbids closing; one that is not met forbids it where it is short."""
    mixes = {
        "baseline": [],
        "met": [policy("coverage_quota", target_share=0.0)],
        "short": [policy("coverage_quota", target_share=1.0)],
        "narrow": [policy("coverage_quota", target_share=0.0, target=Target(kinds=(0, 1)))],
    }
    stack = worlds(under(scenario("town"), mixes))
    for _ in range(24):
        stack.step()
        committees = stack.committees
        districts = ~committees.industrial & committees.alive
        hosts = stack.responsible(np.flatnonzero(stack.organizations.branch > 0))
        covered = np.bincount(hosts, minlength=len(committees))
        # Where a committee has hardly a branch there may have been none when the month began.
        assert not committees.forbidden[(committees.world == 1) & (covered > 3)].any()
        assert committees.forbidden[(committees.world == 2) & districts].all()
    but = ("committees.forbidden",)
    baseline, met, _short, narrow = (snapshot(stack, world) for world in range(4))
    assert first_difference(baseline, met, but=but) is None
    del baseline["desks"]  # a policy with a target of its own has some
    assert first_difference(baseline, narrow, but=but) is None


def test_posts_of_the_baseline_are_held_and_the_year_keeps_its_cap() -> None:
    """What the baseline pays in a month is no longer there for what is added."""
    own = policy("dispatch_liaisons", id="own", liaisons=2, cost_newcomer_training_yuan=0)
    more = policy("dispatch_liaisons", id="more", liaisons=20, cost_newcomer_training_yuan=0)
    stack = worlds(under(town(120_000), {"baseline": [own], "more": [own, more]}))
    by_lever = np.array([line.id for line in stack.ledger.lines])
    posts = np.array([line.cost.quantity == "liaison_months" for line in stack.ledger.lines])
    spent = np.zeros(stack.n_worlds)
    for _ in range(12):
        stack.step()
        latest = stack.ledger.latest_amounts()
        held = latest[posts & (by_lever == "own")] / 3_000
        assert held.sum(axis=0).tolist() == [2, 2]
        spent += latest[posts].sum(axis=0)
    assert spent.tolist() == [72_000, 120_000 - 120_000 % 3_000]


def test_posts_at_a_committee_that_is_not_there_are_not_paid_for() -> None:
    """Of three industries one has a committee: what is booked are the liaisons in office."""
    lever = policy("dispatch_liaisons", committee="industry", liaisons=9)
    stack = run(worlds("town", {"baseline": [lever]}), 3)
    months = [line.cost.quantity == "liaison_months" for line in stack.ledger.lines]
    assert stack.ledger.latest[months].sum() == np.count_nonzero(stack.liaisons.alive)
    assert 0 < np.count_nonzero(stack.liaisons.alive) < 9

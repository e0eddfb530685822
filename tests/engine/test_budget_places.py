"""Several policies under one cap: each place has one payer, and the cap holds for all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.policies.base import Policy
from sim.policies.places import Places
from sim.scenario.scenario import Scenario
from sim.worlds import Worlds
from tests.engine.places import alternative, capped, policy, run, scenario, under, worlds
from tests.engine.snapshots import first_difference, snapshot

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DEAR = policy("secretary_training", id="dear", places_per_year=11, cost_place_yuan=2_000)
CHEAP = policy("secretary_training", id="cheap", places_per_year=9, cost_place_yuan=500)
MIXES: dict[str, list[Policy]] = {"baseline": [], "first": [DEAR, CHEAP], "last": [CHEAP, DEAR]}
FULL_YEAR = 11 * 2_000 + 9 * 500
"""Yuan of all places of a year."""


def mixed(cap: int | None, alternatives: dict[str, list[Policy]] = MIXES) -> Worlds:
    """Return worlds at month 0: without training, and with two policies in either order."""
    return worlds(under(scenario("town") if cap is None else capped("town", cap), alternatives))


def places_of(stack: Worlds, quantity: Floats, lever: str | None = None) -> Floats:
    """Return the places in a ledger's quantities, of all policies or of one, by committee row."""
    mine = [
        line.cost.quantity == "places_filled" and not line.cost.burden and lever in (None, line.id)
        for line in stack.ledger.lines
    ]
    total: Floats = quantity[mine].sum(axis=0)
    return total


def by_world(stack: Worlds, values: Floats) -> Floats:
    """Return a sum over the committees of each world."""
    total: Floats = np.bincount(stack.committees.world, values, stack.n_worlds).astype(np.float64)
    return total


def filled(stack: Worlds) -> Ints:
    """Return the places filled in the latest month, by committee row."""
    return stack.realised.get("places_filled", np.zeros(len(stack.committees), np.int64))


@pytest.mark.parametrize("cap", [0, 900, 4_000, 9_000, 15_000, 20_000, FULL_YEAR, 10**7])
def test_two_policies_never_cost_more_than_the_cap(cap: int) -> None:
    """In no month more than has fallen due, and a policy books no more places than it gives."""
    stack = mixed(cap)
    yuan = [not line.cost.burden for line in stack.ledger.lines]
    for _ in range(3):
        before = stack.ledger.quantity.copy()
        spent = np.zeros(stack.n_worlds)
        for month in range(1, 13):
            stack.step()
            spent += stack.ledger.latest_amounts()[yuan].sum(axis=0)
            assert (spent <= cap * month / 12 + 1e-6).all()
        assert cap < 4_000 or (spent[1:] > min(cap, 8_000) - 4_000).all(), "money is used"
        year = stack.ledger.quantity - before
        assert (by_world(stack, places_of(stack, year, "dear")) <= 11).all()
        assert (by_world(stack, places_of(stack, year, "cheap")) <= 9).all()


@pytest.mark.parametrize("cap", [0, 4_000, 9_000, 20_000, 10**7, None])
def test_a_place_is_booked_once_and_where_a_secretary_is_trained(cap: int | None) -> None:
    stack = mixed(cap)
    trained = np.zeros(len(stack.committees))
    for month in range(30):
        stack.step()
        latest = places_of(stack, stack.ledger.latest)
        assert latest == pytest.approx(filled(stack), abs=1e-9)
        trained = latest + (trained if month % 12 else 0.0)
        assert stack.committees.trained == pytest.approx(trained, abs=1e-9)


def test_a_cap_that_does_not_bind_changes_nothing() -> None:
    free, ample = run(mixed(None), 30), run(mixed(10**7), 30)
    for world in range(free.n_worlds):
        assert first_difference(snapshot(free, world), snapshot(ample, world)) is None
    assert ample.budget is not None
    assert not ample.budget.unmet.any()


def test_every_place_that_is_cut_is_unmet_once() -> None:
    """Not again in each month in which it stays due; every year anew."""
    for years in (1, 2):
        stack = run(mixed(0), 12 * years)
        assert stack.budget is not None
        unmet = by_world(stack, stack.budget.unmet.sum(axis=0))
        assert unmet.tolist() == [0, years * FULL_YEAR, years * FULL_YEAR]


def test_who_is_cut_to_nothing_brings_no_gain() -> None:
    """Once a policy has places due and none paid, it does not make the others' places better."""
    lost = policy(
        "secretary_training", id="lost", places_per_year=11, cost_place_yuan=20_000, gain=0.5
    )
    mixes = {"cheap": [CHEAP], "first": [lost, CHEAP], "last": [CHEAP, lost]}
    for cap, gain in ((9_000, 0.1), (10**7, 0.6)):
        stack = run(mixed(cap, mixes), 12)
        found = stack.doses.committee("training_gain")
        world, trained = stack.committees.world, stack.committees.trained
        assert found[(world > 0) & (trained > 0)] == pytest.approx(gain)
        if gain == 0.1:
            alone, first, last = trained[1:].reshape(3, -1).tolist()
            assert first == last == alone


@pytest.mark.parametrize("cap", [60_000, 110_000, 160_000, 240_000])
def test_a_liaison_stays_in_the_post_of_one_policy(cap: int) -> None:
    """With two policies at a committee newcomers are paid as such, and the cap holds."""
    one, other = (
        policy(
            "dispatch_liaisons", id=name, liaisons=number, tenure_months=120, ramp_months=ramp,
            cost_newcomer_training_yuan=20_000,
        )
        for name, number, ramp in (("one", 4, 0), ("other", 3, 9))
    )  # fmt: skip
    stack = mixed(cap, {"first": [one, other], "last": [other, one]})
    yuan = [not line.cost.burden for line in stack.ledger.lines]
    spent = np.zeros(stack.n_worlds)
    for month in range(1, 13):
        stack.step()
        spent += stack.ledger.latest_amounts()[yuan].sum(axis=0)
        assert (spent <= cap * month / 12 + 1e-6).all()


def test_a_backlog_that_is_carried_on_is_counted_when_it_arose() -> None:
    """One place goes without at first; then as many are paid each month as fall due."""
    places, yearly, without = Places(1, 1), np.array([[12]]), []
    for month in range(12):
        places.fall_due(month, yearly, places.filled[0].copy())
        paid = np.array([min(month, 1)])
        without.append(int(places.pay(0, np.ones(1, bool), paid)[0]))
        places.note(paid)
    assert without == [1] + [0] * 11


YEARLY = st.lists(st.integers(0, 40), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(YEARLY, st.lists(st.integers(0, 9), min_size=24, max_size=24), st.integers(0, 2**32 - 1))
def test_what_falls_due_is_shared_and_the_cut_number_lets_just_the_paid_fall_due(
    numbers: list[int], money: list[int], secretaries: int
) -> None:
    """Whatever is paid and whoever is there: one committee, places that cost one yuan each."""
    places, yearly = Places(len(numbers), 1), np.array(numbers, np.int64)[:, None]
    trained = np.zeros(1, np.int64)
    without = np.zeros(len(numbers), np.int64)
    for month, left in enumerate(money):
        here = month % 12 + 1
        places.fall_due(month, yearly, trained)
        if month % 12 == 0:
            trained, without = np.zeros(1, np.int64), np.zeros(len(numbers), np.int64)
        due = np.array([places.due(lever)[0] for lever in range(len(numbers))])
        assert (due >= 0).all()
        assert due.sum() == max(0, sum(numbers) * here // 12 - trained[0])
        total = 0
        for lever, asked in enumerate(due.tolist()):
            paid = min(asked, left)
            left, total = left - paid, total + paid
            without[lever] += places.pay(lever, np.ones(1, bool), np.array([paid]))[0]
        heads = places.heads()
        assert (heads >= 0).all() and (heads <= yearly).all()
        assert max(0, heads.sum() * here // 12 - trained[0]) == total
        if total == due.sum():
            assert (heads == yearly).all()
        came = np.array([min(total, secretaries >> month & 3)])
        parts = places.shares(came)
        assert (parts >= 0).all() and parts.sum() == came[0]
        places.note(came)
        trained = trained + came
        assert (without <= numbers).all()
        assert (places.filled[:, 0] <= numbers).all()


def test_worlds_of_other_budgets_are_served_as_if_alone() -> None:
    """Of a policy in worlds that are served in different turns each keeps what it was given."""
    mix = (
        policy("activity_subsidy"), policy("dispatch_liaisons", liaisons=3),
        policy("secretary_sourcing"), policy("service_center"), policy("census"), DEAR, CHEAP,
        policy("secretary_stipend"),
    )  # fmt: skip
    alternatives = (alternative("mix", *mix),)
    turned = ("subsidies", "grants_and_places", "posts")
    places = (capped("town", 30_000), capped("town", 50_000, turned), scenario("town"))

    def start(place: Scenario) -> Worlds:
        return worlds(under(place, {"baseline": []}))

    joined = Worlds.joined([start(place) for place in places])
    together = run(joined.under(alternatives, np.zeros(3, np.int64)), 18)
    assert together.budget is not None
    unmet = by_world(together, together.budget.unmet.sum(axis=0))
    amounts = together.ledger.amounts()
    for world, place in enumerate(places):
        alone = run(start(place).under(alternatives, np.zeros(1, np.int64)), 18)
        assert first_difference(snapshot(alone, 0), snapshot(together, world)) is None
        assert amounts[:, world] == pytest.approx(alone.ledger.amounts()[:, 0])
        missed = 0.0 if alone.budget is None else alone.budget.unmet.sum()
        assert unmet[world] == pytest.approx(missed)

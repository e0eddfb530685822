"""Discovery: planted boxes are found and hold out of sample; where nothing is planted none is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

import sim
from sim.errors import InputError
from sim.studies.discover import Failing, Futures, discover, futures, regret
from sim.studies.factors import Factor, with_priors
from sim.studies.outcomes import Outcome, simulator
from sim.studies.prim import Inside
from tests.studies.answering import Formula, unit_factors

F64 = npt.NDArray[np.float64]


def sample(u: F64) -> F64:
    """Fail (be below 0) mostly where x0 is above 0.6 and x1 below 0.4."""
    inside = (u[:, 0] > 0.6) & (u[:, 1] < 0.4)
    luck = np.sin(u @ np.linspace(311, 977, u.shape[1]) * 17) / 2 + 0.5
    found: F64 = np.where(inside, 0.9, 0.03) - luck
    return -found


def drawn(n: int, number: int = 6) -> Futures:
    factors = unit_factors(number)
    outcome = Outcome("effective_coverage", "liaisons", "baseline")
    simulate = Formula(factors, lambda u, _replicate: sample(u))
    return futures(outcome, factors, n, simulate, alternatives=["baseline", "quota"], seed=4)


def test_a_planted_box_is_found_and_holds_on_futures_that_were_held_out() -> None:
    found = drawn(1200)
    told = discover(found.columns, found.outcome, Failing(at_most=0.0))
    assert {*told.box.limits} == {"x0", "x1"}, "limits on the other four are chance and dropped"
    low, high = told.box.limits["x0"][0], told.box.limits["x1"][1]
    assert abs(low - 0.6) < 0.06 and abs(high - 0.4) < 0.06
    held_out = np.column_stack(list(found.columns.values()))[1::2]
    planted = Inside.of((held_out[:, 0] > 0.6) & (held_out[:, 1] < 0.4), found.outcome[1::2] <= 0)
    assert abs(told.box.held_out.density - planted.density) < 0.1
    assert abs(told.box.held_out.coverage - planted.coverage) < 0.1
    assert planted.density > 0.75 > 3 * told.overall
    assert told.frame().p_low.min() < 0.05


def test_what_is_held_out_is_never_peeled() -> None:
    found = drawn(400)
    turned = found.outcome.copy()
    turned[1::2] = -1.0 + 2.0 * (np.arange(200) % 2)
    one = discover(found.columns, found.outcome, Failing(at_most=0.0))
    other = discover(found.columns, turned, Failing(at_most=0.0))
    assert one.box.limits == other.box.limits and one.box.peeled == other.box.peeled
    assert other.box.held_out != one.box.held_out


def test_the_last_box_is_never_offered_and_boxes_only_shrink() -> None:
    found = drawn(600)
    told = discover(found.columns, found.outcome, Failing(at_most=0.0))
    frame = told.trajectory.frame()
    assert not frame.offered.iloc[-1] and frame.offered.sum() == 1
    assert frame.cases.iloc[0] == 300 and frame.cases.iloc[-1] >= 0.05 * 300
    assert frame.density.iloc[-1] > frame.density.iloc[0]


def test_pure_chance_gives_a_box_that_does_not_hold() -> None:
    factors = unit_factors(8)
    simulate = Formula(factors, lambda u, _replicate: np.sin(u.sum(axis=1) * 9173.7) - 0.4)
    found = futures(Outcome("effective_coverage", "liaisons"), factors, 600, simulate, seed=2)
    told = discover(found.columns, found.outcome, Failing(at_most=0.0))
    assert told.box.held_out.density < told.overall + 0.12, "held out it is no denser than all"


def test_the_tree_splits_where_the_box_ends() -> None:
    found = drawn(1200)
    leaves = discover(found.columns, found.outcome, Failing(at_most=0.0)).leaves
    worst = leaves[0]
    # Planted are 0.795; three standard errors of a share of 45 are 0.18.
    assert {*worst.limits} >= {"x0", "x1"} and worst.held_out.density > 0.61
    assert sum(leaf.made_from.cases for leaf in leaves) == 600
    assert sum(leaf.held_out.cases for leaf in leaves) == 600


def test_of_many_factors_those_are_peeled_that_go_along_with_the_outcome() -> None:
    found = drawn(800, number=60)
    told = discover(found.columns, found.outcome, Failing(at_most=0.0))
    assert {*told.box.limits} == {"x0", "x1"}
    assert told.box.held_out.density > 2 * told.overall
    alone = discover(found.columns, found.outcome, Failing(at_most=0.0), keep=60)
    assert len(alone.trajectory.boxes) > 2


def test_whole_numbers_are_peeled_value_by_value() -> None:
    posts = np.arange(400) % 5
    outcome = np.where(posts >= 3, -1.0, 1.0)
    told = discover({"posts": posts.astype(float)}, outcome, Failing(at_most=0.0))
    assert told.trajectory.boxes[-1].limits["posts"][0] == 3.0
    assert told.trajectory.boxes[-1].held_out.density == 1.0


def test_failing_may_mean_too_much() -> None:
    found = drawn(400)
    less = discover(found.columns, found.outcome, Failing(at_most=-0.1))
    more = discover(found.columns, -found.outcome, Failing(at_least=0.1))
    assert less.box == more.box


def test_regret_and_what_would_do() -> None:
    values = np.array([[0.1, 0.3, 0.2], [0.4, 0.1, 0.3], [0.2, 0.2, 0.2], [np.nan, 1, 1]])
    frame = regret(("a", "b", "c"), values, enough=0.2).set_index("alternative")
    assert np.allclose(frame.regret_mean, [0.2 / 3, 0.1, 0.2 / 3])
    assert np.allclose(frame.regret_max, [0.2, 0.3, 0.1])
    assert np.allclose(frame.best, [2 / 3, 2 / 3, 1 / 3])
    assert np.allclose(frame.enough, [2 / 3, 2 / 3, 1.0])
    less = regret(("a", "b", "c"), values, higher_is_better=False, enough=0.2)
    assert np.allclose(less.enough, [2 / 3, 2 / 3, 2 / 3])
    with pytest.raises(InputError, match="No future"):
        regret(("a",), np.array([[np.nan]]))


def test_what_cannot_be_discovered_is_said() -> None:
    found = drawn(100)
    with pytest.raises(InputError, match="none of 100 futures"):
        discover(found.columns, found.outcome, Failing(at_most=-9.0))
    with pytest.raises(InputError, match="all of 100 futures"):
        discover(found.columns, found.outcome, Failing(at_most=9.0))
    with pytest.raises(InputError, match=r"3 of 100 futures: too one-sided"):
        edge = float(np.sort(found.outcome)[2])
        discover(found.columns, found.outcome, Failing(at_most=edge))
    with pytest.raises(InputError, match="one condition"):
        discover(found.columns, found.outcome, Failing())
    with pytest.raises(InputError, match="40 futures or more"):
        drawn(39)
    with pytest.raises(InputError, match="40 futures or more"):
        discover(found.columns, np.full(100, np.nan), Failing(at_most=0.0))
    choice = Factor("alternatives.liaisons.policies.dispatch_liaisons.strategy", choices=("a", "b"))
    outcome = Outcome("effective_coverage", "liaisons")
    with pytest.raises(InputError, match="is a choice"):
        futures(outcome, [choice], 40, Formula((), lambda u, _r: u[:, 0]))
    with pytest.raises(InputError, match="no factor"):
        futures(outcome, [], 40, Formula((), lambda u, _r: u[:, 0]))


def test_futures_of_a_county() -> None:
    scenario = sim.load("linze", overrides=["years=2"])
    outcome = Outcome.chosen(scenario, alternative="liaisons")
    factors = with_priors(["leave_per_year", "members_per_staff"])
    found = futures(outcome, factors, 40, simulator(scenario), alternatives=["quota"])
    assert [*found.columns] == ["leave_per_year", "members_per_staff"]
    assert found.alternatives == ("baseline", "liaisons", "quota")
    assert np.array_equal(found.choices[:, 1] - found.choices[:, 0], found.outcome)
    assert len(regret(found.alternatives, found.choices)) == 3

"""Credit: Shapley's axioms on known games, and shares that add up to what was simulated."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pytest

import sim
from sim.errors import InputError
from sim.scenario import Scenario
from sim.studies.cases import Cases, Responses
from sim.studies.credit import (
    all_mixes,
    credit,
    orders_drawn,
    own_policies,
    pairs_of,
    shares_along,
    shares_of,
    steps,
)

F64 = npt.NDArray[np.float64]


def game(number: int, worth: Callable[[F64], F64]) -> F64:
    return worth(all_mixes(number).astype(np.float64))


def test_shares_of_a_sum_are_its_terms() -> None:
    size = np.array([3.0, 1.0, 0.0, -2.0])
    worth = game(4, lambda x: 5 + x @ size)
    assert np.allclose(shares_of(worth), size)
    assert all(abs(value) < 1e-12 for value in pairs_of(worth).values())


def test_what_two_do_only_together_is_shared_by_halves() -> None:
    worth = game(3, lambda x: 6 * x[:, 0] * x[:, 1] + x[:, 2])
    assert np.allclose(shares_of(worth), [3, 3, 1])
    found = pairs_of(worth)
    assert np.isclose(found[0, 1], 6) and np.isclose(found[0, 2], 0)


def test_the_gloves_of_the_textbook() -> None:
    """One left glove and two right ones: a pair is worth 1 (Shapley's 2/3, 1/6, 1/6)."""
    worth = game(3, lambda x: x[:, 0] * np.maximum(x[:, 1], x[:, 2]))
    assert np.allclose(shares_of(worth), [2 / 3, 1 / 6, 1 / 6])
    assert pairs_of(worth)[1, 2] < 0, "one right glove takes the place of the other"


def test_shares_add_up_and_equals_are_treated_alike() -> None:
    rows = np.sin(np.arange(2**6 * 5).reshape(2**6, 5) * 1.7)
    shares = shares_of(rows)
    assert np.allclose(shares.sum(axis=0), rows[-1] - rows[0], atol=1e-13)
    alike = game(5, lambda x: x.sum(axis=1) ** 2)
    assert np.allclose(shares_of(alike), 5.0)
    nobody = game(3, lambda x: x[:, 0] * x[:, 1])
    assert shares_of(nobody)[2] == 0


def test_drawn_orders_come_close_to_all_mixes_and_add_up() -> None:
    def worth(x: F64) -> F64:
        found: F64 = np.sqrt(x @ np.arange(1.0, 9.0)) + 0.5 * x[..., 0] * x[..., 7]
        return found

    exact = shares_of(game(8, worth))
    order = orders_drawn(8, 60, 3)
    found = shares_along(order, worth(steps(order).astype(np.float64)))
    assert np.allclose(found.sum(axis=0), worth(np.ones((1, 8))) - worth(np.zeros((1, 8))))
    error = found.std(axis=1, ddof=1) / np.sqrt(60)
    assert (np.abs(found.mean(axis=1) - exact) < 4 * error + 1e-12).all() and error.max() < 0.05


class Additive:
    """Each policy at intensity k of a list adds (place + 1) points, and one more replicate luck."""

    def __call__(
        self,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        assert alternatives is not None
        worth = 10.0 * cases.replicate
        for place, column in enumerate(cases.values.values()):
            worth = worth + (place + 1) * column
        values = np.broadcast_to(worth[:, None, None, None], (len(cases), 1, len(measures), 1))
        cost = np.zeros((len(cases), 1)) + 100 * worth[:, None]
        return Responses(tuple(alternatives), tuple(measures), (120,), values, cost, cost, {})


def with_policies(number: int) -> Scenario:
    """Return the county with so many campaigns in one alternative."""
    content = sim.load("linze").resolved()
    campaign = {"policy": "publicity_campaign", "start": "2010-01", "end": "2010-12"}
    chosen = next(table for table in content["alternatives"] if table["id"] == "persuasion")
    chosen["policies"] = [
        {**campaign, "id": f"campaign_{k}", "start": f"20{10 + k}-01", "end": f"20{10 + k}-12"}
        for k in range(number)
    ]
    content["years"] = number + 2
    return sim.scenario.from_resolved(content)


@pytest.mark.parametrize("number", [2, 11])
def test_shares_of_policies_add_up_to_what_all_do(number: int) -> None:
    scenario = with_policies(number)
    found = credit(scenario, "persuasion", replicates=3, orders=4, simulate=Additive())
    frame = found.frame()
    assert found.exact == (number <= 10)
    effect = frame[frame.measure == "effective_coverage"]
    assert np.allclose(effect.share, np.arange(1, number + 1))
    assert np.allclose(effect.standard_error, 0, atol=1e-12)
    yuan = frame[frame.measure == "yuan"]
    assert np.allclose(yuan.share, 100 * effect.share.to_numpy())
    part = found.parts["effective_coverage"]
    assert np.allclose(part.shares.sum(axis=0), part.total) and np.allclose(part.rest, 0)
    assert len(found.interactions()) == (2 if number == 2 else 0)


def test_credit_in_a_county_adds_up_in_every_replicate() -> None:
    scenario = sim.load("linze", overrides=["years=2"])
    found = credit(scenario, "by_type", replicates=3)
    assert found.policies == ("joint_branch_drive", "dispatch_liaisons")
    for part in found.parts.values():
        assert np.allclose(part.shares.sum(axis=0), part.total, rtol=1e-12)
        assert (part.rest == 0).all(), "without its policies it is the baseline"
    assert found.parts["yuan"].total.min() > 0
    assert found.frame().equals(credit(scenario, "by_type", replicates=3).frame())


def test_some_policies_alone_may_be_given_credit() -> None:
    scenario = sim.load("linze", overrides=["years=2"])
    found = credit(scenario, "by_type", policies=["joint_branch_drive"], replicates=2)
    part = found.parts["yuan"]
    assert np.array_equal(part.shares[0], part.total)
    assert part.rest.min() > 0, "the liaisons, which were not asked about"


def test_what_has_no_shares_is_said() -> None:
    scenario = sim.load("linze")
    with pytest.raises(InputError, match=r'"liason".*of its own.*Did you mean|no alternative'):
        credit(scenario, "liason")
    with pytest.raises(InputError, match=r"no policy of its own"):
        credit(scenario, "baseline")
    with pytest.raises(InputError, match=r'no policy "joint_drive" of its own.*joint_branch'):
        credit(scenario, "by_type", policies=["joint_drive"])
    with pytest.raises(InputError, match="two replicates"):
        credit(scenario, "by_type", replicates=1)
    with pytest.raises(InputError, match="1 to 10 policies, not for 11"):
        all_mixes(11)
    assert [policy.id for policy in own_policies(scenario, "by_type")] == [
        "joint_branch_drive", "dispatch_liaisons",
    ]  # fmt: skip

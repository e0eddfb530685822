"""The posterior of a bank: known posteriors, calibration on toys, and what cannot be learnt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from sim.draws import normal, series
from sim.errors import InputError
from sim.studies.abc import UNLEARNED, Bank, infer, recover

F64 = npt.NDArray[np.float64]
ROWS = 10_000


def uniform(name: str, columns: int, rows: int = ROWS) -> F64:
    return np.stack([series(1, f"{name} {k}", rows) for k in range(columns)], axis=1)


def gaussian(outputs: int, sd: float, parameters: int = 2) -> Bank:
    """Parameters are standard normal; output k sees their sum with weights of its own."""
    u = uniform("u", parameters)
    y = normal(u) @ mixing(outputs, parameters).T + sd * normal(uniform("noise", outputs))
    return Bank.of([f"p{k}" for k in range(parameters)], u, y)


def mixing(outputs: int, parameters: int) -> F64:
    k, j = np.arange(outputs)[:, None], np.arange(parameters)[None, :]
    found: F64 = np.cos(0.7 * k * (j + 1) + 0.3)
    return found


@pytest.mark.parametrize("outputs", [1, 2, 12, 40])
def test_the_posterior_of_a_conjugate_gaussian(outputs: int) -> None:
    sd, a = 0.6 * max(1.0, outputs / 6) ** 0.5, mixing(outputs, 2)
    observed = a @ np.array([0.5, -0.4])
    precision = np.eye(2) + a.T @ a / sd**2
    covariance = np.linalg.inv(precision)
    mean = covariance @ a.T @ observed / sd**2
    found = infer(gaussian(outputs, sd), observed)
    z = normal(found.u)
    seen = (found.weights[:, None] * z).sum(axis=0)
    spread = np.cov(z.T, aweights=found.weights)
    # 200 draws kept of 10,000, weights worth about 170: the error of a mean is 0.08 sd, of an sd
    # 0.055 sd. Five of the first (the shift adds some bias), four of the second.
    true = np.sqrt(np.diag(covariance))
    assert np.abs(seen - mean) == pytest.approx(0, abs=0.4 * true.max())
    assert np.sqrt(np.diag(spread)) == pytest.approx(true, rel=0.22)
    r = covariance[0, 1] / true.prod()
    assert spread[0, 1] / np.sqrt(np.diag(spread)).prod() == pytest.approx(r, abs=0.25)


def test_the_shift_makes_up_for_rows_that_are_far() -> None:
    # A third of the bank is kept: without the regression it would be little narrower than that.
    found = infer(gaussian(1, 0.3, parameters=1), np.array([0.8]), keep=0.3)
    slope = float(mixing(1, 1)[0, 0])
    precision = 1 + slope**2 / 0.3**2
    z = normal(found.u[:, 0])
    mean = float((found.weights * z).sum())
    assert mean == pytest.approx(slope * 0.8 / 0.3**2 / precision, abs=0.05)
    spread = float(np.sqrt((found.weights * (z - mean) ** 2).sum()))
    assert spread == pytest.approx(precision**-0.5, rel=0.15)


def test_a_row_that_is_taken_for_the_truth_is_no_witness() -> None:
    bank = gaussian(12, 0.5)
    assert 40 in infer(bank, bank.outputs[40]).rows
    assert 40 not in infer(bank, bank.outputs[40], without=40).rows


@pytest.mark.parametrize("outputs", [2, 12])
def test_intervals_hold_the_truth_as_often_as_they_say(outputs: int) -> None:
    found = recover(gaussian(outputs, 0.6), 300)
    assert len(found) == 300
    # Three standard errors of a share of 0.9 of 300 cases.
    assert found.coverage() == pytest.approx(0.9, abs=0.052)
    assert found.coverage(0.5) == pytest.approx(0.5, abs=0.087)
    assert (found.ks < 1.3 * found.ks_critical).all()
    assert np.corrcoef(found.truth[:, 0], found.median[:, 0])[0, 1] > 0.5


def test_ranks_tell_a_posterior_that_is_too_narrow() -> None:
    u = uniform("u", 1)
    honest = normal(u) + 0.8 * normal(uniform("noise", 1))
    bank = Bank.of(["p"], u, honest)
    # What is observed has twice the error that the bank was made with.
    wild = Bank.of(["p"], u, honest + 1.4 * normal(uniform("more", 1)))
    ranks = [
        (found.weights * (found.u[:, 0] < u[row, 0])).sum()
        for row in range(0, ROWS, 50)
        for found in [infer(bank, wild.outputs[row], without=row)]
    ]
    assert np.mean(np.abs(np.array(ranks) - 0.5) <= 0.45) < 0.8


def test_what_no_output_sees_is_unlearned() -> None:
    bank = gaussian(12, 0.4)
    both = Bank.of(["seen", "also", "unseen"], np.hstack([bank.u, uniform("w", 1)]), bank.outputs)
    found = infer(both, both.outputs[7], without=7)
    assert found.unlearned == ("unseen",)
    assert found.ratio[0] < 0.5
    assert found.ratio[2] == pytest.approx(1, abs=0.15)


def test_outputs_that_tell_nothing_leave_the_prior() -> None:
    u = uniform("u", 2)
    constant = Bank.of(["a", "b"], u, np.full((ROWS, 4), 3.0))
    noise = Bank.of(["a", "b"], u, uniform("noise", 5))
    for bank in (constant, noise):
        found = infer(bank, bank.outputs[0])
        assert (found.ratio > UNLEARNED).all()
        assert found.ratio == pytest.approx(1, abs=0.02)
        assert found.quantile([0.05, 0.95]) == pytest.approx(
            np.array([[0.05] * 2, [0.95] * 2]), abs=0.01
        )


def test_a_constant_or_repeated_output_changes_nothing() -> None:
    plain = gaussian(2, 0.5)
    outputs = np.hstack([plain.outputs, np.full((ROWS, 1), 5.0)])
    found = infer(Bank.of(plain.names, plain.u, outputs), outputs[3])
    expected = infer(plain, plain.outputs[3])
    assert np.array_equal(found.u, expected.u)
    twice = np.hstack([plain.outputs, plain.outputs])
    assert np.isfinite(infer(Bank.of(plain.names, plain.u, twice), twice[3]).u).all()


def test_an_output_of_a_few_values() -> None:
    u = uniform("u", 2)
    found = infer(Bank.of(["a", "b"], u, np.floor(3 * u[:, :1])), np.array([2.0]))
    # The upper third of the first parameter; its sd is a third of the prior's.
    assert found.ratio == pytest.approx([1 / 3, 1], abs=0.12)
    assert found.quantile([0.5])[0, 0] == pytest.approx(5 / 6, abs=0.08)


def test_rows_without_all_outputs_are_dropped_and_counted() -> None:
    bank = gaussian(3, 0.5)
    outputs = bank.outputs.copy()
    outputs[5, 0] = np.nan
    outputs[17] = np.nan
    outputs[40, 2] = np.inf
    found = Bank.of(bank.names, bank.u, outputs)
    assert found.dropped == 3
    assert len(found) == ROWS - 3
    assert found.rows[5] == 6
    with pytest.raises(InputError, match="at least 200 runs"):
        Bank.of(bank.names, bank.u[:150], outputs[:150])
    with pytest.raises(InputError, match="row of parameters"):
        Bank.of(bank.names[:1], bank.u, outputs)


def test_draws_of_equal_weight_have_the_posterior_s_quantiles() -> None:
    found = infer(gaussian(12, 0.5), gaussian(12, 0.5).outputs[11], without=11)
    draws = found.draws(2_000)
    assert draws.shape == (2_000, 2)
    assert np.quantile(draws, [0.1, 0.5, 0.9], axis=0) == pytest.approx(
        found.quantile([0.1, 0.5, 0.9]), abs=0.01
    )
    # Joint: each draw is one of the posterior's, whole.
    assert {tuple(row) for row in draws.tolist()} <= {tuple(row) for row in found.u.tolist()}


def test_the_same_bank_gives_the_same_posterior() -> None:
    one, two = gaussian(12, 0.5), gaussian(12, 0.5)
    first, second = infer(one, one.outputs[9]), infer(two, two.outputs[9])
    assert np.array_equal(first.u, second.u)
    assert np.array_equal(first.weights, second.weights)
    assert np.array_equal(recover(one, 20).ranks, recover(two, 20).ranks)

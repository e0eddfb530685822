"""Sensitivity: known indices of published functions, and chance that looks like no influence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

import sim
from sim.errors import InputError
from sim.studies import study_module
from sim.studies.blocks import Indices, indices, morris_design, screen, sobol_design
from sim.studies.factors import Factor, factor, with_priors
from sim.studies.outcomes import Outcome
from sim.studies.sensitivity import noise, panel, sensitivity
from tests.studies.answering import Formula, unit_factors

F64 = npt.NDArray[np.float64]

ISHIGAMI_FIRST = (0.3139, 0.4424, 0.0)
ISHIGAMI_TOTAL = (0.5576, 0.4424, 0.2437)
"""Ishigami and Homma (1990) with a = 7, b = 0.1; values as in Saltelli et al. (2008), p. 179."""

G = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
G_FIRST = (0.7162, 0.1790, 0.0237, 0.0072, 0.0001, 0.0001, 0.0001, 0.0001)
"""Sobol' g-function with these a: Saltelli and Sobol' (1995)."""


def ishigami(u: F64) -> F64:
    x = (2 * u - 1) * np.pi
    found: F64 = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return found


def g_function(u: F64) -> F64:
    found: F64 = np.prod((np.abs(4 * u - 2) + G) / (1 + G), axis=1)
    return found


def g_total() -> F64:
    alone = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + alone) - 1
    total: F64 = alone * np.prod(1 + alone) / (1 + alone) / whole
    return total


def morris_function(u: F64) -> F64:
    """Morris (1991), section 4: 20 inputs, of which the first ten matter, its free terms left out.

    Terms: 1-10 are linear with 20, 1-6 interact in pairs with -15, 1-5 in threes with -10 and 1-4
    in fours with 5; inputs 3, 5 and 7 are bent.
    """
    w = 2 * (u - 0.5)
    for k in (2, 4, 6):
        w[:, k] = 2 * (1.1 * u[:, k] / (u[:, k] + 0.1) - 0.5)
    found: F64 = 20 * w[:, :10].sum(axis=1)
    for i in range(6):
        for j in range(i + 1, 6):
            found = found - 15 * w[:, i] * w[:, j]
            for k in range(j + 1, 5):
                found -= 10 * w[:, i] * w[:, j] * w[:, k]
                for m in range(k + 1, 4):
                    found += 5 * w[:, i] * w[:, j] * w[:, k] * w[:, m]
    return found


def shares(function: Callable[[F64], F64], number: int, blocks: int, seed: int) -> Indices:
    plan = sobol_design(number, blocks, seed)
    answers = function(plan.points.reshape(-1, number).copy())
    return indices([f"x{k}" for k in range(number)], plan, answers, seed)


@pytest.mark.parametrize(
    ("function", "first", "total"),
    [(ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL), (g_function, G_FIRST, g_total())],
)
def test_indices_are_those_published(
    function: Callable[[F64], F64], first: tuple[float, ...], total: tuple[float, ...]
) -> None:
    found = shares(function, len(first), 4096, 5)
    frame = found.frame().set_index("factor")
    for name, alone, all_of_it in zip(found.keys, first, total, strict=True):
        row = frame.loc[name]
        # Two standard errors are half of the interval; Sobol' points do better than that.
        assert abs(row.S1 - alone) < (row.S1_upper - row.S1_lower) / 2 + 1e-3
        assert abs(row.ST - all_of_it) < (row.ST_upper - row.ST_lower) / 2 + 1e-3
        assert abs(row.ST - all_of_it) < 0.02


def test_morris_finds_the_ten_inputs_that_matter() -> None:
    plan = morris_design(20, 20, 3)
    answers = morris_function(plan.points.reshape(-1, 20).copy())
    found = screen([f"x{k:02}" for k in range(20)], plan, answers, 3)
    frame = found.frame().set_index("factor")
    assert {*found.leading(10)} == {f"x{k:02}" for k in range(10)}
    assert (frame.mu_star[10:] == 0).all() and not frame.matters[10:].any()
    straight = frame.loc[["x07", "x08", "x09"]]
    assert np.allclose(straight.mu_star, 40) and np.allclose(straight.sigma, 0)
    assert (frame.loc[[f"x{k:02}" for k in range(6)]].sigma > 10).all(), "they interact"


def shocked(factors: tuple[Factor, ...], size: float) -> Formula:
    """x0 counts twice as much as x1; each replicate has a shock of its own."""

    def formula(u: F64, replicate: npt.NDArray[np.int64]) -> F64:
        found: F64 = 2 * u[:, 0] + u[:, 1] + size * np.sin(7.3 * replicate)
        return found

    return Formula(factors, formula)


def test_chance_between_replicates_is_told_apart_from_the_factors() -> None:
    factors = unit_factors(4)
    found = sensitivity(
        sim.load("linze"), factors=factors, keep=4, blocks=64, trajectories=8,
        simulate=shocked(factors, 5.0),
    )  # fmt: skip
    assert found.screening is not None and found.indices is not None and found.noise is not None
    frame = found.indices.frame()
    assert list(frame.factor[:2]) == [factors[0].key, factors[1].key]
    assert np.allclose(frame.ST, [0.8, 0.2, 0, 0], atol=0.06), "not diluted by the shock"
    assert np.allclose(frame.S1, [0.8, 0.2, 0, 0], atol=0.12)
    assert np.allclose(found.screening.frame().mu_star, [2, 1, 0, 0])
    assert found.noise.shares[1] > 0.9 and found.noise.both == pytest.approx(0)
    assert found.cases == 4 * (8 * 6 + 64 * 7) + 16 * 12


def test_the_panel_finds_planted_variances() -> None:
    factors = unit_factors(1)
    cases = panel(factors, 2, points=64, replicates=64)
    u = cases.values[factors[0].key]
    shock = np.sin(9.1 * cases.replicate)
    found = noise(u + shock, 64)
    assert found.factors == pytest.approx(1 / 12, rel=0.05)
    assert found.replicates == pytest.approx(shock[:64].var(ddof=1))
    assert noise(u * shock, 64).both > 0.3 * noise(u * shock, 64).replicates


def test_what_luck_does_is_told_by_a_nudge_and_calmed_by_replicates() -> None:
    """Only x0 counts; each change of any factor also sends chance another way."""
    factors = unit_factors(4)

    def rough(u: F64, replicate: npt.NDArray[np.int64]) -> F64:
        luck = np.sin(43758.5 * np.sin(12.9898 * (u @ [1.0, 1.7, 2.3, 3.1]) + 78.233 * replicate))
        found: F64 = 2 * u[:, 0] + luck
        return found

    told = []
    for averaged in (1, 32):
        simulate = Formula(factors, rough)
        found = sensitivity(
            sim.load("linze"), factors=factors, averaged=averaged, blocks=128, simulate=simulate
        )
        assert found.indices is not None and found.screening is not None
        frame = found.indices.frame().set_index("factor")
        told.append((frame.loc[factors[1].key].ST, frame.nudge.iloc[0], frame.matters.to_dict()))
    (total, luck, known), (calmer, less, still) = told
    assert total > 0.4 and abs(total - luck) < 0.12, "luck looks like influence, and is as large"
    assert calmer < 0.15 and less < 0.15
    assert [*known.values()] == [*still.values()] == [True, False, False, False]


def test_a_seed_gives_one_answer_and_another_seed_another() -> None:
    one, again, other = (shares(ishigami, 3, 64, seed).frame() for seed in (1, 1, 2))
    assert one.equals(again) and not one.equals(other)


def test_more_blocks_narrow_the_interval_and_are_asked_for() -> None:
    few, many = shares(ishigami, 3, 32, 4).enough(), shares(ishigami, 3, 2048, 4).enough()
    assert not few.enough and few.blocks_needed > 32
    assert many.enough and many.width < few.width / 4 and many.halves == 1.0


def test_blocks_with_a_failed_world_are_left_out() -> None:
    plan = sobol_design(3, 64, 1)
    answers = ishigami(plan.points.reshape(-1, 3).copy())
    answers[[3, 4, 200]] = np.nan  # rows of the first block, and of another
    assert indices("abc", plan, answers, 1).blocks == 62
    with pytest.raises(InputError, match="fewer than two"):
        indices("abc", plan, np.full(64 * 6, np.nan), 1)


def test_what_cannot_be_done_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = sim.load("linze")
    factors = unit_factors(2)
    with pytest.raises(InputError, match="4 trajectories or more, not 3"):
        morris_design(3, 3, 1)
    with pytest.raises(InputError, match="power of two"):
        sobol_design(3, 100, 1)
    with pytest.raises(InputError, match="no factor"):
        sensitivity(scenario, factors=())
    with pytest.raises(InputError, match="twice"):
        sensitivity(scenario, factors=[*factors, *factors])
    with pytest.raises(InputError, match="nothing to do"):
        sensitivity(scenario, factors=factors, trajectories=0, blocks=0)
    with pytest.raises(InputError, match="nothing to share out"):
        indices("abc", sobol_design(3, 8, 1), np.ones(48), 1)
    with pytest.raises(InputError, match=r'no alternative "liasons".*"liaisons"'):
        Outcome.chosen(scenario, alternative="liasons")
    with pytest.raises(InputError, match="leave_per_year"):
        factor("leave_per_yaer", scenario)
    with pytest.raises(InputError, match=r"needs SALib.*fugai\[study\]"):
        study_module("SALib.no_such_module")


def test_parameters_of_a_county_are_screened_and_shared_out() -> None:
    start = "alternatives.liaisons.policies.dispatch_liaisons.start=2009-02"
    scenario = sim.load("linze", overrides=["years=1", start])
    factors = with_priors(["leave_per_year", "members_per_staff"])
    found = sensitivity(scenario, factors=factors, trajectories=4, keep=2, blocks=8, averaged=2)
    assert found.outcome == Outcome("effective_coverage", "liaisons", "baseline")
    assert found.screening is not None and found.indices is not None
    assert found.screening.mu_star.max() > 0
    assert found.indices.blocks == 8

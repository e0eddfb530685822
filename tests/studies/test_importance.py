"""Importance: planted parameters stand out of the dummies, others don't; tornadoes swing right."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

import numpy as np
import numpy.typing as npt
import pytest

import sim
from sim.errors import InputError
from sim.parameters import PARAMETERS, Scale
from sim.results.reading import Results
from sim.results.turning import drawn
from sim.studies import importance as method
from sim.studies.importance import Method, importance, importance_of
from sim.studies.outcomes import Outcome
from sim.studies.tornado import tornado
from tests.studies.answering import Formula, unit_factors

F64 = npt.NDArray[np.float64]


def planted(n: int) -> tuple[dict[str, F64], F64]:
    """Return 20 columns of which the first three matter, and an outcome with luck in it."""
    rows = np.sin(np.arange(n * 20).reshape(n, 20) * 12.9898) * 43758.5453 % 1
    luck = np.sin(np.arange(n) * 78.233) * 0.3
    outcome = 2 * rows[:, 0] - rows[:, 1] + 0.7 * rows[:, 2] + luck
    return {f"x{k:02}": rows[:, k] for k in range(20)}, outcome


@pytest.mark.parametrize("name", get_args(Method))
def test_what_matters_is_above_the_dummies_and_what_does_not_is_below(name: Method) -> None:
    columns, outcome = planted(400)
    frame = importance_of(columns, outcome, method=name, seed=3).set_index("parameter")
    assert list(frame.index[:3]) == ["x00", "x01", "x02"]
    assert frame.matters[:3].all() and not frame.matters[3:].any()
    assert (np.sign(frame.direction[:3]) == [1, -1, 1]).all()
    assert (frame.importance[3:] <= frame.dummy_level.iloc[0]).all()


def test_where_nothing_matters_nothing_stands_out() -> None:
    columns, _outcome = planted(300)
    nothing = np.sin(np.arange(300) ** 2 * 0.7)
    names: tuple[Method, ...] = ("trees", "rank")
    for name in names:
        assert importance_of(columns, nothing, method=name).matters.sum() <= 1


@pytest.mark.parametrize("name", get_args(Method))
def test_chance_stands_out_as_rarely_by_every_method(name: Method) -> None:
    runs = 10
    stands_out = 0
    for run in range(runs):
        drawn_at_random = np.random.default_rng(run)
        columns = {f"x{k}": drawn_at_random.random(50) for k in range(6)}
        stands_out += bool(
            importance_of(columns, drawn_at_random.random(50), method=name, seed=run).matters.any()
        )
    assert stands_out <= 2  # one in twenty is expected; as many dummies give one in two


def test_a_wrong_method_is_answered_with_the_nearest() -> None:
    columns, outcome = planted(60)
    with pytest.raises(InputError, match=r'Did you mean "trees"'):
        importance_of(columns, outcome, method=cast(Method, "tree"))


def test_without_the_extra_it_is_rank_correlation(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, outcome = planted(60)
    assert method.best_installed() == "trees"
    monkeypatch.setattr(method, "find_spec", lambda name: name == "SALib" or None)
    assert method.best_installed() == "first_order"
    monkeypatch.setattr(method, "find_spec", lambda _name: None)
    assert (importance_of(columns, outcome).method == "rank").all()


def test_what_says_nothing_is_said() -> None:
    columns, outcome = planted(30)
    with pytest.raises(InputError, match="20 replicates or more; there are 19"):
        importance_of({name: column[:19] for name, column in columns.items()}, outcome[:19])
    with pytest.raises(InputError, match="not drawn from priors"):
        importance_of({"x": np.ones(30)}, outcome)
    with pytest.raises(InputError, match="same in all replicates"):
        importance_of(columns, np.ones(30))


def test_a_run_tells_what_it_hangs_on(tmp_path: Path) -> None:
    scenario = sim.load("linze", overrides=["years=1"]).without_history()
    results = sim.run(
        scenario, alternatives=["liaisons"], replicates=24, out=tmp_path / "run", jobs=1
    )
    frame = importance(results, "effective_coverage", "baseline")
    free = {
        name
        for name, parameter in PARAMETERS.items()
        if parameter.scale is not Scale.FIXED and name not in scenario.parameters
    }
    assert {*frame.parameter} == {*drawn(results)} == free
    assert frame.worlds.eq(24).all() and frame.importance.is_monotonic_decreasing
    early = importance(results, "effective_coverage", "baseline", month=0, paired=False)
    assert not early.importance.equals(frame.importance)
    with pytest.raises(InputError, match="same in all replicates"):
        importance(results, "effective_coverage", "liaisons")
    with pytest.raises(InputError, match='no alternative "liason"'):
        importance(results, "effective_coverage", "liason")
    with pytest.raises(InputError, match="20 replicates"):
        importance(Results(tmp_path / "run", replicates=8))


def test_a_tornado_swings_each_factor_alone() -> None:
    factors = unit_factors(3)
    simulate = Formula(factors, lambda u, k: u[:, 0] - 2.5 * u[:, 1] + 4 * u[:, 0] * u[:, 2] + k)
    frame = tornado(Outcome("effective_coverage", "liaisons"), factors, 4, simulate)
    assert list(frame.factor) == [factors[k].key for k in (0, 1, 2)]
    assert np.allclose(frame.swing, [0.9 * 3, -0.9 * 2.5, 0.9 * 2])
    assert np.allclose(frame.standard_error, 0, atol=1e-12), "all meet the same draws"
    assert np.allclose(frame.middle, 0.5 - 1.25 + 1 + 1.5) and simulate.simulated == 7 * 4
    with pytest.raises(InputError, match="no factor"):
        tornado(Outcome("effective_coverage", "liaisons"), [], 4, simulate)
    with pytest.raises(InputError, match="one replicate"):
        tornado(Outcome("effective_coverage", "liaisons"), factors, 0, simulate)

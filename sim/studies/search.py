"""A search for good mixes under a cap: any optimiser that asks for points and gets marks.

The search only proposes; every mix that was looked at is kept, and what is best is chosen from
all of them. NSGA-II (Deb et al. 2002, https://doi.org/10.1109/4235.996017) by pymoo, or where that
is not installed differential evolution (Storn and Price 1997) by scipy, on effect alone.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import differential_evolution
from scipy.stats import qmc

from sim.studies.extra import study_module

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

Evaluate = Callable[[F64], F64]
"""Points [mix, dose] in; marks [mix, 3] out: yuan a year, effect, hollow share."""

YUAN, EFFECT, HOLLOW = range(3)
BEYOND: Final = 10.0
"""Effect that a mix is worse by for each cap's worth of yuan beyond the cap, where one number is
all that an optimiser takes."""


def search(
    evaluate: Evaluate, start: F64, cap: float, mixes: int, population: int, seed: int
) -> None:
    """Let an optimiser look at about so many mixes, from those to start with on."""
    if find_spec("pymoo") is not None:
        _nsga2(evaluate, start, cap, mixes, population, seed)
    else:
        _evolution(evaluate, start, cap, mixes, population, seed)


def _nsga2(
    evaluate: Evaluate, start: F64, cap: float, mixes: int, population: int, seed: int
) -> None:
    number = start.shape[1]
    problem: Any = study_module("pymoo.core.problem").Problem(
        n_var=number, n_obj=3, n_ieq_constr=1, xl=0.0, xu=1.0
    )
    algorithm: Any = study_module("pymoo.algorithms.moo.nsga2").NSGA2(
        pop_size=population, sampling=start
    )
    generations = max(1, round(mixes / population))
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)
    static = study_module("pymoo.problems.static").StaticProblem
    evaluator: Any = study_module("pymoo.core.evaluator").Evaluator()
    while algorithm.has_next():
        asked = algorithm.ask()
        marks = evaluate(np.asarray(asked.get("X"), np.float64))
        aims = marks * np.array([1.0 / cap, -1.0, 1.0])
        beyond = marks[:, :1] / cap - 1.0
        evaluator.eval(static(problem, F=aims, G=beyond), asked)
        algorithm.tell(infills=asked)


def _evolution(
    evaluate: Evaluate, start: F64, cap: float, mixes: int, population: int, seed: int
) -> None:
    def loss(columns: F64) -> F64:
        marks = evaluate(np.asarray(columns, np.float64).T)
        beyond = np.maximum(0.0, marks[:, YUAN] / cap - 1.0)
        return np.asarray(BEYOND * beyond - marks[:, EFFECT])

    differential_evolution(
        loss, [(0.0, 1.0)] * start.shape[1], init=start, vectorized=True, updating="deferred",
        maxiter=max(1, round(mixes / population) - 1), polish=False, tol=0.0, seed=seed,
    )  # fmt: skip


def scattered(number: int, mixes: int, seed: int) -> F64:
    """Return random mixes of some of the doses, from one alone to all of them.

    A Latin hypercube over sizes and over which are in: with fixed costs a little of everything is
    more than can be had.
    """
    drawn = qmc.LatinHypercube(2 * number, seed=seed).random(mixes)
    size, lot = drawn[:, :number], drawn[:, number:]
    most = 1 + np.arange(mixes) % number
    rank = np.argsort(np.argsort(lot, axis=1), axis=1)
    return np.asarray(np.where(rank < most[:, None], size, 0.0))


def singles(number: int, levels: int) -> F64:
    """Return each dose alone at so many levels up to its full one, dose by dose."""
    steps = np.arange(1, levels + 1) / levels
    return np.concatenate([np.outer(steps, row) for row in np.eye(number)])


def spending(points: F64, full: F64, yuan: F64) -> F64:
    """Return mixes scaled to spend about so much each, by what full doses cost alone.

    A dose never exceeds its full one, so a mix may spend less.
    """
    cost = np.maximum((points * full).sum(axis=1), 1.0)
    return np.asarray(np.clip(points * (yuan / cost)[:, None], 0.0, 1.0))


def undominated(marks: F64) -> Mask:
    """Return which mixes no other beats: cheaper or as cheap, as effective, as little hollow."""
    aims = marks * np.array([1.0, -1.0, 1.0])
    found = np.ones(len(aims), bool)
    for k, row in enumerate(aims):
        as_good = (aims <= row).all(axis=1)
        better = (aims < row).any(axis=1)
        found[k] = not (as_good & better).any()
    return found

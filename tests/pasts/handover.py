"""Hand-over: accepted pasts that simply go on, beside the start that is imposed on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import ratio
from sim.measures.recorder import snapshot
from sim.pasts.lists import prepared
from sim.pasts.worlds import begin
from sim.scenario.scenario import Scenario
from sim.worlds import Worlds

F64 = npt.NDArray[np.float64]

SINCE_YEARS: Final = (0, 1, 2, 5)
WHAT: Final = ("reported", "effective", "organizations a branch", "age of branches")
REPLICATES: Final = 40


def handed_over(scenario: Scenario, replicates: int = REPLICATES) -> tuple[F64, F64]:
    """Return medians of :data:`WHAT` in :data:`SINCE_YEARS`: of pasts that go on, of the run.

    Shapes (what, years); shares, numbers, and years of age.
    """
    known = prepared(scenario, replicates)
    assert known.history is not None and known.pasts is not None
    pasts, _start = begin(known, known.pasts.candidates(range(replicates)))
    for _month in range(known.history.months):
        pasts.step()
    run = Worlds.build(known, ["baseline"], range(replicates))
    run.booking = False
    return _followed(pasts), _followed(run)


def _followed(worlds: Worlds) -> F64:
    found: list[list[float]] = []
    for years in SINCE_YEARS:
        for _month in range(12 * (years - (len(found) and SINCE_YEARS[len(found) - 1]))):
            worlds.step()
        found.append([float(np.nanmedian(each)) for each in _looked_at(worlds)])
    return np.array(found).T


def _looked_at(worlds: Worlds) -> Sequence[F64]:
    """Return :data:`WHAT` by world, effective coverage of the base."""
    counts, branches, n = snapshot(worlds), worlds.branches, worlds.n_worlds
    base = counts["reported_base"]
    rows = np.flatnonzero(branches.alive)
    number = np.bincount(branches.world[rows], minlength=n)
    inside = np.bincount(branches.world[rows], branches.organizations[rows], n)
    age = np.bincount(branches.world[rows], (worlds.month - branches.founded[rows]) / 12.0, n)
    return (
        ratio(counts["reported"].astype(np.float64), base),
        ratio(counts["effective_of_base"].astype(np.float64), base),
        ratio(inside, number),
        ratio(age, number),
    )

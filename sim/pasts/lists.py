"""Lists of pasts: what is there is taken, what is missing is simulated and kept.

Pasts of candidates are simulated side by side; the start says which it accepts (docs/draws.md
14.4). Draws: ACCEPT.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from sim.draws import F64, Process, draw, keys
from sim.errors import FugaiError
from sim.pasts.evidence import Misfit, figures
from sim.pasts.kept import KNOWN, keep, lists_of, longest, needed
from sim.pasts.worlds import MOST, begin, organizations_of
from sim.plan.past import PATIENCE, Pasts
from sim.scenario.scenario import Scenario

STACK: Final = 24_000
"""Organizations at the start of all candidates of a stack."""
LEAST, FIRST = 8, 48
"""Candidates of a stack at least; and of the first, before anything is known."""
FAILURES: Final = (FugaiError, ValueError, ArithmeticError)

Tell = Callable[[int, int], None]
"""Called with how many replicates have their past, and of how many."""


def prepared(
    scenario: Scenario, replicates: int, *, known: Pasts | None = None, tell: Tell | None = None
) -> Scenario:
    """Return the scenario with the pasts of ``replicates`` replicates; simulate what is missing.

    A scenario that asks for no pasts is returned as it is. ``known`` is a list that is there
    already, ``tell`` is called with how many replicates have theirs while they are made.
    """
    wanted = needed(scenario, replicates)
    if not wanted:
        return scenario
    pasts = longest([known, *lists_of(scenario)])
    if len(pasts.taken) < wanted:
        pasts = extended(scenario, pasts, wanted, tell)
        keep(scenario, pasts)
    KNOWN[scenario.past_digest()] = pasts
    return replace(scenario, pasts=pasts)


def extended(scenario: Scenario, known: Pasts, wanted: int, tell: Tell | None = None) -> Pasts:
    """Return the list of a scenario's pasts with at least ``wanted`` taken.

    It begins with what is ``known``: however it is cut, the same candidates come out.
    """
    room = int(STACK / min(MOST, max(1.0, organizations_of(scenario.organizations))))
    while (taken := len(known.taken)) < wanted:
        if tell is not None:
            tell(taken, wanted)
        rate = max(taken / len(known), 1.0 / PATIENCE) if len(known) else wanted / FIRST
        missing = int((wanted - taken) / rate) + 1
        size = max(LEAST, min(missing, room))
        known = known + _looked_at(scenario, range(len(known), len(known) + size))
    if tell is not None:
        tell(wanted, wanted)
    return known


def _looked_at(scenario: Scenario, candidates: Sequence[int]) -> Pasts:
    """Return the pasts of candidates; those of whom one fails are halved until it is found."""
    try:
        return look_at(scenario, candidates)
    except FAILURES:
        if len(candidates) == 1:
            return Pasts((0.0,), (False,), (0.0,), (1.0,))
        half = len(candidates) // 2
        first = _looked_at(scenario, candidates[:half])
        return first + _looked_at(scenario, candidates[half:])


def look_at(scenario: Scenario, candidates: Sequence[int]) -> Pasts:
    """Simulate the pasts of candidates and say which the start accepts."""
    history = scenario.history
    assert history is not None
    worlds, start = begin(scenario, candidates)
    misfit = Misfit(figures(scenario), start, worlds)
    for month in range(1, history.months + 1):
        worlds.step()
        misfit.look(month, history.months)
    weights = np.exp(-0.5 * misfit.sum)
    own = keys(worlds.keys, np.zeros(len(candidates), np.uint64))
    accepted = draw(own, Process.ACCEPT, 0) < weights
    return Pasts(
        _written(weights),
        tuple(accepted.tolist()),
        _written(worlds.parameters["effort"]),
        _written(misfit.real),
    )


def _written(values: F64) -> tuple[float, ...]:
    """Return numbers as a list keeps them: in six decimals."""
    return tuple(np.round(values, 6).tolist())

"""Month 0 is at rest: what exists has survived until then, so nothing falls off a cliff later."""

from __future__ import annotations

import numpy as np
import pytest

from sim import load
from sim.processes.settling import keep_heads
from sim.state.codes import Event, Fear
from sim.worlds import Worlds
from tests.engine.handmade import Made

CLOSE = -0.45
YEAR = 12


def cold(made: Made, *, covered: bool) -> int:
    """Return an organization whose head is far below the closing attitude."""
    row = made.organization(members=3)
    if covered:
        made.branch(row, vitality=0.5)
    organizations = made.stack.organizations
    for level in (organizations.fears, organizations.baseline):
        level[:, row] = [0.9, 0.9, 0.9, 0.1]
    organizations.attitude[row] = 0.1 - 0.9
    return row


def test_a_covered_head_who_would_withdraw_is_replaced_and_nobody_else() -> None:
    made = Made()
    gone, free = cold(made, covered=True), cold(made, covered=False)
    content = made.organization(members=3)
    made.branch(content, vitality=0.5)
    organizations = made.stack.organizations
    before = organizations.baseline.copy()
    keep_heads(made.stack)
    assert organizations.attitude[gone] >= CLOSE
    assert not np.array_equal(organizations.baseline[:, gone], before[:, gone])
    assert np.array_equal(organizations.baseline[:, [free, content]], before[:, [free, content]])
    assert organizations.attitude[free] == pytest.approx(-0.8)


def test_a_replacement_keeps_what_its_surroundings_did_to_the_head() -> None:
    made = Made()
    row = cold(made, covered=True)
    organizations = made.stack.organizations
    organizations.fears[Fear.BENEFIT, row] = organizations.baseline[Fear.BENEFIT, row] + 0.05
    keep_heads(made.stack)
    moved = organizations.fears[:, row] - organizations.baseline[:, row]
    inside = (organizations.fears[:, row] > 0) & (organizations.fears[:, row] < 1)
    assert inside[Fear.BENEFIT]
    assert moved[inside] == pytest.approx(np.array([0.0, 0.0, 0.0, 0.05])[inside])


def test_heads_do_not_leave_together_a_year_after_the_start() -> None:
    """All who began below the closing attitude used to leave in the twelfth month: 2 % here."""
    worlds = Worlds.build(load("city"), ["baseline"], [0], uncertainty="none")
    organizations = worlds.organizations
    covered = np.flatnonzero(organizations.branch)
    assert (organizations.attitude[covered] < CLOSE).mean() < 0.01
    closed = []
    for _ in range(2 * YEAR):
        worlds.step()
        closed.append(sum(len(e.world) for e in worlds.events if e.kind is Event.CLOSED))
    assert closed[YEAR - 1] <= 0.005 * len(covered)

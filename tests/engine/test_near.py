"""Rates are evaluated near the draw only: what is left out could not have happened."""

from __future__ import annotations

import numpy as np
import pytest

from sim.draws import monthly
from sim.processes import contact
from sim.processes.hazards import UNDER, happens
from sim.state.ranking import runs, starts
from sim.worlds import Worlds
from tests.engine.places import scenario


def test_an_event_happens_where_the_draw_is_below_its_probability() -> None:
    rng = np.random.default_rng(1)
    rate = np.concatenate([[0.0, 1e-300, 1e-17, 1e-9, 30.0], rng.exponential(1.0, 100_000)])
    for u in (rng.random(len(rate)), monthly(rate), np.nextafter(monthly(rate), 0.0)):
        np.testing.assert_array_equal(happens(u, rate), u < monthly(rate))
    assert (monthly(rate) <= rate * UNDER).all()


@pytest.mark.parametrize("place", ["town", "hamlet", "registry"])
def test_the_bound_of_contacts_holds_whatever_policies_do(place: str) -> None:
    stack = Worlds.build(scenario(place), None, (0, 1))
    narrowed = 0
    for _ in range(30):
        stack.step()
        rows = np.flatnonzero(stack.organizations.operating & (stack.organizations.branch == 0))
        terms = contact.contact_terms(stack, stack.doses, rows)
        most = contact._most_contacts(stack, stack.doses, rows)
        assert (sum(terms[1:], start=terms[0]) <= most * (1.0 + 1e-12)).all()
        narrowed += int((most < 12.0).sum())
    assert narrowed  # a bound of everything would be none


def test_runs_of_equal_groups() -> None:
    group = np.array([3, 3, 1, 1, 1, 7])
    np.testing.assert_array_equal(starts(group), [True, False, True, False, False, True])
    first, size = runs(group)
    assert first.tolist() == [0, 2, 5] and size.tolist() == [2, 3, 1]
    assert [part.tolist() for part in runs(group[:0])] == [[], []]
    assert runs(group[5:])[1].tolist() == [1]

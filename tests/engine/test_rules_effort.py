"""Standing effort and vigour by example: who is contacted where nobody orders it (S4, S5)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.policies.pressure import set_committees
from sim.processes.contact import ask, consent_support, contact, contact_terms
from sim.processes.formation import choose_form, formation
from sim.processes.rivals import fixed_effort
from sim.processes.turnover import stopping
from sim.state.codes import Contact, Form, Type
from sim.state.plugged import Plugged
from tests.engine.handmade import ALWAYS, Made
from tests.engine.places import policy


@pytest.mark.parametrize(("covered", "expected"), [(0, 1.0), (1, 1.0), (2, 0.75), (4, 0.0)])
def test_effort_presses_the_more_the_less_is_covered(covered: int, expected: float) -> None:
    """E · min(1, 1.5 · (1 − share)), by committee: here of four, E = 1 and then .5."""
    made = Made(effort=1.0)
    for number in range(4):
        row = made.organization(members=3, nominal=number == 1 < covered)
        if number < covered and number != 1:
            made.branch(row)
    assert made.at(0).stack.committees.effort[1] == pytest.approx(expected)
    made.stack.parameters["effort"][:] = 0.5
    set_committees(made.stack, made.doses)
    assert made.stack.committees.effort[1] == pytest.approx(expected / 2)


def test_pressure_is_the_larger_of_quota_and_effort() -> None:
    made = Made(policy("coverage_quota", target_share=0.2, gain=1.0), effort=0.5)
    one = np.array([made.organization()])
    doses = made.at(0).doses
    assert doses.quota(one)[0] == pytest.approx(0.2)
    assert doses.pressure(one)[0] == pytest.approx(0.5)
    made.stack.parameters["effort"][:] = 0.1
    assert made.at(0).doses.pressure(one)[0] == pytest.approx(0.2)


def test_contact_by_vigour_reach_and_pressure() -> None:
    """e · reach · (contact_per_year + contact_pressure · pressure) + reach · organizer."""
    made = Made(
        policy("joint_branch_drive", contacts_per_year=4.0), effort=0.5, contact_per_year=0.3,
        contact_pressure=2.0,
    )  # fmt: skip
    rows = np.array([made.organization(), made.organization(has_channel=False)])
    made.at(0).stack.committees.vigour[1] = 3.0
    terms = contact_terms(made.stack, made.doses, rows)
    assert terms[0] == pytest.approx([0.9, 0.45])
    assert terms[2] == pytest.approx([3.0 * 2.0 * 0.5, 3.0 * 0.5 * 2.0 * 0.5])
    assert terms[3] == pytest.approx([4.0, 2.0])


def test_effort_moves_consent_and_ripeness() -> None:
    calm, driven = Made(effort=0.0), Made(effort=0.8)
    for made in (calm, driven):
        made.organization(
            members=3, type=Type.DISPERSED, attitude=-0.5, willing_until=9, fears=(0.4,) * 4
        )
        made.at(0)
    one = np.array([1])
    gain = consent_support(driven.stack, driven.doses, one)
    gain -= consent_support(calm.stack, calm.doses, one)
    assert gain == pytest.approx(0.8 * driven.stack.parameters["consent_pressure"])
    for made, form in ((calm, Form.NONE), (driven, Form.STANDALONE)):
        choose_form(made.stack, made.doses)
        assert made.form(1) == form, "−.5 + .8 is above the ripe attitude of .05"


def test_the_prompt_asks_where_a_member_is_known() -> None:
    """Its members count after six months: consent lasts seven at least."""
    prompt = policy("registration_prompt")
    made = Made(prompt, prompt_contact=1.0, willing_months=3.0, consent_intercept=99.0, month=5)
    new = made.organization(founded=4)
    made.members(new, joined=4)
    old = made.organization(members=1)
    made.at(5)
    asked = contact(made.stack, made.doses)
    made.stack.organizations.contact[asked] = Contact.PROMPT
    formation(made.stack, made.doses)
    if made.col("asked", new) == [1]:
        assert made.col("willing_until", new) == [5 + 7]
    ask(made.stack, made.doses, np.array([old]))
    assert made.col("willing_until", old) == [5 + 3]


def test_a_covered_organization_rarely_falls_inactive() -> None:
    """With a vital branch never, with another a quarter as often."""
    made = Made(inactive_per_year=0.1)
    stopped = np.zeros(3)
    bare = made.organization(members=3)
    dull, vital = made.organization(members=3), made.organization(members=3)
    made.branch(dull, vitality=0.2)
    made.branch(vital, vitality=0.9)
    for row in (bare, dull, vital):
        for _ in range(400):
            made.stack.organizations.append(
                1,
                {
                    name: getattr(made.stack.organizations, name)[..., row : row + 1]
                    for name in ("cell", "branch", "staff", "operating", "on_base")
                },
            )
    table = made.stack.organizations
    table.key[1:] = np.arange(1, len(table), dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for month in range(240):
        made.stack.month = month
        gone = stopping(made.stack, np.zeros(0, np.int64))
        stopped += [
            np.count_nonzero(table.branch[gone] == table.branch[row]) for row in (bare, dull, vital)
        ]
    assert stopped[2] == 0
    assert 0.15 < stopped[1] / stopped[0] < 0.35


def test_nobody_is_bound_by_effort_to_be_contacted_without_it() -> None:
    made = Made(effort=0.0, contact_per_year=ALWAYS, contact_pressure=ALWAYS)
    unreached = made.organization(has_channel=False)
    assert unreached not in contact(made.at(0).stack, made.doses)
    made.stack.parameters["effort"][:] = 1e-3
    assert unreached in contact(made.at(0).stack, made.doses)


def test_by_the_rival_effort_presses_by_the_first_share() -> None:
    """``effort_response = "fixed"``: the share of the month in which the committee began."""
    made = Made(effort=1.0)
    made.stack.plugged = Plugged({"effort_response": fixed_effort})
    made.stack.committees.share[:] = -1.0
    rows = [made.organization(members=3) for _ in range(4)]
    made.branch(rows[0])
    made.branch(rows[1])
    assert made.at(0).stack.committees.effort[1] == pytest.approx(0.75)
    made.branch(rows[2])
    set_committees(made.stack, made.doses)
    assert made.stack.committees.effort[1] == pytest.approx(0.75)
    made.stack.plugged = Plugged()
    set_committees(made.stack, made.doses)
    assert made.stack.committees.effort[1] == pytest.approx(0.375)


def test_effort_that_has_ended_reaches_nobody() -> None:
    made = Made(effort=1.0, contact_per_year=1.0)
    rows = np.array([made.organization(), made.organization(has_channel=False)])
    made.stack.ways["effort_left"] = np.full(1, 0.25)
    stack = made.at(0).stack
    assert stack.committees.effort[1] == pytest.approx(0.25)
    assert contact_terms(stack, made.doses, rows)[0] == pytest.approx([1.0, 0.25])

"""Rules of capacity and paper by example: acts, turns, nominal coverage (S3, S6, S7)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.draws import Process, draw
from sim.policies.pressure import reported_share
from sim.processes.formation import formation
from sim.processes.paper import put_on_paper
from sim.processes.rivals import exempt_on_case
from sim.state.codes import Event, Form, Interim
from sim.state.plugged import Plugged
from tests.engine.handmade import ALWAYS, NEXT_DISTRICT, SAME_DISTRICT, Made, Place
from tests.engine.places import policy

WILLING: dict[str, Any] = {"willing_until": 99}


def turn(made: Made, rows: list[int]) -> list[int]:
    """Return organizations by turn."""
    key = made.stack.organizations.key[rows]
    return [rows[k] for k in np.argsort(draw(key, Process.CAPACITY, made.stack.month))]


def scarce(acts: int, *levers: Any, **parameters: Any) -> Made:
    """Return a world whose first committee has exactly ``acts`` a month, without chance."""
    made = Made(*levers, **parameters)
    u = float(draw(made.stack.committees.key[[1]], Process.CAPACITY, 0)[0])
    made.stack.parameters["founding_capacity"][:] = 0.0
    made.stack.parameters["acts_per_post"][:] = 0.0
    made.acts = acts + 1 - u - 1e-9
    return made


def founds(made: Made) -> None:
    """Let the first month pass, with acts as they are scarce: over operating organizations."""
    operating = int(made.stack.organizations.operating.sum())
    made.stack.parameters["founding_capacity"][:] = made.acts / operating
    formation(made.stack, made.doses)


@pytest.mark.parametrize("acts", [0, 1, 2, 3])
def test_a_committee_founds_as_many_as_it_has_acts_by_turn(acts: int) -> None:
    made = scarce(acts)
    rows = [made.organization(members=3, **WILLING) for _ in range(3)]
    founds(made)
    order = turn(made, rows)
    assert [made.form(row) != Form.NONE for row in order] == [k < acts for k in range(3)]
    assert made.col("act_wait", *order) == [k >= acts for k in range(3)]
    assert made.events(Event.NO_ACT) == 3 - acts
    assert made.col("willing_until", *order[acts:]) == [99] * (3 - acts)
    assert made.stack.committees.acts[1] == 0


def test_acts_are_of_organizations_and_posts() -> None:
    """⌊.03 · operating + .5 · posts + u⌋, and none where no committee is established."""
    made = Made(founding_capacity=0.03, acts_per_post=0.5)
    for _ in range(100):
        made.organization()
    made.organization(operating=False)
    made.stack.liaisons.append(5, {"world": 0, "committee": 1, "capacity": 5})
    formation(made.stack, made.doses)
    u = draw(made.stack.committees.key, Process.CAPACITY, 0)
    assert made.stack.committees.acts[1] == np.floor(3.0 + 2.5 + u[1])
    assert made.stack.committees.acts[2] == np.floor(u[2]) == 0
    assert made.stack.committees.acts[4:].tolist() == [0, 0]


def test_who_comes_after_the_last_act_draws_no_secretary() -> None:
    """Who fails before it waits for a secretary, and its act goes to the next."""
    made = scarce(1, secretary_success=0.0)
    rows = [made.organization(members=3, **WILLING) for _ in range(4)]
    order = turn(made, rows)
    lucky = order[1]
    made.stack.organizations.secretary_wait[lucky] = True  # secretary_later is 1
    founds(made)
    assert [made.form(row) != Form.NONE for row in order] == [False, True, False, False]
    assert made.col("secretary_wait", *order) == [True, False, False, False]
    assert made.col("act_wait", *order) == [False, False, True, True]


def test_a_sourced_secretary_is_spent_on_who_is_founded() -> None:
    made = scarce(1, policy("secretary_sourcing", secretaries_per_year=30), secretary_success=0.0)
    rows = [made.organization(members=3, **WILLING) for _ in range(3)]
    made.at(0)
    founds(made)
    order = turn(made, rows)
    assert [made.form(row) != Form.NONE for row in order] == [True, False, False]
    assert made.stack.committees.sourced[1] == 1
    assert made.col("secretary_wait", *order) == [False] * 3


def test_who_joins_needs_an_act_and_a_place_not_given_returns_it() -> None:
    made = scarce(2, joint_max=4.0)
    host = [made.organization(members=1) for _ in range(3)]
    made.branch(*host, form=Form.JOINT)
    rows = [made.organization(members=1, **WILLING) for _ in range(3)]
    founds(made)
    covered = [row for row in rows if made.form(row) != Form.NONE]
    assert len(covered) == 1, "two ask, one place is free"
    assert covered[0] in turn(made, rows)[:2]
    assert made.stack.committees.acts[1] == 1
    last = turn(made, rows)[2]
    assert made.col("act_wait", last) == [True]
    assert made.col("interim", last) == [Interim.NONE], "who lacks an act keeps waiting"
    (other,) = (row for row in turn(made, rows)[:2] if row not in covered)
    assert made.col("act_wait", other) == [False]
    assert made.col("interim", other) == [Interim.MEMBER_GROUP]


def test_a_group_without_an_act_waits_as_a_whole() -> None:
    made = scarce(0)
    rows = [made.organization(members=1, **WILLING) for _ in range(3)]
    founds(made)
    assert made.col("act_wait", *rows) == [True] * 3
    assert made.col("interim", *rows) == [Interim.NONE] * 3
    assert made.events(Event.NO_ACT) == 3
    made.stack.events = []
    formation(made.stack, made.doses)
    assert made.events(Event.NO_ACT) == 0, "noted where it begins"


def test_acts_are_of_the_founder_s_committee() -> None:
    """A joint branch across districts spends the founder's act alone."""
    made = scarce(1, joint_radius=1.0)
    near = made.organization(members=2, **WILLING)
    far = made.organization(NEXT_DISTRICT, members=1, **WILLING)
    before = made.stack.committees
    founds(made)
    assert made.together(near, far)
    assert before.acts[1] == 0


@pytest.mark.parametrize("acts", [0, 1])
def test_forcing_needs_acts_too(acts: int) -> None:
    quota = policy("coverage_quota", target_share=1.0, gain=3.0)
    made = scarce(acts, quota, force_share=1.0, consent_intercept=-99.0, contact_per_year=ALWAYS)
    rows = [made.organization(members=3) for _ in range(2)]
    made.at(0)
    founds(made)
    assert [made.form(row) != Form.NONE for row in turn(made, rows)] == [acts > 0, False]


def papered(made: Made, month: int) -> Made:
    """Let paper change in a month."""
    put_on_paper(made.at(month).stack, made.doses)
    return made


QUOTA = policy("coverage_quota", target_share=1.0, gain=3.0, end=9)


def test_a_quota_puts_on_paper_and_the_end_of_it_finds_out() -> None:
    made = Made(QUOTA, paper_per_year=ALWAYS, close_after_quota=ALWAYS)
    states: list[dict[str, Any]] = [{}, {"operating": False}, {"on_base": False}, {}]
    bare, idle, off, branch = (made.organization(members=3, **columns) for columns in states)
    made.branch(branch)
    rows = (bare, idle, off, branch)
    assert reported_share(made.at(0).stack)[1] == pytest.approx(1 / 3)
    papered(made, 0)
    assert made.col("nominal", *rows) == [True, True, False, False]
    assert made.form(bare) == Form.NONE
    assert reported_share(made.stack)[1] == 1.0
    papered(made, 1)
    assert made.col("nominal", *rows) == [True, True, False, False], "closing is forbidden"
    papered(made, 10)
    assert made.col("nominal", *rows) == [False] * 4


def test_paper_lapses_with_a_branch_and_off_the_base() -> None:
    made = Made()
    one, two, kept = (made.organization(members=3, nominal=True) for _ in range(3))
    made.stack.parameters["close_after_quota"][:] = 0.0
    made.branch(one)
    made.stack.organizations.on_base[two] = False
    papered(made, 3)
    assert made.col("nominal", one, two, kept) == [False, False, True]


def test_who_is_found_out_was_on_paper_before() -> None:
    """New paper of the month isn't found out in it; without a quota there is no new paper."""
    made = Made(QUOTA, paper_per_year=ALWAYS, close_after_quota=ALWAYS)
    made.organization(members=3)
    half = policy("coverage_quota", target_share=0.5, gain=3.0)
    met = Made(half, paper_per_year=ALWAYS, close_after_quota=ALWAYS)
    rows = [met.organization(members=3) for _ in range(4)]
    for row in rows[:3]:
        met.branch(row)
    papered(met, 0)
    assert met.col("nominal", *rows) == [False] * 4, "a quota that is met puts nobody on paper"


@pytest.mark.parametrize("counts", [True, False])
def test_hosted_ones_are_on_paper_only_where_they_do_not_count(counts: bool) -> None:
    made = Made(QUOTA, paper_per_year=ALWAYS, place=Place(hosted_counts=counts))
    made.organization(members=1)
    hosted = made.organization(members=1, interim=Interim.HOSTED)
    papered(made, 0)
    assert made.col("nominal", hosted) == [not counts]


def test_effort_puts_nobody_on_paper() -> None:
    made = Made(effort=1.0, paper_per_year=ALWAYS)
    one = made.organization(members=1)
    assert made.at(0).doses.pressure(np.array([one]))[0] == 1.0
    papered(made, 0)
    assert made.col("nominal", one) == [False]
    assert not made.doses.forbids(np.array([one]))[0]


def test_partners_in_the_own_district_need_one_act() -> None:
    made = scarce(1, joint_radius=2.0)
    rows = [made.organization(cell, members=1, **WILLING) for cell in ((0, 0), SAME_DISTRICT)]
    rows.append(made.organization(members=1, **WILLING))
    founds(made)
    assert made.together(*rows)


def test_by_the_rival_of_capacity_cases_need_no_act() -> None:
    """``capacity = "exempt"``: posts add no acts, and who is on a case never lacks one."""
    made = scarce(1)
    rows = [made.organization(members=3, **WILLING) for _ in range(4)]
    made.stack.plugged = Plugged({"capacity": exempt_on_case})
    cases = turn(made, rows)[1:3]
    made.stack.organizations.liaison[cases] = 1
    founds(made)
    waits = [row for row in rows if made.form(row) == Form.NONE]
    assert len(waits) == 1 and waits[0] not in cases
    assert made.stack.committees.acts[1] == 0


def test_official_effort_puts_on_paper() -> None:
    made = Made(effort=1.0, paper_per_year=ALWAYS)
    row = made.organization()
    put_on_paper(made.at(0).stack, made.doses)
    assert not made.stack.organizations.nominal[row]
    made.stack.ways["official"] = np.ones(1)
    put_on_paper(made.stack, made.doses)
    assert made.stack.organizations.nominal[row]

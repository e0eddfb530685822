"""Rules of what the articles add, by example: staff, areas, functional branches, placements"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.draws import Process, draw
from sim.policies.base import Policy, Target
from sim.policies.pressure import reported_share
from sim.processes.contact import consent_support, contact_terms
from sim.processes.dispatch import dispatch
from sim.processes.formation import formation
from sim.processes.leaving import leave
from sim.processes.mobility import mobility
from sim.processes.recruitment import applications, count_members
from sim.processes.vitality import support, tally
from sim.state.codes import (
    Event,
    Form,
    Interim,
    Kind,
    Relation,
    Type,
)
from tests.engine.handmade import ALWAYS, NEXT_DISTRICT, SAME_DISTRICT, Made, Place
from tests.engine.places import policy

WILLING: dict[str, Any] = {"willing_until": 99}
NOBODY = np.zeros(0, np.int64)


# Committee staff


def test_staff_add_acts() -> None:
    made = Made(policy("committee_staff", posts=3), founding_capacity=0.0, acts_per_post=2.0)
    made.stack.cells.initial[:] = 0
    made.organization()
    made.at(0)
    formation(made.stack, made.doses)
    u = draw(made.stack.committees.key, Process.CAPACITY, 0)
    assert made.stack.committees.acts[1] == np.floor(6.0 + u[1])


@pytest.mark.parametrize(("posts", "reach"), [(0, 0.2), (1, 0.5), (4, 1.0)])
def test_staff_reach_who_has_no_channel(posts: int, reach: float) -> None:
    """40 organizations a post, never less than effort reaches, never more than everybody."""
    lever = policy("committee_staff", posts=posts)
    made = Made(lever, contact_per_year=1.0, effort=0.2, contact_pressure=0.0)
    rows = [made.organization(has_channel=number == 0) for number in range(80)]
    made.at(0)
    found = contact_terms(made.stack, made.doses, np.array(rows[:2]))[0]
    assert found.tolist() == pytest.approx([1.0, reach])


def test_staff_of_a_narrow_policy_reach_its_target_alone() -> None:
    lever = policy("committee_staff", posts=1, target=Target(kinds=(Kind.LAW_FIRM,)))
    made = Made(lever, contact_per_year=1.0)
    firm = made.organization(has_channel=False, kind=Kind.LAW_FIRM)
    other = made.organization(has_channel=False)
    made.at(0)
    found = contact_terms(made.stack, made.doses, np.array([firm, other]))[0]
    assert found.tolist() == pytest.approx([1.0, 0.0])


# Area branches


def town(*lever: Policy, members: tuple[int, ...], **columns: Any) -> tuple[Made, list[int]]:
    """Return a district of two industries, whose organizations have agreed."""
    made = Made(*lever)
    rows = [
        made.organization((0, number % 2), members=m, **WILLING, **columns)
        for number, m in enumerate(members)
    ]
    return made, rows


def test_an_area_branch_begins_with_those_who_have_members_whatever_their_industry() -> None:
    made, rows = town(policy("area_branch"), members=(2, 1, 0))
    formation(made.stack, made.doses)
    assert made.together(*rows[:2])
    assert made.form(rows[0]) == Form.REGIONAL and made.form(rows[2]) == Form.NONE
    made.at(1)
    formation(made.stack, made.doses)
    assert made.together(*rows)


def test_an_area_branch_needs_three_members_in_two_organizations() -> None:
    made, rows = town(policy("area_branch"), members=(1, 1, 0, 0))
    formation(made.stack, made.doses)
    assert {made.form(row) for row in rows} == {Form.NONE}
    assert made.col("interim", *rows) == [Interim.MEMBER_GROUP] * 2 + [Interim.NONE] * 2


def test_an_area_branch_is_full_at_its_maximum() -> None:
    made, rows = town(policy("area_branch", area_max=3), members=(2, 1, 0, 0))
    formation(made.stack, made.doses)
    made.at(1)
    formation(made.stack, made.doses)
    assert sum(made.form(row) == Form.REGIONAL for row in rows) == 3


def test_who_brings_most_members_has_the_first_place_in_an_area_branch() -> None:
    made = Made(policy("area_branch", area_max=3))
    hosts = [made.organization(members=2) for _ in range(2)]
    branch = made.branch(*hosts, form=Form.REGIONAL)
    for _ in range(5):
        made.organization(**WILLING)
    most = made.organization(members=2, **WILLING)
    made.at(0)
    formation(made.stack, made.doses)
    assert made.col("branch", most) == [branch]
    assert made.stack.branches.organizations[branch] == 3


def test_sites_of_a_district_are_areas_of_their_own() -> None:
    made, rows = town(policy("area_branch"), members=(2, 1))
    made.stack.organizations.site[rows] = [5, 6]
    formation(made.stack, made.doses)
    assert made.form(rows[0]) == Form.NONE
    made.stack.organizations.site[rows] = 5
    made.at(1)
    formation(made.stack, made.doses)
    assert made.together(*rows)


def test_whom_an_area_branch_is_offered_looks_for_no_other_partners() -> None:
    made = Made(policy("area_branch"))
    rows = [made.organization(members=2, **WILLING)]
    rows.append(made.organization(NEXT_DISTRICT, members=2, **WILLING))
    formation(made.stack, made.doses)
    assert {made.form(row) for row in rows} == {Form.NONE}
    alone = Made()
    rows = [alone.organization(members=2, **WILLING)]
    rows.append(alone.organization(NEXT_DISTRICT, members=2, **WILLING))
    formation(alone.stack, alone.doses)
    assert alone.form(rows[0]) == Form.JOINT


@pytest.mark.parametrize(
    ("columns", "eased"),
    [({}, True), ({"members": 2}, True), ({"members": 3}, False), ({"type": Type.LOOSE}, False)],
)
def test_consent_to_meeting_outside_is_easier(columns: dict[str, Any], eased: bool) -> None:
    made, plain = Made(policy("area_branch"), indifference_width=0.6), Made()
    row = made.organization(**columns)
    assert plain.organization(**columns) == row
    more = consent_support(made.stack, made.doses, np.array([row]))
    less = consent_support(plain.stack, plain.doses, np.array([row]))
    assert (more - less).tolist() == pytest.approx([0.3 if eased else 0.0])


def test_an_area_branch_lives_on_without_its_host() -> None:
    for form, lives in ((Form.JOINT, False), (Form.REGIONAL, True)):
        made = Made(host_exit_ends=1.0)
        host, other = made.organization(members=2), made.organization(members=2)
        branch = made.branch(host, other, form=form)
        leave(made.stack, np.array([host]), Event.EXIT)
        assert made.stack.branches.alive[branch] == lives


def test_who_is_only_on_the_list_does_not_strain_an_area_branch() -> None:
    levels = {}
    for form in (Form.JOINT, Form.REGIONAL):
        made = Made(vitality_organizations=0.2)
        rows = [made.organization(members=m) for m in (2, 2, 0, 0)]
        branch = np.array([made.branch(*rows, form=form)])
        levels[form] = support(made.stack, made.doses, branch, tally(made.stack))[0]
    assert levels[Form.REGIONAL] - levels[Form.JOINT] == pytest.approx(2 * 0.2)


# Functional branches


@pytest.mark.parametrize(
    ("here", "columns", "form"),
    [
        (0, {}, Form.FUNCTIONAL), (1, {}, Form.FUNCTIONAL), (2, {}, Form.STANDALONE),
        (0, {"type": Type.LOOSE}, Form.FUNCTIONAL), (2, {"type": Type.LOOSE}, Form.NONE),
    ],
)  # fmt: skip
def test_members_whose_relations_are_elsewhere_found_a_functional_branch(
    here: int, columns: dict[str, Any], form: Form
) -> None:
    made = Made(policy("functional_branch"))
    row = made.organization(members=3 - here, **WILLING, **columns)
    made.members(row, here, relation=Relation.HERE)
    formation(made.stack, made.doses)
    assert made.form(row) == form


def test_where_half_of_the_relations_are_here_the_branch_is_no_functional_one() -> None:
    made = Made(policy("functional_branch"))
    row = made.organization(members=2, **WILLING)
    made.members(row, 2, relation=Relation.HERE)
    formation(made.stack, made.doses)
    assert made.form(row) == Form.STANDALONE


def test_founding_a_functional_branch_brings_no_relations_and_later_nobody_transfers() -> None:
    for lever, relation in (
        ((), Relation.HERE),
        ((policy("functional_branch"),), Relation.ELSEWHERE),
    ):
        made = Made(*lever, transfer_per_year=ALWAYS)
        row = made.organization(members=3, **WILLING)
        formation(made.stack, made.doses)
        assert made.stack.members.relation[1:].tolist() == [relation] * 3
        mobility(made.stack, made.doses, NOBODY)
        assert made.stack.members.relation[1:].tolist() == [relation] * 3
        assert made.form(row) != Form.NONE


def test_members_of_a_functional_branch_give_it_less_and_it_recruits_nobody() -> None:
    made = Made(vitality_commitment=1.0, application_per_staff_year=50.0, application_no_branch=0.0)
    row = made.organization(members=3, staff=100.0)
    branch = np.array([made.branch(row)])
    level = {}
    for form in (Form.STANDALONE, Form.FUNCTIONAL):
        made.stack.branches.form[branch] = form
        level[form] = support(made.stack, made.doses, branch, tally(made.stack))[0]
        before = len(made.stack.members)
        applications(made.stack, made.doses)
        assert (len(made.stack.members) > before) == (form == Form.STANDALONE)
    assert level[Form.STANDALONE] - level[Form.FUNCTIONAL] == pytest.approx(0.2 * 0.5)


@pytest.mark.parametrize("counts", [True, False])
def test_functional_branches_count_where_the_definition_says_so(counts: bool) -> None:
    made = Made(place=Place(functional_counts=counts))
    made.branch(made.organization(members=3), form=Form.FUNCTIONAL)
    made.organization()
    assert reported_share(made.stack)[1] == (0.5 if counts else 0.0)


def test_industries_of_one_district_share_an_area() -> None:
    """What tells an area branch from a joint one of the usual circles."""
    made = Made(policy("area_branch"))
    rows = [made.organization(members=2, **WILLING)]
    rows.append(made.organization(SAME_DISTRICT, members=1, **WILLING))
    formation(made.stack, made.doses)
    assert made.together(*rows) and made.form(rows[0]) == Form.REGIONAL


# Placement


def test_members_are_placed_where_there_are_none_and_a_place_is_open() -> None:
    made = Made(policy("member_placement", placements_per_year=120))
    empty = made.organization()
    for columns in ({"members": 1}, {"operating": False}, {"staff": 0.4}):
        made.organization(**columns)
    covered = made.organization()
    made.branch(covered, covered)
    made.at(0)
    before = len(made.stack.members)
    mobility(made.stack, made.doses, NOBODY)
    (new,) = np.arange(before, len(made.stack.members))
    people = made.stack.members
    assert people.organization[new] == empty and people.known[new] and people.joined[new] == 0
    assert people.relation[new] == Relation.ELSEWHERE
    count_members(made.stack)
    assert made.col("known", empty) == [1] and made.col("eligible", empty) == [0]


def test_placements_fall_due_evenly_over_the_year() -> None:
    made = Made(policy("member_placement", placements_per_year=6))
    for _ in range(30):
        made.organization()
    placed = []
    for month in range(13):
        made.at(month)
        mobility(made.stack, made.doses, NOBODY)
        count_members(made.stack)
        placed.append(len(made.stack.members) - 1)
    assert placed == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]


# Batches


def test_a_batch_is_consolidated_before_the_next_is_taken() -> None:
    lever = policy("dispatch_liaisons", liaisons=2, capacity=7, batch=3)
    made = Made(lever, consolidate_share=0.0)
    rows = [made.organization(members=1) for _ in range(9)]
    made.at(0)
    dispatch(made.stack, made.doses)

    def held() -> list[int]:
        return [row for row in rows if made.col("liaison", row) != [0]]

    first = held()
    assert len(first) == 3
    made.at(1)
    dispatch(made.stack, made.doses)
    assert held() == first
    for row in first:
        made.branch(row, vitality=0.8)
    made.stack.organizations.case_steady[first] = 5
    made.at(2)
    dispatch(made.stack, made.doses)
    assert len(held()) == 3 and not set(held()) & set(first)

"""Rules of what the articles add, by example: staff, areas, functional branches, appraisal …"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.constants import BOARD_BENEFIT, REPAIR_GAIN
from sim.draws import Process, draw
from sim.measures.status import read_status
from sim.policies.base import Policy, Target
from sim.policies.pressure import reported_share
from sim.processes.appraisal import appraise
from sim.processes.attitudes import pull
from sim.processes.contact import consent_support, contact_terms
from sim.processes.dispatch import dispatch
from sim.processes.formation import formation
from sim.processes.leaving import leave
from sim.processes.mobility import mobility
from sim.processes.persons import employed
from sim.processes.recruitment import applications, count_members
from sim.processes.vitality import secretaries, support, tally, time_shares
from sim.state.codes import (
    Contact,
    Event,
    Fear,
    Form,
    Interim,
    Kind,
    Relation,
    SecretarySource,
    Type,
)
from sim.state.table import NEVER
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


# Appraisal


def graded(vitality: float, *more: Policy, months: int = 12, **fields: Any) -> tuple[Made, int]:
    lever = policy("branch_appraisal", graded_share=1.0, repair_months=months)
    made = Made(lever, *more, month=12, **fields)
    row = made.organization(members=3)
    branch = made.branch(row, vitality=vitality, secretary=SecretarySource.MEMBER, skill=0.9)
    return made, branch


@pytest.mark.parametrize(
    ("vitality", "star", "weak"), [(0.7, 24, NEVER), (0.5, NEVER, NEVER), (0.3, NEVER, 24)]
)
def test_an_appraisal_stars_the_best_and_lists_the_weak(
    vitality: float, star: int, weak: int
) -> None:
    made, branch = graded(vitality)
    appraise(made.stack, made.doses)
    table = made.stack.branches
    assert (table.starred_until[branch], table.weak_until[branch]) == (star, weak)
    assert table.alive[branch]


@pytest.mark.parametrize("acts", [0, 1])
def test_a_weak_branch_is_repaired_by_an_act(acts: int) -> None:
    made, branch = graded(0.3)
    made.stack.committees.acts[:] = acts
    appraise(made.stack, made.doses)
    assert made.stack.branches.trained[branch] == pytest.approx(acts * REPAIR_GAIN)
    assert made.stack.committees.acts[1] == 0


def test_a_better_secretary_takes_the_post_of_a_weak_branch() -> None:
    made, branch = graded(0.3)
    made.stack.branches.skill[branch] = 0.05
    appraise(made.stack, made.doses)
    table = made.stack.branches
    assert table.skill[branch] > 0.05 and table.trained[branch] == 0.0
    assert table.person[branch] > 0


@pytest.mark.parametrize(("vitality", "alive"), [(0.3, False), (0.4, True)])
def test_who_has_not_turned_in_time_is_closed(vitality: float, alive: bool) -> None:
    made, branch = graded(0.3)
    appraise(made.stack, made.doses)
    made.at(23)
    appraise(made.stack, made.doses)
    assert made.stack.branches.alive[branch]
    made.at(24)
    made.stack.branches.vitality[branch] = vitality
    appraise(made.stack, made.doses)
    assert made.stack.branches.alive[branch] == alive
    assert made.events(Event.CLOSED) == 1 - alive
    assert made.col("interim", 1) == [Interim.NONE if alive else Interim.MEMBER_GROUP]
    assert made.col("silent_until", 1) == [NEVER]


def test_without_time_to_turn_the_weak_are_merged_or_closed_at_once() -> None:
    made, weak = graded(0.3, months=0)
    partners = [made.organization(members=2) for _ in range(2)]
    joint = made.branch(*partners, form=Form.JOINT, vitality=0.5)
    appraise(made.stack, made.doses)
    assert not made.stack.branches.alive[weak]
    assert made.col("branch", 1) == [joint] and made.events(Event.MERGED) == 1


def test_where_closing_is_forbidden_the_weak_stay() -> None:
    made, branch = graded(0.3, policy("coverage_quota", target_share=1.0), months=0)
    appraise(made.stack, made.doses)
    table = made.stack.branches
    assert table.alive[branch] and table.weak_until[branch] == NEVER


def test_forms_and_wall_charts_are_a_burden() -> None:
    made, plain = graded(0.5)[0], Made()
    row = plain.organization(members=3)
    plain.branch(row, vitality=0.5)
    more = pull(made.stack, made.doses, made.stack.peers())[Fear.BURDEN, 1]
    less = pull(plain.stack, plain.doses, plain.stack.peers())[Fear.BURDEN, 1]
    assert more - less == pytest.approx(0.05)


# Placement


def test_members_are_placed_where_there_are_none_and_a_place_is_open() -> None:
    made = Made(policy("member_placement", placements_per_year=12))
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


# Recognition, boards, unions, workers


@pytest.mark.parametrize(
    ("vitality", "branch", "seen"), [(0.6, True, 0.5), (0.2, True, 0.0), (0.0, False, 0.15)]
)
def test_recognition_is_seen_where_a_branch_works_and_heard_of_where_there_is_none(
    vitality: float, branch: bool, seen: float
) -> None:
    levels = []
    for lever in ((policy("recognition", share=0.5),), ()):
        made = Made(*lever, recognition_benefit=0.2, fund_announced=0.3)
        row = made.organization(members=3)
        if branch:
            made.branch(row, vitality=vitality)
        levels.append(pull(made.stack, made.doses, made.stack.peers())[Fear.BENEFIT, row])
    assert levels[0] - levels[1] == pytest.approx(0.2 * seen)


def test_a_star_counts_as_recognition_in_full() -> None:
    made = Made(recognition_benefit=0.2)
    row = made.organization(members=3)
    branch = made.branch(row, vitality=0.2)
    before = pull(made.stack, made.doses, made.stack.peers())[Fear.BENEFIT, row]
    made.stack.branches.starred_until[branch] = 5
    after = pull(made.stack, made.doses, made.stack.peers())[Fear.BENEFIT, row]
    assert after - before == pytest.approx(0.2)


def test_a_board_that_meets_with_the_branch_sees_more_benefit() -> None:
    levels = []
    for lever in ((policy("dual_entry", role="board", head_share=0.5),), ()):
        made = Made(*lever)
        row = made.organization(members=3)
        made.branch(row)
        levels.append(pull(made.stack, made.doses, made.stack.peers())[Fear.BENEFIT, row])
    assert levels[0] - levels[1] == pytest.approx(BOARD_BENEFIT * 0.5)


@pytest.mark.parametrize(
    ("source", "share"),
    [(SecretarySource.MEMBER, 0.25), (SecretarySource.HEAD, 0.3), (SecretarySource.SOURCED, 1.0)],
)
def test_who_chairs_the_union_has_more_time(source: SecretarySource, share: float) -> None:
    made = Made(policy("dual_entry", role="union"))
    branch = np.array([made.branch(made.organization(members=3), secretary=source)])
    time_shares(made.stack, made.doses, branch)
    assert made.stack.branches.time_share[branch].tolist() == pytest.approx([share])


def test_a_worker_who_serves_several_branches_has_a_part_of_the_time_for_each() -> None:
    """Two workers at three branches each: six posts, a third of the time and pay in each."""
    lever = policy("secretary_sourcing", secretaries_per_year=2, branches_per_worker=3)
    made = Made(lever, secretary_success=0.0, secretary_later=0.0)
    rows = [made.organization(members=3, **WILLING) for _ in range(8)]
    made.at(0)
    formation(made.stack, made.doses)
    sat = [row for row in rows if made.form(row) != Form.NONE]
    assert len(sat) == 6
    time_shares(made.stack, made.doses, made.live_branches)
    assert made.stack.branches.time_share[1:].tolist() == pytest.approx([1 / 3] * 6)
    assert lever.costs()[0].unit == pytest.approx(2_000 / 3)


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


# Employees, and who is attested elsewhere


def test_members_of_an_association_are_not_its_employees() -> None:
    made = Made(employed_share=0.4)
    rows = {kind: made.organization(members=400, kind=kind) for kind in (0, 1)}
    found = employed(made.stack, np.arange(1, len(made.stack.members)))
    share = np.bincount(made.stack.members.organization[1:], found) / 400
    assert share[rows[1]] == 1.0
    assert share[rows[0]] == pytest.approx(0.4, abs=0.08)


def test_who_is_not_employed_is_not_dismissed() -> None:
    for kind, dismissed in ((Kind.SOCIAL_GROUP, False), (Kind.LAW_FIRM, True)):
        made = Made(employed_share=0.0, dismiss_per_year=ALWAYS)
        row = made.organization(members=3, kind=kind, fears=(0.4, 0.4, 0.9, 0.4))
        branch = made.branch(row, secretary=SecretarySource.MEMBER, person=1)
        secretaries(made.stack, made.doses, np.array([branch]))
        vacant = made.stack.branches.secretary[branch] == SecretarySource.NONE
        assert vacant == dismissed


def test_who_is_not_employed_leaves_less() -> None:
    """A hazard times .4: of 2,000 members about two in five as many leave."""
    gone = {}
    for kind in (Kind.SOCIAL_GROUP, Kind.LAW_FIRM):
        made = Made(employed_share=0.0, leave_per_year=0.35, month=60)
        row = made.organization(members=2_000, kind=kind, staff=3_000.0)
        made.stack.members.joined[1:] = 60
        mobility(made.stack, made.doses, NOBODY)
        gone[kind] = 2_000 - int((made.stack.members.organization == row).sum())
    assert gone[Kind.SOCIAL_GROUP] / gone[Kind.LAW_FIRM] == pytest.approx(0.4, abs=0.1)


@pytest.mark.parametrize(
    ("columns", "form", "attested"),
    [
        ({}, None, False), ({"liaison": 1}, None, True), ({}, Form.FUNCTIONAL, True),
        ({"contact": Contact.CHECK, "contacted": 50}, None, True),
        ({"contact": Contact.CENSUS, "contacted": 47}, None, False),
        ({"contact": Contact.COMMITTEE, "contacted": 59}, None, False),
    ],
)  # fmt: skip
def test_members_attested_by_their_old_branch_are_managed(
    columns: dict[str, Any], form: Form | None, attested: bool
) -> None:
    made = Made(month=60)
    row = made.organization(members=2, **columns)
    made.members(row, 1, known=False)
    if form is not None:
        made.branch(row, form=form)
    assert read_status(made.stack).managed[row] == (2 if attested else 0)


def test_industries_of_one_district_share_an_area() -> None:
    """What tells an area branch from a joint one of the usual circles."""
    made = Made(policy("area_branch"))
    rows = [made.organization(members=2, **WILLING)]
    rows.append(made.organization(SAME_DISTRICT, members=1, **WILLING))
    formation(made.stack, made.doses)
    assert made.together(*rows) and made.form(rows[0]) == Form.REGIONAL

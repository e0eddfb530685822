"""Rules of founding by example: thresholds, types, circles, interim forms (S1, S2, S5, S7)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.processes.formation import choose_form, formation, leave_joint, upgrade
from sim.processes.founding import bring_relations
from sim.processes.funding import branch_funded
from sim.state.codes import Event, Form, Interim, Relation, SecretarySource, Type
from sim.state.table import NEVER
from tests.engine.handmade import ALWAYS, NEXT_DISTRICT, SAME_DISTRICT, Made
from tests.engine.places import policy

WILLING: dict[str, Any] = {"willing_until": 99}
HOME, FAR = (0, 0), (2, 0)


@pytest.mark.parametrize(("members", "form"), [(3, Form.STANDALONE), (2, Form.NONE)])
def test_three_members_found_a_branch_of_their_own(members: int, form: Form) -> None:
    made = Made()
    one = made.organization(members=members, **WILLING)
    formation(made.stack, made.doses)
    assert made.form(one) == form


def test_founding_ends_what_was_interim() -> None:
    made = Made()
    one = made.organization(members=3, interim=Interim.HOSTED, secretary_wait=True, **WILLING)
    formation(made.stack, made.doses)
    assert made.col("interim", one) == [Interim.NONE]
    assert made.col("willing_until", one) == [NEVER]
    assert made.col("secretary_wait", one) == [False]


@pytest.mark.parametrize(("yuan", "share"), [(2_000, 2 / 3), (50_000, 1.0), (30, 0.01), (0, 0.0)])
def test_a_grant_pays_for_activities_by_its_yuan(yuan: float, share: float) -> None:
    """For twelve months, up to the 3,000 yuan that activities cost in a year (S1)."""
    made = Made(policy("startup_grant", grant_yuan=yuan), grant_months=12, activity_cost_yuan=3_000)
    one = made.organization(members=3, **WILLING)
    stack = made.at(0).stack
    formation(stack, made.doses)
    branch = stack.organizations.branch[one]
    for month in (0, 11):
        assert branch_funded(made.at(month).stack, made.doses)[branch] == pytest.approx(share)
    assert branch_funded(made.at(12).stack, made.doses)[branch] == 0.0


def test_without_a_grant_nothing_is_funded() -> None:
    made = Made()
    one = made.organization(members=3, **WILLING)
    formation(made.stack, made.doses)
    table = made.stack.branches
    assert table.granted_until[made.stack.organizations.branch[one]] == NEVER


def test_a_branch_needs_consent() -> None:
    made = Made()
    one = made.organization(members=5)
    formation(made.stack, made.doses)
    assert made.form(one) == Form.NONE


@pytest.mark.parametrize(
    ("members", "form"),
    [
        (49, Form.STANDALONE),
        (50, Form.GENERAL_BRANCH),
        (99, Form.GENERAL_BRANCH),
        (100, Form.COMMITTEE),
    ],
)
def test_general_branch_from_fifty_and_committee_from_a_hundred(members: int, form: Form) -> None:
    made = Made()
    one = made.organization(members=members, staff=150.0)
    made.branch(one)
    upgrade(made.stack)
    assert made.form(one) == form
    assert made.events(Event.UPGRADED) == (form != Form.STANDALONE)


@pytest.mark.parametrize(
    ("kind", "columns", "form", "interim"),
    [
        (Type.STABLE, {}, Form.STANDALONE, Interim.NONE),
        (Type.DISPERSED, {"attitude": 0.04}, Form.NONE, Interim.NONE),
        (Type.DISPERSED, {"attitude": 0.05}, Form.STANDALONE, Interim.NONE),
        (Type.LOOSE, {"attitude": 0.5}, Form.NONE, Interim.MEMBER_GROUP),
    ],
)
def test_the_three_types(kind: Type, columns: dict[str, Any], form: Form, interim: Interim) -> None:
    """Stable ones found, dispersed ones when ripe, loose ones never: a member group (S7)."""
    made = Made()
    one = made.organization(members=4, type=kind, **WILLING, **columns)
    formation(made.stack, made.doses)
    assert made.form(one) == form
    assert made.col("interim", one) == [interim]


@pytest.mark.parametrize(("months", "founds"), [(5, False), (6, True)])
def test_a_dispersed_organization_is_ripe_after_six_months_on_a_case(
    months: int, founds: bool
) -> None:
    made = Made(month=10)
    made.stack.liaisons.append(1, {"world": 0, "committee": 1, "capacity": 5})
    one = made.organization(
        members=3, type=Type.DISPERSED, liaison=1, case_since=10 - months, attitude=-0.3, **WILLING
    )
    choose_form(made.stack, made.doses)
    assert (made.form(one) != Form.NONE) == founds


def test_without_a_secretary_founding_waits() -> None:
    made = Made(secretary_success=0.0, secretary_later=0.0)
    one = made.organization(members=3, **WILLING)
    formation(made.stack, made.doses)
    assert made.col("secretary_wait", one) == [True]
    assert made.form(one) == Form.NONE
    made.stack.parameters["secretary_later"][:] = 1.0
    formation(made.at(1).stack, made.doses)
    assert made.form(one) == Form.STANDALONE
    assert made.col("secretary_wait", one) == [False]


def test_a_sourced_secretary_helps_out_and_counts_from_the_next_month() -> None:
    sourcing = policy("secretary_sourcing", secretaries_per_year=1)
    made = Made(sourcing, secretary_success=0.0)
    first, second = (made.organization(members=3, **WILLING) for _ in range(2))
    formation(made.at(0).stack, made.doses)
    branch = made.col("branch", first)[0]
    assert made.stack.branches.secretary[branch] == SecretarySource.SOURCED
    assert made.col("sourced", first) == [1]
    assert made.form(second) == Form.NONE, "one secretary a year"
    made.members(first, 0)
    assert made.col("eligible", first, second) == [4, 3]


PLACES = pytest.mark.parametrize(
    ("cells", "radius", "joined"),
    [
        ((HOME, HOME), 0, True),
        ((HOME, NEXT_DISTRICT), 0, False),
        ((HOME, NEXT_DISTRICT), 1, True),
        ((HOME, SAME_DISTRICT), 1, False),
        ((HOME, SAME_DISTRICT), 2, True),
        ((HOME, FAR), 2, False),
    ],
)


@PLACES
def test_circles_in_which_partners_are_found(
    cells: tuple[tuple[int, int], tuple[int, int]], radius: int, joined: bool
) -> None:
    """The cell, then the industry in neighbouring districts, then the district (S1, S2)."""
    made = Made(joint_radius=radius)
    one, two = (made.organization(cell, members=2, **WILLING) for cell in cells)
    formation(made.stack, made.doses)
    assert made.together(one, two) == joined
    expected = [Interim.NONE] * 2 if joined else [Interim.MEMBER_GROUP] * 2
    assert made.col("interim", one, two) == expected


@PLACES
def test_circles_in_which_a_joint_branch_is_found(
    cells: tuple[tuple[int, int], tuple[int, int]], radius: int, joined: bool
) -> None:
    made = Made(joint_radius=radius)
    host, other = (made.organization(cells[0], members=2) for _ in range(2))
    branch = made.branch(host, other, form=Form.JOINT)
    one = made.organization(cells[1], members=1, **WILLING)
    formation(made.stack, made.doses)
    assert made.together(host, one) == joined
    assert made.stack.branches.organizations[branch] == 2 + joined


def test_the_nearest_circle_comes_first() -> None:
    made = Made(joint_radius=2)
    one = made.organization(HOME, members=2, **WILLING)
    far = made.organization(SAME_DISTRICT, members=2, **WILLING)
    near = made.organization(NEXT_DISTRICT, members=2, **WILLING)
    formation(made.stack, made.doses)
    assert made.together(one, near)
    assert made.form(far) == Form.NONE


@pytest.mark.parametrize(
    ("members", "groups"),
    [((2, 2), 1), ((2, 1), 1), ((1, 1, 1), 1), ((1, 1), 0), ((2,), 0), ((2, 2, 2, 1), 2)],
)
def test_a_joint_branch_needs_three_members_in_all(members: tuple[int, ...], groups: int) -> None:
    made = Made()
    rows = [made.organization(members=number, **WILLING) for number in members]
    formation(made.stack, made.doses)
    assert len(made.live_branches) == groups
    covered = [row for row in rows if made.form(row) == Form.JOINT]
    assert len(covered) == (len(rows) if groups else 0)


def test_a_joint_branch_holds_no_more_than_its_maximum() -> None:
    made = Made(joint_max=3.0)
    inside = [made.organization(members=1) for _ in range(2)]
    branch = made.branch(*inside, form=Form.JOINT)
    waiting = [made.organization(members=1, **WILLING) for _ in range(2)]
    formation(made.stack, made.doses)
    assert made.stack.branches.organizations[branch] == 3
    assert sum(made.col("branch", *waiting)) == branch, "one of the two had to wait"


def test_a_shell_takes_nobody_in() -> None:
    made = Made()
    inside = [made.organization(members=2) for _ in range(2)]
    made.branch(*inside, form=Form.JOINT, shell=True)
    one = made.organization(members=2, **WILLING)
    formation(made.stack, made.doses)
    assert made.form(one) == Form.NONE


def test_places_at_host_offices_then_the_member_group() -> None:
    made = Made(policy("hosting", places=1))
    first, second = (made.organization((0, k), members=2, **WILLING) for k in range(2))
    made.at(0)
    formation(made.stack, made.doses)
    assert made.col("interim", first, second) == [Interim.HOSTED, Interim.MEMBER_GROUP]
    assert made.col("branch", first, second) == [0, 0]


def anchored(members: int, **columns: Any) -> tuple[Made, int, int]:
    made = Made(policy("anchor_led", anchor_max=2))
    host = made.organization(members=5)
    made.branch(host, vitality=columns.pop("vitality", 0.6))
    one = made.organization(columns.pop("cell", HOME), members=members, **columns)
    made.at(0)
    formation(made.stack, made.doses)
    return made, host, one


def test_an_anchor_takes_in_a_willing_organization_without_members() -> None:
    made, host, one = anchored(0, **WILLING)
    assert made.together(host, one)
    assert made.form(host) == Form.ANCHOR


@pytest.mark.parametrize(
    "columns",
    [{"type": Type.LOOSE}, {"vitality": 0.2}, {"cell": NEXT_DISTRICT}, {"willing_until": NEVER}],
    ids=["loose", "dull anchor", "another cell", "unwilling"],
)
def test_whom_an_anchor_does_not_take_in(columns: dict[str, Any]) -> None:
    made, host, one = anchored(0, **(WILLING | columns))
    assert not made.together(host, one)
    assert made.form(host) == Form.STANDALONE


def test_an_anchor_is_full_at_its_maximum() -> None:
    made = Made(policy("anchor_led", anchor_max=2))
    host = made.organization(members=5)
    made.branch(host)
    rows = [made.organization(**WILLING) for _ in range(2)]
    for month in range(3):
        formation(made.at(month).stack, made.doses)
        assert sorted(made.col("branch", *rows)) == [0, made.col("branch", host)[0]]


def test_founding_brings_the_relations_of_known_members() -> None:
    made = Made()
    one = made.organization(members=3, **WILLING)
    hidden, applicant = made.members(one, known=False)[0], made.members(one, stage=0)[0]
    formation(made.stack, made.doses)
    bring_relations(made.stack)
    relation = made.stack.members.relation
    assert (relation[1:4] == Relation.HERE).all()
    assert relation[hidden] == relation[applicant] == Relation.ELSEWHERE


@pytest.mark.parametrize(
    ("months", "rest", "leaves"), [(11, 3, True), (10, 3, False), (11, 2, False)]
)
def test_leaving_a_joint_branch_after_a_year_with_three_members(
    months: int, rest: int, leaves: bool
) -> None:
    made = Made(month=30, leave_joint_per_year=ALWAYS)
    one = made.organization(members=3)
    others = [made.organization(members=1) for _ in range(rest)]
    made.branch(*others, one, form=Form.JOINT)
    made.stack.organizations.eligible_months[one] = months
    leave_joint(made.stack, made.doses)
    assert made.events(Event.LEFT_JOINT) == leaves
    assert made.form(one) == (Form.STANDALONE if leaves else Form.JOINT)
    assert made.together(*others)

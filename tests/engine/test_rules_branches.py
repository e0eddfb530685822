"""Rules of living branches by example: secretaries, training, grace, closing (S1-S5, S9)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.processes.failures import failures
from sim.processes.founding import appoint
from sim.processes.leaving import leave
from sim.processes.mobility import leaving
from sim.processes.vitality import mass_groups, tally, vitality
from sim.state.codes import Event, Fear, Form, Interim, Role, SecretarySource
from sim.state.table import NEVER
from tests.engine.handmade import ALWAYS, LONG_AGO, Made
from tests.engine.places import policy


def fail(made: Made, *months: int) -> Made:
    """Let branches fail, or not, in the given months."""
    for month in months:
        stack = made.at(month).stack
        tally(stack)
        failures(stack, made.doses, np.flatnonzero(stack.branches.alive))
    return made


def alive(made: Made, branch: int) -> bool:
    return bool(made.stack.branches.alive[branch])


def test_below_three_members_a_branch_has_a_time_of_grace() -> None:
    made = Made(grace_months=3.0)
    one = made.organization(members=2)
    branch = made.branch(one)
    assert alive(fail(made, 0, 1), branch)
    fail(made, 2)
    assert not alive(made, branch)
    assert made.events(Event.CONVERTED) == 1
    assert made.col("interim", one) == [Interim.MEMBER_GROUP]
    assert made.col("willing_until", one) == [2 + 12], "willing: a partner for a year"


def test_grace_starts_anew_once_there_are_three() -> None:
    made = Made(grace_months=3.0)
    one = made.organization(members=2)
    branch = made.branch(one)
    fail(made, 0, 1)
    made.members(one)
    fail(made, 2)
    made.stack.organizations.known[one] = 2
    assert alive(fail(made, 3, 4), branch)


def test_after_grace_without_members_it_dissolves() -> None:
    made = Made(grace_months=3.0)
    one = made.organization()
    branch = made.branch(one)
    fail(made, 0, 1, 2)
    assert not alive(made, branch)
    assert made.events(Event.DISSOLVED) == 1
    assert made.col("interim", one) == [Interim.NONE]


@pytest.mark.parametrize(
    ("cell", "most", "merges"), [((0, 0), 6, True), ((0, 1), 6, False), ((0, 0), 2, False)]
)
def test_after_grace_it_merges_with_a_joint_branch_of_the_cell_that_has_room(
    cell: tuple[int, int], most: int, merges: bool
) -> None:
    made = Made(joint_max=float(most), grace_months=3.0)
    joint = made.branch(*(made.organization(members=2) for _ in range(2)), form=Form.JOINT)
    one = made.organization(cell, members=2)
    branch = made.branch(one)
    fail(made, 0, 1, 2)
    assert not alive(made, branch)
    assert made.events(Event.MERGED) == merges
    assert made.col("branch", one) == [joint if merges else 0]
    assert made.stack.branches.organizations[joint] == 2 + merges


def test_a_sourced_secretary_counts_as_a_member() -> None:
    made = Made(grace_months=3.0)
    one = made.organization(members=2, sourced=1)
    branch = made.branch(one, secretary=SecretarySource.SOURCED)
    assert alive(fail(made, *range(6)), branch)


def test_a_head_who_withdraws_for_a_year_leaves_and_is_silent_for_two() -> None:
    made = Made(host_exit_ends=0.0)
    cold = made.organization(members=1, attitude=-0.46, fears=(0.2, 0.3, 0.9, 0.1))
    rest = [made.organization(members=1, attitude=-0.44) for _ in range(3)]
    branch = made.branch(cold, *rest, form=Form.JOINT)
    fail(made, *range(11))
    assert made.col("branch", cold) == [branch]
    fail(made, 11)
    assert made.col("branch", cold, *rest) == [0, branch, branch, branch]
    assert made.col("silent_until", cold) == [11 + 24]
    assert made.stack.branches.host[branch] == rest[0]
    assert made.col("refusal", cold) == [Fear.CONSTRAINT]


def test_a_host_that_withdraws_may_end_its_joint_branch() -> None:
    """With ``host_exit_ends``, as a host that exits; those who stayed are uncovered, not silent."""
    made = Made(host_exit_ends=1.0)
    cold = made.organization(members=1, attitude=-0.46)
    rest = [made.organization(members=1, attitude=-0.44) for _ in range(3)]
    branch = made.branch(cold, *rest, form=Form.JOINT)
    assert not alive(fail(made, *range(12)), branch)
    assert made.col("branch", cold, *rest) == [0] * 4
    assert made.col("silent_until", cold, *rest) == [11 + 24, NEVER, NEVER, NEVER]
    assert made.events(Event.CLOSED) == 1


def test_withdrawal_is_counted_in_a_row() -> None:
    made = Made()
    one = made.organization(members=3, attitude=-0.5)
    branch = made.branch(one)
    fail(made, *range(11))
    made.stack.organizations.attitude[one] = 0.0
    fail(made, 11)
    made.stack.organizations.attitude[one] = -0.5
    assert alive(fail(made, *range(12, 23)), branch)
    assert not alive(fail(made, 23), branch)
    assert made.events(Event.CLOSED) == 1


def test_while_closing_is_forbidden_the_dead_stay_on_the_books() -> None:
    """A shell counts as covered, has no life, and is found and closed after the quota."""
    quota = policy("coverage_quota", target_share=1.0, end=19)
    made = Made(quota, close_after_quota=ALWAYS, grace_months=3.0)
    few, cold, fine = (made.organization(members=n) for n in (2, 3, 3))
    made.stack.organizations.attitude[cold] = -0.5
    branches = [made.branch(row) for row in (few, cold, fine)]
    fail(made, *range(20))
    assert [alive(made, branch) for branch in branches] == [True] * 3
    assert made.stack.branches.shell[branches].tolist() == [True, True, False]
    fail(made, 20)
    assert [alive(made, branch) for branch in branches] == [False, False, True]
    assert made.events(Event.CLOSED) == 2


def test_a_shell_moves_towards_two_hundredths() -> None:
    made = Made(vitality_speed=1.0)
    one, empty = made.organization(members=5), made.organization()
    shell, bare = made.branch(one, shell=True), made.branch(empty)
    vitality(made.stack, made.doses)
    assert made.stack.branches.vitality[[shell, bare]] == pytest.approx([0.02, 0.02])


def test_young_branches_cannot_fail_in_the_month_of_founding() -> None:
    made = Made(dissolve_per_year=ALWAYS)
    one, two = (made.organization(members=3) for _ in range(2))
    new, old = made.branch(one, founded=4), made.branch(two)
    fail(made, 4)
    assert (alive(made, new), alive(made, old)) == (True, False)


def secretary(made: Made, branch: int) -> int:
    return int(made.stack.branches.secretary[branch])


@pytest.mark.parametrize(
    ("fear", "protected", "kept"), [(0.61, False, False), (0.6, False, True), (0.61, True, True)]
)
def test_a_fearful_owner_dismisses_unless_the_secretary_is_protected(
    fear: float, protected: bool, kept: bool
) -> None:
    levers = [policy("secretary_protection")] if protected else []
    made = Made(*levers, dismiss_per_year=ALWAYS, month=3)
    one = made.organization(members=3, fears=(0.2, 0.2, fear, 0.5))
    branch = made.branch(one)
    vitality(made.at(3).stack, made.doses)
    assert (secretary(made, branch) == SecretarySource.HEAD) == kept
    assert made.stack.branches.vacancy[branch] == (not kept)


def test_a_vacant_post_gives_no_time_and_is_filled_later() -> None:
    made = Made(secretary_later=0.0, month=5)
    one = made.organization(members=3)
    branch = made.branch(one, secretary=SecretarySource.NONE, employer=0)
    vitality(made.stack, made.doses)
    assert made.stack.branches.time_share[branch] == 0.0
    assert made.stack.branches.vacancy[branch] == 1
    made.stack.parameters["secretary_later"][:] = 1.0
    vitality(made.at(6).stack, made.doses)
    assert secretary(made, branch) == SecretarySource.MEMBER
    assert made.stack.branches.vacancy[branch] == 0


@pytest.mark.parametrize(("stipend", "share"), [(None, 0.3), (0.5, 0.5), (0.1, 0.3)])
def test_time_of_a_secretary(stipend: float | None, share: float) -> None:
    levers = [] if stipend is None else [policy("secretary_stipend", time_share=stipend)]
    made = Made(*levers, month=3)
    one, two = made.organization(members=3), made.organization(members=3, sourced=1)
    own, sourced = made.branch(one), made.branch(two, secretary=SecretarySource.SOURCED)
    vitality(made.at(3).stack, made.doses)
    assert made.stack.branches.time_share[[own, sourced]].tolist() == [share, 1.0]


def test_the_most_committed_member_or_the_more_skilled_head_is_secretary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Dual entry: a head who is a member takes the post where nobody is more skilled."""
    monkeypatch.setattr("sim.processes.founding.SECRETARY_SKILL_SD", 0.0)
    for skill, source in ((0.45, SecretarySource.HEAD), (0.55, SecretarySource.MEMBER)):
        made = Made(secretary_skill=skill, dual_entry_share=1.0)
        one = made.organization(head_is_member=True)
        best = made.members(one, 3)[1]
        made.stack.members.commitment[best] = 0.9
        branch = made.branch(one, secretary=SecretarySource.NONE)
        appoint(made.stack, made.doses, np.array([branch]))
        assert secretary(made, branch) == source
        expected = best if source == SecretarySource.MEMBER else 0
        assert made.stack.branches.person[branch] == expected


@pytest.mark.parametrize("aim", [{}, {"key_training_per_year": 0.5, "key_skill": 0.2}])
def test_key_staff_come_first_as_secretaries_and_are_more_skilled(
    monkeypatch: pytest.MonkeyPatch, aim: dict[str, float]
) -> None:
    """S2: key staff are chosen for a branch's posts, where a policy asks for it."""
    monkeypatch.setattr("sim.processes.founding.SECRETARY_SKILL_SD", 0.0)
    made = Made(policy("recruitment_drive", **aim), secretary_skill=0.4, dual_entry_share=0.0)
    one = made.organization()
    best, key, _ = made.members(one, 3)
    made.stack.members.commitment[best] = 0.9
    made.stack.members.role[key] = Role.KEY_STAFF
    branch = made.branch(one, secretary=SecretarySource.NONE)
    appoint(made.stack, made.doses, np.array([branch]))
    branches = made.stack.branches
    assert branches.person[branch] == (key if aim else best)
    assert branches.skill[branch] == pytest.approx(0.6 if aim else 0.4)


def test_an_organization_that_leaves_takes_its_secretary_along() -> None:
    made = Made()
    first, second = (made.organization(members=2) for _ in range(2))
    person = made.stack.members.organization.tolist().index(second)
    branch = made.branch(
        first, second, form=Form.JOINT, secretary=SecretarySource.MEMBER, person=person,
        employer=second,
    )  # fmt: skip
    leave(made.stack, np.array([second]), Event.CLOSED)
    assert alive(made, branch) and made.stack.branches.host[branch] == first
    assert secretary(made, branch) == SecretarySource.NONE
    assert made.stack.branches.person[branch] == made.stack.branches.employer[branch] == 0


def test_a_secretary_who_leaves_the_organization_leaves_the_post() -> None:
    made = Made(month=5)
    one = made.organization(members=3)
    branch = made.branch(one, secretary=SecretarySource.MEMBER, person=2)
    made.stack.organizations.operating[one] = False
    leaving(made.stack, np.array([one]))
    assert secretary(made, branch) == SecretarySource.NONE
    assert made.stack.branches.leavers[branch] == 3


def test_training_places_fall_due_evenly_and_once_a_year_for_each() -> None:
    """At least one intensive training a year; what is learnt is forgotten (S1, S2, S6)."""
    made = Made(policy("secretary_training", places_per_year=6, gain=0.1), skill_decay=0.5)
    rows = [made.organization(members=3) for _ in range(4)]
    branches = [made.branch(row) for row in rows]
    trained = []
    for month in range(24):
        vitality(made.at(month).stack, made.doses)
        trained.append(int(made.stack.committees.trained[1]))
    first = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 4]
    assert trained == first + first, "six places, but only four secretaries"
    assert made.stack.branches.trained[branches].max() == pytest.approx(0.1 * 0.5**5, rel=1e-3)


def test_mass_groups_only_where_there_are_no_members() -> None:
    made = Made(policy("mass_organization_first", probability_per_year=1.0))
    empty = [made.organization() for _ in range(30)]
    rest = [made.organization(members=1), made.organization(operating=False)]
    for month in range(12):
        mass_groups(made.at(month).stack, made.doses)
    founded = made.col("mass_group", *empty)
    assert any(month >= 0 for month in founded)
    assert all(month < 0 for month in made.col("mass_group", *rest))


def test_vitality_rises_with_what_the_model_says_and_falls_with_the_rest() -> None:
    """Skill and time, money, visits, members against turnover, organizations, pressure (S5, S9)."""
    made = Made(vitality_speed=1.0, month=3)
    rows = [made.organization((0, 0), members=3) for _ in range(8)]
    names = ("plain", "skill", "time", "grant", "members", "turnover", "forced")
    branch = dict(zip(names, (made.branch(row) for row in rows), strict=False))
    joint = made.branch(rows[7], made.organization(), form=Form.JOINT)
    table = made.stack.branches
    table.skill[branch["skill"]] = 0.9
    table.granted_until[branch["grant"]] = 99
    table.grant[branch["grant"]] = 2_000
    table.turnover[branch["turnover"]] = 0.5
    table.pressure_founded[branch["forced"]] = True
    made.members(rows[4], 6)
    made.stack.organizations.sourced[rows[2]] = 1
    table.secretary[branch["time"]] = SecretarySource.SOURCED
    vitality(made.stack, made.doses)
    level = {name: float(table.vitality[row]) for name, row in branch.items()}
    plain = level["plain"]
    assert all(level[name] > plain for name in ("skill", "time", "grant", "members"))
    assert all(level[name] < plain for name in ("turnover", "forced"))
    assert table.vitality[joint] < plain
    assert (table.founded[[*branch.values()]] == LONG_AGO).all()


@pytest.mark.parametrize("what", ["attitude", "commitment", "quality"])
def test_vitality_rises_where_interests_meet_and_branches_differ(what: str) -> None:
    """S4: a branch binds where its head and its members want it; each finds its own ways."""
    made = Made(vitality_speed=1.0, month=3)
    rows = [made.organization(members=3) for _ in range(2)]
    plain, more = (made.branch(row) for row in rows)
    stack = made.stack
    if what == "attitude":
        stack.organizations.attitude[rows[1]] += 0.4
    elif what == "commitment":
        stack.members.commitment[stack.members.organization == rows[1]] = 0.9
    else:
        stack.branches.quality[more] = 0.5
    vitality(made.at(3).stack, made.doses)
    assert stack.branches.vitality[more] > stack.branches.vitality[plain] + 0.01

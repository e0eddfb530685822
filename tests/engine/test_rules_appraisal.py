"""Rules of what the articles add to branches that exist: appraisal, recognition, employees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.constants import BOARD_BENEFIT, REPAIR_GAIN
from sim.measures.status import read_status
from sim.policies.base import Policy
from sim.processes.appraisal import appraise
from sim.processes.attitudes import pull
from sim.processes.formation import formation
from sim.processes.mobility import mobility
from sim.processes.persons import employed
from sim.processes.vitality import secretaries, time_shares
from sim.state.codes import (
    Contact,
    Event,
    Fear,
    Form,
    Interim,
    Kind,
    SecretarySource,
)
from sim.state.table import NEVER
from tests.engine.handmade import ALWAYS, Made
from tests.engine.places import policy

WILLING: dict[str, Any] = {"willing_until": 99}
NOBODY = np.zeros(0, np.int64)


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

"""Rules of key staff by example: recruits sought among them, members trained as such (S1, S4)."""

from __future__ import annotations

import pytest

from sim.processes.recruitment import applications, train_key_staff
from sim.state.codes import Role, SecretarySource, Stage
from tests.engine.handmade import Made
from tests.engine.places import policy


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_recruits_are_sought_among_key_staff(share: float) -> None:
    made = Made(
        policy("recruitment_drive", key_share=share), month=20, application_per_staff_year=3.0
    )
    made.branch(made.organization(staff=400.0, members=3), vitality=0.8)
    applications(made.stack, made.doses)
    members = made.stack.members
    recruits = (members.organization > 0) & (members.stage == Stage.APPLICANT)
    key = members.role[recruits] == Role.KEY_STAFF
    assert key.all() if share else 0 < key.mean() < 0.5


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_members_of_branches_are_trained_as_key_staff(share: float) -> None:
    """S1, S4: known full members of a branch; a secretary among them gains skill."""
    lever = policy("recruitment_drive", key_share=0.2, key_training_per_year=share)
    made = Made(lever, month=1)
    one, two = made.organization(), made.organization()
    head, *others = made.members(one, 20, commitment=0.9)
    hidden, bare = made.members(one, known=False)[0], made.members(two, 20, commitment=0.9)
    branch = made.branch(
        one, secretary=SecretarySource.MEMBER, person=head, employer=one, skill=0.5
    )
    for month in range(1, 120):
        train_key_staff(made.at(month).stack, made.doses)
    members = made.stack.members
    expected = Role.KEY_STAFF if share else Role.STAFF
    assert (members.role[[head, *others]] == expected).all()
    assert (members.role[[hidden, *bare]] == Role.STAFF).all()
    assert made.stack.branches.skill[branch] == pytest.approx(0.6 if share else 0.5)

"""Rules of asking by example: who is reached, what heads answer, what a quota forces (S1-S5)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.base import Policy
from sim.processes.formation import formation
from sim.state.codes import Contact, Event, Fear, Form, Interim, Type
from tests.engine.handmade import ALWAYS, SAME_DISTRICT, Made, Place
from tests.engine.places import policy


def quota(**fields: object) -> Policy:
    return policy("coverage_quota", target_share=1.0, gain=3.0, **fields)


def refusing(*policies: Policy, **parameters: float) -> Made:
    """Return a world in which everybody is asked and refuses."""
    values: dict[str, Any] = {
        "contact_per_year": ALWAYS, "consent_intercept": -99.0, "consent_pressure": 0.0,
        "force_share": 1.0,
    }  # fmt: skip
    return Made(*policies, **(values | parameters))


@pytest.mark.parametrize("members", [3, 5])
def test_under_a_quota_a_branch_is_founded_against_refusal(members: int) -> None:
    made = refusing(quota())
    one = made.organization(members=members)
    formation(made.at(0).stack, made.doses)
    branch = made.col("branch", one)[0]
    branches = made.stack.branches
    assert branches.form[branch] == Form.STANDALONE and branches.pressure_founded[branch]
    assert branches.vitality[branch] == pytest.approx(0.15)
    assert branches.skill[branch] == pytest.approx(0.3)


def test_forced_joint_branches_take_partners_who_did_not_consent() -> None:
    made = refusing(quota(), joint_radius=2)
    one = made.organization(members=1)
    partner = made.organization(SAME_DISTRICT, members=2, silent_until=99)
    formation(made.at(0).stack, made.doses)
    assert made.together(one, partner)
    assert made.stack.branches.pressure_founded[made.col("branch", one)[0]]


def test_forced_without_partners_it_is_a_member_group() -> None:
    made = refusing(quota())
    one = made.organization(members=2)
    formation(made.at(0).stack, made.doses)
    assert made.col("interim", one) == [Interim.MEMBER_GROUP]
    assert made.form(one) == Form.NONE


@pytest.mark.parametrize("kind", [Type.LOOSE, Type.STABLE])
def test_nobody_is_forced_without_a_quota_nor_where_loose(kind: Type) -> None:
    made = refusing(*([quota()] if kind is Type.LOOSE else []))
    one = made.organization(members=5, type=kind)
    formation(made.at(0).stack, made.doses)
    assert made.events(Event.REFUSED) == 1
    assert made.form(one) == Form.NONE


@pytest.mark.parametrize(
    ("intercept", "width", "column", "months"),
    [
        (99.0, 0.0, "willing_until", 12),
        (-99.0, 0.0, "silent_until", 12),
        (0.0, 99.0, "deferred_until", 6),
    ],
    ids=["consent", "refusal", "indifference"],
)
def test_what_the_head_answers(intercept: float, width: float, column: str, months: int) -> None:
    """Consent stands for a year, a refusal silences for one, indifference defers six months."""
    made = Made(
        month=4, contact_per_year=ALWAYS, consent_intercept=intercept, indifference_width=width
    )
    one = made.organization(members=1, fears=(0.2, 0.9, 0.3, 0.4))
    formation(made.stack, made.doses)
    assert made.col("asked", one) == [1]
    assert made.col("contact", one) == [Contact.COMMITTEE]
    assert made.col(column, one) == [4 + months]
    for month in range(5, 4 + months):
        formation(made.at(month).stack, made.doses)
    assert made.col("asked", one) == [1], "nobody is asked again before it is over"
    if column == "silent_until":
        assert made.col("refusal", one) == [Fear.BURDEN]
    formation(made.at(4 + months).stack, made.doses)
    assert made.col("asked", one) == [2]


def test_who_has_no_known_member_is_contacted_but_not_asked() -> None:
    made = Made(contact_per_year=ALWAYS)
    one = made.organization()
    made.members(one, 2, known=False)
    formation(made.stack, made.doses)
    assert made.col("contacted", one) == [0] and made.col("asked", one) == [0]


def test_an_industry_committee_is_a_channel() -> None:
    """Without a channel nobody asks; the industry's committee reaches all of its organizations."""
    for committee, reached in ((False, False), (True, True)):
        made = Made(place=Place(industry_committees=(committee, False)), contact_per_year=ALWAYS)
        one = made.organization(members=1, has_channel=False)
        formation(made.stack, made.doses)
        assert (made.col("asked", one) == [1]) == reached


def test_an_industry_committee_begins_and_ends_with_its_policy() -> None:
    made = Made(policy("industry_committee", start=3, end=4), month=2)
    one = np.array([made.organization()])
    responsible = [
        bool(made.stack.committees.industrial[made.at(month).stack.responsible(one)][0])
        for month in (2, 3, 4, 5)
    ]
    assert responsible == [False, True, True, False]

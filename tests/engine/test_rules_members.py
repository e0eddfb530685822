"""Rules of members by example: six months, hidden ones, checks, the pipeline, moves (S1-S5)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.processes.contact import contact
from sim.processes.mobility import disclosure, leaving, mobility, transfer
from sim.processes.recruitment import applications, count_members, stages
from sim.processes.turnover import turnover
from sim.state.codes import Contact, Event, Form, Relation, Role, Stage
from sim.state.table import NEVER
from tests.engine.handmade import ALWAYS, LONG_AGO, Made, Place
from tests.engine.places import policy

NOBODY = np.zeros(0, np.int64)


@pytest.mark.parametrize(("months", "eligible"), [(5, 0), (6, 1)])
def test_m_counts_known_full_members_of_six_months(months: int, eligible: int) -> None:
    made = Made(month=20)
    one = made.organization()
    made.members(one, joined=20 - months)
    made.members(one, known=False)
    made.members(one, stage=Stage.PROBATIONARY)
    made.members(one, stage=Stage.ACTIVIST)
    assert made.col("eligible", one) == [eligible]
    assert made.col("known", one) == [1], "whatever the tenure"
    assert made.col("members", one) == [3], "probationary ones too, activists not"


@pytest.mark.parametrize(
    ("months", "card", "relation"),
    [
        (5, Relation.FLOATING, Relation.FLOATING),
        (6, Relation.FLOATING, Relation.HERE),
        (6, Relation.ELSEWHERE, Relation.HERE),
    ],
)
def test_relations_are_transferred_after_six_months(
    months: int, card: Relation, relation: Relation
) -> None:
    """Before that a floating-member card is carried; whoever transfers is known (S1)."""
    made = Made(month=20, transfer_per_year=ALWAYS)
    one = made.organization()
    (member,) = made.members(one, joined=20 - months, relation=card, known=False)
    transfer(made.stack, made.doses)
    assert made.stack.members.relation[member] == relation
    assert made.stack.members.known[member] == (relation == Relation.HERE)


def test_a_move_starts_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a move: relation elsewhere or on a card, tenure 0, applicants begin again."""
    for constant in ("FLOATING_CARD_SHARE", "PIPELINE_RESET"):
        monkeypatch.setattr(f"sim.processes.hiring.{constant}", 1.0)
    made = Made(month=9, known_after_move=0.0)
    place = made.organization()
    full, activist = (
        made.members(0, home=0, hired=9, relation=Relation.HERE, stage=stage)[0]
        for stage in (Stage.FULL, Stage.ACTIVIST)
    )
    mobility(made.stack, made.doses, NOBODY)
    members = made.stack.members
    for row in (full, activist):
        assert members.organization[row] == place
        assert members.joined[row] == 9 and members.hired[row] == NEVER
        assert members.relation[row] == Relation.FLOATING and not members.known[row]
    assert members.stage[activist] == Stage.APPLICANT and members.stage_due[activist] == 15


def test_nobody_is_hired_where_there_is_no_opening() -> None:
    made = Made(month=9)
    made.organization(members=10, staff=10.4)
    (seeker,) = made.members(0, home=0, hired=9)
    mobility(made.stack, made.doses, NOBODY)
    assert made.stack.members.organization[seeker] == 0
    assert made.stack.members.hired[seeker] == 10


@pytest.mark.parametrize(
    ("role", "leaves"),
    [(Role.STAFF, True), (Role.KEY_STAFF, True), (Role.HEAD, False), (Role.RETIRED, False)],
)
def test_heads_and_retired_members_do_not_leave_by_themselves(role: Role, leaves: bool) -> None:
    made = Made(month=12, leave_per_year=0.3, out_of_sector=0.0)
    one = made.organization()
    made.members(one, 60, role=role, joined=12, mobility=4.0)
    for month in range(12, 24):
        leaving(made.at(month).stack, NOBODY)
    left = made.stack.members.organization[1:] == 0
    assert left.any() == leaves
    assert (made.stack.members.hired[1:][left] > 12).all()


def test_members_of_an_organization_that_stops_are_freed_and_the_retired_are_gone() -> None:
    made = Made(month=12, out_of_sector=0.0)
    one = made.organization()
    head, retired = made.members(one, role=Role.HEAD)[0], made.members(one, role=Role.RETIRED)[0]
    made.stack.organizations.operating[one] = False
    leaving(made.stack, np.array([one]))
    members = made.stack.members
    assert members.alive[head] and members.organization[head] == 0
    assert members.role[head] == Role.STAFF
    assert not members.alive[retired]


def test_who_leaves_the_sector_may_be_replaced_by_a_hidden_successor() -> None:
    made = Made(month=12, out_of_sector=1.0)
    one = made.organization()
    made.members(one, 5)
    made.stack.cells.replacement[:] = 1.0
    made.stack.organizations.operating[one] = False
    leaving(made.stack, np.array([one]))
    members = made.stack.members
    new = np.flatnonzero(members.alive)
    assert len(new) == 5 and new.min() == 6
    assert not members.known[new].any() and (members.stage[new] == Stage.FULL).all()
    assert (members.relation[new] == Relation.ELSEWHERE).all()


def told(made: Made, rows: list[int]) -> int:
    disclosure(made.stack, made.doses)
    return int(made.stack.members.known[rows].sum())


@pytest.mark.parametrize(
    ("month", "channel", "counted"), [(2, True, 8), (2, False, 0), (3, True, 0)]
)
def test_the_check_of_march_counts_members_where_there_is_a_channel(
    month: int, channel: bool, counted: int
) -> None:
    """Month 2 of a scenario that starts in January is March (S3)."""
    made = Made(policy("annual_check", compliance=1.0), month=month, disclose_check=1.0)
    one = made.organization(has_channel=channel)
    hidden = made.members(one, 8, known=False)
    assert told(made, hidden) == counted


@pytest.mark.parametrize(
    ("month", "channel", "asked"), [(2, True, True), (2, False, False), (3, True, False)]
)
def test_the_check_of_march_asks_too(month: int, channel: bool, asked: bool) -> None:
    made = Made(policy("annual_check", compliance=1.0), month=month, check_ask=1.0)
    one = made.organization(has_channel=channel, members=1)
    assert (one in contact(made.stack, made.doses)) == asked
    assert made.col("contact", one) == [Contact.CHECK if asked else Contact.NONE]


def test_a_census_reaches_those_without_a_channel() -> None:
    made = Made(policy("census", monthly_share=1.0), census_contact=1.0)
    one = made.organization(has_channel=False)
    assert told(made, made.members(one, 4, known=False)) == 4
    assert contact(made.stack, made.doses).tolist() == [one]
    assert made.col("contact", one) == [Contact.CENSUS]


@pytest.mark.parametrize(("founded", "prompted"), [(6, False), (5, True), (4, False)])
def test_registration_prompts_in_the_month_after_founding(founded: int, prompted: bool) -> None:
    made = Made(policy("registration_prompt", contact_share=1.0, declare_share=1.0), month=6)
    one = made.organization(founded=founded, has_channel=False)
    hidden = made.members(one, 2, known=False, joined=founded)
    assert told(made, hidden) == 2 * prompted
    assert (contact(made.stack, made.doses).tolist() == [one]) == prompted


def test_visits_bring_hidden_members_to_light() -> None:
    made = Made(disclose_visit=4.0)
    visited, other = made.organization(visits=1.0), made.organization()
    hidden = [made.members(row, 30, known=False) for row in (visited, other)]
    found = [told(made, rows) for rows in hidden]
    assert found[0] > 0 and found[1] == 0


def test_from_application_to_full_member_takes_two_and_a_half_years() -> None:
    """Applicant six months, activist twelve, probationary twelve (S5: people move meanwhile)."""
    made = Made(application_per_staff_year=12.0, application_no_branch=1.0, admission=1.0)
    one = made.organization(staff=1.0)
    month = 0
    while len(made.stack.members) == 1:
        month += 1
        applications(made.at(month).stack, made.doses)
    made.stack.parameters["application_per_staff_year"][:] = 0.0
    seen = []
    for later in range(month, month + 32):
        stages(made.at(later).stack, made.doses)
        seen.append(int(made.stack.members.stage[1]))
    expected = [Stage.APPLICANT] * 6 + [Stage.ACTIVIST] * 12 + [Stage.PROBATIONARY] * 12
    assert seen == expected + [Stage.FULL] * 2
    assert made.stack.members.known[1] and made.stack.members.relation[1] == Relation.HERE
    assert made.stack.members.organization[1] == one


def test_an_activist_who_is_not_admitted_applies_again() -> None:
    made = Made(month=30, admission=0.0)
    one = made.organization()
    (activist,) = made.members(one, stage=Stage.ACTIVIST, stage_due=30, known=False)
    stages(made.stack, made.doses)
    assert made.stack.members.stage[activist] == Stage.APPLICANT
    assert made.stack.members.stage_due[activist] == 36


def test_a_quota_of_recruits_goes_by_identity_and_the_rest_wait() -> None:
    made = Made(policy("recruitment_drive", quota_per_year=2), month=30, admission=1.0)
    one = made.organization()
    rows = made.members(one, 4, stage=Stage.ACTIVIST, stage_due=30, known=False)
    stages(made.at(30).stack, made.doses)
    members = made.stack.members
    assert members.stage[rows].tolist() == [Stage.PROBATIONARY] * 2 + [Stage.ACTIVIST] * 2
    assert members.stage_due[rows[2:]].tolist() == [31, 31]
    stages(made.at(31).stack, made.doses)
    assert (members.stage[rows[2:]] == Stage.ACTIVIST).all(), "the year's number is used up"
    stages(made.at(36).stack, made.doses)
    members.stage_due[rows[2:]] = 36
    stages(made.at(36).stack, made.doses)
    assert (members.stage[rows[2:]] == Stage.PROBATIONARY).all()


def test_a_service_centre_wins_members_with_a_card() -> None:
    """S1, S3: they belong where they are served, and show themselves; others as before."""
    shown = {}
    for commitment in (0.0, 0.4):
        centre = policy("service_center", commitment=commitment, disclosure_factor=1.0)
        made = Made(centre, month=1, disclose_per_year=0.3)
        one = made.organization()
        card = made.members(one, 400, known=False, commitment=0.3, relation=Relation.FLOATING)
        rest = made.members(one, 400, known=False, commitment=0.3)
        for month in range(1, 13):
            disclosure(made.at(month).stack, made.doses)
        shown[commitment] = [int(made.stack.members.known[rows].sum()) for rows in (card, rest)]
    assert shown[0.4][0] > 1.3 * shown[0.0][0] > 0
    assert shown[0.4][1] == shown[0.0][1]


def test_a_drive_admits_more_activists() -> None:
    """S3: ways to train activists and to admit members."""
    admitted = {}
    for factor in (1.0, 1.5):
        lever = policy("recruitment_drive", admission_factor=factor)
        made = Made(lever, month=30, admission=0.4)
        rows = made.members(made.organization(), 400, stage=Stage.ACTIVIST, stage_due=30)
        stages(made.at(30).stack, made.doses)
        admitted[factor] = int((made.stack.members.stage[rows] == Stage.PROBATIONARY).sum())
    assert admitted[1.5] > 1.3 * admitted[1.0] > 0


def test_applications_come_from_living_branches() -> None:
    rates: dict[str, Any] = {"application_per_staff_year": 3.0, "application_no_branch": 0.0}
    made = Made(month=20, application_mass_group=0.5, **rates)
    vital, without, grouped, young = (made.organization(staff=400.0) for _ in range(4))
    made.members(vital, 3)
    made.branch(vital, vitality=0.8)
    made.stack.organizations.mass_group[[grouped, young]] = [8, 9]
    applications(made.stack, made.doses)
    at = made.stack.members.organization[made.stack.members.stage == Stage.APPLICANT].tolist()
    assert at.count(vital) > at.count(grouped) > 0
    assert at.count(without) == at.count(young) == 0, "a group of eleven months is too young"


def test_a_mass_group_of_a_year_is_a_contact() -> None:
    made = Made(month=12)
    one, young = made.organization(mass_group=0), made.organization(mass_group=1)
    assert contact(made.stack, made.doses).tolist() == [one]
    assert made.col("contact", one, young) == [Contact.MASS_GROUP, Contact.NONE]


def stopped(made: Made, one: int) -> None:
    """Let months pass until an organization has stopped operating."""
    month = made.stack.month
    while made.col("operating", one) == [True]:
        month += 1
        turnover(made.at(month).stack, made.doses)


def test_an_organization_that_stops_stays_on_the_base_until_struck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.processes.turnover.STAFF_SD_MONTH", 0.0)
    made = Made(inactive_per_year=0.1)
    one = made.organization(members=3, staff=12.0, willing_until=10**5)
    stopped(made, one)
    assert made.col("on_base", one) == [True] and made.col("staff", one) == [3.0]
    assert made.col("willing_until", one) == [NEVER]
    assert made.events(Event.ORGANIZATION_INACTIVE) == 1
    clean = policy("base_cleanup", struck_share_per_year=1.0)
    again = Made(clean, inactive_per_year=0.0)
    idle, active = again.organization(operating=False), again.organization()
    turnover(again.stack, again.doses)
    assert again.col("on_base", idle, active) == [False, True]
    assert again.col("branch", idle, active) == [0, 0]


def test_a_vital_branch_keeps_an_organization_active() -> None:
    made = Made(inactive_per_year=0.1)
    kept, dull = (made.organization(members=3) for _ in range(2))
    made.branch(kept, vitality=0.35)
    made.branch(dull, vitality=0.34)
    stopped(made, dull)
    assert made.col("operating", kept) == [True]
    assert made.col("branch", dull) == [0]


@pytest.mark.parametrize("ends", [True, False])
def test_a_joint_branch_whose_host_stops(ends: bool) -> None:
    made = Made(inactive_per_year=0.1, host_exit_ends=float(ends))
    host, first, second = (made.organization(members=1, staff=s) for s in (1.0, 1e6, 1e6))
    branch = made.branch(host, first, second, form=Form.JOINT, vitality=0.3)
    stopped(made, host)
    assert made.col("operating", first, second) == [True, True]
    assert bool(made.stack.branches.alive[branch]) != ends
    if not ends:
        assert made.stack.branches.host[branch] == first, "the smallest identity follows"
        assert made.stack.branches.organizations[branch] == 2
    assert made.events(Event.EXIT) == ends


def test_channels_by_regime() -> None:
    """Industry before territory (条块结合); the industry's committee answers for its own (S1)."""
    made = Made(place=Place(industry_committees=(False, True)))
    rows = np.array([
        made.organization((0, 0)), made.organization((0, 0), has_channel=False),
        made.organization((0, 1)), made.organization((0, 1), has_channel=False),
    ])  # fmt: skip
    assert made.stack.channel(rows).tolist() == [1, 0, 2, 2]
    industrial = made.stack.committees.industrial[made.stack.responsible(rows)]
    assert industrial.tolist() == [False, False, True, True]


def test_floating_members_and_probationers_are_not_in_m() -> None:
    made = Made(month=9)
    one = made.organization()
    made.members(one, relation=Relation.FLOATING, known=False, joined=5)
    made.members(one, stage=Stage.PROBATIONARY, joined=LONG_AGO)
    count_members(made.stack)
    assert made.col("eligible", one) == [0]

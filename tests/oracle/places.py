"""Made-up worlds for tests: a hand-made place of six organizations, and a county of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.draws import Lineage, Process
from sim.parameters import PARAMETERS
from sim.policies.base import Target, Write
from sim.policies.doses import DOSES, Rule
from sim.state.codes import Form, LiaisonSource, Relation, Role, SecretarySource, Stage, Strategy
from tests.oracle.hashing import draw, lineage
from tests.oracle.model import OracleModel
from tests.oracle.schedule import PlainPolicy, PolicyLike

DEFAULTS = {name: parameter.default for name, parameter in PARAMETERS.items()}
ENTRY = {
    "kind_shares": [0.4, 0.4, 0.05, 0.05, 0.02, 0.08],
    "kind_staff": [8.0, 16.0, None, None, None, None],
    "inactive_share": None,
    "members_per_staff": None,
    "types": None,
    "channel_share": None,
}


@dataclass(frozen=True)
class PlainPlace:
    """A place that is nothing but its layout."""

    district_ids: tuple[str, ...] = ("north", "south")
    industry_ids: tuple[str, ...] = ("care", "trade")
    neighbours: tuple[tuple[int, ...], ...] = ((1,), (0,))
    industry_committees: tuple[bool, ...] = (False, False)
    hosted_counts: bool = False
    functional_counts: bool = False


def organization(identity: int, district: int, industry: int, **columns: Any) -> dict[str, Any]:
    """Return the record of a stable organization with a channel, ten years old."""
    record = {
        "identity": identity, "kind": 0, "type": 0, "district": district, "industry": industry,
        "has_channel": True, "founded": -120, "staff": 20.0, "operating": True, "on_base": True,
        "head_is_member": False, "baseline": [0.4, 0.4, 0.4, 0.4], "fears": [0.4, 0.4, 0.4, 0.4],
        "attitude": 0.0, "branch": None, "number": identity - 1,
    }  # fmt: skip
    assert columns.keys() <= record.keys() | {"covered", "interim", "willing_until"}
    return record | columns


def member(identity: int, employer: dict[str, Any], **columns: Any) -> dict[str, Any]:
    """Return the record of a known full member of five years, whose relation is elsewhere."""
    record = {
        "identity": identity, "organization": employer["identity"],
        "home": (employer["district"], employer["industry"]), "stage": Stage.FULL,
        "relation": Relation.ELSEWHERE, "known": True, "commitment": 0.5, "mobility": 1.0,
        "joined": -60, "role": Role.STAFF,
    }  # fmt: skip
    assert columns.keys() <= record.keys() | {"stage_due", "hired"}
    return record | columns


def branch(identity: int, host: int, **columns: Any) -> dict[str, Any]:
    """Return the record of a standalone branch of middling vitality."""
    record = {
        "identity": identity, "form": Form.STANDALONE, "host": host,
        "secretary": SecretarySource.MEMBER, "person": None, "skill": 0.45,
        "time_share": 0.15, "vitality": 0.45, "founded": -24,
    }  # fmt: skip
    return record | columns


def six() -> dict[str, list[dict[str, Any]]]:
    """Return six organizations in two districts: a branch of one, a joint branch of two."""
    held = [
        organization(1, 0, 0, branch=900, covered=-24, head_is_member=True),
        organization(2, 0, 0, branch=901, covered=-30, type=1),
        organization(3, 0, 0, branch=901, covered=-30),
        organization(4, 0, 1, attitude=0.4, fears=[0.1, 0.1, 0.1, 0.9]),
        organization(5, 1, 0, type=2, staff=60.0),
        organization(6, 1, 1, operating=False, staff=3.0),
    ]
    numbers = {0: 4, 1: 2, 2: 2, 3: 1, 4: 2}
    people = [
        member(100 * (k + 1) + n, held[k], commitment=0.3 + 0.1 * n)
        for k, number in numbers.items()
        for n in range(number)
    ]
    people[0]["role"] = Role.HEAD
    branches = [
        branch(900, 1, person=103),
        branch(901, 2, form=Form.JOINT, person=301, founded=-30),
    ]
    return {"organizations": held, "members": people, "branches": branches}


def county(organizations: int, seed: int = 3) -> dict[str, list[dict[str, Any]]]:
    """Return a population of many organizations, none covered, drawn from a key."""
    held, people = [], []
    for number in range(organizations):
        identity = lineage(Lineage.ORGANIZATION, 0, 0, 0, number)
        u = [draw(identity ^ seed, Process.POPULATION, k) for k in range(8)]
        record = organization(
            identity, int(u[0] * 2), int(u[1] * 2), number=number,
            type=(u[2] > 0.6) + (u[2] > 0.9), has_channel=u[3] < 0.7, founded=-int(u[4] * 200),
            staff=1 + 40 * u[5] ** 3, operating=u[6] < 0.8,
            baseline=[0.7 * u[k] for k in (1, 3, 5, 7)],
        )  # fmt: skip
        record["fears"] = record["baseline"]
        held.append(record)
        members = int(record["staff"] * 0.3 * u[7]) if record["operating"] else 0
        record["head_is_member"] = members > 0 and u[2] < 0.35
        for n in range(members):
            columns: dict[str, Any] = {"known": n % 4 != 3, "joined": -int(90 * u[4]) - n}
            if n == 0 and record["head_is_member"]:
                columns["role"] = Role.HEAD
            elif n % 9 == 4:
                columns["role"] = Role.RETIRED
            elif n % 7 == 5:
                columns |= {"stage": Stage.APPLICANT, "stage_due": n % 6, "known": False}
            person = lineage(Lineage.FOUNDING_MEMBER, identity, n)
            people.append(member(person, record, **columns))
    return {"organizations": held, "members": people, "branches": []}


def everything(end: int | None = None) -> list[PolicyLike]:
    """Return policies that together write every dose, quotas for the first district only."""
    special = {
        "liaison_capacity": 9.0, "liaison_strategy": Strategy.EASY_FIRST, "liaison_tenure": 18.0,
        "grant_yuan": 2000.0, "subsidy_branch": 600.0, "subsidy_member": 40.0,
        "rebate_yuan": 60.0, "joint_radius": 2.0, "joint_max": 8.0, "anchor_max": 4.0,
        "application": 2.0, "admission": 1.3, "transfer": 2.0, "service_transfer": 1.5,
        "service_disclosure": 1.5, "demonstration": 1.2, "recruits_quota": 3.0,
        "training_places": 6.0, "hosting_places": 1.0, "sourced_secretaries": 1.0,
        "protection": 1.0, "stipend": 0.3, "organizer": 0.5,
        "functional": 1.0, "appraisal_months": 6.0, "placements": 4.0, "office_time": 0.25,
        "branches_per_worker": 3.0, "liaison_batch": 3.0,
    }  # fmt: skip
    separate = (
        "liaison_posts",
        "staff_posts",
        "area_max",
        "pressure",
        "closing_forbidden",
        "industry_committee",
    )
    unramped = ("liaison_capacity", "liaison_strategy", "liaison_tenure", "liaison_batch")
    writes = tuple(
        Write(
            name,
            special.get(name, 0.3),
            ramped=name not in unramped and dose.rule is not Rule.SET,
            fading="campaign_half_life_months" if name == "campaign" else None,
        )
        for name, dose in DOSES.items()
        if name not in separate
    )
    posts = Write("liaison_posts", 5.0, shared=True, source=LiaisonSource.OFFICIAL)
    staff = Write("staff_posts", 2.0, shared=True)
    quota = (Write("pressure", 1.5, goal=0.9), Write("closing_forbidden", 1.0, ramped=False))
    office = (Write("industry_committee", 1.0, ramped=False),)
    area = (Write("area_max", 5.0),)
    first = Target(districts=(0,))
    return [
        PlainPolicy(written=writes, start=2, end=end, ramp_months=6),
        PlainPolicy(written=(posts,), start=1, end=end, intensity=0.8),
        PlainPolicy(written=(staff,), start=3, end=end),
        PlainPolicy(written=area, start=2, end=end, target=first),
        PlainPolicy(written=quota, start=4, end=20, target=first),
        PlainPolicy(
            written=office, start=12, end=end, target=Target(industries=(1,)), committee="industry"
        ),
    ]


def world(
    population: dict[str, list[dict[str, Any]]],
    policies: Sequence[PolicyLike] = (),
    place: PlainPlace | None = None,
    seed: int = 7,
    **parameters: float,
) -> OracleModel:
    """Return a world with default parameters but for ``parameters``, starting in January."""
    assert parameters.keys() <= DEFAULTS.keys()
    return OracleModel(
        place or PlainPlace(),
        population,
        DEFAULTS | parameters,
        policies,
        seed=seed,
        replicate=0,
        start_month=1,
        entry=ENTRY,
    )

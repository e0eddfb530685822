"""Mobility: leaving, search, hiring, becoming known, transferring relations (4)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from sim.draws import Lineage, Process
from sim.state.codes import Channel, Relation, Role, Stage
from tests.oracle import constants, placement
from tests.oracle.agents import Organization
from tests.oracle.entry import add_between_jobs
from tests.oracle.hashing import lineage, poisson
from tests.oracle.leaving import vacate
from tests.oracle.offices import NEVER, Cell
from tests.oracle.people import Member

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

LEAVE_BOUND = 0.20
DISCLOSE_BOUND = 0.50
TENURE_FACTOR = 1.75
MARCH = 3
BUCKET_SIZE = 32
WINGS = 8

Prize = TypeVar("Prize")


def run(model: OracleModel) -> None:
    """Run the month's mobility in the order of section 4."""
    leavers = [person for person in model.people() if leaves(model, person)]
    for person in [*model.freed, *leavers]:
        let_go(model, person)
    model.freed = []
    for cell in model.cells.values():
        for ordinal in range(poisson(cell.surplus, model.u(Process.SURPLUS, cell))):
            identity = lineage(Lineage.SURPLUS, cell.identity, model.t, ordinal)
            add_between_jobs(model, identity, (cell.district, cell.industry), model.t)
    for office in model.offices():
        placement.place(model, office)
    count_openings(model)
    hire_all(model)
    for person in model.people():
        organization = person.organization
        if organization is None or not organization.operating or not person.member:
            continue
        if not person.known:
            person.known = becomes_known(model, person, organization)
        if transfers(model, person, organization):
            person.relation = Relation.HERE
            person.known = True


def leaves(model: OracleModel, person: Member) -> bool:
    """Return whether someone in an organization leaves it (4.1)."""
    organization = person.organization
    if organization is None or person.role in (Role.HEAD, Role.RETIRED):
        return False
    p = model.p
    years = (model.t - person.joined) / 12
    hazard = p.leave_per_year * person.mobility
    hazard *= TENURE_FACTOR * math.exp(-constants.TENURE_SLOPE * years)
    if organization.vital and organization.branch is not None:
        hazard *= 1 - constants.LEAVE_VITAL * organization.branch.vitality
    if not organization.employs(person):
        hazard *= constants.UNEMPLOYED_LEAVE
    return model.strikes(Process.LEAVE, person, hazard, LEAVE_BOUND)


def let_go(model: OracleModel, person: Member) -> None:
    """Let someone who leaves or was freed go out of the sector or search for a job (4.1)."""
    if person.secretary_of is not None:
        vacate(person.secretary_of)
    if person.organization is not None:
        branch = person.organization.branch
        if branch is not None and person.known_full:
            branch.leavers += 1
        del person.organization.people[person.identity]
        person.organization = None
    if person.role is Role.RETIRED:
        forget(model, person)
        return
    if model.u(Process.OUT, person) < model.p.out_of_sector:
        replaced = model.u(Process.REPLACE, person) < person.cell.replacement
        if person.member and replaced:
            identity = lineage(Lineage.SUCCESSOR, person.identity, model.t)
            search(model, add_between_jobs(model, identity, person.home))
        forget(model, person)
    else:
        person.role = Role.KEY_STAFF if person.role is Role.KEY_STAFF else Role.STAFF
        search(model, person)


def forget(model: OracleModel, person: Member) -> None:
    """Remove someone who is gone."""
    del model.members[person.identity]
    person.remove()


def search(model: OracleModel, person: Member) -> None:
    """Set the month in which a search ends (4.1)."""
    months = -math.log(model.u(Process.SEARCH, person)) * constants.SEARCH_MONTHS
    person.hired = model.t + max(1, math.ceil(months))


def count_openings(model: OracleModel) -> None:
    """Count openings, after all leaving and before any hiring of the month (4.4)."""
    operating = [o for o in model.by_identity() if o.operating]
    model.openings = {o.identity: o.openings() for o in operating}
    model.hiring = {}
    for organization in operating:
        place = organization.district, organization.industry
        model.hiring.setdefault(place, []).append(organization)


def hire_all(model: OracleModel) -> None:
    """Hire whoever's search has ended, on openings counted before (4.4)."""
    for person in model.people():
        if person.organization is None and person.hired <= model.t:
            organization = find_place(model, person)
            if organization is None:
                person.hired = model.t + 1
            else:
                hire(model, person, organization)


def hire(model: OracleModel, person: Member, organization: Organization) -> None:
    """Put someone in an organization (4.4, On hiring)."""
    p, t = model.p, model.t
    person.organization = organization
    organization.people[person.identity] = person
    person.home = (organization.district, organization.industry)
    person.joined = t
    person.hired = NEVER
    carded = model.u(Process.CARD, person) < constants.FLOATING_CARD_SHARE
    person.relation = Relation.FLOATING if carded else Relation.ELSEWHERE
    chance = p.known_after_move + (0.0 if organization.uncovered else constants.KNOWN_WITH_BRANCH)
    person.known = model.u(Process.KNOWN_MOVE, person) < chance
    if not person.member and model.u(Process.RESET, person) < constants.PIPELINE_RESET:
        person.stage = Stage.APPLICANT
        person.stage_due = t + 6


def find_place(model: OracleModel, person: Member) -> Organization | None:
    """Return the organization that someone is hired by, or None (4.4)."""
    cell = find_cell(model, person)
    if cell is None or openings(model, [cell]) == 0:
        cell = find_cell_anywhere(model, person)
    if cell is None:
        return None
    parts: dict[int, list[Organization]] = {}
    for organization in in_cell(model, cell):
        parts.setdefault(organization.identity % model.buckets, []).append(organization)
    if model.buckets > WINGS:
        wings: dict[int, int] = dict.fromkeys(range(WINGS), 0)
        for number, part in parts.items():
            wings[number % WINGS] += sum(weight(model, o) for o in part)
        wing = race(
            model,
            Process.HIRE_BUCKET,
            person,
            [
                (lineage(Lineage.BUCKET, cell.identity, model.buckets + w), wings[w], w)
                for w in wings
            ],
        )
        parts = {number: part for number, part in parts.items() if number % WINGS == wing}
    buckets = [
        (lineage(Lineage.BUCKET, cell.identity, number), sum(weight(model, o) for o in part), part)
        for number, part in parts.items()
    ]
    bucket = race(model, Process.HIRE_BUCKET, person, buckets)
    assert bucket is not None
    return race(
        model,
        Process.HIRE_ORGANIZATION,
        person,
        [(o.identity, weight(model, o), o) for o in bucket],
    )


def find_cell(model: OracleModel, person: Member) -> Cell | None:
    """Return the cell that someone reaches: district first, then industry within it (4.4)."""
    home_district, home_industry = person.home
    industries, districts = range(model.n_industries), range(model.n_districts)
    same_industry = (
        len(industries) == 1
        or model.u(Process.SAME_INDUSTRY, person) < constants.SAME_INDUSTRY_SHARE
    )
    same_district = (
        len(districts) == 1
        or model.u(Process.SAME_DISTRICT, person) < constants.SAME_DISTRICT_SHARE
    )
    sought = [i for i in industries if (i == home_industry) == same_industry]
    district: int | None = home_district
    if not same_district:
        district = race_of_districts(
            model, person, [d for d in districts if d != home_district], sought
        )
    if district is None:
        return None
    if same_industry:
        return model.cells[district, home_industry]
    return race_of_industries(model, person, district, sought)


def find_cell_anywhere(model: OracleModel, person: Member) -> Cell | None:
    """Return a cell with openings by a race over all, or None where the world has none (4.4)."""
    industries = list(range(model.n_industries))
    district = race_of_districts(model, person, list(range(model.n_districts)), industries)
    return None if district is None else race_of_industries(model, person, district, industries)


def race_of_districts(
    model: OracleModel, person: Member, districts: list[int], industries: list[int]
) -> int | None:
    """Race over districts, each weighing its openings in ``industries``."""
    entries = [
        (model.district_identity[d], openings(model, [model.cells[d, i] for i in industries]), d)
        for d in districts
    ]
    return race(model, Process.HIRE_DISTRICT, person, entries)


def race_of_industries(
    model: OracleModel, person: Member, district: int, industries: list[int]
) -> Cell | None:
    """Race over industries within a district, each weighing its openings."""
    cells = [model.cells[district, i] for i in industries]
    entries = [(model.industry_identity[c.industry], openings(model, [c]), c) for c in cells]
    return race(model, Process.HIRE_INDUSTRY, person, entries)


def race(
    model: OracleModel,
    process: Process,
    person: Member,
    entries: Iterable[tuple[int, int, Prize]],
) -> Prize | None:
    """Return the prize with the smallest −ln(u)/w over w > 0; entries are (identity, w, prize)."""
    times = [
        (-math.log(model.u(process, person, partner=identity)) / w, identity, prize)
        for identity, w, prize in entries
        if w > 0
    ]
    return min(times, key=lambda entry: entry[:2])[2] if times else None


def in_cell(model: OracleModel, cell: Cell) -> list[Organization]:
    """Return the organizations with openings in a cell."""
    return model.hiring.get((cell.district, cell.industry), [])


def openings(model: OracleModel, cells: list[Cell]) -> int:
    """Return the openings of cells."""
    return sum(weight(model, o) for cell in cells for o in in_cell(model, cell))


def weight(model: OracleModel, organization: Organization) -> int:
    """Return an organization's openings, counted after all leaving and before any hiring."""
    return model.openings[organization.identity]


def number_of_buckets(organizations: int, cells: int) -> int:
    """Return the largest power of two B with B·cells·32 ≤ organizations, at least 1 (4.4)."""
    b = 1
    while 2 * b * cells * BUCKET_SIZE <= organizations:
        b *= 2
    return b


def becomes_known(model: OracleModel, person: Member, organization: Organization) -> bool:
    """Return whether an unknown member becomes known (4.5)."""
    p, dose = model.p, model.doses.at
    commitment = person.commitment
    if person.relation == Relation.FLOATING:
        commitment += dose("floating_commitment", organization)
    hazard = p.disclose_per_year * 2 * commitment * max(0.0, 1 + organization.attitude)
    hazard *= dose("service_disclosure", organization)
    hazard += p.disclose_visit * organization.visits
    if model.strikes(Process.DISCLOSE, person, hazard, DISCLOSE_BOUND):
        return True
    if model.calendar_month == MARCH and organization.channel is not Channel.NONE:
        chance = p.disclose_check * dose("check_compliance", organization)
        if model.u(Process.CHECK_DISCLOSE, person) < chance:
            return True
    if model.u(Process.CENSUS_DISCLOSE, person) < dose("census", organization):
        return True
    return organization.founded == model.t - 1 and model.u(Process.PROMPT_DISCLOSE, person) < dose(
        "prompt_declare", organization
    )


def transfers(model: OracleModel, person: Member, organization: Organization) -> bool:
    """Return whether a member's relation is transferred (4.6)."""
    if person.relation == Relation.HERE or model.t - person.joined < 6:
        return False
    if organization.branch is not None and organization.branch.functional:
        return False
    dose = model.doses.at
    hazard = model.p.transfer_per_year * dose("transfer", organization)
    hazard *= dose("service_transfer", organization) * (1 + dose("rebate", organization))
    if organization.vital:
        hazard *= constants.TRANSFER_VITAL_FACTOR
    return model.strikes(Process.TRANSFER, person, hazard)

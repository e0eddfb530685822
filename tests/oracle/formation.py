"""Formation: contact, asking, readiness, and the order of what follows (8)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.draws import Process
from sim.state.codes import Channel, Contact, Form, Interim, Type
from tests.oracle import areas, attitudes, constants, founding, partners
from tests.oracle.agents import Branch, Organization
from tests.oracle.arithmetic import headcount, logistic, nearest
from tests.oracle.hashing import normal
from tests.oracle.mobility import MARCH

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

MATURE_MONTHS = 12
RIPE_MONTHS = 6
ELIGIBLE = 3


def run(model: OracleModel) -> None:
    """Run the month's formation in the order of section 8."""
    refused = [o for o in contact_all(model) if may_be_asked(model, o) and ask(model, o)]
    give_acts(model)

    alone: list[Organization] = []
    pool: list[Organization] = []
    for organization in model.by_identity():
        if not ready(organization):
            continue
        if functional(model, organization):
            alone.append(organization)
        elif organization.type == Type.LOOSE:
            founding.to_member_group(organization)
        elif organization.type == Type.DISPERSED and not ripe(model, organization):
            continue
        elif organization.eligible >= ELIGIBLE:
            alone.append(organization)
        else:
            pool.append(organization)

    founding.found_groups(
        model,
        [[organization] for organization in alone],
        lambda group: Form.FUNCTIONAL if functional(model, group[0]) else Form.STANDALONE,
    )
    local = areas.meet(model, [o for o in pool if o.area_offered], without_members(model))
    pool = partners.join_joint_branches(model, [o for o in pool if not o.area_offered])
    pool = partners.found_joint_branches(model, pool)
    pool = join_anchors(model, pool)
    for organization in sorted([*pool, *local], key=lambda o: o.identity):
        if not organization.lacked:
            host_or_group(model, organization)
    partners.force(model, refused)
    for organization in model.by_identity():
        organization.act_wait = organization.lacked and organization.uncovered
    on_paper(model)
    founding.upgrade(model)
    founding.leave_joint_branches(model)


# --- contact and asking (8.1, 8.2)


def contact_all(model: OracleModel) -> list[Organization]:
    """Contact organizations and return those contacted (8.1)."""
    t = model.t
    contacted = []
    for organization in model.by_identity():
        open_to_contact = organization.operating and organization.uncovered
        if open_to_contact and not (
            organization.silent or t < organization.deferred_until or organization.willing
        ):
            kind = contact_kind(model, organization)
            if kind is not Contact.NONE:
                organization.contacted = t
                organization.contact = kind
                contacted.append(organization)
    return contacted


def contact_kind(model: OracleModel, organization: Organization) -> Contact:
    """Return how an organization is contacted this month, if it is (8.1)."""
    p, t = model.p, model.t
    channel = organization.channel is not Channel.NONE

    def dose(name: str) -> float:
        return model.doses.at(name, organization)

    def by_chance(process: Process, chance: float) -> bool:
        return model.u(process, organization) < chance

    check = model.calendar_month == MARCH and channel
    if check and by_chance(Process.CHECK_ASK, p.check_ask * dose("check_compliance")):
        return Contact.CHECK
    if organization.founded == t - 1 and by_chance(Process.PROMPT_ASK, dose("prompt_contact")):
        return Contact.PROMPT
    if by_chance(Process.CENSUS_ASK, dose("census")):
        return Contact.CENSUS
    if t - organization.mass_group == MATURE_MONTHS:
        return Contact.MASS_GROUP
    terms = contact_terms(model, organization)
    if model.strikes(Process.CONTACT, organization, sum(terms.values())):
        return max(terms, key=lambda kind: terms[kind])
    return Contact.NONE


def contact_terms(model: OracleModel, organization: Organization) -> dict[Contact, float]:
    """Return the parts of the hazard of contact a year, in their order (8.1)."""
    p, dose = model.p, model.doses.at
    reach, vigour = organization.reach, organization.committee.vigour
    return {
        Contact.COMMITTEE: vigour * reach * p.contact_per_year,
        Contact.LIAISON: p.contact_liaison * organization.visits,
        Contact.PRESSURE: vigour * reach * p.contact_pressure * organization.pressure,
        Contact.ORGANIZER: reach * dose("organizer", organization),
        Contact.CAMPAIGN: p.contact_campaign * dose("campaign", organization),
    }


def may_be_asked(model: OracleModel, organization: Organization) -> bool:
    """Return whether a contacted organization is asked: members, or an anchor in reach (8.2)."""
    if organization.contact == Contact.PROMPT and organization.known >= 1:
        return True
    if organization.eligible >= 1 or organization.area_offered:
        return True
    return organization.type != Type.LOOSE and bool(anchors(model, organization))


def ask(model: OracleModel, organization: Organization) -> bool:
    """Ask for consent; return whether it is refused (8.2)."""
    p, t = model.p, model.t
    s = consent_score(model, organization)
    organization.asked += 1
    u = model.u(Process.CONSENT, organization)
    if u < logistic(s - p.indifference_width):
        months = nearest(p.willing_months)
        prompted = organization.contact == Contact.PROMPT
        organization.willing_until = t + (max(months, 7) if prompted else months)
    elif u >= 1 - logistic(-s - p.indifference_width):
        organization.silent_until = t + nearest(p.silence_months)
        organization.refusal = organization.dominant_fear()
        model.tally["refused"] += 1
        return True
    else:
        organization.deferred_until = t + nearest(p.deferred_months)
    return False


def consent_score(model: OracleModel, organization: Organization) -> float:
    """Return s, what speaks for consent (8.2), or by a rival what stands in its place (15)."""
    p = model.p
    rule = model.rivals.get("consent")
    if rule == "threshold":
        z = normal(model.u(Process.THRESHOLD, organization, 0))
        threshold = constants.THRESHOLD_MEAN + constants.THRESHOLD_SD * z
        seen = attitudes.covered_around(model, organization)
        return float(constants.THRESHOLD_SLOPE * (seen - threshold))
    if rule == "coercive":
        pressed = organization.pressure - constants.NEUTRAL_PRESSURE
        return float(p.consent_intercept + p.consent_attitude * pressed)
    grant = model.doses.at("grant_yuan", organization) * 12 / p.grant_months / p.activity_cost_yuan
    announced = p.weight_burden * p.fund_burden * p.fund_announced * min(1.0, grant)
    return float(
        p.consent_intercept
        + p.consent_attitude * (organization.attitude + announced)
        + p.consent_pressure * organization.pressure
        + p.consent_head * organization.head_is_member
        + 0.5 * p.indifference_width * organization.area_offered
    )


# --- acts, and what is on paper (8.2, 8.13)


def give_acts(model: OracleModel) -> None:
    """Give each established committee the acts of the month (8.2)."""
    p = model.p
    operating = [o for o in model.by_identity() if o.operating]
    for organization in model.by_identity():
        organization.lacked = False
    for committee in model.committees:
        committee.acts = 0
        if committee.established:
            here = sum(o.committee is committee for o in operating)
            offices = (committee, *committee.desks)
            posts = sum(len(office.posts) + office.staff_posts() for office in offices)
            posts *= model.rivals.get("capacity") != "exempt"
            acts = p.founding_capacity * here + p.acts_per_post * posts
            committee.acts = math.floor(acts + model.u(Process.CAPACITY, committee))


def on_paper(model: OracleModel) -> None:
    """Let what is covered on paper lapse, begin and be found out (8.13)."""
    p = model.p
    for organization in model.by_identity():
        if organization.nominal and not (organization.uncovered and organization.on_base):
            organization.nominal = False
    for organization in model.by_identity():
        if organization.was_nominal:
            allowed = not model.doses.forbids_closing(organization)
            if organization.nominal and allowed:
                out = model.strikes(Process.CLOSE, organization, p.close_after_quota)
                organization.nominal = not out
        elif organization.on_base and organization.uncovered and not organization.counted:
            asked = organization.pressure if model.official else organization.quota
            hazard = p.paper_per_year * asked if model.rivals.get("paper") != "none" else 0.0
            organization.nominal = model.strikes(Process.PAPER, organization, hazard)


# --- readiness (8.3)


def ready(organization: Organization) -> bool:
    """Return whether operating, uncovered, willing and with members who count (8.3)."""
    return (
        organization.operating
        and organization.uncovered
        and organization.willing
        and organization.eligible >= 1
    )


def functional(model: OracleModel, organization: Organization) -> bool:
    """Return whether it is offered a branch of members whose relations stay elsewhere (8.3)."""
    few = 2 * organization.transferred < organization.known
    offered = model.doses.at("functional", organization) > 0
    return offered and organization.known >= ELIGIBLE and few


def without_members(model: OracleModel) -> list[Organization]:
    """Return the willing that have no members who count (8.7)."""
    return [
        o
        for o in model.by_identity()
        if o.operating and o.uncovered and o.willing and o.eligible == 0 and o.type != Type.LOOSE
    ]


def ripe(model: OracleModel, organization: Organization) -> bool:
    """Return whether a dispersed organization is ripe for a branch (8.3)."""
    return (
        organization.attitude + organization.pressure >= model.p.ripe_attitude
        or organization.months_on_case() >= RIPE_MONTHS
    )


# --- anchors (8.7)


def anchors(model: OracleModel, organization: Organization) -> list[Branch]:
    """Return the branches that could take an organization in as an anchor (8.7)."""
    return [b for b in anchoring(model) if b.host.cell is organization.cell]


def anchoring(model: OracleModel) -> list[Branch]:
    """Return vital branches with places for organizations of their cell (8.7)."""
    return [
        b
        for b in model.branches_by_identity()
        if b.form in (Form.STANDALONE, Form.GENERAL_BRANCH, Form.ANCHOR)
        and b.vitality >= model.p.vitality_threshold
        and not b.shell
        and headcount(model.doses.at("anchor_max", b.host)) > len(b.organizations)
    ]


def join_anchors(model: OracleModel, pool: list[Organization]) -> list[Organization]:
    """Let the pool, and the willing without members, join anchors; return the rest of the pool."""
    branches = anchoring(model)
    free = {
        cell.identity: partners.places_in_a_row(
            [b for b in branches if b.host.cell is cell],
            lambda b: headcount(model.doses.at("anchor_max", b.host)),
        )
        for cell in model.cells.values()
    }
    seekers = [o for o in [*pool, *without_members(model)] if free[o.cell.identity]]
    acting = founding.with_acts(model, seekers)
    for cell in model.cells.values():
        queue = [o for o in acting if o.cell is cell]
        queue.sort(key=lambda o: (model.u(Process.MATCH, o, 0), o.identity))
        for organization, branch in zip(queue, free[cell.identity], strict=False):
            founding.spend_act(organization)
            founding.join_branch(model, organization, branch)
            branch.form = Form.ANCHOR
    return [o for o in pool if o.uncovered]


# --- interim (8.8)


def has_place(model: OracleModel, organization: Organization) -> bool:
    """Return whether a desk or the committee of the district has a place for one more (8.8)."""
    district = model.districts[organization.district]
    hosted = [o for o in district.remit() if o.interim is Interim.HOSTED]
    for office in [*district.desks, district]:
        number = headcount(model.doses.committee("hosting_places", office))
        remit = office.remit()
        placed = [o for o in hosted if o in remit][:number]
        if organization in remit and len(placed) < number:
            return True
        hosted = [o for o in hosted if o not in placed]
    return False


def host_or_group(model: OracleModel, organization: Organization) -> None:
    """Give an organization a hosted place where one is free, else the member group (8.8)."""
    free = has_place(model, organization)
    if free and organization.interim is not Interim.HOSTED:
        organization.interim = Interim.HOSTED
    founding.to_member_group(organization)

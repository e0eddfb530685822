"""Dispatch: posts and their holders, cases, visits (6)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.draws import Lineage, Process
from sim.state.codes import LiaisonSource, Strategy, Type
from tests.oracle import constants
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import clip, headcount, nearest
from tests.oracle.hashing import lineage, normal
from tests.oracle.leaving import release
from tests.oracle.offices import NEVER, Committee, Liaison
from tests.oracle.targets import is_named

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

CONSOLIDATION_MONTHS = 24
STEADY_MONTHS = 6
STEADY_VITALITY = 0.5
HOPELESS_MONTHS = 18
FRESH_MONTHS = 24
PROGRESS_IN_ATTITUDE = 0.02
LARGE_STAFF = 50
ELIGIBLE = 3


def run(model: OracleModel) -> None:
    """Run the month's dispatch in the order of section 6."""
    offices = model.offices()
    for office in offices:
        hold_posts(model, office)
    for organization in model.by_identity():
        if organization.liaison is not None:
            if consolidated(model, organization):
                release(organization)
            elif organization.uncovered:
                notice_progress(model, organization)
    industrial = [office for office in offices if office.industrial]
    territorial = [office for office in offices if not office.industrial]
    for office in industrial + territorial:
        if office.posts:
            queue = waiting(office)
            drop_hopeless(model, office)
            take_uncovered(model, office, queue)
            take_weak(model, office)
    for office in offices:
        for liaison in office.posts.values():
            visit(model, liaison)
    for organization in model.by_identity():
        organization.visits = 0.0 if organization.liaison is None else organization.liaison.visits


# --- posts (6.1)


def hold_posts(model: OracleModel, committee: Committee) -> None:
    """Close, open and hand over the posts of a committee (6.1)."""
    for source in LiaisonSource:
        number = headcount(model.doses.committee("liaison_posts", committee, source))
        for place in [k for k in committee.posts if k[0] == source and k[1] >= number]:
            close(model, committee.posts.pop(place))
        for post in range(number):
            holder = committee.posts.get((source, post))
            if holder is None:
                appoint(model, committee, source, post)
            else:
                serve(model, holder)
    for liaison in committee.posts.values():
        liaison.capacity = headcount(model.doses.committee("liaison_capacity", committee))


def close(model: OracleModel, liaison: Liaison) -> None:
    """Close a post: its cases are released."""
    for organization in list(liaison.cases.values()):
        release(organization)
    del model.liaisons[liaison.identity]
    liaison.remove()


def appoint(model: OracleModel, committee: Committee, source: int, post: int) -> Liaison:
    """Give a post its next holder."""
    holder = committee.next_holder.get((source, post), 0)
    committee.next_holder[source, post] = holder + 1
    identity = lineage(Lineage.LIAISON, committee.identity, source, post, holder)
    liaison = Liaison(model, identity, committee, source, post)
    z = normal(model.u(Process.LIAISON, liaison, 0))
    liaison.skill = clip(z * constants.LIAISON_SKILL_SD + model.p.liaison_skill, 0.05)
    liaison.holder = holder
    liaison.since = model.t
    model.liaisons[identity] = liaison
    committee.posts[source, post] = liaison
    return liaison


def serve(model: OracleModel, liaison: Liaison) -> None:
    """Let a holder learn, or be followed by the next, who takes over the cases."""
    committee = liaison.committee
    if model.t - liaison.since < model.doses.committee("liaison_tenure", committee):
        liaison.skill = min(1.0, liaison.skill + constants.LIAISON_LEARNING)
        return
    successor = appoint(model, committee, liaison.source, liaison.post)
    successor.cases = liaison.cases
    for organization in successor.cases.values():
        organization.liaison = successor
    del model.liaisons[liaison.identity]
    liaison.remove()


# --- cases (6.2, 6.3)


def consolidated(model: OracleModel, organization: Organization) -> bool:
    """Return whether a case is released without more, counting steady months (6.2)."""
    branch = organization.branch
    steady = branch is not None and branch.vitality >= STEADY_VITALITY
    organization.case_steady = organization.case_steady + 1 if steady else 0
    assert organization.liaison is not None
    office = organization.liaison.committee
    if office.industrial and not organization.industrial:
        return True
    policy = office.policy
    if policy is not None and not is_named(policy, organization):
        return True
    if not organization.operating:
        return True
    if branch is None:
        return organization.case_weak
    start = organization.case_since if organization.case_weak else organization.covered
    long = model.t - start >= CONSOLIDATION_MONTHS
    return long or organization.case_steady >= STEADY_MONTHS


def link(organization: Organization) -> int:
    """Return the latest link reached: 1 contacted, 2 known members, 3 willing (6.3)."""
    if organization.willing:
        return 3
    if organization.known > 0:
        return 2
    return 1 if organization.contacted != NEVER else 0


def note(organization: Organization) -> None:
    """Note link, known members and attitude of a case."""
    organization.case_link = link(organization)
    organization.case_known = organization.known
    organization.case_attitude = organization.attitude


def notice_progress(model: OracleModel, organization: Organization) -> None:
    """Note the progress of an uncovered case (6.3)."""
    if (
        link(organization) > organization.case_link
        or organization.known > organization.case_known
        or organization.attitude >= organization.case_attitude + PROGRESS_IN_ATTITUDE
    ):
        note(organization)
        organization.case_progress = model.t


# --- filling (6.4)


def places(model: OracleModel, liaison: Liaison, weak: bool) -> int:
    """Return the free places of a post for weak branches, or for the uncovered."""
    for_weak = math.floor(model.p.consolidate_share * liaison.capacity)
    held: int = for_weak if weak else liaison.capacity - for_weak
    return max(0, held - liaison.number_of_cases(weak))


def free_places(model: OracleModel, committee: Committee) -> int:
    """Return how many of the uncovered may be taken now, in batches where that is said (6.4)."""
    free = sum(places(model, liaison, False) for liaison in committee.posts.values())
    batch = headcount(model.doses.committee("liaison_batch", committee))
    if batch < 1:
        return free
    held = sum(liaison.number_of_cases(False) for liaison in committee.posts.values())
    return 0 if held else min(batch, free)


def waiting(committee: Committee) -> list[Organization]:
    """Return the organizations that wait for a liaison of the committee."""
    return [o for o in committee.remit() if o.operating and o.uncovered and o.liaison is None]


def fresh(model: OracleModel, organization: Organization) -> bool:
    """Return whether an organization was not dropped in the last 24 months."""
    return model.t - organization.dropped >= FRESH_MONTHS


def drop_hopeless(model: OracleModel, committee: Committee) -> None:
    """Drop hopeless cases where fresh organizations wait that would find no place."""
    free = free_places(model, committee)
    wait = sum(fresh(model, o) for o in waiting(committee))
    hopeless = [
        case
        for liaison in committee.posts.values()
        for case in liaison.cases.values()
        if case.uncovered and model.t - case.case_progress >= HOPELESS_MONTHS
    ]
    hopeless.sort(key=lambda o: (o.case_progress, o.identity))
    for organization in hopeless[: max(0, wait - free)]:
        release(organization)
        organization.dropped = model.t


def score(model: OracleModel, strategy: Strategy, organization: Organization) -> float:
    """Return by how much a strategy prefers an organization."""
    m = organization.eligible
    if strategy is Strategy.EASY_FIRST:
        return organization.attitude + 0.15 * min(m, 3)
    if strategy is Strategy.BIG_FIRST:
        return organization.staff
    if strategy is Strategy.BLANK_SPOTS_FIRST:
        blank = organization.staff >= LARGE_STAFF and organization.members == 0
        return 2.0 if blank or m >= ELIGIBLE else 0.0
    if strategy is Strategy.HUB_FIRST:
        peers = sum(o.operating for o in model.by_identity() if o.cell is organization.cell)
        return peers + nearest(organization.staff) / 1e6
    if strategy is Strategy.BOTTLENECK_FIRST:
        hidden = m == 0 and organization.members > organization.known
        open_to_talk = not organization.silent and not organization.willing
        persuadable = m >= 1 and open_to_talk and organization.type != Type.LOOSE
        return 1.0 if hidden or persuadable else 0.0
    return 0.0


def take_uncovered(model: OracleModel, committee: Committee, waiting: list[Organization]) -> None:
    """Fill the places for the uncovered, in the order of the strategy; who was dropped just now
    didn't wait."""
    strategy = Strategy(int(model.doses.committee("liaison_strategy", committee)))
    queue = sorted(
        waiting,
        key=lambda o: (
            not fresh(model, o),
            -score(model, strategy, o),
            model.u(Process.STRATEGY, o, 0),
            o.identity,
        ),
    )
    for organization in queue[: free_places(model, committee)]:
        take(model, committee, organization, weak=False)
        if organization.silent:
            left = organization.silent_until - model.t
            organization.silent_until = model.t + math.ceil(left / 2)


def take_weak(model: OracleModel, committee: Committee) -> None:
    """Fill the places for weak branches, lowest vitality first."""
    queue = [
        (o.branch.vitality, o.identity, o)
        for o in committee.remit()
        if o.liaison is None
        and o.branch is not None
        and o.branch.host is o
        and o.branch.vitality < STEADY_VITALITY
        and not o.branch.shell
    ]
    for _, _, organization in sorted(queue, key=lambda entry: entry[:2]):
        if not take(model, committee, organization, weak=True):
            break


def take(
    model: OracleModel, committee: Committee, organization: Organization, *, weak: bool
) -> bool:
    """Give a case to the post with the fewest of its sort, then source, then post number."""
    free = [x for x in committee.posts.values() if places(model, x, weak) > 0]
    if not free:
        return False
    liaison = min(free, key=lambda x: (x.number_of_cases(weak), x.source, x.post))
    organization.liaison = liaison
    organization.case_weak = weak
    organization.case_since = organization.case_progress = model.t
    organization.case_steady = 0
    note(organization)
    liaison.cases[organization.identity] = organization
    return True


def visit(model: OracleModel, liaison: Liaison) -> None:
    """Spread a post's visits over its cases (6.5)."""
    cases = len(liaison.cases)
    each = min(2.0, model.p.visits_per_month / cases) if cases else 0.0
    liaison.visits = -math.expm1(-model.p.visit_effect * liaison.skill * each)

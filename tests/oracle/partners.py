"""How organizations with one or two members find each other: circles, groups, force (8.5-8.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.draws import Process
from sim.state.codes import Form, Type
from tests.oracle import founding
from tests.oracle.agents import Branch, Organization
from tests.oracle.arithmetic import headcount

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

ENOUGH = 3
"""Members that a branch needs."""

Area = frozenset[tuple[int, int]]
"""Cells, as (district, industry), in which organizations may meet."""


def circles(model: OracleModel) -> list[tuple[int, list[list[Area]]]]:
    """Return (radius, rounds): areas of one round don't touch, rounds see what is left (8.5, 8.6).

    Circle 0 is a cell; circle 1, district after district, an industry in the district and its
    neighbours; circle 2 a district.
    """
    industries, districts = range(model.n_industries), range(model.n_districts)
    cells = [frozenset({place}) for place in model.cells]
    near = [
        [frozenset({(x, i) for x in (d, *model.place.neighbours[d])}) for i in industries]
        for d in districts
    ]
    whole = [frozenset((d, i) for i in industries) for d in districts]
    return [(0, [cells]), (1, near), (2, [whole])]


def radius(model: OracleModel, organization: Organization) -> int:
    """Return the largest circle in which an organization seeks partners."""
    return headcount(model.doses.at("joint_radius", organization))


def is_in(organization: Organization, area: Area) -> bool:
    """Return whether an organization lies in an area."""
    return (organization.district, organization.industry) in area


def in_order(model: OracleModel, organizations: Iterable[Organization]) -> list[Organization]:
    """Order by m, 2 before 1, then the keyed draw, then identity (8.5)."""
    return sorted(
        organizations,
        key=lambda o: (-o.eligible, model.u(Process.MATCH, o, 0), o.identity),
    )


def places_in_a_row(branches: Iterable[Branch], most: Callable[[Branch], float]) -> list[Branch]:
    """Return each branch as often as it has room, smallest branch first (8.5)."""
    row = []
    for branch in sorted(branches, key=lambda b: (len(b.organizations), b.identity)):
        held = len(branch.organizations)
        while held < most(branch):
            row.append(branch)
            held += 1
    return row


def most_organizations(model: OracleModel, branch: Branch) -> int:
    """Return the number of organizations that a joint branch may hold."""
    return headcount(model.doses.at("joint_max", branch.host))


def join_joint_branches(model: OracleModel, pool: list[Organization]) -> list[Organization]:
    """Let the pool join joint branches with room; return the rest of it (8.5)."""
    for reach, rounds in circles(model):
        for areas in rounds:
            rows: dict[Area, list[Branch]] = {}
            for area in areas:
                joint = [
                    b
                    for b in model.branches_by_identity()
                    if b.joint and not b.shell and is_in(b.host, area)
                ]
                rows[area] = places_in_a_row(joint, lambda b: most_organizations(model, b))
            seekers = [
                o
                for o in pool
                if radius(model, o) >= reach and any(is_in(o, area) for area in areas if rows[area])
            ]
            acting = founding.with_acts(model, seekers)
            for area in areas:
                queue = in_order(model, (o for o in acting if is_in(o, area)))
                for organization, branch in zip(queue, rows[area], strict=False):
                    founding.spend_act(organization)
                    founding.join_branch(model, organization, branch)
            pool = [o for o in pool if o.uncovered]
    return pool


def found_joint_branches(model: OracleModel, pool: list[Organization]) -> list[Organization]:
    """Let the pool found joint branches; return who is in no group (8.6)."""
    for reach, rounds in circles(model):
        for areas in rounds:
            groups: list[list[Organization]] = []
            for area in areas:
                seekers = (o for o in pool if is_in(o, area) and radius(model, o) >= reach)
                groups += grouped(in_order(model, seekers))
            founding.found_groups(model, groups, lambda group: Form.JOINT)
            taken = {o.identity for group in groups for o in group}
            pool = [o for o in pool if o.identity not in taken]
    return pool


def grouped(seekers: list[Organization]) -> list[list[Organization]]:
    """Group organizations with two members in pairs, those with one in threes (8.6)."""
    twos = [o for o in seekers if o.eligible == 2]
    ones = [o for o in seekers if o.eligible == 1]
    groups = [[first, second] for first, second in list(pairwise(twos))[::2]]
    if len(twos) % 2 and ones:
        groups.append([twos[-1], ones.pop(0)])
    groups += [ones[k : k + 3] for k in range(0, len(ones) - 2, 3)]
    return groups


def force(model: OracleModel, refused: list[Organization]) -> None:
    """Found branches against a refusal, under pressure (8.9)."""
    for organization in sorted(refused, key=lambda o: founding.turn(model, o)):
        chance = model.p.force_share * organization.quota
        if (
            organization.uncovered
            and (organization.committee.acts > 0 or organization.exempt)
            and organization.eligible >= 1
            and organization.type != Type.LOOSE
            and model.u(Process.FORCE, organization) < chance
        ):
            others = forced_partners(model, organization)
            if others is None:
                founding.to_member_group(organization)
            else:
                founding.spend_act(organization)
                form = Form.JOINT if others else Form.STANDALONE
                founding.found(model, [organization, *others], form, forced=True)


def forced_partners(model: OracleModel, organization: Organization) -> list[Organization] | None:
    """Return with whom a branch is forced on an organization; None where there are too few."""
    total = organization.eligible
    found: list[Organization] = []
    d, i = organization.district, organization.industry
    areas: list[Area] = [frozenset({(d, i)})]
    if radius(model, organization) >= 1:
        areas.append(frozenset((x, i) for x in (d, *model.place.neighbours[d])))
    if radius(model, organization) >= 2:
        areas.append(frozenset((d, x) for x in range(model.n_industries)))
    most = headcount(model.doses.at("joint_max", organization))
    for area in areas:
        candidates = [
            o
            for o in model.by_identity()
            if is_in(o, area)
            and o is not organization
            and o not in found
            and o.operating
            and o.uncovered
            and 1 <= o.eligible < ENOUGH
            and o.type != Type.LOOSE
        ]
        candidates.sort(key=lambda o: (model.u(Process.MATCH, o, 0), o.identity))
        for partner in candidates:
            if total >= ENOUGH or len(found) + 1 >= most:
                break
            found.append(partner)
            total += partner.eligible
    return found if total >= ENOUGH else None

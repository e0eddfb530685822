"""Branches of an area, for those who have no other partners and no anchor (8.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.draws import Process
from sim.state.codes import Form
from tests.oracle import founding, partners
from tests.oracle.agents import Organization

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

FEWEST_ORGANIZATIONS = 2
ENOUGH = 3

Place = tuple[int, int]


def meet(
    model: OracleModel, pool: list[Organization], without_members: list[Organization]
) -> list[Organization]:
    """Let the pool and the willing without members meet in their areas.

    Return who of the pool neither has a branch now nor waits for a secretary with a group.
    """
    seekers = [o for o in [*pool, *without_members] if o.uncovered and o.area_offered]
    join(model, seekers)
    waiting = found(model, [o for o in seekers if o.uncovered and not o.lacked])
    return [o for o in pool if o.uncovered and o not in waiting]


def by_area(organizations: list[Organization]) -> dict[Place, list[Organization]]:
    """Return organizations by their area."""
    found: dict[Place, list[Organization]] = {}
    for organization in organizations:
        found.setdefault(organization.area, []).append(organization)
    return found


def join(model: OracleModel, seekers: list[Organization]) -> None:
    """Let organizations join the branches of their area that have room."""
    free = {
        area: partners.places_in_a_row(
            [b for b in model.branches_by_identity() if b.regional and not b.shell
             and b.host.area == area],
            lambda b: b.host.area_max,
        )
        for area in by_area(seekers)
    }  # fmt: skip
    acting = founding.with_acts(model, [o for o in seekers if free[o.area]])
    for area, queue in by_area(acting).items():
        queue.sort(key=lambda o: (model.u(Process.MATCH, o, 0), o.identity))
        for organization, branch in zip(queue, free[area], strict=False):
            organization.committee.acts -= 1
            founding.join_branch(model, organization, branch)


def found(model: OracleModel, left: list[Organization]) -> list[Organization]:
    """Found branches of areas, one in each at most; return who waits for a secretary."""
    asking = [
        o for here in by_area(left).values() if is_enough(here) for o in here
    ]  # fmt: skip
    groups = []
    for here in by_area(founding.with_acts(model, asking)).values():
        here.sort(key=lambda o: (-o.eligible, model.u(Process.MATCH, o, 0), o.identity))
        group = here[: here[0].area_max]
        if is_enough(group):
            groups.append(group)
    waiting = []
    for group in sorted(groups, key=lambda group: founding.turn(model, group[0])):
        if founding.found_with_secretary(model, group, Form.REGIONAL):
            for organization in group:
                organization.committee.acts -= 1
        else:
            waiting += group
    return waiting


def is_enough(group: list[Organization]) -> bool:
    """Return whether organizations are two or more, with three members who count."""
    members = sum(o.eligible for o in group)
    return len(group) >= FEWEST_ORGANIZATIONS and members >= ENOUGH

"""Branches of an area, for those with few members or none (8, Area)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.state.codes import Form
from tests.oracle import founding, partners
from tests.oracle.agents import Organization

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

Place = tuple[int, int]


def meet(
    model: OracleModel, pool: list[Organization], without_members: list[Organization]
) -> list[Organization]:
    """Let those to whom an area branch is offered meet in their areas.

    Return who of the pool has no branch now and is in no group that waits.
    """
    join(model, [*pool, *(o for o in without_members if o.area_offered)])
    left = [o for o in pool if o.uncovered]
    groups = []
    for here in by_area([o for o in left if not o.lacked]).values():
        groups += partners.grouped(partners.in_order(model, here))[:1]
    founding.found_groups(model, groups, lambda group: Form.REGIONAL)
    return [o for o in left if not any(o in group for group in groups)]


def by_area(organizations: list[Organization]) -> dict[Place, list[Organization]]:
    """Return organizations by their area."""
    found: dict[Place, list[Organization]] = {}
    for organization in organizations:
        found.setdefault(organization.area, []).append(organization)
    return found


def join(model: OracleModel, seekers: list[Organization]) -> None:
    """Let organizations join the branches of their area that have room."""
    regional = [b for b in model.branches_by_identity() if b.regional and not b.shell]
    free = {
        area: partners.places_in_a_row(
            [b for b in regional if b.host.area == area], lambda b: b.host.area_max
        )
        for area in by_area(seekers)
    }
    acting = founding.with_acts(model, [o for o in seekers if free[o.area]])
    for area, queue in by_area(acting).items():
        for organization, branch in zip(partners.in_order(model, queue), free[area], strict=False):
            founding.spend_act(organization)
            founding.join_branch(model, organization, branch)

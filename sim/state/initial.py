"""From a population to the state at month 0: rows, branches, cells, committees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.constants import INTERCEPT
from sim.draws import F64, I64, U64, Lineage, keys, lineages
from sim.state.branches import Branches
from sim.state.codes import Form, Stage
from sim.state.layout import buckets
from sim.state.members import Members
from sim.state.organizations import Organizations
from sim.state.places import PlaceLike, lay_out
from sim.state.ranking import runs
from sim.state.stack import Stack
from sim.state.table import NEVER

if TYPE_CHECKING:
    from sim.population.population import Members as People
    from sim.population.population import Population

BEFORE = -1
"""Month in the lineage of branches that exist at the start."""


def initial_state(
    place: PlaceLike,
    population: Population,
    parameters: Mapping[str, F64],
    world_keys: U64,
    start_month: int,
    ways: Mapping[str, F64] | None = None,
) -> Stack:
    """Return one world for each world key, at month 0, before it has settled.

    ``ways`` are those of the stack, by world: the usual ones where nothing is given.
    """
    n_worlds = len(world_keys)
    local = population.district * len(place.industry_ids) + population.industry
    n_cells = len(place.district_ids) * len(place.industry_ids)
    cell = population.world * n_cells + local
    initial = np.bincount(cell, minlength=n_worlds * n_cells).reshape(n_worlds, n_cells)
    cells, grid, committees = lay_out(place, world_keys, initial)
    stack = Stack(
        n_worlds=n_worlds,
        keys=world_keys,
        start_month=np.full(n_worlds, start_month),
        hosted_counts=np.full(n_worlds, place.hosted_counts),
        functional_counts=np.full(n_worlds, place.functional_counts),
        intercept=np.full(n_worlds, INTERCEPT),
        parameters=dict(parameters),
        ways=dict(ways or {}),
        cells=cells,
        grid=grid,
        committees=committees,
    )
    committees.vigour[1:] = population.vigour.reshape(-1)
    _organizations(stack, population, cell)
    _members(stack, population.members)
    _branches(stack, population)
    return stack


def _organizations(stack: Stack, population: Population, cell: I64) -> None:
    identity = population.identity
    rank = np.arange(len(cell))
    first = np.searchsorted(population.world, np.arange(stack.n_worlds))
    agreed = np.rint(stack.parameters["willing_months"][population.world]).astype(np.int64)
    rows = stack.organizations.append(
        len(cell),
        {
            "world": population.world, "identity": identity,
            "key": keys(stack.keys[population.world], identity),
            "cell": cell, "bucket": buckets(stack.cells, cell, identity),
            "cohort": identity % np.uint64(12),
            "number": rank - first[population.world],
            "site": population.site, "kind": population.kind, "type": population.type,
            "has_channel": population.has_channel, "founded": population.founded,
            "staff": population.staff, "operating": population.operating,
            "on_base": population.on_base, "head_is_member": population.head_is_member,
            "baseline": population.baseline, "fears": population.baseline,
            "interim": population.interim, "nominal": population.nominal,
        },
    )  # fmt: skip
    organizations: Organizations = stack.organizations
    willing = np.flatnonzero(population.willing)
    organizations.willing_until[willing + rows.start] = agreed[willing]


def _members(stack: Stack, people: People) -> None:
    organization = people.organization + 1
    world = stack.organizations.world[organization]
    members: Members = stack.members
    members.append(
        len(organization),
        {
            "world": world, "identity": people.identity,
            "key": keys(stack.keys[world], people.identity),
            "organization": organization, "home": stack.organizations.cell[organization],
            "stage": people.stage, "relation": people.relation, "known": people.known,
            "commitment": people.commitment, "mobility": people.mobility,
            "joined": people.joined, "role": people.role,
            "stage_due": np.where(people.stage == Stage.PROBATIONARY, people.stage_due, NEVER),
        },
    )  # fmt: skip


def _branches(stack: Stack, population: Population) -> None:
    """Set up existing branches: one for each standalone organization and each joint group.

    The founder and host is the organization of smallest identity. They have no age yet.
    """
    organizations = stack.organizations
    covered = np.flatnonzero(population.form != Form.NONE)
    if not len(covered):
        return
    single = population.group[covered] < 0
    label = np.where(single, covered, population.group[covered] + len(population.form))
    order = np.lexsort((population.identity[covered], label))
    covered, label = covered[order], label[order]
    first, size = runs(label)
    branch = np.repeat(np.arange(len(first)), size)
    host = covered[first] + 1
    world = organizations.world[host]
    identity = lineages(Lineage.BRANCH, organizations.identity[host], BEFORE)
    branches: Branches = stack.branches
    branches.append(
        len(first),
        {
            "world": world, "identity": identity, "key": keys(stack.keys[world], identity),
            "form": population.form[covered[first]], "host": host,
            "organizations": np.bincount(branch),
        },
    )  # fmt: skip
    organizations.branch[covered + 1] = branch + 1

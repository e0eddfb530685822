"""Rows of every replicate: ``docs/draws-population.md`` section 1.

A registry gives them one by one; totals give numbers, from which organizations without a name are
made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from sim.draws import F64, I64, U64, Lineage, Process, draw, keys, lineage, lineages, named
from sim.errors import InputError
from sim.locale import _
from sim.plan.organizations import OrganizationsSpec, Registry, Synthesis
from sim.plan.place import Place
from sim.population.frame import CELLS, KIND_PARTS, UNKNOWN, UNKNOWN_MONTH, UNNAMED, Frame, Ordinal
from sim.state.codes import Kind

BY_PLACE, BY_KIND = 3, 4
"""Second parts of lineages: an organization by its place there; a kind as a whole."""


def synthesized(synthesis: Synthesis, place: Place, world_keys: U64) -> Frame:
    """Return the organizations of every replicate: their kinds, cells and identities."""
    n_worlds, n_cells, n_slots = len(world_keys), place.n_cells, UNNAMED + 1
    counts = np.zeros((n_worlds, n_cells, n_slots), np.int64)
    for kind, total, weights in _slots(synthesis, place):
        counts[:, :, kind] = _spread(total, weights, kind, world_keys)
    flat = np.repeat(np.arange(counts.size), counts.ravel())
    first = np.cumsum(counts.ravel()) - counts.ravel()  # exact: counts are integers
    number = np.arange(len(flat)) - first[flat]
    world, cell, slot = np.unravel_index(flat, counts.shape)
    n_industries = len(place.industry_ids)
    district, industry = cell // n_industries, cell % n_industries
    district_names = np.array([named(name) for name in place.district_ids], np.uint64)
    industry_names = np.array([named(name) for name in place.industry_ids], np.uint64)
    identity = lineages(
        Lineage.ORGANIZATION,
        BY_PLACE,
        KIND_PARTS[slot],
        district_names[district],
        industry_names[industry],
        number,
    )
    nothing = np.broadcast_to(np.int64(UNKNOWN), flat.shape)
    given = dict.fromkeys(CELLS, nothing) | {
        "kind": np.where(slot == UNNAMED, UNKNOWN, slot),
        "district": district,
        "industry": industry,
        "founded": np.broadcast_to(np.int64(UNKNOWN_MONTH), flat.shape),
    }
    return Frame(
        n_worlds=n_worlds,
        world=world,
        number=number,
        identity=identity,
        key=keys(world_keys[world], identity),
        slot=slot,
        given=given,
    )


def _slots(synthesis: Synthesis, place: Place) -> list[tuple[int, int, F64]]:
    """Kinds, their numbers and how they spread over cells; at last those of unnamed kind."""
    industry = np.array(place.industry_weights)
    shares = np.array(synthesis.kind_shares)
    unnamed = synthesis.total.organizations or 0
    found = []
    for kind in Kind:
        totals = synthesis.kinds.get(int(kind))
        if totals is not None and totals.organizations:
            found.append((int(kind), totals.organizations, industry[kind]))
            unnamed -= totals.organizations
    if unnamed:
        mixed = np.zeros(len(place.industry_ids))
        for kind in Kind:
            mixed += shares[kind] * industry[kind]
        found.append((UNNAMED, unnamed, mixed))
    district = np.array(place.district_weights)
    return [(slot, n, np.outer(district, weights).ravel()) for slot, n, weights in found]


def _spread(number: int, weights: F64, slot: int, world_keys: U64) -> I64:
    """Return the organizations of a kind by world and cell.

    They are the whole part of what is expected, and the remainder by systematic sampling. It takes
    one uniform a world, so that no cell is favoured.
    """
    expected = weights * number
    whole = np.floor(expected).astype(np.int64)
    left = number - int(whole.sum())
    counts = np.tile(whole, (len(world_keys), 1))
    if left:
        edges = np.cumsum(expected - whole)  # exact: constants of the place, always in its order
        part = lineage(Lineage.ORGANIZATION, BY_KIND, int(KIND_PARTS[slot]))
        kind = np.full(len(world_keys), part, np.uint64)
        u = draw(keys(world_keys, kind), Process.POPULATION, 0)
        at = (u[:, None] + np.arange(left)) * (edges[-1] / left)
        cell = np.minimum(np.searchsorted(edges, at.ravel(), side="right"), len(weights) - 1)
        world = np.repeat(np.arange(len(world_keys)), left)
        index = world * len(weights) + cell
        counts += np.bincount(index, minlength=counts.size).reshape(counts.shape)
    return counts


BY_ID, BY_NAME, BY_BRANCH = 1, 2, 5
"""Second parts of lineages: a registry number; a name and its district; a joint branch's label."""

IMPUTED: Final = (
    "kind", "type", "district", "industry", "has_channel", "founded", "staff", "members",
    "covered", "head_is_member", "operating", "on_base",
)  # fmt: skip


def labels(registry: Registry) -> tuple[str | None, ...]:
    """Return what each row is called: its name, else its registry number."""
    return tuple(
        name if name is not None else number
        for name, number in zip(registry.name, registry.id, strict=True)
    )


def sites(registry: Registry) -> U64:
    """Return what stands for the site of each row, 0 where none is stated."""
    labelled = [None if name is None else name.strip() for name in registry.site]
    return np.array([named(name) if name else 0 for name in labelled], np.uint64)


def imputed(spec: OrganizationsSpec, place: Place, on_base: float) -> dict[str, int]:
    """Count the missing cells of each column of a registry that is imputed.

    Left out is what can be filled in one way only. These are places where there is but one, and the
    base where nothing is said of it and a share ``on_base`` of 1 counts all. They are also running
    where the file says that all run, and coverage where the registry names none.
    """
    registry = spec.registry
    if registry is None:
        return {}
    missing = {name: sum(cell is None for cell in getattr(registry, name)) for name in IMPUTED}
    rows = len(registry)
    plain = {
        "district": len(place.district_ids) == 1,
        "industry": len(place.industry_ids) == 1,
        "on_base": missing["on_base"] == rows and on_base == 1.0,
        "operating": missing["operating"] == rows and spec.inactive_share == 0.0,
        "covered": missing["covered"] == rows,
    }
    return {name: count for name, count in missing.items() if count and not plain.get(name)}


def frame_of(registry: Registry, place: Place, world_keys: U64, sample: float) -> Frame:
    """Return the rows of the registry for every replicate, or a keyed sample of them."""
    n_worlds, rows = len(world_keys), len(registry)
    identity = np.array(identities(registry, place), np.uint64)
    _check_collisions(identity, registry)
    columns = _columns(registry)
    world = np.repeat(np.arange(n_worlds), rows)
    row = np.tile(np.arange(rows), n_worlds)
    if sample < 1.0:
        units = np.array(_units(registry, identity), np.uint64)
        u = draw(keys(world_keys[world], units[row]), Process.POPULATION, Ordinal.SAMPLE)
        world, row = world[u < sample], row[u < sample]
    return Frame(
        n_worlds=n_worlds,
        world=world,
        number=row,
        identity=identity[row],
        key=keys(world_keys[world], identity[row]),
        slot=np.where(columns["kind"] == UNKNOWN, UNNAMED, columns["kind"])[row],
        given={name: column[row] for name, column in columns.items()},
    )


def _columns(registry: Registry) -> dict[str, I64]:
    branches = sorted({name for name in registry.joint_branch if name is not None})
    joint = [None if name is None else branches.index(name) for name in registry.joint_branch]
    columns: dict[str, Iterable[int | None]] = {
        name: joint if name == "joint" else getattr(registry, name) for name in CELLS
    }
    return {
        name: np.array(
            [(UNKNOWN_MONTH if name == "founded" else UNKNOWN) if cell is None else int(cell)
             for cell in cells],
            np.int64,
        )
        for name, cells in columns.items()
    }  # fmt: skip


def identities(registry: Registry, place: Place) -> list[int]:
    """Return the identity of each row's organization."""
    districts: dict[int | None, int] = {None: 0}
    districts |= {index: named(name) for index, name in enumerate(place.district_ids)}
    industries: dict[int | None, int] = {None: 0}
    industries |= {index: named(name) for index, name in enumerate(place.industry_ids)}
    seen: dict[tuple[int, int, int], int] = {}
    found = []
    for number, name, kind, at, trade in zip(
        registry.id, registry.name, registry.kind, registry.district, registry.industry, strict=True
    ):
        district, industry = districts[at], industries[trade]
        if number is not None:
            found.append(lineage(Lineage.ORGANIZATION, BY_ID, named(number)))
        elif name is not None:
            found.append(lineage(Lineage.ORGANIZATION, BY_NAME, named(name), district))
        else:
            spot = (int(KIND_PARTS[UNNAMED if kind is None else kind]), district, industry)
            found.append(lineage(Lineage.ORGANIZATION, BY_PLACE, *spot, seen.get(spot, 0)))
            seen[spot] = seen.get(spot, 0) + 1
    return found


def _check_collisions(identity: U64, registry: Registry) -> None:
    order = np.argsort(identity, kind="stable")
    equal = np.flatnonzero(np.diff(identity[order]) == 0)
    if len(equal):
        first, second = (registry.rows[order[equal[0] + k]] for k in (0, 1))
        message = _("{file}: rows {first} and {second} are the same organization.")
        raise InputError(message.format(file=registry.file, first=first, second=second))


def _units(registry: Registry, identity: U64) -> list[int]:
    """What is sampled together: the organizations of a named joint branch, else one alone."""
    return [
        int(own) if name is None else lineage(Lineage.ORGANIZATION, BY_BRANCH, named(name))
        for own, name in zip(identity, registry.joint_branch, strict=True)
    ]


def covered_share(registry: Registry) -> float:
    """Share of covered organizations among rows that say so or not; 0 where none does."""
    stated = [cell for cell in registry.covered if cell is not None]
    return stated.count(True) / len(stated) if stated else 0.0

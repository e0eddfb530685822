"""From a registry to the rows of every replicate: ``docs/draws-population.md`` section 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from sim.draws import I64, U64, Lineage, Process, draw, keys, lineage, named
from sim.errors import InputError
from sim.locale import _
from sim.plan.organizations import OrganizationsSpec, Registry
from sim.plan.place import Place
from sim.population.frame import CELLS, KIND_PARTS, UNKNOWN, UNKNOWN_MONTH, UNNAMED, Frame, Ordinal
from sim.population.synthesis import BY_PLACE

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


def imputed(spec: OrganizationsSpec, place: Place, on_base: float) -> dict[str, int]:
    """Count the missing cells of each column of a registry that is imputed.

    Left out is what can be filled in one way only: places where there is but one, the base where
    nothing is said of it and a share ``on_base`` of 1 counts all, running where the file says
    that all run, coverage where the registry names none.
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
    identity = np.array(_identities(registry, place), np.uint64)
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


def _identities(registry: Registry, place: Place) -> list[int]:
    districts: dict[int | None, int] = {None: 0}
    districts |= {index: named(name) for index, name in enumerate(place.district_ids)}
    industries: dict[int | None, int] = {None: 0}
    industries |= {index: named(name) for index, name in enumerate(place.industry_ids)}
    seen: dict[tuple[int, int, int], int] = {}
    found = []
    for number, name, kind, at, trade in zip(
        registry.id,
        registry.name,
        registry.kind,
        registry.district,
        registry.industry,
        strict=True,
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

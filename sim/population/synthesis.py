"""From totals to organizations without names: ``docs/draws-population.md`` section 2."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.draws import F64, I64, U64, Lineage, Process, draw, keys, lineage, lineages, named
from sim.plan.organizations import Synthesis, Totals
from sim.plan.place import Place
from sim.population.frame import (
    CELLS,
    COUNTS,
    KIND_PARTS,
    UNKNOWN,
    UNKNOWN_MONTH,
    UNNAMED,
    Frame,
)
from sim.state.codes import Kind

BY_PLACE, BY_KIND = 3, 4
"""Second parts of lineages: an organization by its place there; a kind as a whole."""


def sampled(synthesis: Synthesis, share: float) -> Synthesis:
    """Return the totals of a sample: each total times the share, rounded.

    What a sample of organizations would hold on average is held exactly, and joint branches stay
    whole, which they would not if organizations were left out one by one.
    """
    if share == 1.0:
        return synthesis
    kinds = {kind: _scaled(totals, share) for kind, totals in synthesis.kinds.items()}
    total = _scaled(synthesis.total, share)
    given = sum(totals.organizations or 0 for totals in kinds.values())
    named_all = given and synthesis.total.organizations == sum(
        totals.organizations or 0 for totals in synthesis.kinds.values()
    )
    organizations = given if named_all else max(1, given, total.organizations or 0)
    changes: dict[str, int | None] = {"organizations": organizations}
    for name in COUNTS:
        value = getattr(total, name)
        if value is not None:
            parts = [getattr(totals, name) for totals in kinds.values()]
            known = sum(part for part in parts if part is not None)
            whole = named_all and None not in parts
            changes[name] = known if whole else max(value, known)
    return replace(synthesis, total=replace(total, **changes), kinds=kinds)


def _scaled(totals: Totals, share: float) -> Totals:
    scaled = {
        name: None if value is None else round(value * share)
        for name, value in vars(totals).items()
    }
    return Totals(**scaled)


def frame_of(synthesis: Synthesis, place: Place, world_keys: U64) -> Frame:
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
    """Organizations of a kind by world and cell: the whole part of what is expected, and the
    remainder by systematic sampling with one uniform a world, so that no cell is favoured."""
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

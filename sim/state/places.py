"""Cells and committees of the worlds of one place."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sim.draws import I64, U64, Lineage, committees, keys, lineages, named
from sim.state.cells import Cells, Grid
from sim.state.committees import Committees

ORGANIZATIONS_A_BUCKET = 32


class PlaceLike(Protocol):
    """What the engine asks of a place (``sim.plan.place.Place``)."""

    @property
    def district_ids(self) -> tuple[str, ...]: ...
    @property
    def industry_ids(self) -> tuple[str, ...]: ...
    @property
    def neighbours(self) -> tuple[tuple[int, ...], ...]: ...
    @property
    def industry_committees(self) -> tuple[bool, ...]: ...
    @property
    def hosted_counts(self) -> bool: ...
    @property
    def functional_counts(self) -> bool: ...


def bucket_number(organizations: int, cells: int) -> int:
    """Return the number of buckets in each cell of a place (docs/draws.md 4.4)."""
    number = 1
    while number * 2 * cells * ORGANIZATIONS_A_BUCKET <= organizations:
        number *= 2
    return number


def lay_out(place: PlaceLike, world_keys: U64, initial: I64) -> tuple[Cells, Grid, Committees]:
    """Return the cells, grid and committees of W worlds of one place.

    ``initial`` counts organizations at month 0 by (world, cell), shape (W, cells).
    """
    n_worlds = len(world_keys)
    n_districts, n_industries = len(place.district_ids), len(place.industry_ids)
    n_cells = n_districts * n_industries
    districts = np.array([named(name) for name in place.district_ids], np.uint64)
    industries = np.array([named(name) for name in place.industry_ids], np.uint64)
    district = np.repeat(np.arange(n_districts), n_industries)
    industry = np.tile(np.arange(n_industries), n_districts)
    identity = lineages(Lineage.CELL, districts[district], industries[industry])
    world = np.repeat(np.arange(n_worlds), n_cells)
    pairs = [
        (d * n_industries + i, e * n_industries + i)
        for d, near in enumerate(place.neighbours)
        for e in near
        for i in range(n_industries)
    ]
    pair = np.array(pairs, np.int64).reshape(-1, 2)
    shift = np.repeat(np.arange(n_worlds) * n_cells, len(pair))
    number = np.array([bucket_number(int(total), n_cells) for total in initial.sum(axis=1)])
    numbers = np.repeat(number, n_cells)
    start = np.cumsum(numbers) - numbers  # integers: exact
    owner = np.repeat(np.arange(len(numbers)), numbers)
    n_committees = n_districts + n_industries
    base = np.repeat(np.arange(n_worlds) * n_committees, n_cells) + 1
    tiled = np.tile(identity, n_worlds)
    cells = Cells(
        world=world,
        district=np.tile(district, n_worlds),
        industry=np.tile(industry, n_worlds),
        identity=tiled,
        key=keys(world_keys[world], tiled),
        district_identity=np.tile(districts[district], n_worlds),
        industry_identity=np.tile(industries[industry], n_worlds),
        district_committee=base + np.tile(district, n_worlds),
        industry_committee=base + n_districts + np.tile(industry, n_worlds),
        neighbour_from=np.tile(pair[:, 0], n_worlds) + shift,
        neighbour_to=np.tile(pair[:, 1], n_worlds) + shift,
        bucket_start=start,
        buckets=numbers,
        bucket_identity=lineages(
            Lineage.BUCKET, tiled[owner], np.arange(len(owner)) - start[owner]
        ),
        initial=initial.reshape(-1),
        trend=np.zeros(len(world)),
        replacement=np.ones(len(world)),
        surplus=np.zeros(len(world)),
        registered=np.zeros(len(world), np.int64),
        exits=np.zeros(len(world)),
    )
    grid = Grid(
        first=np.arange(n_worlds) * n_cells,
        districts=np.full(n_worlds, n_districts),
        industries=np.full(n_worlds, n_industries),
        district_first=np.arange(n_worlds) * n_districts,
        district_row=np.repeat(np.arange(n_worlds) * n_districts, n_cells) + cells.district,
        n_district_rows=n_worlds * n_districts,
    )
    return cells, grid, _committees(place, world_keys)


def _committees(place: PlaceLike, world_keys: U64) -> Committees:
    n_worlds = len(world_keys)
    identity = committees(place.district_ids, place.industry_ids)
    n = len(identity)
    world = np.repeat(np.arange(n_worlds), n)
    districts, industries = len(place.district_ids), len(place.industry_ids)
    places = np.r_[np.arange(districts), np.arange(industries)]
    established = [True] * districts + list(place.industry_committees)
    table = Committees()
    table.append(
        n_worlds * n,
        {
            "world": world,
            "identity": np.tile(identity, n_worlds),
            "key": keys(world_keys[world], np.tile(identity, n_worlds)),
            "place": np.tile(places, n_worlds),
            "industrial": np.tile(np.arange(n) >= districts, n_worlds),
            "established": np.tile(np.array(established), n_worlds),
            "permanent": np.tile(np.array(established), n_worlds),
        },
    )
    return table

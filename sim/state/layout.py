"""Where rows lie: compaction, and taking worlds out of a stack or several times into a new one.

Rows are referred to by index columns, declared here once; whatever moves rows renews them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np

from sim.draws import I64, U64
from sim.state.cells import Cells, Grid
from sim.state.stack import Stack
from sim.state.table import Table

TABLES = ("organizations", "members", "branches", "liaisons", "committees", "desks")

REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("organizations", "liaison", "liaisons"),
    ("organizations", "branch", "branches"),
    ("members", "organization", "organizations"),
    ("branches", "host", "organizations"),
    ("branches", "employer", "organizations"),
    ("branches", "person", "members"),
    ("liaisons", "committee", "committees"),
    ("liaisons", "desk", "desks"),
    ("desks", "committee", "committees"),
)
"""(table, column, table whose rows it holds)."""

CELL_REFERENCES = (("organizations", "cell"), ("members", "home"))
DEAD_SHARE = 0.10


def compact(stack: Stack) -> None:
    """Drop dead rows where they are many, and put rows that are used together side by side.

    Organizations are sorted by cell, members by organization; nothing else changes.
    """
    tables: dict[str, Table] = {name: getattr(stack, name) for name in TABLES}
    crowded = any(
        np.count_nonzero(~tables[name].alive[1:]) > DEAD_SHARE * (len(tables[name]) - 1)
        for name in ("organizations", "members", "branches")
    )
    if not crowded and stack.month:
        return
    organizations, members = stack.organizations, stack.members
    live = np.flatnonzero(organizations.alive)
    order = live[np.argsort(organizations.cell[live], kind="stable")]
    _renew(stack, {"organizations": organizations.keep(order)})
    live = np.flatnonzero(members.alive)
    order = live[np.argsort(members.organization[live], kind="stable")]
    moved = {"members": members.keep(order)}
    moved["branches"] = stack.branches.keep(np.flatnonzero(stack.branches.alive))
    _renew(stack, moved)


def _renew(stack: Stack, moved: dict[str, I64]) -> None:
    for table, column, other in REFERENCES:
        if other in moved:
            values = getattr(getattr(stack, table), column)
            values[...] = moved[other][values]


def take(stack: Stack, worlds: I64) -> Stack:
    """Return a new stack of the given worlds, in that order; a world may be taken repeatedly."""
    n_new = len(worlds)
    cell_source, cell_copy, cell_at = _positions(stack.cells.world, worlds, stack.n_worlds, 0)
    cells = _take_cells(stack, cell_source, cell_copy, cell_at, worlds)
    taken = replace(
        plain(stack),
        n_worlds=n_new,
        keys=stack.keys[worlds],
        start_month=stack.start_month[worlds],
        hosted_counts=stack.hosted_counts[worlds],
        functional_counts=stack.functional_counts[worlds],
        intercept=stack.intercept[worlds],
        parameters={name: value[worlds] for name, value in stack.parameters.items()},
        ways={name: value[worlds] for name, value in stack.ways.items()},
        cells=cells,
        grid=_take_grid(stack, worlds, cell_source, cell_copy),
        events=[],
        realised={},
    )
    at: dict[str, Callable[[I64, I64], I64]] = {}
    copies: dict[str, I64] = {}
    for name in TABLES:
        table: Table = getattr(stack, name)
        rows = np.arange(1, len(table))
        source, copy, lookup = _positions(table.world[rows], worlds, stack.n_worlds, 1)
        twin = table.copy()
        twin.keep(rows[source])
        twin.world[1:] = copy
        setattr(taken, name, twin)
        copies[name], at[name] = copy, lookup
    for table_name, column, other in REFERENCES:
        values = getattr(getattr(taken, table_name), column)[1:]
        found = at[other](copies[table_name], np.maximum(values - 1, 0))
        values[...] = np.where(values > 0, found, 0)
    for table_name, column in CELL_REFERENCES:
        values = getattr(getattr(taken, table_name), column)[1:]
        values[...] = cell_at(copies[table_name], values)
    for column in ("district_committee", "industry_committee"):
        values = getattr(cells, column)
        values[...] = at["committees"](cell_copy, values - 1)
    organizations = taken.organizations
    organizations.bucket[:] = buckets(cells, organizations.cell, organizations.identity)
    return taken


def committee_rows(stack: Stack, worlds: I64) -> I64:
    """Return the committee rows of worlds in the order in which a stack of them would have them."""
    size = np.bincount(stack.committees.world[1:], minlength=stack.n_worlds)
    first = np.cumsum(size) - size  # integers: exact
    rows = [np.arange(size[world]) + first[world] + 1 for world in worlds.tolist()]
    return np.concatenate([np.zeros(1, np.int64), *rows])


def plain(stack: Stack) -> Stack:
    """Return the bare stack of whatever is built on one; columns are shared."""
    return Stack(
        **{entry.name: getattr(stack, entry.name) for entry in fields(Stack) if entry.init}
    )


def buckets(cells: Cells, cell: I64, identity: U64) -> I64:
    """Return the global bucket of organizations: identity modulo the number of the cell's."""
    number = cells.buckets[cell].astype(np.uint64)
    result: I64 = cells.bucket_start[cell] + (identity % number).astype(np.int64)
    return result


def _positions(
    world: I64, worlds: I64, n_worlds: int, offset: int
) -> tuple[I64, I64, Callable[[I64, I64], I64]]:
    """Return (source row, new world) of each new row, and how to look a new row up.

    The lookup takes (new world, old row) to the new row.
    """
    order = np.argsort(world, kind="stable")
    count = np.bincount(world, minlength=n_worlds)
    first = np.cumsum(count) - count  # integers: exact
    size = count[worlds]
    start = np.cumsum(size) - size  # integers: exact
    copy = np.repeat(np.arange(len(worlds)), size)
    within = np.arange(len(copy)) - start[copy]
    source = order[first[worlds[copy]] + within]
    rank = np.empty(len(world), np.int64)
    rank[order] = np.arange(len(world)) - first[world[order]]

    def lookup(new_world: I64, old: I64) -> I64:
        if not len(rank):
            return np.zeros(len(new_world), np.int64)
        result: I64 = start[new_world] + rank[old] + offset
        return result

    return source, copy, lookup


def _take_cells(
    stack: Stack, source: I64, copy: I64, lookup: Callable[[I64, I64], I64], worlds: I64
) -> Cells:
    old = stack.cells
    by_cell = {
        field.name: getattr(old, field.name)[source]
        for field in fields(Cells)
        if field.name not in ("neighbour_from", "neighbour_to", "bucket_identity")
    }
    pair_world = old.world[old.neighbour_from]
    pairs, pair_copy, _ = _positions(pair_world, worlds, stack.n_worlds, 0)
    number = by_cell["buckets"]
    owner = np.repeat(np.arange(len(source)), number)
    start = np.cumsum(number) - number  # integers: exact
    within = np.arange(len(owner)) - start[owner]
    bucket_identity = old.bucket_identity[old.bucket_start[source][owner] + within]
    return Cells(
        **(by_cell | {"world": copy, "bucket_start": start}),
        neighbour_from=lookup(pair_copy, old.neighbour_from[pairs]),
        neighbour_to=lookup(pair_copy, old.neighbour_to[pairs]),
        bucket_identity=bucket_identity,
    )


def _take_grid(stack: Stack, worlds: I64, source: I64, copy: I64) -> Grid:
    old = stack.grid
    size = old.districts[worlds] * old.industries[worlds]
    districts = old.districts[worlds]
    district_first = np.cumsum(districts) - districts  # integers: exact
    return Grid(
        first=np.cumsum(size) - size,  # integers: exact
        districts=districts,
        industries=old.industries[worlds],
        district_first=district_first,
        district_row=district_first[copy] + stack.cells.district[source],
        n_district_rows=int(districts.sum()),
    )


def join(stacks: list[Stack]) -> Stack:
    """Put stacks side by side; they are at the same month."""
    if len(stacks) == 1:
        return stacks[0]
    first = stacks[0]
    shift = dict.fromkeys((*TABLES, "worlds", "cells", "buckets", "districts"), 0)
    parts: dict[str, list[Table]] = {name: [] for name in TABLES}
    cells: list[Cells] = []
    grids: list[Grid] = []
    for stack in stacks:
        parts_here = {name: getattr(stack, name).copy() for name in TABLES}
        for table, column, other in REFERENCES:
            values = getattr(parts_here[table], column)
            values[values > 0] += shift[other]
        for table, column in CELL_REFERENCES:
            getattr(parts_here[table], column)[1:] += shift["cells"]
        for name, table_ in parts_here.items():
            table_.world[1:] += shift["worlds"]
            parts[name].append(table_)
        cells.append(_shift_cells(stack.cells, shift))
        grid = stack.grid
        grids.append(
            replace(
                grid,
                first=grid.first + shift["cells"],
                district_first=grid.district_first + shift["districts"],
                district_row=grid.district_row + shift["districts"],
            )
        )
        for name in TABLES:
            shift[name] += len(parts_here[name]) - 1
        shift["worlds"] += stack.n_worlds
        shift["cells"] += len(stack.cells)
        shift["buckets"] += len(stack.cells.bucket_identity)
        shift["districts"] += grid.n_district_rows
    joined = replace(
        plain(first),
        n_worlds=shift["worlds"],
        keys=np.concatenate([stack.keys for stack in stacks]),
        start_month=np.concatenate([stack.start_month for stack in stacks]),
        hosted_counts=np.concatenate([stack.hosted_counts for stack in stacks]),
        functional_counts=np.concatenate([stack.functional_counts for stack in stacks]),
        intercept=np.concatenate([stack.intercept for stack in stacks]),
        parameters={
            name: np.concatenate([stack.parameters[name] for stack in stacks])
            for name in first.parameters
        },
        ways={name: np.concatenate([stack.ways[name] for stack in stacks]) for name in first.ways},
        cells=Cells(
            **{
                field.name: np.concatenate([getattr(part, field.name) for part in cells])
                for field in fields(Cells)
            }
        ),
        grid=Grid(
            **{
                field.name: np.concatenate([getattr(part, field.name) for part in grids])
                for field in fields(Grid)
                if field.name != "n_district_rows"
            },
            n_district_rows=shift["districts"],
        ),
        events=[],
        realised={},
    )
    for name in TABLES:
        setattr(joined, name, _stacked(parts[name]))
    organizations = joined.organizations
    organizations.bucket[:] = buckets(joined.cells, organizations.cell, organizations.identity)
    return joined


def _stacked(tables: list[Table]) -> Table:
    whole = tables[0].empty()
    for table in tables:
        columns = {name: getattr(table, name)[..., 1:] for name in table.names}
        alive = columns.pop("alive")
        rows = whole.append(len(table) - 1, columns)
        whole.alive[rows] = alive
    return whole


def _shift_cells(cells: Cells, shift: dict[str, int]) -> Cells:
    return replace(
        cells,
        world=cells.world + shift["worlds"],
        district_committee=cells.district_committee + shift["committees"],
        industry_committee=cells.industry_committee + shift["committees"],
        neighbour_from=cells.neighbour_from + shift["cells"],
        neighbour_to=cells.neighbour_to + shift["cells"],
        bucket_start=cells.bucket_start + shift["buckets"],
    )

"""The state of one world by identity, whatever the rows: what tests of exactness compare."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import numpy as np

from sim.state.branches import Branches
from sim.state.committees import Committees, Desks, Liaisons
from sim.state.layout import CELL_REFERENCES, REFERENCES, TABLES
from sim.state.members import Members
from sim.state.organizations import Organizations
from sim.state.stack import Stack
from sim.worlds import Worlds

Snapshot = dict[str, dict[str, np.ndarray[Any, Any]]]
NOT_COMPARED = ("world", "alive", "bucket")
"""Columns that number something of the stack; they are compared through what they stand for."""
COMPARED = {
    name: tuple(column for column in table.columns() if column not in NOT_COMPARED)
    for name, table in zip(
        TABLES, (Organizations, Members, Branches, Liaisons, Committees, Desks), strict=True
    )
}
CELL_COLUMNS = ("identity", "key", "initial", "trend", "replacement", "surplus", "registered")


def snapshot(stack: Stack, world: int) -> Snapshot:
    """Return every column of a world's live rows, sorted by identity; references as identities."""
    first_cell = int(stack.grid.first[world])
    shot: Snapshot = {}
    for name in TABLES:
        table = getattr(stack, name)
        rows = np.flatnonzero(table.alive & (table.world == world))
        rows = rows[np.argsort(table.identity[rows], kind="stable")]
        shot[name] = {column: getattr(table, column)[..., rows] for column in COMPARED[name]}
    for name, column, other in REFERENCES:
        values = shot[name][column]
        shot[name][column] = np.where(values > 0, getattr(stack, other).identity[values], 0)
    for name, column in CELL_REFERENCES:
        shot[name][column] = shot[name][column] - first_cell
    mine = stack.cells.world == world
    shot["cells"] = {column: getattr(stack.cells, column)[mine] for column in CELL_COLUMNS}
    return shot


def happened(stack: Stack, world: int) -> list[tuple[int, int, int]]:
    """Return the events of the month just done: (kind, organization, branch), sorted."""
    events = []
    for batch in stack.events:
        mine = np.flatnonzero(batch.world == world)
        events += [
            (int(batch.kind), int(batch.organization[n]), int(batch.branch[n])) for n in mine
        ]
    return sorted(events)


def booked(worlds: Worlds, world: int) -> dict[tuple[str, str], list[float]]:
    """Return what the ledger has booked: (policy, item) → quantities by committee."""
    mine = np.flatnonzero(worlds.committees.alive & (worlds.committees.world == world))
    return {
        (line.id, line.cost.item): worlds.ledger.quantity[number, mine].tolist()
        for number, line in enumerate(worlds.ledger.lines)
        if worlds.doses.levers[line.lever].worlds[world]
    }


def first_difference(a: Snapshot, b: Snapshot, *, but: Container[str] = ()) -> str | None:
    """Return where two snapshots differ bit for bit, or None; ``but`` names columns left out."""
    for table, columns in a.items():
        only = np.setxor1d(columns["identity"], b[table]["identity"])
        if len(only):
            where = "first" if only[0] in columns["identity"] else "second"
            return f"{table} {only[0]}: only in the {where}"
        for column, values in columns.items():
            other = b[table][column]
            if f"{table}.{column}" not in but and values.tobytes() != other.tobytes():
                rows = np.flatnonzero(np.atleast_2d(values != other).any(axis=0))
                row = rows[0] if len(rows) else 0
                identity, pair = columns["identity"][row], (values[..., row], other[..., row])
                return f"{table}.{column} of {identity}: {pair[0]} against {pair[1]}"
    return None

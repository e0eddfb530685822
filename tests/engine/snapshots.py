"""The state of one world by identity, whatever the rows: what tests of exactness compare."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.state.layout import CELL_REFERENCES, REFERENCES, TABLES
from sim.state.stack import Stack

Snapshot = dict[str, dict[str, np.ndarray[Any, Any]]]
ROW_BOUND = {("organizations", "bucket")}
"""Columns that number something of the stack; they are compared through what they stand for."""


def snapshot(stack: Stack, world: int) -> Snapshot:
    """Return every column of a world's live rows, sorted by identity; references as identities."""
    first_cell = int(stack.grid.first[world])
    shot: Snapshot = {}
    for name in TABLES:
        table = getattr(stack, name)
        rows = np.flatnonzero(table.alive & (table.world == world))
        rows = rows[np.argsort(table.identity[rows], kind="stable")]
        columns = {}
        for column in table.columns():
            if column in ("world", "alive") or (name, column) in ROW_BOUND:
                continue
            columns[column] = getattr(table, column)[..., rows].copy()
        shot[name] = columns
    for name, column, other in REFERENCES:
        values = shot[name][column]
        shot[name][column] = np.where(values > 0, getattr(stack, other).identity[values], 0)
    for name, column in CELL_REFERENCES:
        shot[name][column] = shot[name][column] - first_cell
    cells = stack.cells
    mine = cells.world == world
    shot["cells"] = {
        column: getattr(cells, column)[mine]
        for column in (
            "identity",
            "key",
            "initial",
            "trend",
            "replacement",
            "surplus",
            "registered",
        )
    }
    return shot


def first_difference(a: Snapshot, b: Snapshot) -> str | None:
    """Return where two snapshots differ bit for bit, or None."""
    for table, columns in a.items():
        for column, values in columns.items():
            other = b[table][column]
            if values.shape != other.shape:
                return f"{table}.{column}: {values.shape} against {other.shape}"
            if values.tobytes() != other.tobytes():
                rows = np.flatnonzero(np.atleast_2d(values != other).any(axis=0))
                row = rows[0] if len(rows) else 0
                identity = columns["identity"][row]
                return (
                    f"{table}.{column} of {identity}: {values[..., row]} against {other[..., row]}"
                )
    return None

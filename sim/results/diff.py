"""Where two runs first differ: by table, then replicate and month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.plan.edition import check_edition, edition_of
from sim.results.reading import Results
from sim.results.schema import TABLES

ABOUT: Final = ("digest", "code", "seed", "uncertainty", "months", "fugai", "numpy")
"""What ``run.json`` says that may explain a difference."""

_COUNTS: Final = {"denominator", "number", "failed", "censored"}
_VALUES: Final = _COUNTS | {
    column.name
    for columns in TABLES.values()
    for column in columns
    if column.kind in ("number", "boolean")
}
"""Columns that are no key of a row."""


@dataclass(frozen=True)
class First:
    """The first difference of a table: its row in either run, ``None`` where there is none."""

    table: str
    rows: int
    left: dict[str, Any] | None
    right: dict[str, Any] | None


@dataclass(frozen=True)
class RunDifference:
    """What two runs say differently of themselves, and the first difference of each table."""

    about: dict[str, tuple[Any, Any]]
    replicates: int
    tables: list[First]

    @property
    def same(self) -> bool:
        """Whether all tables are equal in the replicates that both runs have."""
        return not self.tables


def difference(left: Results, right: Results) -> RunDifference:
    """Compare two runs in the replicates that both have; refuse those of other editions."""
    for results in (left, right):
        check_edition(results.folder, edition_of(results.info))
    common = sorted({*left.replicates} & {*right.replicates})
    about = {
        name: (left.info[name], right.info[name])
        for name in ABOUT
        if left.info[name] != right.info[name]
    }
    found = [_first(name, left, right, common) for name in TABLES]
    return RunDifference(about, len(common), [entry for entry in found if entry is not None])


def _first(name: str, left: Results, right: Results, replicates: list[int]) -> First | None:
    a, b = (_ordered(name, run.table(name), replicates) for run in (left, right))
    if a.equals(b):
        return None
    shorter = min(len(a), len(b))
    unlike = np.zeros(shorter, bool)
    for column in a.column_names:
        equal = pc.equal(a[column].slice(0, shorter), b[column].slice(0, shorter))
        both_empty = pc.and_(
            pc.is_null(a[column].slice(0, shorter)), pc.is_null(b[column].slice(0, shorter))
        )
        unlike |= ~pc.fill_null(equal, False).to_numpy() & ~both_empty.to_numpy()
    at = int(np.argmax(unlike)) if unlike.any() else shorter
    row_a, row_b = (_row(table, at) for table in (a, b))
    if row_a is not None and row_b is not None:
        keys = [column for column in a.column_names if column not in _VALUES]
        order = [tuple(row[key] for key in keys) for row in (row_a, row_b)]
        # Rows of different keys: the smaller one is missing in the other run.
        row_a, row_b = (
            row_a if order[0] <= order[1] else None,
            row_b if order[1] <= order[0] else None,
        )
    return First(name, int(np.count_nonzero(unlike)) + abs(len(a) - len(b)), row_a, row_b)


def _ordered(name: str, table: pa.Table, replicates: list[int]) -> pa.Table:
    """Return the rows of some replicates, by replicate, month and the other keys."""
    texts = [column.name for column in TABLES[name] if column.kind == "text"]
    for text in texts:
        at = table.column_names.index(text)
        table = table.set_column(at, text, table[text].cast(pa.string()))
    table = table.filter(pc.is_in(table["replicate"], pa.array(replicates, pa.int64())))
    keys = [column for column in table.column_names if column not in _VALUES]
    first = [key for key in ("replicate", "month") if key in keys]
    keys = first + [key for key in keys if key not in first]
    return table.select(keys + [c for c in table.column_names if c in _VALUES]).sort_by(
        [(key, "ascending") for key in keys]
    ).combine_chunks()  # fmt: skip


def _row(table: pa.Table, at: int) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = table.slice(at, 1).to_pylist()
    return found[0] if found else None

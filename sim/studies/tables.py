"""Tables of a study on disk: Parquet, with a CSV beside those that are not large."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.results.parquet import booleans, codes, integers, numbers, opened, values
from sim.store.disk import defused, replace_file
from sim.studies.study import Columns

CSV_ROWS: Final = 100_000
"""Larger tables have no CSV: ``fugai export`` is for runs, Parquet for what is large."""

KINDS: Final = {"O": "text", "i": "integer", "u": "integer", "f": "number", "b": "boolean"}


def length(table: Columns) -> int:
    """Return the number of rows."""
    return len(next(iter(table.values()))) if table else 0


def _arrow(column: np.ndarray[Any, Any]) -> Any:
    kind = KINDS[column.dtype.kind]
    if kind == "text":
        names, index = np.unique(column.astype(str), return_inverse=True)
        return codes(index, names.tolist())
    if kind == "boolean":
        return booleans(column)
    return integers(column) if kind == "integer" else numbers(column)


def to_parquet(table: Columns) -> bytes:
    """Return a table as Parquet, the same bytes every time."""
    sink = pa.BufferOutputStream()
    arrow = pa.table({name: _arrow(column) for name, column in table.items()})
    pq.write_table(arrow, sink, compression="zstd", compression_level=1, write_page_checksum=True)
    return bytes(sink.getvalue())


def to_csv(table: Columns) -> bytes:
    """Return a table as CSV in UTF-8; what is no number is an empty cell, and texts no formula."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(table)
    for row in zip(*(column.tolist() for column in table.values()), strict=True):
        writer.writerow(
            defused(cell) if isinstance(cell, str) else "" if cell != cell else cell for cell in row
        )
    return sink.getvalue().encode("utf-8")


def read_table(path: Path) -> Columns:
    """Return a table from its Parquet file."""
    found = opened(path).read()
    return {
        name: np.array(column.to_pylist(), dtype=object)
        if pa.types.is_dictionary(column.type)
        else values(column)
        for name, column in zip(found.column_names, found.columns, strict=True)
    }


def write_table(folder: Path, name: str, table: Columns) -> list[str]:
    """Write a table, each file as a whole; return the names of its files."""
    files = {f"{name}.parquet": to_parquet(table)}
    if length(table) <= CSV_ROWS:
        files[f"{name}.csv"] = to_csv(table)
    for file, data in files.items():
        replace_file(folder / file, data)
    return list(files)

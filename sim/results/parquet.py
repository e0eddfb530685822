"""Columns as Arrow tables, and tables as Parquet bytes that are the same every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.results.schema import STORED, TABLES, Column, own_counts

Array = npt.NDArray[Any]

_DTYPES: Final = {pa.int32(): np.int32, pa.int64(): np.int64, pa.float64(): np.float64}
_ARROW: Final = {
    "text": pa.dictionary(pa.int32(), pa.string()),
    "integer": pa.int64(),
    "count": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table, as on disk or as read, with all that may be in it."""
    if table == "counts":
        return (*STORED[table], *own_counts())
    return TABLES[table]


def schema(table: str) -> Any:
    """Return the Arrow schema of a table, with units and labels as metadata."""
    return pa.schema(
        [
            pa.field(
                column.name,
                _ARROW[column.kind],
                metadata={"unit": column.unit, "en": column.en, "zh": column.zh},
            )
            for column in columns(table)
        ]
    )


def codes(index: Array, names: Sequence[str]) -> Any:
    """Return a text column from codes and their names."""
    return pa.DictionaryArray.from_arrays(_plain(pa.int32(), index, np.int32), _texts(names))


def counts(values: Array) -> Any:
    """Return a column of whole numbers, in 32 bits unless they come in 64."""
    if values.dtype == np.int64:
        return _plain(pa.int64(), values, np.int64)
    return _plain(pa.int32(), values, np.int32)


def empty(name: str, table: str, rows: int) -> Any:
    """Return an empty column."""
    return pa.nulls(rows, schema(table).field(name).type)


def integers(values: Array, missing: Array | None = None) -> Any:
    """Return an integer column; ``missing`` marks empty cells."""
    return _plain(pa.int64(), values, np.int64, missing)


def numbers(values: Array) -> Any:
    """Return a column of real numbers."""
    return _plain(pa.float64(), values, np.float64)


def booleans(values: Array) -> Any:
    """Return a column of yes and no."""
    bits = np.packbits(np.asarray(values, bool), bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])


# Arrays are made from buffers and read from them: pa.array and to_numpy import pandas, a fifth of
# a second, to ask whether what they are given is a pandas object.


def _plain(kind: Any, values: Array, dtype: Any, missing: Array | None = None) -> Any:
    data = np.ascontiguousarray(values, dtype)
    known = None
    if missing is not None and missing.any():
        known = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    return pa.Array.from_buffers(kind, len(data), [known, pa.py_buffer(data)])


def _texts(texts: Sequence[str]) -> Any:
    data = [text.encode("utf-8") for text in texts]
    ends = np.cumsum([0, *map(len, data)]).astype(np.int32)  # exact: lengths are integers
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(data))]
    return pa.Array.from_buffers(pa.string(), len(texts), buffers)


def values(column: Any) -> Array:
    """Return a column of integers, numbers or yes and no as an array; empty cells hold anything."""
    return np.concatenate([_values(part) for part in column.chunks] or [np.zeros(0, np.int64)])


def _values(part: Any) -> Array:
    _known, data = part.buffers()
    start, stop = part.offset, part.offset + len(part)
    if pa.types.is_boolean(part.type):
        bits = np.unpackbits(np.frombuffer(data or b"", np.uint8), bitorder="little")
        return bits[start:stop].astype(bool)
    return np.frombuffer(data or b"", _DTYPES[part.type])[start:stop]


def places(column: Any, names: Sequence[str]) -> Array:
    """Return a text column as positions in ``names``, -1 for others."""
    place = {name: number for number, name in enumerate(names)}
    parts = [np.zeros(0, np.int64)]
    for part in column.chunks:
        known = [place.get(name, -1) for name in part.dictionary.to_pylist()]
        parts.append(np.array(known, np.int64)[_values(part.indices)])
    return np.concatenate(parts)


def opened(file: Path | BinaryIO) -> Any:
    """Return a Parquet file; what is read from it is held against the checksums of its pages."""
    return pq.ParquetFile(file, page_checksum_verification=True)


def to_bytes(name: str, blocks: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a table as Parquet; each block of columns becomes a row group of its own.

    Numbers are split by bytes before compression, which suits slowly moving series; every reader
    of Arrow, DuckDB or Polars understands it.
    """
    blocks = list(blocks)
    # Counts of an extension that the scenario does not name are known, and not counted.
    used = [one for one in columns(name) if not blocks or one.name in blocks[0]]
    form = schema(name)
    form = pa.schema([form.field(one.name) for one in used])
    text = [column.name for column in used if column.kind == "text"]
    kinds = ("integer", "count", "number")
    plain = [column.name for column in used if column.kind in kinds]
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        form.with_metadata({"table": name}),
        compression="zstd",
        compression_level=1,
        use_dictionary=text,
        use_byte_stream_split=plain,
        write_statistics=["dimension", "month"],
        store_schema=True,
        write_page_checksum=True,
    ) as writer:
        for block in blocks:
            rows = pa.Table.from_arrays([block[name] for name in form.names], schema=form)
            writer.write_table(rows, row_group_size=max(1, len(rows)))
    return bytes(sink.getvalue())

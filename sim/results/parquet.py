"""Columns as Arrow tables, tables as Parquet bytes that are the same every time, and read again.

The tidy table of measures is made from the counts that are on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.measures.catalogue import MEASURES
from sim.measures.counts import OWN
from sim.measures.recorder import GROUP_MONTHS
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


def own(measure: str) -> bool:
    """Whether a measure needs what an extension counts."""
    return not OWN.keys().isdisjoint(MEASURES[measure].counts)


KEYS = ("alternative", "replicate", "month", "dimension", "group")


def columns_for(measures: Sequence[str]) -> list[str]:
    """Return the columns of ``counts`` that measures are made of."""
    return list(
        dict.fromkeys([*KEYS, *(count for name in measures for count in MEASURES[name].counts)])
    )


def counted(file: pq.ParquetFile, measures: Sequence[str]) -> list[str]:
    """Return the measures that a chunk has the counts of: older editions counted less."""
    held = {*file.schema_arrow.names}
    return [name for name in measures if held.issuperset(MEASURES[name].counts)]


def row_groups(file: pq.ParquetFile, dimension: str | None) -> list[int]:
    """Return the row groups of a dimension, all where none is named; each holds one."""
    every = range(file.metadata.num_row_groups)
    at = file.schema_arrow.names.index("dimension")
    return [
        number
        for number in every
        if dimension is None
        or file.metadata.row_group(number).column(at).statistics.min == dimension
    ]


def tidy(
    file: pq.ParquetFile, measures: Sequence[str], months: int, dimension: str | None
) -> Iterator[pa.Table]:
    """Yield the series of a chunk; ``months`` is the horizon.

    Of one dimension it is one table, of all of them a table a replicate and dimension: in one
    order, whatever the stacks that were simulated together.
    """
    measures = counted(file, measures)
    if not measures:
        return
    wanted = columns_for(measures)
    groups = [file.read_row_group(number, columns=wanted) for number in row_groups(file, dimension)]
    found = [group for group in groups if len(group)]
    if dimension is not None:
        if found:
            yield _of_dimension(pa.concat_tables(found).unify_dictionaries(), measures, months)
        return
    named: dict[str, list[pa.Table]] = {}
    for group in found:
        named.setdefault(str(group["dimension"][0]), []).append(group)
    joined = [pa.concat_tables(parts).unify_dictionaries() for parts in named.values()]
    for replicate in sorted({*values(joined[0]["replicate"]).tolist()} if joined else ()):
        for table in joined:
            own = table.filter(booleans(values(table["replicate"]) == replicate))
            if len(own):
                yield _of_dimension(own, measures, months)


def _of_dimension(found: pa.Table, measures: Sequence[str], months: int) -> pa.Table:
    whole = places(found["dimension"], ["all"])[0] == 0
    named = [name for name in measures if whole or MEASURES[name].grouped]
    return _table(found, named, months)


def _table(found: pa.Table, measures: Sequence[str], months: int) -> pa.Table:
    rows, repeat = len(found), len(measures)
    used = [MEASURES[name] for name in measures]
    top = [values(found[measure.numerator]) * measure.scale for measure in used]
    bottom = [
        values(found[measure.denominator]) if measure.denominator else np.zeros(rows, np.int64)
        for measure in used
    ]
    plain = np.repeat([measure.denominator is None for measure in used], rows)
    month = np.tile(values(found["month"]), repeat)
    columns: dict[str, Any] = {
        "replicate": integers(np.tile(values(found["replicate"]), repeat)),
        "month": integers(month),
        "measure": codes(np.repeat(np.arange(repeat), rows), list(measures)),
        "numerator": numbers(np.concatenate(top)),
        "denominator": integers(np.concatenate(bottom), plain),
    }
    for name in ("alternative", "dimension", "group"):
        texts = sorted(
            {text for part in found[name].chunks for text in part.dictionary.to_pylist()}
        )
        columns[name] = codes(np.tile(places(found[name], texts), repeat), texts)
    form = schema("series")
    whole = pa.Table.from_arrays([columns[name] for name in form.names], schema=form)
    if "district_inequality" not in measures:
        return whole
    # It is counted with the groups, once a year and at the horizon.
    yearly = (month % GROUP_MONTHS == 0) | (month == months)
    inequality = np.repeat([name == "district_inequality" for name in measures], rows)
    return whole.filter(booleans(yearly | ~inequality))

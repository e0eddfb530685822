"""The tidy table of measures, made from the counts that are on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.measures.catalogue import MEASURES
from sim.measures.counts import OWN
from sim.measures.recorder import GROUP_MONTHS
from sim.results.parquet import booleans, codes, integers, numbers, places, schema, values


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

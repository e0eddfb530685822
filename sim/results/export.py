"""A run's tables as files for other programs: one file a table, no timings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from sim.errors import InputError
from sim.locale import _
from sim.results.disk import TEMPORARY
from sim.results.names import with_names
from sim.results.parquet import to_json
from sim.results.reading import Results
from sim.results.schema import TABLES, Column, data_package
from sim.results.sheets import MARK
from sim.results.summaries import summaries
from sim.results.workbook import workbook

FORMATS: Final = ("csv", "parquet", "xlsx")
BOM: Final = b"\xef\xbb\xbf"
"""What Excel needs at the start of a CSV file to read Chinese in it."""


def export(
    results: Results,
    out: str | Path,
    form: str,
    *,
    bom: bool = False,
    names: bool = False,
    headers: str | None = None,
) -> list[Path]:
    """Write every table of a run to ``out``, and the comparison; return the files.

    ``names`` adds the registry's names of organizations; what is said of one is simulated, not
    observed. A workbook holds summaries and what is short enough, and says what is left out; with
    ``headers`` ("zh" or "en") its heads and ids are words of that language.
    """
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if form == "xlsx":
            return [workbook(results, folder / "workbook.xlsx", headers=headers, names=names)]
        files = [_table(results, folder, name, form, bom, names) for name in TABLES]
        files += [
            _whole(found, folder / f"{name}.{form}", form, bom)
            for name, found in summaries(results).items()
        ]
        paths = {path.stem: [path.name] for path in files}
        tables = {name: _as_written(columns, form) for name, columns in TABLES.items()}
        package = data_package(str(results.info["name"]), tables, paths, form)
        description = folder / "datapackage.json"
        description.write_bytes(to_json(package))
    except OSError as error:
        raise InputError(
            _("Cannot write to {folder}: {reason}").format(
                folder=folder, reason=error.strerror or error
            )
        ) from None
    return [*files, description]


def _as_written(columns: tuple[Column, ...], form: str) -> tuple[Column, ...]:
    """Return the columns as a format has them: identities are texts in CSV files."""
    return tuple(
        replace(column, kind="text") if form == "csv" and column.name == "organization" else column
        for column in columns
    )


def _table(results: Results, folder: Path, name: str, form: str, bom: bool, names: bool) -> Path:
    """Write a table chunk by chunk, so that a large run need not fit into memory."""
    path = folder / f"{name}.{form}"
    parts: Iterator[pa.Table] = results.parts(name)
    if names and name == "organizations":
        parts = with_names(results, parts)
    if name == "organizations" and form == "csv":
        parts = map(_with_texts, parts)
    _write(path, parts, form, bom)
    return path


def _with_texts(part: pa.Table) -> pa.Table:
    """Write identities as texts that spreadsheets keep: of a number they keep 15 digits.

    Quotation marks alone don't stop a spreadsheet from reading a number; a sign before it does.
    """
    place = part.column_names.index("organization")
    texts = pa.array([f"{MARK}{identity}" for identity in part["organization"].to_pylist()])
    return part.set_column(place, "organization", texts)


def _whole(table: pa.Table, path: Path, form: str, bom: bool) -> Path:
    _write(path, iter([table]), form, bom)
    return path


def _write(path: Path, parts: Iterator[pa.Table], form: str, bom: bool) -> None:
    draft = path.with_name(TEMPORARY + path.name)
    with draft.open("wb") as stream:
        first = next(parts)
        if form == "parquet":
            writer = pq.ParquetWriter(stream, first.schema, compression="zstd")
        else:
            stream.write(BOM if bom else b"")
            options = pc.WriteOptions(quoting_style="needed")
            writer = pc.CSVWriter(stream, first.schema, write_options=options)
        with writer:
            writer.write_table(first)
            for part in parts:
                writer.write_table(part)
    os.replace(draft, path)

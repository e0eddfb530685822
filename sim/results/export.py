"""A run's tables as files for other programs: one file a table, no timings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from filecmp import cmp
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from sim.errors import InputError
from sim.locale import _
from sim.results.compare import summaries
from sim.results.folder import RUN
from sim.results.reading import Results
from sim.results.schema import TABLES, Column, data_package
from sim.results.sheets import MARK
from sim.results.who import NAMES, named
from sim.results.workbook import workbook
from sim.store.disk import (
    another,
    defused,
    drafts_beside,
    is_formula,
    make_folder,
    said,
    to_json,
    unwritable,
)

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
    raw: bool = False,
    force: bool = False,
    tell: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write every table of a run to ``out``, and the comparison; return the files.

    ``names`` adds a table of the registry's names with its own facts, and nothing simulated beside
    them. A workbook holds sheets for people; with ``raw`` also the tables behind them that are
    short enough, and it says what is left out. With ``headers`` ("zh" or "en") it is in that
    language, heads and ids of raw tables too. All files are written, or none: ``InputError`` where
    one of other content is there and ``force`` isn't given. ``tell`` is called with a remark on
    texts in CSV files that are written so that no spreadsheet runs them. With ``names`` the files
    are for their owner alone.
    """
    folder = Path(out)
    if (folder / RUN).is_file():
        text = _("{folder} holds a run. Choose another folder with --out.")
        raise InputError(text.format(folder=folder))
    make_folder(folder)
    try:
        with drafts_beside(folder) as beside:
            writing = _Writing(beside, form, bom)
            drafts = _files(results, writing, names, headers, raw=raw)
            files = [folder / draft.name for draft in drafts]
            for draft, path in zip(drafts, files, strict=True):
                if path.exists() and not force and not cmp(draft, path, shallow=False):
                    raise another(path)
            for draft, path in zip(drafts, files, strict=True):
                if names:
                    draft.chmod(0o600)
                os.replace(draft, path)
    except OSError as error:
        raise unwritable(folder, error) from None
    if writing.formulas and tell is not None:
        tell(said(writing.formulas))
    return files


@dataclass
class _Writing:
    """Files of one format in a folder; ``formulas`` counts the cells that were defused."""

    folder: Path
    form: str
    bom: bool
    formulas: int = 0

    def table(self, name: str, parts: Iterator[pa.Table]) -> Path:
        """Write a table piece by piece, so that a large run need not fit into memory."""
        path = self.folder / f"{name}.{self.form}"
        with path.open("wb") as stream:
            first = next(parts)
            if self.form == "parquet":
                writer = pq.ParquetWriter(
                    stream, first.schema, compression="zstd", write_page_checksum=True
                )
            else:
                first, parts = self._harmless(first), map(self._harmless, parts)
                stream.write(BOM if self.bom else b"")
                options = pc.WriteOptions(quoting_style="needed")
                writer = pc.CSVWriter(stream, first.schema, write_options=options)
            with writer:
                writer.write_table(first)
                for part in parts:
                    writer.write_table(part)
        return path

    def _harmless(self, part: pa.Table) -> pa.Table:
        """Return rows whose texts no spreadsheet takes for formulas."""
        for place, field in enumerate(part.schema):
            coded = pa.types.is_dictionary(field.type)
            if not coded and not pa.types.is_string(field.type):
                continue
            column = part[field.name]
            if not any(is_formula(text) for text in column.unique().to_pylist()):
                continue
            cells = column.to_pylist()
            self.formulas += sum(map(is_formula, cells))
            texts = pa.array([cell and defused(cell) for cell in cells], pa.string())
            part = part.set_column(
                place, field, texts.dictionary_encode().cast(field.type) if coded else texts
            )
        return part


def _files(
    results: Results, writing: _Writing, names: bool, headers: str | None, *, raw: bool
) -> list[Path]:
    """Write all files of a format."""
    folder, form = writing.folder, writing.form
    if form == "xlsx":
        path = folder / "workbook.xlsx"
        return [workbook(results, path, headers=headers, names=names, raw=raw)]
    files = [_table(results, writing, name) for name in TABLES]
    files += [writing.table(name, iter([found])) for name, found in summaries(results).items()]
    if names:
        files.append(writing.table("names", iter([named(results)])))
    paths = {path.stem: [path.name] for path in files}
    described = {**TABLES, **({"names": NAMES} if names else {})}
    tables = {name: _as_written(columns, form) for name, columns in described.items()}
    package = data_package(str(results.info["name"]), tables, paths, form, results.own_counts)
    description = folder / "datapackage.json"
    description.write_bytes(to_json(package))
    return [*files, description]


def _as_written(columns: tuple[Column, ...], form: str) -> tuple[Column, ...]:
    """Return the columns as a format has them: identities are texts in CSV files."""
    return tuple(
        replace(column, kind="text") if form == "csv" and column.name == "organization" else column
        for column in columns
    )


def _table(results: Results, writing: _Writing, name: str) -> Path:
    parts: Iterator[pa.Table] = results.parts(name)
    if name == "organizations" and writing.form == "csv":
        parts = map(_with_texts, parts)
    return writing.table(name, parts)


def _with_texts(part: pa.Table) -> pa.Table:
    """Write identities as texts that spreadsheets keep: of a number they keep 15 digits.

    Quotation marks alone don't stop a spreadsheet from reading a number; a sign before it does.
    """
    place = part.column_names.index("organization")
    texts = pa.array([f"{MARK}{identity}" for identity in part["organization"].to_pylist()])
    return part.set_column(place, "organization", texts)

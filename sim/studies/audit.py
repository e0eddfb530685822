"""Audit: do again what a folder says was done, and compare what it holds.

A run's chunks and a study's batches are pure functions of what their folder says of the scenario.
So any of them can be simulated again on any machine with the same code. A study's tables are then
made again from its batches. Files that were changed after they were written are named as well. The
folder itself is only read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from sim.errors import InputError
from sim.locale import _
from sim.plan.edition import check_edition, edition_of
from sim.results.chunk import Chunk, Done, simulate
from sim.results.diff import ABOUT, First, difference
from sim.results.folder import RUN, STUDY, Piece, RunFolder
from sim.results.plan import jobs_for, jobs_of, organizations_of
from sim.results.reading import Results
from sim.scenario import Scenario, from_resolved
from sim.store.executors import side_by_side
from sim.store.parts import DamagedError
from sim.store.provenance import provenance, worker_code
from sim.studies.cases import Batch, Progress, Responses, simulate_batch
from sim.studies.catalogue import METHODS
from sim.studies.file import from_resolved_study
from sim.studies.folder import StudyFolder
from sim.studies.store import CaseStore, Work, expected_of, names
from sim.studies.study import Columns
from sim.studies.tables import length, read_table

Entry = TypeVar("Entry")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Audit:
    """What an audit found: ``done`` of ``parts`` chunks or batches were simulated again.

    ``about`` is what the folder was made with and what is here, where they differ. ``damaged`` are
    files that are not as they were written. ``other`` are chunks or tables with other content, and
    ``first`` the rows in which tables differ first; a study's rows name a column's two values.
    """

    folder: Path
    sort: str
    parts: int
    done: int
    about: dict[str, tuple[Any, Any]]
    damaged: tuple[str, ...]
    other: tuple[str, ...]
    first: tuple[First, ...]

    @property
    def same(self) -> bool:
        """Whether everything that was done again is what the folder holds."""
        return not (self.damaged or self.other)


def spread(entries: Sequence[Entry], sample: int | None) -> list[Entry]:
    """Return ``sample`` entries evenly spread, the first and the last among them; all of a few."""
    if sample is None or sample >= len(entries):
        return list(entries)
    places = np.linspace(0, len(entries) - 1, sample).round().astype(int)
    return [entries[place] for place in dict.fromkeys(places.tolist())]


def about(info: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what a folder was made with and what is here, where that may explain a difference."""
    here = provenance()
    return {
        name: (info[name], here[name])
        for name in (*ABOUT, "python", "pyarrow", "machine")
        if name in here and name in info and info[name] != here[name]
    }


def audit(
    folder: str | Path,
    *,
    sample: int | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Do a run or a study again, or ``sample`` of its chunks, evenly spread, and compare.

    Raises ``InputError`` where the folder holds neither, or nothing complete.
    """
    path = Path(folder)
    again = _Again(sample, jobs, executor, progress)
    if (path / STUDY).is_file():
        return _study(path, again)
    if not (path / RUN).is_file():
        raise InputError(_("{folder} holds no run and no study.").format(folder=path))
    return _run(path, again)


@dataclass(frozen=True)
class _Again:
    """Who simulates again, and how much of it."""

    sample: int | None
    jobs: int | None
    executor: Executor | None
    progress: Progress | None

    def simulated(
        self, work: Callable[[Entry], Found], parts: list[Entry], processes: int
    ) -> Iterator[tuple[Entry, Found]]:
        """Yield what is made of parts, in any order."""
        found = side_by_side(work, parts, processes, self.executor)
        for number, pair in enumerate(found, 1):
            yield pair
            if self.progress is not None:
                self.progress(number / len(parts))


def _run(path: Path, again: _Again) -> Audit:
    """Simulate chunks again and compare their tables."""
    folder = RunFolder(path)
    info, pieces = folder.info(), folder.pieces(whole=True)
    check_edition(path, edition_of(info))
    if not pieces:
        raise InputError(_("{folder} holds no complete replicate.").format(folder=path))
    scenario = from_resolved(info["scenario"])
    scenario = replace(scenario, pasts=folder.pasts(scenario))
    chosen = {tuple(piece.replicates): piece for piece in spread(pieces, again.sample)}
    plan = [Chunk(scenario, numbers, organizations_of(scenario)) for numbers in chosen]
    made = again.simulated(simulate, plan, jobs_for(scenario, plan, again.jobs))
    other = [done for chunk, done in made if not _equal(chosen[chunk.replicates], done)]
    first = _first(path, scenario, other)
    # Where no row differs, the bytes do: they were written by another pyarrow, or are damaged.
    names = [
        chosen[done.replicates].path.name
        for done in other
        if first or first is None or done.failed != chosen[done.replicates].failed
    ]
    damaged = tuple(
        error.path.relative_to(path).as_posix() for piece in pieces for error in piece.damage()
    )
    return Audit(
        path, "run", len(pieces), len(plan), about(info), damaged, tuple(names), first or ()
    )


def _equal(piece: Piece, done: Done) -> bool:
    """Whether a chunk on disk is byte for byte what was found again."""
    return piece.failed == done.failed and all(
        (piece.path / f"{table}.parquet").read_bytes() == data
        for table, data in done.tables.items()
    )


def _first(path: Path, scenario: Scenario, other: list[Done]) -> tuple[First, ...] | None:
    """Return where tables first differ in these chunks, ``None`` where they can't be read."""
    if not other:
        return ()
    with tempfile.TemporaryDirectory() as scratch:
        again = RunFolder(Path(scratch) / "again")
        with again.held():
            again.claim(scenario)
            for done in other:
                again.write(done)
        try:
            stored = Results(path, verified=False)
            return tuple(difference(stored, Results(again.path)).tables)
        except (OSError, pa.ArrowInvalid, DamagedError):
            return None


class Reader(CaseStore):
    """A store that writes nothing, and remembers every batch that was asked for."""

    def __init__(self, folder: Path, *, jobs: int | None, executor: Executor | None) -> None:
        super().__init__(folder, jobs=jobs, executor=executor)
        self.kept: dict[str, tuple[Batch, Responses]] = {}
        self.made: dict[str, Responses] = {}
        """Batches that the folder lacks, simulated for this audit."""
        self.damaged: dict[str, None] = {}
        """Files of batches that are not as they were written."""

    def read(self, batch: Batch, name: str) -> Responses | None:
        """Return the responses of a batch, and remember them."""
        try:
            found = super().read(batch, name)
        except DamagedError as error:
            found = None
            self.damaged[error.path.relative_to(self.folder.parent).as_posix()] = None
        if found is not None:
            self.kept[name] = (batch, found)
        return found or self.made.get(name)

    def write(self, batch: Batch, name: str, part: Responses) -> None:
        """Keep what the folder lacks in memory."""
        self.made[name] = part


def _study(path: Path, again: _Again) -> Audit:
    """Do a study again, or some of its batches, and compare: tables are made again as well.

    Under another version of the engine nothing that is there is trusted: all of it is simulated.
    """
    folder = StudyFolder(path)
    info = folder.info()
    check_edition(path, edition_of(info))
    if not info["complete"]:
        raise InputError(_("The study in {folder} is not complete.").format(folder=path))
    study = from_resolved_study(info["study"])
    store = Reader(path, jobs=again.jobs, executor=again.executor)
    result = METHODS[study.method].load().run(study, Work(study, store, again.progress))
    alike = info["code"] == worker_code()
    other = [f"cases/{name}" for name in store.made] if alike else []
    chosen = spread([*store.kept.values()], again.sample)
    if chosen:
        batches = [batch for batch, _found in chosen]
        expected = expected_of(batches[0].scenario, batches, 1).seconds
        processes = jobs_of(expected, len(batches), again.jobs)
        for batch, part in again.simulated(simulate_batch, batches, processes):
            (name,) = names([batch])
            if not equal(part, store.kept[name][1]):
                other.append(f"cases/{name}")
    damaged = [*store.damaged, *folder.damage()]
    first = []
    for name, table in result.tables.items():
        try:
            stored = read_table(path / f"{name}.parquet")
        except (OSError, pa.ArrowInvalid):
            continue  # named among the damaged
        found = unlike(name, stored, table)
        first += [] if found is None else [found]
    explained = about(info)
    # Of a study it is the hash of what simulates cases.
    explained.pop("code", None)
    if not alike:
        explained["code"] = (info["code"], worker_code())
    parts = len(store.kept) + len(store.made)
    done = len(chosen) + len(store.made)
    other += [entry.table for entry in first]
    return Audit(path, "study", parts, done, explained, tuple(damaged), tuple(other), tuple(first))


def equal(one: Responses, other: Responses) -> bool:
    """Whether two responses are the same, bit for bit; what is no number equals itself."""
    pairs = ((one.values, other.values), (one.yuan, other.yuan), (one.hours, other.hours))
    return one.failed == other.failed and all(
        np.array_equal(a, b, equal_nan=True) for a, b in pairs
    )


def unlike(name: str, stored: Columns, again: Columns) -> First | None:
    """Return the first row in which a table differs from the one made again."""
    rows = min(length(stored), length(again))
    differs = np.zeros(rows, bool)
    for column in again:
        a = stored[column][:rows] if column in stored else np.full(rows, None)
        b = again[column][:rows]
        same = (a == b) | ((a != a) & (b != b))
        differs |= ~same.astype(bool)
    number = int(np.count_nonzero(differs)) + abs(length(stored) - length(again))
    if not number and {*stored} == {*again}:
        return None
    at = int(np.argmax(differs)) if differs.any() else rows
    return First(name, number, *(_row(table, at) for table in (stored, again)))


def _row(table: Columns, at: int) -> dict[str, object] | None:
    if at >= length(table):
        return None
    return {name: column[at : at + 1].tolist()[0] for name, column in table.items()}

"""Audit of a study: batches are simulated again, tables made again, and both compared."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
import pyarrow as pa

from sim.errors import InputError
from sim.locale import _
from sim.methods import tables
from sim.methods.auditing import Audit, about, spread
from sim.methods.cases import Batch, Progress, Responses, look
from sim.methods.catalogue import METHODS
from sim.methods.room import expected_of
from sim.methods.store import CaseStore, cases_code, names
from sim.methods.study import Columns
from sim.methods.study_file import from_resolved_study
from sim.methods.study_folder import StudyFolder
from sim.methods.tables import length
from sim.methods.work import Work
from sim.results.diff import First
from sim.results.plan import jobs_of
from sim.results.processes import side_by_side
from sim.scenario.edition import check_edition, edition_of
from sim.store.sealed import DamagedError


class Reader(CaseStore):
    """A store that writes nothing, and remembers every batch that was asked for."""

    def __init__(self, folder: Path, jobs: int | None, executor: Executor | None) -> None:
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


def audit_study(
    path: Path,
    sample: int | None,
    jobs: int | None,
    executor: Executor | None,
    progress: Progress | None,
) -> Audit:
    """Do a study again, or some of its batches, and compare; see :mod:`sim.methods.audit`.

    Under another version of the engine nothing that is there is trusted: all of it is simulated.
    """
    folder = StudyFolder(path)
    info = folder.info()
    check_edition(path, edition_of(info))
    if not info["complete"]:
        raise InputError(_("The study in {folder} is not complete.").format(folder=path))
    study = from_resolved_study(info["study"])
    store = Reader(path, jobs, executor)
    result = METHODS[study.method].load().run(study, Work(study, store, progress))
    alike = info["code"] == cases_code()
    other = [f"cases/{name}" for name in store.made] if alike else []
    chosen = dict(spread([*store.kept.items()], sample))
    for name, part in _again(store, chosen, progress):
        if not equal(part, chosen[name][1]):
            other.append(f"cases/{name}")
    damaged = [*store.damaged, *folder.damage()]
    first = []
    for name, table in result.tables.items():
        try:
            stored = tables.read(path / f"{name}.parquet")
        except (OSError, pa.ArrowInvalid):
            continue  # named among the damaged
        found = unlike(name, stored, table)
        first += [] if found is None else [found]
    explained = about(info)
    # Of a study it is the hash of what simulates cases.
    explained.pop("code", None)
    if not alike:
        explained["code"] = (info["code"], cases_code())
    parts = len(store.kept) + len(store.made)
    done = len(chosen) + len(store.made)
    other += [entry.table for entry in first]
    return Audit(path, "study", parts, done, explained, tuple(damaged), tuple(other), tuple(first))


def _again(
    store: Reader, chosen: dict[str, tuple[Batch, Responses]], progress: Progress | None
) -> Iterator[tuple[str, Responses]]:
    """Simulate batches again, by name."""
    batches = [batch for batch, _found in chosen.values()]
    if not batches:
        return
    expected = expected_of(batches[0].scenario, batches, 1).seconds
    processes = jobs_of(expected, len(batches), store.jobs)
    parts = side_by_side(look, batches, processes, store.executor)
    for number, (batch, part) in enumerate(parts, 1):
        yield names([batch])[0], part
        if progress is not None:
            progress(number / len(batches))


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

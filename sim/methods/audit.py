"""Audit: do again what a folder says was done, and compare what it holds.

A run's chunks and a study's batches are pure functions of what their folder says of the scenario,
so any of them can be simulated again on any machine with the same code. A study's tables are then
made again from its batches. Files that were changed after they were written are named as well.
The folder itself is only read.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import Executor
from pathlib import Path

import pyarrow as pa

from sim.errors import InputError
from sim.locale import _
from sim.methods.audit_study import audit_study
from sim.methods.auditing import Audit, about, spread
from sim.methods.cases import Progress
from sim.methods.study_folder import STUDY
from sim.results.chunk import Chunk, Done, simulate
from sim.results.diff import First, difference
from sim.results.folder import RUN, Piece, RunFolder
from sim.results.plan import jobs_for, organizations_of
from sim.results.processes import side_by_side
from sim.results.reading import Results
from sim.scenario import Scenario, from_resolved
from sim.scenario.edition import check_edition, edition_of
from sim.store.sealed import DamagedError


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
    if (path / STUDY).is_file():
        return audit_study(path, sample, jobs, executor, progress)
    if not (path / RUN).is_file():
        raise InputError(_("{folder} holds no run and no study.").format(folder=path))
    return _run(path, sample, jobs, executor, progress)


def _run(
    path: Path,
    sample: int | None,
    jobs: int | None,
    executor: Executor | None,
    progress: Progress | None,
) -> Audit:
    """Simulate chunks again and compare their tables."""
    folder = RunFolder(path)
    info, pieces = folder.info(), folder.pieces(whole=True)
    check_edition(path, edition_of(info))
    if not pieces:
        raise InputError(_("{folder} holds no complete replicate.").format(folder=path))
    scenario = from_resolved(info["scenario"])
    chosen = {tuple(piece.replicates): piece for piece in spread(pieces, sample)}
    plan = [Chunk(scenario, numbers, organizations_of(scenario)) for numbers in chosen]
    other: list[Done] = []
    processes = jobs_for(scenario, plan, jobs)
    for number, (chunk, done) in enumerate(side_by_side(simulate, plan, processes, executor), 1):
        if not _equal(chosen[chunk.replicates], done):
            other.append(done)
        if progress is not None:
            progress(number / len(plan))
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

"""What a method simulates with: responses kept batch by batch on disk, and the study's budget.

What was simulated is never simulated twice.

    cases/<hash of the batch's content>/cases.parquet    a row a case × alternative × month

A batch is known by its content: scenario, alternatives, measures, months, replicates, values, and
the code that simulates. It is a part as :mod:`sim.store.parts` has them: complete or absent, and
refused by name where it is damaged.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import FugaiError, InputError
from sim.locale import _
from sim.present.numbers import whole
from sim.results.parquet import codes, integers, numbers, opened, values
from sim.results.plan import (
    SECONDS_MONTH,
    SECONDS_ORGANIZATION_MONTH,
    Estimate,
    bytes_of,
    check_room,
    jobs_of,
    memory_of,
    organizations_of,
)
from sim.scenario import Scenario
from sim.store.disk import unwritable
from sim.store.executors import side_by_side
from sim.store.parts import Parts
from sim.store.provenance import worker_code
from sim.studies.cases import Batch, Cases, Progress, Responses, gathered, simulate_batch, split
from sim.studies.study import Study

FOLDER: Final = "cases"
FILE: Final = "cases.parquet"


class CaseStore:
    """A folder of responses. ``folder`` is made when the first batch is written.

    Batches that are there are read, the others simulated on ``jobs`` processes, or by an
    ``executor`` (of other machines, say). ``announce`` gets the estimate of what is missing.
    """

    def __init__(
        self,
        folder: Path,
        *,
        jobs: int | None = None,
        executor: Executor | None = None,
        announce: Callable[[Estimate], None] | None = None,
    ) -> None:
        self.folder = folder / FOLDER
        self.parts = Parts(self.folder)
        self.jobs, self.executor, self.announce = jobs, executor, announce
        self.simulated = 0
        """Cases simulated by this store, those that were read from disk left out."""

    def respond(
        self,
        scenario: Scenario,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
        costs: bool = True,
        progress: Progress | None = None,
    ) -> Responses:
        """Return what :func:`sim.studies.cases.respond` returns, from disk where it is there.

        Raises ``InputError`` for what can't be simulated or has no room, before the start, and
        ``FugaiError`` where the disk can't be written.
        """
        batches = list(
            split(scenario, cases, measures, months=months, alternatives=alternatives, costs=costs)
        )
        if progress is not None:
            progress(0.0)
        return gathered(self._responses(scenario, batches), len(cases), progress)

    def _responses(
        self, scenario: Scenario, batches: list[Batch]
    ) -> Iterator[tuple[Batch, Responses]]:
        """Yield the batches that are there, then the others, each written as it is simulated."""
        left: list[Batch] = []
        name_of = dict(zip((batch.first for batch in batches), names(batches), strict=True))
        for batch in batches:
            part = self.read(batch, name_of[batch.first])
            if part is None:
                left.append(batch)
            else:
                yield batch, part
        if not left:
            return
        expected = expected_of(scenario, left, 1)
        processes = jobs_of(expected.seconds, len(left), self.jobs)
        expected = expected_of(scenario, left, processes)
        check_room(expected, self.folder)
        if self.announce is not None:
            self.announce(expected)
        for batch, part in side_by_side(simulate_batch, left, processes, self.executor):
            self.write(batch, name_of[batch.first], part)
            self.simulated += len(batch.cases)
            yield batch, part

    def read(self, batch: Batch, name: str) -> Responses | None:
        """Return the responses of a batch, ``None`` where they are not there."""
        if not self.parts.holds(name):
            return None
        part = self.parts.part(name)
        return responses(batch, opened(io.BytesIO(part.read(FILE))).read())

    def write(self, batch: Batch, name: str, found: Responses) -> None:
        """Write the responses of a batch: all of them, or nothing."""
        try:
            self.parts.write(name, {FILE: to_parquet(batch, found)})
        except OSError as error:
            raise FugaiError(str(unwritable(self.folder, error))) from error


def names(batches: Sequence[Batch]) -> list[str]:
    """Return by batch of one scenario the hash of its content and of the code that simulates."""
    digest = batches[0].scenario.digest()
    found = []
    for batch in batches:
        values = {key: column.tolist() for key, column in batch.cases.values.items()}
        content = [
            worker_code(), digest, batch.alternatives, batch.measures, batch.months, batch.costs,
            batch.cases.replicate.tolist(), values,
        ]  # fmt: skip
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        found.append(hashlib.blake2b(text.encode("utf-8"), digest_size=12).hexdigest())
    return found


def to_parquet(batch: Batch, part: Responses) -> bytes:
    """Return the responses of a batch as a file; costs stand in the rows of the last month."""
    n, a, _measures, t = part.values.shape
    case, alternative, month = (grid.ravel() for grid in np.indices((n, a, t)))
    last = month == t - 1
    costs = {}
    for name, amount in (("yuan", part.yuan), ("hours", part.hours)):
        costs[name] = np.full(n * a * t, np.nan)
        costs[name][last] = amount.ravel()
    columns = {
        "case": integers(case),
        "alternative": codes(alternative, part.alternatives),
        "month": integers(np.asarray(part.months)[month]),
        **{name: numbers(part.values[:, :, k].ravel()) for k, name in enumerate(part.measures)},
        **{name: numbers(amount) for name, amount in costs.items()},
    }
    failed = {str(row - batch.first): reason for row, reason in part.failed.items()}
    table = pa.table(columns).replace_schema_metadata({"failed": json.dumps(failed)})
    sink = pa.BufferOutputStream()
    real = [*part.measures, *costs]
    pq.write_table(
        table, sink, compression="zstd", compression_level=1, write_statistics=False,
        write_page_checksum=True,
        use_dictionary=["case", "alternative", "month"], use_byte_stream_split=real,
    )  # fmt: skip
    return bytes(sink.getvalue())


def responses(batch: Batch, table: Any) -> Responses:
    """Return the responses of a batch from its table."""
    shape = (len(batch.cases), len(batch.alternatives), len(batch.months))
    measured = [values(table[name]).reshape(shape) for name in batch.measures]
    yuan, hours = (values(table[name]).reshape(shape)[..., -1].copy() for name in ("yuan", "hours"))
    failed = json.loads(table.schema.metadata[b"failed"])
    return Responses(
        batch.alternatives, batch.measures, batch.months, np.stack(measured, axis=2), yuan, hours,
        {int(row) + batch.first: reason for row, reason in failed.items()},
    )  # fmt: skip


SECONDS_VARIANT_MONTH: Final = 2e-4
"""What a further mix of policies in a stack costs a month."""
BYTES_VALUE: Final = 8


def expected_of(scenario: Scenario, batches: Sequence[Batch], jobs: int) -> Estimate:
    """Return about what batches take on ``jobs`` processes."""
    first, organizations = batches[0], organizations_of(scenario)
    months, alternatives = first.months[-1], len(first.alternatives)
    rows = sum(len(batch.cases) for batch in batches)
    worlds = rows * alternatives
    mixes = worlds if any(not key.startswith("parameters.") for key in first.cases.values) else 0
    work = worlds * organizations * SECONDS_ORGANIZATION_MONTH + len(batches) * SECONDS_MONTH
    sizes = [len(batch.cases) * alternatives for batch in batches]
    kept = worlds * (len(first.measures) * len(first.months) + 2) * BYTES_VALUE
    return Estimate(
        worlds=worlds,
        seconds=months * (work + mixes * SECONDS_VARIANT_MONTH) / jobs,
        memory=memory_of(sizes, bytes_of(organizations, months), jobs) + 3.0 * kept,
        disk=float(kept),
    )


class Work:
    """The simulations of one study, counted against its budget of worlds.

    ``progress`` gets the share of the cases at hand that are done. A method that needs several
    rounds calls :meth:`respond` again; each starts from 0. Cases that failed are in ``failed``.
    """

    def __init__(self, study: Study, store: CaseStore, progress: Progress | None = None) -> None:
        self.study, self.store, self.progress = study, store, progress
        self.worlds = 0
        """Worlds asked for so far, whether they were simulated or lay in the folder."""
        self.failed: dict[str, str] = {}
        self._cases = 0

    def respond(
        self,
        cases: Cases,
        measures: Sequence[str] | None = None,
        *,
        scenario: Scenario | None = None,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        """Simulate cases: the study's scenario, measures, months, alternatives unless given.

        Raises ``InputError`` before anything is simulated where the budget has no room for them.
        """
        study = self.study
        names = study.alternatives if alternatives is None else tuple(alternatives)
        asked = len(cases) * len(names)
        if study.worlds is not None and asked > study.worlds - self.worlds:
            message = _(
                "This takes {asked} simulations ({cases} cases × {alternatives} alternatives); "
                "the study's budget leaves {left}. Raise `worlds` in the study, or ask for fewer "
                "cases."
            )
            left = whole(study.worlds - self.worlds)
            told = {"asked": whole(asked), "cases": whole(len(cases)), "left": left}
            raise InputError(message.format(**told, alternatives=len(names)))
        self.worlds += asked
        found = self.store.respond(
            study.held(study.scenario if scenario is None else scenario),
            cases,
            study.measures if measures is None else measures,
            months=study.months if months is None else months,
            alternatives=names,
            progress=self.progress,
        )
        text = _("case {case}, replicate {replicate} (seed {seed})")
        for row, reason in found.failed.items():
            replicate, seed = int(cases.replicate[row]), study.scenario.seed
            name = text.format(case=self._cases + row, replicate=replicate, seed=seed)
            self.failed[name] = reason
        self._cases += len(cases)
        return found

"""A study done in its folder: what was asked, every batch that was simulated, and the answer.

    study.json         format, edition, versions, code hash, resolved study and scenario, seconds,
                       worlds, and size and checksum of each file of the answer
    summary.json       the answer as data; summary.txt the same in words
    <table>.parquet    tidy tables, with a CSV beside those that are not large
    datapackage.json   types of the tables' columns
    cases/             responses batch by batch: what a stopped study goes on from

``study.json`` says ``complete`` only after all files are there. What the folder of a study shares
with others is in :mod:`sim.store.folder`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.errors import FugaiError, InputError
from sim.locale import N_, _
from sim.plan.content import digest_of as scenario_digest
from sim.plan.edition import edition_of, note_edition
from sim.present.notebook import study_page
from sim.results.folder import STUDY
from sim.results.plan import Estimate
from sim.store.disk import checked, replace_file, to_json, unwritable
from sim.store.folder import Folder, Kind
from sim.store.parts import FORMAT, DamagedError, damaged
from sim.store.provenance import provenance, source_hash, worker_code
from sim.studies.cases import Progress
from sim.studies.catalogue import METHODS
from sim.studies.outcomes import failures
from sim.studies.store import FOLDER, CaseStore, Work
from sim.studies.study import Study, StudyResult, digest_of
from sim.studies.tables import KINDS, read_table, write_table
from sim.text.arguments import checked_executor, path_of, whole
from sim.text.hints import known_name

if TYPE_CHECKING:
    import pandas as pd

KIND: Final = Kind(
    about=STUDY,
    parts=FOLDER,
    needed=(
        "digest",
        "code",
        "methods",
        "method",
        "complete",
        "worlds",
        "seconds",
        "failed",
        "tables",
        "study",
    ),
    nothing=N_("{folder} holds no study."),
    foreign=N_("{folder} is not empty and holds no study. Choose another folder with --out."),
    other=N_(
        "{folder} holds another study, or this one with other values "
        "({found}, not {wanted}). Choose another folder with --out."
    ),
)


class StudyFolder(Folder):
    """The folder of one study."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, KIND)

    def claim(self, study: Study) -> None:
        """Describe a new folder, or find that it holds this study; the folder must be held.

        Batches of another version of the engine are never mixed; where only a method has changed,
        the answer is made again from the batches that are there.
        """
        self.take(described(study))

    def contradicted(self, info: Mapping[str, Any]) -> str | None:
        """Return the first key that does not follow from the study, if there is one."""
        study = info["study"]
        scenario = scenario_digest(study["scenario"], info.get("extensions", {}))
        if digest_of(study, scenario) != info["digest"]:
            return "study"
        return "method" if info["method"] != study["method"] else None

    def private(self, described: Mapping[str, Any]) -> bool:
        """Whether the scenario holds the cells of a registry, names among them."""
        return described["study"]["scenario"]["organizations"].get("registry") is not None

    def abandon(self) -> None:
        """Remove a claim of which nothing was simulated, so that a refused study leaves nothing."""
        if not self.info()["complete"]:
            super().abandon()

    def complete(self) -> bool:
        """Whether the answer is there, made by the methods as they are now."""
        info = self.info()
        made = info["complete"] and info["methods"] == methods_code()
        return made and all((self.path / name).is_file() for name in self.files())

    def files(self) -> dict[str, Any]:
        """Return size and checksum by file of the answer; at first only tables had them."""
        info = self.info()
        tables = {f"{name}.parquet": known for name, known in info["tables"].items()}
        return tables | dict(info.get("files", {}))

    def damage(self) -> list[str]:
        """Return the files of the answer that are not as they were written, or gone."""
        return [
            name
            for name, known in self.files().items()
            if not (self.path / name).is_file() or checked(self.path / name) != known
        ]

    def result(self) -> StudyResult:
        """Return the answer that is there; refuse a damaged one by name."""
        for name in self.damage():
            raise damaged(self.path / name, self.path / name)
        info = self.info()
        note_edition(self.path, edition_of(info))
        found = {name: read_table(self.path / f"{name}.parquet") for name in info["tables"]}
        summary = json.loads((self.path / "summary.json").read_text(encoding="utf-8"))
        return StudyResult(found, summary, info["failed"])

    def finish(
        self, study: Study, result: StudyResult, lines: list[str], worlds: int, seconds: float
    ) -> None:
        """Write the answer, and at last that it is complete."""
        try:
            files = [
                name for key, table in result.tables.items()
                for name in write_table(self.path, key, table)
            ]  # fmt: skip
            plain = {
                **result.files,
                "summary.json": to_json(result.summary),
                "summary.txt": ("\n".join(lines) + "\n").encode("utf-8"),
                "datapackage.json": to_json(_package(study, result)),
            }
            for name, data in plain.items():
                replace_file(self.path / name, data)
            known = {name: checked(self.path / name) for name in (*files, *plain)}
            finished = {
                "complete": True,
                "worlds": worlds,
                "seconds": round(self.info()["seconds"] + seconds, 2),
                "failed": dict(result.failed),
                "tables": {name: known[f"{name}.parquet"] for name in result.tables},
                "files": known,
            }
            self.describe(described(study) | finished)
        except OSError as error:
            raise unwritable(self.path, error) from error


def methods_code() -> str:
    """Return the hash of the source of all methods, which decides what is made of responses."""
    return source_hash(("studies",))


def described(study: Study) -> dict[str, Any]:
    """Return what ``study.json`` says of a study before anything is simulated."""
    done = {"complete": False, "worlds": 0, "seconds": 0.0, "failed": {}, "tables": {}}
    return {
        "format": FORMAT,
        "digest": study.digest(),
        **provenance(),
        "extensions": study.scenario.extensions(),
        "code": worker_code(),
        "methods": methods_code(),
        "method": study.method,
        **done,
        "study": study.resolved(),
    }


def _package(study: Study, result: StudyResult) -> dict[str, Any]:
    """Return names and types of the columns, as a data package has them."""
    resources = []
    for name, table in result.tables.items():
        fields = [{"name": key, "type": KINDS[c.dtype.kind]} for key, c in table.items()]
        file = {"name": name, "path": f"{name}.parquet", "format": "parquet"}
        resources.append(file | {"schema": {"fields": fields}})
    return {"name": study.name, "profile": "data-package", "resources": resources}


class InterruptedStudyError(FugaiError):
    """A study that was stopped; what is on disk is whole."""


@dataclass(frozen=True)
class Done:
    """A finished study: where it lies, and its answer in data and in lines."""

    study: Study
    folder: Path
    result: StudyResult
    lines: list[str]
    worlds: int
    seconds: float
    simulated: bool
    """Whether anything had to be done; else all of it lay in the folder."""

    def frame(self, name: str | None = None) -> pd.DataFrame:
        """Return a table of the answer for pandas, the first of its tables unless one is named."""
        import pandas as pd

        tables = self.result.tables
        chosen = next(iter(tables)) if name is None else name
        known_name(chosen, list(tables), _('There is no table "{name}". {hint}'))
        return pd.DataFrame(dict(tables[chosen]))

    def _repr_html_(self) -> str:
        return study_page(self)

    def __str__(self) -> str:
        return "\n".join(self.lines)


def perform(
    study: Study,
    *,
    out: str | Path | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    announce: Callable[[Estimate], None] | None = None,
) -> Done:
    """Do a study in the folder ``out``, else in one below ``results/``.

    What the folder holds of it is not done again. ``announce`` gets the estimate of each round
    before it is simulated, ``progress`` the share of it that is done. Raises ``InputError`` for a
    folder with something else in it, and for what the method can't do with this study.
    """
    jobs = None if jobs is None else whole("jobs", jobs)
    checked_executor(executor)
    default = Path("results") / f"{study.name}-{study.digest()}"
    folder = StudyFolder(default if out is None else path_of("out", out))
    if folder.exists():
        folder.check(described(study))
        if folder.complete():
            folder.tidy()
            return _there(study, folder)
    with folder.held():
        folder.claim(study)
        if folder.complete():
            return _there(study, folder)
        began = time.monotonic()
        store = CaseStore(folder.path, jobs=jobs, executor=executor, announce=announce)
        work = Work(study, store, progress)
        try:
            result = METHODS[study.method].load().run(study, work)
        except DamagedError:
            raise
        except InputError:
            folder.abandon()
            raise
        except KeyboardInterrupt:
            text = _(
                "Stopped. Finished parts are in {folder}. Run the same command again to continue."
            )
            raise InterruptedStudyError(text.format(folder=folder.path)) from None
        lines = worded(study, result)
        folder.finish(study, result, lines, work.worlds, time.monotonic() - began)
        seconds = folder.info()["seconds"]
    return Done(study, folder.path, result, lines, work.worlds, seconds, True)


def _there(study: Study, folder: StudyFolder) -> Done:
    """Return the study that a folder holds, worded in the present language."""
    result, info = folder.result(), folder.info()
    lines = worded(study, result)
    return Done(study, folder.path, result, lines, info["worlds"], info["seconds"], False)


def worded(study: Study, result: StudyResult) -> list[str]:
    """Return an answer in lines, with what could not be simulated."""
    return [*METHODS[study.method].load().describe(study, result), *failures(result)]

"""The folder of a study: what was asked, every batch that was simulated, and the answer.

    study.json         format, versions, code hash, resolved study and scenario, seconds, worlds
    summary.json       the answer as data; summary.txt the same in words
    <table>.parquet    tidy tables, with a CSV beside those that are not large
    datapackage.json   types of the tables' columns
    cases/             responses batch by batch: what a stopped study goes on from

Every file is written as a whole. ``study.json`` says ``complete`` only after all tables are there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _
from sim.methods import tables
from sim.methods.store import CaseStore, cases_code
from sim.methods.study import Study, StudyResult
from sim.results.disk import TEMPORARY, checked, replace_file, unwritable
from sim.results.folder import description
from sim.results.parquet import to_json
from sim.results.provenance import provenance, source_hash

FORMAT: Final = 1
STUDY: Final = "study.json"
NEEDED: Final = (
    "digest", "code", "methods", "method", "complete", "worlds", "seconds", "failed", "tables",
    "study",
)  # fmt: skip
"""What ``study.json`` says and others rely on."""


def default_folder(study: Study) -> Path:
    """Return where a study goes unless told: by its name and the hash of its content."""
    return Path("results") / f"{study.name}-{study.digest()}"


class StudyFolder:
    """The folder of one study."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made: list[Path] = []
        """Folders that were not there before the claim, the innermost first."""

    def claim(self, study: Study) -> None:
        """Make the folder, or find it; refuse one that holds something else.

        Batches of another version of the engine are never mixed; where only a method has changed,
        the answer is made again from the batches that are there.
        """
        digest = study.digest()
        try:
            self._made = [at for at in (self.path, *self.path.parents) if not at.exists()]
            self.path.mkdir(parents=True, exist_ok=True)
            for draft in self.path.glob(f"{TEMPORARY}*"):
                draft.unlink()
            store = CaseStore(self.path)
            store.clear_drafts()
            if not (self.path / STUDY).is_file():
                if any(self.path.iterdir()):
                    message = _(
                        "{folder} is not empty and holds no study. "
                        "Choose another folder with --out."
                    )
                    raise InputError(message.format(folder=self.path))
                self._write(STUDY, _described(study, digest))
                return
        except OSError as error:
            raise unwritable(self.path, error) from None
        info = self.info()
        if info["digest"] != digest:
            raise InputError(
                _(
                    "{folder} holds another study, or this one with other values "
                    "({found}, not {wanted}). Choose another folder with --out."
                ).format(folder=self.path, found=info["digest"], wanted=digest)
            )
        if info["code"] != cases_code():
            if store.holds():
                raise InputError(
                    _(
                        "{folder} holds results of another version of the program. "
                        "Remove it, or choose another folder with --out."
                    ).format(folder=self.path)
                )
            self._write(STUDY, _described(study, digest))

    def info(self) -> dict[str, Any]:
        """Return what ``study.json`` says."""
        if not (self.path / STUDY).is_file():
            raise InputError(_("{folder} holds no study.").format(folder=self.path))
        return description(self.path / STUDY, FORMAT, NEEDED)

    def abandon(self) -> None:
        """Remove a claim of which nothing was simulated, so that a refused study leaves nothing."""
        if CaseStore(self.path).holds() or self.info()["complete"]:
            return
        (self.path / STUDY).unlink()
        for folder in self._made:
            if not any(folder.iterdir()):
                folder.rmdir()

    def complete(self) -> bool:
        """Whether the answer is there, made by the methods as they are now."""
        info = self.info()
        if not info["complete"] or info["methods"] != methods_code():
            return False
        return all((self.path / f"{name}.parquet").is_file() for name in info["tables"])

    def result(self) -> StudyResult:
        """Return the answer that is there."""
        info = self.info()
        found = {name: tables.read(self.path / f"{name}.parquet") for name in info["tables"]}
        summary = json.loads((self.path / "summary.json").read_text(encoding="utf-8"))
        return StudyResult(found, summary, info["failed"])

    def finish(
        self, study: Study, result: StudyResult, lines: list[str], worlds: int, seconds: float
    ) -> None:
        """Write the answer, and at last that it is complete."""
        try:
            for name, table in result.tables.items():
                tables.write(self.path, name, table)
            for name, data in result.files.items():
                replace_file(self.path / name, data)
            self._write("summary.json", result.summary)
            replace_file(self.path / "summary.txt", ("\n".join(lines) + "\n").encode("utf-8"))
            self._write("datapackage.json", _package(study, result))
            info = _described(study, study.digest())
            files = [f"{name}.parquet" for name in result.tables]
            info |= {
                "complete": True,
                "worlds": worlds,
                "seconds": round(self.info()["seconds"] + seconds, 2),
                "failed": dict(result.failed),
                "tables": {
                    name.removesuffix(".parquet"): checked(self.path / name) for name in files
                },
            }
            self._write(STUDY, info)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _write(self, name: str, value: Any) -> None:
        replace_file(self.path / name, to_json(value))


def methods_code() -> str:
    """Return the hash of the source of all methods, which decides what is made of responses."""
    return source_hash(("methods",))


def _described(study: Study, digest: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "digest": digest,
        **provenance(),
        "code": cases_code(),
        "methods": methods_code(),
        "method": study.method,
        "complete": False,
        "worlds": 0,
        "seconds": 0.0,
        "failed": {},
        "tables": {},
        "study": study.resolved(),
    }


def _package(study: Study, result: StudyResult) -> dict[str, Any]:
    resources = [
        {
            "name": name,
            "path": f"{name}.parquet",
            "format": "parquet",
            "schema": {"fields": tables.described(table)},
        }
        for name, table in result.tables.items()
    ]
    return {"name": study.name, "profile": "data-package", "resources": resources}

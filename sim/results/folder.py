"""A run's folder: chunks complete or absent, and a run that goes on where it was left.

    run.json           format, versions, code hash, resolved scenario, replicates, seconds
    datapackage.json   types, units and labels of the tables
    manifest.json      the chunks: replicates, files, bytes, checksums; failed replicates
    chunks/00000000-00000099/<table>.parquet

A chunk is written under a temporary name and moved as a whole, so what has its name is complete.
The manifest is made from the chunks and never trusted. Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import InputError
from sim.locale import _
from sim.results.chunk import Done
from sim.results.disk import TEMPORARY, checked, replace_file, unwritable, write_through
from sim.results.parquet import to_json
from sim.results.provenance import provenance
from sim.results.schema import FORMAT, STORED, data_package
from sim.scenario import Scenario

RUN: Final = "run.json"
FAILED: Final = "failed.json"

NEEDED: Final = (
    "digest", "code", "commit", "fugai", "python", "numpy", "system", "machine", "name", "title",
    "start", "months", "seed", "uncertainty", "alternatives", "replicates", "seconds", "scenario",
)  # fmt: skip
"""What ``run.json`` says and others rely on."""


@dataclass(frozen=True)
class Piece:
    """A complete chunk on disk."""

    path: Path
    replicates: range
    failed: dict[int, str]


def default_folder(scenario: Scenario) -> Path:
    """Return where a scenario's run goes unless told: by its name and the hash of its content."""
    return Path("results") / f"{scenario.name}-{scenario.digest()}"


class RunFolder:
    """The folder of one scenario's run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def claim(self, scenario: Scenario, given: Sequence[str] = ()) -> None:
        """Make the folder, or find it; refuse one that holds something else.

        Chunks of other code, other content, or files that are no run are never mixed. ``given``
        are the words that named the scenario on the command line, for those who run it again.
        """
        digest = scenario.digest()
        try:
            new = not (self.path / RUN).is_file()
            if new and self.path.exists():
                self._refuse_foreign()
            (self.path / "chunks").mkdir(parents=True, exist_ok=True)
            if new:
                self._write(RUN, self._described(scenario, digest))
            for left in (self.path / "chunks").glob(f"{TEMPORARY}*"):
                shutil.rmtree(left)
        except OSError as error:
            raise unwritable(self.path, error) from None
        info = self.info()
        if info["digest"] != digest:
            raise InputError(
                _(
                    "{folder} holds results of another scenario or of other values "
                    "({found}, not {wanted}). Choose another folder with --out."
                ).format(folder=self.path, found=info["digest"], wanted=digest)
            )
        described = self._described(scenario, digest)
        if info["code"] != described["code"]:
            if self.pieces():
                raise InputError(
                    _(
                        "{folder} holds results of another version of the program. "
                        "Remove it, or choose another folder with --out."
                    ).format(folder=self.path)
                )
            info = described
        # Titles are no part of the hash: the present ones are shown.
        labels = {name: described[name] for name in ("title", "alternatives", "scenario")}
        if given:
            labels["given"] = list(given)
        if info | labels != self.info():
            self._write(RUN, info | labels)

    def _refuse_foreign(self) -> None:
        others = [path.name for path in self.path.iterdir() if path.name != "chunks"]
        chunks = [path.name for path in (self.path / "chunks").glob("*")]
        if others or chunks:
            raise InputError(
                _(
                    "{folder} is not empty and holds no run. Choose another folder with --out."
                ).format(folder=self.path)
            )

    def _described(self, scenario: Scenario, digest: str) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "digest": digest,
            **provenance(),
            "name": scenario.name,
            "title": dict(scenario.title),
            "start": scenario.month_name(0),
            "months": scenario.months,
            "seed": scenario.seed,
            "uncertainty": scenario.uncertainty,
            "alternatives": {entry.id: dict(entry.title) for entry in scenario.alternatives},
            "replicates": 0,
            "seconds": 0.0,
            "scenario": scenario.resolved(),
        }

    def info(self) -> dict[str, Any]:
        """Return what ``run.json`` says."""
        if not (self.path / RUN).is_file():
            raise InputError(_("{folder} holds no run.").format(folder=self.path))
        return description(self.path / RUN, FORMAT, NEEDED)

    def pieces(self) -> list[Piece]:
        """Return the complete chunks, replicate by replicate."""
        found = []
        for path in sorted((self.path / "chunks").glob("*-*")):
            if not path.name.startswith(TEMPORARY) and _whole(path):
                first, last = map(int, path.name.split("-"))
                failed = json.loads((path / FAILED).read_text(encoding="utf-8"))
                reasons = {int(number): reason for number, reason in failed.items()}
                found.append(Piece(path, range(first, last + 1), reasons))
        return found

    def write(self, done: Done) -> None:
        """Write a chunk: all of it, or nothing."""
        name = f"{done.replicates[0]:08d}-{done.replicates[-1]:08d}"
        target, draft = self.path / "chunks" / name, self.path / "chunks" / (TEMPORARY + name)
        if target.exists():
            shutil.rmtree(target)
        failed = {str(number): reason for number, reason in done.failed.items()}
        try:
            draft.mkdir(exist_ok=True)
            for table, data in done.tables.items():
                write_through(draft / f"{table}.parquet", data)
            write_through(draft / FAILED, to_json(failed))
            os.replace(draft, target)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            raise

    def finish(self, replicates: int, seconds: float) -> None:
        """Bring the manifest, the data package and what ``run.json`` says up to date."""
        pieces = self.pieces()
        info = self.info()
        files = {
            table: [f"chunks/{piece.path.name}/{table}.parquet" for piece in pieces]
            for table in STORED
        }
        manifest = [
            {
                "replicates": [piece.replicates.start, piece.replicates.stop - 1],
                "failed": {str(number): reason for number, reason in piece.failed.items()},
                "files": {table: checked(piece.path / f"{table}.parquet") for table in STORED},
            }
            for piece in pieces
        ]
        self._write("manifest.json", manifest)
        self._write("datapackage.json", data_package(info["name"], STORED, files, "parquet"))
        done = max([replicates, info["replicates"]])
        changed = {"replicates": done, "seconds": round(info["seconds"] + seconds, 2)}
        if seconds or done != info["replicates"]:
            self._write(RUN, info | changed)

    def keep(self, name: str, value: Any) -> None:
        """Write something that was found about the run beside it."""
        self._write(name, value)

    def _write(self, name: str, value: Any) -> None:
        replace_file(self.path / name, to_json(value))


def description(path: Path, form: int, needed: Collection[str]) -> dict[str, Any]:
    """Return what a file says of its folder; refuse a damaged one, and other formats.

    A file without what is ``needed`` is damaged.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if isinstance(found, dict) and found.get("format") != form:
        text = _("{file} has a format that this version doesn't know.")
        raise InputError(text.format(file=path))
    if not isinstance(found, dict) or not found.keys() >= {*needed}:
        raise InputError(_("{file} is damaged.").format(file=path))
    return found


def _whole(path: Path) -> bool:
    """Whether a chunk has every table, each with a footer that can be read."""
    try:
        for table in STORED:
            pq.read_metadata(path / f"{table}.parquet")
    except (OSError, pa.ArrowInvalid):
        return False
    return (path / FAILED).is_file()

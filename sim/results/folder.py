"""A run's folder: chunks complete or absent, and a run that goes on where it was left.

    run.json           format, edition, versions, code hash, resolved scenario, replicates, seconds
    datapackage.json   types, units and labels of the tables
    manifest.json      the chunks: replicates, files, bytes, checksums; failed replicates
    history.json       which pasts the start accepts, where they are asked for
    chunks/00000000-00000099/<table>.parquet

What the folder of a run shares with others is in :mod:`sim.store.folder`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.extensions.registry import use
from sim.locale import N_, _
from sim.pasts import kept
from sim.plan.content import digest_of
from sim.plan.edition import EDITION
from sim.plan.past import MEDIAN_OF, Pasts
from sim.results.chunk import Done
from sim.results.described import following
from sim.results.schema import STORED, data_package
from sim.scenario import Scenario
from sim.store.disk import replace_file, to_json, unwritable
from sim.store.folder import Folder, Kind
from sim.store.parts import FORMAT, DamagedError, Part, Parts, damaged, unsealed
from sim.store.provenance import provenance

RUN: Final = "run.json"
STUDY: Final = "study.json"
"""What a study's folder has in its place."""
MANIFEST: Final = "manifest.json"
PACKAGE: Final = "datapackage.json"
HISTORY: Final = "history.json"
"""The list of pasts of a scenario that asks for them."""
FAILED: Final = "failed.json"
"""The failed replicates of a chunk without a ``part.json``, as they were written first."""

NEEDED: Final = (
    "digest", "code", "commit", "fugai", "python", "numpy", "system", "machine", "name", "title",
    "start", "months", "seed", "uncertainty", "alternatives", "replicates", "seconds", "scenario",
)  # fmt: skip
"""What ``run.json`` says and others rely on."""

KIND: Final = Kind(
    about=RUN,
    parts="chunks",
    needed=NEEDED,
    nothing=N_("{folder} holds no run."),
    foreign=N_("{folder} is not empty and holds no run. Choose another folder with --out."),
    other=N_(
        "{folder} holds results of another scenario or of other values "
        "({found}, not {wanted}). Choose another folder with --out."
    ),
)


@dataclass(frozen=True)
class Piece:
    """A complete chunk on disk."""

    part: Part
    replicates: range
    failed: dict[int, str]

    @property
    def path(self) -> Path:
        """Its folder."""
        return self.part.path

    def damage(self) -> Iterator[DamagedError]:
        """Yield what is said of each file that is not as it was written."""
        for file in self.part.about["files"]:
            try:
                self.part.read(file)
            except DamagedError as error:
                yield error


def default_folder(scenario: Scenario) -> Path:
    """Return the default folder of a run: by its name and the hash of its content."""
    return Path("results") / f"{scenario.name}-{scenario.digest()}"


class RunFolder(Folder):
    """The folder of one scenario's run."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, KIND)
        self._parts: Parts | None = None
        self._written: set[str] = set()

    def claim(self, scenario: Scenario, given: Sequence[str] = ()) -> None:
        """Describe a new folder, or find that it holds this run; the folder must be held.

        ``given`` are the words that named the scenario on the command line, for those who run it
        again.
        """
        described = self.described(scenario)
        self.take(described, _labels(described, given))
        self._parts = self.parts()

    def info(self) -> dict[str, Any]:
        """Return what the folder says of itself; refuse one that was changed, or a study's."""
        if not self.exists() and (self.path / STUDY).is_file():
            text = _(
                "{folder} holds a study, not a run. Draw it with: fugai plot study {folder}, from "
                'Python sim.plot("{folder}", "study").'
            )
            raise InputError(text.format(folder=self.path))
        return super().info()

    def stale(self, scenario: Scenario, given: Sequence[str] = ()) -> bool:
        """Whether titles, or how the scenario was given, are no longer those of ``run.json``."""
        info = self.info()
        return info != info | _labels(self.described(scenario), given)

    def described(self, scenario: Scenario) -> dict[str, Any]:
        """Return what ``run.json`` says of a scenario before anything is simulated."""
        content = scenario.resolved()
        return {
            "format": FORMAT,
            "digest": scenario.digest(),
            **provenance(),
            "extensions": scenario.extensions(),
            **following(content),
            "replicates": 0,
            "seconds": 0.0,
            "scenario": content,
        }

    def contradicted(self, info: Mapping[str, Any]) -> str | None:
        """Return the first key that does not follow from the scenario, if there is one."""
        scenario = info["scenario"]
        if digest_of(scenario, info.get("extensions", {})) != info["digest"]:
            return "scenario"
        follows = following(scenario)
        return next((key for key, value in follows.items() if info[key] != value), None)

    def private(self, described: Mapping[str, Any]) -> bool:
        """Whether the scenario holds the cells of a registry, names among them."""
        return described["scenario"]["organizations"].get("registry") is not None

    def pasts(self, scenario: Scenario) -> Pasts | None:
        """Return the list of pasts that the folder holds of a scenario, verified."""
        path = self.path / HISTORY
        if scenario.history is None or not path.is_file():
            return None
        try:
            return kept.read(path, scenario.past_digest())
        except DamagedError:
            raise
        except InputError:
            return None  # of another scenario: the folder is refused for that itself

    def tell_history(self, scenario: Scenario, replicates: int) -> None:
        """Write down which pasts the replicates have, and say in ``run.json`` what that shows."""
        if scenario.history is None or scenario.pasts is None:
            return
        info, pasts = self.info(), scenario.pasts
        drawn = scenario.uncertainty != "none"
        number = max(replicates, info["replicates"]) if drawn else MEDIAN_OF
        said = pasts.evidence(number).content()
        if not drawn:
            # Replicates keep their own numbers: only effort is learnt.
            del said["candidates"], said["weights"]
        self.put(HISTORY, kept.described(scenario, pasts))
        if info.get("history") != said:
            self.describe(info | {"history": said})

    def pieces(self, *, whole: bool = False) -> list[Piece]:
        """Return the complete chunks, replicate by replicate; refuse what belongs elsewhere.

        ``whole``: chunks that the manifest lists and that are gone are refused as well; a run
        that goes on simulates them again.
        """
        info = self.info()
        listed = self._listed(info)
        parts = self.parts()
        found = [self._piece(parts, name, info, listed) for name in parts.names()]
        found.sort(key=lambda piece: piece.replicates.start)
        for one, other in pairwise(found):
            if other.replicates.start < one.replicates.stop:
                text = _(
                    "{one} and {other} hold the same replicates: one was copied from elsewhere. "
                    "Remove it; the command that made the folder simulates what is missing."
                )
                raise DamagedError(other.path, text.format(one=one.path, other=other.path.name))
        gone = [name for name in listed if not parts.holds(name)]
        if gone and whole:
            text = _("{part} is gone. The command that made the folder simulates it again.")
            path = self.parts_folder / gone[0]
            raise DamagedError(path, text.format(part=path))
        return found

    def _piece(
        self, parts: Parts, name: str, info: Mapping[str, Any], listed: Mapping[str, Any]
    ) -> Piece:
        path = self.parts_folder / name
        numbers = re.fullmatch(r"(\d{8})-(\d{8})", name)
        if numbers is None or not path.is_dir():
            text = _("{part} is no chunk of a run: it was copied or renamed. Remove it.")
            raise DamagedError(path, text.format(part=path))
        part = self._first(path, listed.get(name)) if "edition" not in info else parts.part(name)
        first, last = map(int, numbers.groups())
        tables = {f"{table}.parquet" for table in STORED}
        if not {*part.about["files"]} >= tables or part.about["replicates"] != [first, last]:
            raise damaged(path, path)
        if name in listed and listed[name] != _entry(part):
            raise damaged(path, path)
        failed = {int(number): reason for number, reason in part.about["failed"].items()}
        return Piece(part, range(first, last + 1), failed)

    def _first(self, path: Path, listed: Mapping[str, Any] | None) -> Part:
        """Return a chunk as it was first written: its checksums stand in the manifest alone."""
        try:
            failed = json.loads((path / FAILED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise damaged(path / FAILED, path) from None
        if listed is None or failed != listed["failed"]:
            raise damaged(path, path)
        return Part(path, listed)

    def _listed(self, info: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the manifest says of each chunk, by name."""
        path = self.path / MANIFEST
        if not path.is_file():
            return {}
        if "edition" in info:
            entries = self._own(path, ("chunks",))["chunks"]
        else:
            try:
                entries = [_of_first(entry) for entry in json.loads(path.read_text("utf-8"))]
            except (ValueError, KeyError, TypeError, AttributeError):
                raise DamagedError(path, _("{file} is damaged.").format(file=path)) from None
        return {"{:08d}-{:08d}".format(*entry["replicates"]): entry for entry in entries}

    def write(self, done: Done) -> None:
        """Write a chunk: all of it, or nothing. The folder must have been claimed."""
        assert self._parts is not None
        ends = [done.replicates[0], done.replicates[-1]]
        name = "{:08d}-{:08d}".format(*ends)
        failed = {str(number): reason for number, reason in done.failed.items()}
        files = {f"{table}.parquet": data for table, data in done.tables.items()}
        self._parts.write(name, files, {"replicates": ends, "failed": failed})
        self._written.add(name)

    def finish(self, replicates: int, seconds: float) -> None:
        """Bring the manifest, the data package and what ``run.json`` says up to date.

        Of chunks that were there before the manifest keeps what it says: a file that was damaged
        since stays known as such.
        """
        info = self.info()
        pieces = self._entries(self.parts(), self._listed(info))
        files = {table: [f"chunks/{name}/{table}.parquet" for name in pieces] for table in STORED}
        manifest = self._sealed() | {"chunks": list(pieces.values())}
        done = max(replicates, info["replicates"])
        changed = {"replicates": done, "seconds": round(info["seconds"] + seconds, 2)}
        try:
            self.put(MANIFEST, manifest)
            own = [name for one in info["scenario"].get("extensions", ())
                   for name in use(one).extension.counts]  # fmt: skip
            package = data_package(info["name"], STORED, files, "parquet", own)
            replace_file(self.path / PACKAGE, to_json(package))
            if seconds or done != info["replicates"]:
                self.describe(info | changed)
        except OSError as error:
            raise unwritable(self.path, error) from None

    def finished(self, replicates: int) -> bool:
        """Whether these replicates are done, and what is said beside the chunks is up to date.

        It is not where a command was killed after its last chunk.
        """
        info = self.info()
        known = {*self._listed(info)} >= {*self.parts().names()}
        return known and info["replicates"] >= replicates and (self.path / PACKAGE).is_file()

    def _entries(self, parts: Parts, listed: Mapping[str, Any]) -> dict[str, Any]:
        """Return the manifest's entries by name: those that were there, else what chunks say."""
        return {
            name: listed[name]
            if name in listed and name not in self._written
            else _entry(parts.part(name))
            for name in parts.names()
        }

    def keep(self, name: str, value: Mapping[str, Any]) -> None:
        """Write something that was found about the run beside it, known as this run's."""
        with self.held(wait=True):
            self.put(name, {**self._sealed(), **value})

    def kept(self, name: str, keys: Sequence[str]) -> dict[str, Any] | None:
        """Return by ``keys`` what was found about the run and is kept beside it, if it is."""
        path = self.path / name
        # Written before there were checksums it is as good as absent: the next run makes it again.
        if not path.is_file() or "edition" not in self.info():
            return None
        found = self._own(path, keys)
        return {key: found[key] for key in keys}

    def _sealed(self) -> dict[str, Any]:
        """Return what says of a file beside the chunks that it is this run's."""
        return {"format": FORMAT, "edition": EDITION, "of": self.info()["digest"]}

    def _own(self, path: Path, keys: Sequence[str]) -> dict[str, Any]:
        """Return a file beside the chunks; refuse a damaged one, and that of another run."""
        advice = _("Remove it; the command that made the folder makes it again.")
        found = unsealed(path, FORMAT, ("of", "edition", *keys), advice=advice)
        if found["of"] != self.info()["digest"]:
            text = _("{file} belongs to other results.")
            raise DamagedError(path, text.format(file=path), advice)
        return found


def _labels(described: Mapping[str, Any], given: Sequence[str]) -> dict[str, Any]:
    """Return what is no part of the hash: the present titles are shown."""
    labels = {name: described[name] for name in ("title", "alternatives", "scenario")}
    return labels | ({"given": list(given)} if given else {})


def _entry(part: Part) -> dict[str, Any]:
    return {name: part.about[name] for name in ("replicates", "failed", "files")}


def _of_first(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of a manifest of the first kind as one of the present."""
    files = {f"{table}.parquet": known for table, known in entry["files"].items()}
    return {"replicates": entry["replicates"], "failed": entry["failed"], "files": files}

"""Parts of results: each a folder of files that is complete or absent, and says what it holds.

What it says is sealed with a checksum, so that damage is found and named.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _, sentences
from sim.plan.edition import EDITION
from sim.store.disk import TEMPORARY, checksum, summed, to_json, write_through

PART: Final = "part.json"
FORMAT: Final = 1


@dataclass(frozen=True)
class Part:
    """A complete part on disk; ``about`` is what it says of itself."""

    path: Path
    about: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name of the part, that of its folder."""
        return self.path.name

    def read(self, file: str) -> bytes:
        """Return one of its files as it was written; refuse a damaged one by name."""
        path = self.path / file
        if file not in self.about["files"] or not path.is_file():
            raise damaged(path, self.path)
        data = path.read_bytes()
        if summed(data) != self.about["files"][file]:
            raise damaged(path, self.path)
        return data


def damaged(path: Path, part: Path) -> DamagedError:
    """Return what is said of a damaged file, and of what to do about it."""
    text = _(
        "{file} is damaged: it is not as it was written. Remove {part}; the command that made it "
        "then makes it again."
    )
    return DamagedError(path, text.format(file=path, part=part))


class Parts:
    """The parts in a folder. ``of`` are digest and code of what they belong to.

    Where parts are known by a hash of all that decides them, their name says what they belong to.
    """

    def __init__(self, folder: Path, of: tuple[str, str] | None = None) -> None:
        self.folder, self.of = folder, of

    def names(self) -> list[str]:
        """Return what lies in the folder and is no draft and no file of the system, sorted."""
        if not self.folder.is_dir():
            return []
        found = (path for path in self.folder.iterdir() if not path.name.startswith("."))
        return sorted(path.name for path in found if path.is_dir() or path.suffix == ".parquet")

    def holds(self, name: str) -> bool:
        """Whether there is a part of that name, whole or not."""
        return (self.folder / name).is_dir()

    def part(self, name: str) -> Part:
        """Return a part; refuse it where it is not whole, or not of this folder and name."""
        path = self.folder / name
        if not (path / PART).is_file():
            raise damaged(path / PART, path)
        try:
            about = unsealed(path / PART, FORMAT, ("of", "name", "files", "edition"))
        except InputError:
            raise damaged(path / PART, path) from None
        if about["name"] != name or about["of"] != (None if self.of is None else [*self.of]):
            text = _(
                "{part} is no part of the results that it lies in: it was copied or renamed. "
                "Remove it; the command that made them then simulates what is missing."
            )
            raise DamagedError(path, text.format(part=path))
        return Part(path, about)

    def write(
        self, name: str, files: Mapping[str, bytes], more: Mapping[str, Any] | None = None
    ) -> None:
        """Write a part: all of it, or nothing."""
        target, draft = self.folder / name, self.folder / f"{TEMPORARY}{name}"
        about = {
            "format": FORMAT,
            "edition": EDITION,
            "of": None if self.of is None else list(self.of),
            "name": name,
            **(more or {}),
            "files": {file: summed(data) for file, data in files.items()},
        }
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            for file, data in files.items():
                write_through(draft / file, data)
            write_through(draft / PART, sealed(about))
            os.replace(draft, target)
        except BaseException:  # Ctrl-C too
            shutil.rmtree(draft, ignore_errors=True)
            raise

    def clear_drafts(self) -> None:
        """Remove what was being written when a command was killed."""
        for draft in self.folder.glob(f"{TEMPORARY}*"):
            if draft.is_dir():
                shutil.rmtree(draft)
            else:
                draft.unlink()


SEAL: Final = "checksum"
"""The last key of a file: the checksum of all that stands before it."""


class DamagedError(InputError):
    """A file that is not as it was written, or not where it was; ``path`` is that file."""

    def __init__(self, path: Path, message: str, advice: str = "") -> None:
        super().__init__(sentences([message, advice]))
        self.path = path

    def __reduce__(self) -> tuple[type[DamagedError], tuple[Path, str]]:
        return type(self), (self.path, str(self))


def sealed(value: Mapping[str, Any]) -> bytes:
    """Return a file that says what ``value`` says, and its checksum."""
    plain = {name: each for name, each in value.items() if name != SEAL}
    return to_json({**plain, SEAL: checksum(to_json(plain))})


def unsealed(
    path: Path,
    form: int,
    needed: Collection[str],
    *,
    advice: str = "",
    unlike: Callable[[Mapping[str, Any]], str | None] | None = None,
) -> dict[str, Any]:
    """Return what a sealed file says, without its checksum; refuse a damaged one by name.

    A file without what is ``needed`` is damaged, and one of another format is refused. Files
    without an edition were written before there were checksums. ``unlike`` returns the first key
    that does not follow from the others; ``advice`` says what to do.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict) and found.get("format") != form and _holds(found):
        text = _("{file} has a format that this version doesn't know.")
        raise InputError(text.format(file=path))
    if not isinstance(found, dict) or not found.keys() >= {*needed}:
        raise DamagedError(path, _("{file} is damaged.").format(file=path), advice)
    holds, key = _holds(found), None
    try:
        key = None if unlike is None else unlike(found)
    except (KeyError, TypeError, AttributeError, ValueError):
        holds = False
    if key is not None:
        text = _("{file} was edited or is damaged: its {key} is not what was simulated.")
        raise DamagedError(path, text.format(file=path, key=key), advice)
    if not holds:
        text = _("{file} is not as it was written: it was edited or is damaged.")
        raise DamagedError(path, text.format(file=path), advice)
    found.pop(SEAL, None)
    return found


def _holds(found: Mapping[str, Any]) -> bool:
    """Whether a file is as it was written, as far as it says how."""
    if SEAL not in found and "edition" not in found:
        return True
    plain = {name: each for name, each in found.items() if name != SEAL}
    return found.get(SEAL) == checksum(to_json(plain))

"""One folder for results of every kind: a run, a study, a hindcast.

    run.json, study.json …   what was asked, with which code; sealed by a checksum
    chunks/ or cases/        parts, each a folder that is complete or absent:
        NAME/part.json       what it belongs to, and size and checksum of each of its files
        NAME/<table>.parquet

Only one command writes at a time. A part is written under a temporary name and moved as a whole, so
what has its name is complete. What is no longer as it was written, is copied from elsewhere or
stands there twice is refused by name. Nothing is ever unpickled.

The system holds the lock and lets go of it when the process ends, however it ends. A lock that was
left behind by a killed process is nobody's and is taken over. The file names process and machine,
so that a second command can say who is at work.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _
from sim.plan.edition import check_edition, edition_of
from sim.store.disk import TEMPORARY, replace_file, unwritable
from sim.store.parts import FORMAT, Parts, sealed, unsealed
from sim.store.provenance import refuse_replaced

FILE: Final = f"{TEMPORARY}lock"
WAIT: Final = 30.0
"""Seconds that a short write waits for another one."""
MOST_GONE: Final = 20
"""How often a folder is made that others remove in the same moment."""

_BYTE: Final = 1 << 30
"""The byte that is locked where the system locks bytes: far behind what the file says."""

_HELD: set[Path] = set()
"""Folders that this process holds: the system knows only whole processes."""
_MUTEX: Final = Lock()


@contextmanager
def locked(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a folder, which is made where it isn't there and removed if it stays empty.

    Raises ``InputError`` where another command holds it; ``wait`` waits for a short one first.
    """
    try:
        made = [at for at in (folder, *folder.parents) if not at.exists()]
        own = folder.resolve()
        stream = _taken(own, wait)
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        yield
    finally:
        with _MUTEX:
            _released(own / FILE, stream)
            _HELD.discard(own)
        for at in made:
            with suppress(OSError):  # it holds something, or another command has it already
                at.rmdir()


def _taken(folder: Path, wait: bool) -> int:
    """Return the open lock file of a folder once it is ours."""
    until = time.monotonic() + (WAIT if wait else 0.0)
    while True:
        with _MUTEX:
            stream = None if folder in _HELD else _there(folder)
            if stream is not None:
                _HELD.add(folder)
                return stream
        if time.monotonic() >= until:
            raise _busy(folder)
        time.sleep(0.05)


def _there(folder: Path) -> int | None:
    """Make a folder and try its lock; another command may remove what it has made for nothing."""
    for _attempt in range(MOST_GONE):
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            return _tried(folder / FILE)
    return None


def _released(path: Path, stream: int) -> None:
    """Remove a lock file and let go of it."""
    if sys.platform == "win32":
        # It removes no open file; who opens it in between keeps it, and removes it later.
        os.close(stream)
        with suppress(PermissionError):
            path.unlink(missing_ok=True)
        return
    path.unlink(missing_ok=True)
    os.close(stream)


def _tried(path: Path) -> int | None:
    """Return the lock file if it could be locked and is still the one that has the name."""
    stream = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if _locks(stream):
            try:
                there = os.stat(path)
            except FileNotFoundError:
                there = None  # its holder has just removed it
            if there is not None and os.path.samestat(there, os.fstat(stream)):
                os.ftruncate(stream, 0)
                os.write(stream, json.dumps(_own()).encode("utf-8"))
                return stream
    except OSError:
        os.close(stream)
        raise
    os.close(stream)
    return None


def _locks(stream: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(stream, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(stream, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(stream, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        # Unlike flock, it is not inherited by workers, which may outlive a killed parent a while.
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _own() -> dict[str, object]:
    return {"pid": os.getpid(), "host": socket.gethostname()}


def _holder(folder: Path) -> dict[str, object]:
    # To open and close the file of one's own lock would let go of it.
    if folder in _HELD:
        return _own()
    found: dict[str, object] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return found


def _busy(folder: Path) -> InputError:
    """Return what is said to the second of two commands."""
    try:
        found = _holder(folder)
        who = _("process {pid} on {host}").format(pid=found["pid"], host=found["host"])
    except (OSError, ValueError, KeyError, TypeError):
        who = _("another process")
    text = _(
        "{folder} is being written by another command ({who}). Wait until it has finished, then "
        "give the command again; or choose another folder with --out."
    )
    return InputError(text.format(folder=folder, who=who))


@dataclass(frozen=True)
class Kind:
    """What sort of results a folder holds, and what is said of it.

    ``about`` is the file that describes it and ``needed`` what that must say; ``parts`` is the
    folder of its parts. ``nothing``, ``foreign`` and ``other`` are sentences on a ``{folder}``.
    """

    about: str
    parts: str
    needed: tuple[str, ...]
    nothing: str
    foreign: str
    other: str


class Folder:
    """A folder of results of one kind."""

    def __init__(self, path: Path, kind: Kind) -> None:
        self.path, self.kind = path, kind

    @property
    def parts_folder(self) -> Path:
        """Where the parts are."""
        return self.path / self.kind.parts

    def exists(self) -> bool:
        """Whether the folder holds results of this kind."""
        return (self.path / self.kind.about).is_file()

    def held(self, *, wait: bool = False) -> AbstractContextManager[None]:
        """Return what holds the folder for writing; see :func:`sim.store.folder.locked`."""
        return locked(self.path, wait=wait)

    def take(self, described: Mapping[str, Any], labels: Mapping[str, Any] | None = None) -> None:
        """Describe a new folder, or find that it holds the same; refuse any other.

        What other code, other content or another edition made is never mixed. ``labels`` are no
        part of what was asked: the present ones are written. The folder must be held.
        """
        new = not self.exists()
        try:
            if new:
                self._refuse_foreign()
                self.describe(described)
            self.clear_drafts()
        except OSError as error:
            raise unwritable(self.path, error) from None
        info = self.check(described)
        try:
            refuse_replaced()
        except InputError:
            if new:
                (self.path / self.kind.about).unlink()
            raise
        if info["code"] != described["code"]:
            info = dict(described)
        if info | dict(labels or {}) != self.info():
            self.describe(info | dict(labels or {}))

    def check(self, described: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the folder says of itself; refuse it where it holds something else."""
        info = self.info()
        check_edition(self.path, edition_of(info))
        if info["digest"] != described["digest"]:
            text = _(self.kind.other)
            raise InputError(
                text.format(
                    folder=self.path, found=info["digest"], wanted=described["digest"],
                    command=info.get("command"),
                )
            )  # fmt: skip
        if info["code"] != described["code"] and self.holds_parts():
            text = _(
                "{folder} holds results of another version of the program. "
                "Remove it, or choose another folder with --out."
            )
            raise InputError(text.format(folder=self.path))
        return info

    def _refuse_foreign(self) -> None:
        if not self.path.exists():
            return
        known = {FILE, self.kind.parts}
        names = [path.name for path in self.path.iterdir()]
        foreign = [name for name in names if name not in known and not name.startswith(TEMPORARY)]
        if foreign or self.holds_parts():
            raise InputError(_(self.kind.foreign).format(folder=self.path))

    def abandon(self) -> None:
        """Remove a claim of which nothing was simulated, so that a refusal leaves nothing."""
        if not self.holds_parts():
            (self.path / self.kind.about).unlink(missing_ok=True)

    def info(self) -> dict[str, Any]:
        """Return what the folder says of itself; refuse one that was changed."""
        if not self.exists():
            raise InputError(_(self.kind.nothing).format(folder=self.path))
        return unsealed(
            self.path / self.kind.about, FORMAT, self.kind.needed,
            advice=_("Do it again, into another folder with --out."), unlike=self.contradicted,
        )  # fmt: skip

    def contradicted(self, info: Mapping[str, Any]) -> str | None:
        """Return the first key that does not follow from what was asked, if there is one."""
        return None

    def holds_parts(self) -> bool:
        """Whether anything is there that was simulated."""
        return bool(Parts(self.parts_folder).names())

    def parts(self) -> Parts:
        """Return the parts that are there, and what writes more."""
        info = self.info()
        return Parts(self.parts_folder, (str(info["digest"]), str(info["code"])))

    def private(self, described: Mapping[str, Any]) -> bool:
        """Whether what the folder says of itself holds names."""
        return False

    def describe(self, described: Mapping[str, Any]) -> None:
        """Write what the folder says of itself."""
        self.put(self.kind.about, described, private=self.private(described))

    def put(self, name: str, value: Mapping[str, Any], *, private: bool = False) -> None:
        """Write a sealed file beside the parts."""
        replace_file(self.path / name, sealed(value), private=private)

    def tidy(self) -> None:
        """Remove what a command that was killed has left, unless another one is at work."""
        if any(self.path.glob(f"{TEMPORARY}*")):
            with suppress(InputError, OSError), self.held():
                self.clear_drafts()

    def clear_drafts(self) -> None:
        """Remove what was being written when a command was killed."""
        for draft in self.path.glob(f"{TEMPORARY}*"):
            if draft.is_file() and draft.name != FILE:
                draft.unlink(missing_ok=True)
        Parts(self.parts_folder).clear_drafts()

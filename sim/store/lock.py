"""One writer at a time: a lock that dies with its process, and says whose it is.

The system holds the lock and lets go of it when the process ends, however it ends: a lock that was
left behind by a killed process is nobody's and is taken over. The file names process and machine,
so that a second command can say who is at work.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Final

from sim.errors import InputError
from sim.locale import _
from sim.store.disk import TEMPORARY, unwritable

FILE: Final = f"{TEMPORARY}lock"
WAIT: Final = 30.0
"""Seconds that a short write waits for another one."""

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
        folder.mkdir(parents=True, exist_ok=True)
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
            if at.is_dir() and not any(at.iterdir()):
                at.rmdir()


def _taken(folder: Path, wait: bool) -> int:
    """Return the open lock file of a folder once it is ours."""
    until = time.monotonic() + (WAIT if wait else 0.0)
    while True:
        with _MUTEX:
            stream = None if folder in _HELD else _tried(folder / FILE)
            if stream is not None:
                _HELD.add(folder)
                return stream
        if time.monotonic() >= until:
            raise _busy(folder)
        time.sleep(0.05)


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

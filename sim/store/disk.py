"""Files that are complete or absent, whatever stops the program or fills the disk.

What is written for people is never written over something else, and a folder that can't be written
is named before anything is simulated for it. In tables for spreadsheets a text that would be a
formula is defused.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _, ngettext

TEMPORARY: Final = ".tmp-"
"""How the name of a file or folder begins while it is being written."""


class UnwritableError(InputError):
    """A folder or file that can't be written."""


def write_through(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write bytes and see them on the disk before anything refers to them.

    What holds names is ``private``: only its owner can read it.
    """
    mode = 0o600 if private else 0o666
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file as a whole under a temporary name, then give it its own.

    Where that fails (a full disk), the file is what it was and nothing is left beside it. The
    temporary name is this process's own: two of them never write one draft. A draft of the same
    file by a process that was killed is removed.
    """
    draft = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        _clear_left(path.parent, path.name)
        draft.unlink(missing_ok=True)
        write_through(draft, data, private=private)
        os.replace(draft, path)
    except BaseException:  # Ctrl-C too
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def drafts_beside(folder: Path) -> Iterator[Path]:
    """Make a folder for files that belong together, inside the one that they are for.

    It is removed at the end; what a process that was killed has left of such a folder, at once.
    """
    _clear_left(folder, f"{_TOGETHER}*")
    prefix = f"{TEMPORARY}{os.getpid()}-{_TOGETHER}"
    with TemporaryDirectory(dir=folder, prefix=prefix) as beside:
        yield Path(beside)


_TOGETHER: Final = "together-"


def _clear_left(folder: Path, name: str) -> None:
    """Remove drafts, of one name or of names that begin so, whose process is no more."""
    plain = name if name.endswith("*") else glob.escape(name)
    for left in folder.glob(f"{TEMPORARY}*-{plain}"):
        number = left.name.removeprefix(TEMPORARY).partition("-")[0]
        if number.isdecimal() and not _lives(int(number)):
            with suppress(OSError):
                if left.is_dir():
                    shutil.rmtree(left)
                else:
                    left.unlink()


def _lives(process: int) -> bool:
    """Whether a process is there; Windows, where to ask would be to stop it, is not asked."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # it is somebody else's, or no number of a process: left alone
    return True


def place_file(path: Path, data: bytes, *, force: bool = False, private: bool = False) -> Path:
    """Write a file for people, ``private`` where it holds names; return its path.

    Raises ``InputError`` where it can't be written, a folder in its place among the reasons, and
    where a file of other content is there and ``force`` isn't given.
    """
    try:
        if not force and path.is_file() and path.read_bytes() != data:
            raise another(path)
        _no_folder(path)
        replace_file(path, data, private=private)
    except OSError as error:
        raise _cannot_write(path, error) from None
    return path


def place_files(files: Mapping[Path, bytes], *, force: bool = False) -> list[Path]:
    """Write files for people that belong together: all of them, or none where one is in the way."""
    if not force:
        for path, data in files.items():
            if path.is_file() and path.read_bytes() != data:
                raise another(path)
    return [place_file(path, data, force=force) for path, data in files.items()]


def check_place(path: Path) -> None:
    """Raise ``InputError`` where no file can be written: before the work for it is done."""
    try:
        _no_folder(path)
        with TemporaryFile(dir=path.parent, prefix=TEMPORARY):
            pass
    except OSError as error:
        raise _cannot_write(path, error) from None


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _cannot_write(path: Path, error: OSError) -> UnwritableError:
    text = _("Cannot write {file}: {reason}")
    return UnwritableError(text.format(file=path, reason=_reason(path.parent, error)))


def another(path: Path) -> InputError:
    """Return what is said of a file of other content that is in the way."""
    return InputError(
        _("{file} exists and is another one: --force writes over it.").format(file=path)
    )


def make_folder(folder: Path, *, to_write: bool = False) -> None:
    """Make a folder, or find it; ``InputError`` where that can't be.

    ``to_write`` also tries whether files may be made in it: for folders that nothing is written
    into before the work is done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if to_write:
            with TemporaryFile(dir=folder, prefix=TEMPORARY):
                pass
    except OSError as error:
        raise unwritable(folder, error) from None


def unwritable(folder: Path, error: OSError) -> UnwritableError:
    """Return what is said of a folder that can't be written."""
    text = _("Cannot write to {folder}: {reason}")
    return UnwritableError(text.format(folder=folder, reason=_reason(folder, error)))


def _reason(folder: Path, error: OSError) -> str:
    """Return why a folder can't be written; the system says "File exists" of a file in its way."""
    for at in (folder, *folder.parents):
        if os.path.isfile(at):
            return _("{file} is a file, not a folder.").format(file=at)
    return error.strerror or str(error)


def to_json(value: Any) -> bytes:
    """Return JSON for people to read, the same bytes every time."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False)
    return (text + "\n").encode("utf-8")


def checked(path: Path) -> dict[str, Any]:
    """Return size and checksum of a file."""
    return summed(path.read_bytes())


def summed(data: bytes) -> dict[str, Any]:
    """Return size and checksum of what a file holds."""
    return {"bytes": len(data), "blake2b": checksum(data)}


def checksum(data: bytes) -> str:
    """Return the checksum of bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, full-width signs among them."""


def is_formula(text: object) -> bool:
    """Whether a spreadsheet would run a text as a formula."""
    return isinstance(text, str) and text.startswith(STARTS)


def defused(text: str) -> str:
    """Return a text as a spreadsheet shows it: with an apostrophe before what is no formula."""
    return f"'{text}" if is_formula(text) else text


def said(cells: int) -> str:
    """Return what is said of the number of cells that were defused."""
    text = ngettext(
        "{n} cell begins like a formula (=, +, - or @) and got an apostrophe before it.",
        "{n} cells begin like a formula (=, +, - or @) and got an apostrophe before them.",
        cells,
    )
    return text.format(n=f"{cells:,}")

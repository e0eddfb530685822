"""Files that are complete or absent, whatever stops the program or fills the disk."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, Final

TEMPORARY: Final = ".tmp-"
"""How the name of a file or folder begins while it is being written."""


def write_through(path: Path, data: bytes) -> None:
    """Write bytes and see them on the disk before anything refers to them."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Write a file as a whole under a temporary name, then give it its own.

    Where that fails (a full disk), the file is what it was and nothing is left beside it.
    """
    draft = path.with_name(TEMPORARY + path.name)
    try:
        write_through(draft, data)
        os.replace(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def checked(path: Path) -> dict[str, Any]:
    """Return size and checksum of a file."""
    data = path.read_bytes()
    return {"bytes": len(data), "blake2b": checksum(data)}


def checksum(data: bytes) -> str:
    """Return the checksum of bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()

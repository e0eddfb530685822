"""JSON files that notice when they were changed, and the one error for what is damaged."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _
from sim.store.disk import checksum, to_json

SEAL: Final = "checksum"
"""The last key of a file: the checksum of all that stands before it."""


class DamagedError(InputError):
    """A file that is not as it was written, or not where it was; ``path`` is that file."""

    def __init__(self, path: Path, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
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

"""One folder for results of every kind: a run, a study, a hindcast.

    run.json, study.json …   what was asked, with which code; sealed by a checksum
    chunks/ or cases/        parts, each a folder that is complete or absent:
        NAME/part.json       what it belongs to, and size and checksum of each of its files
        NAME/<table>.parquet

Only one command writes at a time. A part is written under a temporary name and moved as a whole,
so what has its name is complete; what is no longer as it was written, is copied from elsewhere or
stands there twice is refused by name. Nothing is ever unpickled.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.locale import _
from sim.plan.edition import check_edition, edition_of
from sim.store.disk import TEMPORARY, replace_file, unwritable
from sim.store.lock import FILE, locked
from sim.store.originals import refuse_replaced
from sim.store.parts import FORMAT, Parts, sealed, unsealed


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
        """Return what holds the folder for writing; see :func:`sim.store.lock.locked`."""
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
        if any(path.name not in known for path in self.path.iterdir()) or self.holds_parts():
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

    def clear_drafts(self) -> None:
        """Remove what was being written when a command was killed."""
        for draft in self.path.glob(f"{TEMPORARY}*"):
            if draft.is_file() and draft.name != FILE:
                draft.unlink(missing_ok=True)
        Parts(self.parts_folder).clear_drafts()

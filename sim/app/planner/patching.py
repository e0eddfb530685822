"""A scenario's text with other tables: what did not change keeps its lines and its comments.

What changed is written anew: a value in its line, a list of tables (the alternatives) as a whole.
A text that is written in a way that this does not follow is written anew altogether.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sim.scenario.writing import dumps

_HEAD: Final = re.compile(r"\s*\[.*\]\s*(#.*)?$")
_ABSENT: Final = object()


@dataclass
class Section:
    """Lines from one header to the next; the first section has none, and an empty ``name``.

    ``name`` is the table's outermost key, ``own`` whether the header is of that table itself.
    """

    name: str
    own: bool
    head: str = ""
    """Remarks that stand directly above the header, and the header."""
    pieces: list[tuple[str, str]] = field(default_factory=list)
    """Key and text of each value; an empty key for remarks and empty lines."""

    @property
    def text(self) -> str:
        """Its lines."""
        return self.head + "".join(text for _key, text in self.pieces)

    def set(self, key: str, value: Any) -> None:
        """Write a value in the line of the old one, below the last one, or nowhere."""
        keys = [name for name, _text in self.pieces]
        at = keys.index(key) if key in keys else 1 + _last(keys)
        self.pieces = [piece for n, piece in enumerate(self.pieces) if piece[0] != key or n < at]
        if value is not _ABSENT:
            self.pieces.insert(at, (key, dumps({key: value}).strip("\n") + "\n"))


def patched(text: str, data: Mapping[str, Any]) -> str:
    """Return ``text`` changed so that it says ``data``."""
    try:
        found = _patched(text.replace("\r\n", "\n"), data)
        same = _said(found) == tomllib.loads(dumps(data))
    except tomllib.TOMLDecodeError:
        same = False
    return found if same else dumps(data)


def _said(text: str) -> Any:
    """Return what a text says, without what is empty."""
    return tomllib.loads(dumps(tomllib.loads(text)))


def _patched(text: str, data: Mapping[str, Any]) -> str:
    old = tomllib.loads(text)
    sections = _sections(text)
    for key in dict.fromkeys((*old, *data)):
        new = data.get(key, _ABSENT)
        if new in ({}, []):
            new = _ABSENT
        if old.get(key, _ABSENT) != new:
            sections = _replaced(sections, key, old.get(key), new)
    return "".join(section.text for section in sections)


def _replaced(sections: list[Section], key: str, old: Any, new: Any) -> list[Section]:
    """Return the sections with another value of a key of the file, or without it."""
    root, *_others = sections
    named = [section for section in sections if section.name == key]
    value = new is _ABSENT or not (isinstance(new, Mapping) or dumps({key: new}).startswith("["))
    if not named and (value or any(name == key for name, _text in root.pieces)):
        root.set(key, new)
        return sections
    if len(named) == 1 and named[0].own and _plain(old) and (new is _ABSENT or _plain(new)):
        wanted: Mapping[str, Any] = {} if new is _ABSENT else new
        for name in dict.fromkeys((*old, *wanted)):
            if old.get(name, _ABSENT) != wanted.get(name, _ABSENT):
                named[0].set(name, wanted.get(name, _ABSENT))
        if wanted or "#" in named[0].text:
            return sections
        return [section for section in sections if section is not named[0]]
    body = "" if new is _ABSENT else _table(key, new) + "\n"
    if not named:
        sections[-1].pieces.append(("", "" if sections[-1].text.endswith("\n\n") else "\n"))
        return [*sections, Section(key, own=True, head=body.rstrip("\n") + "\n")]
    made = Section(key, own=True, head=_remarks(named[0].head) + body if body else "")
    kept = [section for section in sections if section.name != key]
    kept.insert(sections.index(named[0]), made)
    return kept


def _table(key: str, value: Any) -> str:
    """Return a table or a list of tables under a header of its own."""
    text = dumps({key: value})
    if text.startswith("["):
        return text
    return f"[{key}]\n" + dumps(value)


def _plain(table: Any) -> bool:
    """Whether a table's values each fit in a line of their own."""
    return isinstance(table, Mapping) and not any(
        dumps({name: value}).startswith("[") for name, value in table.items()
    )


def _remarks(head: str) -> str:
    """Return what stands above a header."""
    return "".join(line for line in head.splitlines(keepends=True) if line.startswith("#"))


def _last(keys: list[str]) -> int:
    """Return where the last key stands, -1 where there is none."""
    return max((n for n, key in enumerate(keys) if key), default=-1)


def _sections(text: str) -> list[Section]:
    """Return a text's sections, value by value."""
    found = [Section("", own=False)]
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.strip() or line.lstrip().startswith("#"):
            found[-1].pieces.append(("", line))
        elif _HEAD.match(line):
            ((name, inner),) = tomllib.loads(line).items()
            above = _taken_remarks(found[-1])
            found.append(Section(name, own=inner == {}, head=above + line))
        else:
            while (key := _key("".join(lines[at:end]))) is None and end < len(lines):
                end += 1
            found[-1].pieces.append((key or "?", "".join(lines[at:end])))
        at = end
    return found


def _taken_remarks(section: Section) -> str:
    """Take the remarks at the end of a section away: they belong to the header that follows."""
    taken: list[str] = []
    while section.pieces and section.pieces[-1][0] == "" and section.pieces[-1][1].startswith("#"):
        taken.insert(0, section.pieces.pop()[1])
    return "".join(taken)


def _key(text: str) -> str | None:
    """Return the key of a value that may go over several lines; None where it is not whole yet."""
    try:
        return next(iter(tomllib.loads(text)))
    except tomllib.TOMLDecodeError:
        return None

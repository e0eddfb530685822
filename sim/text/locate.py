"""Where each key and value of a TOML text stands, so that a message can point at it.

A tolerant scanner, not a parser: ``tomllib`` decides what is valid. Paths are those of the parsed
document (``("alternatives", 0, "policies", 2, "liaisons")``), array positions included.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


@dataclass(frozen=True)
class Span:
    """A piece of the text: offsets of its first character and of the one after its last."""

    start: int
    end: int


@dataclass
class Positions:
    """What the scanner found: places of keys and values, keys given twice, what stays open."""

    text: str
    keys: dict[Path, Span] = field(default_factory=dict)
    values: dict[Path, Span] = field(default_factory=dict)
    duplicates: list[tuple[Path, Span, Span]] = field(default_factory=list)
    unclosed: Span | None = None

    def __post_init__(self) -> None:
        self._starts = [0] + [at + 1 for at, sign in enumerate(self.text) if sign == "\n"]

    def line_of(self, offset: int) -> int:
        """Line of an offset, counted from 1."""
        return bisect_right(self._starts, offset)

    def column_of(self, offset: int) -> int:
        """Column of an offset in its line, in characters from 0."""
        return offset - self._starts[self.line_of(offset) - 1]

    def find(self, path: Path, *, key: bool = False) -> Span | None:
        """Place of a value (or key), else of the nearest table around it that is in the text."""
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        while path:
            found = first.get(path) or second.get(path)
            if found is not None:
                return found
            path, first, second = path[:-1], self.keys, self.values
        return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Positions(text)
        self.counts: dict[Path, int] = {}

    def peek(self, length: int = 1) -> str:
        return self.text[self.at : self.at + length]

    def skip_blank(self, *, lines: bool) -> None:
        """Skip spaces, and with ``lines`` comments and line ends."""
        blank = " \t\r\n" if lines else " \t"
        while self.at < len(self.text):
            if self.text[self.at] in blank:
                self.at += 1
            elif lines and self.text[self.at] == "#":
                self.skip_line()
            else:
                return

    def skip_line(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def document(self) -> Positions:
        """Scan the whole text."""
        table: Path = ()
        while True:
            self.skip_blank(lines=True)
            if self.at >= len(self.text):
                return self.found
            if self.peek() == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip_line()

    def header(self) -> Path:
        """Scan ``[a.b]`` or ``[[a.b]]`` and return the path of the table that it opens."""
        start, array = self.at, self.peek(2) == "[["
        self.at += 2 if array else 1
        names = self.key()
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path])
        if names:
            path = (*path, names[-1])
        end = self.text.find("]", self.at) + 1 or len(self.text)
        span = Span(start, end + 1 if array and self.text[end : end + 1] == "]" else end)
        if array:
            self.counts[path] = self.counts.get(path, -1) + 1
            self.found.keys.setdefault(path, span)
            path = (*path, self.counts[path])
        elif path in self.counts:
            path = (*path, self.counts[path])
        self.add(self.found.keys, path, span)
        return path

    def add(self, places: dict[Path, Span], path: Path, span: Span) -> None:
        if path in places and places is self.found.keys:
            self.found.duplicates.append((path, places[path], span))
        else:
            places[path] = span

    def key(self) -> list[str]:
        """Scan a dotted key and return its parts."""
        parts: list[str] = []
        while True:
            self.skip_blank(lines=False)
            if self.peek() in ("'", '"'):
                start = self.at
                self.string()
                parts.append(_unquoted(self.text[start : self.at]))
            else:
                start = self.at
                while self.peek() and self.peek() in BARE:
                    self.at += 1
                parts.append(self.text[start : self.at])
            self.skip_blank(lines=False)
            if self.peek() != ".":
                return parts
            self.at += 1

    def pair(self, table: Path) -> None:
        """Scan ``key = value`` within a table."""
        start = self.at
        names = self.key()
        end = start + len(self.text[start : self.at].rstrip())
        self.skip_blank(lines=False)
        if self.peek() != "=" or not all(names):
            return
        self.at += 1
        for depth in range(1, len(names)):
            self.found.keys.setdefault((*table, *names[:depth]), Span(start, end))
        path = (*table, *names)
        self.add(self.found.keys, path, Span(start, end))
        self.value(path)

    def value(self, path: Path) -> None:
        """Scan a value and record where it stands."""
        self.skip_blank(lines=False)
        start = self.at
        if self.peek() == "[":
            self.entries(path, "]")
        elif self.peek() == "{":
            self.entries(path, "}")
        elif self.peek() in ("'", '"'):
            self.string()
        else:
            while self.peek() and self.peek() not in ",]}#\n\r":
                self.at += 1
            while self.at > start and self.text[self.at - 1] in " \t":
                self.at -= 1
        self.add(self.found.values, path, Span(start, self.at))

    def entries(self, path: Path, closing: str) -> None:
        """Scan the entries of an array or an inline table."""
        opened, count = self.at, 0
        self.at += 1
        while True:
            self.skip_blank(lines=True)
            before = self.at
            if self.peek() == closing:
                self.at += 1
                return
            if self.peek() == ",":
                self.at += 1
            elif closing == "]":
                self.value((*path, count))
                count += 1
            else:
                self.pair(path)
            if self.at >= len(self.text) or self.at == before:
                self.found.unclosed = self.found.unclosed or Span(opened, opened + 1)
                return

    def string(self) -> None:
        """Skip a string of any of the four sorts."""
        quote = self.peek()
        closing = quote * 3 if self.peek(3) == quote * 3 else quote
        opened = self.at
        self.at += len(closing)
        while self.at < len(self.text):
            if self.text.startswith(closing, self.at):
                self.at += len(closing)
                return
            if len(closing) == 1 and self.peek() == "\n":
                return
            self.at += 2 if self.peek() == "\\" and quote == '"' else 1
        self.at = len(self.text)
        if len(closing) == 3:
            self.found.unclosed = self.found.unclosed or Span(opened, opened + 3)


def _unquoted(quoted: str) -> str:
    """Return what a quoted key says; broken quotes say what is between them."""
    try:
        text = tomllib.loads(f"key = {quoted}")["key"]
    except tomllib.TOMLDecodeError:
        return quoted[1:-1]
    return str(text)


def locate(text: str) -> Positions:
    """Scan a TOML text, valid or not."""
    return _Scanner(text).document()


def value_at(path: Path, data: Any) -> Any:
    """Return what stands at a path of parsed data, ``None`` where nothing does."""
    for part in path:
        if isinstance(data, list):
            data = data[part] if isinstance(part, int) and 0 <= part < len(data) else None
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data

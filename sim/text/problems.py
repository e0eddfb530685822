"""Mistakes in what a planner wrote, all at once: where, what was found, what is allowed.

Every check adds to a :class:`Report`, by path of the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.errors import InputError
from sim.locale import _, ngettext, sentences
from sim.text.locate import Path, Positions, Span

MISTAKE, WARNING = "✗", "!"
"""What stands before a mistake, and before what is only to be looked at."""
MOST_SHOWN = 60
MOST_COLUMNS = 160
LEFT_OF_CARET = 60


@dataclass(frozen=True)
class Problem:
    """One mistake, or one warning.

    ``line`` counts from 1, columns are characters of the last shown line.
    """

    source: str
    """File, or ``--set`` for a value given on the command line."""
    message: str
    hint: str = ""
    line: int | None = None
    start: int = 0
    end: int = 0
    shown: tuple[tuple[int, str], ...] = ()
    """Lines of the file with their numbers; the last one holds the mistake."""
    mark: str = MISTAKE

    def __str__(self) -> str:
        where = self.source if self.line is None else f"{self.source}:{self.line}"
        parts = [f"{self.mark} {where}: {self.message}"]
        left = max(0, self.end - MOST_COLUMNS) and max(0, self.start - LEFT_OF_CARET)
        parts += [f"{number:>6} | {_clipped(text, left)}".rstrip() for number, text in self.shown]
        if self.shown and self.end > self.start:
            text = _clipped(self.shown[-1][1], left)
            start, end = self.start - left, self.end - left
            caret = "^" * max(1, width(text[start:end]))
            parts.append(f"       | {' ' * width(text[:start])}{caret}")
        if self.hint:
            parts.append(f"    → {self.hint}")
        return "\n".join(parts)


class ScenarioError(InputError):
    """Every mistake found in a scenario and the files that it names."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count, more = len(self.problems), len(self.problems) - MOST_SHOWN
        last = ngettext("{n} mistake.", "{n} mistakes.", count).format(n=count)
        if more > 0:
            last = sentences([last, _("The first {n} are shown.").format(n=MOST_SHOWN)])
        super().__init__("\n\n".join([*map(str, self.problems[:MOST_SHOWN]), last]))


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a Chinese or full-width character."""
    columns = 0
    for sign in text:
        if not unicodedata.combining(sign):
            columns += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return columns


def _clipped(text: str, left: int) -> str:
    """Cut a long line on both sides, so that it does not wrap and the caret stays below."""
    if left:
        text = f"…{text[left + 1 :]}"
    return text if len(text) <= MOST_COLUMNS else f"{text[: MOST_COLUMNS - 1]}…"


def line_problem(
    source: str, text: str, line: int, columns: tuple[int, int], message: str, hint: str = ""
) -> Problem:
    """Build a problem that shows its line of ``text`` and the line before; tabs become spaces."""
    lines = text.split("\n")
    shown = tuple(
        (number, lines[number - 1].replace("\t", " "))
        for number in (line - 1, line)
        if number == line or (number and lines[number - 1].strip())
    )
    start, end = columns
    return Problem(source, message, hint, line, start, max(end, start + 1), shown)


def span_problem(
    source: str, positions: Positions, span: Span, message: str, hint: str = ""
) -> Problem:
    """Build a problem that points at a span of a scanned text (its first line)."""
    line, start = positions.line_of(span.start), positions.column_of(span.start)
    length = positions.text[span.start : span.end].partition("\n")[0]
    return line_problem(source, positions.text, line, (start, start + len(length)), message, hint)


MOST_LISTED = 12


def one_of(values: Sequence[str]) -> str:
    """List what is allowed, shortened where it is long."""
    listed = [f'"{value}"' for value in values[:MOST_LISTED]]
    if len(values) > MOST_LISTED:
        listed.append("…")
    return _(", ").join(listed)


@dataclass(frozen=True)
class Issue:
    """A mistake at a path of the file; ``at_key`` points at the key, not at its value.

    ``absent`` is the path of a key that is not there. ``meant`` is the path that an unknown key
    probably stands for. Where they are the same, the second message says it all.
    """

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False
    absent: Path | None = None
    meant: Path | None = None


@dataclass
class Report:
    """Mistakes and warnings found so far."""

    issues: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def refuse(
        self,
        path: Path,
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        absent: Path | None = None,
    ) -> None:
        """Add a mistake; ``absent`` is the path of what is not there, if that is the mistake."""
        self.issues.append(Issue(path, message, hint, at_key, absent))

    def warn(self, path: Path, message: str, hint: str = "") -> None:
        """Add a warning."""
        self.warnings.append(Issue(path, message, hint))

"""From the bytes of a file to plain tables, with every slip in the TOML found at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any, Final

from sim.locale import _
from sim.scenario.mending import blanked, fits, lacks_comma, mended, on_one_line, table_over_lines
from sim.scenario.slips import hint_for, marked_columns, open_quote
from sim.text.locate import Path, Positions, Span, locate
from sim.text.problems import Problem, ScenarioError, line_problem, span_problem

MOST_ERRORS = 50
MOST_BYTES: Final = 20_000_000
MOST_LEVELS: Final = 40
MOST_PARTS: Final = 40
MOST_DIGITS: Final = 300
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_PART = r"[\w-]*"
_DOTTED = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART}){{{MOST_PARTS},}}")
_NUMBER = re.compile(rf"[0-9+-][0-9A-Za-z_.+-]{{{MOST_DIGITS},}}")
_AGAIN = re.compile(r"Cannot overwrite|Duplicate|twice|Cannot mutate|Cannot redefine")


@dataclass(frozen=True)
class Document:
    """A file as read: its tables, where everything stands, and what is not valid TOML."""

    source: str
    folder: FilePath
    positions: Positions
    data: dict[str, Any]
    problems: tuple[Problem, ...]


def read(path: FilePath) -> Document:
    """Read a scenario file; what cannot be read at all raises, slips are collected."""
    if path.stat().st_size > MOST_BYTES:
        message = _("This file is larger than {n} MB: no scenario is.")
        raise ScenarioError([Problem(path.name, message.format(n=MOST_BYTES // 1_000_000))])
    text = decode(path.read_bytes(), path.name)
    found = excess(text)
    if found is not None:
        at, message = found
        line, start = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1)
        raise ScenarioError([line_problem(path.name, text, line, (start, start + 1), message)])
    data, problems = parse(text, path.name)
    return Document(path.name, path.parent, locate(text), data, tuple(problems))


def excess(text: str) -> tuple[int, str] | None:
    """Return where a TOML text is too deep or too long to be read, and how; ``None`` if it isn't.

    Texts and comments may hold anything: they are blanked first, at the same offsets.
    """
    bare = blanked(text)
    depth = 0
    for found in re.finditer(r"[\[\]{}]", bare):
        depth = depth + 1 if found[0] in "[{" else max(0, depth - 1)
        if depth > MOST_LEVELS:
            message = _("Brackets within brackets, more than {n} levels deep.")
            return found.start(), message.format(n=MOST_LEVELS)
    dotted = _DOTTED.search(bare)
    if dotted:
        return dotted.start(), _("A key of more than {n} parts.").format(n=MOST_PARTS)
    number = _NUMBER.search(bare)
    if number:
        return number.start(), _("A number of more than {n} digits.").format(n=MOST_DIGITS)
    return None


def decode(raw: bytes, source: str) -> str:
    """Return the text of a UTF-8 file, with or without BOM; other encodings are named."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScenarioError([_wrong_encoding(source, "UTF-16")])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        raise ScenarioError([_wrong_encoding(source, "")]) from None
    shown = text.split("\n")[line - 1].rstrip("\r")
    problem = _wrong_encoding(source, "GBK")
    raise ScenarioError(
        [Problem(source, problem.message, problem.hint, line, shown=((line, shown),))]
    )


def _wrong_encoding(source: str, name: str) -> Problem:
    message = (
        _("This file is not UTF-8; it looks like {name}.").format(name=name)
        if name
        else _("This file is not text in UTF-8.")
    )
    return Problem(source, message, _("Save it again with the encoding UTF-8."))


def parse(text: str, source: str) -> tuple[dict[str, Any], list[Problem]]:
    """Parse TOML; after a slip go on with the line that was meant, or without it.

    So the other mistakes are found too.
    """
    problems: list[Problem] = []
    written = text.split("\n")
    lines = [*written]
    while True:
        try:
            return tomllib.loads("\n".join(lines)), [_as_written(p, written) for p in problems]
        except tomllib.TOMLDecodeError as error:
            line, column = _place(str(error), lines)
            apart = _apart(source, lines, line, column)
            if apart is not None:
                problems.append(apart)
                continue
            problem, line = _syntax_problem(str(error), source, lines, line, column)
        again = problem.line in {other.line for other in problems}
        if not again:
            problems.append(problem)
        meant = mended(lines[line - 1])
        if not again and meant != lines[line - 1] and fits(meant):
            lines[line - 1] = meant
        elif len(problems) >= MOST_ERRORS or not _stands_alone(lines[line - 1]):
            return {}, [_as_written(problem, written) for problem in problems]
        else:
            lines[line - 1] = ""


def _as_written(problem: Problem, lines: Sequence[str]) -> Problem:
    """Show the lines as the file has them, not as they were mended."""
    shown = tuple((number, lines[number - 1].replace("\t", " ")) for number, _line in problem.shown)
    return replace(problem, shown=shown)


def _apart(source: str, lines: list[str], line: int, column: int) -> Problem | None:
    """Say of an inline table over several lines, or of entries without a comma, what is wrong.

    The lines are mended in place, so that everything else can be read.
    """
    text = "\n".join(lines)
    at = min(len(text), sum(len(entry) + 1 for entry in lines[: line - 1]) + column)
    inside = table_over_lines(text, at)
    if inside is not None:
        start, end = inside
        first = text.count("\n", 0, start)
        last = text.count("\n", 0, end - 1)
        joined = on_one_line(text[start:end])
        begin = start - (text.rfind("\n", 0, start) + 1)
        found = line_problem(
            source, text, first + 1, (begin, begin + 1),
            _("An inline table { … } stands on one line."),
            _("Write: {line}").format(line=joined),
        )  # fmt: skip
        rest = text[end:].partition("\n")[0]
        lines[first] = lines[first][:begin] + joined + rest
        lines[first + 1 : last + 1] = [""] * (last - first)
        return found
    before = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip()), 0)
    if before and lacks_comma(lines[before - 1], lines[line - 1]):
        head = lines[before - 1].partition("#")[0].rstrip()
        message = _("A comma is missing at the end of this line.")
        found = line_problem(source, text, before, (len(head) - 1, len(head)), message)
        lines[before - 1] = f"{head},"
        return found
    return None


def _stands_alone(line: str) -> bool:
    """Whether a line can be left out without tearing a bracket or a string apart."""
    return (
        line.strip() != ""
        and all(line.count(a) == line.count(b) for a, b in ("[]", "{}"))
        and '"""' not in line
        and "'''" not in line
    )


def _place(message: str, lines: list[str]) -> tuple[int, int]:
    """Line and column (from 0) that tomllib names; the last line with text where it says "end"."""
    match = _PLACE.search(message)
    if match:
        line, column = int(match[1]), int(match[2]) - 1
        # A value that lacks its end is reported at the start of the next line.
        if line > 1 and column == 0 and not lines[line - 1].strip():
            return line - 1, len(lines[line - 2])
        return line, column
    # A text that is never closed swallows the rest: it began in the first line that has one open.
    opened = (n for n, text in enumerate(lines, 1) if "Expected" in message and open_quote(text))
    last = max((n for n, text in enumerate(lines, 1) if text.strip()), default=1)
    line = next(opened, last)
    return line, len(lines[line - 1].rstrip())


def _syntax_problem(
    error: str, source: str, lines: list[str], line: int, column: int
) -> tuple[Problem, int]:
    """Word what tomllib refused, and return the line to leave out."""
    text = "\n".join(lines)
    positions = locate(text)
    if _AGAIN.search(error):
        for path, first, second in positions.duplicates:
            if positions.line_of(second.start) == line or not _PLACE.search(error):
                line = positions.line_of(second.start)
                return _duplicate(source, positions, path, first, second), line
    shown = lines[line - 1]
    if positions.unclosed and not hint_for(shown):
        opened = positions.unclosed
        line = positions.line_of(opened.start)
        message = _("This bracket or quotation mark is never closed.")
        return span_problem(source, positions, opened, message), line
    start, end = marked_columns(shown) or (min(column, max(0, len(shown) - 1)), column + 1)
    detail = _PLACE.sub("", error).replace("(at end of document)", "").strip()
    hint = hint_for(shown) or _("The TOML reader says: {detail}.").format(detail=detail)
    message = _("This line is not valid TOML.")
    return line_problem(source, text, line, (start, end), message, hint), line


def _duplicate(source: str, positions: Positions, path: Path, first: Span, second: Span) -> Problem:
    name = next(str(part) for part in reversed(path) if isinstance(part, str))
    message = _('"{name}" is given twice; the first time in line {line}.').format(
        name=name, line=positions.line_of(first.start)
    )
    return span_problem(source, positions, second, message, _("Keep one of the two."))

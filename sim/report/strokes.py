"""Paths of charts in steps, each from the point before: fewer signs for the same line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

HAIR: Final = 0.5
"""Points by which a line may be off: less than a fifth of a millimetre on paper."""

LONG: Final = 120
"""Pieces from which a path of lines is data, not a letter or a marker."""

_CURVE: Final = frozenset("QC")

Point = tuple[float, float]

_STEP: Final = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?")


def by_steps(path: re.Match[str]) -> str:
    """Return a path, its tag and its data found apart, in steps from point to point."""
    steps = "".join(_steps(_STEP.findall(path[3]), 2 if " id=" in path[1] else 1))
    return f'{path[1]}{path[2]} d="{steps}"'


def _steps(tokens: list[str], digits: int) -> Iterator[str]:
    """Yield the pieces of a path in relative commands; what is repeated is left out."""
    digits = 1 if len(tokens) > LONG and not _CURVE.intersection(tokens) else digits
    at, start, last = (0.0, 0.0), (0.0, 0.0), ""
    for command, points in _runs(tokens, digits):
        if command in "zZ":
            yield "z"
            at, last = start, "z"
            continue
        if command == "L":
            points = _straightened(at, points)
        text = ""
        for number, (x, y) in enumerate(points, start=1):
            text += _written(x - at[0], digits) + _written(y - at[1], digits)
            # The points of a curve are told from where it begins, those of lines one by one.
            if command not in _CURVE or number == len(points):
                at = (x, y)
        if command == "M":
            start = at
        name = command.lower()
        # A pair that follows a move without a command would be a line.
        yield text if name == last != "m" else name + text.lstrip()
        last = name


def _runs(tokens: list[str], digits: int) -> Iterator[tuple[str, list[Point]]]:
    """Yield commands with their points; lines that follow each other are one."""
    command, points = "", list[Point]()
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if not token.isalpha():
            points.append((round(float(token), digits), round(float(tokens[place + 1]), digits)))
            place += 2
            continue
        if not token == command == "L":
            if command:
                yield command, points
            command, points = token, []
        place += 1
    yield command, points


def _straightened(start: Point, points: list[Point]) -> list[Point]:
    """Leave out points that lie on the line between those kept, within the thickness of a hair."""
    kept: list[Point] = []
    anchor, passed = start, [points[0]]
    for point in points[1:]:
        if all(_apart(anchor, point, other) <= HAIR for other in passed):
            passed.append(point)
            continue
        anchor = passed[-1]
        kept.append(anchor)
        passed = [point]
    return [*kept, passed[-1]]


def _apart(start: Point, end: Point, point: Point) -> float:
    """Return how far a point is from the line between two others, outside of them from the end."""
    length = math.dist(start, end)
    along = (point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (
        end[1] - start[1]
    )
    if not length or along > length**2:
        return math.dist(point, end)
    across = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (
        point[0] - start[0]
    )
    return abs(across) / length


def _written(number: float, digits: int) -> str:
    """Return a number with what must stand before it: a sign or a blank."""
    text = short(number, digits)
    return text if text.startswith("-") else f" {text}"


def short(number: float, digits: int) -> str:
    """Return a number in as few signs as it takes."""
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text in ("-0", "-", "") else text

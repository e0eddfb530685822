"""Every text that a figure draws, line by line, and where it lies on the paper in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from unittest import mock

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure, SubFigure

TOUCHING = 1.0
"""Pixels by which boxes may meet: a box is a little larger than its letters."""


@dataclass(frozen=True)
class Line:
    """A line of text as drawn; ``owner`` is the text that it is part of."""

    text: str
    owner: int
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Line) -> bool:
        """Whether two lines lie over one another."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > TOUCHING and down > TOUCHING


def drawn(figure: Figure) -> list[Line]:
    """Draw a figure, its letters left out, and return the lines of text that are on the paper."""
    found: list[Line] = []

    def note(self: Any, gc: Any, x: float, y: float, s: str, prop: Any, angle: float,
             ismath: Any = False, mtext: Any = None) -> None:  # fmt: skip
        width, height, descent = self.get_text_width_height_descent(s, prop, False)
        if angle:
            box = (x - height + descent, y - width, x + descent, y)
        else:
            box = (x, y - height + descent, x + width, y + descent)
        if s.strip():
            found.append(Line(s, id(mtext), *map(float, box)))

    with mock.patch.object(RendererAgg, "draw_text", note):
        FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    return found


def faults(figure: Figure | SubFigure) -> Iterator[str]:
    """Yield what is cut by the edge of the paper, and what lies over something else."""
    whole = figure.figure
    assert isinstance(whole, Figure)
    lines = drawn(whole)
    width, height = whole.bbox.width, whole.bbox.height
    for line in lines:
        if line.left < -TOUCHING or line.right > width + TOUCHING:
            yield f"cut at the side: {line.text!r}"
        if line.top < -TOUCHING or line.bottom > height + TOUCHING:
            yield f"cut above or below: {line.text!r}"
    for one, other in combinations(lines, 2):
        if one.owner != other.owner and one.meets(other):
            yield f"{one.text!r} lies over {other.text!r}"

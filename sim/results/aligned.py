"""Tables in plain text whose columns stay aligned with Chinese in them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.scenario.errors import width


def aligned(rows: Sequence[Sequence[str]], *, indent: int = 2) -> str:
    """Return rows as lines; every column but the last is as wide as its widest cell."""
    if not rows:
        return ""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    margin = " " * indent
    return "\n".join((margin + _line(row, widths)).rstrip() for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (size - width(cell) + 2) for cell, size in zip(row[:-1], widths, strict=True)
    ]
    return "".join(padded) + row[-1]

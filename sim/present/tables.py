"""Tables in plain text whose columns stay aligned with Chinese in them."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from sim.text.problems import width


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


UNLIMITED: Final = 10_000
"""Columns where no terminal shows the text: files and other programs get lines as they are."""

GAP: Final = 2


def terminal_width() -> int:
    """Return the columns that a line may take."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else UNLIMITED


def fitted(rows: Sequence[Sequence[str]], *, indent: int = 2, together: int = 1) -> str:
    """Return rows as :func:`aligned` does, in lines that the terminal need not break.

    Nothing is left out: columns for which there is no room stand in a further table below, with
    the same first column. The next ``together`` columns are never parted. First cells
    that would take too much room have a line of their own.
    """
    text, most = aligned(rows, indent=indent), terminal_width()
    if max(map(width, text.splitlines()), default=0) <= most:
        return text
    longest = (most - indent) * 2 // 5
    first = max((width(row[0]) for row in rows if width(row[0]) <= longest), default=0)
    blocks: list[list[int]] = []
    left = 0
    for start in range(1, len(rows[0]), together):
        columns = range(start, min(start + together, len(rows[0])))
        size = sum(GAP + max(width(row[column]) for row in rows) for column in columns)
        if not blocks or size > left:
            blocks.append([])
            left = most - indent - first
        blocks[-1] += columns
        left -= size
    return "\n\n".join("\n".join(_block(rows, block, longest, indent)) for block in blocks)


def _block(
    rows: Sequence[Sequence[str]], columns: Sequence[int], longest: int, indent: int
) -> Iterator[str]:
    """Yield the lines of a table of some columns."""
    chosen = [
        ["" if width(row[0]) > longest else row[0], *(row[column] for column in columns)]
        for row in rows
    ]
    for row, line in zip(rows, aligned(chosen, indent=indent).splitlines(), strict=True):
        if width(row[0]) > longest:
            yield " " * indent + row[0]
        if line:
            yield line


_PIECE: Final = re.compile(r"\s+|[^\s\u2e80-\uffef]+|.", re.DOTALL)
"""Spaces, a word, or one Chinese or full-width character."""
_OPENING: Final = "（“《"
_CLOSING: Final = "，。；：、）”》？！％"


def wrapped(text: str, most: int, *, indent: int = 0) -> list[str]:
    """Break a text into lines of at most ``most`` columns, later ones indented.

    English breaks at spaces, Chinese between characters; no line begins with a closing sign or
    ends with an opening one. A word that is longer than a line keeps it to itself.
    """
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if pieces and (piece[0] in _CLOSING or pieces[-1][-1] in _OPENING):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    lines, margin = [""], " " * indent
    for piece in pieces:
        if lines[-1].strip() and width(lines[-1] + piece.rstrip()) > most:
            lines.append(margin)
        if piece.strip() or lines[-1].strip():
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def clipped(text: str, most: int) -> str:
    """Return a text in at most ``most`` columns, its end left out where it is longer."""
    if width(text) <= most:
        return text
    kept = text
    while kept and width(kept) >= most:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"

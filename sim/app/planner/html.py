"""Tables and the tile map as HTML: every text that somebody typed is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from sim.present.numbers import Cell
from sim.report.blocks import Row, Table
from sim.text.problems import Problem

_LOW: Final = (237, 243, 248)
_HIGH: Final = (0, 68, 122)
_INKS: Final = ("#000000", "#ffffff")
DARK: Final = 0.68
"""From this share on white letters stand out more from the tile; both have a contrast of 4.5."""


@dataclass(frozen=True)
class Tile:
    """A district: its name, a share to colour it by (none: grey), and what is written below."""

    name: str
    share: float | None
    text: str
    at: tuple[int, int] | None


def table(found: Table, ids: Sequence[str] = ()) -> str:
    """Return a table; its caption is read before it.

    ``ids`` are the alternatives of its rows, where a row chooses one: its label is a button then.
    """
    css = "fg-table fg-words" if found.words else "fg-table"
    head = "".join(
        f'<th scope="col">{escape(text)}</th>' if text else "<td></td>" for text in found.head
    )
    named: Sequence[str] = ids or [""] * len(found.rows)
    body = "".join(_row(row, name) for row, name in zip(found.rows, named, strict=True))
    return (
        f'<div class="fg-scroll" tabindex="0"><table class="{css}"><caption>'
        f"{escape(found.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(row: Row, name: str) -> str:
    css = ' class="fg-strong"' if row.strong else ""
    cells = "".join(f"<td>{_cell(cell)}</td>" for cell in row.cells)
    label = escape(row.label)
    if name:
        css += f' data-alternative="{escape(name)}"'
        label = f'<button type="button" class="fg-choose">{label}</button>'
    return f'<tr{css}><th scope="row">{label}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    # “121 of 200” stays on one line where a narrow column breaks the rest.
    told = escape(cell.band).replace(" of ", "&nbsp;of&nbsp;")
    band = f'<span class="fg-band">{told}</span>' if cell.band else ""
    return f"{escape(cell.main)} {band}".strip()


def problems(found: Sequence[Problem]) -> str:
    """Return mistakes: what is wrong, the line with the place marked, and what is allowed."""
    return f"<ol>{''.join(map(_problem, found))}</ol>"


def plainly(texts: Sequence[str]) -> str:
    """Return mistakes of inputs that stand beside them: no line of a file is shown."""
    return f"<ol>{''.join(f'<li><p>{escape(text)}</p></li>' for text in texts)}</ol>"


def _problem(found: Problem) -> str:
    where = found.source if found.line is None else f"{found.source}:{found.line}"
    parts = [f"<p><b>{escape(where)}</b> {escape(found.message)}</p>"]
    lines = []
    for number, text in found.shown:
        told = escape(text)
        if number == found.line and found.end > found.start:
            before, wrong, after = (
                escape(part)
                for part in (
                    text[: found.start],
                    text[found.start : found.end],
                    text[found.end :],
                )
            )
            told = f"{before}<mark>{wrong or ' '}</mark>{after}"
        lines.append(f'<span class="fg-line">{number:>6} │ </span>{told}')
    if lines:
        parts.append("<code>" + "\n".join(lines) + "</code>")
    if found.hint:
        parts.append(f"<p>→ {escape(found.hint)}</p>")
    return f"<li>{''.join(parts)}</li>"


def pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Return names with their values."""
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f'<dl class="fg-pairs">{told}</dl>'


def legend(entries: Sequence[tuple[str, str, str]]) -> str:
    """Return names with a piece of line, or a block, of each one's colour."""
    told = []
    for name, colour, style in entries:
        mark = f"background:{colour};height:10px"
        if style != "block":
            mark = f"border-top:3px {style} {colour}"
        told.append(f'<span><i style="{mark}"></i>{escape(name)}</span>')
    return f'<div class="fg-legend">{"".join(told)}</div>'


def tiles(found: Sequence[Tile], caption: str) -> str:
    """Return the districts as tiles where they lie; those without a place follow in a row."""
    placed = [tile for tile in found if tile.at is not None]
    last = max((tile.at[0] for tile in placed if tile.at), default=-1)
    width = max((tile.at[1] + 1 for tile in placed if tile.at), default=0)
    width = max(width, min(4, len(found) - len(placed)), 1)
    cells, extra = [], 0
    for tile in found:
        if tile.at is None:
            at = (last + 1 + extra // width, extra % width)
            extra += 1
        else:
            at = tile.at
        cells.append(_tile(tile, at))
    return (
        f'<figure class="fg-map"><figcaption>{escape(caption)}</figcaption>'
        f'<div class="fg-scroll" tabindex="0"><ul style="grid-template-columns:repeat({width},'
        f'minmax(76px,1fr));min-width:{82 * width}px">{"".join(cells)}</ul></div></figure>'
    )


def _tile(tile: Tile, at: tuple[int, int]) -> str:
    back, ink = "#d9dee4", _INKS[0]
    if tile.share is not None:
        share = min(1.0, max(0.0, tile.share))
        mixed = [round(a + (b - a) * share) for a, b in zip(_LOW, _HIGH, strict=True)]
        back = f"rgb({','.join(map(str, mixed))})"
        ink = _INKS[share > DARK]
    place = f"grid-row:{at[0] + 1};grid-column:{at[1] + 1}"
    return (
        f'<li style="{place};background:{back};color:{ink}"><b>{escape(tile.name)}</b>'
        f"<span>{escape(tile.text)}</span></li>"
    )

"""The tables of docs/validation.md, made from the files of a hindcast.

``python -m sim.methods.hindcast.document results/hindcast docs/validation.md`` replaces what stands
between ``<!-- table: NAME -->`` and ``<!-- end -->`` by the table NAME.csv of the folder.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sim.methods.hindcast.backtests import MODEL
from sim.results.disk import replace_file

_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main(arguments: Sequence[str]) -> None:
    """Bring the tables of a page up to date."""
    folder, page = Path(arguments[0]), Path(arguments[1])
    text = page.read_text(encoding="utf-8")
    replace_file(page, filled(text, folder).encode("utf-8"))


def filled(text: str, folder: Path) -> str:
    """Return a page with its tables put in."""

    def block(found: re.Match[str]) -> str:
        path = folder / f"{found[2]}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [*csv.reader(file)]
        if found[2] in SHAPES:
            rows = SHAPES[found[2]](rows)
        return found[1] + markdown(rows) + found[3]

    return _BLOCK.sub(block, text)


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table, the first as its head."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def pivoted(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return mean scores with a column a backtest and a row a forecaster."""
    _head, *body = rows
    tests = list(dict.fromkeys(row[0] for row in body))
    names = sorted(dict.fromkeys(row[1] for row in body), key=lambda name: name != MODEL)
    score = {(row[0], row[1]): row[2] for row in body}
    table = [["mean WIS", *tests]]
    return table + [[name, *(score.get((test, name), "–") for test in tests)] for name in names]


def of_the_model(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the predictions of the model alone, a row a figure."""
    at = rows[0].index("forecaster")
    kept = [rows[0], *(row for row in rows[1:] if row[at] == MODEL)]
    return [[*row[:at], *row[at + 1 :]] for row in kept]


SHAPES: Final[Mapping[str, Callable[[Sequence[Sequence[str]]], list[list[str]]]]] = {
    "backtests": pivoted,
    "scores": of_the_model,
}
"""How tables of the page differ from the files."""


if __name__ == "__main__":
    main(sys.argv[1:])

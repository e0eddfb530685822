"""The tables of docs/validation.md, made from the files of a hindcast.

``python -m sim.methods.hindcast.document results/hindcast docs/validation.md`` replaces what stands
between ``<!-- table: NAME -->`` and ``<!-- end -->`` by the table NAME.csv of the folder.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from pathlib import Path

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
        rows = pivoted(rows) if found[2] == "backtests" else rows
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
    names = sorted(dict.fromkeys(row[1] for row in body), key=lambda name: name != "model")
    score = {(row[0], row[1]): row[2] for row in body}
    table = [["mean WIS", *tests]]
    return table + [[name, *(score.get((test, name), "–") for test in tests)] for name in names]


if __name__ == "__main__":
    main(sys.argv[1:])

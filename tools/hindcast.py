"""The tables of docs/validation.md and its Chinese summary, made from the files of a hindcast.

``python -m tools.hindcast results/hindcast PAGE …`` replaces in each page what stands between
``<!-- table: NAME -->`` and ``<!-- end -->`` by the table NAME.csv of the folder. *Given* is that
part of backtests.csv in which the base is given. *Editions* has predictions beside those of
the second edition. What reports quote goes to docs/data/tested.json.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sim.plan.shipped import data_folder
from sim.present.numbers import percent
from sim.store.disk import replace_file
from sim.studies.hindcast.backtests import GIVEN, MODEL
from sim.studies.hindcast.differences import ALL
from sim.studies.hindcast.ensemble import BASE_GIVEN
from sim.studies.hindcast.written import TESTED

_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main(arguments: Sequence[str]) -> None:
    """Bring the tables of pages up to date."""
    folder, *pages = map(Path, arguments)
    replace_file(data_folder() / TESTED, (folder / TESTED).read_bytes())
    for page in pages:
        text = page.read_text(encoding="utf-8")
        replace_file(page, filled(text, folder).encode("utf-8"))


def filled(text: str, folder: Path) -> str:
    """Return a page with its tables put in."""

    def block(found: re.Match[str]) -> str:
        rows = _read(folder / f"{FILES.get(found[2], found[2])}.csv")
        if found[2] == "editions":
            rows = editions(rows, _read(folder / SECOND))
        elif found[2] in SHAPES:
            rows = SHAPES[found[2]](rows)
        return found[1] + markdown(rows) + found[3]

    return _BLOCK.sub(block, text)


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


def editions(rows: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the model's predictions of figures that the second edition predicted too.

    A figure may stand in several backtests, by what is known: it is held against its own.
    """
    head, *now = of_the_model(rows)
    before = {(row[0], row[1]): row for row in second[1:]}
    table = [["figure", "observed", "second", "third", "WIS second", "WIS third"]]
    for row in now:
        one = dict(zip(head, row, strict=True))
        same = (one["backtest"], one["figure"])
        if same in before:
            _backtest, _figure, observed, low, middle, high, wis = before[same]
            ends = f"{one['q50']} ({one['q05']}–{one['q95']})"
            table.append(
                [one["figure"], observed, f"{middle} ({low}–{high})", ends, wis, one["wis"]]
            )
    return table


def by_forecaster(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return scores of changes over all backtests, the best first."""
    _head, *body = rows
    kept = [row for row in body if row[0] == ALL and not row[1].endswith(GIVEN)]
    table = [["forecaster", "mean CRPS of the change", "below no change"]]
    for _all, name, crps, _still, skill in sorted(kept, key=lambda row: float(row[2])):
        table.append([name, crps, percent(float(skill))])
    return table


def by_backtest(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the model's scores of changes, a row a backtest."""
    _head, *body = rows
    table = [["backtest", "model", "no change", "below no change"]]
    for backtest, name, crps, still, skill in body:
        if name == MODEL:
            table.append([backtest, crps, still, percent(float(skill))])
    return table


def without_given(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return paired differences of those that have the figures alone."""
    return [list(row) for row in rows if not row[1].endswith(GIVEN)]


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table, the first as its head."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def pivoted(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return mean scores with a column a backtest and a row a forecaster, the model first."""
    _head, *body = rows
    kept = [row for row in body if not row[1].endswith(GIVEN)]
    return _pivoted(sorted(kept, key=lambda row: row[1] != MODEL))


def given(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the same of those that are given the base, in the backtests where curves need it."""
    _head, *body = rows
    score = {(row[0], row[1]): row[2] for row in body}
    moved = {test for test, name in score if name.endswith(GIVEN)
             and score[test, name] != score[test, name.removesuffix(GIVEN)]}  # fmt: skip
    named = [row for row in body if row[1] == BASE_GIVEN or row[1].endswith(GIVEN)]
    kept = [row for row in named if row[0] in moved]
    return _pivoted(sorted(kept, key=lambda row: row[1] != BASE_GIVEN))


def _pivoted(body: Sequence[Sequence[str]]) -> list[list[str]]:
    tests = list(dict.fromkeys(row[0] for row in body))
    names = list(dict.fromkeys(row[1] for row in body))
    score = {(row[0], row[1]): row[2] for row in body}
    table = [["mean WIS", *tests]]
    return table + [[name, *(score.get((test, name), "–") for test in tests)] for name in names]


def of_the_model(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the predictions of the model alone, a row a figure."""
    at = rows[0].index("forecaster")
    kept = [rows[0], *(row for row in rows[1:] if row[at] == MODEL)]
    return [[*row[:at], *row[at + 1 :]] for row in kept]


def plainly(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return predictions with numbers written out, however large."""
    head, *body = rows
    return [
        list(head),
        *([*row[:2], *(f"{float(cell):,.10g}" for cell in row[2:])] for row in body),
    ]


SHAPES: Final[Mapping[str, Callable[[Sequence[Sequence[str]]], list[list[str]]]]] = {
    "backtests": pivoted,
    "given": given,
    "predictions": plainly,
    "predictions_2": plainly,
    "scores": of_the_model,
    "changes": by_backtest,
    "changes_all": by_forecaster,
    "differences": without_given,
}
"""How tables of the page differ from the files."""

SECOND: Final = "second_edition.csv"
"""What the second edition predicted of the same figures."""

FILES: Final[Mapping[str, str]] = {
    "given": "backtests",
    "editions": "scores",
    "changes_all": "changes",
}
"""Files of tables that are not named like them."""


if __name__ == "__main__":
    main(sys.argv[1:])

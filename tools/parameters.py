"""The ledger of assumptions, docs/parameters.md: ``python -m tools.parameters`` makes its tables.

What is least known and matters most stands first. Each parameter with its range, unit, source and
standing. Its influence (Sobol' total-order index of effective coverage,
``docs/data/influence.csv``, for those that a screening kept); and what the training figures left of
its spread (``results/hindcast/learnt.csv``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.parameters import PARAMETERS, Parameter, Scale, Status

PAGE: Final = "docs/parameters.md"
INFLUENCE: Final = "docs/data/influence.csv"
LEARNT: Final = "results/hindcast/learnt.csv"
MEASURE: Final = "effective_coverage"

UNKNOWN: Final[Mapping[Status, float]] = {
    Status.FREE: 1.0,
    Status.REASONED: 0.75,
    Status.SOURCED: 0.5,
}
"""How little is known by standing: weights for the order of the page, nothing else."""

_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """One parameter of the ledger: influence by scenario, and the spread that is left."""

    parameter: Parameter
    influence: Mapping[str, float]
    left: float | None

    @property
    def weight(self) -> float:
        """What orders the page: influence × how little is known × what is left of the prior."""
        most = max(self.influence.values(), default=0.0)
        return most * UNKNOWN[self.parameter.status] * (1.0 if self.left is None else self.left)


def entries(root: Path) -> list[Entry]:
    """Return all parameters, those to survey first on top."""
    influence: dict[str, dict[str, float]] = {}
    for row in _rows(root / INFLUENCE):
        if row["measure"] == MEASURE:
            name = row["parameter"].removeprefix("parameters.")
            influence.setdefault(name, {})[row["scenario"]] = float(row["ST"])
    left = {
        row["what"].removeprefix("parameters."): float(row["sd_ratio"])
        for row in _rows(root / LEARNT)
    }
    found = [
        Entry(parameter, influence.get(name, {}), left.get(name))
        for name, parameter in PARAMETERS.items()
    ]
    return sorted(found, key=lambda entry: -entry.weight)


def page(text: str, root: Path) -> str:
    """Return the page with its tables put in."""
    every = entries(root)
    scenarios = sorted({name for entry in every for name in entry.influence})
    tables = {
        "first": [entry for entry in every if entry.weight > 0],
        "others": [entry for entry in every if entry.weight == 0],
    }

    def block(found: re.Match[str]) -> str:
        return found[1] + _table(tables[found[2]], scenarios) + found[3]

    return _BLOCK.sub(block, text)


def _table(listed: list[Entry], scenarios: list[str]) -> str:
    head = ["parameter", "what", "default", "range", "unit", "standing", "source"]
    head += [f"share, {name}" for name in scenarios] + ["spread left"]
    rows = [head, ["---"] * len(head)]
    for entry in listed:
        one = entry.parameter
        shares = [
            f"{entry.influence[name]:.2f}" if name in entry.influence else "–" for name in scenarios
        ]
        rows.append(
            [
                f"`{one.name}` {one.label['zh']}",
                one.label["en"],
                f"{one.default:g}",
                f"{one.low:g} to {one.high:g}" + (", fixed" if one.scale is Scale.FIXED else ""),
                one.unit,
                one.status.value,
                one.source.replace("|", "/"),
                *shares,
                "–" if entry.left is None else f"{entry.left:.2f}",
            ]
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def main() -> None:
    """Write the tables of the page anew."""
    root = Path(__file__).resolve().parents[1]
    path = root / PAGE
    text = page(path.read_text(encoding="utf-8"), root)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

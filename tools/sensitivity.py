"""What drives effective coverage: the studies behind docs/data/influence.csv, and their tables.

``python -m tools.sensitivity FOLDER`` does the studies, each in a folder of its own below FOLDER,
and writes the file and the tables of docs/sensitivity.md (some minutes of one core). Without a
folder it writes the tables from the file. ``python -m tools.parameters`` then puts the shares into
the ledger.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.cli import main as command
from sim.parameters import PARAMETERS
from sim.studies.folder import StudyFolder
from sim.studies.outcomes import rows_of
from tools.parameters import INFLUENCE, MEASURE

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = "docs/sensitivity.md"
PREFIX: Final = "parameters."
COLUMNS: Final = (
    "scenario", "alternative", "parameter", "measure", "S1", "S1_lower", "S1_upper", "ST", "lower",
    "upper", "nudge", "worlds", "command",
)  # fmt: skip

_BLOCK: Final = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """One study: the column of its table, and the command that does it."""

    name: str
    heading: str
    table: str
    scenario: str
    alternative: str
    command: str

    @property
    def measure(self) -> str:
        """The measure, as the file names it: the difference from the baseline apart."""
        return MEASURE if self.table == "level" else f"{MEASURE}_difference"


STUDIES: Final = (
    Asked(
        "linze", "`linze`, 2018", "level", "linze", "baseline",
        "fugai sensitivity linze --alternative baseline --value --blocks 256 --averaged 1",
    ),
    Asked(
        "city", "`city`, 2017", "level", "city", "baseline",
        "fugai sensitivity city --set organizations.sample=0.03 --set years=5 "
        "--alternative baseline --value --trajectories 8 --blocks 256 --averaged 1",
    ),
    Asked(
        "linze-last", "`linze`, the liaisons' last month", "difference", "linze", "liaisons",
        "fugai sensitivity linze --set years=6",
    ),
    Asked(
        "linze-after", "`linze`, four years later", "difference", "linze", "liaisons",
        "fugai sensitivity linze",
    ),
)  # fmt: skip


def measured(asked: Asked, folder: Path) -> list[dict[str, str]]:
    """Return the rows of a study's total-order and first-order indices; do it where need be."""
    place = folder / asked.name
    try:
        command([*shlex.split(asked.command)[1:], "--lang", "en", "--jobs", "1", "-o", str(place)])
    except SystemExit as left:
        if left.code:
            raise
    found = StudyFolder(place)
    result, worlds = found.result(), found.info()["worlds"]
    first = result.summary["outcomes"][0]
    same = {name: first[name] for name in ("measure", "alternative", "minus", "month")}
    return [_row(asked, row, worlds) for row in rows_of(result.tables["indices"], **same)]


def _row(asked: Asked, row: Mapping[str, Any], worlds: int) -> dict[str, str]:
    names = {"ST_lower": "lower", "ST_upper": "upper"}
    numbers = ("S1", "S1_lower", "S1_upper", "ST", "ST_lower", "ST_upper", "nudge")
    return {
        "scenario": asked.scenario,
        "alternative": asked.alternative,
        "parameter": row["factor"].removeprefix(PREFIX),
        "measure": asked.measure,
        **{names.get(name, name): f"{row[name]:.6f}" for name in numbers},
        "worlds": str(worlds),
        "command": asked.command,
    }


def written(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the file of the rows."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def kept(root: Path) -> list[dict[str, str]]:
    """Return the rows of the file as it is."""
    with (root / INFLUENCE).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def page(text: str, rows: Sequence[Mapping[str, str]]) -> str:
    """Return the page with its tables put in."""

    def block(found: re.Match[str]) -> str:
        chosen = [asked for asked in STUDIES if asked.table == found[2]]
        return found[1] + _table(chosen, rows) + found[3]

    return _BLOCK.sub(block, text)


def _table(chosen: Sequence[Asked], rows: Sequence[Mapping[str, str]]) -> str:
    """Return total-order indices by parameter and study, the largest first, and chance below."""
    shares: dict[str, dict[str, Mapping[str, str]]] = {}
    for asked in chosen:
        for row in rows:
            if row["command"] == asked.command:
                shares.setdefault(row["parameter"], {})[asked.name] = row
    order = sorted(shares, key=lambda name: -max(float(row["ST"]) for row in shares[name].values()))
    lines = [["parameter", "what", *(asked.heading for asked in chosen)]]
    lines.append(["---"] * len(lines[0]))
    for name in order:
        cells = [_cell(shares[name].get(asked.name)) for asked in chosen]
        lines.append([f"`{name}`", PARAMETERS[name].label["en"], *cells])
    chance = {row["command"]: f"{float(row['nudge']):.2f}" for row in rows}
    nudge = ["", "chance: all of them moved by 1 %", *(chance[asked.command] for asked in chosen)]
    return "".join(f"| {' | '.join(line)} |\n" for line in [*lines, nudge])


def _cell(row: Mapping[str, str] | None) -> str:
    """Return a total-order index with its interval; a dash where the screening left it out."""
    if row is None:
        return "–"
    total, low, high = (f"{float(row[name]):.2f}" for name in ("ST", "lower", "upper"))
    return f"{total} ({low} to {high})"


def main(arguments: Sequence[str]) -> int:
    """Do the studies where a folder is given, and write the tables."""
    if arguments:
        rows = [row for asked in STUDIES for row in measured(asked, Path(arguments[0]))]
        (ROOT / INFLUENCE).write_text(written(rows), encoding="utf-8", newline="\n")
    path = ROOT / PAGE
    text = page(path.read_text(encoding="utf-8"), kept(ROOT))
    path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

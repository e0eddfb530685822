"""Two hundred seeded faults that are valid files: each is refused, or said with the right words.

A fault is a clean place with one thing wrong, and a pattern of what ought to be said about it.
``python -m tests.generated.semantic`` prints what became of each kind, silent ones by number.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from sim.cli.check import _population
from sim.errors import FugaiError
from sim.scenario import load
from sim.scenario.idle import doubts
from tests.generated.faults_lists import HEAD, LIST_FAULTS, Rows, rows_of
from tests.generated.faults_scenarios import SCENARIO_FAULTS, place
from tests.generated.mutate import toml

NUMBER = 200
PER_SCENARIO_KIND = 4
OF_LISTS = NUMBER - PER_SCENARIO_KIND * len(SCENARIO_FAULTS)


def said(path: Path) -> tuple[bool, set[str]]:
    """Return whether a file is refused, and every sentence that ``fugai check`` says of it."""
    from sim.results.allowed import before

    try:
        scenario = load(path)
        population = _population(scenario)
    except FugaiError as error:
        return True, {str(error).replace("\n", " ")}
    assert population is not None
    sentences = [
        *(str(warning).replace("\n", " ") for warning in scenario.warnings),
        *map(str, scenario.remarks), *map(str, population.notes),
        *doubts(scenario, population), *map(str, before(scenario).values()),
    ]  # fmt: skip
    return False, set(sentences)


def outcome(number: int, folder: Path) -> tuple[str, str]:
    """Return the kind of a fault, and ``refused``, ``said`` or ``silent``."""
    clean, faulty = folder / "clean.toml", folder / "faulty.toml"
    of_scenarios = PER_SCENARIO_KIND * len(SCENARIO_FAULTS)
    chance = Random(f"semantic {number}")
    if number < of_scenarios:
        fault = SCENARIO_FAULTS[number % len(SCENARIO_FAULTS)]
        data = place(chance)
        clean.write_text(toml(data), encoding="utf-8")
        pattern = fault(data, chance)
        faulty.write_text(toml(data), encoding="utf-8")
        name = fault.__name__
    else:
        of_list = LIST_FAULTS[(number - of_scenarios) % len(LIST_FAULTS)]
        rows = rows_of(chance)
        _listed(clean, rows)
        pattern = of_list(rows, chance)
        _listed(faulty, rows)
        name = of_list.__name__
    refused, sentences = said(faulty)
    was_refused, before = said(clean)
    assert not was_refused, before
    new = sentences - before
    right = any(re.search(pattern, sentence) for sentence in new)
    return name, "silent" if not right else "refused" if refused else "said"


def _listed(path: Path, rows: Rows) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    text = 'format = 1\ntitle = "x"\nstart = "2015-01"\nyears = 3\nuncertainty = "none"\n'
    registry = f'[organizations]\nregistry = "{path.with_suffix(".csv").name}"\n'
    path.write_text(text + registry, encoding="utf-8")


def main() -> int:
    """Try all of them; print those that are silent."""
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(NUMBER):
            name, found = outcome(number, Path(folder))
            tally[found] += 1
            if found == "silent":
                print(f"silent: {number} {name}")
    print(dict(tally))
    return int(tally["silent"] > NUMBER // 50)


if __name__ == "__main__":
    sys.exit(main())

"""Make the lists of pasts that shipped places bring along: ``python -m tools.histories [NAME …]``.

A list holds the pasts of as many replicates as the scenario asks for, and of forty at least. One
that is there is taken over where its first candidates come out as they stand in it, and is only
sealed anew: what decides it may be worded otherwise. With ``--check`` nothing is written: exit 1 if
a list is missing, too short, or of something else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sim.errors import InputError
from sim.pasts.kept import described, read, shipped_list
from sim.pasts.lists import extended, look_at
from sim.plan.past import MEDIAN_OF, Pasts
from sim.plan.shipped import shipped_names
from sim.scenario import Scenario, load
from sim.store.disk import replace_file
from sim.store.parts import sealed

PROBE: Final = 8
"""Candidates by which a list is known."""


def wanted(scenario: Scenario) -> int:
    """Return how many replicates the list of a place has pasts for."""
    return max(MEDIAN_OF, scenario.replicates)


def missing(name: str) -> str | None:
    """Return what is wrong with the list of a place, ``None`` where nothing is."""
    scenario = load(name)
    if scenario.history is None:
        return None
    try:
        pasts = read(shipped_list(name), scenario.past_digest())
    except (InputError, OSError) as error:
        return f"{name}: {error}"
    short = len(pasts.taken) < wanted(scenario)
    return f"{name}: pasts of {len(pasts.taken)} replicates" if short else None


def make(name: str) -> None:
    """Write the list of a place, as far as it isn't there."""
    scenario, path = load(name), shipped_list(name)
    if scenario.history is None:
        return
    known = _taken_over(scenario, path)
    pasts = extended(scenario, known, wanted(scenario), lambda done, of: print(name, done, of))
    path.parent.mkdir(exist_ok=True)
    replace_file(path, sealed(described(scenario, pasts)))
    print(f"{name}: {len(pasts)} candidates, {len(pasts.taken)} taken")


def _taken_over(scenario: Scenario, path: Path) -> Pasts:
    """Return the list that is there, if its first candidates are still what they were."""
    if not path.is_file():
        return Pasts()
    pasts = Pasts.of(json.loads(path.read_text(encoding="utf-8")))
    first = look_at(scenario, range(min(PROBE, len(pasts))))
    return pasts if pasts.weights[: len(first)] == first.weights else Pasts()


def main(arguments: Sequence[str]) -> int:
    """Check or make the lists of the places that are named, of all unless any is."""
    names = [each for each in arguments if not each.startswith("-")] or shipped_names()
    if "--check" in arguments:
        found = [text for text in map(missing, names) if text is not None]
        print(*found, sep="\n")
        return int(bool(found))
    for name in names:
        make(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

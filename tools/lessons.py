"""In how many of 100 worlds what a lesson claims holds: ``python -m tools.lessons``.

Each lesson is played as a student plays it, in replicates 0 to 99 of its seed. Names of lessons
may be given, and ``--replicates N``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from sim.app.classroom.lesson import ORDER, Lesson, lesson

REPLICATES: Final = 100


def held(entry: Lesson, replicates: int = REPLICATES) -> list[int]:
    """Return for each claim in how many worlds it held."""
    found = [0] * len(entry.claims)
    for replicate in range(replicates):
        numbers = played(entry, replicate)
        for number, claim in enumerate(entry.claims):
            found[number] += claim.condition.true(numbers)
    return found


def played(entry: Lesson, replicate: int = 0) -> dict[str, float]:
    """Play a lesson to its end in one world and return its readings."""
    stage = entry.stage(replicate)
    for step in range(len(entry.steps)):
        entry.play(stage, step)
    return entry.numbers(stage)


def main(arguments: Sequence[str]) -> None:
    """Print a table."""
    number = REPLICATES
    names = [*arguments]
    if "--replicates" in names:
        at = names.index("--replicates")
        number = int(names[at + 1])
        del names[at : at + 2]
    for name in names or ORDER:
        entry = lesson(name)
        first = played(entry)
        for claim, times in zip(entry.claims, held(entry, number), strict=True):
            here = "holds" if claim.condition.true(first) else "FAILS"
            print(
                f"{name:15s} {times:3d} of {number} (says {claim.holds:3d}), "
                f"{here} in {entry.seed_word}: {claim.text['en']}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])

"""What one organization changes: ``python benchmarks/locality.py`` removes one from ``city``.

Two worlds on the same draws, one of which never had the organization. Counted after 1, 3 and 5
years: organizations whose history differs in anything that happened (integers, yes or no), and
those covered in one world only. Members who would have worked there, cases that liaisons would
have held and partners of branches carry the difference on; a choice by cumulative weights or a
shuffle would change a fifth of all moves at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sim.scenario import load
from sim.worlds import Worlds
from tests.engine.locality import Seen, organizations_that_differ, without

YEARS = (1, 3, 5)


def compare(whole: Worlds, row: int) -> None:
    """Print how far the removal of the organization in ``row`` reaches."""
    full, less = whole.taken([0]), without(whole, row)
    for month in range(1, 12 * max(YEARS) + 1):
        full.step()
        less.step()
        if month % 12 == 0 and month // 12 in YEARS:
            a, b = Seen.of(full), Seen.of(less)
            differ = organizations_that_differ(a, b, discrete=True)
            covered = set(a.branches()) ^ set(b.branches())
            year, all_ = month // 12, len(a.cells())
            print(f"  {year} years: {len(differ)} of {all_}, {len(covered)} in coverage")


def main() -> None:
    """Remove an uncovered organization, then one with a branch of its own."""
    whole = Worlds.build(load("city"), ["baseline"], [0], uncertainty="none")
    organizations, branches = whole.organizations, whole.branches
    medium = organizations.operating & (organizations.members >= 2) & (organizations.staff < 20)
    alone = branches.organizations[organizations.branch] == 1
    for name, chosen in (
        ("uncovered", medium & (organizations.branch == 0)),
        ("with a branch of its own", medium & (organizations.branch > 0) & alone),
    ):
        rows = np.flatnonzero(chosen)
        row = int(rows[len(rows) // 2])
        staff, members = int(organizations.staff[row]), int(organizations.members[row])
        print(f"one organization {name}, {staff} staff, {members} members:")
        compare(whole, row)


if __name__ == "__main__":
    main()

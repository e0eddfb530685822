"""Two worlds that differ in one thing, side by side: what differs later, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from sim.scenario.scenario import Scenario
from sim.worlds import Worlds
from tests.engine.snapshots import Snapshot, snapshot

ALONE = {"effort": 0.0, "founding_capacity": 1e3}
"""Parameters under which no committee couples its organizations: no effort, acts without number."""


def own_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody look for work outside the own cell while it has openings."""
    for constant in ("SAME_INDUSTRY_SHARE", "SAME_DISTRICT_SHARE"):
        monkeypatch.setattr(f"sim.processes.hiring.{constant}", 1.0)


def without(stack: Worlds, row: int) -> Worlds:
    """Return a copy of a single world at month 0 that never had the organization in ``row``."""
    twin = stack.taken([0])
    organizations, members = twin.organizations, twin.members
    twin.branches.alive[organizations.branch[row]] = False
    organizations.alive[row] = organizations.operating[row] = organizations.on_base[row] = False
    organizations.branch[row] = 0
    members.alive[members.organization == row] = False
    twin.cells.initial[organizations.cell[row]] -= 1
    return twin


@dataclass(frozen=True)
class Seen:
    """One world as seen at the end of a month."""

    shot: Snapshot

    @classmethod
    def of(cls, stack: Worlds) -> Seen:
        """Look at the only world of a stack."""
        return cls(snapshot(stack, 0))

    def cells(self) -> dict[int, int]:
        """Cell of every organization, by identity."""
        table = self.shot["organizations"]
        return dict(zip(table["identity"].tolist(), table["cell"].tolist(), strict=True))

    def branches(self) -> dict[int, int]:
        """Branch of every covered organization, by identity."""
        table = self.shot["organizations"]
        pairs = zip(table["identity"].tolist(), table["branch"].tolist(), strict=True)
        return {identity: branch for identity, branch in pairs if branch}

    def people(self) -> dict[int, frozenset[int]]:
        """Persons of every organization, by identity; applicants too."""
        table = self.shot["members"]
        found: dict[int, set[int]] = {}
        for person, place in zip(
            table["identity"].tolist(), table["organization"].tolist(), strict=True
        ):
            found.setdefault(place, set()).add(person)
        return {place: frozenset(persons) for place, persons in found.items()}


def rows_that_differ(a: Snapshot, b: Snapshot, table: str, *, discrete: bool = False) -> set[int]:
    """Return identities whose columns differ, or that are in one of the two only.

    ``discrete`` looks at what happened and not at levels: integers and yes or no.
    """
    left, right = a[table]["identity"], b[table]["identity"]
    both, at_left, at_right = np.intersect1d(left, right, return_indices=True)
    different = np.zeros(len(both), bool)
    for column, values in a[table].items():
        if discrete and values.dtype.kind == "f":
            continue
        pair = values[..., at_left], b[table][column][..., at_right]
        different |= np.atleast_2d(pair[0] != pair[1]).any(axis=0)
    return {*both[different].tolist(), *np.setxor1d(left, right).tolist()}


def organizations_that_differ(a: Seen, b: Seen, *, discrete: bool = False) -> set[int]:
    """Return organizations that differ in themselves, in their people or in their branch."""
    found = rows_that_differ(a.shot, b.shot, "organizations", discrete=discrete)
    mine, theirs = a.people(), b.people()
    found |= {
        place for place in mine.keys() | theirs.keys() if mine.get(place) != theirs.get(place)
    }
    changed = rows_that_differ(a.shot, b.shot, "members", discrete=discrete)
    for people in (mine, theirs):
        found |= {place for place, persons in people.items() if persons & changed}
    branches = rows_that_differ(a.shot, b.shot, "branches", discrete=discrete)
    for covered in (a.branches(), b.branches()):
        found |= {place for place, branch in covered.items() if branch in branches}
    return found - {0}


def near(place: Scenario, cell: int) -> set[int]:
    """Return a cell and those of the same industry in neighbouring districts."""
    district, industry = divmod(cell, len(place.place.industry_ids))
    return {cell} | {place.place.cell(d, industry) for d in place.place.neighbours[district]}


def unlinked(
    place: Scenario, a: Seen, b: Seen, new: set[int], known: set[int], *, shared: bool
) -> set[int]:
    """Return the organizations among ``new`` that nothing connects with others that differ.

    A link is the cell or a neighbouring one, a branch in common, a person who works there in one
    of the worlds only, or, where stocks are ``shared``, the committee of the district or industry.
    """
    cells = b.cells() | a.cells()
    size = len(place.place.industry_ids)
    settled = {cells[one] for one in known if one in cells}
    left = {one for one in new if not near(place, cells[one]) & settled}
    people, other_people = a.people(), b.people()
    left = {one for one in left if people.get(one) == other_people.get(one)}
    for seen in (a, b):
        covered = seen.branches()
        touched = {covered[one] for one in known | new - left if one in covered}
        left = {one for one in left if covered.get(one) not in touched}
    if shared:
        districts = {cell // size for cell in settled}
        industries = {cell % size for cell in settled}
        left = {
            one
            for one in left
            if cells[one] // size not in districts and cells[one] % size not in industries
        }
    return left

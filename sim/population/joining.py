"""Joint branches at the start: who shares one (``docs/draws-population.md`` section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64, I64, U64
from sim.exact import group_sum
from sim.population.attributes import Bools
from sim.population.ranking import ranks, top

ENOUGH_MEMBERS: Final = 3
"""Members that a branch needs (S1)."""


@dataclass
class Joining:
    """Organizations with one or two members that need partners, and the branches they form.

    ``most`` is the number of organizations that a joint branch may hold, ``order`` the draw by
    which they are lined up. Labels of branches are unique over the stack of worlds.
    """

    world: I64
    identity: U64
    members: I64
    most: I64
    order: F64
    next_label: int = 0

    def __post_init__(self) -> None:
        self.label = np.full(len(self.world), -1)

    @property
    def alone(self) -> Bools:
        """Those without partners so far."""
        return self.label < 0

    def meet(self, place: I64, among: Bools) -> None:
        """Let those without partners in one ``place`` (unique over the stack) share branches.

        They form as few branches as may be, of nearly equal size.

        Three or more organizations reach three members by themselves, two only if one of them has
        two members; others go on to the next place.
        """
        rows = np.flatnonzero(self.alone & among)
        if not len(rows):
            return
        _, group = np.unique(place[rows], return_inverse=True)
        number = np.bincount(group)
        total = group_sum(group, self.members[rows], len(number))
        most = np.ones(len(number), np.int64)
        most[group] = self.most[rows]
        few = np.maximum(1, np.minimum(-(-number // most), number // ENOUGH_MEMBERS))
        enough = (number >= 2) & (total >= ENOUGH_MEMBERS)
        first = self.next_label + np.cumsum(few) - few  # exact: counts are integers
        rank = ranks(group, self.order[rows], self.identity[rows])
        label = first[group] + rank * few[group] // number[group]
        self.label[rows] = np.where(enough[group], label, -1)
        self.next_label += int(few.sum())

    def squeeze_in(self, among: Bools) -> None:
        """Put those left over into the smallest joint branch of their world, whatever its size.

        Two who are left in a world without any form one.
        """
        rows = np.flatnonzero(self.alone & among)
        joined = np.flatnonzero(~self.alone)
        labels, first, size = np.unique(self.label[joined], return_index=True, return_counts=True)
        home = self.world[joined[first]]
        worlds = int(self.world.max(initial=-1)) + 1
        one = np.ones(worlds, np.int64)
        chosen = top(home, one, -size.astype(np.float64), labels.astype(np.uint64))
        smallest = np.full(worlds, -1)
        smallest[home[chosen]] = labels[chosen]
        pairs = np.bincount(self.world[rows], minlength=worlds) == 2
        fresh = np.flatnonzero((smallest < 0) & pairs)
        smallest[fresh] = self.next_label + np.arange(len(fresh))
        self.next_label += len(fresh)
        self.label[rows] = smallest[self.world[rows]]

    def short(self) -> Bools:
        """Mark one organization of each branch that is one member short of three."""
        rows = np.flatnonzero(~self.alone)
        total = group_sum(self.label[rows], self.members[rows], self.next_label)
        missing = np.clip(ENOUGH_MEMBERS - total, 0, 1)
        marked = np.zeros(len(self.label), np.bool_)
        marked[rows] = top(self.label[rows], missing, self.order[rows], self.identity[rows])
        return marked

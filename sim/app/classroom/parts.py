"""Where the organizations of the reported base are at the end, each in exactly one part.

The parts add up to the base, so that "12 of 100 lost the branch they had" and "19 of 100 have no
member" can be said side by side, and the parts that are covered add up to reported coverage.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.app.classroom.looks import LOOKS, looks
from sim.locale import N_
from sim.measures.bottleneck import bottlenecks
from sim.measures.status import OWN_FORMS, Cover, read_status
from sim.state.codes import Interim
from sim.worlds import Worlds

U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]

COVERED: Final[Mapping[str, str]] = {
    "kept": N_("{n} of 100 had a living branch from the start or the first year, and kept one"),
    "own": N_("{n} of 100 gained a living branch of their own"),
    "joined": N_("{n} of 100 gained a living branch together with others"),
    "hollow": N_("{n} of 100 have a branch that is dormant, or only on the books"),
    "on_paper": N_("{n} of 100 are counted on paper and have no branch"),
    "hosted": N_("{n} of 100 are counted because an office hosts their members"),
}
"""Parts that count as reported coverage; all but the last three are effective."""

UNCOVERED: Final[Mapping[str, str]] = {
    "lost": N_("{n} of 100 had a branch in these years and lost it again"),
    "newcomer": N_("{n} of 100 came onto the register only later and have no branch yet"),
    "interference": N_("{n} of 100 have a head who refused for fear of interference"),
    "burden": N_("{n} of 100 have a head who refused for fear of the burden"),
    "constraint": N_("{n} of 100 have a head who refused for fear of constraint"),
    "no_members": N_("{n} of 100 have no member at all"),
    "hidden": N_("{n} of 100 have members of whom nobody knows"),
    "no_contact": N_("{n} of 100 have members, but nobody has asked the head in the last year"),
    "undecided": N_("{n} of 100 have a head who says neither yes nor no, or are not ripe"),
    "no_partner": N_("{n} of 100 are willing but find no partner"),
    "no_secretary": N_("{n} of 100 are willing but find no secretary"),
    "no_capacity": N_("{n} of 100 are willing, but their committee can found no more"),
    "loose": N_("{n} of 100 are loose organizations, where no branch can grow"),
    "inactive": N_("{n} of 100 are on the register but no longer operate"),
}

PARTS: Final = (*COVERED, *UNCOVERED)
EFFECTIVE: Final = ("kept", "own", "joined")
_AT: Final = {name: number for number, name in enumerate(PARTS)}
EARLY: Final = 12


class Watch:
    """Remembers who has had a branch in a stack of worlds; look after every month."""

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds
        self._start = self._keys(np.flatnonzero(worlds.organizations.alive))
        self._ever = np.zeros(0, np.uint64)
        self._early = np.zeros(0, np.uint64)
        self.look()

    def look(self) -> None:
        """Note who has a branch now."""
        organizations = self._worlds.organizations
        now = self._keys(np.flatnonzero(organizations.alive & (organizations.branch > 0)))
        self._ever = np.union1d(self._ever, now)
        if self._worlds.month <= EARLY:
            self._early = self._ever

    def parts(self) -> F64:
        """Return shares of the reported base: [part, world]."""
        worlds = self._worlds
        organizations = worlds.organizations
        doses = worlds.doses if worlds.month else None
        status = read_status(worlds, doses)
        rows = np.flatnonzero(organizations.alive & organizations.on_base)
        keys = self._keys(rows)
        look = looks(organizations, status, bottlenecks(worlds, status, doses))[rows]
        part = np.array([_AT.get(entry.id, 0) for entry in LOOKS], np.int64).take(look)
        new = ~np.isin(keys, self._start)
        operating = organizations.operating[rows]
        part[new & operating] = _AT["newcomer"]
        part[np.isin(keys, self._ever)] = _AT["lost"]
        hosted = organizations.interim[rows] == Interim.HOSTED
        part[hosted & worlds.hosted_counts[organizations.world[rows]]] = _AT["hosted"]
        cover = status.cover[rows]
        part[cover == Cover.ON_PAPER] = _AT["on_paper"]
        own = np.isin(worlds.branches.form[organizations.branch[rows]], OWN_FORMS)
        vital = cover == Cover.VITAL
        part[vital] = np.where(own, _AT["own"], _AT["joined"])[vital]
        part[vital & np.isin(keys, self._early)] = _AT["kept"]
        part[(cover >= Cover.SHELL) & ~vital] = _AT["hollow"]
        world = organizations.world[rows]
        index = part * worlds.n_worlds + world
        counts = np.bincount(index, minlength=len(PARTS) * worlds.n_worlds)
        table = counts.reshape(len(PARTS), worlds.n_worlds)
        shares: F64 = table / np.maximum(1, np.bincount(world, minlength=worlds.n_worlds))
        return shares

    def _keys(self, rows: npt.NDArray[np.int64]) -> U64:
        """Return one number for (world, identity)."""
        organizations = self._worlds.organizations
        world = organizations.world[rows].astype(np.uint64)
        keys: U64 = organizations.identity[rows] ^ (world * np.uint64(0x9E3779B97F4A7C15))
        return keys

"""The month as the ledger sees it: what is a lever's, by its target, its force and its part."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64
from sim.policies.book import DoseBook
from sim.state.stack import Stack


class Counting:
    """The month's state, with what several quantities share."""

    def __init__(self, stack: Stack, doses: DoseBook) -> None:
        self.stack, self.doses = stack, doses
        self.branches = np.flatnonzero(stack.branches.alive)
        self.hosts = stack.branches.host[self.branches]
        self._all_heads: dict[tuple[str, int | None], F64] = {}

    @cached_property
    def contacts(self) -> I64:
        """The organizations that an organizer may ask."""
        rows = self.stack.open_to_contact()
        return rows[self.stack.reachable(rows)]

    @cached_property
    def posts(self) -> I64:
        """Liaison posts by unit, of all sources: those of policies with desks stand there."""
        posts: I64 = self.doses.posts().sum(axis=1)
        return posts

    def held_at(self, lever: int) -> I64:
        """Return where a lever's posts are by committee row: there, or at its desk (or 0)."""
        n = len(self.stack.committees)
        if lever not in self.doses.narrow:
            return np.arange(n)
        desk = self.doses.desks(lever)
        return np.where(desk > 0, n + desk, 0)

    def of_target(
        self, lever: int, rows: I64, weight: npt.NDArray[np.generic] | float = 1.0
    ) -> F64:
        """Sum ``weight`` of organizations in the lever's worlds and target, by committee."""
        stack = self.stack
        n = len(stack.committees)
        entry = self.doses.levers[lever]
        mine = np.flatnonzero(entry.worlds[stack.organizations.world[rows]])
        mine = mine[self.doses.matchers[lever].reached(rows[mine])]
        if (budget := self.doses.budget_of(lever)) is not None:
            mine = mine[budget.served(lever, rows[mine])]
        value = np.broadcast_to(np.asarray(weight, np.float64), rows.shape)[mine]
        return sums(stack.responsible(rows[mine]), value, n)

    def forced(self, lever: int, rows: I64, weight: npt.NDArray[np.generic] | float = 1.0) -> F64:
        """Return :meth:`of_target` × the lever's force; nothing is counted out of force."""
        force = self.doses.forces[lever]
        if force == 0.0:
            return np.zeros(len(self.stack.committees))
        return force * self.of_target(lever, rows, weight)

    def written(self, lever: int, dose: str, rows: I64) -> F64:
        """Return organizations of the target × what the lever writes of ``dose``."""
        return self.forced(lever, rows) * self._full(lever, dose)

    def pool(self, lever: int, dose: str, rows: I64) -> I64:
        """Return those of ``rows`` that what a lever writes is for; narrow targets come first."""
        world = self.stack.organizations.world[rows]
        for index, _ in self.doses.all_writers(dose):
            entry = self.doses.levers[index]
            first = entry.policy.first
            if index in self.doses.narrow and first is not None and first <= self.stack.month:
                mine = entry.worlds[world] & self.doses.matchers[index](rows)
                if index == lever:
                    return rows[mine]
                rows, world = rows[~mine], world[~mine]
        return rows

    def part(self, lever: int, dose: str) -> F64:
        """Return by committee the lever's part of what writers of a shared dose wrote.

        Of those for everybody together; a lever with a target of its own has a part of its own. At
        a committee where none of them writes (an industry's that has taken over what the
        districts' began) it is the part of the whole world.
        """
        own = self.doses.pool_of(lever)
        total = self._all_heads.get((dose, own))
        if total is None:
            total = np.zeros(len(self.stack.committees))
            for index, write in self.doses.all_writers(dose):
                if self.doses.pool_of(index) == own:
                    total += self._heads(index, write.full)
            self._all_heads[dose, own] = total
        mine, world = self._heads(lever, self._full(lever, dose)), self.stack.committees.world
        n = self.stack.n_worlds
        of_world = ratio(sums(world, mine, n), sums(world, total, n))[world]
        return np.where(total > 0, ratio(mine, total), of_world)

    def _full(self, lever: int, dose: str) -> float:
        writers = self.doses.all_writers(dose)
        return float(sum(write.full for index, write in writers if index == lever))

    def _heads(self, lever: int, full: float) -> F64:
        """Return ``full`` at a lever's committees: what it writes there, after its end too."""
        first = self.doses.levers[lever].policy.first
        if first is None or self.stack.month < first:
            return np.zeros(len(self.stack.committees))
        return np.where(self.doses.carriers[lever], full, 0.0)


def sums(group: I64, values: npt.NDArray[np.generic], groups: int) -> F64:
    """Return the sum of ``values`` by group."""
    total: F64 = np.bincount(group, values, groups).astype(np.float64)
    return total


def ratio(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> F64:
    """Return ``part`` / ``whole``, 0 where there is no whole."""
    share: F64 = np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
    return share

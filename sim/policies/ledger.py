"""The ledger: realised quantities × unit costs, by policy and committee (docs/model.md 7).

Each month every line of every policy books how much of its quantity was realised in the worlds
where the policy acts, under the responsible committee of the organization counted. What falls on
organizations (staff hours) is booked on lines of its own and never added to yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.draws import F64, I64
from sim.policies.base import Cost
from sim.policies.book import DoseBook
from sim.policies.counting import COUNTERS
from sim.policies.parts import Counting
from sim.state.layout import committee_rows
from sim.state.stack import Stack


@dataclass(frozen=True)
class Line:
    """One line of the ledger: a cost of the lever with that index (in ``DoseBook.levers``)."""

    lever: int
    policy: str
    id: str
    cost: Cost


class Ledger:
    """Quantities booked since month 0, shape (lines, committee rows)."""

    def __init__(self, stack: Stack, doses: DoseBook) -> None:
        self._stack, self._doses = stack, doses
        self.lines = tuple(
            Line(index, lever.policy.name, lever.policy.id, cost)
            for index, lever in enumerate(doses.levers)
            for cost in lever.policy.costs()
        )
        self.quantity = np.zeros((len(self.lines), len(stack.committees)))
        self.latest = np.zeros_like(self.quantity)

    def book(self) -> None:
        """Book the month just done."""
        if not self.lines:
            return
        counting, limits = Counting(self._stack, self._doses), self._doses.limits
        self.latest[:] = 0.0
        for number, line in enumerate(self.lines):
            count = partial(COUNTERS[line.cost.quantity], counting, line.lever)
            booked = count() if limits is None else limits.booked(line.lever, line.cost.item, count)
            self.latest[number] = booked
        self.quantity += self.latest
        if limits is not None:
            yuan = np.zeros((len(self._doses.levers), self.latest.shape[1]))
            for number, line in enumerate(self.lines):
                if not line.cost.burden:
                    yuan[line.lever] += self.latest[number] * line.cost.unit
            limits.book(yuan)

    def amounts(self) -> F64:
        """Return quantity × unit cost by line and world, in yuan or hours, shape (lines, W)."""
        return self._by_world(self.quantity)

    def latest_amounts(self) -> F64:
        """Return :meth:`amounts` of the month booked last."""
        return self._by_world(self.latest)

    def _by_world(self, quantity: F64) -> F64:
        n = self._stack.n_worlds
        amounts = np.zeros((len(self.lines), n))
        for number, line in enumerate(self.lines):
            total = np.bincount(self._stack.committees.world, quantity[number], n)
            amounts[number] = total * line.cost.unit
        return amounts

    def inherited(self, other: Ledger, quantity: F64) -> F64:
        """Return quantities of another ledger's lines for the lines of the same policies here.

        ``quantity`` is [line of the other, committee row here]; a line has something in its own
        lever's worlds only.
        """
        known = {
            (line.cost.item, other._doses.levers[line.lever].policy): number
            for number, line in enumerate(other.lines)
        }
        found = np.zeros((len(self.lines), len(self._stack.committees)))
        for number, line in enumerate(self.lines):
            lever = self._doses.levers[line.lever]
            place = known.get((line.cost.item, lever.policy))
            if place is not None:
                mine = lever.worlds[self._stack.committees.world]
                found[number, mine] = quantity[place, mine]
        return found

    def start_from(self, other: Ledger, worlds: I64) -> None:
        """Take over what ``other`` has booked for the worlds taken from its stack."""
        rows = committee_rows(other._stack, worlds)
        self.quantity = other.quantity[:, rows].copy()
        self.latest = other.latest[:, rows].copy()

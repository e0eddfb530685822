"""Worlds in which one organization alone meets something else: a dose, or a shift of its state.

World k of the stack tries ``trials[k]``. What a trial writes goes through the same readers as what
policies write, so nothing of the engine differs from a policy of one organization.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from sim.draws import F64, I64, Mask
from sim.histories.views import rows_of
from sim.policies.base import Write
from sim.policies.book import DoseBook
from sim.policies.doses import DOSES, Rule
from sim.policies.ledger import Ledger
from sim.policies.targets import Lever
from sim.state.stack import Stack
from sim.worlds import Worlds

Shift = Callable[[Stack, int, float, int], None]
"""Changes the stack at an organization's row, by an amount, before a month passes."""


@dataclass(frozen=True)
class Trial:
    """What one world tries: doses at the organization, and a shift of state with its amount.

    ``pressure`` and ``acts`` of founding are the whole responsible committee's: there is no other
    kind.
    """

    doses: Mapping[str, float] = field(default_factory=dict)
    pressure: float = 0.0
    acts: int = 0
    shift: Shift | None = None
    amount: float = 0.0


class TrialBook(DoseBook):
    """Doses of a month with those that the trials add at one organization."""

    def __init__(
        self, stack: Stack, levers: Sequence[Lever], organization: int, trials: Sequence[Trial]
    ) -> None:
        super().__init__(stack, levers)
        self._organization = np.uint64(organization)
        self._trials = trials
        names = dict.fromkeys(name for trial in trials for name in trial.doses)
        self._added = {
            name: np.array([trial.doses.get(name, 0.0) for trial in trials]) for name in names
        }

    def combine(self, forces: list[float], month: int) -> None:
        super().combine(forces, month)
        # The pressure of trial k acts as one more lever, numbered after those of the policies.
        self.forces = [*forces, *(trial.pressure for trial in self._trials)]

    def active(self, name: str) -> bool:
        return name in self._added or super().active(name)

    def at(self, name: str, rows: I64) -> F64:
        value = super().at(name, rows)
        if name not in self._added:
            return value
        organizations = self._stack.organizations
        mine = organizations.identity[rows] == self._organization
        amount = np.where(mine, self._added[name][organizations.world[rows]], 0.0)
        if DOSES[name].rule is Rule.UNION:
            return np.where(amount > 0, 1.0 - (1.0 - value) * (1.0 - amount), value)
        return value + amount

    def writers(self, name: str) -> list[tuple[int, Write, Mask]]:
        found = super().writers(name)
        if name == "pressure":
            for world, trial in enumerate(self._trials):
                if trial.pressure > 0:
                    found.append((len(self.levers) + world, FULL, self._responsible(world)))
        return found

    def acts_added(self) -> I64:
        added = super().acts_added()
        for world, trial in enumerate(self._trials):
            if trial.acts:
                added[self._responsible(world)] += trial.acts
        return added

    def _responsible(self, world: int) -> Mask:
        mine = np.zeros(len(self._stack.committees), bool)
        row = rows_of(self._stack, int(self._organization))[[world]]
        mine[self._stack.responsible(row[row > 0])] = True
        return mine


FULL = Write("pressure", 1.0, goal=2.0)
"""Pressure at full force whatever is reported."""


class TrialWorlds(Worlds):
    """Copies of one world, each under a trial."""

    organization: int
    trials: tuple[Trial, ...]

    @classmethod
    def of(cls, start: Worlds, organization: int, trials: Sequence[Trial]) -> TrialWorlds:
        """Return a copy of the first world of ``start``, at month 0, for each trial."""
        twins = start.taken([0] * len(trials))
        worlds = cls(
            **{entry.name: getattr(twins, entry.name) for entry in fields(Worlds) if entry.init}
        )
        worlds.organization, worlds.trials = organization, tuple(trials)
        worlds.doses = TrialBook(worlds, worlds.doses.levers, organization, trials)
        worlds.ledger = Ledger(worlds, worlds.doses)
        budget = worlds._budget()
        worlds.budget = budget if budget.binding else None
        worlds.doses.limits = worlds.budget
        return worlds

    def step(self) -> None:
        """Let one month pass after the shifts of the trials."""
        rows = rows_of(self, self.organization).tolist()
        for trial, row in zip(self.trials, rows, strict=True):
            if trial.shift is not None and row:
                trial.shift(self, row, trial.amount, self.month)
        super().step()

"""The doses of a month: who writes what, combined by rule and resolved where it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.draws import F64, I64, Mask
from sim.policies.base import Write
from sim.policies.doses import DOSES, Dose, Level, Pool, Rule
from sim.policies.targets import Lever, Matcher, desks_of, open_desks
from sim.state.codes import LiaisonSource
from sim.state.stack import Stack

if TYPE_CHECKING:
    from sim.policies.budget import Budget


class DoseBook:
    """Doses of one month for a stack of worlds.

    :meth:`at` resolves a dose at organizations, :meth:`committee` at committees. A dose that no
    policy writes holds its neutral value, and :meth:`active` says so without looking at rows.
    """

    def __init__(self, stack: Stack, levers: Sequence[Lever]) -> None:
        self._stack = stack
        self.levers = tuple(levers)
        self.matchers = tuple(Matcher(stack, lever, self.remit) for lever in levers)
        self.carriers = tuple(self._carriers(lever) for lever in levers)
        self._writers: dict[str, list[tuple[int, Write]]] = {name: [] for name in DOSES}
        for index, lever in enumerate(levers):
            for write in lever.policy.writes():
                self._writers[write.dose].append((index, write))
        self.narrow = [index for index, matcher in enumerate(self.matchers) if matcher.narrow]
        self._heads: dict[tuple[int, int], I64] = {}
        self._pressed: dict[int, F64] = {}
        self._forbidden: dict[int, Mask] = {}
        self.month = -1
        self.forces: list[float] = [0.0] * len(levers)
        self._base: dict[str, F64] = {}
        self._filtered: dict[str, list[tuple[int, F64]]] = {}
        self._active: dict[str, bool] = dict.fromkeys(DOSES, False)
        self.limits: Budget | None = None

    def _carriers(self, lever: Lever) -> Mask:
        """Return the committees that carry a lever, established or not."""
        policy = lever.policy
        places = policy.target.places(policy.committee)
        rows = self._stack.committees_of(policy.committee, places)
        return rows & lever.worlds[self._stack.committees.world]

    def budget_of(self, lever: int) -> Budget | None:
        """Return the budget if a cap holds in the worlds of a lever."""
        return self.limits if self.limits is not None and self.limits.limited(lever) else None

    def neutral(self, dose: Dose) -> F64:
        """Return the neutral value by world."""
        if dose.parameter is not None:
            return self._stack.parameters[dose.parameter].copy()
        return np.full(self._stack.n_worlds, dose.neutral)

    def resolve(self, month: int) -> None:
        """Combine what the policies write in ``month``."""
        forces = [lever.policy.force(month) for lever in self.levers]
        for index in self.narrow:
            if forces[index] > 0:
                open_desks(
                    self._stack, self.levers[index], self.matchers[index], self.carriers[index]
                )
        self.combine(forces, month)

    def combine(self, forces: list[float], month: int) -> None:
        """Combine what the policies write at the given forces."""
        self.month, self.forces = month, forces
        if self.limits is not None:
            self.limits.allot()
        self._base.clear()
        self._filtered.clear()
        for name, dose in DOSES.items():
            self._active[name] = False
            if dose.level is Level.COMMITTEE:
                continue
            for index, write in self._writers[name]:
                amount = self._amount(dose, index, write)
                if amount is None:
                    continue
                self._active[name] = True
                if self.matchers[index].everybody and self.budget_of(index) is None:
                    base = self._base.get(name, self.neutral(dose))
                    both = _combine(dose, base, amount)
                    self._base[name] = np.where(self.levers[index].worlds, both, base)
                else:
                    self._filtered.setdefault(name, []).append((index, amount))

    def _amount(self, dose: Dose, index: int, write: Write) -> F64 | None:
        """Return what a writer writes by world, neutral outside its worlds; None out of force."""
        policy, worlds = self.levers[index].policy, self.levers[index].worlds
        now = self.forces[index]
        force = np.full(self._stack.n_worlds, now if write.ramped else float(now > 0))
        if write.fading is not None and now == 0.0:
            last, months = policy.faded(self.month)
            force = last * 0.5 ** (months / self._stack.parameters[write.fading])
        if not force.any():
            return None
        neutral = self.neutral(dose)
        full = neutral + force * (write.full - neutral)
        if dose.rule is Rule.SET:
            full = np.full_like(neutral, write.full)
        return np.where(worlds, full, neutral)

    def active(self, name: str) -> bool:
        """Return whether any policy writes the dose in any world."""
        return self._active[name]

    def at(self, name: str, rows: I64) -> F64:
        """Return the dose at the organizations in ``rows``."""
        dose, world = DOSES[name], self._stack.organizations.world[rows]
        base = self._base.get(name)
        value: F64 = (self.neutral(dose) if base is None else base)[world]
        for index, amount in self._filtered.get(name, ()):
            hit = self.levers[index].worlds[world]
            mine = np.flatnonzero(hit)
            hit[mine] = self.matchers[index].reached(rows[mine])
            if (budget := self.budget_of(index)) is not None:
                hit &= budget.served(index, rows)
            value = np.where(hit, _combine(dose, value, amount[world]), value)
        return value

    def granted(self, founders: I64) -> F64:
        """Return the yuan that founders of branches get as startup grants: offered, and paid."""
        got = np.zeros(len(founders))
        for index, write in self._writers["grant_yuan"]:
            lever = self.levers[index]
            yuan = self.forces[index] * write.full
            if yuan > 0:
                world = self._stack.organizations.world[founders]
                offered = self.matchers[index].reached(founders) & lever.worlds[world]
                if (budget := self.budget_of(index)) is not None:
                    offered[offered] = budget.pay_grants(index, founders[offered], yuan)
                got[offered] += yuan
        return got

    def all_writers(self, name: str) -> Sequence[tuple[int, Write]]:
        """Return (lever, write) of every writer of a dose, in force or not."""
        return self._writers[name]

    def writers(self, name: str) -> list[tuple[int, Write, Mask]]:
        """Return (lever, write, committees) of the writers of a committee's dose in force now."""
        found = []
        for index, write in self._writers[name]:
            if self.forces[index] > 0:
                mine, budget = self.carriers[index], self.budget_of(index)
                if budget is not None:
                    mine = mine & budget.committees(index)
                found.append((index, write, mine))
        return found

    def written(self, name: str) -> Mask:
        """Return at which committees a committee's dose is written for everybody there."""
        here = np.zeros(len(self._stack.committees), bool)
        for index, _, mine in self.writers(name):
            here |= mine & (index not in self.narrow)
        return here

    def doses_of(self, index: int) -> set[str]:
        """Return the doses that a lever writes."""
        return {write.dose for write in self.levers[index].policy.writes()}

    def committee(self, name: str, lever: int | None = None) -> F64:
        """Return a committee's dose by committee row; shared numbers come as headcounts.

        Of the policies for everybody there, or of the lever with a target of its own.
        """
        dose = DOSES[name]
        committees = self._stack.committees
        value = self.neutral(dose)[committees.world]
        for index, write, mine in self.writers(name):
            if self.pool_of(index) != lever:
                continue
            if write.shared:
                value = value + self.headcount(index, write)
            else:
                force = self.forces[index] if write.ramped else 1.0
                full = value if dose.rule is Rule.SET else self.neutral(dose)[committees.world]
                amount = full + force * (write.full - full)
                if dose.rule is Rule.SET:
                    amount = np.full(len(committees), write.full)
                value = np.where(mine, _combine(dose, value, amount), value)
        return value

    def headcount(self, index: int, write: Write) -> I64:
        """Share ⌊force·number⌋ over the committees of a policy by Webster's highest averages.

        Where money is short, fewer heads are paid.
        """
        heads = self._shared(index, write)
        if (budget := self.budget_of(index)) is not None:
            heads = np.minimum(heads, budget.heads(index)) * budget.committees(index)
        return heads

    def heads(self, lever: int, name: str) -> I64:
        """Return by committee row the heads of a shared dose that a lever in force writes."""
        heads = np.zeros(len(self._stack.committees), np.int64)
        for index, write, _ in self.writers(name):
            if index == lever:
                heads += self.headcount(index, write)
        return heads

    def pool_of(self, lever: int) -> int | None:
        """Return which pool of heads a lever writes: its own, or that of the rest."""
        return lever if lever in self.narrow else None

    def _shared(self, index: int, write: Write) -> I64:
        lever = self.levers[index]
        number = int(np.floor(self.forces[index] * write.full * lever.scale + 1e-9))
        known = self._heads.get((index, number))
        if known is None:
            weight = self.weights(index)
            known = self._stack.webster(self.carriers[index], weight, number)
            if index not in self.narrow or weight.any():
                self._heads[index, number] = known
        return known

    def weights(self, index: int) -> I64:
        """Return by committee row the organizations of a lever's target, as it began.

        For everybody under its committees these are the organizations of month 0.
        """
        stack = self._stack
        if index in self.narrow:
            desk = self.desks(index)
            return np.where(desk > 0, stack.desks.weight[desk], 0)
        initial = np.where(self.matchers[index].cells, stack.cells.initial, 0)
        return stack.by_committee(self.levers[index].policy.committee, initial)

    def desks(self, index: int) -> I64:
        """Return the desk of a lever with a target of its own by committee row, 0 for none."""
        return desks_of(self._stack, self.levers[index])

    def pools(self, name: str) -> list[Pool]:
        """Return the pools of a committee's dose: of levers in force, in their order; the rest."""
        n = len(self._stack.committees)
        pools = [
            Pool(self.committee(name, index), np.where(desk > 0, n + desk, 0), index, matcher)
            for index, _, _ in self.writers(name)
            if index in self.narrow
            for desk, matcher in [(self.desks(index), self.matchers[index])]
        ]
        return [*pools, Pool(self.committee(name), np.arange(n))]

    def acts_added(self) -> I64:
        """Return by committee row the acts of founding beyond a committee's own: no policy's."""
        return np.zeros(len(self._stack.committees), np.int64)

    def posts(self) -> I64:
        """Return liaison posts by unit (committees, then desks) and source."""
        committees, desks = self._stack.committees, self._stack.desks
        n = len(committees)
        posts = np.zeros((n + len(desks), len(LiaisonSource)), np.int64)
        for index, write, _ in self.writers("liaison_posts"):
            source = LiaisonSource.OFFICIAL if write.source is None else write.source
            heads = self.headcount(index, write) * committees.established
            if index in self.narrow:
                desk = self.desks(index)
                held = np.flatnonzero(desk)
                posts[n + desk[held], source] += heads[held]
            else:
                posts[:n, source] += heads
        return posts

    def by_unit(self, name: str) -> F64:
        """Return what belongs to liaison posts by unit: a dose of committees, then of desks."""
        value = np.concatenate([self.committee(name), np.zeros(len(self._stack.desks))])
        for pool in self.pools("liaison_posts"):
            held = np.flatnonzero(pool.unit)
            value[pool.unit[held]] = self.committee(name, pool.lever)[held]
        return value

    def offices(self) -> Mask:
        """Return the committees that are there: from the start, or founded for all or some."""
        there: Mask = self.committee("industry_committee") > 0
        for index, _, mine in self.writers("industry_committee"):
            if index in self.narrow:
                there |= mine & (self.desks(index) > 0)
        return there | self._stack.committees.permanent

    def remit(self, rows: I64) -> Mask:
        """Return which organizations their industry's committee answers for, if it is established.

        One that is there only by policies with a target of their own answers for the target.
        """
        cells, committees = self._stack.cells, self._stack.committees
        committee = cells.industry_committee[self._stack.organizations.cell[rows]]
        if self.month < 0:
            return committees.established[committee]
        inside = (committees.permanent | (self.committee("industry_committee") > 0))[committee]
        for index, _, mine in self.writers("industry_committee"):
            if index in self.narrow:
                inside = inside | (mine[committee] & self.matchers[index](rows))
        return inside

    def press(self, pressed: dict[int, F64], forbidden: dict[int, Mask]) -> None:
        """Note by committee row how quotas with a target of their own press, and forbid closing."""
        self._pressed, self._forbidden = pressed, forbidden

    def pressure(self, rows: I64) -> F64:
        """Return the pressure on organizations: of quotas or of standing effort, the larger."""
        effort = self._stack.committees.effort[self._stack.responsible(rows)]
        larger: F64 = np.maximum(self.quota(rows), effort)
        return larger

    def quota(self, rows: I64) -> F64:
        """Return the pressure of quotas on organizations: the largest."""
        committee = self._stack.responsible(rows)
        value: F64 = self._stack.committees.pressure[committee]
        for index, pressed in self._pressed.items():
            mine = np.where(self.matchers[index](rows), pressed[committee], 0.0)
            value = np.maximum(value, mine)
        return value

    def most_quota(self) -> F64:
        """Return by committee row the largest pressure of quotas on any of its organizations."""
        value: F64 = self._stack.committees.pressure
        for pressed in self._pressed.values():
            value = np.maximum(value, pressed)
        return value

    def forbids(self, rows: I64) -> Mask:
        """Return at which host organizations a quota forbids closing."""
        committee = self._stack.responsible(rows)
        forbidden: Mask = self._stack.committees.forbidden[committee]
        for index, mine in self._forbidden.items():
            forbidden = forbidden | (mine[committee] & self.matchers[index](rows))
        return forbidden


def _combine(dose: Dose, value: F64, amount: F64) -> F64:
    if dose.rule is Rule.SUM:
        return value + amount
    if dose.rule is Rule.MAXIMUM:
        return np.maximum(value, amount)
    if dose.rule is Rule.UNION:
        return 1.0 - (1.0 - value) * (1.0 - amount)
    if dose.rule is Rule.PRODUCT:
        return value * amount
    return amount

"""Worlds: W worlds side by side, and the month on one screen.

A world is one place × one alternative × one replicate × one parameter set. Worlds share tables,
not fates: every draw is keyed, so a world in a stack equals the same world alone, bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

import numpy as np

from sim.draws import F64, I64, Mask, world_key
from sim.pasts.kept import found
from sim.policies.base import Policy
from sim.policies.book import DoseBook
from sim.policies.budget import Budget
from sim.policies.demand import ORDER
from sim.policies.ledger import Ledger
from sim.policies.pressure import set_committees
from sim.policies.targets import Lever
from sim.population.entrants import entrants
from sim.population.figures import EntrySpec, entry_spec
from sim.population.population import populate
from sim.processes.attitudes import attitudes
from sim.processes.dispatch import dispatch
from sim.processes.formation import formation
from sim.processes.mobility import mobility
from sim.processes.recruitment import recruitment
from sim.processes.settling import settle
from sim.processes.turnover import expect_exits, expected_exits, turnover
from sim.processes.vitality import vitality
from sim.processes.yearly import MONTHS, Entries, year_start
from sim.scenario.given import alternatives_of, columns, numbered
from sim.scenario.scenario import Alternative, Scenario
from sim.scenario.scenario import Budget as BudgetSpec
from sim.state.initial import initial_state
from sim.state.layout import committee_rows, compact, join, take
from sim.state.plugged import Rule
from sim.state.stack import Stack


@dataclass
class Worlds(Stack):
    """A stack of worlds with the policies that act in them.

    By world: ``alternative`` (index into ``alternatives``), ``replicate``, ``spec_of`` (index into
    ``specs``, what newcomers are like). By spec: ``budgets``, ``scales`` and ``baselines``, the
    policies that are paid first.
    """

    alternatives: tuple[Alternative, ...] = ()
    alternative: I64 = field(default_factory=lambda: np.zeros(0, np.int64))
    replicate: I64 = field(default_factory=lambda: np.zeros(0, np.int64))
    specs: tuple[EntrySpec, ...] = ()
    spec_of: I64 = field(default_factory=lambda: np.zeros(0, np.int64))
    budgets: tuple[BudgetSpec, ...] = ()
    scales: tuple[float, ...] = (1.0,)
    baselines: tuple[tuple[Policy, ...], ...] = ((),)

    def __post_init__(self) -> None:
        self.doses = DoseBook(self, self._levers())
        if any("industry_committee" in self.doses.doses_of(index) for index in self.doses.narrow):
            self.remit = self.doses.remit
        self.ledger = Ledger(self, self.doses)
        budget = self._budget()
        self.budget = budget if budget.binding else None
        self.doses.limits = self.budget
        self.booking = True
        """Whether the ledger is kept; nothing that happens depends on it without a budget."""
        self._entries: Entries | None = None

    @classmethod
    def build(
        cls,
        scenario: Scenario,
        alternatives: Sequence[str] | str | None = None,
        replicates: Sequence[int] = (0,),
        *,
        uncertainty: str | None = None,
        parameters: Mapping[str, F64 | float] | None = None,
    ) -> Worlds:
        """Return worlds of a scenario at month 0, replicate by replicate.

        The world of replicate index r and alternative index a is r · len(alternatives) + a; all
        alternatives of a replicate start from one and the same state. ``parameters`` holds, by
        name, values for each of the ``replicates`` in place of what the scenario says of them;
        then a replicate may come several times. Raises ``InputError`` for wrong names and for
        values that are no finite numbers. Raises ``NoPastError`` where the scenario asks which
        pasts led to its start and no list of them is there (``sim.pasts.lists.prepared``).
        """
        chosen = alternatives_of(scenario, alternatives)
        replicates = numbered("replicates", replicates)
        given = columns(parameters, len(replicates))
        if uncertainty is not None:
            scenario = scenario.with_(uncertainty=uncertainty)
        scenario = found(scenario, max(replicates) + 1)
        held = scenario.drawn(replicates) | given
        population = populate(scenario, replicates, held)
        n, numbers = len(replicates), scenario.numbers(replicates)
        keys = np.array([world_key(scenario.seed, number) for number in numbers], np.uint64)
        start = initial_state(
            scenario.place, population, held, keys, scenario.start_month, ways_of(scenario, n)
        )
        start.plugged = scenario.plugged()
        start.plugged.equip(start)
        settled(start, scenario.alternatives[0].policies)
        return cls.assemble(
            take(start, np.repeat(np.arange(n), len(chosen))),
            alternatives=chosen,
            alternative=np.tile(np.arange(len(chosen)), n),
            replicate=np.repeat(np.asarray(replicates, np.int64), len(chosen)),
            specs=(entry_spec(scenario),),
            spec_of=np.zeros(n * len(chosen), np.int64),
            budgets=(scenario.budget,),
            scales=(scenario.organizations.sample,),
            baselines=(scenario.alternatives[0].policies,),
        )

    @classmethod
    def assemble(
        cls, stack: Stack, *, alternatives: tuple[Alternative, ...], alternative: I64,
        replicate: I64, specs: tuple[EntrySpec, ...], spec_of: I64,
        budgets: tuple[BudgetSpec, ...] = (), scales: tuple[float, ...] = (1.0,),
        baselines: tuple[tuple[Policy, ...], ...] = ((),),
    ) -> Worlds:  # fmt: skip
        """Return a stack with policies; arguments are columns by world, or by spec."""
        held = {entry.name: getattr(stack, entry.name) for entry in fields(Stack) if entry.init}
        return cls(
            **held, alternatives=alternatives, alternative=alternative, replicate=replicate,
            specs=specs, spec_of=spec_of, budgets=budgets,
            scales=scales, baselines=baselines,
        )  # fmt: skip

    def step(self) -> None:
        """Let one month pass, in the order of the model."""
        self.events, self.realised = [], {}
        if self.month % MONTHS == 0:
            compact(self)
            year_start(self)
            if any(spec.grows for spec in self.specs):
                expect_exits(self)
            self._entries = None
        peers = self.peers()
        self.doses.resolve(self.month)
        left = [entry.course.left(self.month) for entry in self.alternatives]
        self.ways["effort_left"] = np.array(left)[self.alternative]
        set_committees(self, self.doses)
        freed = self._do("turnover", turnover, self._shrinking())
        self._newcomers().enter(self)
        self._do("mobility", mobility, freed)
        self._do("recruitment", recruitment)
        self._do("dispatch", dispatch)
        self._do("attitudes", attitudes, peers)
        self._do("formation", formation)
        self._do("vitality", vitality)
        if self.booking:
            self.ledger.book()
        self.month += 1

    def _do(self, name: str, shipped: Rule, *more: Any) -> Any:
        """Do a step of the month by the rule that is chosen, then what reads doses after it."""
        found = self.plugged.rules.get(name, shipped)(self, self.doses, *more)
        for reading in self.plugged.after(name):
            if self.doses.active(reading.dose):
                reading.apply(self, self.doses)
        return found

    def alone(self, world: int) -> Worlds:
        """Return one world of the stack, with the doses of the month done as they were."""
        twin = self.taken([world])
        if twin.budget is not None and self.budget is not None:
            twin.budget.see_as(self.budget, world)
            twin.budget.looking_back = True
        if twin.month:
            twin.doses.resolve(twin.month - 1)
        if twin.budget is not None:
            twin.budget.looking_back = False
        return twin

    def taken(self, worlds: Sequence[int] | I64) -> Worlds:
        """Return copies of the given worlds as a stack; they go on as they would have."""
        chosen = np.asarray(worlds, np.int64)
        twin = self.assemble(
            take(self, chosen),
            alternatives=self.alternatives,
            alternative=self.alternative[chosen],
            replicate=self.replicate[chosen],
            specs=self.specs,
            spec_of=self.spec_of[chosen],
            budgets=self.budgets,
            scales=self.scales,
            baselines=self.baselines,
        )
        twin.ledger.start_from(self.ledger, chosen)
        if twin.budget is not None and self.budget is not None:
            twin.budget.start_from(self.budget, chosen)
        return twin

    def forked(self, alternatives: tuple[Alternative, ...]) -> Worlds:
        """Return every world under each of the alternatives, side by side, from this month on.

        As if they had been so since month 0, where what differs between them and the policies
        here has not begun: world w under alternative a is w · len(alternatives) + a. Not for
        worlds with a budget.
        """
        n = len(alternatives)
        chosen = np.repeat(np.arange(self.n_worlds), n)
        twin = self.assemble(
            take(self, chosen),
            alternatives=alternatives,
            alternative=np.tile(np.arange(n), self.n_worlds),
            replicate=self.replicate[chosen],
            specs=self.specs,
            spec_of=self.spec_of[chosen],
            budgets=self.budgets,
            scales=self.scales,
            baselines=self.baselines,
        )
        rows = committee_rows(self, chosen)
        twin.ledger.quantity = twin.ledger.inherited(self.ledger, self.ledger.quantity[:, rows])
        return twin

    def under(self, alternatives: tuple[Alternative, ...], alternative: I64) -> Worlds:
        """Return this stack with other policies from the current month on, world by world.

        What has been spent of a year's budget stays spent; the ledger starts anew.
        """
        fork = replace(self, alternatives=alternatives, alternative=alternative)
        if fork.budget is not None and self.budget is not None:
            fork.budget.spent = self.budget.spent.copy()
        return fork

    @classmethod
    def joined(cls, parts: Sequence[Worlds]) -> Worlds:
        """Put stacks of any places side by side; ``ValueError`` where their rules differ."""
        if any(part.plugged != parts[0].plugged for part in parts):
            raise ValueError("worlds with different rules cannot stand in one stack")
        alternative, spec_of = [], []
        alternatives: tuple[Alternative, ...] = ()
        specs: tuple[EntrySpec, ...] = ()
        for part in parts:
            alternative.append(part.alternative + len(alternatives))
            spec_of.append(part.spec_of + len(specs))
            alternatives += part.alternatives
            specs += part.specs
        return cls.assemble(
            join([*parts]),
            alternatives=alternatives,
            alternative=np.concatenate(alternative),
            replicate=np.concatenate([part.replicate for part in parts]),
            specs=specs,
            spec_of=np.concatenate(spec_of),
            budgets=tuple(entry for part in parts for entry in part.budgets),
            scales=tuple(entry for part in parts for entry in part.scales),
            baselines=tuple(entry for part in parts for entry in part.baselines),
        )

    def _levers(self) -> list[Lever]:
        return [
            Lever(policy, self.alternative == index, self._scale(index))
            for index, entry in enumerate(self.alternatives)
            for policy in entry.policies
        ]

    def _scale(self, alternative: int) -> float:
        """Return the share of the place's organizations in the worlds of an alternative."""
        mine = self.spec_of[self.alternative == alternative]
        return self.scales[mine[0]] if len(mine) else 1.0

    def _budget(self) -> Budget:
        """Return the caps of every world, from the budget of its scenario."""
        committees = self.committees
        world_caps = np.full(self.n_worlds, np.inf)
        committee_caps = np.full(len(committees), np.inf)
        order = np.tile(np.arange(len(ORDER)), (self.n_worlds, 1))
        for index, spec in enumerate(self.budgets):
            mine = self.spec_of == index
            if spec.cap_yuan_per_year is not None:
                world_caps[mine] = spec.cap_yuan_per_year * self.scales[index]
            order[mine] = [spec.order.index(name) for name in ORDER]
            for industrial, caps in ((False, spec.district_caps), (True, spec.industry_caps)):
                for place, cap in enumerate(caps):
                    if cap is not None:
                        rows = (committees.industrial == industrial) & (committees.place == place)
                        rows &= committees.alive & mine[committees.world]
                        committee_caps[rows] = cap * self.scales[index]
        return Budget(
            self, self.doses, world_caps, committee_caps, order,
            [lever.worlds & self._of_baseline(lever.policy) for lever in self.doses.levers],
        )  # fmt: skip

    def _of_baseline(self, policy: Policy) -> Mask:
        """Return the worlds whose scenario's baseline holds a policy."""
        held = np.array([policy in policies for policies in self.baselines], bool)
        mask: Mask = held[self.spec_of]
        return mask

    def _newcomers(self) -> Entries:
        if self._entries is None:
            makers = [partial(entrants, spec, self.parameters, self.keys) for spec in self.specs]
            self._entries = Entries.of_year(self, makers, self.spec_of, self._entry_rate)
        return self._entries

    def _entry_rate(self, month: int) -> F64:
        """Return the rate of entry of a month by world: as its scenario says, or the parameter."""
        rate = self.parameters["entry_per_year"].copy()
        for index, spec in enumerate(self.specs):
            stated, net = spec.rate(month), spec.net(month)
            mine = self.spec_of == index
            if stated is not None:
                rate[mine] = stated
            elif net is not None:
                # As many enter as make up for the exits of a year, and the growth beyond.
                rate[mine] = np.maximum(0.0, net - np.expm1(-expected_exits(self)[mine]))
        return rate

    def _shrinking(self) -> F64 | None:
        """Return the hazard of exit that a shrinking register adds this month, by world."""
        nets = [spec.net(self.month) for spec in self.specs]
        if not any(net is not None and net < 0 for net in nets):
            return None
        added = np.zeros(self.n_worlds)
        for index, net in enumerate(nets):
            if net is not None:
                mine = self.spec_of == index
                added[mine] = np.maximum(0.0, -np.log1p(net) - expected_exits(self)[mine])
        return added


def ways_of(scenario: Scenario, worlds: int) -> dict[str, F64]:
    """Return what holds in worlds of a scenario besides parameters, at month 0 of each."""
    history = scenario.history
    official = history is not None and history.official and scenario.uncertainty != "none"
    held = {"effort_left": 1.0, "official": float(official)}
    return {name: np.full(worlds, value) for name, value in held.items()}


def settled(stack: Stack, policies: Sequence[Policy]) -> Stack:
    """Bring a stack to rest at month 0, under the policies that have been in force all along."""
    everywhere = np.ones(stack.n_worlds, bool)
    doses = DoseBook(stack, [Lever(policy, everywhere) for policy in policies])
    doses.combine([policy.standing for policy in policies], -1)
    set_committees(stack, doses)
    settle(stack, doses)
    return stack

"""CoverageModel: one world of the engine as a Mesa model."""

from __future__ import annotations

import copy
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim.agents.columns import View, declared
from sim.agents.reporters import REPORTERS
from sim.agents.views import Branch, Committee, Liaison, Member, Organization
from sim.locale import N_, _
from sim.measures.recorder import snapshot
from sim.measures.tally import Counts
from sim.pasts.lists import prepared
from sim.scenario import Scenario, load
from sim.text.arguments import SCENARIO, named, refuse, whole
from sim.worlds import Worlds


class Cast:
    """Views by identity. Mesa holds agents weakly in most of its sets, so they are held here."""

    def __init__(self, model: CoverageModel, kind: type[View]) -> None:
        self._model, self._kind = model, kind
        self._views: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._views)

    def at(self, row: int) -> Any:
        """Return the view of a live row."""
        identity = self._table.identity.item(row)
        view = self._views.get(identity)
        if view is None:
            view = self._views[identity] = self._kind(self._model, identity, row)
        return view

    def where(self, column: str, value: int) -> list[Any]:
        """Return the views of the live rows that hold ``value`` in ``column``."""
        table = self._table
        rows = np.flatnonzero((getattr(table, column) == value) & table.alive)
        return [self.at(row) for row in rows.tolist()]

    def fill(self) -> None:
        """Make the views that are missing."""
        table = self._table
        rows = np.flatnonzero(table.alive)
        for row, identity in zip(rows.tolist(), table.identity[rows].tolist(), strict=True):
            if identity not in self._views:
                self._views[identity] = self._kind(self._model, identity, row)

    def follow(self) -> None:
        """Find the rows of all views again, and let go of those that are no more."""
        if not self._views:
            return
        table, number = self._table, len(self._views)
        views = list(self._views.values())
        identity = np.fromiter(self._views, np.uint64, number)
        row = np.fromiter((view.last_row for view in views), np.int64, number)
        inside = np.minimum(row, len(table) - 1)
        stays = (inside == row) & table.alive[inside] & (table.identity[inside] == identity)
        lost = np.flatnonzero(~stays)
        if not len(lost):
            return
        live = np.flatnonzero(table.alive)
        live = live[np.argsort(table.identity[live], kind="stable")]
        place = np.searchsorted(table.identity[live], identity[lost])
        found = np.append(live, 0)[place]
        found[table.identity[found] != identity[lost]] = 0
        for index, now in zip(lost.tolist(), found.tolist(), strict=True):
            view = views[index]
            view.moved(now)
            if not now:
                del self._views[view.unique_id]
                self._model.deregister_agent(view)

    @property
    def _table(self) -> Any:
        return getattr(self._model.worlds, self._kind.TABLE)


VIEWS: tuple[type[View], ...] = (Organization, Member, Branch, Liaison, Committee)
HIGHEST_SEED = 2**63 - 1


class CoverageModel(mesa.Model):
    """One place under one alternative, in one replicate.

    ``worlds`` is the engine's stack of that one world and the truth about it; agents are views of
    its rows. ``step`` lets one month of the engine pass, and nothing else draws or changes
    anything. Looking at agents, collecting data or drawing from Mesa's generators leaves the
    history as it is.
    """

    @named(N_('CoverageModel takes no "{name}". {hint}'))
    def __init__(
        self,
        scenario: Scenario | str | Path,
        alternative: str = "baseline",
        replicate: int | None = None,
        rng: int | None = None,
        uncertainty: str | None = None,
        datacollector: mesa.DataCollector | None = None,
    ) -> None:
        """Build the world at month 0.

        ``scenario`` may be a scenario, the path of its file or the name of a shipped one. ``rng``
        is Mesa's word for a seed: a whole number takes the place of the scenario's seed, None
        leaves it. For runs that can be compared pair by pair vary ``replicate`` instead (0 unless
        given; in ``batch_run(iterations=n)`` the number of the iteration).
        ``uncertainty`` is ``"prior"`` or ``"none"`` (the scenario's own where not given). A
        ``datacollector`` is copied, so that one may serve many models. Where the scenario asks
        which pasts led to its start, those of the replicates up to this one are looked for first,
        unless a list of them is there.
        """
        setup = load(scenario) if isinstance(scenario, str | Path) else scenario
        if not isinstance(setup, Scenario):
            refuse("scenario", _(SCENARIO), setup)
        if datacollector is not None and not hasattr(datacollector, "collect"):
            refuse("datacollector", _("a DataCollector of Mesa"), datacollector)
        setup = _seeded(setup, rng)
        setup.alternative(alternative)  # refuses a wrong name
        iteration = _iteration()
        if replicate is not None and iteration:
            raise ValueError(
                "batch_run(iterations=n) would run one replicate n times: leave replicate out, "
                "or give it a range and leave iterations out"
            )
        replicate = iteration if replicate is None else whole("replicate", replicate, 0)
        if uncertainty not in (None, "prior", "none"):
            raise ValueError(f"uncertainty is 'prior' or 'none', not {uncertainty!r}")
        if uncertainty is not None:
            setup = setup.with_(uncertainty=uncertainty)
        setup = prepared(setup, replicate + 1)
        worlds = Worlds.build(setup, [alternative], [replicate])
        self._begin(worlds, setup, datacollector)

    @classmethod
    def of(cls, worlds: Worlds, k: int, scenario: Scenario) -> Self:
        """Return a copy of world ``k`` of a stack that was built from ``scenario``.

        It stands at the month of the stack and goes on exactly as the world in the stack does.
        """
        world = worlds.alone(k)
        model = cls.__new__(cls)
        model._begin(world, scenario, None)
        return model

    def _begin(
        self, worlds: Worlds, setup: Scenario, datacollector: mesa.DataCollector | None
    ) -> None:
        # Mesa's own generators are for what users add; the engine never draws from them.
        super().__init__(rng=int(worlds.keys[0]))
        self._worlds = worlds
        self._counts: Counts | None = None
        self._followed = worlds.month
        self.setup = setup
        self.alternative = worlds.alternatives[int(worlds.alternative[0])].id
        self.replicate = int(worlds.replicate[0])
        self.views = {kind.TABLE: Cast(self, kind) for kind in VIEWS}
        for column in worlds.plugged.columns:
            kind = next(kind for kind in VIEWS if column.table == kind.TABLE)
            if not hasattr(kind, column.name):
                # On the class, as attributes are: a view keeps nothing of its own.
                setattr(kind, column.name, declared(column))
        for kind in VIEWS:
            super().agents_by_type[kind] = AgentSet([], random=self.random)
        pattern = datacollector or mesa.DataCollector(model_reporters=dict(REPORTERS))
        self.datacollector = copy.deepcopy(pattern)
        self.running = self.month < setup.months
        self._collect()

    def step(self) -> None:
        """Let one month pass and collect; at the horizon ``running`` turns false.

        Raises ``ValueError`` beyond it: what a scenario says of its years ends there.
        """
        if self.month >= self.setup.months:
            self.steps = self.month
            raise ValueError(
                f"the scenario ends after {self.setup.months} months: for more, load it with "
                f'overrides=["years={self.setup.years + 1}"]'
            )
        self._worlds.step()
        self.running = self.month < self.setup.months
        self._collect()

    def go_on_under(self, scenario: Scenario, alternative: str) -> None:
        """Let the policies of an alternative of ``scenario`` hold from the coming month on.

        ``scenario`` is the model's own but for its policies. What has happened stays: if the
        alternative did until now what was done here, the world is the alternative's, bit for bit.
        The ledger starts anew.
        """
        here, there = self.setup, scenario
        if (here.place, here.seed, here.start_year) != (there.place, there.seed, there.start_year):
            raise ValueError("only policies may change while a model runs, not place or seed")
        chosen = scenario.alternative(alternative)
        self._worlds = self._worlds.under((chosen,), np.zeros(1, np.int64))
        if self.month:
            self._worlds.doses.resolve(self.month - 1)  # as measures read them
        self.setup, self.alternative = scenario, alternative

    def _collect(self) -> None:
        self._counts = self.counts()
        self.datacollector.collect(self)
        self._counts = None

    @property
    def worlds(self) -> Worlds:
        """The engine's stack of this one world."""
        return self._worlds

    @property
    def month(self) -> int:
        """Months done since the start of the scenario."""
        return self._worlds.month

    @property
    def agents(self) -> Any:
        """Every agent, in an AgentSet of Mesa's; views are made where they are missing."""
        self._fill()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """AgentSets of Mesa's by class: Organization, Member, Branch, Liaison, Committee."""
        self._fill()
        return super().agents_by_type

    def follow(self) -> None:
        """Lead views that exist to where their rows lie after a step."""
        if self._followed != self._worlds.month:
            self._followed = self._worlds.month
            for cast in self.views.values():
                cast.follow()

    def _fill(self) -> None:
        self.follow()
        for cast in self.views.values():
            cast.fill()

    def counts(self) -> Counts:
        """Count what the measures are made of; held while the collector reads several."""
        if self._counts is not None:
            return self._counts
        worlds = self._worlds
        return snapshot(worlds, worlds.doses if worlds.month else None, districts=True)

    def district_of(self, cell: int) -> str:
        """Return the id of a cell's district."""
        return self.setup.place.district_ids[int(self._worlds.cells.district[cell])]

    def industry_of(self, cell: int) -> str:
        """Return the id of a cell's industry."""
        return self.setup.place.industry_ids[int(self._worlds.cells.industry[cell])]


def _iteration() -> int:
    """Return the number of the iteration in which Mesa's ``batch_run`` makes a model, else 0.

    Mesa does not pass it: without it all iterations would be one and the same history.
    """
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        if frame.f_globals.get("__name__") == "mesa.batchrunner" and "run" in frame.f_locals:
            run = frame.f_locals["run"]
            return int(run[1]) if isinstance(run, tuple) and len(run) == 3 else 0
    return 0


def _seeded(scenario: Scenario, rng: int | None) -> Scenario:
    """Return the scenario with another seed."""
    if rng is None:
        return scenario
    if isinstance(rng, bool) or not isinstance(rng, int | np.integer):
        raise TypeError(f"rng takes the place of the scenario's seed: a whole number, not {rng!r}")
    seed = int(rng)
    if not 0 <= seed <= HIGHEST_SEED:
        raise ValueError(f"seeds lie between 0 and {HIGHEST_SEED}, not at {seed}")
    return replace(scenario, seed=seed, pasts=None)

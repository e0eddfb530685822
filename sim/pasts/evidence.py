"""What a past is held against: the start, earlier figures, flows of the last year (14.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.draws import F64, I64
from sim.measures.base import ratio
from sim.measures.catalogue import MEASURES
from sim.measures.recorder import snapshot
from sim.measures.status import read_status
from sim.measures.tally import Grouping, Tally
from sim.pasts.worlds import Start
from sim.plan.past import LOG_SD, SHARE_SD, Evidence, History, Observation
from sim.scenario.scenario import Scenario
from sim.state.codes import Event
from sim.worlds import Worlds

WIDER: Final = 1.3
"""Error of a flow over that of a Poisson count."""
START: Final = "reported_coverage"
FLOWS: Final = {
    "founded": (Event.FOUNDED,),
    "dissolved": (Event.EXIT, Event.DISSOLVED, Event.CLOSED, Event.CONVERTED),
    "refused": (Event.REFUSED,),
}
YEAR: Final = 12


@dataclass(frozen=True)
class Figures:
    """The evidence of a scenario: error of the start, observations by the month that shows them."""

    start_sd: float
    by_month: dict[int, list[Observation]]
    flows: dict[str, int]


def figures(scenario: Scenario) -> Figures:
    """Return what pasts of a scenario are held against."""
    history = scenario.history
    assert history is not None
    sd, by_month = SHARE_SD, dict[int, list[Observation]]()
    for entry in scenario.observations:
        if is_start(entry):
            sd = SHARE_SD if entry.sd is None else entry.sd
        elif counts(entry, history):
            by_month.setdefault(history.months + entry.month + 1, []).append(entry)
    return Figures(sd, by_month, history.flows)


def with_figures(evidence: Evidence, scenario: Scenario) -> Evidence:
    """Return evidence with the number of figures and flows that the scenario's pasts must fit."""
    found = figures(scenario)
    number = sum(map(len, found.by_month.values())) + len(found.flows)
    return replace(evidence, figures=number)


def is_start(entry: Observation) -> bool:
    """Whether a figure is the start's own: reported coverage of all, at the end of its eve."""
    return entry.measure == START and entry.month == -1 and not of_part(entry)


def of_part(entry: Observation) -> bool:
    """Whether a figure is of some organizations only."""
    return bool(entry.kinds or entry.districts or entry.industries)


def counts(entry: Observation, history: History) -> bool:
    """Whether pasts are held against a figure (docs/draws.md 14.3)."""
    if entry.evidence is False or (of_part(entry) and not MEASURES[entry.measure].grouped):
        return False
    if entry.month == -1:
        return entry.evidence is True and not is_start(entry)
    return -history.months <= entry.month < -1


class Misfit:
    """Sums by world how far pasts are from the evidence: Σ z²."""

    def __init__(self, found: Figures, start: Start, worlds: Worlds) -> None:
        self._found, self._start, self._worlds = found, start, worlds
        self.sum = np.zeros(worlds.n_worlds)
        self.real = np.ones(worlds.n_worlds)
        """Of what is reported as covered at the end, the share that has a branch."""
        self._flows = {name: np.zeros(worlds.n_worlds) for name in found.flows}

    def look(self, month: int, last: int) -> None:
        """Look at the pasts after ``month`` months, of ``last``."""
        worlds = self._worlds
        if month > last - YEAR:
            for name, seen in self._flows.items():
                for batch in worlds.events:
                    if batch.kind in FLOWS[name]:
                        seen += np.bincount(batch.world, minlength=worlds.n_worlds)
        for entry in self._found.by_month.get(month, ()):
            self._add(measured(worlds, entry), entry)
        if month == last:
            self._end()

    def _add(self, value: F64, entry: Observation) -> None:
        if MEASURES[entry.measure].is_share:
            z = (value - entry.value) / (SHARE_SD if entry.sd is None else entry.sd)
        else:
            value, seen = np.maximum(value * self._start.weight, 0.5), max(entry.value, 0.5)
            z = np.log(value / seen) / (LOG_SD if entry.sd is None else entry.sd / seen)
        self.sum += z * z

    def _end(self) -> None:
        counted = snapshot(self._worlds)
        share = ratio(counted["reported"].astype(np.float64), counted["reported_base"])
        z = (np.nan_to_num(share) - self._start.reported) / self._found.start_sd
        self.sum += z * z
        paper, covered = counted["nominal"], counted["covered_of_base"]
        self.real = np.where(covered + paper > 0, covered / np.maximum(covered + paper, 1), 1.0)
        for name, seen in self._flows.items():
            known = self._found.flows[name]
            z = (seen * self._start.weight - known) / (WIDER * np.sqrt(max(1, known)))
            self.sum += z * z


def measured(worlds: Worlds, entry: Observation) -> F64:
    """Return by world what a figure would be, a number in simulated organizations; 0 of nothing."""
    organizations, cells, n = worlds.organizations, worlds.cells, worlds.n_worlds
    measure = MEASURES[entry.measure]
    if not of_part(entry):
        counted = snapshot(worlds, worlds.doses)
        chosen: I64 = np.arange(n)
    else:
        named = np.ones(len(organizations), bool)
        for wanted, column in (
            (entry.kinds, organizations.kind),
            (entry.districts, cells.district[organizations.cell]),
            (entry.industries, cells.industry[organizations.cell]),
        ):
            if wanted:
                named &= np.isin(column, wanted)
        groups = Grouping(2 * organizations.world + named, 2 * n, n)
        counted = Tally(worlds, read_status(worlds, worlds.doses)).by_world(groups)
        chosen = 2 * np.arange(n) + 1
    above = counted[measure.numerator][chosen].astype(np.float64) * measure.scale
    below = None if measure.denominator is None else counted[measure.denominator][chosen]
    found: F64 = np.nan_to_num(ratio(above, below))
    return found

"""One side of the stage: a world that runs, and what was seen of it month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import mesa
import numpy as np
import numpy.typing as npt

from sim.agents import CoverageModel
from sim.app.classroom.course import Course, alternative_of, compose
from sim.measures.base import ratio
from sim.measures.bottleneck import bottlenecks
from sim.measures.catalogue import MEASURES
from sim.measures.status import Cover, Status, read_status
from sim.measures.tally import Grouping, Tally
from sim.scenario import Scenario
from sim.state.codes import Bottleneck, Event, Fear

SHOWN: Final = (
    "reported_coverage",
    "effective_coverage_of_base",
    "hollow_share",
    "work_coverage_of_base",
    "member_coverage",
)
"""Shares that are kept month by month; coverages are of one base, so that their gap is hollow."""

GAP: Final = ("reported_coverage", "effective_coverage_of_base")


@dataclass
class Seen:
    """What was written down of a world; entry ``m`` of a series is after m months."""

    series: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SHOWN})
    counts: list[Mapping[str, int]] = field(default_factory=list)
    held: list[npt.NDArray[np.int64]] = field(default_factory=list)
    events: list[npt.NDArray[np.int64]] = field(default_factory=list)
    refused: list[npt.NDArray[np.int64]] = field(default_factory=list)
    branches: dict[int, Life] = field(default_factory=dict)
    yuan: list[float] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)


@dataclass
class Life:
    """A branch: the form in which it was last seen, its first and its last month."""

    form: int
    first: int
    last: int
    vital: bool


class World:
    """A ``CoverageModel`` that follows a course, with the levers as they stand."""

    def __init__(
        self, base: Scenario, side: str, course: Course, seed: int, replicate: int = 0
    ) -> None:
        self.base, self.side, self.seed = base, side, seed
        self.course = course
        self._acting: Course | None = None
        given = {side: Course(parameters=course.parameters)}
        setup = compose(base, given, seed=seed, replicates=replicate + 1)
        # What is seen is kept here; Mesa's collector would count everything a second time.
        self.model = CoverageModel(setup, replicate=replicate, datacollector=mesa.DataCollector())
        self.seen = Seen()
        self.status: Status
        self.held: npt.NDArray[np.uint8]
        self._look()

    @property
    def month(self) -> int:
        """Months done."""
        return self.model.month

    @property
    def over(self) -> bool:
        """Whether the horizon is reached."""
        return not self.model.running

    @property
    def settings(self) -> dict[str, float]:
        """Where the levers stand in the coming month."""
        return self.course.settings(self.month)

    def move(self, **values: float) -> None:
        """Set levers from the coming month on."""
        if not self.over:
            self.course = self.course.moved(self.month, **values)

    def step(self) -> None:
        """Let a month pass; at the horizon nothing happens any more."""
        if self.over:
            return
        self._act()
        self.model.step()
        self._look()

    def scenario(self) -> Scenario:
        """Return the scenario whose alternative is this world."""
        return compose(self.base, {self.side: self.course}, seed=self.seed)

    def _act(self) -> None:
        """Put the policies of the course in force if it is another one than last month."""
        if self._acting != self.course:
            self._acting = self.course
            setup = self.scenario()
            self.model.go_on_under(setup, alternative_of(self.side, self.course))

    def _look(self) -> None:
        """Write down the month that has just been done."""
        worlds, seen = self.model.worlds, self.seen
        doses = worlds.doses if worlds.month else None
        self.status = read_status(worlds, doses)
        self.held = bottlenecks(worlds, self.status, doses)
        organizations = worlds.organizations
        counts = Tally(worlds, self.status).by_world(Grouping(organizations.world, 1, 1))
        counts["liaisons"] = np.array([np.count_nonzero(worlds.liaisons.alive)])
        counts["cases"] = np.array([np.count_nonzero(organizations.liaison)])
        for name in SHOWN:
            measure = MEASURES[name]
            below = None if measure.denominator is None else counts[measure.denominator]
            seen.series[name].append(float(ratio(counts[measure.numerator], below)[0]))
        seen.counts.append({name: int(found[0]) for name, found in counts.items()})
        alive = organizations.alive
        seen.held.append(np.bincount(self.held[alive], minlength=len(Bottleneck)))
        happened = np.zeros(len(Event), np.int64)
        for batch in worlds.events:
            happened[batch.kind] += len(batch.world)
        seen.events.append(happened)
        seen.refused.append(self._refusals())
        self._branches()
        self._pay()

    def _refusals(self) -> npt.NDArray[np.int64]:
        """Return this month's refusals by the fear that decided."""
        worlds = self.model.worlds
        organizations = worlds.organizations
        counts = np.zeros(len(Fear), np.int64)
        for batch in worlds.events:
            if batch.kind is Event.REFUSED:
                rows = np.flatnonzero(np.isin(organizations.identity, batch.organization))
                counts += np.bincount(organizations.refusal[rows], minlength=len(Fear))
        return counts

    def _branches(self) -> None:
        """Follow every branch from the month in which it is first seen to its last."""
        branches = self.model.worlds.branches
        rows = np.flatnonzero(branches.alive)
        vital = self.status.branch_cover[rows] == Cover.VITAL
        for identity, form, lives in zip(
            branches.identity[rows].tolist(), branches.form[rows].tolist(), vital.tolist(),
            strict=True,
        ):  # fmt: skip
            life = self.seen.branches.get(identity)
            if life is None:
                life = Life(form, self.month, self.month, lives)
                self.seen.branches[identity] = life
            life.form, life.last, life.vital = form, self.month, lives

    def _pay(self) -> None:
        """Add the month's yuan and staff hours; the ledger itself starts anew with a move."""
        ledger, seen = self.model.worlds.ledger, self.seen
        amounts = ledger.latest_amounts()[:, 0] if self.month else np.zeros(0)
        yuan = hours = 0.0
        for line, amount in zip(ledger.lines, amounts, strict=False):
            if line.cost.hours:
                hours += float(amount)
            elif not line.cost.burden:
                yuan += float(amount)
        seen.yuan.append((seen.yuan[-1] if seen.yuan else 0.0) + yuan)
        seen.hours.append((seen.hours[-1] if seen.hours else 0.0) + hours)

"""The stage: two worlds side by side on the same draws, for one client.

Nothing here is shared between clients: a stage holds its own two models, and what was seen of them
month by month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import mesa
import numpy as np
import numpy.typing as npt

from sim.agents import CoverageModel
from sim.app.classroom.course import SIDES, Course, alternative_of, basis, compose, opened
from sim.errors import InputError
from sim.locale import _
from sim.measures.base import ratio
from sim.measures.bottleneck import bottlenecks
from sim.measures.catalogue import MEASURES
from sim.measures.status import Cover, Status, read_status
from sim.measures.tally import Grouping, Tally
from sim.scenario import Scenario
from sim.scenario.writing import resolved_toml
from sim.state.codes import Event, Fear

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
            share = ratio(*(counts[each] for each in MEASURES[name].counts))
            seen.series[name].append(float(share[0]))
        seen.counts.append({name: int(found[0]) for name, found in counts.items()})
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


MOST: Final = 1_000
"""Organizations of the largest place that is shown: each is a dot."""

MEASURED: Final = 1e-12


@dataclass(frozen=True)
class Difference:
    """Right minus left by month, in shares; ``since`` is the first month with any, if there is."""

    reported: list[float]
    effective: list[float]
    since: int | None


class Stage:
    """Two worlds of one place and one seed: ``left`` and ``right``."""

    def __init__(
        self, base: Scenario, seed: int, left: Course | None = None, right: Course | None = None,
        *, replicate: int = 0,
    ) -> None:  # fmt: skip
        self.base, self.seed, self.replicate = suited(base), seed, replicate
        self.worlds = {
            side: World(self.base, side, course or Course(), seed, replicate)
            for side, course in zip(SIDES, (left, right), strict=True)
        }

    def again(self, month: int = 0) -> Stage:
        """Return both worlds from the start, run to a month; what was done happens again."""
        courses = [self.worlds[side].course for side in SIDES]
        made = Stage(self.base, self.seed, *courses, replicate=self.replicate)
        made.run_to(month)
        return made

    @property
    def left(self) -> World:
        """The world without what the class does."""
        return self.worlds["left"]

    @property
    def right(self) -> World:
        """The world of the sliders."""
        return self.worlds["right"]

    @property
    def month(self) -> int:
        """Months done."""
        return self.right.month

    @property
    def over(self) -> bool:
        """Whether the horizon is reached."""
        return self.right.over

    def step(self) -> None:
        """Let a month pass on both sides."""
        for world in self.worlds.values():
            world.step()

    def run_to(self, month: int) -> None:
        """Let months pass until ``month``, at most to the horizon."""
        while self.month < month and not self.over:
            self.step()

    def difference(self) -> Difference:
        """Return how the right differs from the left."""
        reported, effective = (
            np.array(self.right.seen.series[name]) - np.array(self.left.seen.series[name])
            for name in GAP
        )
        apart = np.flatnonzero((np.abs(reported) > MEASURED) | (np.abs(effective) > MEASURED))
        since = int(apart[0]) if len(apart) else None
        return Difference(reported.tolist(), effective.tolist(), since)

    @property
    def one_town(self) -> bool:
        """Whether both sides are the same organization by organization: nothing set them apart.

        Their shares may agree where organizations already differ.
        """
        left, right = (world.course for world in self.worlds.values())
        same = (left.policies, left.without) == (right.policies, right.without)
        months = range(self.month)
        return (
            same
            and self.one_file
            and all(left.settings(month) == right.settings(month) for month in months)
        )

    @property
    def one_file(self) -> bool:
        """Whether one scenario file holds both sides: their parameters are the same."""
        return self.left.course.parameters == self.right.course.parameters

    def file(self, side: str = "right") -> str:
        """Return the scenario file of what was done: of both sides, or of one of two."""
        courses = {name: world.course for name, world in self.worlds.items()}
        if not self.one_file:
            courses = {side: courses[side]}
        return resolved_toml(compose(self.base, courses, seed=self.seed))


def suited(scenario: Scenario) -> Scenario:
    """Return a scenario that the classroom can show, or say why it can't."""
    number = _organizations(scenario)
    if number > MOST:
        raise InputError(
            _(
                '"{name}" has {n} organizations; the classroom shows at most {most}, each as a dot.'
            ).format(name=scenario.name, n=number, most=MOST)
        )
    if scenario.resolved()["organizations"].get("registry") is not None:
        raise InputError(
            _(
                '"{name}" reads a registry from a file of its own, and what the classroom saves is '
                "one file: use a scenario with [organizations.synthesis]."
            ).format(name=scenario.name)
        )
    return scenario


def _organizations(scenario: Scenario) -> int:
    """Return how many organizations a world has at the start, about."""
    found = scenario.organizations
    if found.registry is not None:
        total = len(found.registry)
    else:
        total = (found.synthesis and found.synthesis.total.organizations) or 0
    return round(total * found.sample)


def reopened(scenario: Scenario) -> Stage:
    """Return the stage of a scenario file: sides as saved, else the first alternative on the right.

    What was done by hand happens again in its months.
    """
    base, courses = opened(suited(scenario))
    if all(course.plain for course in courses.values()) and len(base.alternatives) > 1:
        courses["right"] = basis(base, base.alternatives[1].id)
    return Stage(base, scenario.seed, courses["left"], courses["right"])

"""The stage: two worlds side by side on the same draws, for one client.

Nothing here is shared between clients: a stage holds its own two models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.app.classroom.course import SIDES, Course, basis, compose, opened
from sim.app.classroom.world import GAP, World
from sim.errors import InputError
from sim.locale import _
from sim.scenario import Scenario
from sim.scenario.writing import resolved_toml

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
        self._given = {"left": left or Course(), "right": right or Course()}
        self.reset()

    def reset(self) -> None:
        """Go back to month 0 with the courses that the stage was given."""
        self.worlds = {
            side: World(self.base, side, self._given[side], self.seed, self.replicate)
            for side in SIDES
        }

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

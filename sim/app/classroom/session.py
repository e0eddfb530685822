"""What the parts of one client's page share: its stage, its clock, and who listens.

A room is made by the page function, so each client has its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.app.classroom.course import SIDES, Course
from sim.app.classroom.seedword import seed_of, word_of
from sim.app.classroom.stage import Stage, reopened
from sim.scenario import Scenario, load

FIRST: Final = "classroom"
SPEEDS: Final = (1, 2, 4, 8)
"""Months a second that may be chosen."""

SHIPPED: Final = ("classroom", "linze", "yiwu")
"""Shipped scenarios that the stage can show: one file each, at most 1,000 organizations."""


class Session:
    """The state of one client; no part of it is drawn here."""

    def __init__(self) -> None:
        base = load(FIRST)
        self.stage = Stage(base, base.seed)
        self.playing = False
        self.until: int | None = None
        self._new_stage: list[Callable[[], None]] = []
        self._new_month: list[Callable[[], None]] = []
        self._begun_anew: list[Callable[[], None]] = []

    def on_stage(self, work: Callable[[], None]) -> None:
        """Call ``work`` whenever another stage is set, or the same one is begun again."""
        self._new_stage.append(work)

    def on_month(self, work: Callable[[], None]) -> None:
        """Call ``work`` whenever the month or a lever has changed."""
        self._new_month.append(work)

    def on_anew(self, work: Callable[[], None]) -> None:
        """Call ``work`` whenever everything is begun anew."""
        self._begun_anew.append(work)

    def set(self, stage: Stage) -> None:
        """Show another stage, from its first month on."""
        self.stage = stage
        self.playing, self.until = False, None
        for work in self._new_stage:
            work()
        self.tell()

    def tell(self) -> None:
        """Tell every part that the stage has changed."""
        for work in self._new_month:
            work()

    def play(self, until: int | None = None) -> None:
        """Let months pass until one, or to the horizon."""
        self.until = until
        self.playing = not self.stage.over
        self.tell()

    def pause(self) -> None:
        """Stop where it is."""
        self.playing, self.until = False, None
        self.tell()

    def tick(self) -> None:
        """Let one month pass, if it plays."""
        if self.playing:
            self.step()

    def step(self) -> None:
        """Let one month pass."""
        self.stage.step()
        if self.stage.over or (self.until is not None and self.stage.month >= self.until):
            self.playing, self.until = False, None
        self.tell()

    def back(self) -> None:
        """Go back a month: the worlds are run anew until then.

        What was done in that month is done again when it comes, unless a slider is moved before.
        """
        stage = self.stage
        if stage.month:
            courses = [stage.worlds[side].course for side in SIDES]
            before = Stage(stage.base, stage.seed, *courses, replicate=stage.replicate)
            before.run_to(stage.month - 1)
            self.set(before)

    def jump(self, month: int) -> None:
        """Let all months until one pass at once."""
        self.stage.run_to(month)
        self.playing, self.until = False, None
        self.tell()

    def reset(self) -> None:
        """Begin again: same place, same seed, nothing done."""
        fresh = {
            side: Course(parameters=world.course.parameters)
            for side, world in self.stage.worlds.items()
        }
        self.set(Stage(self.stage.base, self.stage.seed, fresh["left"], fresh["right"]))

    def anew(self) -> None:
        """Begin as a page begins that nobody has used yet."""
        self.choose(FIRST)
        for work in self._begun_anew:
            work()

    def again(self) -> None:
        """Begin again and let everything that was done happen again in its months."""
        courses = {side: world.course for side, world in self.stage.worlds.items()}
        self.set(Stage(self.stage.base, self.stage.seed, courses["left"], courses["right"]))

    def move(self, lever: str, value: float) -> None:
        """Set a lever of the right world, from the coming month on."""
        self.stage.right.move(**{lever: value})

    def choose(self, name: str) -> None:
        """Show a shipped scenario with its own seed."""
        base = load(name)
        self.set(Stage(base, base.seed))

    def reseed(self, text: str) -> None:
        """Begin again under the seed of a word or number; raise InputError for anything else."""
        self.set(Stage(self.stage.base, seed_of(text)))

    def reopen(self, scenario: Scenario) -> None:
        """Show what a file holds; raise InputError if the stage can't."""
        self.set(reopened(scenario))

    @property
    def word(self) -> str:
        """The seed as a word."""
        return word_of(self.stage.seed)

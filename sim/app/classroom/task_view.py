"""The first task: eight liaisons, choose whom; then the target; then what of it all lives.

Until the end the town shows what is reported alone, as an office sees it.
"""

from __future__ import annotations

from typing import Any, Final

from nicegui import ui

from sim.app.classroom.course import SIDES, Course
from sim.app.classroom.lesson_view import steps
from sim.app.classroom.session import FIRST, Session
from sim.app.classroom.stage import Stage
from sim.app.shell import spoken
from sim.locale import _, pick
from sim.present.numbers import percent
from sim.scenario import load
from sim.state.codes import Strategy

LIAISONS: Final = 8
CHOICES: Final = (
    Strategy.EASY_FIRST, Strategy.BIG_FIRST, Strategy.BLANK_SPOTS_FIRST, Strategy.BOTTLENECK_FIRST,
)  # fmt: skip
"""Whom the liaisons may visit first."""

SENT: Final = 24
"""Month until which the liaisons are on their own."""
TARGET: Final = {"target": 0.8, "pressure": 3.0}
UNTIL: Final = 48
"""Month until which the target is in force, when it is looked beneath."""


def stage(choice: Strategy) -> Stage:
    """Return the town with eight liaisons on the right, who take organizations in that order."""
    base = load(FIRST)
    entry = {
        "policy": "dispatch_liaisons",
        "liaisons": LIAISONS,
        "strategy": choice.name.lower(),
        "ramp_months": 0,
    }
    return Stage(base, base.seed, Course(), Course(policies=(entry,)))


class TaskView:
    """One step at a time, on the stage of the room."""

    def __init__(self, room: Session) -> None:
        self._room = room
        self.step = 0
        """0 choose, 1 the target comes, 2 look beneath, 3 what it was."""
        self.choice = CHOICES[0]
        self._setting = False
        self._place = ui.element("div").classes("cl-world")
        self.draw()
        room.on_stage(self._left)
        room.on_month(self._month)

    def draw(self) -> None:
        """Draw where the task stands."""
        self._place.clear()
        with self._place:
            (self._choose, self._target, self._beneath, self._end)[self.step]()

    def _choose(self) -> None:
        question = _("You have eight liaisons for this town. Whom do they visit first?")
        ui.label(question).classes("cl-question")
        options = {code.name: pick(code.label) for code in CHOICES}
        ui.radio(options, value=self.choice.name, on_change=spoken(self._chosen)).mark("whom")
        with ui.element("div").classes("fg-row"):
            ui.button(_("Send them for two years"), on_click=spoken(self._send)).mark("send")

    def _target(self) -> None:
        self._strip(
            1,
            _("Two years later, on paper: left {left}, right {right}. Now the order comes: 80% "
              "within two years."),
            _("Set the target on the right"), self._order,
        )  # fmt: skip

    def _beneath(self) -> None:
        self._strip(
            2,
            _("Four years on, on paper: left {left}, right {right}. How much of it lives? Guess, "
              "then look."),
            _("Uncover what lives"), self._uncover,
        )  # fmt: skip

    def _strip(self, step: int, text: str, label: str, work: Any) -> None:
        """Draw a step with what is reported by now; its button waits until the months are over."""
        with ui.element("div").classes("cl-strip"):
            steps(step + 1, 3)
            if self._room.stage.month < (SENT, UNTIL)[step - 1]:
                ui.label(_("Months pass …")).classes("cl-said")
                return
            ui.label(text.format(**self._read("reported_coverage"))).classes("cl-said")
            ui.button(label, on_click=spoken(work)).mark(f"task-{step}")

    def _end(self) -> None:
        lives = self._read("effective_coverage_of_base")
        paper, hollow = self._read("reported_coverage"), self._read("hollow_share")
        ui.label(
            _(
                "On the right {paper} is reported and {lives} lives: {hollow} of what is reported "
                "is hollow. On the left {left_paper} is reported and {left_lives} lives."
            ).format(
                paper=paper["right"],
                lives=lives["right"],
                hollow=hollow["right"],
                left_paper=paper["left"],
                left_lives=lives["left"],
            )
        ).classes("cl-question").mark("task-seen")
        ui.label(
            _(
                "One town under one seed: another seed may end differently. Try another order, "
                "or go on to the lessons, which say in how many of 100 towns each claim holds."
            )
        ).classes("fg-note")
        with ui.element("div").classes("fg-row"):
            anew = ui.button(_("Choose anew"), on_click=spoken(self._anew))
            anew.props("outline").mark("task-anew")

    def _read(self, measure: str) -> dict[str, str]:
        worlds = self._room.stage.worlds
        return {side: percent(worlds[side].seen.series[measure][-1]) for side in SIDES}

    def _chosen(self, event: Any) -> None:
        self.choice = Strategy.named(str(event.value).lower())

    def _send(self) -> None:
        self._setting = True
        self._room.set(stage(self.choice))
        self._setting = False
        self.step = 1
        self._cover(True)
        self._room.play(SENT)
        self.draw()

    def _order(self) -> None:
        self._room.stage.right.move(**TARGET)
        self.step = 2
        self._room.play(UNTIL)
        self.draw()

    def _uncover(self) -> None:
        self.step = 3
        self._cover(False)
        self._room.tell()
        self.draw()

    def _anew(self) -> None:
        self.step = 0
        self.draw()

    def _cover(self, on: bool) -> None:
        with self._place:
            ui.run_javascript(f"fugaiClass.cover({str(on).lower()})")

    def _month(self) -> None:
        """Draw the next step when the stage has come to its month."""
        if self.step in (1, 2) and self._room.stage.month == (SENT, UNTIL)[self.step - 1]:
            self.draw()

    def _left(self) -> None:
        """Give the task up when somebody sets another stage."""
        if self.step and not self._setting:
            self._cover(False)
            self._anew()

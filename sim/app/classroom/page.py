"""The page ``/classroom``: the stage, its sliders, and what a class can do with it."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from fastapi import Request
from nicegui import app, ui

from sim.app.classroom.controls_view import START_SPEED, ControlsView, LeversView
from sim.app.classroom.course import Course
from sim.app.classroom.duel_view import DuelView
from sim.app.classroom.guess_view import GuessView
from sim.app.classroom.lesson_view import LessonView
from sim.app.classroom.session import Session
from sim.app.classroom.stage import Stage
from sim.app.classroom.stage_view import StageView
from sim.app.classroom.task_view import TaskView
from sim.app.shell import spoken
from sim.locale import _
from sim.present.looks import COUNTED, LIVES
from sim.scenario import Scenario

KEY: Final = "classroom"
FREE: Final = "free"
"""The panel that is open at first."""


@dataclass(frozen=True)
class Kept:
    """Where a page stood: place, seed, what was done on both sides and until when, the lesson."""

    base: Scenario
    seed: int
    courses: Mapping[str, Course]
    month: int
    panel: str
    speed: int
    lesson: str | None
    step: int
    predicted: int | None

    def stage(self) -> Stage:
        """Return the two worlds as they were."""
        made = Stage(self.base, self.seed, self.courses["left"], self.courses["right"])
        made.run_to(self.month)
        return made


class Keeper:
    """Writes down where the page stands whenever that changes, and goes on from it once."""

    def __init__(
        self, room: Session, tabs: ui.tabs, lesson: LessonView, controls: ControlsView
    ) -> None:
        self._room = room
        self._tabs = tabs
        self._lesson = lesson
        self._controls = controls
        self._storage: MutableMapping[str, Any] | None = None
        """The tab's, known as soon as the browser has connected."""
        ui.context.client.on_connect(spoken(self._connected))
        room.on_month(self.keep)
        room.on_anew(self._anew)
        lesson.on_change(self.keep)
        tabs.on_value_change(spoken(self.keep))
        controls.speed.on_value_change(spoken(self.keep))

    def keep(self) -> None:
        """Write down where the page stands."""
        if self._storage is None:
            return
        stage, lesson = self._room.stage, self._lesson
        self._storage[KEY] = Kept(
            stage.base,
            stage.seed,
            {side: world.course for side, world in stage.worlds.items()},
            stage.month,
            str(self._tabs.value),
            int(self._controls.speed.value),
            None if lesson.lesson is None else lesson.lesson.id,
            lesson.step,
            lesson.predicted,
        )

    def _connected(self) -> None:
        """Go on where the tab was; a connection that only came back changes nothing."""
        if self._storage is not None:
            return
        storage = app.storage.tab
        kept = storage.get(KEY)
        if kept is not None:
            self._take_up(kept)
        self._storage = storage

    def _take_up(self, kept: Kept) -> None:
        self._room.set(kept.stage())
        self._lesson.take_up(kept.lesson, kept.step, kept.predicted)
        self._tabs.set_value(kept.panel)
        self._controls.speed.set_value(kept.speed)
        if kept.month or kept.lesson is not None:
            ui.notify(
                _("Here you were, in {month}. “Begin anew” starts from nothing.").format(
                    month=self._room.stage.base.month_name(kept.month)
                )
            )

    def _anew(self) -> None:
        self._tabs.set_value(FREE)
        self._controls.speed.set_value(START_SPEED)


def build(language: str, request: Request) -> None:
    """Draw the page inside the frame, in ``language``, which is also the current one.

    Called once for each client, which gets a room of its own.
    """
    script, style = (
        files(__package__).joinpath(name).read_text(encoding="utf-8")
        for name in ("stage.js", "page.css")
    )
    ui.add_css(f":root {{ --lives: {LIVES}; --counted: {COUNTED}; }}\n{style}")
    ui.add_body_html(f"<script>{script}</script>")
    room = Session()
    with ui.element("h1").classes("fg-title"):
        ui.label(_("One town, twice: with and without what you do"))
    with ui.element("div").classes("fg-card"):
        tabs, lesson = _modes(room)
    with ui.element("div").classes("fg-card"):
        controls = ControlsView(room)
        with ui.element("div").classes("cl-main"):
            stage = StageView(room)
            name = _("Sliders of the right town")
            with ui.element("aside").props(f'aria-label="{name}"'):
                ui.html(f"<h2>{name}</h2>", sanitize=False)
                levers = LeversView(room)
    levers.draw()
    stage.draw()
    room.tell()
    Keeper(room, tabs, lesson, controls)


def _modes(room: Session) -> tuple[ui.tabs, LessonView]:
    """Draw the panels; return what chooses among them, and the lessons."""
    tabs = ui.tabs().props("align=left no-caps outside-arrows mobile-arrows").mark("tabs")
    with tabs.classes("cl-tabs"):
        free = ui.tab(FREE, _("Try freely"))
        task = ui.tab("task", _("First task"))
        learn = ui.tab("lesson", _("Lessons"))
        guess = ui.tab("guess", _("Guess first"))
        duel = ui.tab("duel", _("Break my policy"))
    with ui.tab_panels(tabs, value=free, animated=False, keep_alive=True).classes("cl-tabs"):
        with ui.tab_panel(free).classes("cl-panel"):
            ui.label(
                _(
                    "Two towns with the same organizations, people and random draws. The "
                    "left follows the baseline. The sliders act on the right, from the next "
                    "month on. Everything is simulated, not observed."
                )
            ).classes("cl-said")
        with ui.tab_panel(task).classes("cl-panel"):
            TaskView(room)
        with ui.tab_panel(learn).classes("cl-panel"):
            lesson = LessonView(room)
        with ui.tab_panel(guess).classes("cl-panel"):
            drawing = GuessView(room)
        with ui.tab_panel(duel).classes("cl-panel"):
            DuelView(room)

    def opened(event: Any) -> None:
        # On the projector sliders give room to the town where steps move them.
        guided = str(event.value in ("task", "lesson")).lower()
        ui.run_javascript(f"document.body.classList.toggle('cl-lesson', {guided})")
        # A chart in a panel that nobody has opened isn't there yet: draw it when it is.
        if event.value == "guess":
            drawing.draw()

    tabs.on_value_change(spoken(opened))
    return tabs, lesson

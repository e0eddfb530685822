"""What a page keeps over a reload: whoever reloads by accident goes on where she was.

It is kept on the server for the browser's tab, so another tab has its own, and for as long as
the server runs. Kept is what was done, not the worlds: they are made again from it, the same.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from nicegui import app, ui

from sim.app.classroom.controls_view import START_SPEED, ControlsView
from sim.app.classroom.course import Course
from sim.app.classroom.lesson_view import LessonView
from sim.app.classroom.room import Room
from sim.app.classroom.stage import Stage
from sim.app.speaking import spoken
from sim.locale import _
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
        self, room: Room, tabs: ui.tabs, lesson: LessonView, controls: ControlsView
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

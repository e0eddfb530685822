"""The page ``/classroom``: the stage, its sliders, and what a class can do with it."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fastapi import Request
from nicegui import ui

from sim.app.classroom.controls_view import ControlsView
from sim.app.classroom.duel_view import DuelView
from sim.app.classroom.guess_view import GuessView
from sim.app.classroom.keeping import FREE, Keeper
from sim.app.classroom.lesson_view import LessonView
from sim.app.classroom.levers_view import LeversView
from sim.app.classroom.room import Room
from sim.app.classroom.stage_view import StageView
from sim.app.classroom.style import CSS
from sim.app.speaking import spoken
from sim.locale import _


def build(language: str, request: Request) -> None:
    """Draw the page inside the frame, in ``language``, which is also the current one.

    Called once for each client, which gets a room of its own.
    """
    ui.add_css(CSS)
    script = files(__package__).joinpath("stage.js").read_text(encoding="utf-8")
    ui.add_body_html(f"<script>{script}</script>")
    room = Room()
    with ui.element("div").classes("fg-card"):
        tabs, lesson = _modes(room)
    with ui.element("div").classes("fg-card"):
        controls = ControlsView(room)
        with ui.element("div").classes("cl-main"):
            stage = StageView(room)
            name = _("Sliders of the right world")
            with ui.element("aside").props(f'aria-label="{name}"'):
                ui.html(f"<h2>{name}</h2>", sanitize=False)
                levers = LeversView(room)
    levers.draw()
    stage.draw()
    room.tell()
    Keeper(room, tabs, lesson, controls)


def _modes(room: Room) -> tuple[ui.tabs, LessonView]:
    """Draw the panels; return what chooses among them, and the lessons."""
    tabs = ui.tabs().props("align=left no-caps outside-arrows mobile-arrows").mark("tabs")
    with tabs.classes("cl-tabs"):
        free = ui.tab(FREE, _("Try freely"))
        learn = ui.tab("lesson", _("Lessons"))
        guess = ui.tab("guess", _("Guess first"))
        duel = ui.tab("duel", _("Break my policy"))
    with ui.tab_panels(tabs, value=free, animated=False, keep_alive=True).classes("cl-tabs"):
        with ui.tab_panel(free).classes("cl-panel"):
            ui.label(
                _(
                    "Two worlds with the same organizations, people and luck. The left follows "
                    "the baseline; the sliders act on the right, from the next month on. "
                    "Everything is simulated, not observed."
                )
            ).classes("cl-said")
        with ui.tab_panel(learn).classes("cl-panel"):
            lesson = LessonView(room)
        with ui.tab_panel(guess).classes("cl-panel"):
            drawing = GuessView(room)
        with ui.tab_panel(duel).classes("cl-panel"):
            DuelView(room)

    def opened(event: Any) -> None:
        # A chart in a panel that nobody has opened isn't there yet: draw it when it is.
        if event.value == "guess":
            drawing.draw()

    tabs.on_value_change(spoken(opened))
    return tabs, lesson

"""The sliders of the right world, each with its value; what is moved acts from the coming month."""

from __future__ import annotations

import html
from functools import partial
from typing import Any

from nicegui import ui

from sim.app.classroom.levers import GROUPS, SHARE, Lever, offered
from sim.app.classroom.room import Room
from sim.app.classroom.stage_view import value
from sim.app.speaking import spoken
from sim.locale import _


class Fader(ui.slider):
    """A slider that doesn't wait for the server's echo: keys pressed quickly all count."""

    LOOPBACK = False


class LeversView:
    """Sliders that follow the room and move it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._sliders: dict[str, Fader] = {}
        self._values: dict[str, ui.label] = {}
        self._following = False
        self._place = ui.element("div").classes("cl-levers")
        self._drawn: tuple[str, ...] = ()
        room.on_stage(self.draw)
        room.on_month(self.follow)

    def draw(self) -> None:
        """Draw the sliders that the scenario leaves to the class, unless they are there."""
        levers = offered(self._room.stage.base)
        names = tuple(lever.id for lever in levers)
        if names == self._drawn:
            return
        self._drawn = names
        self._sliders.clear()
        self._values.clear()
        self._place.clear()
        with self._place:
            group = ""
            for lever in levers:
                if _(GROUPS[lever.policy]) != group:
                    group = _(GROUPS[lever.policy])
                    ui.html(f"<h3>{html.escape(group)}</h3>", sanitize=False)
                self._lever(lever)
        self.follow()

    def _lever(self, lever: Lever) -> None:
        unit = "" if lever.unit == SHARE else " (" + _(lever.unit) + ")"
        with ui.element("div").classes("cl-lever"):
            ui.label(_(lever.label) + unit)
            self._values[lever.id] = ui.label().classes("cl-value").mark(f"value-{lever.id}")
            slider = Fader(
                min=lever.low, max=lever.high, step=lever.step, value=lever.neutral,
                on_change=spoken(partial(self._move, lever.id)),
            )  # fmt: skip
            name = html.escape(_(lever.label), quote=True)
            slider.props(f'aria-label="{name}"')
            self._sliders[lever.id] = slider.mark(f"lever-{lever.id}")

    def follow(self) -> None:
        """Put the sliders where the right world's levers stand."""
        world = self._room.stage.right
        settings = world.settings
        self._following = True
        for name, slider in self._sliders.items():
            self._values[name].set_text(value(name, settings[name]))
            if slider.value != settings[name]:
                slider.set_value(settings[name])
            slider.set_enabled(not world.over)
        self._following = False

    def _move(self, name: str, event: Any) -> None:
        if self._following or event.value is None:
            return
        self._room.move(name, float(event.value))
        self._room.tell()

"""Play, step, reset, speed; seed, scenario; saving and opening what was done."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from nicegui import events, ui
from nicegui.elements.mixins.value_element import ValueElement

from sim.app.classroom.course import GROUPS, SHARE, Lever, offered, value
from sim.app.classroom.session import SHIPPED, SPEEDS, Session
from sim.app.shell import spoken, uploader
from sim.errors import FugaiError, InputError
from sim.locale import _, ngettext, noted, pick
from sim.scenario import load


class Fader(ValueElement[float]):
    """The browser's own slider, which says its value in words.

    It doesn't wait for the server's echo: keys pressed quickly all count.
    """

    # An attribute: as a property it would be written back whenever anything is drawn anew.
    VALUE_PROP = "^value"
    LOOPBACK = False

    def __init__(self, lever: Lever, on_change: Callable[[Any], None]) -> None:
        super().__init__(tag="input", value=lever.neutral, on_value_change=on_change)
        self.props(f"type=range min={lever.low} max={lever.high} step={lever.step}")
        self.on("input", self._heard, js_handler="event => emit(Number(event.target.value))")

    def _heard(self, event: events.GenericEventArguments) -> None:
        # What the browser shows already is not sent back: it may have moved on meanwhile.
        self._send_update_on_value_change = False
        self.set_value(float(event.args))
        self._send_update_on_value_change = True

    def put(self, value: float) -> None:
        """Move it from here."""
        self.set_value(value)
        self.client.run_javascript(f"(getHtmlElement({self.id}) ?? {{}}).value = {value}")

    def say(self, text: str) -> None:
        """Say in words where it stands, without writing the value beside it."""
        self.client.run_javascript(
            f"getHtmlElement({self.id})?.setAttribute('aria-valuetext', {json.dumps(text)})"
        )

    def set_enabled(self, enabled: bool) -> None:
        """Let it be moved, or not; said to the browser on change only."""
        if self.props.get("disabled", False) == enabled:
            self.props["disabled"] = not enabled


class LeversView:
    """Sliders that follow the room and move it."""

    def __init__(self, room: Session) -> None:
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
        label = _(lever.label)
        with ui.element("div").classes("cl-lever"):
            ui.label(label if lever.unit in ("", SHARE) else noted(label, _(lever.unit)))
            self._values[lever.id] = ui.label().classes("cl-value").mark(f"value-{lever.id}")
            slider = Fader(lever, spoken(partial(self._move, lever.id)))
            slider.props["aria-label"] = _(lever.label)
            slider.props["aria-valuetext"] = value(lever.id, lever.neutral)
            self._sliders[lever.id] = slider.mark(f"lever-{lever.id}")

    def follow(self) -> None:
        """Put the sliders where the right world's levers stand."""
        world = self._room.stage.right
        settings = world.settings
        self._following = True
        for name, slider in self._sliders.items():
            said = value(name, settings[name])
            if self._values[name].text != said:
                self._values[name].set_text(said)
                slider.say(said)
            if slider.value != settings[name]:
                slider.put(settings[name])
            slider.set_enabled(not world.over)
        self._following = False

    def _move(self, name: str, event: Any) -> None:
        if self._following or event.value is None:
            return
        self._room.move(name, float(event.value))
        self._room.tell()


BYTES: Final = 2_000_000
"""Largest file that is opened."""
START_SPEED: Final = 4


class ControlsView:
    """The bar above the worlds."""

    def __init__(self, room: Session) -> None:
        self._room = room
        with ui.element("div").classes("fg-row cl-controls"):
            self._play = ui.button(icon="play_arrow", on_click=spoken(self._toggle)).mark("play")
            for name, text, icon, work in (
                ("step", _("One month"), "skip_next", room.step),
                ("back", _("Back a month"), "skip_previous", room.back),
                ("reset", _("Begin again"), "replay", room.reset),
                ("again", _("Same moves again"), "history", room.again),
            ):
                button = ui.button(text, icon=icon, on_click=spoken(work)).mark(name)
                button.props("outline").classes(f"cl-{name}")
                if name == "back":
                    self._back = button
            self._month = ui.label().classes("cl-month").mark("month")
            self._month.props('role="status"')
            speeds = {
                speed: ngettext("{n} month a second", "{n} months a second", speed).format(n=speed)
                for speed in SPEEDS
            }
            self.speed = ui.select(
                speeds, value=START_SPEED, label=_("Speed"), on_change=spoken(self._speed)
            ).mark("speed")
            self.speed.style("min-width: 11em")
            projector = ui.button(_("Projector"), icon="fullscreen").mark("projector")
            projector.props("outline aria-pressed=false").on(
                "click", js_handler="event => fugaiClass.project(event.currentTarget)"
            )
        drawer = ui.expansion(_("Place, seed and files"), icon="tune").classes("fg-wide cl-drawer")
        with drawer, ui.element("div").classes("fg-row"):
            names = {name: pick(load(name).title) for name in SHIPPED}
            self._scenario = ui.select(
                names, value=SHIPPED[0], label=_("Place"), on_change=spoken(self._choose)
            ).mark("place")
            self._scenario.style("min-width: 15em")
            self._word = ui.input(_("Seed: a word or a number"), value=room.word)
            self._word.classes("cl-word").mark("seed")
            self._word.on("keydown.enter", spoken(self._reseed))
            ui.button(_("Use this seed"), on_click=spoken(self._reseed)).props("outline").mark(
                "reseed"
            )
            ui.button(
                _("Save what was done"), icon="download", on_click=spoken(self._save)
            ).props("outline").mark("save")  # fmt: skip
            self._upload = uploader(
                _("Open a scenario file"), accept=(".toml",), most=BYTES,
                on_upload=spoken(self._open),
                on_rejected=spoken(lambda: self._tell(
                    _("Only scenario files (.toml) of at most 2 MB are opened.")
                )),
            ).classes("cl-open").mark("open")  # fmt: skip
            anew = ui.button(_("Begin anew"), icon="restart_alt", on_click=spoken(room.anew))
            with anew.props("flat").mark("anew"):
                ui.tooltip(_("As if this page were opened for the first time: nothing is kept"))
        self._problem = ui.label().classes("fg-error").mark("problem")
        self._problem.props('role="alert"')
        self._problem.set_visibility(False)
        self._timer = ui.timer(1 / START_SPEED, spoken(room.tick), active=False)
        room.on_month(self.show)
        room.on_stage(self._follow)

    def show(self) -> None:
        """Show the month and whether it plays."""
        room, stage = self._room, self._room.stage
        over = stage.over
        name = stage.base.month_name(stage.month)
        self._month.set_text(_("{month}: the end").format(month=name) if over else name)
        self._play.set_icon("pause" if room.playing else "play_arrow")
        self._play.set_text(_("Pause") if room.playing else _("Play"))
        self._play.set_enabled(not over)
        self._back.set_enabled(stage.month > 0)
        self._timer.active = room.playing

    def _follow(self) -> None:
        self._tell("")
        self._word.set_value(self._room.word)
        name = self._room.stage.base.name
        if name in SHIPPED and self._scenario.value != name:
            self._scenario.set_value(name)

    def _toggle(self) -> None:
        if self._room.playing:
            self._room.pause()
        else:
            self._room.play()

    def _speed(self, event: Any) -> None:
        self._timer.interval = 1 / event.value

    def _choose(self, event: Any) -> None:
        if event.value != self._room.stage.base.name:
            self._room.choose(event.value)

    def _reseed(self) -> None:
        try:
            self._room.reseed(self._word.value)
        except InputError as error:
            self._tell(str(error))

    def _save(self) -> None:
        stage = self._room.stage
        if stage.one_file:
            ui.download.content(stage.file(), f"{stage.base.name}-class.toml", "application/toml")
            return
        for side in stage.worlds:
            name = f"{stage.base.name}-class-{side}.toml"
            ui.download.content(stage.file(side), name, "application/toml")

    async def _open(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        self._upload.reset()
        try:
            self._room.reopen(opened(content))
        except FugaiError as error:
            self._tell(str(error))

    def _tell(self, problem: str) -> None:
        self._problem.set_text(problem)
        self._problem.set_visibility(bool(problem))


def opened(content: bytes) -> Any:
    """Return the scenario of an uploaded file; raise its mistakes as FugaiError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "class.toml"
        path.write_bytes(content)
        return load(path)

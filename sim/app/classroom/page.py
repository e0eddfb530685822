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
from sim.scenario import Scenario

CSS: Final = """
.cl-worlds { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr));
  gap: 12px; width: 100%; }
.cl-world { width: 100%; display: flex; flex-direction: column; gap: 6px; min-width: 0; }
.cl-world h2 { font-size: 1rem; font-weight: 500; margin: 0; line-height: 1.4; }
.cl-town { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px;
  width: 100%; }
.cl-key { grid-column: 1 / -1; min-width: 0; }
.cl-key h2 { font-size: .95rem; font-weight: 500; margin: 0 0 4px; line-height: 1.4; }
.cl-legend { list-style: none; margin: 0; padding: 0; display: grid; gap: 2px 18px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 215px), 1fr)); font-size: .9rem; }
.cl-legend li { display: grid; grid-template-columns: 16px 1fr 2.2em 2.2em; gap: 6px;
  align-items: center; line-height: 1.3; }
.cl-legend b { text-align: right; font-weight: 500; font-variant-numeric: tabular-nums; }
.cl-legend svg { width: 15px; height: 15px; }
body.cl-covered .cl-effective, body.cl-covered .cl-lives, body.cl-covered .cl-effect,
body.cl-covered .cl-hollow, body.cl-covered .cl-said-month { visibility: hidden; }
body.cl-covered .cl-bar .cl-paper { background: #8A4B00; }
.cl-strip { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; width: 100%; }
.cl-strip > .cl-said { flex: 1 1 320px; }
.cl-steps { display: inline-flex; gap: 6px; align-items: center; color: #52606d; }
.cl-steps i { width: 12px; height: 12px; border-radius: 50%; border: 2px solid #00558a;
  box-sizing: border-box; }
.cl-steps i.cl-gone { background: #00558a; }
.cl-dots { width: 100%; height: 380px; border: 1px solid #e4e7eb; border-radius: 6px; }
.cl-big { display: flex; flex-wrap: wrap; gap: 2px 20px; align-items: baseline; margin: 0; }
.cl-big b { font-size: 2rem; line-height: 1.1; font-weight: 500;
  font-variant-numeric: tabular-nums; }
.cl-big .cl-reported b { color: #8A4B00; } .cl-big .cl-effective b { color: #00558a; }
.cl-bar { position: relative; width: 100%; height: 22px; background: #eef1f4; border-radius: 4px;
  overflow: hidden; }
.cl-bar i { position: absolute; inset: 0 auto 0 0; width: 0; }
.cl-bar .cl-paper { background: repeating-linear-gradient(45deg, #8A4B00 0 3px, #fff3dc 3px 9px);
  border-right: 3px solid #8A4B00; box-sizing: border-box; }
.cl-bar .cl-lives { background: #0072B2; }
.cl-lever input[type=range] { grid-column: 1 / -1; width: 100%; height: 28px; margin: 0;
  accent-color: #00558a; }
body.cl-projector { font-size: 1.5rem; }
body.cl-projector .fg-page { max-width: none; }
body.cl-projector .fg-header, body.cl-projector .cl-drawer, body.cl-projector .fg-title,
body.cl-projector .cl-again { display: none; }
body.cl-projector .cl-worlds { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
body.cl-projector .cl-town { grid-template-columns: 1fr 1fr 330px; gap: 20px; }
body.cl-projector .cl-key { grid-column: auto; }
body.cl-projector .cl-legend { grid-template-columns: 1fr; font-size: 1.15rem; }
body.cl-projector.cl-lesson .cl-main { grid-template-columns: minmax(0, 1fr); }
body.cl-projector.cl-lesson .cl-main > aside { display: none; }
body.cl-projector .cl-said, body.cl-projector .cl-question, body.cl-projector .fg-note,
body.cl-projector .fg-caution, body.cl-projector .q-btn, body.cl-projector .q-radio,
body.cl-projector .cl-world h2, body.cl-projector .cl-lever, body.cl-projector .cl-month,
body.cl-projector .fg-card h2, body.cl-projector .cl-numbers { font-size: 1.4rem; }
body.cl-projector .cl-said, body.cl-projector .cl-question { max-width: none; }
body.cl-projector .cl-big b { font-size: 4rem; }
body.cl-projector .cl-bar { height: 36px; }
body.cl-projector .cl-dots { height: 46vh; }
body.cl-projector .cl-main { grid-template-columns: minmax(0, 1fr) minmax(200px, 22%); }
.cl-curve { width: 100%; height: 230px; }
.cl-wide { width: 100%; height: 260px; }
.cl-main { display: grid; grid-template-columns: minmax(0, 1fr) 290px; gap: 16px; width: 100%; }
.cl-levers { display: flex; flex-direction: column; gap: 4px; }
.cl-levers h3 { margin: 8px 0 0; font-size: .95rem; font-weight: 500; line-height: 1.4; }
.cl-lever { display: grid; grid-template-columns: 1fr auto; column-gap: 8px; }
.cl-value { font-variant-numeric: tabular-nums; font-weight: 500; }
.cl-numbers td, .cl-numbers th { font-variant-numeric: tabular-nums; padding: 3px 8px; }
.cl-month { font-size: 1.15rem; font-weight: 500; min-width: 6.5em;
  font-variant-numeric: tabular-nums; }
.cl-word { font-size: 1.05rem; letter-spacing: .03em; }
.cl-said { font-size: 1.05rem; line-height: 1.5; margin: 0; max-width: 110ch; }
.cl-question { font-size: 1.15rem; line-height: 1.5; margin: 0; font-weight: 500; max-width: 75ch; }
.cl-guess { display: flex; flex-wrap: wrap; gap: 8px; }
.cl-guess .q-field { width: 108px; }
.cl-open .q-uploader__list { display: none; }
.cl-open.q-uploader.q-uploader { width: auto; }
.cl-tabs { width: 100%; }
.cl-panel { padding: 6px 0 0; }
.cl-tabs .q-tab { min-height: 36px; }
.cl-drawer .q-item { min-height: 32px; padding: 0 8px; }
.cl-choices { display: grid; gap: 10px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr)); width: 100%; }
.fg-page:has(.cl-main) { max-width: 1640px; gap: 8px; padding-top: 8px; }
.fg-page:has(.cl-main) .fg-title { font-size: 1.2rem; margin: 0; }
.fg-page:has(.cl-main) .fg-card { padding: 10px 16px; }
@media (max-width: 700px) { .cl-town { grid-template-columns: minmax(0, 1fr); }
  .cl-dots { height: 300px; } }
@media (max-width: 1023px) {
  body.cl-lesson .cl-main > aside { display: none; }
  .cl-main { grid-template-columns: minmax(0, 1fr); }
  .cl-main > aside { order: -1; max-height: 45vh; overflow-y: auto; padding: 0 8px 8px;
    border: 1px solid #d9dee4; border-radius: 6px; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { transition: none !important; animation: none !important; }
}
"""


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
    ui.add_css(CSS)
    script = files(__package__).joinpath("stage.js").read_text(encoding="utf-8")
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

"""The page ``/``: a place, alternatives, a run, results, and the file of all that."""

from __future__ import annotations

from nicegui import run, ui

from sim.app.planner.alternatives_view import AlternativesView
from sim.app.planner.desk import Desk, named
from sim.app.planner.parameters_view import ParametersView
from sim.app.planner.place_view import PlaceView
from sim.app.planner.results_view import ResultsView
from sim.app.planner.run_view import FileView, RunView
from sim.app.planner.state import Session
from sim.app.shell import spoken
from sim.locale import _

TICK = 0.5
"""Seconds between looks at a run under way."""


def build(language: str, session: Session, *, user: str, ended: bool) -> None:
    """Draw the page inside the frame, in ``language``, which is also the current one.

    ``user`` is who looks at it, for the turns of runs. ``ended``: the address named work that is
    gone, and the session is a new one.
    """
    desk = Desk(session, language, user)
    with ui.element("h1").classes("fg-title"):
        ui.label(_("Plan: compare before you spend"))
    if ended:
        ui.label(
            _(
                "The work that this address names has ended: the server was started anew, or it is "
                "too long ago. Upload the scenario file that you saved to go on."
            )
        ).classes("fg-caution").props('role="alert"')
    desk.add(lambda: _steps(session), lambda: (session.scenario is None, session.outcome is None))
    with ui.element("div").classes("fg-desk"):
        with ui.element("div").classes("fg-stack fg-pane"):
            PlaceView(desk)
            AlternativesView(desk)
            running = RunView(desk)
            ParametersView(desk)
            FileView(desk)
        with ui.element("div").classes("fg-stack fg-pane"):
            ResultsView(desk)

    async def tick() -> None:
        job = session.job
        if job is not None:
            running.part.catch_up()
            running.tick()
            if job.unread:
                await run.io_bound(spoken(session.finish))
        if session.outcome is not None and language not in session.prepared:
            await run.io_bound(session.prepare, language)
            desk.draw()
        desk.catch_up()

    ui.timer(TICK, spoken(tick))


def _steps(session: Session) -> None:
    """Lead to the parts of the page that are there."""
    parts = {"place": _("1 The place")}
    if session.scenario is not None:
        parts |= {"alternatives": _("2 Alternatives"), "run": _("3 Run")}
        if session.outcome is not None:
            parts["results"] = _("Answer")
        parts |= {"parameters": _("Parameters"), "file": _("5 The scenario file")}
    with named(ui.element("nav").classes("fg-row fg-rail"), _("Parts of this page")):
        for name, title in parts.items():
            ui.link(title, f"#{name}")

"""The page ``/``: a first screen, then a workspace: place and alternatives left, answer right."""

from __future__ import annotations

from nicegui import run, ui

from sim.app.planner.alternatives_view import AlternativesView
from sim.app.planner.desk import Desk, named
from sim.app.planner.downloads import TakingView
from sim.app.planner.parameters_view import ParametersView
from sim.app.planner.place_view import PlaceView
from sim.app.planner.results_view import ResultsView
from sim.app.planner.run_view import BarView, FileView, SettingsView
from sim.app.planner.start_view import StartView
from sim.app.planner.state import Session
from sim.app.shell import address, spoken
from sim.locale import _, pick

TICK = 0.4
"""Seconds between looks at a run under way."""


def build(language: str, session: Session, *, user: str, ended: bool) -> None:
    """Draw the page inside the frame, in ``language``, which is also the current one.

    ``user`` is who looks at it, for the turns of runs. ``ended``: the address named work that is
    gone, and the session is a new one.
    """
    desk = Desk(session, language, user)
    client = ui.context.client

    def looks() -> bool:
        return client.has_socket_connection

    session.lookers.add(looks)
    client.on_delete(lambda: session.lookers.discard(looks))
    with ui.element("div").classes("fg-top"):
        desk.add(lambda: _head(desk), lambda: (session.opened, session.scenario is None))
        TakingView(desk)
    if ended:
        ui.label(
            _(
                "The work that this address names has ended: the server was started anew, or it is "
                "too long ago. Upload the scenario file that you saved to go on."
            )
        ).classes("fg-caution").props('role="alert"')
    start = StartView(desk)
    with ui.element("div").classes("fg-desk"):
        with ui.element("div").classes("fg-stack fg-pane"):
            PlaceView(desk, start.draw_other)
            AlternativesView(desk)
            with (
                ui.element("section").props("id=expert tabindex=-1").classes("fg-card"),
                ui.expansion(_("Expert: runs, parameters, file")).classes("fg-wide").mark("expert"),
            ):
                SettingsView(desk)
                ParametersView(desk)
                FileView(desk)
        with ui.element("div").classes("fg-stack fg-pane fg-right"):
            ResultsView(desk)
    bar = BarView(desk)

    async def tick() -> None:
        job = session.job
        if job is not None:
            bar.part.catch_up()
            bar.tick()
            if job.unread:
                await run.io_bound(spoken(session.finish))
        if session.outcome is not None and language not in session.prepared:
            await run.io_bound(session.prepare, language)
            desk.draw()
        await run.io_bound(spoken(session.refresh), language, user)
        desk.catch_up()

    ui.timer(TICK, spoken(tick))


def _head(desk: Desk) -> None:
    """Name the place, and lead to another one and to the parts of the page."""
    scenario = desk.session.scenario
    title = _("Plan: compare before you spend") if scenario is None else pick(scenario.title)
    with ui.element("div").classes("fg-row"):
        with ui.element("h1").classes("fg-title"):
            ui.label(title)
        if scenario is None:
            return
        ui.link(_("Another place"), address("/", {}, lang=desk.language, choose="1"))
    parts = {
        "place": _("Place"),
        "alternatives": _("Alternatives"),
        "results": _("Answer"),
        "expert": _("Expert"),
    }
    with named(ui.element("nav").classes("fg-row fg-rail"), _("Parts of this page")):
        for name, text in parts.items():
            ui.link(text, f"#{name}")

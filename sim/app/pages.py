"""Which address shows which page, and what lives as long as the server."""

from __future__ import annotations

from pathlib import Path

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app, run, ui

from sim.app import shell
from sim.app.classroom.page import build as build_classroom
from sim.app.planner.page import build as build_planner
from sim.app.planner.sessions import MOST_HOURS, Sessions
from sim.app.planner.turns import DEFAULT_MOST
from sim.app.shell import address
from sim.app.theme import PRIMARY, css
from sim.fonts import FONT, RARE, subset_woff
from sim.scenario.loading import find

TICK = 0.3
"""Seconds between looks at the runs under way."""


def register(file: str | None, language: str, runs: int = DEFAULT_MOST) -> Sessions:
    """Give NiceGUI every page, and the font that all of them share.

    ``file`` is the scenario to begin with, ``language`` that of people who name none, ``runs``
    how many simulate at once.

    Raises :class:`~sim.errors.InputError` where the scenario cannot be read.
    """
    font, rare = (
        app.add_static_file(local_file=file, url_path=path, max_cache_age=31_536_000)
        for file, path in ((FONT, "/font.ttf"), (RARE, "/rare.ttf"))
    )
    ui.add_css(css(font, rare, subset_woff("".join(shell.NAMES.values()))), shared=True)
    app.colors(primary=PRIMARY)
    ui.button.default_props("no-caps")
    run.process_pool_start_method = "spawn"
    app.storage.max_tab_storage_age = MOST_HOURS * 3600
    first = None if file is None else find(file)
    sessions = Sessions(most=runs)
    if first is not None:
        trial = sessions.new()
        trial.open_path(first)
        sessions.drop(trial)

    @shell.Page("/")
    def planner(request: Request) -> Response | None:
        spoken = shell.begin(request, language)
        query = dict(request.query_params)
        session = sessions.get(query.get("s", ""))
        if session is None:
            return RedirectResponse(_with_session(sessions, first, query, spoken))
        with shell.frame(request, "/"):
            build_planner(spoken, session, user=_user(request), ended="ended" in query)
        return None

    @shell.Page("/classroom")
    def classroom(request: Request) -> None:
        spoken = shell.begin(request, language)
        with shell.frame(request, "/classroom"):
            build_classroom(spoken, request)

    app.timer(TICK, sessions.tick)
    app.on_shutdown(sessions.close)
    return sessions


def _user(request: Request) -> str:
    """Return who asks, for the turns of runs: the machine, whichever of its tabs it is."""
    return "" if request.client is None else request.client.host


def _with_session(
    sessions: Sessions, first: Path | None, query: dict[str, str], language: str
) -> str:
    """Return the address of a new session; it says so where another one was asked for.

    It starts with ``first``, unless the address asks to choose a place.
    """
    session = sessions.new()
    if first is not None and "choose" not in query:
        session.open_path(first)
    told = {"ended": "1"} if "s" in query else {}
    kept = {name: value for name, value in query.items() if name not in ("ended", "choose")}
    return address("/", kept, lang=language, s=session.key, **told)

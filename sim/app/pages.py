"""Which address shows which page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui

from sim.app import shell
from sim.app.classroom.page import build as build_classroom
from sim.app.planner.page import build as build_planner
from sim.app.theme import css

if TYPE_CHECKING:
    from sim.app.server import Settings


def register(asked: Settings) -> None:
    """Tell NiceGUI of every page, and of the font that all of them share."""
    ui.add_css(css("about:blank"), shared=True)

    @shell.Page("/")
    def planner(request: Request) -> None:
        language = shell.begin(request, asked.language)
        with shell.frame(request, "/"):
            build_planner(language, request)

    @shell.Page("/classroom")
    def classroom(request: Request) -> None:
        language = shell.begin(request, asked.language)
        with shell.frame(request, "/classroom"):
            build_classroom(language, request)

"""The page ``/``."""

from __future__ import annotations

from fastapi import Request
from nicegui import ui

from sim.locale import _


def build(language: str, request: Request) -> None:
    """Draw the page inside the frame, in ``language``, which is also the current one."""
    ui.label(_("Planner"))

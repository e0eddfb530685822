"""What can be taken away, at the head of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from nicegui import run, ui

from sim.app.planner import downloads
from sim.app.planner.desk import Desk, busy, named
from sim.app.shell import spoken
from sim.locale import N_, _

SHORT: Final[Mapping[str, str]] = {
    "brief": N_("Brief"),
    "report": N_("Report"),
    "workbook": N_("Workbook"),
}
"""What the buttons say; their titles say more."""


class TakingView:
    """First what goes to a meeting, then the scenario, then the rest."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        desk.add(self.draw, lambda: (session.scenario is None, session.outcome is None))

    def draw(self) -> None:
        """Draw the buttons that something can be made for."""
        session = self.desk.session
        if session.scenario is None:
            return
        with named(ui.element("div").classes("fg-row").props("role=group"), _("Take away")):
            if session.outcome is not None:
                for kind, short in SHORT.items():
                    self._taking(kind, _(short))
            scenario = ui.button(_("Scenario"), icon="download", on_click=spoken(self._scenario))
            scenario.props("outline dense").mark("take-scenario")
            if session.outcome is not None:
                more = ui.button(_("More"), icon="expand_more").props("flat dense")
                with (
                    more,
                    ui.menu().props("auto-close=false"),
                    ui.element("div").classes("fg-menu"),
                ):
                    for kind in downloads.MAKERS:
                        if kind not in SHORT:
                            self._taking(kind, _(downloads.MAKERS[kind][0]))

    def _taking(self, kind: str, text: str) -> None:
        button = ui.button(text, icon="download").props("outline dense")
        button.props["title"] = _(downloads.MAKERS[kind][0])
        button.on_click(spoken(partial(self._download, kind, button)))
        button.mark(f"download-{kind}")

    def _scenario(self) -> None:
        session = self.desk.session
        ui.download.file(downloads.keep(session, downloads.scenario(session)))

    async def _download(self, kind: str, button: ui.button) -> None:
        session = self.desk.session
        assert session.outcome is not None
        with busy(button):
            path = await run.io_bound(
                spoken(downloads.make), kind, session.outcome, session, self.desk.language
            )
        if path is not None:
            ui.download.file(path)

"""The last part of the page: the scenario file that reproduces what is on the screen."""

from __future__ import annotations

from nicegui import ui

from sim.app.planner import downloads
from sim.app.planner.desk import Desk, card, error_box, named, note
from sim.app.speaking import spoken
from sim.locale import _


class FileView:
    """Take the file away, or change it as a text: whatever a file can say and no form edits."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        desk.add(self.draw, lambda: (session.name, session.scenario and session.scenario.content))

    def draw(self) -> None:
        """Draw the file."""
        session = self.desk.session
        if session.scenario is None:
            return
        with card(_("5 The scenario file"), "file"):
            note(
                _(
                    "It reproduces what is on this page: upload it again, or give it to "
                    "“fugai run”. With a registry it comes as a .zip of both."
                )
            )
            with ui.element("div").classes("fg-row"):
                ui.button(
                    _("Download the scenario"), icon="download", on_click=spoken(self._download)
                ).mark("download-scenario")
            with ui.expansion(_("Change it as a text")).classes("fg-wide"):
                note(
                    _(
                        "Only here are changed: places, organizations, observed figures, a policy "
                        "with several periods, caps by district, a posterior, notes. The forms "
                        "above keep what they do not change, remarks included."
                    )
                )
                text = ui.textarea(value=session.text).props("outlined rows=18 spellcheck=false")
                named(text, _("Text of the scenario file"))
                text.classes("fg-wide fg-text").mark("text")
                self.errors = ui.element("div").classes("fg-wide")
                ui.button(
                    _("Check and take over"), on_click=spoken(lambda: self._mend(text.value))
                ).mark("take-over")

    def _download(self) -> None:
        session = self.desk.session
        ui.download.file(downloads.keep(session, downloads.scenario(session)))

    async def _mend(self, text: str) -> None:
        refused = await self.desk.attempt(self.desk.session.revise, text)
        self.errors.clear()
        if refused is None:
            self.desk.draw()
            return
        with self.errors:
            error_box(refused)

"""The first part of the page: which place, where it comes from, what it is like."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from nicegui import events, ui

from sim.app.planner import files, html
from sim.app.planner.desk import Desk, card, error_box, heading, named, note
from sim.app.planner.files import ACCEPTED, LARGEST, Given, sorted_out, too_large, unreadable
from sim.app.shell import spoken, uploader
from sim.errors import InputError
from sim.locale import _, ngettext, pick
from sim.plan.shipped import shipped_names, shipped_path
from sim.scenario import load
from sim.text.problems import ScenarioError

REJECTED: Final = """(entries) => emit(
  entries.map(entry => [entry.failedPropValidation, entry.file.name, entry.file.size]))"""
"""JavaScript that sends why Quasar's uploader rejected which file, and how large that is."""


@cache
def shipped_titles() -> dict[str, dict[str, str]]:
    """Return the titles of the shipped scenarios in both languages, read once."""
    return {name: dict(load(name).title) for name in shipped_names()}


class PlaceView:
    """Choose or upload a scenario, mend what is wrong with it, and see the place."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.refused: InputError | None = None
        self.first_month = f"{datetime.date.today().year}-01"
        session = desk.session
        desk.add(self.draw_choice, lambda: (session.name, session.refused, self.refused))
        desk.add(self.draw_place, self._shown)

    def _shown(self) -> object:
        session = self.desk.session
        scenario = session.scenario
        if scenario is None:
            return None
        return (
            session.opened,
            scenario.place,
            scenario.years,
            scenario.title,
            scenario.warnings,
            scenario.seed,
        )

    def draw_choice(self) -> None:
        """Draw what a planner starts with."""
        session = self.desk.session
        with card(_("1 The place"), "place"):
            with ui.element("div").classes("fg-grid"):
                with ui.element("div").classes("fg-stack"):
                    titles = {name: pick(title) for name, title in shipped_titles().items()}
                    current = session.name if session.name in titles else None
                    ui.select(
                        titles,
                        label=_("A scenario that comes with the program"),
                        value=current,
                        on_change=spoken(self._choose),
                    ).classes("fg-wide").mark("shipped")
                    note(_("Numbers of real places come from published reports; read their notes."))
                with ui.element("div").classes("fg-stack"):
                    ui.input(
                        _("First month, if you upload a registry alone (YYYY-MM)"),
                        value=self.first_month,
                        on_change=spoken(self._set_first),
                    ).classes("fg-wide").props("type=month")
                    upload = uploader(
                        _("Or upload: scenario (.toml), registry (.csv, .xlsx), or .zip"),
                        accept=ACCEPTED,
                        most=LARGEST,
                        several=True,
                        on_begin_upload=spoken(self._reading),
                        on_multi_upload=spoken(self._uploaded),
                    )
                    upload.classes("fg-wide").mark("upload")
                    upload.on("rejected", spoken(self._rejected), js_handler=REJECTED)
                    upload.on("failed", spoken(self._cut_off))
                    self.status = ui.label().classes("fg-note").props('role="status"')
                    note(
                        _(
                            "Files stay on this machine, in a temporary folder that is deleted "
                            "with this page's work. A registry needs counts, no names of persons."
                        )
                    )
            if self.refused is not None:
                error_box(self.refused)
            if session.refused and self._in_scenario():
                self._draw_mending()
            elif session.refused:
                note(
                    _(
                        "Correct the registry where you keep it and upload it again. If it lists "
                        "organizations that are founded later, choose a later first month above."
                    )
                )

    def draw_place(self) -> None:
        """Draw the place of the scenario."""
        session = self.desk.session
        scenario = session.scenario
        if scenario is None:
            return
        with card(pick(scenario.title), "scenario"):
            if scenario.question is not None:
                ui.label(pick(scenario.question)).classes("fg-lead")
            for warning in scenario.warnings:
                ui.label(f"{warning.message} {warning.hint}").classes("fg-caution")
            for told in session.said:
                ui.label(told).classes("fg-caution")
            for remark in scenario.remarks:
                ui.label(str(remark)).classes("fg-caution" if remark.weighty else "fg-note")
            with ui.element("div").classes("fg-grid"):
                ui.html(html.pairs(self._facts()), sanitize=False)
                tiles = files.at_start(scenario, session.listing)
                caption = _("Districts at the start: with a party organization (first replicate)")
                ui.html(html.tiles(tiles, caption), sanitize=False)
            if scenario.notes:
                with ui.expansion(_("Notes on the numbers")).classes("fg-wide"):
                    for text in scenario.notes:
                        ui.label(pick(text)).classes("fg-note")

    def _in_scenario(self) -> bool:
        """Whether anything is wrong in the scenario file, and not only in its registry."""
        name = f"{self.desk.session.refused_name}.toml"
        return isinstance(self.refused, ScenarioError) and any(
            problem.source == name for problem in self.refused.problems
        )

    def _facts(self) -> Sequence[tuple[str, str]]:
        scenario = self.desk.session.scenario
        assert scenario is not None
        place, known = scenario.place, self.desk.session.listing
        districts, industries = len(place.district_ids), len(place.industry_ids)
        rows = [
            (
                _("Period"),
                _("{first} to {last}").format(
                    first=scenario.month_name(0), last=scenario.month_name(scenario.months - 1)
                ),
            ),
            (
                _("Place"),
                _(", ").join(
                    (
                        ngettext("{n} district", "{n} districts", districts).format(n=districts),
                        ngettext("{n} industry", "{n} industries", industries).format(n=industries),
                    )
                ),
            ),
        ]
        if known is not None:
            rows += [
                (_("Organizations"), f"{len(known):,}"),
                (_("Staff"), f"{known.staff.sum():,.0f}"),
                (_("Members"), f"{known.members.sum():,}"),
                (_("With a party organization"), f"{known.covered.sum():,}"),
            ]
        registry = scenario.organizations.registry
        if registry is not None:
            text = _("{file}, read as {encoding}")
            rows.append(
                (_("Registry"), text.format(file=registry.file, encoding=_(registry.encoding)))
            )
        return rows

    def _draw_mending(self) -> None:
        """Let a text with mistakes be mended at once."""
        session = self.desk.session
        heading(_("Mend it here"), 3)
        text = ui.textarea(value=session.refused).props("outlined rows=14 spellcheck=false")
        named(text.classes("fg-wide fg-text"), _("Text of the scenario file"))
        with ui.element("div").classes("fg-row"):
            ui.button(_("Check again"), on_click=spoken(lambda: self._mend(text.value)))
            ui.button(_("Discard"), on_click=spoken(self._discard)).props("flat")

    async def _choose(self, event: events.ValueChangeEventArguments[Any]) -> None:
        if event.value is not None:
            await self._open(self.desk.session.open_path, shipped_path(str(event.value)))

    def _reading(self) -> None:
        self.status.set_text(_("Reading …"))

    async def _uploaded(self, event: events.MultiUploadEventArguments) -> None:
        self._reading()
        given = []
        for file in event.files:
            if file.size() > LARGEST:
                self.refused = too_large(file.name, file.size())
                self.desk.draw()
                return
            given.append(Given(file.name, await file.read()))
        await self._open(self._take, given)

    def _take(self, given: Sequence[Given]) -> None:
        self.desk.session.open_bundle(sorted_out(given), self.first_month)

    def _rejected(self, event: events.GenericEventArguments) -> None:
        """Say why the browser did not send a file: its kind, or its size."""
        told = [
            too_large(name, size) if reason == "max-file-size" else unreadable(name)
            for reason, name, size in event.args
        ]
        self.refused = InputError("\n".join(map(str, told)))
        self.desk.draw()

    def _cut_off(self) -> None:
        self.refused = InputError(_("The file did not arrive whole. Upload it again."))
        self.desk.draw()

    def _set_first(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.first_month = str(event.value)

    async def _mend(self, text: str) -> None:
        await self._open(self.desk.session.mend, text)

    def _discard(self) -> None:
        self.refused = None
        self.desk.session.refused = ""
        self.desk.draw()

    async def _open(self, work: object, *given: object) -> None:
        assert callable(work)
        try:
            self.refused = await self.desk.attempt(work, *given)
        finally:
            self.status.set_text("")
        self.desk.draw()

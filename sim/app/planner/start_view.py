"""The first screen: a county, an industry, a city, or one's own list; and what was uploaded."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache, partial
from typing import Any, Final

from nicegui import events, run, ui

from sim.app.planner import downloads
from sim.app.planner.desk import Desk, error_box, heading, named, note
from sim.app.planner.files import ACCEPTED, LARGEST, Given, sorted_out, too_large, unreadable
from sim.app.planner.mapping_view import MappingView
from sim.app.planner.worker import jobs_of
from sim.app.shell import spoken, uploader
from sim.errors import InputError
from sim.locale import N_, _, ngettext, pick
from sim.plan.shipped import shipped_names, shipped_path
from sim.present.numbers import whole
from sim.results.plan import chunks, estimate, jobs_for, organizations_of, time_text
from sim.scenario import Scenario, load
from sim.text.problems import ScenarioError

CARDS: Final = (
    ("linze", N_("A county")),
    ("hangzhou_cost_consultants", N_("An industry")),
    ("yiwu", N_("A city")),
)
"""Shipped places on cards; the others are in a list below."""

REJECTED: Final = """(entries) => emit(
  entries.map(entry => [entry.failedPropValidation, entry.file.name, entry.file.size]))"""
"""JavaScript that sends why Quasar's uploader rejected which file, and how large that is."""


@cache
def shipped(name: str) -> Scenario:
    """Return a shipped scenario, read once."""
    return load(name)


def size(scenario: Scenario) -> str:
    """Return how large a place is, and how long its run takes."""
    organizations, others = organizations_of(scenario), len(scenario.alternatives) - 1
    plan = chunks(scenario, range(scenario.replicates))
    seconds = estimate(scenario, plan, jobs_for(scenario, plan, jobs_of(scenario))).seconds
    return " · ".join(
        (
            ngettext("{n} organization", "{n} organizations", organizations).format(
                n=whole(organizations)
            ),
            ngettext("{n} alternative", "{n} alternatives", others).format(n=others),
            _("about {time}").format(time=time_text(seconds)),
        )
    )


class StartView:
    """Choose or upload a place, and mend what is wrong with it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.refused: InputError | None = None
        self.mapping = MappingView(desk, self._open)
        session = desk.session
        desk.add(
            self.draw,
            lambda: (
                session.name,
                session.opened,
                session.refused,
                self.refused,
                session.pending and session.version,
            ),
        )

    def draw(self) -> None:
        """Draw the cards, or what was uploaded; in the workspace, a way to another place."""
        session = self.desk.session
        if session.pending is not None:
            self.mapping.draw()
            self._draw_refused()
            return
        if session.scenario is not None:
            self._draw_refused()
            return
        with ui.element("section").props("id=start").classes("fg-part"):
            ui.label(
                _(
                    "See what liaisons, money, joint branches or a target would bring to a place, "
                    "and what of it would last."
                )
            ).classes("fg-lead")
            self._draw_refused()
            with ui.element("div").classes("fg-places"):
                for name, sort in CARDS:
                    self._card(name, _(sort))
                self._own()
            self._others()
        self.desk.session.soon([shipped(name) for name, _sort in CARDS], self.desk.language)

    def _card(self, name: str, sort: str) -> None:
        """Draw a place as one large button."""
        scenario = shipped(name)
        made = ui.element("button").classes("fg-place").props("type=button").mark(f"place-{name}")
        made.on("click", spoken(partial(self._choose, name)))
        with made:
            ui.label(sort).classes("fg-sort")
            ui.label(pick(scenario.title)).classes("fg-place-name")
            if scenario.question is not None:
                ui.label(pick(scenario.question))
            ui.label(size(scenario)).classes("fg-note fg-size")

    def _own(self) -> None:
        """Draw where one's own list is dropped."""
        with ui.element("section").classes("fg-place fg-own") as made:
            named(made, _("My own list"))
            ui.label(_("My own list")).classes("fg-sort")
            ui.label(_("Your county or industry, from the list you keep")).classes("fg-place-name")
            self._uploader(_("Choose a list (.xlsx, .csv)"))
            template = ui.button(
                _("Empty list to fill in (.xlsx)"), icon="download", on_click=spoken(self._template)
            )
            template.props("flat dense").mark("template")
            note(
                _(
                    "Counts, no names of persons. A scenario (.toml) or the .zip of this page goes "
                    "here, too. Files stay on this machine and are deleted with this work."
                )
            )

    def _others(self) -> None:
        """Draw the other shipped places."""
        shown = [name for name, _sort in CARDS]
        titles = {name: pick(shipped(name).title) for name in shipped_names() if name not in shown}
        with ui.element("div").classes("fg-row"):
            made = ui.select(
                titles, label=_("Other places that come with the program"),
                on_change=spoken(self._chosen),
            )  # fmt: skip
            made.classes("fg-half").mark("shipped")
        note(_("Numbers of real places come from published reports; read their notes."))

    def _uploader(self, label: str) -> None:
        upload = uploader(
            label,
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

    def draw_other(self) -> None:
        """Draw, in the workspace, what opens another file."""
        with ui.expansion(_("Another list or scenario file")).classes("fg-wide").mark("other-file"):
            self._uploader(_("Choose a file (.xlsx, .csv, .toml, .zip)"))

    def _draw_refused(self) -> None:
        """Show what was refused, and let a text with mistakes be mended."""
        session = self.desk.session
        if self.refused is not None:
            error_box(self.refused)
        if session.refused:
            if not self._in_scenario():
                note(_("Correct the list where you keep it and upload it again, or decide below."))
            heading(_("Mend it here"), 3)
            text = ui.textarea(value=session.refused).props("outlined rows=14 spellcheck=false")
            named(text.classes("fg-wide fg-text"), _("Text of the scenario file"))
            with ui.element("div").classes("fg-row"):
                ui.button(_("Check again"), on_click=spoken(lambda: self._mend(text.value)))
                ui.button(_("Discard"), on_click=spoken(self._discard)).props("flat")

    def _in_scenario(self) -> bool:
        """Whether anything is wrong in the scenario file, and not only in its registry."""
        name = f"{self.desk.session.refused_name}.toml"
        return isinstance(self.refused, ScenarioError) and any(
            problem.source == name for problem in self.refused.problems
        )

    async def _chosen(self, event: events.ValueChangeEventArguments[Any]) -> None:
        if event.value is not None:
            await self._choose(str(event.value))

    async def _choose(self, name: str) -> None:
        await self._open(partial(self._take_shipped, name))

    def _take_shipped(self, name: str) -> None:
        session = self.desk.session
        session.open_path(shipped_path(name))
        session.take_prepared()
        session.prepare(self.desk.language)

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
        await self._open(partial(self._take, given))

    def _take(self, given: Sequence[Given]) -> None:
        month = f"{datetime.date.today().year}-01"
        self.desk.session.open_bundle(sorted_out(given), month)

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

    async def _template(self) -> None:
        path = await run.io_bound(spoken(downloads.blank), self.desk.session)
        if path is not None:
            ui.download.file(path)

    async def _mend(self, text: str) -> None:
        await self._open(partial(self.desk.session.mend, text))

    def _discard(self) -> None:
        self.refused = None
        self.desk.session.refused = ""
        self.desk.draw()

    async def _open(self, work: Any) -> None:
        self.refused = await self.desk.attempt(work)
        self.desk.draw()
        if self.refused is None:
            # What was pressed is gone: go on at the head of what has come in its place.
            self.desk.focus("place" if self.desk.session.pending is None else "mapping")

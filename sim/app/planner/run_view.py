"""The bar below the page with the run under way, and what an expert sets: runs and the file."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui

from sim.app.planner import document, downloads, wording
from sim.app.planner.desk import Desk, card, error_box, named, note
from sim.app.planner.running import Running
from sim.app.shell import spoken
from sim.errors import InputError
from sim.locale import _, ngettext
from sim.present.numbers import whole
from sim.results.plan import size_text, time_text


class BarView:
    """One line: what a run consists of, how far it is, and the button for it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        self.part = desk.add(
            self.draw,
            lambda: (
                session.name,
                session.scenario and session.scenario.content,
                session.outdated,
                session.outcome and session.outcome.whole,
                session.job and session.job.status,
            ),
        )

    def draw(self) -> None:
        """Draw it."""
        session = self.desk.session
        if session.scenario is None:
            return
        job = session.job
        with named(ui.element("section").classes("fg-bar").props("id=run"), _("Run")):
            ui.label(self._estimate()).classes("fg-estimate")
            with ui.element("div").classes("fg-grow fg-progress"):
                self.bar = ui.linear_progress(0, show_value=False, size="8px")
                named(self.bar, _("Progress"))
                self.told = ui.label().props('role="status" aria-live="polite"').mark("progress")
            if job is not None and job.status in ("waiting", "running", "stopping"):
                stop = ui.button(_("Stop"), icon="stop", on_click=spoken(self._stop)).mark("stop")
                stop.props("outline").set_enabled(job.status != "stopping")
            else:
                run = ui.button(_("Run"), icon="play_arrow", on_click=spoken(self._run)).mark("run")
                run.set_enabled(session.outdated or not self._answered())
            if job is not None and job.status == "failed":
                error_box(job.message)
        self.tick()

    def _answered(self) -> bool:
        outcome = self.desk.session.outcome
        return outcome is not None and outcome.whole

    def tick(self) -> None:
        """Show how far the run is."""
        job = self.desk.session.job
        if self.desk.session.scenario is None:
            return
        self.bar.set_visibility(job is not None and job.active and not job.waiting)
        self.told.set_text(self._progress())
        if job is None:
            return
        self.bar.set_value(job.done / max(1, job.of))
        unknown = job.done == 0
        # Values are sent on change only, a property whenever it is written.
        if self.bar.props.get("indeterminate", False) != unknown:
            self.bar.props["indeterminate"] = unknown

    def _progress(self) -> str:
        session = self.desk.session
        job = session.job
        if job is None:
            return "" if session.outcome is not None else _("Not run yet.")
        if job.waiting:
            return self._waiting(job)
        if job.status == "stopping":
            return _("Stopping …")
        if job.status == "running":
            if not job.done and job.pasts[0] < job.pasts[1]:
                text = _("Looking for pasts that led to the start: {done} of {all}")
                return text.format(done=job.pasts[0], all=job.pasts[1])
            if not job.done:
                return _("Starting …")
            text = _("{done} of {all} replicates").format(done=int(job.done), all=job.of)
            left = job.seconds_left
            if left is None:
                return text
            return _(", ").join((text, _("{time} left").format(time=time_text(left))))
        if job.status == "done":
            return _("Done.") if job.read else _("Reading the results …")
        return job.message if job.status == "stopped" else ""

    def _waiting(self, job: Running) -> str:
        before = self.desk.session.turns.before(job)
        if not before:
            return _("Waiting for its turn: it is next.")
        return ngettext(
            "Waiting for its turn: {n} before you.", "Waiting for its turn: {n} before you.", before
        ).format(n=before)

    def _estimate(self) -> str:
        """Return what the run consists of and takes, or why it cannot be."""
        try:
            expected = self.desk.session.expected()
        except InputError as refused:
            return str(refused)
        number = len(document.lists(self.desk.session.data))
        parts = (
            ngettext("{n} alternative", "{n} alternatives", number).format(n=number),
            ngettext("{n} simulation", "{n} simulations", expected.worlds).format(
                n=whole(expected.worlds)
            ),
            _("about {time}").format(time=time_text(expected.seconds)),
        )
        return " · ".join(parts)

    async def _run(self) -> None:
        await self.desk.change(self.desk.session.start, self.desk.language, self.desk.user)

    async def _stop(self) -> None:
        await self.desk.change(self.desk.session.stop)


class SettingsView:
    """Years, replicates, seed: what a run is made of."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        desk.add(self.draw, lambda: (session.name, session.scenario and session.scenario.content))

    def draw(self) -> None:
        """Draw the inputs."""
        scenario = self.desk.session.scenario
        if scenario is None:
            return
        with card(_("How it is run"), "settings"):
            with ui.element("div").classes("fg-form"):
                self._number("years", _("Years"), scenario.years)
                self._number("replicates", _("Replicates of each alternative"), scenario.replicates)
                self._number("seed", _("Seed: another one is other chance"), scenario.seed)
                start = ui.input(_("First month (YYYY-MM)"), value=scenario.month_name(0))
                start.props("type=month")
                start.on("change", spoken(lambda: self._set("start", start.value)))
                options = {
                    name: _(text)
                    for name, text in wording.DRAWN.items()
                    if name != "posterior" or scenario.posterior is not None
                }
                ui.select(
                    options,
                    label=_("Parameters"),
                    value=scenario.uncertainty,
                    on_change=spoken(lambda event: self._set("uncertainty", event.value)),
                )
            note(self._memory())

    def _memory(self) -> str:
        try:
            needed = self.desk.session.expected().memory
        except InputError as refused:
            return str(refused)
        return _("A run needs about {memory} of memory.").format(memory=size_text(needed))

    def _number(self, key: str, label: str, value: int) -> None:
        made = ui.number(label, value=value, precision=0).mark(key)
        made.props("step=1")
        # "change" comes when somebody has done with it, not at every key.
        made.on("change", spoken(partial(self._set_number, key, made)))

    async def _set_number(self, key: str, made: ui.number) -> None:
        value = made.value
        if value is not None and float(value).is_integer():
            value = int(value)
        await self._set(key, value)

    async def _set(self, key: str, value: Any) -> None:
        data = document.with_values(self.desk.session.data, {key: value})
        if value is None:
            del data[key]
        await self.desk.change(self.desk.session.change, data)


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
        with card(_("The scenario file"), "file"):
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
                        "These are changed only here: places, organizations, observed figures, a "
                        "policy with several periods, caps by district, a posterior, notes. The "
                        "forms above keep what they do not change, remarks included."
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

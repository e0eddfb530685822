"""What is known of the years before the start: the table ``[history]`` and earlier figures."""

from __future__ import annotations

from typing import Any, Final

from nicegui import ui

from sim.app.planner import document, wording
from sim.app.planner.desk import Desk, FormDialog, error_box, heading, named, note
from sim.app.planner.document import Data
from sim.app.shell import spoken
from sim.errors import InputError
from sim.locale import N_, _, pick
from sim.measures.catalogue import MEASURES
from sim.present.numbers import percent

EFFORTS: Final = {"": N_("not stated: it goes on"), **wording.EFFORTS}
FLOWS: Final = ("founded_last_year", "dissolved_last_year", "refused_last_year")
FIGURES: Final = ("reported_coverage", "organization_coverage", "work_coverage")
"""Measures of which an office has earlier figures."""


class PastDialog(FormDialog):
    """The form; nothing filled in asks for no past."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.known = dict(desk.session.data.get("history", {}))
        self.inputs: dict[str, Any] = {}
        self.show(desk.layer, _("What is known of the past"))

    def _draw(self) -> None:
        note(
            _(
                "Simulated pasts that contradict what you state are left out. Each field may stay "
                "empty; if all are, no past is simulated."
            )
        )
        with ui.element("div").classes("fg-form"):
            self._text("since", "type=month")
            self._choice("effort", {name: _(text) for name, text in EFFORTS.items()})
            self._figure("half_life_months")
            self.inputs["official"] = ui.checkbox(
                wording.label("official"), value=bool(self.known.get("official"))
            ).mark("official")
        heading(_("In the year before the start"), 3)
        with ui.element("div").classes("fg-form"):
            for key in FLOWS:
                self._figure(key)
        heading(_("An earlier figure"), 3)
        for entry in self._earlier():
            note(f"{entry['month']} · {pick(MEASURES[entry['measure']].label)} · "
                 f"{percent(entry['value'])} · {entry['source']}")  # fmt: skip
        with ui.element("div").classes("fg-form"):
            self._text("month", "type=month", _("Month, before the start"))
            titles = {name: pick(MEASURES[name].label) for name in FIGURES}
            self._choice("measure", titles, _("What was reported"), FIGURES[0])
            self._figure("value", _("Figure, percent"))
            self._text("source", "", _("Source"))
        self.errors = ui.element("div").classes("fg-wide")

    def _draw_buttons(self) -> None:
        ui.button(_("Take it over"), on_click=spoken(self._save)).mark("save-past")
        if self.known:
            ui.button(_("State nothing"), on_click=spoken(self._clear)).props("outline").mark(
                "clear-past"
            )
        ui.button(_("Cancel"), on_click=self.dialog.close).props("flat")

    def _labelled(self, key: str, text: str) -> str:
        text = text or wording.label(key)
        ui.label(text).classes("fg-label").props("aria-hidden=true")
        return text

    def _text(self, key: str, props: str, text: str = "") -> None:
        with ui.element("div"):
            told = self._labelled(key, text)
            made = ui.input(value=self.known.get(key, "")).props(f"dense {props}")
            self.inputs[key] = named(made, told).mark(key)

    def _figure(self, key: str, text: str = "") -> None:
        with ui.element("div"):
            told = self._labelled(key, text)
            made = ui.number(value=self.known.get(key)).props("dense step=any clearable")
            self.inputs[key] = named(made, told).mark(key)

    def _choice(self, key: str, options: dict[str, str], text: str = "", value: str = "") -> None:
        with ui.element("div"):
            told = self._labelled(key, text)
            made = ui.select(options, value=self.known.get(key, value)).props("dense")
            self.inputs[key] = named(made, told).mark(key)

    def _earlier(self) -> list[dict[str, Any]]:
        """Return the figures from before the start that the scenario has."""
        scenario = self.desk.session.scenario
        assert scenario is not None
        return [
            entry
            for entry in self.desk.session.data.get("observations", [])
            if entry["month"] < scenario.month_name(0) and MEASURES[entry["measure"]].is_share
        ]

    def _is_changed(self) -> bool:
        return self._stated() != self.known or self._observed() is not None

    def _stated(self) -> Data:
        """Return the table as the inputs have it; what no input is about stays."""
        found = {key: value for key, value in self.known.items() if key not in self.inputs}
        for key in ("since", "effort", "half_life_months", *FLOWS):
            value = self.inputs[key].value
            if value not in (None, ""):
                whole = key in FLOWS and float(value).is_integer()
                found[key] = int(value) if whole else value
        if self.inputs["official"].value:
            found["official"] = True
        return found

    def _observed(self) -> Data | None:
        """Return the figure that was typed, None where none was."""
        month, value = self.inputs["month"].value, self.inputs["value"].value
        source = self.inputs["source"].value
        if not month and value is None and not source:
            return None
        entry = {"measure": self.inputs["measure"].value, "month": month, "source": source}
        return entry if value is None else {**entry, "value": value / 100}

    async def _save(self) -> None:
        await self._take(self._stated(), self._observed())

    async def _clear(self) -> None:
        await self._take({}, None)

    async def _take(self, stated: Data, observed: Data | None) -> None:
        session = self.desk.session
        data = document.with_values(session.data, {"history": stated})
        if not stated:
            del data["history"]
        if observed is not None:
            data["observations"] = [*data.get("observations", []), observed]
        refused = await self.desk.attempt(session.change, data)
        if refused is not None:
            self._refuse(refused)
            return
        self.dialog.close()
        self.desk.draw()
        self.desk.focus("past")

    def _refuse(self, refused: InputError) -> None:
        self.errors.clear()
        with self.errors:
            error_box(refused, self.desk.session.scenario)

"""The place in the rail: facts of its list before anything else, its past, its notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from nicegui import events, ui

from sim.app.planner import document, html, mapping, organizations, wording
from sim.app.planner.desk import Desk, FormDialog, card, heading, named, note
from sim.app.planner.document import Data
from sim.app.planner.mapping_view import draw_questions
from sim.app.shell import spoken
from sim.locale import N_, _, noted, pick
from sim.measures.catalogue import MEASURES
from sim.present import facts as told
from sim.present.facts import assumed, sentence
from sim.present.numbers import Cell, percent
from sim.report import groups
from sim.report.blocks import Row, Table
from sim.scenario.facts import Facts, facts


class PlaceView:
    """Where the place stands; ``other`` draws what opens another file."""

    def __init__(self, desk: Desk, other: Callable[[], None]) -> None:
        self.desk = desk
        self.other = other
        self.opened = False
        desk.add(self.draw, self._shown)

    def _shown(self) -> object:
        session = self.desk.session
        scenario = session.scenario
        if scenario is None:
            return None
        return (
            session.opened,
            scenario.place,
            scenario.organizations,
            scenario.months,
            scenario.month_name(0),
            scenario.warnings,
            scenario.history,
            session.data.get("observations"),
            session.data.get("organizations"),
            # A run that is refined stays in its folder, and more pasts lead here.
            session.outcome and session.outcome.results.folder,
            session.outcome and len(session.outcome.results.replicates),
        )

    def draw(self) -> None:
        """Draw the place of the scenario."""
        session = self.desk.session
        scenario = session.scenario
        if scenario is None:
            return
        found = facts(scenario)
        with card(_("Place"), "place"):
            for line in told.lead(scenario):
                ui.label(line)
            period = _("{first} to {last}").format(
                first=scenario.month_name(0), last=scenario.month_name(scenario.months - 1)
            )
            note(period)
            for warning in scenario.warnings:
                ui.label(wording.told(warning, scenario)).classes("fg-caution")
            with ui.expansion(_("Where we stand")).classes("fg-wide").mark("facts"):
                ui.html(html.table(groups.listed(found)), sanitize=False).classes("fg-wide")
                ui.html(html.table(numbers_table(found)), sanitize=False).classes("fg-wide")
                tiles = organizations.at_start(scenario, session.listing)
                caption = _("Districts at the start: with a party organization (first replicate)")
                ui.html(html.tiles(tiles, caption), sanitize=False)
            self._draw_past()
            self._draw_list()
            if scenario.notes:
                with ui.expansion(_("Notes on the numbers")).classes("fg-wide"):
                    for remark in scenario.notes:
                        note(pick(remark))
            self.other()

    def _draw_list(self) -> None:
        """Draw how the list was read, and what can be decided otherwise."""
        session = self.desk.session
        assert session.scenario is not None
        asked = mapping.questions_of(session.scenario, session.data["organizations"])
        remarks = mapping.said([*session.remarks, *session.scenario.remarks])
        if not asked and not remarks:
            return
        title = _("How the list was read")
        if asked:
            title = noted(title, _("to decide: {n}").format(n=len(asked)))
        with (
            ui.expansion(title, value=self.opened, on_value_change=self._open)
            .classes("fg-wide").mark("list-read"),
            ui.element("div").classes("fg-stack"),
        ):  # fmt: skip
            draw_questions(asked, self._decide)
            for text in remarks:
                note(text)

    def _open(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.opened = bool(event.value)

    async def _decide(self, values: Mapping[str, Any]) -> None:
        session = self.desk.session
        await self.desk.change(session.change, document.with_decided(session.data, values))

    def _draw_past(self) -> None:
        """Draw what is said of the years before the start, and what follows from it."""
        session = self.desk.session
        scenario = session.scenario
        assert scenario is not None
        if scenario.history is not None:
            evidence = session.outcome.results.evidence if session.outcome else None
            if evidence is not None:
                ui.label(sentence(evidence)).mark("past")
            note(_("Assumed: {course}.").format(course=assumed(scenario.history.course)))
        made = ui.button(
            _("What is known of the past"), icon="history", on_click=spoken(self._past)
        )
        made.props("flat dense id=past").mark("past-form")

    def _past(self) -> None:
        PastDialog(self.desk)


def numbers_table(found: Facts) -> Table:
    """Return the four coverages of one list, with who usually has which."""
    rows = [
        Row(_(told.LABELS[one.name]), [Cell(told.said(one)), Cell(_(told.USED[one.name]))])
        for one in found.numbers
    ]
    heads = ["", _("coverage"), _("who usually has it")]
    return Table(_("One list, four coverages"), heads, rows, words=True)


EFFORTS: Final = {"": N_("not stated: it goes on"), **wording.EFFORTS}
FLOWS: Final = ("founded_last_year", "dissolved_last_year", "refused_last_year")
FIGURES: Final = ("reported_coverage", "organization_coverage", "work_coverage")
"""Measures of which an office has earlier figures."""


class PastDialog(FormDialog):
    """What is known of the years before the start: ``[history]`` and earlier figures.

    Nothing filled in asks for no past.
    """

    name = "save-past"

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

    def _undo(self) -> tuple[str, str, Callable[[], Any]] | None:
        return (_("State nothing"), "clear-past", self._clear) if self.known else None

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
            self._refuse(refused, session.scenario)
            return
        self.dialog.close()
        self.desk.draw()
        self.desk.focus("past")

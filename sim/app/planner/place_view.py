"""The place in the rail: facts of its list before anything else, its past, its notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import events, ui

from sim.app.planner import document, html, mapping, organizations, wording
from sim.app.planner.desk import Desk, card, note
from sim.app.planner.mapping_view import draw_questions
from sim.app.planner.past_view import PastDialog
from sim.app.shell import spoken
from sim.locale import _, noted, pick
from sim.present import facts as told
from sim.present.history import assumed, sentence
from sim.present.numbers import Cell
from sim.report import standing
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
            session.outcome and session.outcome.results.folder,
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
                ui.html(html.table(standing.listed(found)), sanitize=False).classes("fg-wide")
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
        remarks = dict.fromkeys([*session.said, *mapping.said(session.scenario.remarks)])
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

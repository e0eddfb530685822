"""The results of the run: the answer as ``fugai run`` and the report say it, then what is
behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from nicegui import events, ui

from sim.app.chart import Chart
from sim.app.planner import figures, html
from sim.app.planner.desk import Desk, card, heading, named, note
from sim.app.planner.organizations_view import OrganizationsView
from sim.app.planner.outcome import MEASURED, Outcome, Prepared
from sim.app.shell import spoken
from sim.app.theme import Options
from sim.locale import _
from sim.present import replies
from sim.present.answer import SAID, Answer
from sim.present.names import alternative_name, measure_name
from sim.present.sentences import why_none
from sim.report import answer, groups, money
from sim.report.blocks import Block, Code, Fold, Points, Table, Text
from sim.results import leading
from sim.scenario.facts import facts

PICKED: Final = """event => {
  const row = event.target.closest('[data-alternative]');
  if (row) emit(row.dataset.alternative); }"""

CHOSEN: Final = """document.querySelectorAll('[data-alternative]').forEach(each => {{
  const chosen = each.dataset.alternative === {name};
  each.classList.toggle('fg-chosen', chosen);
  each.querySelector('.fg-choose')?.setAttribute('aria-pressed', chosen); }})"""
"""JavaScript that marks an alternative wherever it stands: in the rail and in the answer."""


class ResultsView:
    """Tables, charts and downloads of the run that is shown."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        self.measure = SAID
        self.alternative = ""
        self.tab = "time"
        self.panels: dict[str, ui.element] = {}
        self.organizations = OrganizationsView(desk)
        self.ready: Prepared
        self.part = desk.add(
            self.draw,
            lambda: (
                session.outcome and session.outcome.results.folder,
                session.outcome and session.outcome.results.replicates,
                desk.language in session.prepared,
                session.outdated,
                session.name,
            ),
        )

    def draw(self) -> None:
        """Draw the answer and what is behind it; before a run, the organizations alone."""
        session = self.desk.session
        outcome = session.outcome
        if outcome is None:
            self._before()
            return
        ready = session.prepared.get(self.desk.language)
        if ready is None:
            note(_("Reading the results …"))
            return
        self.ready = ready
        others = outcome.alternatives[1:]
        if self.alternative not in others:
            self.alternative = others[0] if others else outcome.alternatives[0]
        stale = session.outdated
        if stale:
            ui.label(
                _("The scenario was changed after this run: the numbers below are the old ones.")
            ).classes("fg-caution").props('role="status"')
        with ui.element("div").classes("fg-part fg-stale" if stale else "fg-part"):
            with card(_("Answer"), "results"):
                self._answer(outcome)
            with card(_("What is behind it"), "behind"):
                self._behind(outcome)
        self._mark()

    def _before(self) -> None:
        """Draw what is known before anything was simulated."""
        session = self.desk.session
        if session.scenario is None:
            return
        with card(_("Where we stand"), "standing"):
            self._table(groups.listed(facts(session.scenario)))
        if session.listing is not None:
            with card(_("Organizations at the start"), "organizations"):
                self.organizations.draw("")

    def _answer(self, outcome: Outcome) -> None:
        """Draw it in the order in which ``fugai run`` and the report tell it."""
        ready = self.ready
        heading(ready.question, 3)
        self._blocks(ready.facts)
        if ready.leading:
            chart(figures.gains(ready.answer, outcome.alternatives), self._clicked)
            if not why_none(ready.answer):
                note(
                    _(
                        "▲ clearly better than doing nothing new, ▼ clearly worse, ● no clear "
                        "difference."
                    )
                )
            gains = ready.leading[0]
            made = ui.html(html.table(gains, _ids(ready.answer, gains)), sanitize=False)
            made.classes("fg-wide")
            # A click anywhere in a row; by keyboard its label is a button.
            made.on("click", spoken(self._picked), js_handler=PICKED)
            note(leading.gains_note(ready.answer))
        self._blocks(ready.concluded)
        for table in ready.leading[1:]:
            self._table(table)
        self._blocks(answer.paid(ready.answer))
        ui.label(replies.stance()).classes("fg-caution")
        for text in answer.spread_notes(outcome.results):
            note(text)

    def _behind(self, outcome: Outcome) -> None:
        """Draw what the answer rests on, a tab each, for the measure and alternative chosen."""
        self._choices(outcome)
        parts: dict[str, tuple[str, Callable[[Outcome], None]]] = {
            "time": (_("Over time"), self._time),
            "who": (_("Who"), self._who),
            "cost": (_("Cost"), self._costs),
            "causes": (_("Why not"), self._causes),
            "assumptions": (_("Assumptions"), self._assumptions),
        }
        with named(ui.tabs(), _("What is behind it")) as tabs:
            for name, (title, _draw) in parts.items():
                ui.tab(name, title).mark(f"tab-{name}")
        tabs.props("no-caps outside-arrows mobile-arrows align=left").classes("fg-wide")
        tabs.on_value_change(lambda event: setattr(self, "tab", str(event.value)))
        with ui.tab_panels(tabs, value=self.tab).classes("fg-wide fg-panels").props("keep-alive"):
            for name, (_title, draw) in parts.items():
                with ui.tab_panel(name), ui.element("div").classes("fg-part") as panel:
                    draw(outcome)
                self.panels[name] = panel

    def _blocks(self, blocks: Sequence[Block]) -> None:
        """Draw texts, lists and tables as the report has them."""
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Points):
                with ui.element("ul").classes("fg-points"):
                    for item in block.items:
                        with ui.element("li"):
                            ui.label(item).classes("fg-lead" if block.style == "lead" else "")
            elif isinstance(block, Text) and block.style == "note":
                note(block.text)
            elif isinstance(block, Text):
                ui.label(block.text).classes("fg-lead" if block.style == "lead" else "")
            elif isinstance(block, Fold):
                with ui.expansion(block.title).classes("fg-wide"):
                    self._blocks(block.blocks)
            elif isinstance(block, Code):
                ui.label(block.text).classes("fg-code")

    def _choices(self, outcome: Outcome) -> None:
        """Draw what the charts may be about."""
        measures = {name: measure_name(name) for name in MEASURED}
        titles = {name: alternative_name(outcome.results, name) for name in outcome.alternatives}
        with ui.element("div").classes("fg-row"):
            ui.select(
                measures,
                label=_("Measure"),
                value=self.measure,
                on_change=spoken(partial(self._choose, outcome, "measure")),
            ).classes("fg-half").mark("measure")
            self.chosen = (
                ui.select(
                    titles,
                    label=_("Alternative shown below"),
                    value=self.alternative,
                    on_change=spoken(partial(self._choose, outcome, "alternative")),
                )
                .classes("fg-half")
                .mark("alternative")
            )

    def _time(self, outcome: Outcome) -> None:
        with ui.element("div").classes("fg-charts"):
            chart(figures.fan(outcome, self.measure, self.alternative))
            if len(outcome.alternatives) > 1:
                chart(figures.difference(outcome, self.measure, self.alternative))
            chart(figures.hollow(outcome, self.alternative))
        note(_("Lines: medians over replicates; bands: what 90 % of replicates lie between."))
        for table in (self.ready.values, *self.ready.differences):
            self._table(table)

    def _who(self, outcome: Outcome) -> None:
        """Draw districts and organizations under one alternative, and who gains by it."""
        title = alternative_name(outcome.results, self.alternative)
        text = _("“{title}”: effective coverage of each district at the end (median)")
        tiles = self.ready.tiles[self.alternative]
        ui.html(html.tiles(tiles, text.format(title=title)), sanitize=False)
        with ui.element("div").classes("fg-part").props("id=organizations"):
            self.organizations.draw(self.alternative)
        for table in self.ready.gains:
            self._table(table)
        if self.ready.by_group:
            with ui.expansion(_("By group of organizations")).classes("fg-wide"):
                self._blocks(self.ready.by_group)

    def _costs(self, outcome: Outcome) -> None:
        if len(outcome.alternatives) == 1:
            note(_("Without an alternative there is nothing to compare the costs with."))
            return
        chart(figures.cost_effect(outcome, SAID))
        for table in self.ready.money:
            self._table(table)
        for text in money.notes(outcome.found):
            note(text)

    def _causes(self, outcome: Outcome) -> None:
        chart(figures.bottlenecks(outcome, self.alternative))
        self._table(self.ready.causes)

    def _assumptions(self, _outcome: Outcome) -> None:
        self._blocks(self.ready.assumed)

    def _choose(
        self, outcome: Outcome, what: str, event: events.ValueChangeEventArguments[Any]
    ) -> None:
        setattr(self, what, str(event.value))
        redrawn = {"time": self._time}
        if what == "alternative":
            redrawn |= {"who": self._who, "causes": self._causes}
        for name, draw in redrawn.items():
            self.panels[name].clear()
            with self.panels[name]:
                draw(outcome)
        self._mark()

    def _picked(self, event: events.GenericEventArguments) -> None:
        self.chosen.set_value(str(event.args))

    def _mark(self) -> None:
        """Mark the alternative that is chosen, wherever it stands."""
        self.desk.layer.client.run_javascript(CHOSEN.format(name=json.dumps(self.alternative)))

    def _clicked(self, event: events.EChartPointClickEventArguments) -> None:
        """Choose the alternative whose mark was clicked, wherever one is shown."""
        if isinstance(event.data, dict):
            self.chosen.set_value(event.data["alternative"])

    def _table(self, found: Table) -> None:
        ui.html(html.table(found), sanitize=False).classes("fg-wide")


def _ids(found: Answer, gains: Table) -> list[str]:
    """Return the alternative of each row of the table of gains, empty for a second row of one."""
    rows = iter(found.rows)
    return ["" if row.label == _("– reported") else next(rows).id for row in gains.rows]


def chart(
    options: Options,
    on_click: Callable[[events.EChartPointClickEventArguments], None] | None = None,
) -> None:
    """Draw a chart under its title; what it shows at its end is read to those who don't see it."""
    with ui.element("figure").classes("fg-figure"):
        with ui.element("figcaption"):
            ui.label(figures.title_of(options))
            ui.html(html.legend(figures.legend_of(options)), sanitize=False)
        told = None if on_click is None else spoken(on_click)
        made = Chart(options, on_point_click=told).classes("fg-chart")
        label = f"{figures.title_of(options)}. {figures.sentence(options)}"
        named(made.props("role=img"), label)

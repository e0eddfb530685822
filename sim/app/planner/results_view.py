"""The results of the run: the answer as ``fugai run`` and the report say it, then what is
behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from nicegui import events, run, ui

from sim.app.planner import downloads, figures, html
from sim.app.planner.desk import Desk, busy, card, heading, named, note
from sim.app.planner.organizations_view import OrganizationsView
from sim.app.planner.outcome import MEASURED, Outcome, Prepared
from sim.app.shell import spoken
from sim.app.theme import Options
from sim.locale import _
from sim.present import replies
from sim.present.answer import SAID
from sim.present.names import alternative_name, measure_name
from sim.present.sentences import why_none
from sim.report import answer, money
from sim.report.blocks import Block, Code, Fold, Points, Table, Text
from sim.results import leading


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
            if session.listing is not None:
                with card(_("Organizations at the start"), "organizations"):
                    self.organizations.draw("")
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
                self._downloads()
                self._answer(outcome)
            with card(_("What is behind it"), "behind"):
                self._behind(outcome)

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
            self._table(ready.leading[0])
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
                    label=_("Alternative whose band, gap and organizations are shown"),
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

    def _downloads(self) -> None:
        """Draw what can be taken away: first what goes to a meeting."""
        with named(ui.element("div").classes("fg-row").props("role=group"), _("Take away")):
            for kind in downloads.FIRST:
                self._taking(kind)
            scenario = ui.button(_("Scenario"), icon="download", on_click=spoken(self._scenario))
            scenario.props("outline dense").mark("take-scenario")
            with ui.expansion(_("More")).props("dense"), ui.element("div").classes("fg-row"):
                for kind in downloads.MAKERS:
                    if kind not in downloads.FIRST:
                        self._taking(kind)

    def _taking(self, kind: str) -> None:
        label, _make = downloads.MAKERS[kind]
        button = ui.button(_(label), icon="download").props("outline dense")
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

    def _clicked(self, event: events.EChartPointClickEventArguments) -> None:
        """Choose the alternative whose mark was clicked, wherever one is shown."""
        if isinstance(event.data, dict):
            self.chosen.set_value(event.data["alternative"])

    def _table(self, found: Table) -> None:
        ui.html(html.table(found), sanitize=False).classes("fg-wide")


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
        made = ui.echart(options, on_point_click=told).classes("fg-chart")
        label = f"{figures.title_of(options)}. {figures.sentence(options)}"
        named(made.props("role=img"), label)

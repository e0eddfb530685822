"""The fourth part of the page: what came of the run, as the report says it, and as charts."""

from __future__ import annotations

from collections.abc import Sequence
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
from sim.report import answer, money
from sim.report.blocks import Block, Points, Table, Text


class ResultsView:
    """Tables, charts and downloads of the run that is shown."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        self.measure = SAID
        self.alternative = ""
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
        """Draw everything that is known of the run; before one, the organizations alone."""
        outcome = self.desk.session.outcome
        if outcome is None:
            if self.desk.session.listing is not None:
                with card(_("Organizations at the start"), "organizations"):
                    self.organizations.draw("")
            return
        ready = self.desk.session.prepared.get(self.desk.language)
        if ready is None:
            note(_("Reading the results …"))
            return
        self.ready = ready
        others = outcome.alternatives[1:]
        if self.alternative not in others:
            self.alternative = others[0] if others else outcome.alternatives[0]
        with card(_("4 Results"), "results"):
            if self.desk.session.outdated:
                ui.label(
                    _("The scenario was changed after this run: run it again to see the change.")
                ).classes("fg-caution").props('role="status"')
            self._answer(outcome)
            self._downloads()
        with card(_("Over time"), "time"):
            self._choices(outcome)
            self.charts = ui.element("div").classes("fg-part")
            self._draw_charts(outcome)
        self._tables(outcome)
        with card(_("Organizations"), "organizations"):
            self.single = ui.element("div").classes("fg-part")
            self._draw_single(outcome)

    def _answer(self, outcome: Outcome) -> None:
        self._blocks(self.ready.said)
        ui.label(replies.stance()).classes("fg-caution")
        if self.ready.leading:
            chart(figures.gains(self.ready.answer, outcome.alternatives))
        for table in self.ready.leading:
            self._table(table)
        self._blocks(answer.paid(self.ready.answer))
        for text in answer.spread_notes(outcome.results):
            note(text)
        for table in (self.ready.values, *self.ready.differences):
            self._table(table)

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
            ui.select(
                titles,
                label=_("Alternative whose band, gap and organizations are shown"),
                value=self.alternative,
                on_change=spoken(partial(self._choose, outcome, "alternative")),
            ).classes("fg-half").mark("alternative")

    def _draw_charts(self, outcome: Outcome) -> None:
        self.charts.clear()
        with self.charts:
            with ui.element("div").classes("fg-charts"):
                chart(figures.fan(outcome, self.measure, self.alternative))
                if len(outcome.alternatives) > 1:
                    chart(figures.difference(outcome, self.measure, self.alternative))
                chart(figures.hollow(outcome, self.alternative))
                chart(figures.bottlenecks(outcome, self.alternative))
            note(_("Lines: medians over worlds; bands: what 90 % of worlds lie between."))

    def _tables(self, outcome: Outcome) -> None:
        found = outcome.found
        if len(outcome.alternatives) > 1:
            with card(_("Who gains and who loses"), "gains"):
                for table in self.ready.gains:
                    self._table(table)
                with ui.expansion(_("By group of organizations")).classes("fg-wide"):
                    self._blocks(self.ready.by_group)
            with card(_("Cost, burden and effect"), "costs"):
                chart(figures.cost_effect(outcome, SAID))
                for table in self.ready.money:
                    self._table(table)
                for text in money.notes(found):
                    note(text)
        with card(_("What holds organizations back"), "bottlenecks"):
            self._table(self.ready.causes)

    def _draw_single(self, outcome: Outcome) -> None:
        """Draw districts and organizations under one alternative."""
        self.single.clear()
        with self.single:
            title = alternative_name(outcome.results, self.alternative)
            text = _("“{title}”: effective coverage of each district at the end (median)")
            tiles = self.ready.tiles[self.alternative]
            ui.html(html.tiles(tiles, text.format(title=title)), sanitize=False)
            self.organizations.draw(self.alternative)

    def _downloads(self) -> None:
        heading(_("Take away"), 3)
        with ui.element("div").classes("fg-row"):
            for kind, (label, _make) in downloads.MAKERS.items():
                button = ui.button(_(label), icon="download").props("outline")
                button.on_click(spoken(partial(self._download, kind, button)))
                button.mark(f"download-{kind}")

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
        self._draw_charts(outcome)
        if what == "alternative":
            self._draw_single(outcome)

    def _table(self, found: Table) -> None:
        ui.html(html.table(found), sanitize=False).classes("fg-wide")


def chart(options: Options) -> None:
    """Draw a chart under its title; what it shows at its end is read to those who don't see it."""
    with ui.element("figure").classes("fg-figure"):
        with ui.element("figcaption"):
            ui.label(figures.title_of(options))
            ui.html(html.legend(figures.legend_of(options)), sanitize=False)
        made = ui.echart(options).classes("fg-chart")
        label = f"{figures.title_of(options)}. {figures.sentence(options)}"
        named(made.props("role=img"), label)

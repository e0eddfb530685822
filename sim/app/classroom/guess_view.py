"""Guess first: draw a curve, run a hundred worlds, see the band and the reasons for the gap."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from nicegui import run, ui

from sim.app.chart import Chart
from sim.app.classroom import ensemble
from sim.app.classroom.course import alternative_of
from sim.app.classroom.figures import BOX, shares_axis, titled
from sim.app.classroom.session import Session
from sim.app.shell import spoken
from sim.app.theme import INK, VERMILLION, Options, frame
from sim.locale import _
from sim.present.looks import LIVES


class GuessView:
    """A curve by year, by pointer or by keyboard, and the answer of the worlds."""

    def __init__(self, room: Session) -> None:
        self._room = room
        self.measure = "reported_coverage"
        self.answer: ensemble.Answer | None = None
        self.drawn: list[float] = []
        self._inputs: list[ui.number] = []
        self._following = False
        self._chart: Chart | None = None
        self._place = ui.element("div").classes("cl-world")
        ui.on("fugai_guess", spoken(self._pointed))
        room.on_stage(self.begin)
        self.begin()

    def begin(self) -> None:
        """Begin with a curve on which nothing ever changes."""
        stage = self._room.stage
        now = stage.right.seen.series[self.measure][0]
        self.drawn = ensemble.start_of(stage.base.years, now)
        self.answer = None
        self.draw()

    def draw(self) -> None:
        """Draw the question, the inputs, the chart and the answer."""
        base = self._room.stage.base
        self._place.clear()
        with self._place:
            ui.label(
                _(
                    "Draw what you expect before anything runs: click or drag on the chart, or "
                    "type the numbers. The question is about the right town, with the sliders as "
                    "you moved them."
                )
            )
            ui.select(
                {name: _(text) for name, text in ensemble.GUESSED.items()},
                value=self.measure, label=_("What is guessed"), on_change=spoken(self._choose),
            ).style("min-width: 14em").mark("guessed")  # fmt: skip
            with ui.element("div").classes("cl-guess"):
                self._inputs = [self._input(year) for year in range(base.years + 1)]
            self._chart = Chart(self._options()).classes("cl-wide").mark("guess-chart")
            ui.run_javascript(f"fugaiClass.draw({self._chart.id})")
            with ui.element("div").classes("fg-row"):
                text = _("Run {n} replicates").format(n=ensemble.REPLICATES)
                self._button = ui.button(text, on_click=spoken(self._run)).mark("guess-run")
                self._spinner = ui.spinner()
                self._spinner.set_visibility(False)
            if self.answer is not None:
                self._told(self.answer)

    def _input(self, year: int) -> ui.number:
        base = self._room.stage.base
        name = base.month_name(12 * year) if year < base.years else _("end")
        found = ui.number(
            name, value=round(100 * self.drawn[year]), min=0, max=100, step=1, suffix="%",
            on_change=spoken(partial(self._typed, year)),
        )  # fmt: skip
        return found.mark(f"guess-{year}")

    def _options(self) -> Options:
        base = self._room.stage.base
        years = [base.month_name(12 * year)[:4] for year in range(base.years)]
        band = None if self.answer is None else self.answer.band
        label = _(ensemble.GUESSED[self.measure])
        return options([*years, _("end")], self.drawn, band, label)

    def _told(self, answer: ensemble.Answer) -> None:
        ui.label(ensemble.verdict(answer)).classes("cl-question").mark("guess-verdict")
        ui.label(_("The two main reasons, of all organizations on the base at the end:"))
        for part, share in ensemble.reasons(answer):
            ui.label("• " + ensemble.reason_text(part, share)).classes("cl-said").mark(
                "guess-reason"
            )
        if self._room.stage.base.uncertainty == "none":
            text = _("Parameters are the same in all replicates: the band is chance alone.")
        else:
            text = _(
                "Parameters differ from replicate to replicate: the band is chance and ignorance."
            )
        ui.label(text).classes("fg-note")

    def set(self, year: int, share: float) -> None:
        """Put the curve at a year to a share."""
        if not 0 <= year < len(self.drawn):
            return
        self.drawn[year] = ensemble.bounded(share)
        self._following = True
        self._inputs[year].set_value(round(100 * self.drawn[year]))
        self._following = False
        if self._chart is not None:
            self._chart.run_chart_method(
                "setOption", {"series": [{"id": "guess", "data": self.drawn}]}
            )

    def _typed(self, year: int, event: Any) -> None:
        if not self._following and event.value is not None:
            self.set(year, event.value / 100)

    def _pointed(self, event: Any) -> None:
        given = event.args
        self.set(int(given["year"]), float(given["share"]))

    def _choose(self, event: Any) -> None:
        self.measure = event.value
        self.begin()

    async def _run(self) -> None:
        """Run the worlds in a process, so that nobody else's page waits."""
        stage, measure, drawn = self._room.stage, self.measure, tuple(self.drawn)
        world = stage.right
        name = alternative_of(world.side, world.course)
        self._button.disable()
        self._spinner.set_visibility(True)
        found = await run.cpu_bound(
            ensemble.answer, world.scenario().resolved(), name, measure, drawn
        )
        if self._room.stage is stage and found is not None:
            self.answer = found
            self.draw()


def options(years: Sequence[str], drawn: Sequence[float], band: Any, measure: str) -> Options:
    """Return the class's curve by year and, once there is one, the band of the worlds."""
    series: list[dict[str, Any]] = []
    if band is not None:
        low, quarter, middle, upper, high = (
            [round(float(row[12 * n]), 4) for n in range(len(years))] for row in band
        )
        for name, bottom, top, colour in (
            ("90", low, high, "rgba(0,114,178,.18)"), ("50", quarter, upper, "rgba(0,114,178,.3)"),
        ):  # fmt: skip
            gap = [round(a - b, 4) for a, b in zip(top, bottom, strict=True)]
            plain = {"type": "line", "stack": name, "symbol": "none", "lineStyle": {"width": 0}}
            series += [
                {**plain, "id": f"below{name}", "data": bottom, "color": colour, "silent": True},
                {**plain, "id": f"band{name}", "name": _("{n} of 100 replicates").format(n=name),
                 "data": gap, "color": colour, "areaStyle": {"color": colour}},
            ]  # fmt: skip
        series.append(
            {"id": "middle", "name": _("middle of the replicates"), "type": "line", "data": middle,
             "symbol": "none", "color": LIVES, "lineStyle": {"width": 3, "color": LIVES}}
        )  # fmt: skip
    series.append(
        {"id": "guess", "name": _("your curve"), "type": "line", "data": list(drawn),
         "symbol": "diamond", "symbolSize": 14, "color": VERMILLION,
         "lineStyle": {"width": 3, "type": "dashed", "color": VERMILLION}}
    )  # fmt: skip
    shown = [entry["name"] for entry in series if "name" in entry]
    return frame(
        title=titled(measure),
        legend={"top": 22, "left": 0, "type": "scroll", "data": shown, "textStyle": {"color": INK}},
        grid=BOX,
        xAxis={"type": "category", "data": list(years), "boundaryGap": False},
        yAxis=shares_axis(_above(_most(series))),
        series=series,
    )


def _most(series: Sequence[dict[str, Any]]) -> float:
    """Return the highest value of lines and of the bands that are stacked on their lower ends."""
    found: list[float] = []
    below: dict[str, list[float]] = {}
    for entry in series:
        base = below.setdefault(entry.get("stack", entry["id"]), [0.0] * len(entry["data"]))
        values = [a + b for a, b in zip(base, entry["data"], strict=True)]
        if "stack" in entry:
            below[entry["stack"]] = values
        found += values
    return max(found)


def _above(most: float) -> float:
    """Return a round end of an axis of shares with room above its highest value."""
    return min(1.0, max(0.3, (int(10 * most) + 2) / 10))

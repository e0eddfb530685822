"""Break my policy: sliders and a budget on one side, the world on the other."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from nicegui import run, ui

from sim.app.chart import Chart
from sim.app.classroom import duel
from sim.app.classroom.course import compose
from sim.app.classroom.figures import BOX, months_axis, shares_axis, titled
from sim.app.classroom.session import Session
from sim.app.classroom.stage import Stage
from sim.app.classroom.stage_view import done
from sim.app.shell import spoken
from sim.app.theme import INK, PERCENT, VERMILLION, Options, frame
from sim.errors import InputError
from sim.locale import N_, _, labelled, noted
from sim.parameters import PARAMETERS
from sim.present.looks import LIVES
from sim.present.numbers import digits

START: Final = 300_000
LEVELS: Final = {"low": N_("low"), "usual": N_("as usual"), "high": N_("high")}


class DuelView:
    """One bout after another on the place and seed of the room."""

    def __init__(self, room: Session) -> None:
        self._room = room
        self.levels = dict.fromkeys(duel.NAMED, "usual")
        self.cap: float | None = START
        self._place = ui.element("div").classes("cl-world")
        room.on_month(self._follow)
        self.draw()

    def draw(self) -> None:
        """Draw both sides' choices."""
        self._place.clear()
        with self._place:
            ui.label(
                _(
                    "One side sets a policy with the sliders, within a budget: what the money "
                    "doesn't pay is not done. The other side picks the worst plausible "
                    "assumptions."
                )
            )
            self._policy = ui.label().classes("cl-said").mark("duel-policy")
            ui.number(
                _("Budget, yuan a year"), value=self.cap, min=0, step=50_000,
                on_change=spoken(self._budget),
            ).mark("duel-budget")  # fmt: skip
            ui.label(_("The other side: which assumptions are wrong?"))
            with ui.element("div").classes("cl-choices"):
                for name, text in duel.NAMED.items():
                    low, high = duel.quantile(name, "low"), duel.quantile(name, "high")
                    parameter = PARAMETERS[name]
                    values = {"low": low, "usual": parameter.default, "high": high}
                    ui.select(
                        {level: noted(_(label), digits(values[level]))
                         for level, label in LEVELS.items()},
                        value=self.levels[name], label=_(text),
                        on_change=spoken(partial(self._level, name)),
                    ).mark(f"duel-{name}")  # fmt: skip
            with ui.element("div").classes("fg-row"):
                self._buttons = [
                    ui.button(
                        _("Play under these assumptions"), on_click=spoken(self._play)
                    ).mark("duel-play"),
                    ui.button(
                        _("Search: the worst 5 of 100"), on_click=spoken(self._search)
                    ).props("outline").mark("duel-search"),
                ]  # fmt: skip
                self._spinner = ui.spinner()
                self._spinner.set_visibility(False)
            self._result = ui.element("div").classes("cl-world")
        self._follow()

    def _follow(self) -> None:
        self._policy.set_text(_("The policy: {done}").format(done=done(self._room.stage.right)))

    def _budget(self, event: Any) -> None:
        self.cap = None if event.value is None else max(0.0, float(event.value))

    def _level(self, name: str, event: Any) -> None:
        self.levels[name] = event.value

    async def _play(self) -> None:
        picked = {name: duel.quantile(name, level) for name, level in self.levels.items()}
        await self._bout(duel.played, picked)

    async def _search(self) -> None:
        await self._bout(duel.searched, duel.PERCENTILE)

    async def _bout(self, work: Any, given: Any) -> None:
        stage = self._room.stage
        base = compose(stage.base, {}, seed=stage.seed)
        try:
            content = duel.policy(base, stage.right.settings, self.cap).resolved()
        except InputError as error:
            ui.notify(str(error), type="warning")
            return
        self._wait(True)
        found = await run.cpu_bound(work, content, given)
        self._wait(False)
        if found is None or self._room.stage is not stage:
            return
        self._result.clear()
        with self._result:
            for number, text in enumerate(duel.report(found)):
                ui.label(text).classes("cl-question" if number == 0 else "cl-said").mark(
                    "duel-said"
                )
            chart = Chart(options(stage, found.curves)).classes("cl-wide")
            ui.run_javascript(f"fugaiClass.letters({chart.id})")

    def _wait(self, waiting: bool) -> None:
        self._spinner.set_visibility(waiting)
        for button in self._buttons:
            button.set_enabled(not waiting)


def options(stage: Stage, curves: dict[str, Any]) -> Options:
    """Return effective coverage with and without the policy, in the usual and the other world."""
    series = []
    for world, colour, label in (
        ("usual", LIVES, _("usual assumptions")), ("broken", VERMILLION, _("assumptions of the "
                                                                          "other side")),
    ):  # fmt: skip
        for row, kind in ((0, "dotted"), (1, "solid")):
            what = _("with the policy") if row else _("without")
            series.append(
                {
                    "id": f"{world}{row}", "name": labelled(label, what), "type": "line",
                    "symbol": "none", "color": colour,
                    "data": [round(float(value), 4) for value in curves[world][row]],
                    "lineStyle": {"type": kind, "width": 3 if row else 2, "color": colour},
                }
            )  # fmt: skip
    return frame(
        title=titled(_("effective coverage, mean of the replicates")),
        legend={"top": 22, "left": 0, "type": "scroll", "textStyle": {"color": INK}},
        grid={**BOX, "top": 56},
        xAxis=months_axis(stage),
        yAxis=shares_axis(),
        tooltip={"trigger": "axis", ":valueFormatter": PERCENT},
        series=series,
    )  # fmt: skip

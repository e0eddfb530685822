"""The two worlds on the page: dots, curves, numbers, legend; painted anew each month."""

from __future__ import annotations

import html
import json
from typing import Any

from nicegui import ui

from sim.app.classroom import figures
from sim.app.classroom.course import SIDES, TITLES
from sim.app.classroom.ground import LOOKS, Dots, Ground, ground, tally
from sim.app.classroom.levers import LEVERS, SHARE
from sim.app.classroom.session import Session
from sim.app.classroom.world import World
from sim.locale import _, ngettext, pick
from sim.present.numbers import percent, points, quantity, yuan_text


class StageView:
    """Draws the stage of a room, once for each stage; then only what changes."""

    def __init__(self, room: Session) -> None:
        self._room = room
        self._place = ui.element("div").classes("cl-world")
        self._charts: dict[str, ui.echart] = {}
        self._labels: dict[str, ui.label] = {}
        self._dots: dict[str, Dots] = {}
        room.on_stage(self.draw)
        room.on_month(self.show)

    def draw(self) -> None:
        """Draw a new stage."""
        self._charts.clear()
        self._labels.clear()
        self._place.clear()
        stage = self._room.stage
        initial = stage.left.model.worlds.cells.initial.tolist()
        plan = ground(stage.base.place, initial)
        self._dots = {side: Dots(plan) for side in SIDES}
        with self._place:
            with ui.element("div").classes("cl-worlds"):
                for side in SIDES:
                    self._side(side, plan)
            with ui.element("div").classes("cl-worlds"):
                with ui.element("div").classes("cl-world"):
                    _heading(_("Who is where: organizations"))
                    ui.html(_legend(), sanitize=False).classes("fg-scroll")
                with ui.element("div").classes("cl-world"):
                    for side in SIDES:
                        self._curves(side)
                    _heading(_("What differs"))
                    self._labels["difference"] = ui.label().classes("fg-note")
                    chart = ui.echart(figures.difference(stage)).classes("cl-wide")
                    self._charts["difference"] = chart
        self._begin(plan)

    def _side(self, side: str, plan: Ground) -> None:
        stage = self._room.stage
        name = pick(TITLES[side])
        with ui.element("section").classes("cl-world").props(f'aria-label="{name}"'):
            _heading(name)
            self._labels[f"{side} done"] = ui.label().classes("fg-note").mark(f"{side}-done")
            ui.html(_big(side), sanitize=False)
            chart = ui.echart(figures.dots(plan, stage, name)).classes("cl-dots")
            self._charts[f"{side} dots"] = chart
            self._labels[f"{side} said"] = ui.label().mark(f"{side}-said")

    def _curves(self, side: str) -> None:
        stage = self._room.stage
        title = _("{side}: share of the reported base").format(side=pick(TITLES[side]))
        options = figures.curves(stage, stage.worlds[side], title)
        self._charts[f"{side} curves"] = ui.echart(options).classes("cl-curve")

    def _begin(self, plan: Ground) -> None:
        """Give the script what doesn't change: places, size and looks."""
        palette = json.dumps(figures.palette(), ensure_ascii=False)
        for side in SIDES:
            number = self._charts[f"{side} dots"].id
            ui.run_javascript(
                f"fugaiClass.begin({number}, {json.dumps(plan.points)}, {json.dumps(plan.size)}, "
                f"{palette})"
            )

    def show(self) -> None:
        """Paint the month that has just been done."""
        if not self._charts:
            return
        stage = self._room.stage
        dots: dict[int, str] = {}
        lines: dict[int, dict[str, Any]] = {}
        texts: dict[str, str] = {}
        bars: dict[str, float] = {}
        for side, world in stage.worlds.items():
            painted = self._dots[side]
            dots[self._charts[f"{side} dots"].id] = painted.paint(world)
            reported, effective, gap = figures.lines(world)
            lines[self._charts[f"{side} curves"].id] = {
                "reported": reported, "effective": effective, "gap": gap,
            }  # fmt: skip
            texts |= {f"{side} {look}": str(n) for look, n in tally(world).items()}
            texts |= {f"{side} reported": percent(reported[-1])}
            texts |= {f"{side} effective": percent(effective[-1])}
            bars |= {f"{side} paper": reported[-1], f"{side} lives": effective[-1]}
            self._labels[f"{side} said"].set_text(said(world, painted.unplaced))
            self._labels[f"{side} done"].set_text(done(world))
        found = stage.difference()
        lines[self._charts["difference"].id] = {
            "reported": [round(value, 4) for value in found.reported],
            "effective": [round(value, 4) for value in found.effective],
        }
        self._labels["difference"].set_text(self._differs())
        month = json.dumps(
            {"dots": dots, "lines": lines, "texts": texts, "bars": bars,
             "top": figures.top(stage),
             "shares": [self._charts[f"{side} curves"].id for side in SIDES]}
        )  # fmt: skip
        with self._place:
            ui.run_javascript(f"fugaiClass.show({month})")

    def _differs(self) -> str:
        found = self._room.stage.difference()
        if found.since is None:
            return _("Both towns are the same so far, organization by organization.")
        return _(
            "Right minus left: reported {reported}, effective {effective} percentage points. "
            "The curves differ since {month}."
        ).format(
            reported=points(found.reported[-1]),
            effective=points(found.effective[-1]),
            month=self._room.stage.base.month_name(found.since),
        )


def said(world: World, unplaced: int = 0) -> str:
    """Return the month's numbers of a world in one line."""
    series, counts = world.seen.series, world.seen.counts[-1]
    hollow = series["hollow_share"][-1]
    text = _(
        "Reported {reported}, effective {effective}, hollow {hollow} of the reported. "
        "{n} on the register, {liaisons} liaisons, {yuan} so far."
    ).format(
        reported=percent(series["reported_coverage"][-1]),
        effective=percent(series["effective_coverage_of_base"][-1]),
        hollow=percent(hollow), n=counts["registered"], liaisons=counts["liaisons"],
        yuan=yuan_text(float(world.seen.yuan[-1])),
    )  # fmt: skip
    if unplaced:
        text += " " + ngettext(
            "{n} newcomer has no room for a dot.", "{n} newcomers have no room for a dot.", unplaced
        ).format(n=unplaced)
    return text


def done(world: World) -> str:
    """Say where the levers of a world stand."""
    standing = [
        _(lever.label) + f" {value(lever.id, world.settings[lever.id])}"
        for lever in LEVERS.values()
        if world.settings[lever.id] != lever.neutral and lever.drives
    ]
    standing += [f"{name} = {quantity(number)}" for name, number in world.course.parameters.items()]
    if world.course.policies:
        standing.insert(0, _("the alternative of the file"))
    return "; ".join(standing) if standing else _("Nothing but the baseline.")


def value(lever: str, number: float) -> str:
    """Write where a lever stands, with its unit if that is a share."""
    if LEVERS[lever].unit == SHARE:
        return percent(number)
    return quantity(number)


def _big(side: str) -> str:
    """Return the two numbers that a class looks at, and the hollow gap between them hatched."""
    numbers = "".join(
        f'<span class="cl-{name}"><b data-fugai="{side} {name}"></b> {html.escape(label)}</span>'
        for name, label in (("reported", _("reported")), ("effective", _("effective")))
    )
    return (
        f'<p class="cl-big">{numbers}</p><div class="cl-bar" aria-hidden="true">'
        f'<i class="cl-paper" data-fugai-bar="{side} paper"></i>'
        f'<i class="cl-lives" data-fugai-bar="{side} lives"></i></div>'
    )


def _heading(text: str) -> None:
    ui.html(f"<h2>{html.escape(text)}</h2>", sanitize=False)


def _legend() -> str:
    """Return the table of looks; its numbers are filled by the script."""
    first = html.escape(_("Look"))
    rows = []
    for look in LOOKS:
        cells = "".join(f'<td data-fugai="{side} {look.id}"></td>' for side in SIDES)
        shape = (
            f'<svg viewBox="0 0 10 10" aria-hidden="true"><path d="{look.path}" '
            f'fill="{look.colour}"/></svg>'
        )
        name = html.escape(_(look.label))
        rows.append(f"<tr><th scope='row'>{shape}{name}</th>{cells}</tr>")
    heads = "".join(
        f"<th scope='col'>{html.escape(text)}</th>" for text in (_("left side"), _("right side"))
    )
    return (
        f"<table class='fg-table cl-numbers cl-legend'><thead><tr><th>{first}</th>"
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )

"""The two worlds on the page: dots, curves, numbers, legend; painted anew each month."""

from __future__ import annotations

import html
import json
from typing import Any, Final

from nicegui import ui

from sim.app.chart import Chart
from sim.app.classroom import figures
from sim.app.classroom.course import LEVERS, SIDES, TITLES, value
from sim.app.classroom.figures import Dots, Ground, ground, tally
from sim.app.classroom.session import Session
from sim.app.classroom.stage import World
from sim.app.shell import spoken
from sim.locale import _, ngettext, pick, sentences
from sim.policies import POLICIES
from sim.present.looks import LOOKS, PAPER_ONLY, UNSEEN
from sim.present.numbers import percent, points, yuan_text

AHEAD: Final = 3
"""Months that are sent before the first of them is drawn: a slow phone skips the others."""


BENEATH: Final = ("vital", *PAPER_ONLY)
"""Looks that are one while it is covered which of them lives."""
COUNTED_AS: Final = "counted"
"""Under what name the script is sent how many those are."""


class StageView:
    """Draws the stage of a room, once for each stage; then only what changes."""

    def __init__(self, room: Session) -> None:
        self._room = room
        self._place = ui.element("div").classes("cl-world")
        self._charts: dict[str, Chart] = {}
        self._labels: dict[str, ui.label] = {}
        self._dots: dict[str, Dots] = {}
        self._sent = self._seen = 0
        self._late = False
        """Whether a month was not sent, since the browser had not drawn those before it."""
        ui.on("fugai_seen", spoken(self._drawn), args=[])
        ui.context.client.on_connect(spoken(self._connected))
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
            with ui.element("div").classes("cl-town"):
                for side in SIDES:
                    self._side(side, plan)
                with ui.element("div").classes("cl-key"):
                    _heading(_("Organizations, left and right"))
                    ui.html(_legend(), sanitize=False)
            with ui.element("div").classes("cl-worlds"):
                for side in SIDES:
                    self._curves(side)
            with ui.element("div").classes("cl-world cl-effect"):
                _heading(_("What differs"))
                self._labels["difference"] = ui.label().classes("fg-note")
                chart = Chart(figures.difference(stage)).classes("cl-wide")
                self._charts["difference"] = chart
        self._begin(plan)

    def _side(self, side: str, plan: Ground) -> None:
        stage = self._room.stage
        name = pick(TITLES[side])
        with ui.element("section").classes("cl-world").props(f'aria-label="{name}"'):
            with ui.element("div").classes("cl-name"):
                _heading(name)
                self._labels[f"{side} done"] = ui.label().classes("fg-note").mark(f"{side}-done")
            ui.html(_big(side), sanitize=False)
            chart = Chart(figures.dots(plan, stage, name)).classes("cl-dots")
            self._charts[f"{side} dots"] = chart
            said_now = ui.label().classes("cl-said-month").mark(f"{side}-said")
            self._labels[f"{side} said"] = said_now

    def _curves(self, side: str) -> None:
        stage = self._room.stage
        title = _("{side}: share of the reported base").format(side=pick(TITLES[side]))
        options = figures.curves(stage, stage.worlds[side], title)
        self._charts[f"{side} curves"] = Chart(options).classes("cl-curve")

    def _begin(self, plan: Ground) -> None:
        """Give the script what doesn't change: places, size and looks."""
        self._seen = self._sent
        given = [plan.points, plan.size, figures.palette(), self._names(plan), figures.REPORTED]
        told = ", ".join(json.dumps(each, ensure_ascii=False) for each in given)
        for side in SIDES:
            number = self._charts[f"{side} dots"].id
            ui.run_javascript(f"fugaiClass.begin({number}, {told})")

    def _names(self, plan: Ground) -> list[str]:
        """Return what a place of the ground is called: its number, district and industry."""
        place = self._room.stage.base.place
        industries = len(place.industry_ids)
        names = [""] * len(plan.points)
        for cell, numbers in enumerate(plan.cells):
            district = pick(place.district_titles[cell // industries])
            industry = pick(place.industry_titles[cell % industries])
            for number in numbers:
                names[number] = html.escape(
                    _("Place {n}: {district}, {industry}").format(
                        n=number + 1, district=district, industry=industry
                    )
                )
        return names

    def _drawn(self) -> None:
        """The browser has drawn what was sent: send what it has missed meanwhile."""
        self._seen += 1
        if self._late and self._sent - self._seen < AHEAD:
            self.show()

    def _connected(self) -> None:
        """Count anew: of what was sent before nothing is reported any more."""
        self._seen = self._sent
        if self._late:
            self.show()

    def show(self) -> None:
        """Paint the month that has just been done."""
        if not self._charts:
            return
        stage = self._room.stage
        for side, world in stage.worlds.items():
            self._labels[f"{side} said"].set_text(said(world, self._dots[side].unplaced))
            self._labels[f"{side} done"].set_text(done(world))
        self._labels["difference"].set_text(self._differs())
        self._late = self._sent - self._seen >= AHEAD
        if not self._late:
            self._sent += 1
            self._send()

    def _send(self) -> None:
        """Send the dots, lines and numbers of the month."""
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
            texts |= numbers(side, world)
            bars |= {f"{side} paper": reported[-1], f"{side} lives": effective[-1]}
        found = stage.difference()
        lines[self._charts["difference"].id] = {
            "reported": [round(value, 4) for value in found.reported],
            "effective": [round(value, 4) for value in found.effective],
        }
        month = json.dumps(
            {"frame": self._sent, "dots": dots, "lines": lines, "texts": texts, "bars": bars,
             "top": figures.top(stage),
             "shares": [self._charts[f"{side} curves"].id for side in SIDES]}
        )  # fmt: skip
        with self._place:
            ui.run_javascript(f"fugaiClass.show({month})")

    def _differs(self) -> str:
        stage = self._room.stage
        found = stage.difference()
        if stage.one_town:
            return _("Both towns are the same so far, organization by organization.")
        if found.since is None:
            return _("Reported and effective coverage are the same on both sides so far.")
        return _(
            "Right minus left: reported {reported}, effective {effective} percentage points. "
            "The curves differ since {month}."
        ).format(
            reported=points(found.reported[-1]),
            effective=points(found.effective[-1]),
            month=self._room.stage.base.month_name(found.since),
        )


def numbers(side: str, world: World) -> dict[str, str]:
    """Return what the script writes beside the dots of a side, by the name of its place."""
    looks = tally(world)
    looks[COUNTED_AS] = sum(looks[name] for name in BENEATH)
    reported, effective, _gap = figures.lines(world)
    return {
        **{f"{side} {look}": str(n) for look, n in looks.items()},
        f"{side} reported": percent(reported[-1]),
        f"{side} effective": percent(effective[-1]),
    }


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
        more = ngettext(
            "{n} newcomer has no room for a dot.", "{n} newcomers have no room for a dot.", unplaced
        )
        text = sentences([text, more.format(n=unplaced)])
    return text


def done(world: World) -> str:
    """Say where the levers of a world stand."""
    standing = [
        _(lever.label) + f" {value(lever.id, world.settings[lever.id])}"
        for lever in LEVERS.values()
        if world.settings[lever.id] != lever.neutral and lever.drives
    ]
    if world.course.parameters:
        standing.append(pick(world.course.assumed))
    names = dict.fromkeys(str(entry["policy"]) for entry in world.course.policies)
    standing = [pick(POLICIES[name].label) for name in names] + standing
    return _("; ").join(standing) if standing else _("Nothing but the baseline.")


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
    """Return the looks with their counts on both sides; the script fills in the numbers."""
    rows = []
    for look in (UNSEEN, *LOOKS):
        shape = (
            f'<svg viewBox="0 0 10 10" aria-hidden="true"><path d="{look.path}" '
            f'fill="{look.colour}"/></svg>'
        )
        counts = COUNTED_AS if look is UNSEEN else look.id
        cells = "".join(f'<b data-fugai="{side} {counts}"></b>' for side in SIDES)
        style = {UNSEEN: "cl-over"}.get(look, "cl-beneath" if look.id in BENEATH else "")
        name = html.escape(_(look.label))
        rows.append(f"<li class='{style}'>{shape}<span>{name}</span>{cells}</li>")
    return f"<ul class='cl-legend'>{''.join(rows)}</ul>"

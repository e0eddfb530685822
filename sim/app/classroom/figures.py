"""Options of the charts as plain dictionaries: dots, curves, difference, guess, duel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sim.app.classroom.ground import LETTERS, LOOKS, Ground
from sim.app.classroom.stage import Stage
from sim.app.classroom.world import World
from sim.app.theme import BLUE, INK, PERCENT, VERMILLION, Options, frame
from sim.locale import _, labelled, pick

PAPER: Final = "#8A4B00"
"""What is reported; what lives is blue."""
GAP: Final = "rgba(230,159,0,.38)"
POINTS: Final = "v => (v > 0 ? '+' : '') + Math.round(v * 100)"
_BOX: Final = {"left": 8, "right": 18, "top": 50, "bottom": 4, "containLabel": True}


def dots(plan: Ground, stage: Stage, title: str) -> Options:
    """Return the ground without anybody on it; letters are painted by the page's script."""
    names = [
        {
            "value": [block.at[0] - 0.4, block.at[1]],
            "label": {"formatter": pick(stage.base.place.district_titles[block.district])},
        }
        for block in plan.blocks
    ]
    hidden = {"show": False, "type": "value"}
    return frame(
        grid={"left": 6, "right": 6, "top": 6, "bottom": 6},
        tooltip={"trigger": "item", "confine": True},
        aria={"enabled": True, "label": {"description": title}},
        xAxis={**hidden, "min": -1, "max": plan.size[0]},
        yAxis={**hidden, "min": -2.4, "max": plan.size[1], "inverse": True},
        series=[
            {
                "id": "dots", "type": "scatter", "data": [], "symbolKeepAspect": True,
                "tooltip": {"formatter": "{b}"},
            },
            {
                "id": "names",
                "type": "scatter",
                "symbolSize": 0,
                "silent": True,
                "data": names,
                "label": {
                    "show": True, "position": "right", "color": INK, "fontSize": 12, "distance": 0,
                },
            },
        ],
    )  # fmt: skip


HOLLOW: Final = ("dormant", "shell", "on_paper")
"""Looks of what is reported and does not live."""

REPORTED: Final = {
    letter: LETTERS[0] for letter, look in zip(LETTERS, LOOKS, strict=True) if look.id in HOLLOW
}
"""The letter that stands for each of them while effect is covered: all look like a branch."""


def palette() -> list[dict[str, Any]]:
    """Return for each letter what the script needs to draw it."""
    return [
        {
            "letter": letter,
            "symbol": f"path://{look.path}",
            "label": _(look.label),
            "colour": look.colour,
            "size": look.size,
        }
        for letter, look in zip(LETTERS, LOOKS, strict=True)
    ]


def months_axis(stage: Stage) -> dict[str, Any]:
    """Return the axis of months from 0 to the horizon; a label each year."""
    base = stage.base
    names = [base.month_name(month) for month in range(base.months)]
    return {
        "type": "category",
        "data": [*names, _("end")],
        "boundaryGap": False,
        "axisLabel": {"interval": 11, ":formatter": "v => v.slice(0, 4)"},
        "axisTick": {"interval": 11},
    }


def curves(stage: Stage, world: World, title: str) -> Options:
    """Return coverage reported and effective of one side, the hollow gap between them filled."""
    reported, effective, gap = lines(world)
    return frame(
        title=_title(title),
        legend={"top": 22, "left": 0, "itemHeight": 10, "data": [_("reported"), _("effective"),
                _("hollow")], "textStyle": {"color": INK}},
        grid=_BOX,
        xAxis=months_axis(stage),
        yAxis=_shares(top(stage)),
        tooltip={"trigger": "axis", ":valueFormatter": PERCENT},
        series=[
            {
                "id": "effective", "name": _("effective"), "type": "line", "stack": "all",
                "symbol": "none", "data": effective, "color": BLUE,
                "lineStyle": {"width": 3, "color": BLUE},
            },
            {
                "id": "gap", "name": _("hollow"), "type": "line", "stack": "all", "symbol": "none",
                "data": gap, "color": GAP, "lineStyle": {"width": 0},
                "areaStyle": {"color": GAP},
            },
            {
                "id": "reported", "name": _("reported"), "type": "line", "symbol": "none",
                "data": reported, "color": PAPER,
                "lineStyle": {"width": 2, "color": PAPER, "type": "dashed"},
            },
        ],
    )  # fmt: skip


def top(stage: Stage) -> float:
    """Return where the axes of both sides end: the same, so that they can be compared."""
    most = max(
        value for world in stage.worlds.values() for value in world.seen.series["reported_coverage"]
    )
    return min(1.0, max(0.3, (int(10 * most) + 1) / 10))


def lines(world: World) -> tuple[list[float], list[float], list[float]]:
    """Return reported, effective and the gap between them, by month."""
    reported = [round(value, 4) for value in world.seen.series["reported_coverage"]]
    effective = [round(value, 4) for value in world.seen.series["effective_coverage_of_base"]]
    return reported, effective, [round(a - b, 4) for a, b in zip(reported, effective, strict=True)]


def difference(stage: Stage) -> Options:
    """Return right minus left."""
    found = stage.difference()
    return frame(
        legend={"top": 0, "left": 0, "itemHeight": 10, "textStyle": {"color": INK}},
        grid=_BOX,
        xAxis=months_axis(stage),
        yAxis={
            "type": "value", "axisLabel": {":formatter": POINTS},
            ":min": "v => Math.min(-0.05, v.min)", ":max": "v => Math.max(0.05, v.max)",
        },
        tooltip={"trigger": "axis", ":valueFormatter": POINTS},
        series=[
            {
                "id": "reported", "name": _("reported, right − left"), "type": "line",
                "symbol": "none", "data": [round(v, 4) for v in found.reported], "color": PAPER,
                "lineStyle": {"width": 2, "type": "dashed", "color": PAPER},
                "markLine": {
                    "silent": True, "symbol": "none", "data": [{"yAxis": 0}],
                    "label": {"show": False}, "lineStyle": {"color": INK, "type": "solid"},
                },
            },
            {
                "id": "effective", "name": _("effective, right − left"), "type": "line",
                "symbol": "none", "data": [round(v, 4) for v in found.effective], "color": BLUE,
                "lineStyle": {"width": 3, "color": BLUE},
            },
        ],
    )  # fmt: skip


def guess(years: Sequence[str], drawn: Sequence[float], band: Any, measure: str) -> Options:
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
             "symbol": "none", "color": BLUE, "lineStyle": {"width": 3, "color": BLUE}}
        )  # fmt: skip
    series.append(
        {"id": "guess", "name": _("your curve"), "type": "line", "data": list(drawn),
         "symbol": "diamond", "symbolSize": 14, "color": VERMILLION,
         "lineStyle": {"width": 3, "type": "dashed", "color": VERMILLION}}
    )  # fmt: skip
    shown = [entry["name"] for entry in series if "name" in entry]
    return frame(
        title=_title(measure),
        legend={"top": 22, "left": 0, "type": "scroll", "data": shown, "textStyle": {"color": INK}},
        grid=_BOX,
        xAxis={"type": "category", "data": list(years), "boundaryGap": False},
        yAxis=_shares(_above(_most(series))),
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


def duel(stage: Stage, curves_: dict[str, Any]) -> Options:
    """Return effective coverage with and without the policy, in the usual and the other world."""
    series = []
    for world, colour, label in (
        ("usual", BLUE, _("usual assumptions")), ("broken", VERMILLION, _("assumptions of the "
                                                                          "other side")),
    ):  # fmt: skip
        for row, kind in ((0, "dotted"), (1, "solid")):
            what = _("with the policy") if row else _("without")
            series.append(
                {
                    "id": f"{world}{row}", "name": labelled(label, what), "type": "line",
                    "symbol": "none", "color": colour,
                    "data": [round(float(value), 4) for value in curves_[world][row]],
                    "lineStyle": {"type": kind, "width": 3 if row else 2, "color": colour},
                }
            )  # fmt: skip
    return frame(
        title=_title(_("effective coverage, mean of the replicates")),
        legend={"top": 22, "left": 0, "type": "scroll", "textStyle": {"color": INK}},
        grid={**_BOX, "top": 56},
        xAxis=months_axis(stage),
        yAxis=_shares(),
        tooltip={"trigger": "axis", ":valueFormatter": PERCENT},
        series=series,
    )  # fmt: skip


def _title(text: str) -> dict[str, Any]:
    style = {"fontSize": 13, "fontWeight": "normal", "color": INK}
    return {"text": text, "left": 0, "top": 0, "textStyle": style}


def _shares(top: float | None = None) -> dict[str, Any]:
    axis: dict[str, Any] = {"type": "value", "min": 0, "axisLabel": {":formatter": PERCENT}}
    return axis if top is None else {**axis, "max": top}

"""The charts of the planner's page as options of ECharts: plain dictionaries, no browser needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.app.planner.outcome import PAPER, Outcome, is_share
from sim.app.theme import Options, echart_line, frame
from sim.locale import _, current_language, labelled, noted
from sim.plots.style import BOTTLENECKS, look
from sim.present.answer import (
    APART,
    END,
    FEWEST_FOR_SENTENCES,
    RUNNING,
    Answer,
    Moment,
    legend,
    picture,
    verdict,
)
from sim.present.names import alternative_name, measure_name, reason_name
from sim.present.numbers import percent as share_text
from sim.present.numbers import signed
from sim.results.tabulate import BOTTLENECK_NAMES

F64 = npt.NDArray[np.float64]

_ESCAPED: Final = "t => String(t).replace(/[&<>\"']/g, c => '&#' + c.charCodeAt(0) + ';')"


def fan(outcome: Outcome, measure: str, banded: str) -> Options:
    """Return the median of a measure over time, and what 90 % of worlds lie between.

    Bands are those of the baseline and of one alternative: more would hide one another.
    """
    names, percent = outcome.alternatives, is_share(measure)
    bands = (names[0], banded)
    return _fans(outcome, outcome.bands(measure), names, bands, measure_name(measure), percent)


def difference(outcome: Outcome, measure: str, banded: str) -> Options:
    """Return the paired difference from the baseline over time, with the band of one."""
    text = _("{measure}: difference from the baseline, percentage points")
    title = text.format(measure=measure_name(measure))
    others = outcome.alternatives[1:]
    return _fans(outcome, 100 * outcome.apart(measure), others, (banded,), title, percent=False)


def hollow(outcome: Outcome, alternative: str) -> Options:
    """Return what is reported and what is effective, of the same base: the gap is hollow."""
    place = outcome.alternatives.index(alternative)
    reported, effective = (outcome.bands(measure)[place, 1] for measure in PAPER)
    colour = look(outcome.alternatives, alternative).colour
    names = [measure_name(measure) for measure in PAPER]
    series = [
        {"name": "_low", "type": "line", "data": _plain(effective), "stack": "gap",
         "lineStyle": {"opacity": 0}, "symbol": "none", "silent": True},
        {"name": "_gap", "type": "line", "data": _plain(np.maximum(0, reported - effective)),
         "stack": "gap", "lineStyle": {"opacity": 0}, "symbol": "none", "silent": True,
         "areaStyle": {"color": "#E69F00", "opacity": 0.35}},
        _line(names[0], reported, "#7A4B00", "dashed", percent=True),
        _line(names[1], effective, colour, "solid", percent=True),
    ]  # fmt: skip
    title = _("“{title}”: on paper and in effect; between them is what is hollow (medians)")
    text = title.format(title=alternative_name(outcome.results, alternative))
    return _time(outcome, text, series, percent=True)


def bottlenecks(outcome: Outcome, alternative: str) -> Options:
    """Return what holds uncovered organizations back, year by year: mean numbers over worlds."""
    found = outcome.courses[alternative]
    numbers = found.numbers.sum(0)
    order = [n for n in np.argsort(-numbers.sum(0), kind="stable").tolist() if numbers[:, n].any()]
    series = [
        {
            "name": reason_name(BOTTLENECK_NAMES[link]),
            "type": "bar",
            "stack": "all",
            "data": [round(float(value), 2) for value in numbers[:, link]],
            "itemStyle": {"color": BOTTLENECKS[BOTTLENECK_NAMES[link]]},
        }
        for link in order
    ]
    months = [outcome.months[month] for month in found.months]
    title = _("“{title}”: operating organizations without a branch, by what holds them back")
    text = title.format(title=alternative_name(outcome.results, alternative))
    return frame(
        **_top(text),
        xAxis={"type": "category", "data": months},
        yAxis={"type": "value"},
        tooltip={"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        series=series,
    )


SIGNS: Final = {RUNNING: "●", END: "○"}
"""How marks look in the legend."""


def gains(answer: Answer, alternatives: Sequence[str]) -> Options:
    """Return the picture of the answer: a row an alternative, dots and bars, a line at zero."""
    lines = picture(answer)
    named = {when: f"{SIGNS[when]} {text}" for when, text in legend(answer).items()}
    shown = {mark.when for line in lines for mark in line.marks}
    rows = {row.id: row for row in answer.rows}
    series: list[dict[str, Any]] = []
    for when in sorted(shown, key=[RUNNING, END].index):
        style = {"color": "#444444", "width": 3 if when == RUNNING else 1.2, "type": "solid"}
        series.append({"name": named[when], "type": "line", "data": [],
                       "itemStyle": {"color": "#444444"}, "lineStyle": style})  # fmt: skip
    for row, line in enumerate(lines):
        colour = look(alternatives, line.id).colour
        for mark in line.marks:
            running = mark.when == RUNNING
            moment = rows[line.id].end if mark.when == END else rows[line.id].running
            symbol, turned = _direction(answer, moment)
            at = row + (0.0 if len(line.marks) == 1 else -APART if running else APART)
            series += [
                {"name": "_bar", "type": "line", "symbol": "none", "silent": True,
                 "data": [[_number(mark.low), at], [_number(mark.high), at]],
                 "lineStyle": {"color": colour, "width": 3 if running else 1.2}},
                {"name": noted(line.title, mark.month), "type": "scatter", "symbolSize": 12,
                 "symbol": symbol, "symbolRotate": turned,
                 "data": [{"value": [_number(mark.middle), at], "said": signed(mark.middle),
                           "alternative": line.id}],
                 "itemStyle": {"color": colour if running else "#ffffff", "borderColor": colour,
                               "borderWidth": 2}},
            ]  # fmt: skip
    titles = json.dumps([line.title for line in lines])
    top = _top(_("Gain in effective coverage against doing nothing new, points"))
    # Room of its own: the library measures names in a font that may not be there yet.
    room = max((_wide(line.title) for line in lines), default=0)
    top["grid"] |= {"left": 24 + min(room, LABELS), "containLabel": False, "bottom": 28}
    # The line at zero is the axis of the rows: it stands where the other one is nought.
    return frame(
        **top,
        xAxis={"type": "value", "axisLine": {"onZero": False}},
        yAxis={"type": "value", "inverse": True, "min": -0.5, "max": max(len(lines), 1) - 0.5,
               "splitLine": {"show": False}, "axisTick": {"show": False},
               "axisLine": {"show": True, "onZero": True, "lineStyle": {"color": "#444444"}},
               "axisLabel": {":formatter": f"v => ({titles})[v] || ''", "customValues":
                             list(range(len(lines))), "width": min(room, LABELS),
                             "overflow": "break"}},
        tooltip={"show": False},
        series=series,
    )  # fmt: skip


LABELS: Final = 150
"""Pixels that the names of rows take at most; longer ones go over several lines."""


def _wide(text: str) -> int:
    """Return about how many pixels a name takes in letters of twelve."""
    return sum(13 if ord(sign) > 0x2E7F else 7 for sign in text)


def _direction(answer: Answer, moment: Moment | None) -> tuple[str, int]:
    """Return a mark's symbol and its turn: what is clear shows by its form, not by colour alone."""
    if moment is None or not answer.whole or answer.replicates < FEWEST_FOR_SENTENCES:
        return "circle", 0
    found = verdict(moment.effective_worlds)
    return {"better": ("triangle", 0), "worse": ("triangle", 180)}.get(found, ("circle", 0))


def cost_effect(outcome: Outcome, measure: str) -> Options:
    """Return yuan above the baseline against the difference at the end, each with its band."""
    found, baseline = outcome.found, outcome.alternatives[0]
    points, lines = [], []
    for name in outcome.alternatives[1:]:
        effect = found.difference(measure, name).band
        spent = found.costs[name].added_yuan
        low, middle, high = (float(q) for q in np.quantile(spent, (0.05, 0.5, 0.95)))
        style = look(outcome.alternatives, name)
        label = alternative_name(outcome.results, name)
        y = [_number(100 * q) for q in (effect.q05, effect.q50, effect.q95)]
        points.append(
            {"name": label, "type": "scatter", "symbolSize": 14, "data": [[middle, y[1]]],
             "itemStyle": {"color": style.colour},
             # Above the line at zero, which would strike a name through.
             "label": {"show": True, "formatter": "{a}", "position": "right", "offset": [0, -10],
                       "width": 110, "overflow": "break", "color": "#1f2933",
                       "textBorderColor": "#ffffff", "textBorderWidth": 3},
             "labelLayout": {"moveOverlap": "shiftY"}}
        )  # fmt: skip
        for ends in ([[middle, y[0]], [middle, y[2]]], [[low, y[1]], [high, y[1]]]):
            lines.append(
                {"name": "_band", "type": "line", "data": ends, "symbol": "none", "silent": True,
                 "lineStyle": {"color": style.colour, "width": 1.5, "opacity": 0.7}}
            )  # fmt: skip
    text = _("Cost against effect at the end: yuan above “{baseline}”, {measure} in points").format(
        baseline=alternative_name(outcome.results, baseline), measure=measure_name(measure)
    )
    top = _top(text)
    top["grid"] |= {"right": 120, "bottom": 24}
    return frame(
        **top,
        xAxis={"type": "value", "name": _("yuan"), "nameLocation": "middle", "nameGap": 28,
               "axisLabel": {"hideOverlap": True, ":formatter": _thousands()}},
        yAxis={"type": "value"},
        tooltip={"show": False},
        series=[*lines, *points],
    )  # fmt: skip


def _thousands() -> str:
    """Return JavaScript that writes an axis of yuan as the language counts."""
    if current_language() == "zh":
        return "v => v ? v / 1e4 + ' 万' : '0'"
    return "v => !v ? '0' : Math.abs(v) < 1e6 ? v / 1e3 + ' thousand' : v / 1e6 + ' million'"


def _fans(
    outcome: Outcome,
    bands: F64,
    shown: Sequence[str],
    banded: Sequence[str],
    title: str,
    percent: bool,
) -> Options:
    """Return medians as lines; of some what 90 % of worlds lie between as areas."""
    series: list[dict[str, Any]] = []
    for name in shown:
        low, middle, high = bands[outcome.alternatives.index(name)]
        style = look(outcome.alternatives, name)
        label = alternative_name(outcome.results, name)
        if name in banded:
            hidden = {"type": "line", "symbol": "none", "silent": True, "stack": name,
                      "stackStrategy": "all", "lineStyle": {"opacity": 0}}  # fmt: skip
            area = {"color": style.colour, "opacity": 0.18}
            series += [
                {**hidden, "name": "_low", "data": _plain(low)},
                {**hidden, "name": "_band", "data": _plain(high - low), "areaStyle": area},
            ]
        line = echart_line(style.line)
        series.append(_line(label, middle, style.colour, line, percent, low, high))
    return _time(outcome, title, series, percent)


def _line(
    name: str,
    middle: F64,
    colour: str,
    line: str | list[float],
    percent: bool,
    low: F64 | None = None,
    high: F64 | None = None,
) -> dict[str, Any]:
    """Return the line of a median; each point carries what a tooltip says."""
    data = []
    for n, value in enumerate(middle):
        said = _said(value, percent)
        if low is not None and high is not None and said:
            said = noted(said, f"{_said(low[n], percent)} … {_said(high[n], percent)}")
        data.append({"value": _number(value), "said": said})
    return {
        "name": name, "type": "line", "symbol": "none", "data": data,
        "lineStyle": {"color": colour, "width": 2.5, "type": line}, "itemStyle": {"color": colour},
    }  # fmt: skip


def _time(
    outcome: Outcome,
    title: str,
    series: list[dict[str, Any]],
    percent: bool,
) -> Options:
    axis: dict[str, Any] = {"type": "value"}
    if percent:
        axis["axisLabel"] = {":formatter": "v => Math.round(100 * v) + '%'"}
    tooltip = {
        "trigger": "axis",
        "confine": True,
        ":formatter": f"(ps => {{ const e = {_ESCAPED}; return ps[0].axisValueLabel + ps"
        ".filter(p => p.data && p.data.said !== undefined)"
        ".map(p => '<br>' + p.marker + e(p.seriesName) + ': ' + e(p.data.said)).join(''); })",
    }
    return frame(
        **_top(title),
        xAxis=_months(outcome.months),
        yAxis=axis,
        tooltip=tooltip,
        series=series,
    )


def _months(months: Sequence[str]) -> dict[str, Any]:
    """Return the axis of time, with the ends of years as labels where there are some."""
    axis: dict[str, Any] = {"type": "category", "data": list(months), "boundaryGap": False}
    if sum(month.endswith("-12") for month in months) > 1:
        years = {":interval": "(_, month) => month.endsWith('-12')"}
        axis |= {"axisLabel": {**years, "hideOverlap": True}, "axisTick": years}
    return axis


def _top(title: str) -> Options:
    """Return the title for whoever writes it: on the canvas neither it nor a legend would wrap."""
    return {
        "title": {"show": False, "text": title},
        "grid": {"left": 8, "right": 30, "top": 12, "bottom": 8, "containLabel": True},
    }


def title_of(options: Options) -> str:
    """Return a chart's title: the page writes it above, where it wraps and can be read aloud."""
    return str(options["title"]["text"])


def _said(value: float, percent: bool) -> str:
    if np.isnan(value):
        return ""
    return share_text(value) if percent else signed(value)


def _plain(values: F64) -> list[float | None]:
    return [_number(value) for value in values]


def _number(value: float) -> float | None:
    """Return a number for JSON, none for what is no number."""
    return None if np.isnan(value) else round(float(value), 5)


def legend_of(options: Options) -> list[tuple[str, str, str]]:
    """Return name, colour and style of line of everything that a chart shows under a name."""
    found = []
    for entry in options["series"]:
        if not entry["name"].startswith("_") and entry["type"] != "scatter":
            line = entry.get("lineStyle", {}).get("type", "block")
            style = line if line in ("solid", "dotted", "block") else "dashed"
            found.append((entry["name"], entry["itemStyle"]["color"], style))
    return found


def sentence(options: Options) -> str:
    """Return what a chart shows at its end, for those who don't see it."""
    told = [
        labelled(entry["name"], entry["data"][-1]["said"])
        for entry in options["series"]
        if entry["data"] and isinstance(entry["data"][-1], dict) and "said" in entry["data"][-1]
    ]
    return _("; ").join(told)

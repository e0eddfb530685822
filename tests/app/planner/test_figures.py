"""Charts and tables of a run, without a browser."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from sim.app.planner import figures, html
from sim.app.planner.html import Tile
from sim.app.planner.organizations import at_start
from sim.app.planner.outcome import MEASURED, Outcome, at_end, is_share
from sim.app.theme import Options
from sim.locale import in_language
from sim.plots.style import look
from sim.present.answer import FEWEST_FOR_SENTENCES, Answer
from sim.present.numbers import Cell
from sim.report.blocks import Row, Table
from sim.results.answering import answer
from sim.results.compare import Tally
from sim.results.groups import course
from sim.text.problems import Problem


def lines(options: Options) -> dict[str, dict[str, object]]:
    return {e["name"]: e for e in options["series"] if not e["name"].startswith("_")}


@pytest.mark.parametrize("measure", MEASURED)
def test_a_fan_shows_the_medians_that_the_comparison_says(outcome: Outcome, measure: str) -> None:
    options = figures.fan(outcome, measure, "liaisons")
    data = lines(options)["Dispatched liaisons for five years"]["data"]
    assert isinstance(data, list)
    assert len(data) == len(options["xAxis"]["data"]) == 25
    for month in outcome.found.months:
        expected = outcome.found.value(measure, "liaisons", month)
        assert data[month]["value"] == pytest.approx(expected.q50, abs=1e-5)
    assert is_share(measure)


def test_a_band_reaches_from_the_fifth_to_the_last_but_five_hundredth(outcome: Outcome) -> None:
    options = figures.difference(outcome, "effective_coverage", "liaisons")
    low, band = (e["data"][-1] for e in options["series"] if e["name"].startswith("_"))
    expected = outcome.found.difference("effective_coverage", "liaisons").band
    assert low == pytest.approx(100 * expected.q05, abs=1e-4)
    assert low + band == pytest.approx(100 * expected.q95, abs=1e-4)


def test_colours_go_by_id_whatever_the_language(outcome: Outcome) -> None:
    by_language = []
    for language in ("en", "zh"):
        with in_language(language):
            options = figures.fan(outcome, "effective_coverage", "liaisons")
        by_language.append([colour for _name, colour, _style in figures.legend_of(options)])
    assert by_language[0] == by_language[1]
    assert by_language[0] == [look(outcome.alternatives, n).colour for n in outcome.alternatives]


def test_what_holds_organizations_back_is_counted_year_by_year(outcome: Outcome) -> None:
    options = figures.bottlenecks(outcome, "baseline")
    found = course(outcome.results, "baseline")
    drawn = sum(np.array(entry["data"]) for entry in options["series"])
    assert drawn == pytest.approx(found.numbers.sum((0, 2)), abs=0.1)


def test_cost_and_effect_are_those_of_the_comparison(outcome: Outcome) -> None:
    options = figures.cost_effect(outcome, "effective_coverage")
    points = {e["name"]: e["data"][0] for e in options["series"] if e["type"] == "scatter"}
    assert len(points) == len(outcome.alternatives) - 1
    x, y = points["Dispatched liaisons for five years"]
    assert x == np.median(outcome.found.costs["liaisons"].added_yuan)
    band = outcome.found.difference("effective_coverage", "liaisons").band
    assert y == pytest.approx(100 * band.q50, abs=1e-4)


def test_years_are_marked_at_their_ends_and_losses_by_a_true_minus(outcome: Outcome) -> None:
    axis = figures.fan(outcome, "effective_coverage", "liaisons")["xAxis"]
    assert sum(month.endswith("-12") for month in axis["data"]) > 1
    for part in ("axisLabel", "axisTick"):
        assert "endsWith('-12')" in axis[part][":interval"]
    for options in (
        figures.difference(outcome, "effective_coverage", "liaisons"),
        figures.cost_effect(outcome, "effective_coverage"),
    ):
        assert "−" in options["yAxis"]["axisLabel"][":formatter"]


def test_charts_are_plain_json_and_read_aloud(outcome: Outcome) -> None:
    for options in (
        figures.fan(outcome, "hollow_share", "quota"),
        figures.difference(outcome, "hollow_share", "quota"),
        figures.hollow(outcome, "quota"),
        figures.bottlenecks(outcome, "quota"),
        figures.cost_effect(outcome, "hollow_share"),
    ):
        json.dumps(options, allow_nan=False)
        assert figures.title_of(options)
    assert "A target for all: " in figures.sentence(figures.fan(outcome, "hollow_share", "quota"))


def test_districts_have_the_coverage_of_the_run(outcome: Outcome) -> None:
    tiles = at_end(outcome.results, "liaisons")
    place = outcome.results.scenario.place
    assert [tile.at for tile in tiles] == list(place.tiles)
    assert all(tile.share is not None and 0 <= tile.share <= 1 for tile in tiles)
    start = at_start(outcome.results.scenario, None)
    assert all(tile.share is None for tile in start)


def test_what_somebody_typed_stays_a_text() -> None:
    wicked = '<img src=x onerror="alert(1)">'
    made = [
        html.table(Table(wicked, [wicked], [Row(wicked, [Cell(wicked, wicked)])])),
        html.pairs([(wicked, wicked)]),
        html.tiles([Tile(wicked, 0.5, wicked, None)], wicked),
        html.legend([(wicked, "#000000", "solid")]),
        html.problems([Problem(wicked, wicked, wicked, 1, 2, 9, ((1, wicked),))]),
    ]
    for text in made:
        assert "<img" not in text
        assert "&lt;" in text


def test_a_problem_marks_its_place_in_its_line() -> None:
    found = html.problems(
        [Problem("a.toml", "too high", "lower", 2, 8, 10, ((1, "x"), (2, "years = 60")))]
    )
    assert "years = <mark>60</mark>" in found
    assert "a.toml:2" in found


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [value / 255 for value in colour]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("percent", range(0, 101, 2))
def test_letters_on_tiles_have_contrast(percent: int) -> None:
    text = html.tiles([Tile("x", percent / 100, "", (0, 0))], "")
    back = text.split("background:rgb(")[1].split(")")[0].split(",")
    ink = text.split("color:#")[1][:6]
    one = _luminance((int(back[0]), int(back[1]), int(back[2])))
    other = _luminance((int(ink[:2], 16), int(ink[2:4], 16), int(ink[4:], 16)))
    light, dark = max(one, other), min(one, other)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert not math.isnan(one)


def test_what_is_clear_shows_by_its_form_and_only_where_something_is_concluded(
    outcome: Outcome,
) -> None:
    def marks(known: Answer) -> dict[str, tuple[str, int]]:
        made = figures.gains(known, outcome.alternatives)
        return {
            entry["data"][0]["alternative"]: (entry["symbol"], entry["symbolRotate"])
            for entry in made["series"]
            if entry["type"] == "scatter"
        }

    known = answer(outcome.results)
    always = Tally(200, 0, 200)
    rows = tuple(
        replace(row, running=None, end=replace(row.end, effective_worlds=tally))
        for row, tally in zip(
            known.rows,
            (always, Tally(0, 200, 200), Tally(90, 90, 200), always, always),
            strict=True,
        )
    )
    told = replace(known, rows=rows, replicates=200)
    assert [*marks(told).values()] == [
        ("triangle", 0),
        ("triangle", 180),
        ("circle", 0),
        ("triangle", 0),
        ("triangle", 0),
    ]
    for unsaid in (replace(told, whole=False), replace(told, replicates=FEWEST_FOR_SENTENCES - 1)):
        assert {*marks(unsaid).values()} == {("circle", 0)}

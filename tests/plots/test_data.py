"""What figures draw is what the run holds."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.axes import Axes

from sim.plots.bottlenecks import bottlenecks
from sim.plots.cells import capacity, cells, slots, spots
from sim.plots.fan import EFFECTIVE, REPORTED, bands, difference, fan, hollow
from sim.plots.gains import cost_effect
from sim.plots.lettering import spread, text_width, wrapped
from sim.plots.output import svg_text
from sim.plots.style import styled
from sim.plots.survival import curves, survival
from sim.plots.timeline import histories
from sim.plots.world import scenes
from sim.present.numbers import change_text, digits, minus
from sim.results.groups import course, grouped
from sim.results.reading import Results


def lines(axes: Axes) -> list[np.ndarray]:
    """Return the heights of what is drawn as lines over all months."""
    drawn = [np.asarray(line.get_ydata(), np.float64) for line in axes.lines]
    return [heights for heights in drawn if len(heights) > 2]


def test_a_fan_draws_the_medians(town: Results) -> None:
    values = town.values("effective_coverage")
    drawn = lines(fan(town, alternative="liaisons"))
    for name in ("baseline", "liaisons"):
        middle = np.median(values[name], axis=0)
        assert any(np.allclose(heights, middle) for heights in drawn)


def test_a_difference_is_taken_within_replicates(town: Results) -> None:
    values = town.values("effective_coverage")
    paired = np.median(values["liaisons"] - values["baseline"], axis=0)
    axes = difference(town, alternative="liaisons")
    assert any(np.allclose(heights, paired) for heights in lines(axes))
    higher = np.count_nonzero(values["liaisons"][:, -1] > values["baseline"][:, -1])
    said = " ".join(text.get_text() for text in axes.texts).replace("\n", " ")
    assert f"higher in {higher} of 6 replicates" in said


def test_hollow_sets_shares_of_one_base_side_by_side(town: Results) -> None:
    from sim.measures.catalogue import MEASURES

    assert MEASURES[REPORTED].denominator == MEASURES[EFFECTIVE].denominator
    drawn = lines(hollow(town, alternative="quota"))
    for measure in (REPORTED, EFFECTIVE):
        middle = np.median(town.values(measure)["quota"], axis=0)
        assert any(np.allclose(heights, middle) for heights in drawn)


def test_hatches_show_in_svg(town: Results) -> None:
    text = svg_text(hollow(town, alternative="quota").figure)
    pattern = re.search(r'<pattern.*?<rect[^>]*fill="(#\w+)".*?stroke: (#\w+)', text, re.S)
    assert pattern is not None
    assert pattern[1] != pattern[2]
    assert re.search(r"fill: url\(#\w+\)(?!; fill-opacity)", text), "it isn't made transparent"


def test_groups_add_up_to_the_place(town: Results) -> None:
    whole = town.values("registered")
    for dimension in ("kind", "type", "district", "industry", "size"):
        found = grouped(town, "registered", dimension)
        for place, name in enumerate(town.alternatives):
            added = sum(values[place] for values in found.values())
            assert np.array_equal(added, whole[name][:, list(town.years)])


def test_areas_of_bottlenecks_add_up(town: Results) -> None:
    axes = bottlenecks(town, alternative="liaisons")
    top = max(area.get_datalim(axes.transData).y1 for area in axes.collections)
    most = course(town, "liaisons").numbers.sum((0, 2)).max()
    assert top == pytest.approx(most)


def test_costs_and_effects_are_medians_of_differences(town: Results) -> None:
    found = town.compare()
    axes = cost_effect(town, alternative="liaisons", measure="work_coverage")
    (point,) = [line for line in axes.lines if line.get_marker() not in ("None", "")]
    cost = float(np.median(found.costs["liaisons"].added_yuan))
    assert np.asarray(point.get_xdata())[0] == pytest.approx(cost / 10_000)
    effect = found.difference("work_coverage", "liaisons").band.q50
    assert np.asarray(point.get_ydata())[0] == pytest.approx(effect)


def test_curves_of_survival_hold_every_branch_and_never_rise(town: Results) -> None:
    found = curves(town, "quota")
    ends = town.frame("survival")
    ends = ends[ends.alternative == "quota"]
    total = int((ends.failed + ends.censored).sum())
    assert sum(curve.branches for curve in found.values()) == total > 0
    assert all((np.diff(curve.share) <= 0).all() for curve in found.values())
    assert survival(town, alternative="quota").get_ylim()[0] == 0


def test_dots_are_the_organizations_at_the_end(town: Results) -> None:
    recorded = town.frame("organizations")
    mine = recorded[(recorded.alternative == "liaisons") & (recorded.replicate == 2)]
    (found,) = scenes(town, "liaisons", 2, (town.months,))
    assert sorted(mine.organization) == found.identity.tolist()
    covered = dict(zip(mine.organization, mine.covered, strict=True))
    assert [covered[who] for who in found.identity.tolist()] == (found.state < 2).tolist()
    drawn = cells(town, alternative="liaisons", replicate=2).collections
    assert sum(len(np.asarray(dots.get_offsets())) for dots in drawn) == len(mine)
    at = spots(found, slots(found), capacity([found]), 20.0)
    assert len({tuple(spot) for spot in at.round(6).tolist()}) == len(mine), "each has its spot"
    assert (np.floor(at[:, 1]) == found.district).all()
    assert (np.floor(at[:, 0]) == found.industry).all()


def test_a_history_ends_as_the_run_says(town: Results) -> None:
    recorded = town.frame("organizations")
    ends = recorded[recorded.replicate == 0].set_index(["alternative", "organization"]).covered
    both = set(ends["baseline"].index) & set(ends["liaisons"].index)
    for who in sorted(both)[:5]:
        for side in histories(town, int(who), "liaisons", 0):
            last = side.spans[-1]
            assert last.last == town.months + 1
            assert (last.state in ("vital", "dormant")) == ends[side.alternative, who]
            assert all(a.last == b.first for a, b in zip(side.spans, side.spans[1:], strict=False))


def test_bands_leave_out_what_was_not_counted() -> None:
    nan = np.nan
    found = bands(np.array([[nan, 1.0, nan], [nan, 3.0, nan]]), [0, 12, 24])
    assert found.months.tolist() == [12]
    assert found.median.tolist() == [2.0]
    assert found.limits == (1.0, 3.0)
    assert bands(np.full((3, 2), nan), [0, 1]).limits == (0.0, 0.0)
    many = bands(np.linspace(0, 1, 101)[:, None], [0])
    assert [tuple(float(limit[0]) for limit in band) for band in many.bands] == [
        pytest.approx((0.05, 0.95)),
        pytest.approx((0.25, 0.75)),
    ]


def test_labels_move_apart_but_no_farther_than_needed() -> None:
    assert spread([0.2, 0.8], [0.1, 0.1]) == pytest.approx([0.2, 0.8])
    moved = spread([0.5, 0.5, 0.9], [0.2, 0.2, 0.1])
    assert moved == pytest.approx([0.4, 0.6, 0.9])
    assert spread([1.0], [0.2]) == pytest.approx([0.9])


def test_texts_are_broken_between_words_and_chinese_signs() -> None:
    with styled("zh"):
        text = "派驻指导员五年以后，effective coverage 还剩多少？"
        broken = wrapped(text, 25.0)
        assert broken.replace("\n", "") == text.replace(" ", "") or "\n" in broken
        assert all(text_width(line) <= 25.0 for line in broken.split("\n"))
        assert not any(line.startswith(("，", "？")) for line in broken.split("\n"))
        assert "effec\ntive" not in broken


def test_numbers_are_written_alike() -> None:
    assert change_text("effective_coverage", -0.034) == "−3.4"
    assert change_text("effective_coverage", -0.0004) == "0.0"
    assert change_text("registered", 1234) == "+1,234"
    assert (digits(0.5), digits(1234.6), minus("-0")) == ("0.5", "1,235", "0")

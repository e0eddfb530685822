"""Every kind of figure: both languages, no missing sign, nothing cut or covered, no surprises."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InputError
from sim.plots import KINDS, drawer
from sim.plots.output import svg_text
from sim.plots.studies import bars, heatmap
from sim.plots.style import WIDTHS
from sim.plots.timeline import histories
from sim.results.reading import Results
from tests.plots.lettered import faults

STILL = [kind for kind in KINDS if kind != "animation"]
BY_MEASURE = ("fan", "difference", "multiples", "tiles", "cost_effect", "spaghetti")
pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module", autouse=True)
def histories_once() -> Iterator[None]:
    """Simulate what became of an organization once for all figures of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.plots.timeline.histories", functools.cache(histories))
        yield


def picture(kind: str, results: Results, **asked: Any) -> Axes:
    """Draw a figure; of a history the first organization at hand."""
    if kind == "timeline":
        first = results.table("organizations")["organization"][0].as_py()
        asked["organization"] = str(first)
    found: Axes = drawer(kind)(results, **asked)
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", STILL)
def test_nothing_is_cut_covered_or_missing(town: Results, kind: str, lang: str, width: str) -> None:
    axes = picture(kind, town, lang=lang, width=WIDTHS[width])
    assert list(faults(axes.figure)) == []


@pytest.mark.parametrize("alternative", ["baseline", "liaisons"])  # the other is drawn unless asked
@pytest.mark.parametrize(
    "kind", [kind for kind in STILL if kind not in ("cells", "rivals", "timeline")]
)
def test_every_alternative(town: Results, kind: str, alternative: str) -> None:
    assert list(faults(picture(kind, town, alternative=alternative, lang="en").figure)) == []


@pytest.mark.parametrize("place", ["single", "lone", "covered"])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", STILL)
def test_runs_with_next_to_nothing_in_them(
    kind: str, lang: str, place: str, request: pytest.FixtureRequest
) -> None:
    results: Results = request.getfixturevalue(place)
    assert list(faults(picture(kind, results, lang=lang).figure)) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_histories_with_much_in_them(town: Results, lang: str) -> None:
    for identity in town.table("organizations")["organization"].to_pylist()[:8]:
        axes = drawer("timeline")(town, organization=f"#{identity}", lang=lang)
        assert list(faults(axes.figure)) == []
        assert str(identity) in axes.get_xlabel()


@pytest.mark.parametrize("measure", ["hollow_share", "party_organizations", "mean_vitality"])
@pytest.mark.parametrize("kind", BY_MEASURE)
def test_shares_numbers_and_means(town: Results, kind: str, measure: str) -> None:
    assert list(faults(picture(kind, town, measure=measure, lang="zh").figure)) == []


@pytest.mark.parametrize("alternative", ["baseline", "liaisons"])
@pytest.mark.parametrize("kind", ["fan", "difference", "cost_effect", "spaghetti"])
def test_a_measure_that_is_nowhere_counted(town: Results, kind: str, alternative: str) -> None:
    axes = picture(kind, town, measure="liaison_caseload", alternative=alternative, lang="en")
    assert list(faults(axes.figure)) == []


@pytest.mark.parametrize("by", ["kind", "type", "district", "industry", "size", "alternative"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_multiples_of_every_dimension(town: Results, by: str, lang: str) -> None:
    axes = picture("multiples", town, by=by, lang=lang)
    assert axes.child_axes
    assert list(faults(axes.figure)) == []


@pytest.mark.parametrize("kind", STILL)
def test_the_same_run_gives_the_same_text(town: Results, kind: str) -> None:
    first, second = (svg_text(picture(kind, town, lang="zh").figure) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", STILL)
def test_it_draws_on_axes_that_are_given(town: Results, kind: str) -> None:
    mine = Figure(figsize=(7, 5), layout="constrained").add_subplot()
    assert picture(kind, town, ax=mine) is mine


def tornado(lang: str) -> Axes:
    names = {"en": ["Rate at which members leave", "Fear"], "zh": ["党员离开率", "怕负担"]}[lang]
    return bars(names, [-0.02, 0.05], [0.03, -0.04], points=True, ends=("low", "high"), lang=lang)


def field(lang: str) -> Axes:
    title = {"en": "Effective coverage", "zh": "有效覆盖率"}[lang]
    x, y = np.linspace(0, 1, 5), np.linspace(1, 12, 4)
    z = np.outer(y, x) / 12
    return heatmap(x.tolist(), y.tolist(), z, threshold=0.5, title=title, x_label="x", lang=lang)


@pytest.mark.parametrize("draw", [tornado, field])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_figures_of_studies(draw: Callable[[str], Axes], lang: str) -> None:
    axes = draw(lang)
    assert list(faults(axes.figure)) == []
    assert svg_text(draw(lang).figure) == svg_text(draw(lang).figure)


def test_the_widest_bar_is_on_top() -> None:
    axes = tornado("en")
    assert axes.get_yticklabels()[0].get_text() == "Fear"
    assert axes.yaxis_inverted()


def test_the_checker_finds_what_is_cut_and_covered() -> None:
    axes = Figure(figsize=(2, 2)).add_subplot()
    axes.text(0.5, 0.5, "one")
    axes.text(0.5, 0.5, "two")
    axes.text(0.9, 0.9, "far beyond the edge")
    found = list(faults(axes.figure))
    assert any("lies over" in fault for fault in found)
    assert any("cut at the side" in fault for fault in found)


def test_a_sign_that_no_font_has_is_an_error() -> None:
    axes = Figure().add_subplot()
    axes.set_title("覆盖")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="missing from"):
            axes.figure.draw_without_rendering()  # type: ignore[union-attr]


def test_a_timeline_of_nobody_is_refused(town: Results) -> None:
    with pytest.raises(InputError, match="99"):
        drawer("timeline")(town, organization="99", replicate=0)

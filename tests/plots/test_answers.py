"""Figures of studies' answers: drawn in both languages, the same each time, with what they say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim.plots.answers import box, front, indices, shares
from sim.plots.output import svg_text
from sim.plots.studies import factor_names
from sim.plots.sweep import _figure
from sim.studies.study import StudyResult
from tests.studies.studies import LIAISONS, small

INDICES = pd.DataFrame(
    {
        "factor": ["parameters.leave_per_year", "parameters.alive_at_start"],
        "S1": [0.5, 0.1], "S1_lower": [0.3, -0.1], "S1_upper": [0.7, 0.3],
        "ST": [0.8, 0.3], "ST_lower": [0.6, 0.2], "ST_upper": [1.0, 0.4],
        "nudge": 0.2, "matters": [True, False],
    }
)  # fmt: skip
SHARES = pd.DataFrame(
    {
        "measure": ["effective_coverage", "effective_coverage", "yuan"],
        "policy": ["a", "b", "a"], "share": [0.02, -0.01, 4e5], "standard_error": 0.002,
        "alone": [0.03, np.nan, 4e5], "last": [0.01, np.nan, 4e5], "replicates": 20,
    }
)  # fmt: skip
FRONT = pd.DataFrame(
    {
        "kind": ["best", "single", "front"], "yuan_per_year": [4e6, 3e6, 1e6],
        "effect": [0.05, 0.03, 0.01], "standard_error": 0.004,
        "hollow_share": [0.3, 0.35, 0.4], "effect_screened": 0.05, "above_cap": 0.0,
    }
)  # fmt: skip
FUTURES = pd.DataFrame(
    {
        "leave_per_year": np.linspace(0.15, 0.35, 50),
        "alive_at_start": np.linspace(0, 1, 50) ** 2,
        "fails": np.arange(50) > 35,
    }
)
DRAWN: dict[str, Callable[..., Axes]] = {
    "indices": partial(indices, INDICES),
    "shares": partial(shares, SHARES, {"a": "Alpha"}),
    "yuan": partial(shares, SHARES, {}, measure="yuan"),
    "front": partial(front, FRONT, 4.3e6),
    "box": partial(box, FUTURES, {"leave_per_year": (0.29, np.inf), "alive_at_start": (0, 1)}),
    "one limit": partial(box, FUTURES, {"leave_per_year": (0.29, np.inf)}),
    "no limits": partial(box, FUTURES, {}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_is_drawn_the_same_each_time_in_both_languages(name: str) -> None:
    one, again, chinese = (svg_text(DRAWN[name](lang=lang).figure) for lang in ("en", "en", "zh"))
    assert one == again and one.startswith("<svg")
    assert chinese.startswith("<svg")


def test_colours_that_lie_close_together_are_numbered_apart() -> None:
    close = FRONT.assign(hollow_share=[0.50, 0.51, 0.53])
    figure = front(close, 4.3e6).figure.get_figure(root=True)
    assert figure is not None
    figure.canvas.draw()
    _axes, beside = figure.axes
    numbers = [text.get_text() for text in beside.get_yticklabels() if text.get_text()]
    assert len(numbers) == len({*numbers}) > 2


def test_figures_name_factors_and_policies_for_people() -> None:
    labels = [text.get_text() for text in DRAWN["indices"](lang="zh").get_yticklabels()]
    assert labels == ["党员离职率", "起始时有活力支部比例"]
    names = [text.get_text() for text in DRAWN["shares"]().get_yticklabels()]
    assert names == ["Alpha", "b"]
    shown = [line for line in DRAWN["shares"]().lines if line.get_marker() == "o"]
    assert len(shown) == 2, "yuan are another figure"
    (level,) = (line for line in DRAWN["indices"]().lines if line.get_linestyle() == "--")
    assert np.asarray(level.get_xdata())[0] == 0.2, "the level of luck"


def test_factors_of_one_name_are_told_apart_or_told_by_their_keys() -> None:
    scenario = sim.load("city")
    field = "annual_check.ramp_months"
    keys = [f"baseline.{field}", f"alternatives.baseline.policies.{field}"]
    assert len(factor_names(scenario, keys)) == 2


@pytest.mark.parametrize("width", [85.0, 180.0])
def test_bars_of_a_sweep_name_their_choices_and_keep_their_title(width: float) -> None:
    design = {
        LIAISONS: np.array([0.0, 0.0, 9.0, 9.0]),
        "model.peers": np.array(["cell", "none"] * 2, object),
    }
    means = np.array([0.0, 0.01, 0.03, 0.05])
    title = "Dispatched liaisons for five years, less the baseline: effective coverage"
    study, result = (
        small(factors=[f"{LIAISONS}=0:9", "model.peers"]),
        StudyResult({"design": design}, {}),
    )
    drawn = _figure(study, result, means, "effective_coverage", title, width, "en", change=True)
    labels = [label.get_text().replace("\n", " ") for label in drawn.get_yticklabels()]
    assert labels == ["Liaisons", "Whom a head looks at: the shipped rule, nobody looks at peers"]
    assert [text.get_text() for text in drawn.texts[:4]] == ["+0.5", "+4.0", "+1.5", "+3.0"]
    assert [text.get_text() for text in drawn.texts[4:]] == [
        "lower third,\nlowest mean", "upper third,\nhighest mean",
    ]  # fmt: skip
    assert drawn.get_xlabel() == "percentage points"
    assert isinstance(drawn.figure, Figure)
    drawn.figure.draw_without_rendering()
    box = drawn.figure.bbox
    for text in [drawn._left_title, *drawn.get_yticklabels(), *drawn.texts]:  # type: ignore[attr-defined]
        extent = text.get_window_extent()
        assert extent.x0 >= box.x0 and extent.x1 <= box.x1

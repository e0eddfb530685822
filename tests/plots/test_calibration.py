"""Figures of a calibration: every figure and band in view, the same in both languages."""

from __future__ import annotations

import numpy as np
import pytest

from sim.locale import in_language
from sim.plots.calibration import predictive, predictive_figure
from sim.studies.study import Study, StudyResult, texts
from tests.studies.studies import small


@pytest.fixture(scope="module")
def study() -> Study:
    return small("calibrate", factors=["leave_per_year"], alternatives=["baseline"])


def result(*, planned: bool = False) -> StudyResult:
    months = np.array([0, 12, 24])
    band = np.array([[0.4, 0.35, 0.3], [0.45, 0.44, 0.43], [0.5, 0.52, 0.55]])
    curves = {
        "measure": texts(["reported_coverage"] * 3 + ["registered"] * 3),
        "month": np.tile(months, 2),
    }
    for n, level in enumerate(("q05", "q50", "q95")):
        row = np.concatenate([band[n], 100 * band[n]])
        curves[f"prior_{level}"] = row
        curves[f"posterior_{level}"] = np.full(6, np.nan) if planned else row
    predictions = {
        "measure": texts(["reported_coverage"] * 2 + ["registered"]),
        "month": np.array([12, 24, 24]),
        "use": texts(["fitted", "unreachable", "later"]),
        "observed": np.full(3, np.nan) if planned else np.array([0.44, 0.8, 60.0]),
        "error_scale": texts(["logit", "logit", "log"]),
        "error_sd": np.array([0.15, 0.2, 0.05]),
    }
    tables = {"curves": curves, "predictions": predictions}
    return StudyResult(tables, {"planned": planned})


def test_all_that_was_observed_is_in_view(study: Study) -> None:
    ax = predictive(study, result(), measure="reported_coverage")
    points = [
        float(np.asarray(line.get_ydata())[0])
        for line in ax.lines
        if line.get_marker() in ("D", "X")
    ]
    assert points == [0.44, 0.8]
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 0.84
    assert "posterior" in ax.get_xlabel() and "above the ceiling" in ax.get_xlabel()


def test_planned_figures_show_the_prior_alone(study: Study) -> None:
    ax = predictive(study, result(planned=True), measure="registered")
    assert "posterior" not in ax.get_xlabel()
    assert len(ax.collections) == 1


def test_a_panel_a_measure_in_both_languages(study: Study) -> None:
    made = [predictive_figure(study, result(), lang=lang) for lang in ("en", "zh")]
    titles = [[ax.get_title(loc="left") for ax in figure.axes] for figure in made]
    assert [len(found) for found in titles] == [2, 2]
    assert titles[0] != titles[1]
    with in_language("en"):
        lines = made[0].get_supxlabel().split("\n")
    assert max(map(len, lines)) < 160

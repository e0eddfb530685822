"""The frozen predictions, and the page about them, are whole and agree with the files."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from sim.methods.hindcast.predictions import read_cases
from sim.scenario.posterior import Posterior
from sim.scenario.shipped import shipped_folder
from tools.hindcast import filled

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "results" / "hindcast"


def test_every_case_has_a_prediction_in_its_unit() -> None:
    with (FOLDER / "predictions.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    cases = read_cases()
    assert [(row["case_id"], row["measure"]) for row in rows] == [
        (case.id, case.measure) for case in cases
    ]
    for row, case in zip(rows, cases, strict=True):
        low, middle, high, mean = (float(row[name]) for name in ("q05", "q50", "q95", "mean"))
        assert all(map(math.isfinite, (low, middle, high, mean)))
        assert 0 < low <= middle <= high and low <= mean <= high
        assert case.unit != "points" or high <= 100


@pytest.mark.parametrize("page", ["validation.md", "validation.zh.md"])
def test_a_page_has_the_tables_of_the_files(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert "<!-- table: verdicts -->" in text and filled(text, FOLDER) == text


def test_the_shipped_posterior_is_that_of_the_hindcast() -> None:
    shipped = shipped_folder() / "posteriors" / "training.json"
    assert shipped.read_bytes() == (FOLDER / "posterior.json").read_bytes()
    found = Posterior.of("training", json.loads(shipped.read_text(encoding="utf-8")))
    assert {*found.draws} == {"contact_per_year", "consent_intercept", "members_per_staff"}
    assert {len(column) for column in found.draws.values()} == {200}

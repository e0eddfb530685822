"""The frozen predictions, and the page about them, are whole and agree with the files."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.plan.edition import edition_of
from sim.plan.posterior import shipped_posteriors
from sim.studies.hindcast.predictions import read_cases
from tools.hindcast import filled

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "results" / "hindcast"
POSTERIOR = json.loads((FOLDER / "posterior.json").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            "validation.md",
            "Measured with the second edition of the model. The third edition has not been scored",
        ),
        ("validation.zh.md", "本页数字用模型第二版测得，第三版尚未评分。"),
    ],
)
def test_a_page_names_the_edition_that_was_scored(page: str, said: str) -> None:
    assert edition_of(POSTERIOR) == 2
    assert said in (ROOT / "docs" / page).read_text(encoding="utf-8").split("\n## ")[0]


def test_the_posterior_is_whole() -> None:
    assert {*POSTERIOR["draws"]} == {"contact_per_year", "consent_intercept", "members_per_staff"}
    kept = [*POSTERIOR["draws"].values(), *POSTERIOR["doses"].values()]
    assert {len(column) for column in [*kept, *POSTERIOR["coordinates"].values()]} == {200}


def test_the_posterior_of_an_older_edition_is_neither_shipped_nor_drawn_from() -> None:
    assert "training" not in shipped_posteriors()
    file = (FOLDER / "posterior.json").as_posix()
    with pytest.raises(
        InputError, match=r"posterior\.json was made by edition 2 .*calibrate again"
    ):
        sim.load("linze", overrides=["uncertainty=posterior", f'posterior="{file}"'])

"""The frozen predictions, and the page about them, are whole and agree with the files."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.plan.edition import EDITION, edition_of
from sim.plan.posterior import shipped_posteriors
from sim.plan.shipped import data_folder
from sim.store.disk import checksum, summed
from sim.studies.hindcast.conduct import DRAWS
from sim.studies.hindcast.ensemble import DOSES, FACTORS
from sim.studies.hindcast.predictions import FILES, read_cases
from sim.studies.hindcast.written import COMMAND, TESTED
from tools.hindcast import filled

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "results" / "hindcast"
ABOUT = json.loads((FOLDER / "hindcast.json").read_text(encoding="utf-8"))
POSTERIOR = json.loads((FOLDER / "posterior.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("cases", "predictions"), FILES.items())
def test_every_case_has_a_prediction_in_its_unit(cases: str, predictions: str) -> None:
    with (FOLDER / predictions).open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    asked = read_cases(cases)
    assert [(row["case_id"], row["measure"]) for row in rows] == [
        (case.id, case.measure) for case in asked
    ]
    assert [*rows[0]] == ["case_id", "measure", "mean", "q05", "q50", "q95"]
    for row, case in zip(rows, asked, strict=True):
        low, middle, high, mean = (float(row[name]) for name in ("q05", "q50", "q95", "mean"))
        assert all(map(math.isfinite, (low, middle, high, mean)))
        assert 0 < low <= middle <= high and low <= mean <= high
        assert case.unit != "points" or high <= 100


def test_the_files_are_those_of_the_command() -> None:
    """Whoever changes a file by hand, or asks otherwise, is found out."""
    assert ABOUT["command"] == f"{COMMAND} --draws {DRAWS}"
    assert ABOUT["digest"] == checksum(ABOUT["command"].encode())[:16]
    assert {*FILES.values(), TESTED, "posterior.json", "scores.csv"} <= {*ABOUT["files"]}
    for name, known in ABOUT["files"].items():
        assert summed((FOLDER / name).read_bytes()) == known, name


def test_what_reports_quote_is_what_was_found() -> None:
    assert (data_folder() / TESTED).read_bytes() == (FOLDER / TESTED).read_bytes()
    tested = json.loads((FOLDER / TESTED).read_text(encoding="utf-8"))
    with (FOLDER / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        model = next(row for row in csv.DictReader(file) if row["forecaster"] == "model")
    assert (tested["held"], tested["figures"]) == (int(model["held"]), int(model["figures"]))
    assert tested["won"] == ([] if model["at_or_below_best"] == "none" else
                             model["at_or_below_best"].split())  # fmt: skip
    assert tested["edition"] == EDITION


@pytest.mark.parametrize("page", ["validation.md", "validation.zh.md"])
def test_a_page_has_the_tables_of_the_files(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert "<!-- table: verdicts -->" in text and filled(text, FOLDER) == text


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("validation.md", "Measured with the third edition of the model."),
        ("validation.zh.md", "本页数字用模型第三版测得。"),
    ],
)
def test_a_page_names_the_edition_that_was_scored(page: str, said: str) -> None:
    assert edition_of(POSTERIOR) == EDITION == 3
    assert said in (ROOT / "docs" / page).read_text(encoding="utf-8").split("\n## ")[0]


def test_the_posterior_is_whole_and_can_be_drawn_from() -> None:
    learnt = {factor.key.removeprefix("parameters.") for factor in FACTORS} - {*DOSES}
    assert {*POSTERIOR["draws"]} == learnt and {*POSTERIOR["doses"]} == {*DOSES}
    kept = [*POSTERIOR["draws"].values(), *POSTERIOR["doses"].values()]
    assert {len(column) for column in [*kept, *POSTERIOR["coordinates"].values()]} == {200}
    assert 1 < POSTERIOR["effective"] <= 100
    file = (FOLDER / "posterior.json").as_posix()
    place = sim.load("classroom", overrides=["uncertainty=posterior", f'posterior="{file}"'])
    drawn = place.drawn(range(20))["paper_per_year"]
    assert {round(value, 6) for value in drawn.tolist()} <= {*POSTERIOR["draws"]["paper_per_year"]}


def test_a_posterior_of_an_older_edition_is_neither_shipped_nor_drawn_from(tmp_path: Path) -> None:
    assert "training" not in shipped_posteriors()
    file = tmp_path / "posterior.json"
    file.write_text(json.dumps(POSTERIOR | {"edition": 2}), encoding="utf-8")
    with pytest.raises(
        InputError, match=r"posterior\.json was made by edition 2 .*calibrate again"
    ):
        sim.load("linze", overrides=["uncertainty=posterior", f'posterior="{file.as_posix()}"'])

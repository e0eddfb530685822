"""stress: what it prints, and what it refuses."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from statistics import median

import pytest

from sim.studies import cases
from sim.studies.cases import Batch, Responses
from sim.text.problems import width
from tests.cli.conftest import Run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"
SHORT = ("--replicates=3", "--set=years=1", "--steps=0,3")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let results land in a folder of the test."""
    monkeypatch.chdir(tmp_path)


def test_people_read_each_step_beside_no_quota(fugai: Run) -> None:
    done = fugai("stress", SMALL, *SHORT)
    assert (done.code, done.err) == (0, "")
    for text in (
        "A quota: more pressure, the same support (3 replicates a step)",
        "2011-06, the last month of the quota", "no quota", "as it stands", "hollow share",
        "only paper", "against the same money without it", "staff hours of organizations",
    ):  # fmt: skip
        assert text in done.out


def test_json_has_a_row_a_step(fugai: Run) -> None:
    (found,) = json.loads(fugai("stress", SMALL, *SHORT, "--json").out)["stress"]
    assert (found["alternative"], found["by"], found["replicates"]) == ("quota", "gain", 3)
    (moment,) = found["moments"]
    assert moment["month"] == 12 and moment["only_paper_from"] in (None, "no_quota", 0.0, 3.0)
    assert [row["gain"] for row in moment["rows"]] == ["no_quota", "as_it_stands", 0.0, 3.0]
    assert moment["rows"][0]["only_paper_over_no_quota"] is None
    assert 0 <= moment["rows"][3]["only_paper_over_no_quota"] <= 1


def test_a_folder_keeps_the_finding_and_every_world(fugai: Run, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "kept"
    done = fugai("stress", SMALL, *SHORT, f"--out={folder}", "--json")
    told, printed = json.loads((folder / "stress.json").read_text("utf-8")), json.loads(done.out)
    assert told["stress"] == printed["stress"]
    assert printed["files"] == [f"{folder}/stress.json", f"{folder}/stress.csv"]
    assert told["asked"]["steps"] == [0, 3] and told["asked"]["seed"] == 11
    with (folder / "stress.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    # Four measures, yuan and hours; the quota's twin, itself, two steps; three replicates.
    assert len(rows) == 6 * 4 * 3 and {row["step"] for row in rows} == {
        "no_quota", "as_it_stands", "0.0", "3.0",
    }  # fmt: skip
    (moment,) = printed["stress"][0]["moments"]
    values = [
        float(row["value"])
        for row in rows
        if (row["step"], row["measure"]) == ("3.0", "reported_coverage")
    ]
    assert median(values) == pytest.approx(moment["rows"][3]["reported_coverage"]["q50"])
    # The same again simulates nothing and writes nothing, and people are told of the folder.
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = fugai("stress", SMALL, *SHORT, f"--out={folder}")
    assert f"12 simulations. Tables and this text: {folder}" in done.out
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_study_file_is_stressed_the_same(fugai: Run, tmp_path: Path) -> None:
    (tmp_path / "pressure.toml").write_text(
        f"""format = 1
title = "Pressure"
method = "stress"
scenario = "{SMALL}"
set = ["years=1"]
replicates = 3
settings = {{ steps = [0.0, 3.0] }}
""",
        encoding="utf-8",
    )
    by_options = json.loads(fugai("stress", SMALL, *SHORT, "--json").out)
    by_file = json.loads(fugai("study", "pressure.toml", "--json").out)
    assert by_file["summary"]["stress"] == by_options["stress"]
    again = json.loads(fugai("stress", "pressure.toml", "--json").out)
    assert again["results"] == by_file["results"]
    other = json.loads(fugai("stress", "pressure.toml", "--seed=3", "--json").out)
    assert other["seed"] == 3 and other["stress"] != again["stress"]


def test_a_folder_of_other_content_is_refused_before_anything_is_simulated(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    fugai("stress", SMALL, *SHORT, f"--out={folder}")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def nothing(*_asked: object) -> None:
        raise AssertionError

    monkeypatch.setattr(cases, "_simulate", nothing)
    for words in (("--seed=3",), ("--steps=0,2",), ("--replicates=4",), ("--by=target",)):
        asked = ["--steps=0,1"] if words == ("--by=target",) else []
        done = fugai("stress", SMALL, *SHORT, *words, *asked, f"--out={folder}")
        assert done.code == 2 and "holds another study" in done.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("mine", encoding="utf-8")
    done = fugai("stress", SMALL, *SHORT, f"--out={tmp_path / 'own'}")
    assert done.code == 2 and "is not empty and holds no study" in done.err
    done = fugai("stress", SMALL, *SHORT, f"--out={tmp_path / 'own' / 'letter.txt'}")
    assert done.code == 2 and "letter.txt is a file, not a folder" in done.err


def test_a_failing_world_is_named_and_the_rest_goes_on(
    fugai: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate = cases._simulate

    def failing(batch: Batch) -> Responses:
        if 1 in batch.cases.replicate:
            raise ValueError("a rate above its bound")
        return simulate(batch)

    monkeypatch.setattr(cases, "_simulate", failing)
    done = fugai("stress", SMALL, *SHORT)
    assert done.code == 0 and "(2 replicates a step)" in done.out
    assert "1 replicate could not be simulated:" in done.out
    assert "  A quota, replicate 1 (seed 11): ValueError: a rate above its bound" in done.out
    (found,) = json.loads(fugai("stress", SMALL, *SHORT, "--json").out)["stress"]
    assert found["failed"] == {"1": "ValueError: a rate above its bound"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_fits_the_terminal(
    fugai: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    out = fugai("stress", SMALL, *SHORT, f"--lang={language}").out
    table = out[: out.index("\n\n", out.index("\n\n") + 2)]
    assert max(width(line) for line in table.splitlines() if line.startswith(" ")) <= 80
    assert ("hollow share" if language == "en" else "空壳占比") in out


def test_what_holds_no_quota_is_refused(fugai: Run) -> None:
    done = fugai("stress", SMALL, "--alternative=liaisons", *SHORT)
    assert done.code == 2 and "holds no coverage_quota" in done.err
    done = fugai("stress", SMALL, "--alternative=quotas", *SHORT)
    assert done.code == 2 and 'Did you mean "quota"?' in done.err
    done = fugai("stress", "hangzhou_cost_consultants", "--steps=a,b", "--replicates=1")
    assert done.code == 2

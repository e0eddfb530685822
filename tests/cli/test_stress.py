"""stress: what it prints, and what it refuses."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pytest

from sim.measures.recorder import Record
from sim.methods.stress_worlds import Tick
from sim.results.chunk import observe
from sim.scenario import Scenario
from sim.scenario.errors import width
from sim.store.sealed import sealed
from sim.worlds import Worlds
from tests.cli.conftest import Run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"
SHORT = ("--replicates=3", "--set=years=1", "--steps=0,3")


def test_people_read_each_step_beside_no_quota(fugai: Run) -> None:
    done = fugai("stress", SMALL, *SHORT)
    assert (done.code, done.err) == (0, "")
    for text in (
        "A quota: more pressure, the same support (3 worlds a step)",
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
    # The same again gives the same files, and people are told of them.
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = fugai("stress", SMALL, *SHORT, f"--out={folder}")
    assert f"Kept: {folder}/stress.json" in done.out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_of_other_content_is_refused_before_anything_is_simulated(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    fugai("stress", SMALL, *SHORT, f"--out={folder}")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def nothing(*_asked: object) -> None:
        raise AssertionError

    monkeypatch.setattr("sim.methods.stress_worlds.observe", nothing)
    for words in (("--seed=3",), ("--steps=0,2",), ("--replicates=4",), ("--by=target",)):
        asked = ["--steps=0,1"] if words == ("--by=target",) else []
        done = fugai("stress", SMALL, *SHORT, *words, *asked, f"--out={folder}")
        assert done.code == 2 and "holds another stress" in done.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    told = json.loads(before["stress.json"])
    (folder / "stress.json").write_bytes(sealed({**told, "code": "0"}))
    done = fugai("stress", SMALL, *SHORT, f"--out={folder}")
    assert done.code == 2 and "another version of the program" in done.err
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("mine", encoding="utf-8")
    done = fugai("stress", SMALL, *SHORT, f"--out={tmp_path / 'own'}")
    assert done.code == 2 and "is not empty and holds no stress" in done.err
    done = fugai("stress", SMALL, *SHORT, f"--out={tmp_path / 'own' / 'letter.txt'}")
    assert done.code == 2 and "letter.txt is a file, not a folder" in done.err


def test_a_failing_world_is_named_and_the_rest_goes_on(
    fugai: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(
        scenario: Scenario, names: Sequence[str], replicates: Sequence[int], tick: Tick
    ) -> tuple[Record, Worlds]:
        if 1 in replicates:
            raise ValueError("a rate above its bound")
        return observe(scenario, names, replicates, tick)

    monkeypatch.setattr("sim.methods.stress_worlds.observe", failing)
    done = fugai("stress", SMALL, *SHORT)
    assert done.code == 0 and "(2 worlds a step)" in done.out
    assert "1 replicate failed and is left out:" in done.out
    assert "  replicate 1 (seed 11): ValueError: a rate above its bound" in done.out
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
    assert ("hollow share" if language == "en" else "空壳覆盖占比") in out


def test_what_holds_no_quota_is_refused(fugai: Run) -> None:
    done = fugai("stress", SMALL, "--alternative=liaisons", *SHORT)
    assert done.code == 2 and "holds no coverage_quota" in done.err
    done = fugai("stress", SMALL, "--alternative=quotas", *SHORT)
    assert done.code == 2 and "baseline, liaisons, quota" in done.err
    done = fugai("stress", "hangzhou_cost_consultants", "--steps=a,b", "--replicates=1")
    assert done.code == 2

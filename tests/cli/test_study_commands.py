"""``fugai study``, ``sweep`` and ``audit``: files or options, and what is said of mistakes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from sim.cli import study as commands
from sim.store.disk import TEMPORARY
from sim.store.folder import FILE as LOCK
from sim.studies.catalogue import METHODS, READS
from tests.cli.conftest import Run
from tests.studies.studies import LIAISONS

FILE = f"""format = 1
title = {{ zh = "人数", en = "Posts" }}
method = "sweep"
scenario = "linze"
set = ["years=1"]
factors = ["leave_per_year", "{LIAISONS}=0:12"]
measures = ["effective_coverage"]
alternatives = ["baseline", "liaisons"]
replicates = 2

[settings]
levels = 2
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "posts.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_study_file_is_done_and_told(fugai: Run, file: Path) -> None:
    done = fugai("study", file)
    assert done.code == 0 and "Posts: 4 cases × 2 replicates" in done.out
    (folder,) = (file.parent / "results").iterdir()
    assert folder.name.startswith("posts-")
    assert (folder / "summary.txt").read_text(encoding="utf-8") in done.out
    assert f"16 simulations. Tables and this text: results/{folder.name}" in done.out
    assert "人数" in fugai("study", file, "--lang", "zh").out
    again = json.loads(fugai("sweep", file, "--json").out)
    assert again["results"] == f"results/{folder.name}" and again["worlds"] == 16
    assert again["method"] == "sweep" and again["summary"]["cases"] == 4


def test_a_sweep_that_was_killed_while_it_was_drawn_is_drawn_and_tidied(
    fugai: Run, file: Path
) -> None:
    assert fugai("sweep", file, "--out", "study").code == 0
    folder = file.parent / "study"
    whole = {path.name: path.stat().st_size for path in folder.iterdir()}
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in ("effective_coverage-liaisons.png", "effective_coverage-baseline.png"):
        (folder / name).replace(folder / f"{TEMPORARY}{gone.pid}-{name}")
        (folder / LOCK).write_bytes(b"{}")
        assert fugai("sweep", file, "--out", "study").code == 0
        assert {path.name: path.stat().st_size for path in folder.iterdir()} == whole


def test_options_make_the_study_of_a_file(fugai: Run, file: Path) -> None:
    words = ["--factor", "leave_per_year", "--factor", f"{LIAISONS}=0:12", "--levels", "2"]
    words += ["--measure", "effective_coverage", "--alternative", "baseline"]
    words += ["--alternative", "liaisons", "--replicates", "2", "--set", "years=1"]
    from_options = json.loads(fugai("sweep", "linze", *words, "--json").out)
    from_file = json.loads(fugai("study", file, "--json").out)
    assert from_options["summary"] == from_file["summary"]
    assert from_options["results"].startswith("results/linze_sweep-")


def test_options_beside_a_file_replace_what_it_says(fugai: Run, file: Path) -> None:
    told = json.loads(fugai("sweep", file, "--levels", "3", "--replicates", "1", "--json").out)
    assert told["summary"]["cases"] == 9 and told["summary"]["replicates"] == 1
    set_so = ("--set", "study.settings.levels=3", "--set", "study.replicates=1")
    assert json.loads(fugai("study", file, *set_so, "--json").out)["results"] == told["results"]


def test_months_have_one_form(fugai: Run, file: Path) -> None:
    words = ("sweep", file, "--json", "--month")
    by_name = json.loads(fugai(*words, "2009-06").out)
    by_number = json.loads(fugai(*words, "6").out)
    in_the_file = ("study", file, "--json", "--set", 'study.months=["2009-06"]')
    assert by_name["summary"]["month"] == 6
    assert by_name["results"] == by_number["results"]
    assert by_name["results"] == json.loads(fugai(*in_the_file).out)["results"]
    for wrong, told in (("2009-13", "a month such as"), ("2031-01", "is not simulated")):
        done = fugai(*words, wrong)
        assert done.code == 2 and "study.months" in done.err and told in done.err


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_command_has_an_option_for_all_that_its_method_reads_and_no_other(method: str) -> None:
    settings = METHODS[method].load().Settings
    made = getattr(commands, method)
    names = {option.name for option in made.params}
    # The seed of stress is that of its worlds.
    own = {"seed"} if method == "stress" else set()
    assert names & {*READS} == {*settings.READS} | own
    missing = {*settings.model_fields} - names
    assert missing == ({"policies"} if method == "frontier" else set())
    for option in made.params:
        if option.name in settings.model_fields:
            field = settings.model_fields[option.name]
            told: Any = field.json_schema_extra
            assert option.label["zh"] == told["x-zh"]
            if isinstance(option.type, (click.IntRange, click.FloatRange)):
                entry = settings.model_json_schema()["properties"][option.name]
                entry = entry.get("anyOf", [entry])[0]
                assert (option.type.min, option.type.max) == (
                    entry.get("minimum"), entry.get("maximum"),
                )  # fmt: skip


def test_help_names_a_setting_in_both_languages(fugai: Run) -> None:
    told = "".join(fugai("sweep", "--help").out.split())
    assert "Levelsofeachfactorinagrid(default:5)." in told
    told = "".join(fugai("sweep", "--help", "--lang", "zh").out.split())
    assert "网格中各因素的水平数（默认：5）。" in told


def test_a_list_of_cases(fugai: Run, file: Path) -> None:
    cases = file.parent / "cases.csv"
    cases.write_text(f"leave_per_year,{LIAISONS}\n0.2,4\n0.3,6\n0.2,6\n", encoding="utf-8")
    words = ("sweep", "linze", "--cases", "cases.csv", "--set", "years=1", "--replicates", "1")
    told = json.loads(fugai(*words, "--json").out)
    assert told["summary"]["cases"] == 3
    cases.write_text("leave_per_yaer,posts\n0.2,4\n", encoding="utf-8")
    done = fugai(*words)
    assert done.code == 2 and "cases.csv:1" in done.err
    assert 'Did you mean "leave_per_year"?' in done.err and "2 mistakes." in done.err
    cases.write_text(f"leave_per_year,{LIAISONS}\n0.2,4\n3,many\n0.3,5.5\n", encoding="utf-8")
    done = fugai(*words)
    assert done.code == 2 and "3 mistakes." in done.err
    assert "cases.csv:3: parameters.leave_per_year = 3 is out of range." in done.err
    assert 'cases.csv:3: "many" is no number.' in done.err
    assert 'cases.csv:4: "5.5" is no whole number.' in done.err
    assert sorted(path.name for path in (file.parent / "results").iterdir()) == [
        Path(told["results"]).name
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sweep", "linze"), "A design needs factors"),
        (("sweep", "linze", "--factor", "leave_per_yaer"), 'mean "leave_per_year"?'),
        (("sweep", "linze", "--factor", "leave_per_year=0.1:9"), "must rise and lie between"),
        (("sweep", "linze", "--factor", "leave_per_year", "--measure", "coverage"), "--measure"),
        (("sweep", "linzhe", "--factor", "leave_per_year"), 'Did you mean "linze"?'),
        (
            ("sweep", "linze", "--factor", "leave_per_year", "--design", "sobol", "--points", "60"),
            "ask for 32 or 64, not 60",
        ),
        (("sweep", "linze", "--design", "list"), 'cases = "file.csv"'),
        (
            ("sweep", "linze", "--factor", "leave_per_year", "--worlds", "99"),
            "takes 300 simulations (50 cases × 6 alternatives); the study's budget leaves 99",
        ),
        (("study", "linze_sweep"), "no shipped study of that name"),
        (("credit", "posts.toml"), "posts.toml is a study by sweep"),
        (("study", "posts.toml", "--set", "study.replicates=0"), '"replicates" = 0 is too low'),
        (("study", "posts.toml", "--set", "yaers=2"), 'Did you mean "years"?'),
        (("study", "posts.toml", "--scheduler", "here"), "No Dask scheduler answers at here"),
    ],
)
def test_a_mistake_is_one_message(
    fugai: Run, file: Path, words: tuple[str, ...], told: str
) -> None:
    done = fugai(*words)
    assert done.code == 2 and told in done.err and "Traceback" not in done.err
    assert not (file.parent / "results").exists()


def test_an_audit_is_told_and_has_an_exit_code(fugai: Run, file: Path) -> None:
    fugai("study", file, "--out", "done")
    done = fugai("audit", "done")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "Everything is the same."
    path = file.parent / "done" / "wide.parquet"
    path.write_bytes((file.parent / "done" / "design.parquet").read_bytes())
    done = fugai("audit", "done", "--sample", "1")
    assert done.code == 1 and "done differs from what is found here." in done.err
    assert "Changed since it was written: wide.parquet" in done.out
    assert "\nwide: " in done.out and "  there: case 0" in done.out
    plain = json.loads(fugai("audit", "done", "--json").out)
    assert plain["same"] is False and plain["other"] == ["wide"]
    assert fugai("audit", "posts.toml").code == 2

"""run, export and diff: what they print, which files they leave, and how they end."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.measures.catalogue import MEASURES
from sim.plan.edition import EDITION
from sim.results.reading import Results
from sim.results.run import run
from sim.text.problems import width
from tests.cli.conftest import Run
from tests.failing import fail

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"
KEYS = {
    "scenario", "start", "months", "replicates", "seed", "results", "organizations", "seconds",
    "initial", "alternatives", "differences", "costs",
}  # fmt: skip
SHARES = {
    "organization_coverage", "organization_coverage_of_operating",
    "organization_coverage_of_eligible", "work_coverage", "effective_coverage",
    "reported_coverage", "member_coverage", "hollow_share",
}  # fmt: skip


def short(fugai: Run, folder: Path, *words: str) -> tuple[int, str, str]:
    """Run the small place for a few months and worlds; the tables of ``--details``."""
    done = fugai(
        "run", SMALL, "--replicates=3", "--set=years=1", "--details", f"--out={folder}", *words
    )
    return done.code, done.out, done.err


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what :func:`short` runs, for those who only read it."""
    scenario = sim.load(SMALL, overrides=["years=1"])
    return run(scenario, replicates=3, out=tmp_path_factory.mktemp("runs") / "lived").folder


def test_json_has_the_keys_that_scripts_rely_on(fugai: Run, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    code, out, err = short(fugai, folder, "--json", "--seed=5")
    found: dict[str, Any] = json.loads(out)
    assert (code, err) == (0, "") and found.keys() >= KEYS
    assert (found["scenario"], found["start"], found["months"]) == ("small", "2010-07", 12)
    assert (found["replicates"], found["seed"], found["organizations"]) == (3, 5, 40)
    assert found["results"] == folder.as_posix() and found["seconds"] > 0
    assert found["initial"].keys() >= SHARES and found["initial"].keys() <= MEASURES.keys()
    assert found["initial"]["organization_coverage"] == 12 / 40
    assert list(found["alternatives"]) == ["baseline", "liaisons", "quota"]
    assert list(found["differences"]) == ["liaisons", "quota"]
    for values in found["alternatives"].values():
        assert values.keys() == found["initial"].keys()
        for band in values.values():
            assert band.keys() == {"q05", "q50", "q95"}
            known = [value for value in band.values() if value is not None]
            assert known == sorted(known) and all(0 <= value <= 1 for value in known)
    for values in found["differences"].values():
        assert all(band.keys() == {"q05", "q50", "q95", "share_higher"} for band in values.values())
    assert found["costs"]["liaisons"]["added_yuan"]["q05"] >= 4 * 12 * 3_000
    results = Results(folder).compare()
    median = found["alternatives"]["quota"]["reported_coverage"]["q50"]
    assert median == results.value("reported_coverage", "quota").q50


def test_people_read_a_table_a_sentence_and_the_files(
    fugai: Run, lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.cli.run_text.FEWEST_FOR_A_BAND", 3)
    code, out, err = short(fugai, lived, "--at-defaults")
    assert (code, err) == (0, "")
    for text in (
        "Small county",
        "2010-07 to 2011-06; 40 organizations at the start; 3 replicates of each alternative",
        "median, and what 90 % of replicates lie between",
        "  difference",
        "of 3 replicates (",
        " with all parameters at their defaults).",
        "parameters and chance together",
        "Costs at declared defaults",
        "Main reasons organizations stay uncovered (baseline): ",
        f"Results: {lived}",
    ):
        assert text in out
    assert "\x1b" not in out
    _code, chinese, _err = short(fugai, lived, "--lang=zh")
    for text in (
        "小县",
        "组织覆盖率",
        "空壳占比",
        "比基准方案",
        "各项假设都取默认值时为",
        "没有联系",
    ):
        assert text in chinese
    assert "replicates" not in chinese


def test_every_pair_of_alternatives_is_ranked_by_a_count_of_worlds(fugai: Run, lived: Path) -> None:
    _code, out, _err = short(fugai, lived)
    lines = out.splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith("In how many of 3"))
    assert "the column in effective coverage" in lines[at]
    assert lines[at + 2].split() == ["(0)", "(1)", "(2)"]
    rows = lines[at + 3 : at + 6]
    counts = [row.split()[-3:] for row in rows]
    assert [row.split("  ")[1] for row in rows] == [
        "(0) Baseline", "(1) Dispatched liaisons", "(2) A quota",
    ]  # fmt: skip
    assert [counts[k][k] for k in range(3)] == ["·"] * 3
    found = json.loads(short(fugai, lived, "--json")[1])["ranking"]
    assert found["measure"] == "effective_coverage"
    names = ["baseline", "liaisons", "quota"]
    for k, name in enumerate(names):
        shares = found["share_higher"][name]
        assert [round(3 * shares[other]) for other in names if other != name] == [
            int(count) for count in counts[k] if count != "·"
        ]
    _code, chinese, _err = short(fugai, lived, "--lang=zh")
    assert "3 次模拟中，有几次行方案的有效覆盖率" in chinese and "(1) 派驻指导员" in chinese


def test_a_ranking_fits_eighty_columns_and_needs_two_alternatives(
    fugai: Run, tmp_path: Path, lived: Path
) -> None:
    _code, out, _err = short(fugai, lived)
    after = out[out.index("In how many of 3") :].splitlines()[:6]
    assert max(map(width, after)) <= 80
    place = tmp_path / "one.toml"
    text = SMALL.read_text(encoding="utf-8")
    place.write_text(text[: text.rindex("[[alternatives]]")], encoding="utf-8")
    done = fugai(
        "run", place, "--replicates=2", "--set=years=1", "--details", f"--out={tmp_path / 'two'}"
    )
    assert done.code == 0 and "In how many of" not in done.out


def test_columns_stay_aligned_and_hollow_share_stands_beside_coverage(
    fugai: Run, lived: Path
) -> None:
    _code, out, _err = short(fugai, lived)
    lines = out.splitlines()
    (at,) = (number for number, line in enumerate(lines) if "hollow" in line)
    assert lines[at].split() == ["organization", "reported", "effective", "hollow", "work"]
    place = lines[at].index("hollow")
    title = lines.index("Dispatched liaisons")
    for row in (lines[at + 1], lines[at + 2], lines[title + 1], lines[title + 2]):
        assert row[place - 1] == " " and row[place] != " "


def test_a_quota_costs_staff_hours_and_has_no_price(fugai: Run, lived: Path) -> None:
    _code, out, _err = short(fugai, lived)
    lines = out.splitlines()
    title = lines.index("A quota")
    assert re.match(r"  cost +[\d,.]+ (thousand )?yuan \(0\)$", lines[title + 3])
    assert re.match(r"  price +added branch-year: – \(no yuan is added\)$", lines[title + 4])
    at = title + 5
    hours = re.match(r"  burden +([\d,]+) staff hours of organizations \(\+([\d,]+)\)", lines[at])
    assert hours is not None and all(int(each.replace(",", "")) > 0 for each in hours.groups())


def test_a_band_needs_enough_worlds(fugai: Run, tmp_path: Path, lived: Path) -> None:
    _code, out, _err = short(fugai, lived)
    assert "median of 3 replicates" in out and "–" not in out.partition("  cost")[0]
    assert "3 replicates are too few for a band" in out and "chance together" not in out
    done = fugai(
        "run", SMALL, "--replicates=1", "--set=years=1", "--details", f"--out={tmp_path / 'one'}"
    )
    assert (
        "At the end of 2011-06: one replicate; differences in pts\n" in done.out
        and "of 1 replicates" not in done.out
    )
    assert "1 replicate is too few for a band" in done.out


@pytest.mark.parametrize(("columns", "shown"), [(80, 3), (70, 3), (120, 5)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_on_a_terminal(
    fugai: Run,
    lived: Path,
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
    shown: int,
    language: str,
) -> None:
    monkeypatch.setattr("sim.cli.run_text.FEWEST_FOR_A_BAND", 3)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    _code, out, _err = short(fugai, lived, f"--lang={language}")
    _head, table, _tail = out.split("\n\n")
    _about, *lines = table.splitlines()
    assert max(map(width, lines)) <= columns and "…)" not in table
    assert all("(" in line for line in lines if "difference" in line or "比基准方案" in line)
    first = re.split(" {2,}", lines[0].strip())
    assert len(first) == shown and ("hollow" in first or "空壳占比" in first)


def test_a_terminal_gets_colour_and_progress(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    code, out, err = short(fugai, tmp_path / "run")
    assert code == 0 and "\x1b[1m" in out and "simulating" in err and "3/3" in err


def test_help_says_what_holds_unless_told(fugai: Run) -> None:
    out = fugai("run", "--help").out
    assert "--seed N" in out and "(default: the scenario's)" in out
    assert "RANGE" not in out and "[x" not in out


def test_running_again_goes_on(fugai: Run, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    short(fugai, folder)
    chunk = next((folder / "chunks").iterdir())
    before = chunk.stat().st_mtime_ns
    code, out, _err = short(fugai, folder, "--replicates=5")
    assert code == 0 and "5 replicates" in out and chunk.stat().st_mtime_ns == before
    assert len(list((folder / "chunks").iterdir())) == 2
    done = fugai("run", SMALL, "--set=years=1", "--seed=6", f"--out={folder}")
    assert done.code == 2 and "another scenario or of other values" in done.err


def test_results_go_below_the_current_folder_unless_told(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = fugai("run", SMALL, "--replicates=1", "--set=years=1", "--json")
    folder = Path(json.loads(done.out)["results"])
    assert folder.parts[0] == "results" and folder.name.startswith("small-")
    assert (folder / "run.json").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_uncertainty_none_says_chance_alone(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.cli.run_text.FEWEST_FOR_A_BAND", 3)
    _code, out, _err = short(fugai, tmp_path / "run", "--uncertainty=none")
    assert "chance alone" in out and "with all parameters at their defaults)" not in out


def test_a_run_draws_from_a_posterior(fugai: Run, tmp_path: Path) -> None:
    code, _out, err = short(fugai, tmp_path / "run", "--uncertainty=posterior")
    assert code == 2 and "name one" in err and "Traceback" not in err
    code, _out, err = short(fugai, tmp_path / "run", "--posterior=nowhere.json")
    assert code == 2 and "no such file" in err
    file = tmp_path / "learnt.json"
    draws = {"contact_per_year": [0.4, 0.5], "members_per_staff": [0.1, 0.2]}
    file.write_text(json.dumps({"format": 1, "edition": EDITION, "draws": draws}), encoding="utf-8")
    code, out, _err = short(fugai, tmp_path / "run", f"--posterior={file}", "--json")
    assert code == 0 and json.loads(out)["uncertainty"] == "posterior"
    code, out, _err = short(fugai, tmp_path / "run", f"--posterior={file}", "--replicates=20")
    assert code == 0 and "calibrated parameters from the posterior" in " ".join(out.split())
    info = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert info["scenario"]["posterior"]["draws"] == draws


def test_the_second_ensemble_is_simulated_where_it_is_asked_for(fugai: Run, tmp_path: Path) -> None:
    _code, out, _err = short(fugai, tmp_path / "run")
    assert "add --at-defaults" in out and "; in " not in out
    assert not (tmp_path / "run" / "defaults.json").exists()
    _code, out, _err = short(fugai, tmp_path / "run", "--at-defaults")
    assert "add --at-defaults" not in out and "with all parameters at their defaults)" in out
    page = fugai("run", SMALL, "--replicates=3", "--set=years=1", f"--out={tmp_path / 'run'}").out
    assert "With every assumption at its default, higher at the end: A " in page


def test_failed_worlds_are_listed(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, 1, "leave: above its bound")
    _code, out, _err = short(fugai, tmp_path / "run")
    assert "1 replicate failed" in out
    assert "replicate 1 (seed 11): ValueError: leave: above its bound" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "linse"], "linze"),
        (["run", str(SMALL), "--replicates=0"], "--replicates"),
        (["run", str(SMALL), "--set=yeers=3"], "years"),
        (["run", str(SMALL), "--by=hollow_share"], "not judged by"),
        (["run", str(SMALL), "--by=efective_coverage"], 'Did you mean "effective_coverage"?'),
        (["export", "nowhere", "--out=x"], "holds no run"),
        (["diff", "nowhere", "nowhere"], "holds no run"),
    ],
)
def test_wrong_input_ends_with_2(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = fugai(*words)
    assert done.code == 2 and message in done.err and "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


def test_export_writes_a_file_a_table(fugai: Run, tmp_path: Path, lived: Path) -> None:
    done = fugai("export", lived, f"--out={tmp_path / 'csv'}", "--bom")
    assert done.code == 0
    assert (tmp_path / "csv" / "series.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    done = fugai("export", lived, "--format=parquet", f"--out={tmp_path / 'pq'}", "--json")
    files = json.loads(done.out)["files"]
    assert (tmp_path / "pq" / "series.parquet").as_posix() in files
    named = fugai("export", lived, f"--out={tmp_path / 'named'}", "--names")
    assert "facts of the registry alone" in named.out


def test_diff_says_where_runs_first_differ(fugai: Run, tmp_path: Path) -> None:
    short(fugai, tmp_path / "a")
    short(fugai, tmp_path / "b")
    short(fugai, tmp_path / "c", "--seed=12")
    same = fugai("diff", tmp_path / "a", tmp_path / "b")
    assert (same.code, same.out) == (0, "The same in all tables of 3 replicates.\n")
    other = fugai("diff", tmp_path / "a", tmp_path / "c")
    assert "seed: 11 | 12" in other.out and "series: " in other.out
    found = json.loads(fugai("diff", tmp_path / "a", tmp_path / "c", "--json").out)
    assert not found["same"] and {"table", "rows", "left", "right"} == found["tables"][0].keys()

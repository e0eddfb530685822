"""Where outputs go: told before anything is simulated, and nothing is written over by accident."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from sim.cli import COMMANDS
from sim.cli import fugai as group
from sim.store import disk
from sim.studies.hindcast.written import COMMAND, HindcastFolder
from tests.cli.conftest import Run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"

INTO_FOLDERS = {
    "run": f"run {SMALL}",
    "compare": f"compare {SMALL} --against liaisons",
    "stress": "stress linze",
    "explain": f"explain {SMALL} --who gained",
    "study": "study linze_liaisons_sweep",
    "sweep": "sweep linze --factor leave_per_year=0.15:0.3",
    "sensitivity": "sensitivity linze",
    "calibrate": "calibrate linze",
    "discover": "discover linze",
    "frontier": "frontier linze --yuan 300000",
    "credit": "credit linze --alternative quota",
    "hindcast": "hindcast --draws 200",
    "new": "new x",
}
"""Commands that write into a folder; ``export`` needs a run and is looked at by itself."""

INTO_FILES = ("schema", "report", "resources", "plot", "replay", "bundle")


@pytest.fixture
def nothing_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every start of a simulation a failure."""

    def begun(*_given: object, **_named: object) -> None:
        pytest.fail("something was simulated")

    monkeypatch.setattr("sim.worlds.Worlds.step", begun)
    monkeypatch.setattr("sim.store.executors.own_processes", begun)


def test_every_command_says_out_and_o() -> None:
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        spellings = [parameter.opts for parameter in command.params]
        writes = name in INTO_FOLDERS or name in INTO_FILES or name in ("export", "lessons")
        assert (["-o", "--out"] in spellings) == writes, name
        assert ["-o", "--output"] not in spellings, name


@pytest.mark.usefixtures("nothing_simulated")
@pytest.mark.parametrize("below", ["", "/deep"])
@pytest.mark.parametrize("words", INTO_FOLDERS.values(), ids=INTO_FOLDERS)
def test_a_file_in_the_way_is_told_before_the_start(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, below: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter").write_text("mine", encoding="utf-8")
    done = fugai(*words.split(" "), "--out", f"letter{below}")
    assert done.code == 2 and done.out == ""
    assert "letter is a file, not a folder" in done.err and done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]
    assert (tmp_path / "letter").read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("nothing_simulated")
@pytest.mark.parametrize("words", INTO_FOLDERS.values(), ids=INTO_FOLDERS)
def test_a_folder_that_cannot_be_written_is_told_before_the_start(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    def refused(*_given: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(disk, "TemporaryFile", refused)
    monkeypatch.setattr(disk, "write_through", refused)
    (tmp_path / "locked").mkdir()
    done = fugai(*words.split(" "), "--out", "locked")
    assert done.code == 2 and done.out == "" and done.err.count("\n") == 1
    assert "Cannot write to locked" in done.err and "Permission denied" in done.err


@pytest.mark.usefixtures("nothing_simulated")
def test_a_hindcast_keeps_to_its_folder(fugai: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "letter.txt").write_text("mine", encoding="utf-8")
    done = fugai("hindcast", "--out", own)
    assert done.code == 2 and "holds no hindcast" in done.err
    other = tmp_path / "other"
    kept = HindcastFolder(other, 300)
    with kept.held():
        kept.describe(kept.described)
    done = fugai("hindcast", "--draws", "200", "--out", other)
    assert done.code == 2 and "holds another hindcast: fugai hindcast --draws 300" in done.err
    assert [path.name for path in own.iterdir()] == ["letter.txt"]
    # One of before folders were described is known by its posterior.
    (other / "hindcast.json").unlink()
    (other / "predictions.csv").write_text("", encoding="utf-8")
    told = {"format": 1, "command": f"{COMMAND} --draws 300"}
    (other / "posterior.json").write_text(json.dumps(told), encoding="utf-8")
    done = fugai("hindcast", "--draws", "200", "--out", other)
    assert done.code == 2 and "holds another hindcast: fugai hindcast --draws 300" in done.err
    kept = HindcastFolder(other, 300)
    with kept.held():
        kept._refuse_foreign()


def test_a_schema_of_other_content_stays_unless_forced(fugai: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    assert fugai("schema", "-o", path).code == 0 == fugai("schema", "-o", path).code
    written = path.read_text(encoding="utf-8")
    path.write_text("mine", encoding="utf-8")
    done = fugai("schema", "--out", path)
    assert done.code == 2 and "--force" in done.err and done.err.count("\n") == 1
    assert path.read_text(encoding="utf-8") == "mine"
    assert fugai("schema", "--out", path, "--force").code == 0
    assert path.read_text(encoding="utf-8") == written
    assert [each.name for each in tmp_path.iterdir()] == ["s.json"]
    assert "is a file" in fugai("schema", "--out", path / "deep.json").err


@pytest.mark.usefixtures("nothing_simulated")
def test_the_figure_of_a_calibration_has_its_place_before_the_start(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter").write_text("mine", encoding="utf-8")
    (tmp_path / "taken.png").mkdir()
    for plot, said in (
        ("letter/a.png", "letter is a file"),
        ("nowhere/a.png", "No such file or directory"),
        ("taken.png", "Is a directory"),
    ):
        done = fugai("calibrate", "linze", "--plot", plot)
        assert done.code == 2 and said in done.err, done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter", "taken.png"]


def test_an_export_writes_all_or_nothing(fugai: Run, tmp_path: Path) -> None:
    run, out = tmp_path / "run", tmp_path / "out"
    assert fugai("run", SMALL, "--replicates", "1", "--out", run, "--jobs", "1").code == 0
    assert fugai("export", run, "-o", out).code == 0 == fugai("export", run, "-o", out).code
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "costs.csv").write_text("mine", encoding="utf-8")
    (out / "series.csv").unlink()
    done = fugai("export", run, "-o", out)
    assert done.code == 2 and "costs.csv exists and is another one" in done.err
    assert (out / "costs.csv").read_text(encoding="utf-8") == "mine"
    assert {path.name for path in out.iterdir()} == {*before} - {"series.csv"}
    assert fugai("export", run, "-o", out, "--force").code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    package = (run / "datapackage.json").read_bytes()
    done = fugai("export", run, "-o", run, "--force")
    assert done.code == 2 and "holds a run" in done.err
    assert (run / "datapackage.json").read_bytes() == package
    done = fugai("export", run, "-o", out / "costs.csv" / "deep")
    assert done.code == 2 and "costs.csv is a file" in done.err

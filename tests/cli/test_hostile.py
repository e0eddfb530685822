"""What a new user gives by mistake: damaged folders, empty words, numbers beyond all bounds."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.results.run import run
from tests.cli.conftest import Run
from tests.failing import fail

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run; tests copy it before they break it."""
    out = tmp_path_factory.mktemp("runs") / "small"
    return run(sim.load(SMALL), replicates=1, out=out, jobs=1).folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the run, beside which commands run."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(whole, tmp_path / "run"))


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"format": 1}', "\u0000"])
@pytest.mark.parametrize("command", ["report run -o a.html", "plot fan run", "export run -o e",
                                     "audit run", "diff run run", "explain run --who never",
                                     "replay run -o a.html"])  # fmt: skip
def test_a_damaged_description_is_named(fugai: Run, folder: Path, command: str, text: str) -> None:
    (folder / "run.json").write_text(text, encoding="utf-8")
    done = fugai(*command.split(" "))
    assert done.code == 2 and done.out == "" and done.err.count("\n") == 1
    assert "run.json is damaged" in done.err or "holds no run" in done.err
    assert [path.name for path in folder.parent.iterdir()] == ["run"]


def test_a_damaged_study_is_named(fugai: Run, folder: Path) -> None:
    (folder.parent / "study").mkdir()
    (folder.parent / "study" / "study.json").write_text('{"format": 1}', encoding="utf-8")
    done = fugai("audit", "study")
    assert done.code == 2 and "study.json is damaged" in done.err


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"replicates": 1}'])
def test_what_is_kept_of_the_defaults_may_be_damaged(fugai: Run, folder: Path, text: str) -> None:
    (folder / "defaults.json").write_text(text, encoding="utf-8")
    assert fugai("report", "run", "-o", "a.html", "--brief").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", ""], "'FILE': it is empty"),
        (["run", "linze", "--out", ""], "'-o' / '--out': it is empty"),
        (["check", "linze", "--set", ""], "'--set': it is empty"),
        (["compare", "linze", ""], "it is empty"),
        (["run", "linze", "--replicates", "9" * 21], "is not in the range 1<=x<=1000000"),
        (["stress", "linze", "--replicates", "9" * 14], "is not in the range 1<=x<=1000000"),
        (["hindcast", "--draws", "9" * 14], "is not in the range 200<=x<=1000000"),
        (["frontier", "linze", "--yuan", "nan"], "✗ --yuan: "),
        (["sweep", "linze", "--cases", "empty.csv"], "This file lists no cases"),
        (["new", "x", "--registry", "nofile.csv", "--out", "new"], 'no file "nofile.csv"'),
        (["new", "x", "--from", "linzee", "--out", "new"], 'Did you mean "linze"?'),
        (["explain", "run", "--organization", "9" * 26], f'No organization "{"9" * 26}"'),
        (["plot", "timeline", "run", "--organization", "9" * 26], "No organization"),
        (["run", "linze", "--past", "quota"], "needs both --from RUN and --month"),
        (["run", "linze", "--out", "x" * 300], "too long"),
        (["new", "x" * 300], "too long"),
        (["audit", "x" * 300], "too long"),
        (["new", "--template", "empty.csv"], "is a workbook"),
        (["compare", "run", "--replicates", "2"], "has replicates 0 to 0 only"),
        (["explain", "run", "--who", "never", "--replicate", "0"], "counts all replicates"),
        (["bundle", "run", "-o", "run.tar"], "is written as .zip, not as run.tar"),
    ],
    ids=lambda given: " ".join(given)[:50] if isinstance(given, list) else None,
)
def test_what_cannot_be_is_told_before_anything_is_written(
    fugai: Run, folder: Path, words: list[str], said: str
) -> None:
    (folder.parent / "empty.csv").write_bytes(b"")
    done = fugai(*words)
    assert done.code == 2 and done.out == "" and said in done.err
    assert {path.name for path in folder.parent.iterdir()} == {"run", "empty.csv"}


def test_a_run_may_be_named_from_within_its_folder(
    fugai: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    done = fugai("bundle", ".")
    assert done.code == 0 and done.out.strip() == "run.zip"


def test_replicates_that_failed_were_simulated(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a comparison leaves out is no reason to ask for more replicates."""
    fail(monkeypatch, 1, "above its bound")
    run(sim.load(SMALL), replicates=2, out=tmp_path / "run", jobs=1)
    done = fugai("compare", tmp_path / "run", "--replicates", "2")
    assert done.code == 0, done.err


def test_a_folder_with_something_else_in_it_stays_as_it_is(fugai: Run, folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "letter.txt").write_text(json.dumps("mine"), encoding="utf-8")
    done = fugai("run", SMALL, "--out", other)
    assert done.code == 2 and "is not empty and holds no run" in done.err
    assert [path.name for path in other.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes streams")
@pytest.mark.parametrize(("closed", "code"), [(">&-", 1), (">&- 2>&-", 1), ("<&-", 0)])
def test_streams_that_are_closed(closed: str, code: int) -> None:
    command = f"{shlex.quote(sys.executable)} -m sim list policies {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code and "Traceback" not in done.stderr

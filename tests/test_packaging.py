"""The wheel alone, in a new environment and an empty folder, answers as the checkout does."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.guards.source import ROOT

pytestmark = pytest.mark.slow


def call(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without this environment's paths; return its output."""
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "-q", "--wheel", "--outdir", folder, ROOT, folder=folder)
    (made,) = folder.glob("fugai-*.whl")
    return made


def test_the_wheel_holds_the_package_the_scenarios_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"sim"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    for folder, inside, suffixes in [
        ("scenarios", "sim/_scenarios", {".toml", ".csv", ".xlsx"}),
        ("experiments", "sim/_experiments", {".toml"}),
        ("sim", "sim", {".py", ".typed", ".mo"}),
    ]:
        ours = {
            f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.suffix in suffixes or path.name == "py.typed"
        }
        assert ours <= set(names)
    assert "sim/_scenarios/linze.toml" in names


def test_the_wheel_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    environment, empty = tmp_path / "environment", tmp_path / "empty"
    empty.mkdir()
    call(sys.executable, "-m", "venv", environment, folder=tmp_path)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    call(programs / "python", "-m", "pip", "install", "-q", wheel, folder=tmp_path)
    command = ("run", "linze", "--replicates", "4", "--set", "years=1")
    assert call(programs / "fugai", *command, folder=empty)
    assert call(programs / "python", "-m", "sim", "list", "scenarios", folder=empty)
    listed = call(programs / "fugai", "list", "studies", folder=empty)
    assert "linze_liaisons_sweep" in listed
    smaller = ("--set", "years=1", "--set", "study.months=[]", "--set", "study.replicates=1")
    assert call(programs / "fugai", "study", "linze_liaisons_sweep", *smaller, folder=empty)
    where = "import sim; print(sim.__file__)"
    assert str(environment) in call(programs / "python", "-c", where, folder=empty)

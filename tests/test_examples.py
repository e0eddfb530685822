"""Clients that are not ours still drive the model: each example is run as its reader would."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.agents import CoverageModel
from sim.studies.folder import perform
from tests.guards.source import ROOT
from tests.studies.studies import small

EXAMPLES = ROOT / "examples"
MOST = 30


def printed(name: str) -> list[str]:
    """Run an example and return the lines that it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return out.getvalue().splitlines()


def needs(package: str) -> pytest.MarkDecorator:
    there = importlib.util.find_spec(package) is not None
    return pytest.mark.skipif(not there, reason=f"{package} is not installed")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_is_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    code = [line for line in lines if line.strip() and not line.startswith(('"""', "#"))]
    assert len(code) < MOST


@pytest.mark.slow
@needs("SALib")
def test_salib() -> None:
    lines = printed("salib_sobol.py")
    assert len(lines) == 3 and all(line.endswith("of the variance") for line in lines)


@pytest.mark.slow
@needs("ema_workbench")
@pytest.mark.filterwarnings("ignore")
def test_ema_workbench() -> None:
    assert "leave_per_year" in "\n".join(printed("ema_futures.py"))


@pytest.mark.slow
def test_batch_run_of_mesa() -> None:
    lines = printed("mesa_batch_run.py")
    assert lines[-1].startswith("liaisons add +")
    scenario = sim.load("linze", overrides=["years=3"])
    worlds = CoverageModel(scenario, alternative="liaisons", replicate=3)
    for _month in range(24):
        worlds.step()
    last = worlds.datacollector.model_vars["organization_coverage"][-1]
    assert lines[-2].split()[2] == f"{last:.3f}"


@pytest.mark.slow
def test_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells run one after the other in one namespace, as a kernel would run them."""
    monkeypatch.chdir(tmp_path)
    book = json.loads((EXAMPLES / "fugai.ipynb").read_text(encoding="utf-8"))
    assert book["nbformat"] == 4
    names: dict[str, Any] = {}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            assert not cell["outputs"]  # nothing in it that may grow old
            exec("".join(cell["source"]), names)
    assert names["done"].result.summary["cases"] == 9 and len(names["last"]) == 6


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_a_study(tmp_path: Path) -> None:
    study = perform(small(settings={"levels": 2}), out=tmp_path / "study")
    done = subprocess.run(
        ["Rscript", str(EXAMPLES / "read_study.R"), str(study.folder)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "4 cases," in done.stdout and "liaisons" in done.stdout

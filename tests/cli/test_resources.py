"""``fugai resources``: a table, a workbook, JSON; what is wrong is said in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sim
from sim.results.run import run
from tests.cli.conftest import Run

ALONE = Path(__file__).parent / "data" / "alone.toml"
SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run."""
    out = tmp_path_factory.mktemp("runs") / "small"
    run(sim.load(SMALL), replicates=2, out=out)
    return out


def test_it_prints_a_table_and_writes_a_workbook(fugai: Run, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    done = fugai("resources", folder, "--alternative", "liaisons", "-o", target)
    assert done.code == 0 and "branches to keep alive" in done.out
    assert "2010-07 to 2011-06" in done.out and str(target) in done.out and target.is_file()
    first = fugai("resources", folder)
    assert first.code == 0 and first.out in done.out  # the first alternative is the default
    target.write_bytes(b"mine")
    done = fugai("resources", folder, "-o", target)
    assert done.code == 2 and "--force" in done.err and target.read_bytes() == b"mine"
    assert fugai("resources", folder, "-o", target, "--force").code == 0


def test_what_it_says_of_few_simulations_and_small_places_is_true(
    fugai: Run, folder: Path, tmp_path: Path
) -> None:
    few = fugai("resources", folder).out
    (expected,) = [line for line in few.splitlines() if line.startswith("Expected at the end")]
    assert " to " not in expected and "too few for a range" in few
    assert "organizations or more)" in few
    run(sim.load(ALONE, overrides="years=1"), out=tmp_path / "one")
    told = fugai("resources", tmp_path / "one", "--alternative", "quota")
    assert told.code == 0 and "Whole place (1 organization or more)" in told.out
    assert "it takes two that have 20 organizations or more" in told.out
    assert "Yuan are" not in told.out  # there are none
    chinese = fugai("resources", tmp_path / "one", "--lang", "zh").out
    assert "不少于 1 个组织" in chinese and "(" not in chinese.splitlines()[1]


def test_machines_get_json(fugai: Run, folder: Path) -> None:
    found = json.loads(fugai("resources", folder, "--json").out)
    assert found["alternative"] == "liaisons" and found["rows"][0]["committee"] == ""
    assert {*found["rows"][0]["posts"]} == {"q05", "q50", "q95"}


def test_what_is_wrong_is_said_in_one_line(fugai: Run, folder: Path, tmp_path: Path) -> None:
    for words, said in (
        ((folder, "--alternative", "liasons"), "liaisons"),
        ((folder, "-o", tmp_path / "r.pdf"), ".xlsx"),
        ((tmp_path / "nothing",), "holds no run"),
    ):
        done = fugai("resources", *words)
        assert done.code == 2 and said in done.err and done.err.count("\n") == 1, done.err
        assert not [*tmp_path.iterdir()]

"""Extensions on workers of a Dask scheduler: found by name, the same source and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FugaiError
from sim.results.run import run
from sim.scenario import load
from sim.store import executors
from sim.store.executors import executor_of
from tests import patience
from tests.guards.source import ROOT
from tests.results.cluster import cluster

pytest.importorskip("distributed")
SMALL = ROOT / "tests" / "results" / "data" / "small.toml"
EXAMPLE = (ROOT / "examples" / "extensions" / "own_dose.py").read_text(encoding="utf-8")
HOTLINE = ['alternatives=[{id="line", policies=[{policy="hotline", ease=0.2}]}]', "years=1"]


@pytest.mark.slow
def test_workers_import_it_or_say_that_they_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(executors, "PATIENCE", patience.SECONDS)
    (here / "on_workers.py").write_text(EXAMPLE, encoding="utf-8")
    scenario = load(SMALL, overrides=HOTLINE, extensions="on_workers")
    alone = run(scenario, replicates=2, jobs=1, out=tmp_path / "alone")
    with cluster(there) as made:
        made.worker()
        with executor_of(made.address) as executor:
            with pytest.raises(FugaiError, match="A worker cannot use on_workers"):
                run(scenario, replicates=2, out=tmp_path / "lacking", executor=executor)
            (there / "on_workers.py").write_text(EXAMPLE, encoding="utf-8")
            found = run(scenario, replicates=2, out=tmp_path / "run", executor=executor)
    assert found.table("series").equals(alone.table("series"))
    assert found.info["extensions"] == alone.info["extensions"]

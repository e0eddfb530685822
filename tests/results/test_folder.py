"""What is on disk is whole: chunks, resume, refusals."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from sim.errors import FugaiError, InputError
from sim.measures.catalogue import MEASURES
from sim.results import chunk as chunks
from sim.results import folder as folders
from sim.results import run as running
from sim.results.chunk import Chunk, Done
from sim.results.folder import RunFolder
from sim.results.reading import Results
from sim.results.run import InterruptedRunError, run
from sim.results.schema import STORED
from sim.scenario import Scenario, from_resolved
from sim.store.parts import DamagedError
from tests.failing import fail


def chunk_files(folder: Path) -> dict[str, bytes]:
    """Every file below ``chunks`` by its path."""
    root = folder / "chunks"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_a_run_describes_itself(finished: Results) -> None:
    folder = finished.folder
    assert {path.name for path in folder.iterdir()} == {
        "run.json", "datapackage.json", "manifest.json", "chunks",
    }  # fmt: skip
    info = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert (info["replicates"], info["months"], info["start"]) == (4, 24, "2010-07")
    assert from_resolved(info["scenario"]).digest() == info["digest"]
    assert {"code", "commit", "cpu_features", "numpy", "seconds"} <= info.keys()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        assert columns == [column.name for column in STORED[resource["name"]]]
        assert all((folder / path).is_file() for path in resource["path"])
    assert [entry["name"] for entry in package["measures"]] == list(MEASURES)
    (entry,) = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["chunks"]
    assert entry["replicates"] == [0, 3]
    assert entry["files"].keys() == {f"{table}.parquet" for table in STORED}


def test_the_same_bytes_twice(small: Scenario, finished: Results, tmp_path: Path) -> None:
    again = run(small, replicates=4, out=tmp_path / "again")
    assert chunk_files(again.folder) == chunk_files(finished.folder)


@pytest.mark.usefixtures("two_a_chunk")
def test_more_replicates_extend_a_run_and_equal_one_go(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(small, replicates=4, out=tmp_path / "whole")
    grown = run(small, replicates=2, out=tmp_path / "grown")
    before = chunk_files(grown.folder)
    simulated: list[tuple[int, ...]] = []

    def watched(chunk: Chunk, tick: chunks.Tick | None = None) -> Done:
        simulated.append(chunk.replicates)
        return chunks.simulate(chunk, tick)

    monkeypatch.setattr(running, "simulate", watched)
    grown = run(small, replicates=4, out=tmp_path / "grown")
    assert simulated == [(2, 3)] and grown.replicates == (0, 1, 2, 3)
    assert before.items() <= chunk_files(grown.folder).items()
    assert chunk_files(grown.folder) == chunk_files(whole.folder)
    assert run(small, replicates=2, out=tmp_path / "grown").replicates == (0, 1)
    assert simulated == [(2, 3)]


def test_the_cut_into_chunks_changes_nothing(
    small: Scenario, finished: Results, tmp_path: Path, two_a_chunk: None
) -> None:
    from sim.results.diff import difference

    cut = run(small, replicates=4, out=tmp_path / "cut")
    assert len(chunk_files(cut.folder)) == 2 * len(chunk_files(finished.folder))
    assert difference(cut, finished).same


@pytest.mark.usefixtures("two_a_chunk")
def test_ctrl_c_leaves_whole_chunks_and_says_how_to_go_on(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(chunk: Chunk, tick: chunks.Tick | None = None) -> Done:
        if 2 in chunk.replicates:
            raise KeyboardInterrupt
        return chunks.simulate(chunk, tick)

    with monkeypatch.context() as patch:
        patch.setattr(running, "simulate", stopped)
        with pytest.raises(InterruptedRunError, match="2 of 6 replicates are complete"):
            run(small, out=tmp_path / "run")
    assert Results(tmp_path / "run").replicates == (0, 1)
    assert run(small, out=tmp_path / "run").replicates == tuple(range(6))


@pytest.mark.usefixtures("two_a_chunk")
def test_a_kill_while_a_chunk_is_written_leaves_it_out(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(draft: str | Path, target: str | Path) -> None:
        if "00000002" in str(target):
            raise Killed
        os.rename(draft, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(Killed):
            run(small, replicates=4, out=tmp_path / "run")
    assert len(RunFolder(tmp_path / "run").pieces()) == 1
    assert run(small, replicates=4, out=tmp_path / "run").replicates == (0, 1, 2, 3)
    assert not [path for path in chunk_files(tmp_path / "run") if path.startswith(".")]


def test_a_damaged_chunk_is_refused_by_name_and_simulated_again_once_removed(
    small: Scenario, tmp_path: Path
) -> None:
    first = run(small, replicates=2, out=tmp_path / "run")
    before = chunk_files(first.folder)
    (table,) = first.folder.glob("chunks/*/events.parquet")
    table.write_bytes(b"")
    named = r"events.parquet is damaged.*Remove .*00000001;"
    with pytest.raises(DamagedError, match=named):
        Results(first.folder)
    with pytest.raises(DamagedError, match=named):
        run(small, replicates=2, out=first.folder)
    shutil.rmtree(table.parent)
    with pytest.raises(DamagedError, match="00000001 is gone"):
        Results(first.folder)
    again = run(small, replicates=2, out=tmp_path / "run")
    assert chunk_files(again.folder) == before


def test_other_content_other_code_and_strange_folders_are_refused(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(small, replicates=1, out=tmp_path / "run")
    other = from_resolved(small.resolved(), overrides=["seed=12"])
    with pytest.raises(InputError, match="another scenario or of other values"):
        run(other, replicates=1, out=tmp_path / "run")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_bytes(b"")
    with pytest.raises(InputError, match="holds no run"):
        run(small, replicates=1, out=tmp_path / "mine")
    with pytest.raises(InputError, match="holds no run"):
        Results(tmp_path)
    monkeypatch.setattr(folders, "provenance", lambda: {"code": "0123"})
    with pytest.raises(InputError, match="another version of the program"):
        run(small, replicates=2, out=tmp_path / "run")


def test_titles_replicates_and_language_are_no_part_of_a_run(
    small: Scenario, tmp_path: Path
) -> None:
    run(small, replicates=1, out=tmp_path / "run")
    content = small.resolved()
    content["title"] = {"zh": "改名", "en": "Renamed"}
    content["replicates"] = 3
    renamed = run(from_resolved(content), out=tmp_path / "run")
    assert renamed.replicates == (0, 1, 2) and renamed.info["title"]["en"] == "Renamed"


def test_a_folder_that_cannot_be_written_is_named(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="Cannot write to"):
        run(small, replicates=1, out=tmp_path / "file" / "run")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    run(small, replicates=1, out=tmp_path / "run")
    monkeypatch.setattr("sim.store.disk.os.fsync", full)
    with pytest.raises(FugaiError, match="No space left"):
        run(small, replicates=2, out=tmp_path / "run")
    assert [path.name for path in (tmp_path / "run" / "chunks").iterdir()] == ["00000000-00000000"]
    with pytest.raises(FugaiError, match="No space left"):
        run(small, replicates=1, out=tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_replicates_whose_world_fails_are_left_out_and_named(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, 2, "exit: a monthly probability of 0.9 exceeds its bound 0.1")
    found = run(small, replicates=4, out=tmp_path / "run")
    assert found.replicates == (0, 1, 3)
    assert found.failed == {
        2: "ValueError: exit: a monthly probability of 0.9 exceeds its bound 0.1"
    }
    assert found.values("registered", month=24)["baseline"].shape == (3,)
    assert run(small, replicates=4, out=tmp_path / "run").failed.keys() == {2}

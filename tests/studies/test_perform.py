"""Studies are done once: kept batch by batch, gone on with, refused where they don't fit."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.errors import FugaiError, InputError
from sim.studies import folder as study_folder
from sim.studies import store as stores
from sim.studies.cases import Batch, Responses, _simulate, replicated, respond, simulate_batch
from sim.studies.folder import InterruptedStudyError, StudyFolder, perform
from sim.studies.store import CaseStore
from sim.studies.study import Study
from sim.studies.sweep import points
from tests.studies.dying import MARK, look_and_die_once
from tests.studies.studies import small

TABLES = ("design", "responses", "wide")


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Study:
    """Return a study of 18 cases, in batches of 5."""
    monkeypatch.setattr("sim.studies.cases.STACK", 90 * 2 * 5)
    return small(overrides=["years=1"], settings={"levels": 3})


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


def test_a_store_gives_what_respond_gives_and_simulates_once(study: Study, tmp_path: Path) -> None:
    cases = replicated(points(study), range(2))
    plain = respond(study.scenario, cases, study.measures, alternatives=study.alternatives)
    for simulated in (18, 0):
        store = CaseStore(tmp_path)
        told: list[float] = []
        kept = store.respond(
            study.scenario, cases, study.measures, alternatives=study.alternatives,
            progress=told.append,
        )  # fmt: skip
        assert np.array_equal(kept.values, plain.values, equal_nan=True)
        assert np.array_equal(kept.yuan, plain.yuan) and np.array_equal(kept.hours, plain.hours)
        assert store.simulated == simulated and told[-1] == 1.0
        assert (kept.measures, kept.months, kept.alternatives) == (
            plain.measures, plain.months, plain.alternatives,
        )  # fmt: skip


def test_failed_cases_are_kept_with_their_reason(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(batch: Batch) -> Responses:
        if 1 in batch.cases.replicate:
            raise FugaiError("a rate above its bound")
        return _simulate(batch)

    monkeypatch.setattr("sim.studies.cases._simulate", failing)
    first = perform(study, out=tmp_path)
    again = perform(study, out=tmp_path)
    assert len(first.result.failed) == 9 and again.result.failed == first.result.failed
    assert "case 0, replicate 1 (seed 7)" in first.result.failed
    assert first.lines == again.lines and "9 replicates could not be simulated:" in first.lines
    assert np.isnan(first.result.tables["wide"]["liaisons.yuan"]).sum() == 9


def test_a_finished_study_is_read_back(study: Study, tmp_path: Path) -> None:
    first = perform(study, out=tmp_path)
    again = perform(study, out=tmp_path)
    assert first.simulated and not again.simulated
    assert again.lines == first.lines and again.worlds == first.worlds == 36
    assert again.result.summary == json.loads(json.dumps(first.result.summary))
    for name, table in first.result.tables.items():
        for key, column in table.items():
            assert np.array_equal(
                again.result.tables[name][key], column, equal_nan=column.dtype.kind == "f"
            )


def test_a_stopped_study_goes_on_and_ends_the_same(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform(study, out=tmp_path / "whole")
    left = 2

    def stopping(batch: Batch) -> Responses:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        return simulate_batch(batch)

    monkeypatch.setattr(stores, "simulate_batch", stopping)
    with pytest.raises(InterruptedStudyError, match="again to continue"):
        perform(study, out=tmp_path / "part")
    done = sorted((tmp_path / "part" / "cases").iterdir())
    assert len(done) == 2
    # A file that was torn is named, one that was being written is made again.
    torn = done[0] / "cases.parquet"
    torn.write_bytes(torn.read_bytes()[:99])
    (tmp_path / "part" / "cases" / ".tmp-x").mkdir()
    monkeypatch.setattr(stores, "simulate_batch", simulate_batch)
    with pytest.raises(InputError, match=f"cases.parquet is damaged.*Remove .*{done[0].name};"):
        perform(study, out=tmp_path / "part")
    shutil.rmtree(done[0])
    perform(study, out=tmp_path / "part")
    assert files(tmp_path / "part") == files(tmp_path / "whole")
    names = [
        {path.name for path in (tmp_path / name / "cases").iterdir()} for name in ("part", "whole")
    ]
    assert names[0] == names[1] and len(names[0]) == 4


def test_what_a_folder_holds_is_never_mixed(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform(study, out=tmp_path / "a")
    with pytest.raises(InputError, match="holds another study, or this one with other values"):
        perform(small(settings={"levels": 2}), out=tmp_path / "a")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_bytes(b"")
    with pytest.raises(InputError, match="holds no study"):
        perform(study, out=tmp_path / "mine")
    monkeypatch.setattr(study_folder, "worker_code", lambda: "0123")
    with pytest.raises(InputError, match="another version of the program"):
        perform(study, out=tmp_path / "a")


def test_an_answer_by_an_older_method_is_made_again_without_simulating(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform(study, out=tmp_path)
    monkeypatch.setattr(study_folder, "methods_code", lambda: "0123")
    monkeypatch.setattr(stores, "simulate_batch", None)
    assert perform(study, out=tmp_path).simulated


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    StudyFolder(tmp_path).claim(study)
    monkeypatch.setattr("sim.store.disk.os.fsync", full)
    with pytest.raises(FugaiError, match="No space left"):
        perform(study, out=tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["study.json"]
    monkeypatch.undo()
    assert perform(study, out=tmp_path).simulated


def test_a_refused_study_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs factors"):
        perform(small(factors=[]), out=tmp_path / "none")
    with pytest.raises(InputError, match="takes 50 simulations"):
        perform(small(worlds=49, replicates=1), out=tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_a_killed_process_is_replaced(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform(study, out=tmp_path / "alone", jobs=1)
    monkeypatch.setenv(MARK, str(tmp_path / "killed"))
    monkeypatch.setattr(stores, "simulate_batch", look_and_die_once)
    perform(study, out=tmp_path / "two", jobs=2)
    assert (tmp_path / "killed").exists()
    assert files(tmp_path / "two") == files(tmp_path / "alone")


def test_what_has_no_room_is_refused_before_the_start(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.results.plan.available_memory", lambda: 1e6)
    with pytest.raises(InputError, match="of memory"):
        perform(study, out=tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 KB where that is allowed."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    words = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if mount is None or subprocess.run([mount, *words], capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up_is_told(
    study: Study, tiny_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.results.plan.shutil.disk_usage", lambda path: Room(free=10**9))
    with pytest.raises(FugaiError, match=r"Cannot write to .*No space left"):
        perform(study, out=tiny_disk / "study", jobs=1)
    left = [path for path in tiny_disk.rglob("*") if path.is_file()]
    assert not [path for path in left if path.name.startswith(".tmp-")]
    for path in left:
        if path.suffix == ".parquet":
            pq.read_metadata(path)
        if path.name == "study.json":
            assert json.loads(path.read_text(encoding="utf-8"))["complete"] is False


class Room(NamedTuple):
    """What a disk says of itself."""

    free: int

"""Audits: what is done again is the same, and what was changed is found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import sim
from sim.errors import InputError
from sim.results.run import run
from sim.store.disk import checked
from sim.store.parts import sealed
from sim.studies import audit as module
from sim.studies.audit import audit, spread
from sim.studies.folder import perform
from tests.studies.studies import small

CHUNKS = ("00000000-00000001", "00000002-00000003")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a run of two chunks and a study of four batches."""
    made = tmp_path_factory.mktemp("audits")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.results.plan.STACK", 90 * 6 * 2)
        patch.setattr("sim.studies.cases.STACK", 90 * 2 * 5)
        run(sim.load("linze", overrides=["years=1"]), replicates=4, out=made / "run")
        perform(small(overrides=["years=1"], settings={"levels": 3}), out=made / "study")
    return made


@pytest.fixture
def run_folder(folders: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folders / "run", tmp_path / "run"))


@pytest.fixture
def study_folder(folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sim.studies.cases.STACK", 90 * 2 * 5)
    return Path(shutil.copytree(folders / "study", tmp_path / "study"))


def raise_first(path: Path, column: str) -> None:
    """Add one to the first value of a column, and leave everything else as it is."""
    table = pq.ParquetFile(path).read()
    first = pa.array([1] + [0] * (len(table) - 1), table[column].type)
    at = table.column_names.index(column)
    changed = pc.add(table[column], first)
    pq.write_table(table.set_column(at, table.schema.field(column), changed), path)


def forge(part: Path, **changes: object) -> None:
    """Give a part the checksums of what it holds now, as nobody but a forger would."""
    about = json.loads((part / "part.json").read_text(encoding="utf-8")) | changes
    about["files"] = {name: checked(part / name) for name in about["files"]}
    (part / "part.json").write_bytes(sealed(about))


def test_an_untouched_run_is_the_same(run_folder: Path) -> None:
    told: list[float] = []
    found = audit(run_folder, progress=told.append)
    assert found.same and (found.sort, found.parts, found.done) == ("run", 2, 2)
    assert not found.about and told == [0.5, 1.0]


def test_a_changed_number_of_a_run_is_found(run_folder: Path) -> None:
    raise_first(run_folder / "chunks" / CHUNKS[1] / "events.parquet", "number")
    assert audit(run_folder, sample=1).damaged == (f"chunks/{CHUNKS[1]}/events.parquet",)
    # Where the checksums were forged nobody knows that the file was changed; its content tells.
    forge(run_folder / "chunks" / CHUNKS[1])
    (run_folder / "manifest.json").unlink()
    found = audit(run_folder)
    assert not found.same and not found.damaged and found.other == (CHUNKS[1],)
    (first,) = found.first
    assert first.table == "events" and first.rows == 1
    assert first.left is not None and first.right is not None
    assert first.left["number"] == first.right["number"] + 1 and first.left["replicate"] == 2
    assert audit(run_folder, sample=1).same  # the first chunk alone


def test_a_file_that_cannot_be_read_is_named(run_folder: Path) -> None:
    path = run_folder / "chunks" / CHUNKS[0] / "events.parquet"
    data = bytearray(path.read_bytes())
    data[10:30] = bytes(20)
    path.write_bytes(data)
    found = audit(run_folder)
    assert found.damaged == (f"chunks/{CHUNKS[0]}/events.parquet",)
    assert found.other in ((CHUNKS[0],), ())


def test_another_pyarrow_writes_other_bytes_of_the_same(run_folder: Path) -> None:
    path = run_folder / "chunks" / CHUNKS[0] / "events.parquet"
    pq.write_table(pq.ParquetFile(path).read(), path, compression="none")
    forge(path.parent)
    (run_folder / "manifest.json").unlink()
    assert audit(run_folder).same


def test_what_a_run_was_made_with_is_told(run_folder: Path) -> None:
    info = json.loads((run_folder / "run.json").read_text(encoding="utf-8"))
    (run_folder / "run.json").write_bytes(sealed(info | {"code": "0123", "numpy": "1.0"}))
    for chunk in CHUNKS:
        forge(run_folder / "chunks" / chunk, of=[info["digest"], "0123"])
    found = audit(run_folder, sample=1)
    assert found.same and {name: pair[0] for name, pair in found.about.items()} == {
        "code": "0123",
        "numpy": "1.0",
    }


def test_an_untouched_study_is_the_same_and_stays_so(study_folder: Path) -> None:
    before = {path: path.read_bytes() for path in study_folder.rglob("*") if path.is_file()}
    found = audit(study_folder)
    assert found.same and (found.sort, found.parts, found.done) == ("study", 4, 4)
    assert audit(study_folder, sample=2).done == 2
    after = {path: path.read_bytes() for path in study_folder.rglob("*") if path.is_file()}
    assert before == after


def test_a_changed_table_of_a_study_is_found(study_folder: Path) -> None:
    raise_first(study_folder / "wide.parquet", "liaisons.yuan")
    found = audit(study_folder, sample=1)
    assert found.damaged == ("wide.parquet",) and found.other == ("wide",)
    (first,) = found.first
    assert first.left is not None and first.right is not None and first.rows == 1
    assert first.left["liaisons.yuan"] == first.right["liaisons.yuan"] + 1


def test_a_changed_batch_of_a_study_is_found(study_folder: Path) -> None:
    batch = sorted((study_folder / "cases").iterdir())[2]
    raise_first(batch / "cases.parquet", "effective_coverage")
    assert audit(study_folder).damaged == (f"cases/{batch.name}/cases.parquet",)
    forge(batch)
    found = audit(study_folder)
    assert not found.damaged and found.other[0] == f"cases/{batch.name}"
    assert {"responses", "wide"} & {*found.other}


def test_a_lost_batch_is_told_and_not_written(study_folder: Path) -> None:
    batch = sorted((study_folder / "cases").iterdir())[1]
    shutil.rmtree(batch)
    found = audit(study_folder)
    assert found.other == (f"cases/{batch.name}",) and found.parts == found.done == 4
    assert not batch.exists()


def test_a_study_of_another_version_is_simulated_anew(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "worker_code", lambda: "new")
    monkeypatch.setattr("sim.studies.store.worker_code", lambda: "new")
    found = audit(study_folder, sample=1)
    assert found.same and found.done == found.parts == 4 and found.about["code"][1] == "new"


def test_a_sample_is_spread_evenly() -> None:
    assert spread([*range(10)], 4) == [0, 3, 6, 9]
    assert spread([*range(3)], 5) == spread([*range(3)], None) == [0, 1, 2]
    assert spread([*range(9)], 1) == [0]


def test_what_cannot_be_audited_is_refused(study_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no run and no study"):
        audit(tmp_path)
    info = json.loads((study_folder / "study.json").read_text(encoding="utf-8"))
    (study_folder / "study.json").write_bytes(sealed(info | {"complete": False}))
    with pytest.raises(InputError, match="not complete"):
        audit(study_folder)

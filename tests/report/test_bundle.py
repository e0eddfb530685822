"""A bundle holds a run or a study whole, and whoever checks it finds a changed number."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from sim.cli.audit import DifferentError
from sim.cli.audit import audit as command
from sim.errors import InputError
from sim.extensions import registry
from sim.report.bundle import MANIFEST, bundle, opened
from sim.store.disk import summed
from sim.studies.audit import audit
from sim.studies.folder import perform
from tests.guards.source import ROOT
from tests.studies.studies import LIAISONS, small

SMALL = ROOT / "tests" / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundle of a run, in a folder of its own."""
    folder = tmp_path_factory.mktemp("bundle")
    sim.run(SMALL, overrides="years=1", replicates=2, jobs=1, out=folder / "run")
    made = bundle(folder / "run", name="run.zip")
    assert made == bundle(folder / "run", name="run.zip")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "run.zip"
    elsewhere.write_bytes(made)
    shutil.rmtree(folder / "run")
    return elsewhere


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Return a copy of an archive with changed files."""
    with zipfile.ZipFile(archive) as held:
        files = {name: held.read(name) for name in held.namelist()}
    change(files)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    target = archive.parent / "changed.zip"
    target.write_bytes(stream.getvalue())
    return target


def checked(file: Path) -> list[str]:
    command.callback(file.as_posix(), None, 1, None, False)  # type: ignore[misc]
    return []


def test_it_is_checked_on_another_folder(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(archive)
    out = capsys.readouterr().out
    assert "Everything is the same." in out and "1 of 1 chunks simulated again" in out
    with opened(archive) as found:
        assert found.changed == ()
        names = {*found.about["files"]}
    assert {"audit.json", "environment.txt", "ODD.md", "CITATION.cff", "README.txt"} <= names
    assert {"tables/comparison.csv", "figures/draw.py", "figures/cost_effect.png"} <= names


def test_a_changed_number_is_found(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def edit(files: dict[str, bytes]) -> None:
        files["tables/costs.csv"] = files["tables/costs.csv"].replace(b"0.0", b"1.0", 1)

    with pytest.raises(DifferentError):
        checked(rewritten(archive, edit))
    assert "Changed since the bundle was made: tables/costs.csv" in capsys.readouterr().out


def test_a_changed_number_with_a_new_list_is_found_by_simulating(archive: Path) -> None:
    def edit(files: dict[str, bytes]) -> None:
        name = next(one for one in files if one.endswith("events.parquet"))
        data = bytearray(files[name])
        data[len(data) // 3] ^= 1
        files[name] = bytes(data)
        manifest = json.loads(files[MANIFEST])
        manifest["files"][name] = summed(bytes(data))
        files[MANIFEST] = json.dumps(manifest).encode()

    file = rewritten(archive, edit)
    with opened(file) as found:
        assert found.changed == ()
        assert not audit(found.folder / "results", jobs=1).same


def test_a_file_that_is_gone_or_added_is_named(archive: Path) -> None:
    def edit(files: dict[str, bytes]) -> None:
        del files["ODD.md"]
        files["figures/other.png"] = b"x"

    with opened(rewritten(archive, edit)) as found:
        assert found.changed == ("ODD.md", "figures/other.png")


def test_what_is_no_bundle_is_refused(archive: Path, tmp_path: Path) -> None:
    def outside(files: dict[str, bytes]) -> None:
        files["../outside.txt"] = b"x"

    def bare(files: dict[str, bytes]) -> None:
        del files[MANIFEST]

    (tmp_path / "none.zip").write_bytes(b"no archive")
    for file in (tmp_path / "none.zip", tmp_path / "missing.zip"):
        with pytest.raises(InputError, match="is no bundle"), opened(file):
            pass
    for change in (outside, bare):
        with pytest.raises(InputError, match="is no bundle"), opened(rewritten(archive, change)):
            pass
    assert not (archive.parent.parent / "outside.txt").exists()
    with pytest.raises(InputError, match="no run and no study"):
        bundle(tmp_path, name="x.zip")


def test_names_of_a_registry_are_put_in_only_when_asked(tmp_path: Path) -> None:
    done = sim.run("county_survey", overrides="years=1", alternatives=[], replicates=1, jobs=1,
                   out=tmp_path / "run")  # fmt: skip
    with pytest.raises(InputError, match="names of your registry"):
        bundle(done.folder, name="x.zip")


def test_a_study_is_bundled_with_its_figure_and_the_code_of_extensions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = ROOT / "examples" / "extensions" / "own_measure.py"
    shutil.copy(source, tmp_path / "bundled_measure.py")
    try:
        study = small(
            settings={"levels": 3}, factors=[f"{LIAISONS}=0:12"],
            overrides=["years=1", "extensions+=bundled_measure"], measures=["pestered_share"],
        )  # fmt: skip
        done = perform(study, out=tmp_path / "study", jobs=1)
        made = bundle(done.folder, name="study.zip")
        (tmp_path / "study.zip").write_bytes(made)
        with opened(tmp_path / "study.zip") as found:
            assert found.changed == ()
            assert {"extensions/bundled_measure.py", "figures/study.png"} <= {*found.about["files"]}
            assert audit(found.folder / "results", jobs=1).same
        # What is checked is the source in the archive, whatever has its name here.
        text = source.read_text(encoding="utf-8").replace(">= 3", ">= 2")
        (tmp_path / "bundled_measure.py").write_text(text, encoding="utf-8")
        with opened(tmp_path / "study.zip") as found:
            assert found.changed == ()
            assert audit(found.folder / "results", jobs=1).same
        assert "bundled_measure" not in registry.known()
    finally:
        registry.forget("bundled_measure")

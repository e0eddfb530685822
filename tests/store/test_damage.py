"""No damage of results is answered with other numbers, or with the words of a library."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.results.diff import difference
from sim.results.export import export
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario
from sim.store.parts import PART, DamagedError, sealed
from sim.studies.audit import audit
from tests.store.damages import RUN, tried

FEW, MANY = 5, 500


def counted(number: int) -> None:
    """Damage that often; nothing is silent, nobody sees a traceback."""
    found = [entry for entry in tried(number) if entry[2] not in ("detected", "harmless")]
    assert found == []


def test_a_few_damages_are_named_or_harmless() -> None:
    counted(FEW)


@pytest.mark.slow
def test_many_damages_are_named_or_harmless() -> None:
    counted(MANY)


@pytest.fixture(scope="module")
def small() -> Scenario:
    return sim.load(RUN)


@pytest.fixture(scope="module")
def made(small: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run of two chunks, of two replicates each; tests copy it."""
    folder = tmp_path_factory.mktemp("damage") / "run"
    for replicates in (2, 4):
        run(small, replicates=replicates, out=folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "run"))


def edited(folder: Path, *keys: str | int, value: object) -> None:
    """Edit ``run.json`` as a forger would: with the right checksum."""
    path = folder / "run.json"
    info = json.loads(path.read_text(encoding="utf-8"))
    place = info
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    path.write_bytes(sealed(info))


@pytest.mark.parametrize(
    ("keys", "value", "named"),
    [
        (("seed",), 7, "seed"),
        (("months",), 12, "months"),
        (("start",), "2010-08", "start"),
        (("uncertainty",), "none", "uncertainty"),
        (("title", "en"), "Another county", "title"),
        (("alternatives", "liaisons", "en"), "Nobody sent", "alternatives"),
        (("alternatives",), {"baseline": {"zh": "", "en": ""}}, "alternatives"),
        (("scenario", "seed"), 7, "scenario"),
        (("digest",), "0123456789abcdef", "scenario"),
        (("scenario", "parameters"), {"leave_per_year": 0.2}, "scenario"),
        (("extensions",), {"mine": {"version": None, "source": "0"}}, "scenario"),
    ],
)  # fmt: skip
def test_run_json_follows_from_its_scenario(
    folder: Path, keys: tuple[str, ...], value: object, named: str
) -> None:
    edited(folder, *keys, value=value)
    for asked in (Results, audit):
        with pytest.raises(DamagedError, match=rf"run\.json was edited .*its {named} is not what"):
            asked(folder)


def test_an_edit_that_keeps_to_its_scenario_is_named_too(folder: Path) -> None:
    text = (folder / "run.json").read_text(encoding="utf-8")
    (folder / "run.json").write_text(text.replace('"numpy": "', '"numpy": "9'), encoding="utf-8")
    for asked in (Results, audit):
        with pytest.raises(DamagedError, match=r"run\.json is not as it was written"):
            asked(folder)


def test_copied_renamed_empty_and_overlapping_chunks_are_refused_by_name(
    folder: Path, small: Scenario, tmp_path: Path
) -> None:
    chunks = folder / "chunks"

    def refused(name: str, text: str) -> None:
        asks: tuple[Callable[[], object], ...] = (
            lambda: Results(folder), lambda: run(small, replicates=4, out=folder)
        )  # fmt: skip
        for asked in asks:
            with pytest.raises(DamagedError, match=text) as error:
                asked()
            assert name in str(error.value) and "Remove" in str(error.value)
        shutil.rmtree(chunks / name)

    first = chunks / "00000000-00000001"
    for name in ("00000004-00000005", "00000000-00000000"):
        shutil.copytree(first, chunks / name)
        refused(name, "copied or renamed")
    shutil.copytree(first, chunks / "00000000-00000001 (copy)")
    refused("00000000-00000001 (copy)", "no chunk of a run")
    (chunks / "00000006-00000007").mkdir()
    refused("00000006-00000007", "is damaged")
    whole = run(small, replicates=4, out=tmp_path / "whole")
    shutil.copytree(whole.folder / "chunks" / "00000000-00000003", chunks / "00000000-00000003")
    refused("00000000-00000003", "hold the same replicates")
    other = run(small.with_(seed=5), replicates=6, out=tmp_path / "other")
    (foreign,) = (other.folder / "chunks").iterdir()
    shutil.copytree(foreign, chunks / foreign.name)
    refused(foreign.name, "copied or renamed")
    (chunks / ".DS_Store").write_bytes(b"0")
    (chunks / "Thumbs.db").write_bytes(b"0")
    assert Results(folder).replicates == (0, 1, 2, 3)


def test_extending_a_damaged_run_keeps_the_damage_in_sight(folder: Path, small: Scenario) -> None:
    table = folder / "chunks" / "00000000-00000001" / "ledger.parquet"
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(data)
    before = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["chunks"]
    with pytest.raises(DamagedError, match=r"ledger\.parquet is damaged"):
        run(small, replicates=6, out=folder)
    after = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["chunks"]
    assert after[:2] == before and len(after) == 3
    assert audit(folder, sample=1).damaged == ("chunks/00000000-00000001/ledger.parquet",)


def test_a_forged_part_does_not_agree_with_the_manifest(folder: Path) -> None:
    path = folder / "chunks" / "00000002-00000003" / PART
    about = json.loads(path.read_text(encoding="utf-8"))
    path.write_bytes(sealed(about | {"failed": {"2": "a reason"}}))
    with pytest.raises(DamagedError, match="00000002-00000003 is damaged"):
        Results(folder)


def test_rows_have_one_order_whatever_the_cut(
    folder: Path, small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(small, replicates=4, out=tmp_path / "whole")
    monkeypatch.setattr("sim.results.chunk.STACK", 1)
    apart = run(small, replicates=4, out=tmp_path / "apart")
    written = [export(each, tmp_path / f"csv-{number}", "csv")
               for number, each in enumerate((Results(folder), whole, apart))]  # fmt: skip
    assert difference(whole, Results(folder)).same
    for files in zip(*written, strict=True):
        if files[0].suffix == ".csv":
            assert len({file.read_bytes() for file in files}) == 1, files[0].name
    for measures, dimension in (
        (["effective_coverage", "registered"], "all"),
        (["registered"], None),
    ):
        one, two, three = (each.series(measures, dimension=dimension).to_pylist()
                           for each in (Results(folder), whole, apart))  # fmt: skip
        assert one == two == three


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_what_holds_names_is_for_its_owner_alone(tmp_path: Path, made: Path) -> None:
    scenario = sim.load("county_survey", overrides=["years=1"])
    named = run(scenario, replicates=1, out=tmp_path / "named")
    assert stat.S_IMODE((named.folder / "run.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((made / "run.json").stat().st_mode) & 0o044
    for number, form in enumerate(("csv", "parquet", "xlsx")):
        files = export(named, tmp_path / f"{number}", form, names=True)
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        files = export(named, tmp_path / f"{number}-plain", form)
        assert all(stat.S_IMODE(file.stat().st_mode) & 0o044 for file in files)


def test_another_run_s_defaults_are_refused(folder: Path, small: Scenario, tmp_path: Path) -> None:
    from sim.results.reruns import at_defaults

    other = run(small.with_(seed=5), replicates=4, out=tmp_path / "other")
    at_defaults(other)
    shutil.copy(other.folder / "defaults.json", folder)
    with pytest.raises(InputError, match=r"defaults\.json belongs to other results"):
        Results(folder).defaults()

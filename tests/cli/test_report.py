"""``fugai report``: a file in the language asked for, never over another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sim
from sim.results.run import run
from tests.cli.conftest import Run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run."""
    out = tmp_path_factory.mktemp("runs") / "small"
    run(sim.load(SMALL), replicates=2, out=out)
    return out


def test_it_writes_one_file_in_the_language_asked_for(
    fugai: Run, folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "brief.html"
    done = fugai("report", folder, "-o", target, "--brief", "--lang", "zh")
    assert done.code == 0 and done.out == f"{target}\n"
    assert '<html lang="zh-CN">' in target.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["brief.html"]


def test_another_file_stays_unless_forced(fugai: Run, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("mine", encoding="utf-8")
    done = fugai("report", folder, "-o", target, "--brief")
    assert done.code == 2 and "--force" in done.err
    assert target.read_text(encoding="utf-8") == "mine"
    assert fugai("report", folder, "-o", target, "--brief", "--force").code == 0


def test_names_come_with_what_they_are_for(fugai: Run, folder: Path, tmp_path: Path) -> None:
    done = fugai("report", folder, "-o", tmp_path / "r.html", "--brief", "--names")
    assert done.code == 0 and "facts of the registry" in done.out


def test_what_is_wrong_is_said_in_one_line(fugai: Run, folder: Path, tmp_path: Path) -> None:
    for words in (
        (tmp_path / "nothing",),
        (folder, "--alternative", "liasons"),
    ):
        done = fugai("report", *words, "-o", tmp_path / "r.html")
        assert done.code == 2 and done.err.startswith("✗") and "Traceback" not in done.err
    done = fugai("report", folder, "-o", tmp_path / "no" / "where" / "r.html", "--brief")
    assert done.code == 2 and "Cannot write" in done.err


def test_a_workbook_with_chinese_heads(fugai: Run, folder: Path, tmp_path: Path) -> None:
    done = fugai("export", folder, "--format", "xlsx", "--headers", "zh", "--out", tmp_path)
    assert done.code == 0 and (tmp_path / "workbook.xlsx").is_file()
    done = fugai("export", folder, "--format", "csv", "--headers", "zh", "--out", tmp_path)
    assert done.code == 2 and "xlsx" in done.err


def test_a_page_is_html_and_no_folder(fugai: Run, folder: Path, tmp_path: Path) -> None:
    for command in ("report", "replay"):
        done = fugai(command, folder, "-o", tmp_path / "r.pdf")
        assert done.code == 2 and "written as .html" in done.err
        taken = tmp_path / "taken.html"
        taken.mkdir(exist_ok=True)
        done = fugai(command, folder, "-o", taken)
        assert done.code == 2 and "Cannot write" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken.html"]


def test_a_damaged_table_is_named(fugai: Run, folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    for name in ("counts", "bottlenecks"):
        file = next(broken.rglob(f"{name}.parquet"))
        kept = file.read_bytes()
        file.write_bytes(kept[:100] + b"XXXX" * 8 + kept[132:])
        done = fugai("report", broken, "-o", tmp_path / "r.html")
        assert done.code == 2 and f"{file} is damaged" in done.err
        file.write_bytes(kept)
    assert not (tmp_path / "r.html").exists()


def test_a_word_file_is_one_of_that_name(fugai: Run, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "brief.docx"
    words = ("report", folder, "--format", "docx", "--brief", "-o")
    done = fugai(*words, target, "--lang", "zh")
    assert done.code == 0 and done.out == f"{target}\n" and target.read_bytes()[:2] == b"PK"
    target.write_bytes(b"mine")
    done = fugai(*words, target)
    assert done.code == 2 and "--force" in done.err and target.read_bytes() == b"mine"
    done = fugai(*words, tmp_path / "brief.html")
    assert done.code == 2 and "written as .docx" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["brief.docx"]


def test_raw_tables_are_for_the_workbook(fugai: Run, folder: Path, tmp_path: Path) -> None:
    done = fugai("export", folder, "--raw", "--out", tmp_path)
    assert done.code == 2 and "--raw is for xlsx" in done.err and not [*tmp_path.iterdir()]

"""``fugai new --registry``: a page, a scenario, a list in columns; nothing of persons."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from sim.locale import LANGUAGES
from sim.scenario import load
from sim.scenario.writing import COLUMNS
from sim.store.disk import TEMPORARY, replace_file
from tests.cli.conftest import Run
from tests.scenario.golden import DATA

LISTS = DATA / "lists"
PERSONS = re.compile(r"[甲乙丙丁戊己庚辛]某|000\d{8}(?!\d)|(?:路|街|巷)\d+号")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_a_scenario_and_a_list(fugai: Run, tmp_path: Path, language: str) -> None:
    given = str(LISTS / "C_带乡镇.xlsx")
    done = fugai("new", "mine", "--registry", given, "--out", str(tmp_path), "--lang", language)
    assert done.code == 0
    assert "26.8" in done.out
    scenario, beside = tmp_path / "mine.toml", tmp_path / "mine_organizations.csv"
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    checked = fugai("check", str(scenario), "--lang", language)
    assert checked.code == 0
    assert "298" in checked.out
    assert len(load(scenario).place.district_ids) == 8
    texts = [scenario.read_text("utf-8"), beside.read_text("utf-8"), done.out, checked.out]
    assert not any(PERSONS.search(text) for text in texts)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "mine.toml", "mine_organizations.csv", "scenario.schema.json",
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["", "--registry", "--from"])
def test_what_was_killed_at_any_file_may_be_given_again(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    (tmp_path / "list.csv").write_text("名称,类别,党员\n甲协会,社会团体,4\n", encoding="utf-8")
    assert fugai("new", "a", "--registry", tmp_path / "list.csv", "-o", tmp_path).code == 0
    given = {"--registry": tmp_path / "list.csv", "--from": tmp_path / "a.toml"}
    words = ("new", "mine", *((source, given[source]) if source else ()), "--out")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    written: list[str] = []
    for good in range(9):
        left = good

        def killed(path: Path, data: bytes, *, private: bool = False) -> None:
            nonlocal left
            if not left:
                path.with_name(f"{TEMPORARY}{gone.pid}-{path.name}").write_bytes(data)
                raise KeyboardInterrupt
            left -= 1
            replace_file(path, data, private=private)

        folder = tmp_path / f"{good}"
        with monkeypatch.context() as patch:
            patch.setattr("sim.store.disk.replace_file", killed)
            if fugai(*words, folder).code == 0:
                break
        again = fugai(*words, folder)
        assert again.code == 0, again.err
        written = [path.name for path in folder.iterdir()]
        assert not [name for name in written if name.startswith(TEMPORARY)]
    assert good == len(written) == (3 if source else 2)


def test_several_lists_are_townships_of_one_county(fugai: Run, tmp_path: Path) -> None:
    lists = [str(LISTS / f"D_{name}.xlsx") for name in ("东河镇", "城关镇", "西岭镇")]
    words = ["--registry", lists[0], "--registry", lists[1], lists[2], "--out", str(tmp_path)]
    assert fugai("new", "mine", *words).code == 0
    assert set(load(tmp_path / "mine.toml").place.district_ids) == {"东河镇", "城关镇", "西岭镇"}


def test_the_scenario_starts_after_the_last_founding(fugai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "名称,类别,成立日期\n甲,社团,2026-11-02\n乙,社团,2001\n", "utf-8"
    )
    done = fugai("new", "mine", "--registry", str(tmp_path / "a.csv"), "--out", str(tmp_path))
    assert "starts in 2026-12, the month after the last founding" in done.out
    scenario = load(tmp_path / "mine.toml")
    assert (scenario.start_year, scenario.start_month) == (2026, 12)
    assert "2027-06" in (tmp_path / "mine.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("heading", "cell", "hinted"), [("党员数", "3", True), ("乡镇", "东河镇", False)]
)
def test_a_page_says_why_it_starts_then_and_what_townships_would_give(
    fugai: Run, tmp_path: Path, heading: str, cell: str, *, hinted: bool
) -> None:
    text = f"名称,类别,{heading}\n甲,社团,{cell}\n乙,社团,{cell}\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    done = fugai("new", "mine", "--registry", str(tmp_path / "a.csv"), "--out", str(tmp_path))
    assert "starts in 2024-01, the default where no organization is founded later." in done.out
    assert "if it is of another month, change start." in done.out
    assert ("The list names no townships." in done.out) == hinted


def test_an_empty_list_is_never_written_over_another(fugai: Run, tmp_path: Path) -> None:
    list_ = str(tmp_path / "list.xlsx")
    assert [fugai("new", "--template", list_).code for _time in range(2)] == [0, 2]


def test_sentences_follow_one_another_as_the_language_has_it(fugai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称,党组织\n甲,有\n乙,无\n丙,不明\n", "utf-8")
    words = ["--registry", str(tmp_path / "a.csv"), "--out", str(tmp_path), "--lang", "zh"]
    assert "。另有 1 行" in fugai("new", "mine", *words).out


def test_marks_of_an_empty_cell_state_nothing(fugai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称,类别,党员数\n甲,社团,3\n乙,社团,/\n丙,社团,－\n", "utf-8")
    done = fugai("new", "mine", "--registry", str(tmp_path / "a.csv"), "--out", str(tmp_path))
    assert "党员数 (1 of 3 rows)" in done.out


def test_a_name_that_looks_like_a_formula_comes_back(fugai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称,类别\n=1+1社,社团\n乙,社团\n", "utf-8")
    assert (
        fugai("new", "mine", "--registry", str(tmp_path / "a.csv"), "-o", str(tmp_path)).code == 0
    )
    assert "'=1+1社" in (tmp_path / "mine_organizations.csv").read_text("utf-8")
    registry = load(tmp_path / "mine.toml").organizations.registry
    assert registry is not None
    assert registry.name == ("=1+1社", "乙")


def test_nothing_is_written_where_a_list_is_refused(fugai: Run, tmp_path: Path) -> None:
    good, bad = str(LISTS / "C_带乡镇.xlsx"), str(LISTS / "Z2_trunc.xlsx")
    out = tmp_path / "out"
    done = fugai("new", "mine", "--registry", good, "--registry", bad, "--out", str(out))
    assert done.code == 2
    assert "Z2_trunc.xlsx" in done.err
    assert not out.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_list_is_filled_in_and_read(fugai: Run, tmp_path: Path, language: str) -> None:
    path = tmp_path / "list.xlsx"
    assert fugai("new", "--template", str(path), "--lang", language).code == 0
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert len(sheet.data_validations.dataValidation) == 6
    assert all(sheet.cell(1, column).comment for column in range(1, len(COLUMNS) + 1))
    example = [cell.value for cell in sheet[2]]
    sheet.append(["1", "物流协会", *example[2:]])
    book.save(path)
    done = fugai("new", "mine", "--registry", str(path), "--out", str(tmp_path))
    assert done.code == 0
    registry = load(tmp_path / "mine.toml").organizations.registry
    assert registry is not None
    assert registry.name == ("物流协会",)
    assert registry.covered == (True,)
    assert fugai("new", "--template", str(path)).code == 2


@pytest.mark.parametrize(
    "words", [[], ["a", "b"], ["a", "--template", "x.xlsx"], ["--template", "x.csv"]]
)
def test_other_words_are_refused(fugai: Run, words: list[str]) -> None:
    assert fugai("new", *words).code == 2


def test_a_list_cannot_be_run(fugai: Run) -> None:
    done = fugai("run", str(LISTS / "C_带乡镇.xlsx"))
    assert done.code == 2
    assert "fugai new mycounty --registry" in done.err

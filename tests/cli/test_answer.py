"""The page that a run prints: its size, its order, its first table, and what it never imports."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli.answer_text import (
    FIRST,
    MOST_COLUMNS,
    MOST_LINES,
    _spaced,
    erased,
    page,
)
from sim.locale import in_language
from sim.pasts.lists import prepared
from sim.present.answer import Answer, Turn
from sim.present.sentences import conclusions
from sim.present.standing import letter, with_letters
from sim.present.tables import wrapped
from sim.results.compare import Tally
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario
from sim.text.problems import width
from tests.cli.conftest import Run
from tests.cli.terminal import screen, typed
from tests.present.answers import answer, moment, row

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Return a short run of the small place."""
    scenario = sim.load(SMALL, overrides=["years=1"])
    return run(scenario, replicates=3, out=tmp_path_factory.mktemp("runs") / "lived")


def crowded(number: int) -> Answer:
    """Return an answer of which there is much to say, with so many alternatives."""
    turn = Turn(
        "effort", "standing effort of the committees", 0.614, True, Tally(20, 46, 66),
        Tally(60, 6, 66), (0.07, 0.957), "2018-12",
    )  # fmt: skip
    others = {f"a{k}": 160 for k in range(number)}
    rows = [
        row(
            f"a{k}",
            moment(0.02, 138, against=others),
            moment(0.078, 193, month="2014-12", paper=0.14, against=others),
            title="派驻指导员五年并落实工作经费" if k % 2 else "Dispatched liaisons for five years",
            turns=(turn,),
        )
        for k in range(number)
    ]
    facts = ("growth of the register", "share not operating", "prices (4)")
    return replace(answer(*rows), not_given=facts)


def columns(lines: list[str]) -> Iterator[int]:
    return (width(line) for line in lines)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("number", [0, 1, 4, 6])
def test_a_page_has_25_lines_of_80_columns_at_most(
    lived: Results, number: int, language: str
) -> None:
    remarks = ["A remark that is long enough to take more than a line of a terminal: " * 2] * 9
    with in_language(language):
        lines = page(crowded(number), lived, remarks=remarks, after=["Results: here"])
    assert len(lines) <= MOST_LINES and max(columns(lines)) <= MOST_COLUMNS
    assert lines[-1] == "Results: here"
    assert any("--details" in line for line in lines[-2:])


def test_no_row_is_hidden_however_many_there_are(lived: Results) -> None:
    lines = page(crowded(30), lived)
    for number in (0, 25, 26, 29):
        assert any(line.startswith(f"{letter(number)} ") for line in lines)
    assert max(columns(lines)) <= MOST_COLUMNS
    assert [letter(number) for number in (0, 25, 26)] == ["A", "Z", "A2"]


def test_what_is_clear_stands_before_what_there_is_no_room_for(lived: Results) -> None:
    text = "\n".join(page(crowded(6), lived))
    assert "While they run, A (193 of 200)" in text
    assert "Most of the gain fades" not in text  # the third question says it
    assert "What is left in 2018-12? A +2.0 from +7.8" in text
    assert "Most of the gain fades" in "\n".join(page(crowded(1), lived))


def test_the_title_of_the_alternative_that_gains_most_is_the_last_to_be_cut(
    lived: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "Dispatched liaisons for five years and paid working time"
    against = {f"a{k}": 100 for k in range(3)}
    rows = [
        row(f"a{k}", moment(0.03 + k / 100, 195, against=against), title=f"{long} {k}")
        for k in range(3)
    ]
    whole = {}
    for most in range(MOST_LINES - 12, MOST_LINES + 1):
        monkeypatch.setattr("sim.cli.answer_text.MOST_LINES", most)
        lines = page(answer(*rows), lived)
        whole[most] = [f"{letter(k)} {long} {k}" in lines for k in range(3)]
    assert {*map(tuple, whole.values())} == {
        (False, False, False), (False, False, True), (True, True, True),
    }  # fmt: skip
    stands = [sum(each) for each in whole.values()]
    assert stands == sorted(stands)


def test_the_month_in_force_heads_its_column_where_all_end_in_one(lived: Results) -> None:
    against = {"a0": 100, "a1": 100}

    def heads(*months: str) -> str:
        rows = [
            row(f"a{k}", moment(0.04, 193, against=against), moment(0.08, 195, month=month))
            for k, month in enumerate(months)
        ]
        return "\n".join(page(answer(*rows), lived))

    assert re.search(r"in force .*\n.* 2014-12 +2018-12 ", heads("2014-12", "2014-12"))
    assert re.search(r"while it .*\n.* runs +2018-12 ", heads("2014-12", "2011-12"))


def test_titles_are_cut_where_nothing_is_concluded_too(lived: Results) -> None:
    long = "Dispatched liaisons for five years and the paid working time of their secretaries"
    rows = [row(f"a{k}", moment(0.0, 2, n=3), title=f"{long} {k}") for k in range(7)]
    found = replace(answer(*rows, n=3), history="Pasts led here. " * 20)
    assert not conclusions(with_letters(found))
    assert len(page(found, lived, remarks=["A remark."], after=["Results: here"])) <= MOST_LINES


def test_the_most_needed_conclusion_takes_the_room_of_what_is_less_needed(
    lived: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = replace(crowded(5), history="Pasts led here. " * 6)
    told = sorted(conclusions(with_letters(found)), key=lambda each: FIRST.index(each.rule))
    shown = {}
    for most in range(MOST_LINES - 5, MOST_LINES + 8):
        monkeypatch.setattr("sim.cli.answer_text.MOST_LINES", most)
        joint = "".join(line.strip() for line in page(found, lived)).replace(" ", "")
        stand = [each.text.replace(" ", "") in joint for each in told]
        shown[most] = (stand, "Pastsledhere" in joint, "C+2.0from+7.8" in joint)
    stands = [stand for stand, _, _ in shown.values()]
    assert all(stand[0] for stand in stands) and all(stands[-1])
    # The pasts give way to the first conclusion alone, a third alternative to any.
    assert not shown[MOST_LINES - 5][1] and shown[MOST_LINES + 7][1:] == (True, True)
    assert shown[MOST_LINES][1:] == (True, False)


@pytest.mark.parametrize("number", [1, 2, 4, 6])
def test_what_one_language_has_no_room_for_the_other_leaves_out_too(
    lived: Results, number: int
) -> None:
    found = crowded(number)
    others = dict.fromkeys(("en", "zh"), found)
    stand = {}
    for language in others:
        with in_language(language):
            lines = page(found, lived, after=["Results: here"], others=others)
            told = [_spaced(each.text) for each in conclusions(with_letters(found))]
            joint = "".join(line.strip() for line in lines).replace(" ", "")
            stand[language] = [text.replace(" ", "") in joint for text in told]
    assert stand["en"] == stand["zh"] and any(stand["en"])
    assert number < 4 or not all(stand["en"])


def test_facts_and_answer_come_before_caveats(fugai: Run, lived: Results) -> None:
    out = fugai("run", SMALL, "--replicates=3", "--set=years=1", f"--out={lived.folder}").out
    lines = out.splitlines()
    assert lines[0] == "Small county, 2010-07–2011-06"
    assert lines[1].startswith("40 organizations (") and "12 with a branch (30.0%)" in lines[1]
    assert lines[1].startswith("40 organizations (27 assumed operating), ")
    assert lines[2].startswith("If nothing new is done: reported coverage 30% → ")
    order = [
        next(n for n, line in enumerate(lines) if line.startswith(start))
        for start in (
            "Gain in points:", "A ", "3 simulations are too few for a conclusion",
            "What if the committees' routine work stops?", "How much is paper?",
            "What is left in 2011-06?",
            "Local facts not given:", "Results: ", "→ fugai report ",
        )
    ]  # fmt: skip
    assert order == sorted(order)
    assert "\x1b" not in out and len(lines) <= MOST_LINES
    chinese = fugai(
        "run", SMALL, "--replicates=3", "--set=years=1", f"--out={lived.folder}", "--lang=zh"
    ).out.splitlines()
    assert chinese[0] == "小县，2010-07 至 2011-06"
    assert max(columns(chinese[:-2])) <= MOST_COLUMNS


def test_rows_are_sorted_by_the_measure_asked_for(fugai: Run, lived: Results) -> None:
    words = ("run", SMALL, "--replicates=3", "--set=years=1", f"--out={lived.folder}")
    found = lived.compare()
    for measure in ("effective_coverage", "reported_coverage"):
        out = fugai(*words, f"--by={measure}").out
        gains = {name: found.difference(measure, name).band.q50 for name in lived.alternatives[1:]}
        first = max(gains, key=lambda name: gains[name])
        assert f"A {lived.info['alternatives'][first]['en']}" in out
    assert "Judged and sorted by: reported coverage." in out


def test_a_terminal_has_a_first_table_that_the_page_takes_the_place_of(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("LINES", "40")
    monkeypatch.setattr("sim.results.plan.first_part", lambda scenario, wanted: 2)
    words = ("run", SMALL, "--replicates=4", "--set=years=1", f"--out={tmp_path / 'run'}")
    first, _moved, rest = fugai(*words).out.partition("\x1b[")
    assert first.endswith("First 2 of 4 simulations; the conclusions follow.\n")
    assert "What if the committees' routine work stops?" not in first and "too few" not in first
    assert rest.startswith(f"{first.count(chr(10))}A\x1b[JSmall county")
    assert "of 4" in rest and "What if the committees' routine work stops?" in rest
    assert Results(tmp_path / "run").replicates == (0, 1, 2, 3)
    again = fugai(*words).out  # what is there needs no first table
    assert "\x1b[J" not in again and again == rest.partition("\x1b[J")[2]
    details = fugai(*words[:-1], f"--out={tmp_path / 'other'}", "--details").out
    assert "First 2 of 4" not in details


def test_the_first_table_waits_for_no_more_pasts_than_its_own(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUGAI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("sim.results.plan.first_part", lambda scenario, wanted: 2)
    asked: list[int] = []

    def counted(scenario: Scenario, replicates: int, **known: Any) -> Scenario:
        asked.append(replicates)
        return prepared(scenario, replicates, **known)

    monkeypatch.setattr("sim.cli.history_text.prepared", counted)
    words = ("run", SMALL, "--set=years=1", '--set=history.since="2009-01"', "--replicates=4")
    fugai(*words, f"--out={tmp_path / 'run'}")
    assert asked == [2, 4]
    found = Results(tmp_path / "run").scenario.pasts
    assert found is not None and len(found.taken) >= 4


RUN = """
import os
import sys
from sim.cli import base, main
from sim.results import plan
from sim.results.folder import RunFolder

plan.STACK = 150  # a chunk a replicate
plan.first_part = lambda scenario, wanted: 2
base.TOLD_SECONDS = 0.0  # so that a line stands above the table
write = RunFolder.write

def marked(self, done):
    write(self, done)
    os.write(1, b"\\a")  # beside the progress bar, which takes signs out of texts

RunFolder.write = marked
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize("columns", [100, 60])
def test_on_a_terminal_the_first_table_comes_before_the_last_chunk_and_goes(
    tmp_path: Path, columns: int
) -> None:
    words = ["run", str(SMALL), "--replicates=4", "--set=years=1", "--jobs=1", "--out=run"]
    text = typed([sys.executable, "-c", RUN, *words], tmp_path, columns=columns, lines=60)
    first = text.index("First 2 of 4 simulations")
    chunks = [at for at, sign in enumerate(text) if sign == "\a"]
    assert len([at for at in chunks if at < first]) == 2 and len(chunks) == 4
    shown = screen(text, columns)
    assert [line for line in shown if line.startswith("Small county")] == [shown[1]]
    assert shown[0].startswith("12 simulations: about ")
    assert not any("conclusions follow" in line or "simulating" in line for line in shown)
    assert any(line.startswith("What would change") or "Local facts" in line for line in shown)


def test_a_table_that_has_left_the_terminal_is_not_taken_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LINES", "24")
    assert erased(23) == "\x1b[23A\x1b[J"
    assert erased(24) == erased(0) == ""


def test_a_run_imports_neither_scipy_nor_matplotlib(tmp_path: Path) -> None:
    text = (
        "import sys\n"
        "from sim.cli import main\n"
        "try:\n"
        f"    main(['run', {str(SMALL)!r}, '--replicates=45', '--set=years=1', '--out=run'])\n"
        "except SystemExit as left:\n"
        "    assert not left.code, left.code\n"
        "heavy = {'scipy', 'matplotlib', 'pandas', 'mesa'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PYTHONPATH": str(Path(sim.__file__).parents[1]), "FUGAI_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "What is left in 2011-06?" in done.stdout


def test_lines_break_at_spaces_and_between_chinese_characters() -> None:
    assert wrapped("one two three", 9, indent=2) == ["one two", "  three"]
    assert wrapped("派驻指导员，三年。", 10) == ["派驻指导", "员，三年。"]
    assert wrapped("（A）派驻", 6) == ["（A）", "派驻"]
    assert wrapped("unbreakable", 4) == ["unbreakable"]
    assert wrapped("", 4) == [""]

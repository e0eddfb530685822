"""Bytes to tables: encodings, line ends, and slips in lines of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import load
from sim.scenario.mending import FULL_WIDTH
from sim.scenario.reading import decode, parse
from sim.scenario.slips import hint_for
from sim.text.problems import ScenarioError
from tests.scenario.golden import DATA

FULL = (DATA / "full.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_utf8_is_read_with_and_without_bom(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "full.toml"
    path.write_bytes(FULL.replace("\n", end).encode(encoding))
    assert load(path).resolved() == load(DATA / "full.toml").resolved()


def test_a_gbk_file_is_refused_by_name_and_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        decode('format = 1\ntitle = "示例"\n'.encode("gbk"), "case.toml")
    (problem,) = caught.value.problems
    assert problem.message == "This file is not UTF-8; it looks like GBK."
    assert (problem.line, problem.shown) == (2, ((2, 'title = "示例"'),))


@pytest.mark.parametrize(
    ("raw", "name"), [("x = 1".encode("utf-16"), "UTF-16"), (b"\xff\x00\x81\xff", "not text")]
)
def test_other_encodings_are_refused(raw: bytes, name: str) -> None:
    with pytest.raises(ScenarioError, match=name):
        decode(raw, "case.toml")


def test_every_slip_of_a_file_is_found_and_the_rest_is_read() -> None:
    text = "a ＝ 1\nb = 2\nc = 60%\nb = 3\n[d]\ne = yes\nf = 1\n"
    data, problems = parse(text, "case.toml")
    assert data == {"a": 1, "b": 2, "c": 0.6, "d": {"e": True, "f": 1}}
    assert sorted(problem.line or 0 for problem in problems) == [1, 3, 4, 6]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("start = 2009年1月", 'Months are written "2009-01", with quotation marks.'),
        ("start = 2009/1/1", 'Months are written "2009-01", with quotation marks.'),
        ("n = 12,345,678", "Numbers have no thousands separators: write 12345678."),
        ("n = 12.5%", "Shares are written between 0 and 1: write 0.125, not 12.5%."),
        ("n = 12万", "Write the number alone: 120_000. Its unit is fixed."),
        ("n = True", "Write true."),
        ("n = 否", "Write false."),
        ("n = easy_first", 'Texts stand between quotation marks: write "easy_first".'),
        ('n = "a', "A closing quotation mark is missing."),
        ("n 5", "A line reads: key = value."),
        ("n = 1 + 1", ""),
    ],
)
def test_slips_are_named(line: str, hint: str) -> None:
    assert hint_for(line) == hint


def test_full_width_signs_in_texts_and_comments_are_meant() -> None:
    data, problems = parse('a = "（东街）" # 说明：全角\n', "case.toml")
    assert data == {"a": "（东街）"}
    assert not problems
    assert hint_for('a = "（东街）" # 说明：全角') == ""


def test_every_full_width_sign_has_an_ascii_one() -> None:
    assert all(sign.isascii() and not wide.isascii() for wide, sign in FULL_WIDTH.items())
    assert FULL_WIDTH["＝"] == "="
    assert FULL_WIDTH["９"] == "9"

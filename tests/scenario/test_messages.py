"""Mistakes in scenario files and registries: said all at once, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.locale import LANGUAGES
from sim.policies import POLICIES
from sim.scenario import load
from sim.scenario.messages import meant_policies
from sim.text.problems import Problem, ScenarioError, line_problem, width
from tests.scenario.golden import cases, golden, said

PLAIN = """format = 1
title = "x"
start = "2009-01"
years = 5
[organizations.synthesis]
kinds.social_group = { organizations = 20 }
"""


def problems(text: str, folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the text of a scenario file."""
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load(path)
    except ScenarioError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_what_is_said_is_what_was_agreed(path: Path, language: str) -> None:
    expected = golden(path, language).read_text(encoding="utf-8")
    assert expected, "a case must be a mistake"
    assert said(path, language) == expected


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_both_languages_point_at_the_same_places(path: Path) -> None:
    places = re.compile(r"^✗ [^:]+:\d*|^ *\| +\^+$", re.MULTILINE)
    english, chinese = (golden(path, code).read_text(encoding="utf-8") for code in LANGUAGES)
    assert places.findall(english) == places.findall(chinese)
    for text in re.findall(r"^✗ [^ ]+ (.*)$", chinese, re.MULTILINE):
        assert re.search("[\u4e00-\u9fff]", text), text


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_chinese_sentences_follow_each_other_without_a_blank(path: Path) -> None:
    text = golden(path, "zh").read_text(encoding="utf-8")
    assert not re.findall(r"[。！？；] +\w.*", text)


def test_every_golden_file_belongs_to_a_case() -> None:
    folder = cases()[0].parent
    expected = {golden(path, language) for path in cases() for language in LANGUAGES}
    assert set(folder.glob("*.txt")) == expected


def test_a_small_number_in_scientific_notation_is_a_number(tmp_path: Path) -> None:
    assert not problems(PLAIN + "[budget]\ndiscount_per_year = 1e-3\n", tmp_path)


def test_tabs_and_spaces_do_not_matter(tmp_path: Path) -> None:
    assert not problems(PLAIN.replace("years = 5", "\tyears=5 # 五年"), tmp_path)


def test_a_whole_number_stands_for_a_real_one(tmp_path: Path) -> None:
    assert not problems(PLAIN + "[budget]\ncap_yuan_per_year = 1_000\n", tmp_path)


def test_the_caret_is_as_wide_as_what_it_points_at() -> None:
    problem = line_problem("f", 'x = "东街", y', 1, (4, 8), "m")
    shown, caret = str(problem).split("\n")[-2:]
    assert caret.index("^") == shown.index('"')
    assert caret.count("^") == width('"东街"') == 6


def test_width_counts_columns() -> None:
    assert (width("ab"), width("东"), width("＝"), width("e\u0301")) == (2, 2, 2, 1)


def test_an_error_tells_the_number_of_mistakes_and_shows_the_first_ones() -> None:
    error = ScenarioError([Problem("f", f"m{n}") for n in range(200)])
    assert str(error).endswith("200 mistakes. The first 60 are shown.")
    assert "m59" in str(error)
    assert "m60" not in str(error)
    assert str(ScenarioError([Problem("f", "m")])).endswith("1 mistake.")


def test_what_follows_from_a_mistake_is_not_said_again(tmp_path: Path) -> None:
    found = problems(PLAIN.replace("kinds.social_group =", "kinds.social_group ＝"), tmp_path)
    assert [problem.line for problem in found] == [6]
    found = problems(PLAIN.replace("{ organizations = 20 }", '"20"'), tmp_path)
    assert [problem.line for problem in found] == [6]


def test_places_that_are_wrong_are_not_missed_elsewhere(tmp_path: Path) -> None:
    places = '[places]\ndistricts = [ { id = "a b" } ]\n[budget]\ndistricts = { "a b" = 1 }\n'
    assert [problem.line for problem in problems(PLAIN + places, tmp_path)] == [8]


@pytest.mark.parametrize("value", ["3", "[3]", "true", '["annual_check"]'])
def test_what_is_no_policy_is_told_to_be_a_table(tmp_path: Path, value: str) -> None:
    (problem,) = problems(f"baseline = {value}\n{PLAIN}", tmp_path)
    assert problem.line == 1
    assert "must be a" in problem.message


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 300 + "HERE" + "y" * 300
    shown, caret = str(line_problem("f", line, 1, (300, 304), "m")).split("\n")[-2:]
    assert len(shown) < 180
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "HERE"
    assert shown.count("…") == 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("年检", ["annual_check"]),
        ("派驻指导员队伍", ["dispatch_liaisons"]),
        ("Coverage Quota", ["coverage_quota"]),
        ("统计基数", ["base_cleanup"]),
        ("书记培训班", ["secretary_training"]),
        ("publicity", ["publicity_campaign"]),
        ("书记", ["secretary_protection", "secretary_sourcing", "secretary_stipend",
                  "secretary_training"]),
        ("x", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_policy_is_known_by_its_labels(written: str, meant: list[str]) -> None:
    assert meant_policies(written, sorted(POLICIES)) == meant


def test_a_file_without_its_ending_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mycounty.toml").write_text(PLAIN, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load("mycounty")
    assert refused.value.problems[0].hint == 'Did you mean "mycounty.toml"?'

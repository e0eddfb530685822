"""Slips of a Chinese or English keyboard: one message with line, caret and the right text."""

from __future__ import annotations

import pytest

from sim.scenario.reading import parse
from sim.text.numerals import number_of, written
from sim.text.problems import Problem


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("20万", 200_000), ("20 万元", 200_000), ("2.5万", 25_000), ("1.2亿", 120_000_000),
        ("二十万", 200_000), ("三千五百元", 3_500), ("十二", 12), ("一百零五", 105),
        ("两万", 20_000),
        ("壹拾万元", 100_000), ("1,000", 1_000), ("1 000", 1_000), ("２００", 200),
        ("￥3,000", 3_000),
        ("约20人", 20), ("20人左右", 20), ("200k", 200_000), ("5w", 50_000), ("5 weeks", 5),
        ("3 months", 3), ("5%", 0.05), ("５％", 0.05), ("百分之五", 0.05), ("3成", 0.3),
        (".5", 0.5),
        ("0,05", 0.05), ("-3", -3), ("20-30万", None), ("abc", None), ("", None), ("万", None),
        ("2009-06", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: float | None) -> None:
    found = number_of(text)
    assert found == (None if number is None else pytest.approx(number))


def test_long_numbers_are_written_in_groups() -> None:
    assert [written(n) for n in (200_000, 3_000, 0.05, 1e7)] == [
        "200_000", "3000", "0.05", "10_000_000",
    ]  # fmt: skip


def slips(text: str) -> tuple[dict[str, object], list[Problem]]:
    return parse(text, "case.toml")


@pytest.mark.parametrize(
    ("line", "hint", "value"),
    [
        ("cap_yuan_per_year = 20万", "200_000 (yuan per year)", {"cap_yuan_per_year": 200_000}),
        ("cost_liaison_month_yuan = 0.3万", "3000 (yuan)", {"cost_liaison_month_yuan": 3_000}),
        ("years ＝ ５", "Write: years = 5", {"years": 5}),
        ("question = “派人”", 'Write: question = "派人"', {"question": "派人"}),
        ("question = 「派人」", 'Write: question = "派人"', {"question": "派人"}),
        ("notes = 【\"a\"，\"b\"】", 'Write: notes = ["a","b"]', {"notes": ["a", "b"]}),
        ("年限 = 5", "Write: years = 5", {"years": 5}),
        ("[预算]", "Write: [budget]", {"budget": {}}),
        ("【预算】", "Write: [budget]", {"budget": {}}),
        ("[[alternatives]", "Write: [[alternatives]]", {"alternatives": [{}]}),
        ("seed = 7;", "Write: seed = 7", {"seed": 7}),
        ("seed = 7。", "Write: seed = 7", {"seed": 7}),
        ("seed = 7 // mine", "Write: seed = 7  # mine", {"seed": 7}),
        ("seed := 7", "Write: seed = 7", {"seed": 7}),
        ("seed == 7", "Write: seed = 7", {"seed": 7}),
        ("seed: 7", "Write: seed = 7", {"seed": 7}),
        ("a = { b = 1, }", "Write: a = { b = 1 }", {"a": {"b": 1}}),
        ("a = { start = 2009年6月 }", '"2009-06"', {"a": {"start": "2009-06"}}),
        ("a = { liaisons = 4名 }", "4 (posts)", {"a": {"liaisons": 4}}),
        ("a = { b: \"c\" }", 'Write: a = { b = "c" }', {"a": {"b": "c"}}),
    ],
)  # fmt: skip
def test_a_slip_is_one_message_with_the_right_text(
    line: str, hint: str, value: dict[str, object]
) -> None:
    data, problems = slips(f"format = 1\n{line}\n")
    (problem,) = problems
    assert problem.line == 2 and problem.end > problem.start
    assert problem.shown[-1] == (2, line)
    assert hint in problem.hint
    assert data == {"format": 1, **value}


def test_an_inline_table_over_lines_is_told_on_one() -> None:
    data, (problem,) = slips(
        'format = 1\nx = [\n  { policy = "census", # a remark\n    intensity = 0.5,\n  },\n]\n'
        "y = 2\n"
    )
    assert problem.line == 3 and 'Write: { policy = "census", intensity = 0.5 }' in problem.hint
    assert data == {"format": 1, "x": [{"policy": "census", "intensity": 0.5}], "y": 2}


def test_a_comma_that_is_missing_between_lines_is_told_where_it_belongs() -> None:
    data, (problem,) = slips("x = [\n  { a = 1 }\n  { a = 2 }\n]\n")
    assert problem.line == 2 and "comma is missing" in problem.message
    assert data == {"x": [{"a": 1}, {"a": 2}]}


def test_names_of_ones_own_are_to_be_quoted() -> None:
    _data, (problem,) = slips("[budget]\ndistricts = { 城关镇 = 50000 }\n")
    assert 'between quotation marks: "城关镇"' in problem.hint


def test_a_text_that_is_never_closed_is_found_where_it_begins() -> None:
    _data, problems = slips("format = 1\nquestion = '派人\n[budget]\nx = { y = 1 }\n")
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十五六万", None),
        ("三四十", None),
        ("七八", None),
        ("二十五", 25),
        ("二〇〇九", 2009),
        ("二百一十", 210),
    ],
)
def test_numerals_that_say_one_number_or_the_next_are_no_number(
    words: str, number: float | None
) -> None:
    assert number_of(words) == number

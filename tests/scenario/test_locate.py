"""The scanner finds every key and value where the file has it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.writing import dumps
from sim.text.locate import Path, locate
from tests.scenario.golden import DATA

TRICKY = '''
a = 1 # a comment with "quotes" and [brackets]
"quoted key" = 'literal # no comment'
dotted.key.deep = { x = [1, 2, { y = "}" }], 'z' = """one
two""" }
[table]
list = [
  1, # first
  "]",
  [2, 3],
]
[[rows]]
name = "escaped \\" quote"
[rows.inner]
v = 1979-05-27T07:32:00Z
[[rows]]
name = 'two'
[[rows.deep]]
k = true
[[rows.deep]]
k = false
'''


def leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value that is neither a table nor a list, with its path."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from leaves(value, (*path, name))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from leaves(value, (*path, position))
    else:
        yield path, data


def check(text: str) -> None:
    """Check that the text at every value's place reads as that value."""
    positions = locate(text)
    assert not positions.duplicates
    assert positions.unclosed is None
    for path, value in leaves(tomllib.loads(text)):
        span = positions.values[path]
        assert tomllib.loads("v = " + text[span.start : span.end])["v"] == value, path
        if isinstance(path[-1], str):
            key = positions.keys[path]
            table = tomllib.loads(text[key.start : key.end] + " = 0")
            assert next(reversed(list(leaves(table))))[0][-1] == path[-1]


@pytest.mark.parametrize("text", [TRICKY, (DATA / "full.toml").read_text(encoding="utf-8")])
def test_every_value_is_where_the_scanner_says(text: str) -> None:
    check(text)


NAMES = st.text("abc-_1东 .\"'", min_size=1, max_size=5)
VALUES = st.recursive(
    st.booleans() | st.integers(0, 10**6) | st.text("a\"'\\#[]{}=,东\t\n ", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_every_value_of_any_document_is_found(data: dict[str, Any]) -> None:
    check(dumps(data))


def test_keys_given_twice_are_found_with_both_places() -> None:
    text = "a = 1\nb = 2\na = 3\n[t]\nx = { y = 1, y = 2 }\n[t]\n"
    positions = locate(text)
    found = [
        (path, positions.line_of(one.start), positions.line_of(two.start))
        for path, one, two in positions.duplicates
    ]
    assert found == [(("a",), 1, 3), (("t", "x", "y"), 5, 5), (("t",), 4, 6)]


@pytest.mark.parametrize("text", ["a = [1,\n2\n", "a = { b = 1,\n", 'a = """x\ny', "a = [[1]"])
def test_what_stays_open_is_found(text: str) -> None:
    unclosed = locate(text).unclosed
    assert unclosed is not None
    assert unclosed.start == 4


@pytest.mark.parametrize("text", ["", "=", "[", "[[", "a", "a =", "a = '", "]", "a.b", ". = 1"])
def test_broken_text_is_scanned_to_its_end(text: str) -> None:
    locate(text)


def test_the_nearest_table_stands_for_what_is_not_there() -> None:
    positions = locate("[a]\nb = { c = 1 }\n")
    span = positions.find(("a", "b", "d"))
    assert span is not None
    assert positions.text[span.start : span.end] == "b"
    table = positions.find(("a", "x"), key=True)
    assert table is not None
    assert positions.text[table.start : table.end] == "[a]"
    assert positions.find(("z",)) is None

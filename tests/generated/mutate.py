"""Seeded mutations of scenario, study and registry files, of their values and of their text."""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterator
from random import Random
from typing import Any

Place = tuple[Any, str | int]
"""A table or list, and a key or position in it."""

ODD: tuple[Any, ...] = (
    0, 1, -1, 3, 0.5, -0.5, 1e-9, 1.0000001, 100, 1e308, -1e308, float("inf"),
    float("nan"),
    10**6, 10**9, 10**18, 10**30, 10**59, -(2**63), 2**64, True, False, "", " ", "x", "甲",
    "二十万", "20万", "５", "5%", "2009-13", "0000-00", "2009年6月", "1e9", "nan", "null", "=1+1",
    "../../etc",
    "x" * 2_000, "\u200b", "a\nb", "a\x7fb", [], {}, [[]], [{}], {"": 1}, {"a": {"b": {"c": 1}}},
    [1, "a", {}], ["sweep"], datetime.date(2009, 6, 1), datetime.time(9, 30),
    datetime.datetime(2009, 6, 1, 9), [0] * 2_000,
)  # fmt: skip
SIGNS = "＝：“”，。［］｛｝【】;；\"'=[]{}#,.\\\t\n\r\x00\ufeff\u3000 -+_0９年万%é𠮷"


def places(data: Any) -> Iterator[Place]:
    """Yield every place of a document."""
    if isinstance(data, dict):
        entries: Any = list(data.items())
    elif isinstance(data, list):
        entries = list(enumerate(data))
    else:
        return
    for key, value in entries:
        yield data, key
        yield from places(value)


def mutated(data: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Return a document with one to four of its values, keys or tables changed."""
    changed = copy.deepcopy(data)
    for _turn in range(chance.randint(1, 4)):
        found = [*places(changed)]
        if not found:
            return changed
        table, key = chance.choice(found)
        chance.choice((_odd, _odd, _odd, _scaled, _removed, _renamed, _doubled, _swapped))(
            table, key, found, chance
        )
    return changed


def _odd(table: Any, key: Any, _found: list[Place], chance: Random) -> None:
    table[key] = copy.deepcopy(chance.choice(ODD))


def _scaled(table: Any, key: Any, found: list[Place], chance: Random) -> None:
    """Change a number: a zero too many, a sign, ten thousand for one."""
    numbers = [
        (where, name) for where, name in found
        if isinstance(where[name], (int, float)) and not isinstance(where[name], bool)
    ]  # fmt: skip
    if numbers:
        table, key = chance.choice(numbers)
        table[key] *= chance.choice((-1, 0, 10, 100, 10**4, 10**8, 0.01, 10**20))


def _removed(table: Any, key: Any, _found: list[Place], _chance: Random) -> None:
    del table[key]


def _renamed(table: Any, key: Any, _found: list[Place], chance: Random) -> None:
    if isinstance(table, dict):
        name = str(key)
        at = chance.randrange(len(name) + 1)
        other = chance.choice(
            (name[:at] + name[at + 1 :], name[:at] + "x" + name[at:], "年限", "", name.upper())
        )
        table[other] = table.pop(key)


def _doubled(table: Any, key: Any, _found: list[Place], chance: Random) -> None:
    if isinstance(table, list):
        table.extend(copy.deepcopy(table[key]) for _ in range(chance.choice((1, 2, 50))))
    else:
        table[f"{key}2"] = copy.deepcopy(table[key])


def _swapped(table: Any, key: Any, found: list[Place], chance: Random) -> None:
    other, name = chance.choice(found)
    one, two = copy.deepcopy(table[key]), copy.deepcopy(other[name])
    table[key] = two
    if not isinstance(name, int) or name < len(other):
        other[name] = one


def scratched(text: str, chance: Random) -> str:
    """Return a text with some signs, lines or blocks changed, as a slip or a bad copy does."""
    for _turn in range(chance.choice((1, 1, 1, 2, 5))):
        at, sign = chance.randrange(len(text) + 1), chance.choice(SIGNS)
        lines = text.split("\n")
        row = chance.randrange(len(lines))
        how = chance.randrange(8)
        if how == 0:
            text = text[:at] + sign + text[at:]
        elif how == 1:
            text = text[:at] + text[at + chance.choice((1, 1, 3, 40)) :]
        elif how == 2:
            text = text[:at] + sign + text[at + 1 :]
        elif how == 3:
            text = "\n".join(lines[:row] + lines[row + 1 :])
        elif how == 4:
            text = "\n".join([*lines[:row], lines[row], *lines[row:]])
        elif how == 5:
            other = chance.randrange(len(lines))
            lines[row], lines[other] = lines[other], lines[row]
            text = "\n".join(lines)
        elif how == 6:
            text = (
                text[:at]
                + chance.choice(("[", "{", '"', "'''", "[[", "]")) * chance.choice((1, 3, 200))
                + text[at:]
            )
        else:
            wide = str.maketrans('=",.[]{}0123456789', "＝“，。［］｛｝０１２３４５６７８９")
            lines[row] = lines[row].translate(wide)
            text = "\n".join(lines)
    return text


def toml(data: dict[str, Any]) -> str:
    """Write a document as TOML, with whatever values it has."""
    plain = {key: value for key, value in data.items() if not isinstance(value, dict)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, value in data.items():
        if isinstance(value, dict):
            lines.append(f"\n[{_key(key)}]")
            lines += [f"{_key(name)} = {_value(entry)}" for name, entry in value.items()]
    return "\n".join(lines) + "\n"


def _key(key: Any) -> str:
    return json.dumps(str(key), ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)

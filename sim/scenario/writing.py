"""Plain data as TOML: a resolved scenario in the form in which it could have been written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sim.parameters import PARAMETERS
from sim.scenario.scenario import Scenario

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def resolved_toml(scenario: Scenario) -> str:
    """Return every value in force as a scenario file; parameters at their defaults as comments.

    The registry stays the file that it is, so the text belongs into the same folder.
    """
    content = scenario.resolved()
    registry = content["organizations"].get("registry")
    if registry is not None:
        columns = registry["columns"]
        content["organizations"] = {
            **content["organizations"],
            "registry": registry["file"],
        }
        comment = f"# {registry['file']}: {len(registry['rows'])} rows, {registry['encoding']}"
        comment += f", columns {', '.join(columns)}\n"
    else:
        comment = ""
    if "posterior" in content:
        content["posterior"] = content["posterior"]["file"]
    parameters = content.pop("parameters")
    return comment + dumps(content) + "\n" + _parameters(parameters)


def _parameters(given: Mapping[str, float]) -> str:
    lines = ["[parameters]"]
    for name, parameter in PARAMETERS.items():
        note = f"{parameter.low:g} to {parameter.high:g} {parameter.unit}"
        if name in given:
            lines.append(f"{name} = {_value(given[name])} # {note}")
        else:
            lines.append(f"# {name} = {parameter.default:g} ({note}, {parameter.scale})")
    return "\n".join(lines) + "\n"


def dumps(data: Mapping[str, Any]) -> str:
    """Write tables as TOML; empty tables and lists are left out."""
    return "\n".join(_table((), _filled(data))).lstrip("\n") + "\n"


def _filled(value: Any) -> Any:
    """Leave out tables and lists that hold nothing."""
    if isinstance(value, Mapping):
        filled = {name: _filled(entry) for name, entry in value.items()}
        return {name: entry for name, entry in filled.items() if entry not in ({}, [])}
    return [_filled(entry) for entry in value] if isinstance(value, list) else value


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> list[str]:
    """Lines of a table: its values first, then the tables within it."""
    lines: list[str] = []
    inner: list[tuple[str, Any]] = []
    for name, value in table.items():
        if _has_own_header(value):
            inner.append((name, value))
        else:
            lines.append(f"{_key(name)} = {_value(value)}")
    for name, value in inner:
        header = ".".join(map(_key, (*path, name)))
        if isinstance(value, list):
            for entry in value:
                lines += ["", f"[[{header}]]", *_table((*path, name), entry)]
        else:
            lines += ["", f"[{header}]", *_table((*path, name), value)]
    return lines


def _has_own_header(value: Any) -> bool:
    """Whether a value gets a header: it holds tables, or is a table of more than plain values."""
    if isinstance(value, list):
        tables = [entry for entry in value if isinstance(entry, dict)]
        return bool(value) and len(tables) == len(value) and not _short(tables)
    return isinstance(value, dict) and not _short([value])


def _short(tables: list[dict[str, Any]]) -> bool:
    return all(
        len(table) <= 4 and not any(isinstance(entry, (dict, list)) for entry in table.values())
        for table in tables
    )


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {_value(entry)}" for name, entry in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return repr(value)

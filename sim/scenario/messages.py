"""What pydantic refuses, said in words: what was found, what is allowed, the nearest name."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.locale import _, current_language
from sim.locale.units import unit_name
from sim.scenario.errors import one_of
from sim.scenario.guide import Node, allowed_at, json_schema
from sim.scenario.locate import Path
from sim.scenario.vocabulary import KINDS, TYPES

PROPORTIONS = ("share", "probability", "per year", "share per year", "factor", "level")
EXCEL_DAYS = (20000, 80000)  # 1954-10-03 to 2119-01-11, as day numbers of a spreadsheet


@dataclass(frozen=True)
class Issue:
    """A mistake at a path of the file; ``at_key`` points at the key, not at its value.

    ``absent`` is the path of a key that is not there, ``meant`` the one that an unknown key
    probably stands for: where they are the same, the second message says it all.
    """

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False
    absent: Path | None = None
    meant: Path | None = None


def issue(error: Mapping[str, Any], data: Any) -> Issue:
    """Word one of pydantic's errors about ``data``."""
    path, of_key = _path(error["loc"], data)
    if isinstance(_at(path[:-1], data), str):
        # A plain text stands for itself in both languages.
        path = path[:-1]
    name = _name(path)
    node, value, sort = allowed_at(path, data), error["input"], error["type"]
    if sort == "extra_forbidden":
        return _unknown(path, data)
    if of_key:
        allowed = allowed_at(path[:-1], data).get("propertyNames", {}).get("enum", [])
        return Issue(path, _('Unknown name "{name}".').format(name=name), near(name, allowed), True)
    if sort == "missing":
        message = _('"{name}" is missing.').format(name=name)
        return Issue(path[:-1], message, _meaning(node), at_key=True, absent=path)
    if sort == "union_tag_not_found":
        message = _('"{name}" is missing.').format(name="policy")
        hint = near("", node["choices"])
        return Issue(path, message, hint, at_key=True, absent=(*path, "policy"))
    if sort == "union_tag_invalid":
        found = str(value["policy"])
        message = _('There is no policy "{name}".').format(name=found)
        return Issue((*path, "policy"), message, near(found, node["choices"]))
    if sort in ("greater_than_equal", "less_than_equal"):
        return _out_of_range(path, value, node, too_high=sort == "less_than_equal")
    if sort == "literal_error":
        message = _('"{name}" = {found} is not one of those allowed.').format(
            name=name, found=shown(value)
        )
        if "const" in node:
            only = _("Allowed: {names}.").format(names=shown(node["const"]))
            return Issue(path, message, only)
        return Issue(path, message, near(str(value), node["enum"]))
    if sort == "string_pattern_mismatch":
        return Issue(path, *_pattern(name, value, node))
    if sort in ("too_short", "string_too_short"):
        if not value:
            return Issue(path, _('"{name}" is empty.').format(name=name), _meaning(node))
        message = _('"{name}" has too few entries.').format(name=name)
        return Issue(path, message, _meaning(node))
    if sort == "finite_number":
        return Issue(path, _('"{name}" must be a finite number.').format(name=name), _range(node))
    message = _('"{name}" must be {expected}, not {found}.').format(
        name=name, expected=_expected(node), found=shown(value)
    )
    return Issue(path, message, _type_hint(value, node))


def near(name: str, allowed: Sequence[str]) -> str:
    """Suggest the nearest of what is allowed, else list it."""
    vocabulary = {**KINDS, **TYPES}
    if vocabulary.get(name) in allowed:
        return _('Write "{name}".').format(name=vocabulary[name])
    close = closest(name, allowed)
    if close:
        return _('Did you mean "{name}"?').format(name=close)
    if not allowed:
        return ""
    return _("Allowed: {names}.").format(names=one_of(sorted(allowed)))


def closest(name: str, allowed: Sequence[str]) -> str:
    """Return the nearest of what is allowed, an empty text where nothing is near."""
    close = difflib.get_close_matches(name.lower().replace("-", "_"), allowed, n=1, cutoff=0.6)
    return close[0] if close else ""


def shown(value: Any) -> str:
    """Write a value as the file does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 else f'"{value[:39]}…"'
    if isinstance(value, Mapping):
        return _("a table")
    if isinstance(value, (list, tuple)):
        return _("a list")
    return str(value)


def _path(loc: Sequence[str | int], data: Any) -> tuple[Path, bool]:
    """Drop the names of union members from pydantic's location; tell an error of a key apart."""
    path: list[str | int] = []
    for part in loc:
        if part == "[key]":
            return tuple(path), True
        if isinstance(data, Mapping) and part not in data and data.get("policy") == part:
            continue
        path.append(part)
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, (list, tuple)) and isinstance(part, int):
            data = data[part] if part < len(data) else None
    return tuple(path), False


def _at(path: Path, data: Any) -> Any:
    for part in path:
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _name(path: Path) -> str:
    names = [str(part) for part in path if isinstance(part, str)]
    return names[-1] if names else ""


def _unknown(path: Path, data: Any) -> Issue:
    name, parent = _name(path), allowed_at(path[:-1], data)
    allowed = list(parent.get("properties", {}))
    message = (
        _('Unknown parameter "{name}".') if path[0] == "parameters" else _('Unknown key "{name}".')
    ).format(name=name)
    if len(path) > 1 and name in json_schema()["properties"]:
        hint = _("It belongs at the top of the file, before the first [table].")
        return Issue(path, message, hint, at_key=True, meant=(name,))
    close = closest(name, allowed)
    meant = (*path[:-1], close) if close else None
    return Issue(path, message, near(name, allowed), at_key=True, meant=meant)


def _meaning(node: Node) -> str:
    text = str(node.get(f"x-{current_language()}", ""))
    meaning = _("{text}.").format(text=text) if text else ""
    return f"{meaning} {_range(node)}".strip()


def _range(node: Node) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    unit = f" ({unit_name(node['x-unit'])})" if node.get("x-unit") else ""
    if low is not None and high is not None:
        return _("Allowed: {low} to {high}{unit}.").format(
            low=_number(low), high=_number(high), unit=unit
        )
    if low is not None:
        return _("Allowed: {low} or more{unit}.").format(low=_number(low), unit=unit)
    return ""


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def _out_of_range(path: Path, value: float, node: Node, *, too_high: bool) -> Issue:
    low, high = node.get("minimum", 0.0), node.get("maximum", 0.0)
    message = (
        _('"{name}" = {value} is too high: the largest allowed value is {limit}.')
        if too_high
        else _('"{name}" = {value} is too low: the smallest allowed value is {limit}.')
    ).format(name=_name(path), value=shown(value), limit=_number(high if too_high else low))
    hint = _range(node)
    if too_high and node.get("x-unit") in PROPORTIONS and low <= value / 100 <= high:
        hint += " " + _("For {value:g} % write {share:g}.").format(value=value, share=value / 100)
    return Issue(path, message, hint)


def _expected(node: Node) -> str:
    if node.get("x-unit") == "YYYY-MM":
        return _('a month such as "2010-01"')
    names = {
        "number": _("a number"),
        "integer": _("a whole number"),
        "string": _("a text between quotation marks"),
        "boolean": _("true or false"),
        "array": _("a list [ … ]"),
        "object": _("a table { … }"),
    }
    return names.get(str(node.get("type")), _("something else"))


def _type_hint(value: Any, node: Node) -> str:
    """Say what to write instead of a value of the wrong type."""
    if node.get("x-unit") == "YYYY-MM":
        return month_hint(value)
    if isinstance(value, str) and node.get("type") in ("number", "integer"):
        percent = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*", value)
        if percent:
            return _("Shares are written between 0 and 1: write {share:g}, not {percent}%.").format(
                share=float(percent[1]) / 100, percent=percent[1]
            )
        number = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\D*", value)
        if number:
            return _("Write the number alone, without quotation marks: {number}.").format(
                number=number[1]
            )
    if isinstance(value, (int, float)) and node.get("type") == "string":
        return _('Texts stand between quotation marks: write "{word}".').format(word=shown(value))
    if isinstance(value, str) and node.get("type") == "array":
        return _("Put it between brackets: [{value}].").format(value=shown(value))
    return _range(node)


def month_hint(value: Any) -> str:
    """Read a month that is not written as YYYY-MM, among them the day numbers of Excel."""
    month = ""
    if isinstance(value, datetime.date):
        month = f"{value.year}-{value.month:02d}"
    elif isinstance(value, (int, float)) and EXCEL_DAYS[0] <= value <= EXCEL_DAYS[1]:
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))
        return _('{value} is how Excel stores a date: write "{month}".').format(
            value=value, month=f"{day.year}-{day.month:02d}"
        )
    else:
        found = re.fullmatch(r"\s*(\d{4})\s*\D?\s*(\d{1,2})(?!\d).*", str(value))
        if found and 1 <= int(found[2]) <= 12:
            month = f"{found[1]}-{int(found[2]):02d}"
    if month:
        return _('Write "{month}".').format(month=month)
    return _('Write year and month, for example "2010-01".')


def _pattern(name: str, value: str, node: Node) -> tuple[str, str]:
    if node.get("x-unit") == "YYYY-MM":
        message = _('"{name}" = {found} is not a month.').format(name=name, found=shown(value))
        return message, month_hint(value)
    message = _('"{name}" = {found} is not a short name.').format(name=name, found=shown(value))
    if "a-z" in str(node.get("pattern")):
        return message, _("Use small letters a-z, digits and _, beginning with a letter.")
    return message, _("Use no spaces, quotation marks, brackets or punctuation.")

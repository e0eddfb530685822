"""What to write instead: the nearest name, the allowed range, the month that was meant."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.locale import N_, _, current_language, sentences
from sim.text.numerals import number_of, written
from sim.text.pasting import pasted
from sim.text.problems import Problem, one_of
from sim.text.vocabulary import KINDS, TYPES
from sim.units import unit_name

Node = Mapping[str, Any]
"""A schema, or part of one: what may stand at a place of a file."""

EXCEL_DAYS = (20000, 80000)  # 1954-10-03 to 2119-01-11, as day numbers of a spreadsheet


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


def known_name(name: str, allowed: Sequence[str], message: str) -> None:
    """Raise ``InputError`` for a name that is not allowed; ``message`` has {name} and {hint}."""
    if not isinstance(name, str) or name not in allowed:
        raise InputError(message.format(name=name, hint=near(str(name), list(allowed))).strip())


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no disk can hold is none."""
    try:
        return path.is_file()
    except OSError:
        return False


RESULTS: Final[Mapping[str, tuple[str, str]]] = {
    "run.json": (
        N_("This folder holds the results of a run."),
        N_(
            "For its report: fugai report {folder} -o report.html. To simulate again name the "
            "scenario file."
        ),
    ),
    "study.json": (
        N_("This folder holds the results of a study."),
        N_(
            "For its figure: fugai plot study {folder}. To simulate again name the file "
            "of the study."
        ),
    ),
}
"""Files by which a folder of results is known, and what is said of it where a file is wanted."""


def no_file(path: Path, message: str, hint: str) -> Problem:
    """Say that a file is not there: of a folder, and what to do with it."""
    try:
        folder = path.is_dir()
    except OSError:  # a name that no disk can hold
        return Problem(f"{str(path)[:60]}…", message, hint)
    if not folder:
        return Problem(str(path), message, hint)
    for name, (found, then) in RESULTS.items():
        if (path / name).is_file():
            return Problem(str(path), _(found), _(then).format(folder=pasted([str(path)])))
    inside = sorted(str(entry) for entry in path.glob("*.toml"))
    wanted = _("Name one of its files: {names}.").format(names=one_of(inside)) if inside else hint
    return Problem(str(path), _("This is a folder, not a file."), wanted)


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


def meaning_of(node: Node) -> str:
    """Say what a key means and what it may be."""
    text = str(node.get(f"x-{current_language()}", ""))
    meaning = _("{text}.").format(text=text) if text else ""
    return sentences([meaning, allowed_range(node)])


def allowed_range(node: Node) -> str:
    """Say between which values a number must lie, and its unit."""
    low, high = node.get("minimum"), node.get("maximum")
    unit = _(" ({unit})").format(unit=unit_name(node["x-unit"])) if node.get("x-unit") else ""
    if low is not None and high is not None:
        text = (
            _("Allowed: {low} to {high}{unit}, or 0 to switch it off.")
            if node.get("x-or-zero")
            else _("Allowed: {low} to {high}{unit}.")
        )
        return text.format(low=plain_number(low), high=plain_number(high), unit=unit)
    if low is not None:
        return _("Allowed: {low} or more{unit}.").format(low=plain_number(low), unit=unit)
    return ""


def line_to_write(path: Sequence[str | int], node: Node) -> str:
    """Show the line to write for a key that is not there; an empty text for lists and tables."""
    name, kind = path[-1], node.get("type")
    if tuple(path) == ("organizations",):
        return _('Write registry = "file.csv" below [organizations], or [organizations.synthesis].')
    if "const" in node:
        value = shown(node["const"])
    elif "enum" in node:
        value = shown(node["enum"][0])
    elif node.get("x-unit") == "YYYY-MM":
        value = '"2010-01"'
    elif kind in ("integer", "number"):
        value = "…"
    elif kind == "string":
        value = '"…"'
    else:
        return ""
    return _("Write: {line}").format(line=f"{name} = {value}")


def plain_number(value: float) -> str:
    """Write a number without an exponent where it is whole."""
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def type_hint(value: Any, node: Node) -> str:
    """Say what to write instead of a value of the wrong type."""
    if node.get("x-unit") == "YYYY-MM":
        return month_hint(value)
    if isinstance(value, str) and node.get("type") in ("number", "integer"):
        percent = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*", value)
        if percent:
            return _("Shares are written between 0 and 1: write {share:g}, not {percent}%.").format(
                share=float(percent[1]) / 100, percent=percent[1]
            )
        number = number_of(value)
        if number is not None:
            unit = (
                _(" ({unit})").format(unit=unit_name(node["x-unit"])) if node.get("x-unit") else ""
            )
            return _("Write the number alone, without quotation marks: {number}{unit}.").format(
                number=written(number), unit=unit
            )
    if isinstance(value, (int, float)) and node.get("type") == "string":
        return _('Texts stand between quotation marks: write "{word}".').format(word=shown(value))
    if isinstance(value, str) and node.get("type") == "array":
        return _("Put it between brackets: [{value}].").format(value=shown(value))
    return allowed_range(node)


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

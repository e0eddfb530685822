"""Values given on the command line: ``--set years=3``, ``--set parameters.leave_per_year=0.3``.

``KEY+=VALUE`` adds to a list of the file: ``--set extensions+=my_module``. A path goes down through
tables by key, and through lists by position or by ``id`` (or the name of a policy):
``alternatives.liaisons.policies.dispatch_liaisons.liaisons=20``. Where only one key can be meant,
``liaisons.liaisons=20`` does: an alternative or a policy, and its key.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from sim.locale import _
from sim.scenario.messages import named_short, within
from sim.scenario.reading import MOST_PARTS, excess
from sim.scenario.schema import Alternative, ScenarioFile
from sim.text.hints import near
from sim.text.locate import Path
from sim.text.problems import Problem

SOURCE = "--set"


def apply(
    data: Mapping[str, Any], overrides: Sequence[str]
) -> tuple[dict[str, Any], dict[Path, str], list[Problem]]:
    """Return the tables with the values put in, where each came from, and what is wrong."""
    changed = copy.deepcopy(dict(data))
    origins: dict[Path, str] = {}
    problems: list[Problem] = []
    for text in overrides:
        name, equals, written = text.partition("=")
        adds = name.endswith("+")
        name = name.removesuffix("+")
        parts = [part.strip() for part in name.split(".")]
        if not equals or not all(parts):
            hint = _("Write KEY=VALUE, for example years=3.")
            problems.append(problem(text, _("This is not KEY=VALUE."), hint))
            continue
        too_much = excess(text)
        if too_much is not None or len(parts) > MOST_PARTS:
            message = too_much[1] if too_much else _("A key of more than {n} parts.")
            problems.append(problem(f"{text[:40]}…", message.format(n=MOST_PARTS)))
            continue
        value = _value(written.strip())
        if adds:
            held = changed.get(name, [])
            value = [*held, value] if isinstance(held, list) and len(parts) == 1 else None
        if value is None:
            hint = _("Write KEY=VALUE, for example years=3.")
            problems.append(problem(text, _('"{name}" is no list.').format(name=name), hint))
            continue
        short = _short(changed, parts)
        found = short if isinstance(short, Problem) else _put(changed, short, value)
        if isinstance(found, Problem):
            problems.append(problem(text, found.message, found.hint))
        else:
            origins[found] = text
    return changed, origins, problems


def problem(text: str, message: str, hint: str = "") -> Problem:
    """Build a problem that shows the text of an override."""
    return Problem(f"{SOURCE} {text}", message, hint)


def _value(written: str) -> Any:
    """Read a value as TOML; what isn't TOML is a text, so that quotation marks may be left out."""
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written


def _short(data: Mapping[str, Any], parts: Sequence[str]) -> Sequence[str] | Problem:
    """Return a key in full where two words stand for one: ``liaisons.liaisons``."""
    if len(parts) != 2 or parts[0] in ScenarioFile.model_fields:
        return parts
    meant = named_short(data, *parts)
    if len(meant) > 1:
        message = _('"{name}" may be any of {n} keys.').format(name=".".join(parts), n=len(meant))
        hint = _("Write {names}.").format(names=_(" or ").join(".".join(each) for each in meant))
        return Problem(SOURCE, message, hint)
    if meant:
        return meant[0]
    alternatives = map(_name, data.get("alternatives", ()))
    return ["alternatives", *parts] if parts[0] in alternatives else parts


def _put(data: Any, parts: Sequence[str], value: Any) -> Path | Problem:
    path: list[str | int] = []
    for depth, part in enumerate(parts):
        last = depth == len(parts) - 1
        step: str | int = part
        if isinstance(data, list):
            position = _position(data, part)
            if position is None:
                names = [name for name in map(_name, data) if name]
                message = _('There is no "{name}" in this list.').format(name=part)
                return Problem(SOURCE, message, near(part, names))
            step = position
        elif not isinstance(data, dict):
            message = _('"{name}" has no keys of its own.').format(name=parts[depth - 1])
            return Problem(SOURCE, message)
        elif "policies" in data and part not in Alternative.model_fields:
            meant = within(data, part, last=last)
            if meant:
                rest = parts[depth:] if last and part not in meant else parts[depth + 1 :]
                named = [".".join((*parts[:depth], "policies", name, *rest)) for name in meant]
                message = _('"{name}" belongs to a policy of the alternative.')
                hint = _("Write {names}.").format(names=_(" or ").join(named))
                return Problem(SOURCE, message.format(name=part), hint)
        path.append(step)
        if last:
            data[step] = value
        elif isinstance(data, dict):
            data = data.setdefault(part, {})
        else:
            data = data[step]
    return tuple(path)


def _position(entries: Sequence[Any], part: str) -> int | None:
    if part.isdigit() and int(part) < len(entries):
        return int(part)
    return next((n for n, entry in enumerate(entries) if _name(entry) == part), None)


def _name(entry: Any) -> str:
    """Name of an entry of a list: its id, else its policy."""
    if not isinstance(entry, Mapping):
        return ""
    return str(entry.get("id") or entry.get("policy") or "")

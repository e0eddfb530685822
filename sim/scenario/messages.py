"""What pydantic refuses, said in words: what was found, what is allowed, the nearest name.

A policy may be meant by its label in either language, or by a part of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sim.constants import FORMER, FORMER_FIELDS
from sim.locale import _, pick, sentences
from sim.policies import POLICIES
from sim.scenario.schema import json_schema
from sim.text.hints import (
    Node,
    allowed_range,
    closest,
    line_to_write,
    meaning_of,
    month_hint,
    near,
    plain_number,
    shown,
    type_hint,
)
from sim.text.locate import Path, value_at
from sim.text.problems import Issue
from sim.text.vocabulary import plain

ALIKE = 0.5
"""Likeness above which a label is taken for what was meant; Chinese labels are short."""

MOST_NAMED = 4
"""More than that many is no suggestion."""


def policy_hint(found: str, allowed: Sequence[str]) -> str:
    """Suggest the policies whose name or label is near, else say where all are listed."""
    meant = meant_policies(found, allowed)
    if not meant:
        return _("fugai list policies lists them with their labels.")
    named = [
        _("{name} ({label})").format(name=f'"{name}"', label=pick(POLICIES[name].label))
        for name in meant
    ]
    return _("Did you mean {names}?").format(names=_(" or ").join(named))


def meant_policies(found: str, allowed: Sequence[str]) -> list[str]:
    """Return policies that a name or label may stand for, the nearest first."""
    close = closest(found, allowed)
    if close:
        return [close]
    labels = {
        plain(label): name for name in allowed for label in (*POLICIES[name].label.values(), name)
    }
    word = plain(found)
    if not word:
        return []
    parts = [name for label, name in labels.items() if word in label or label in word]
    alike = [labels[label] for label in difflib.get_close_matches(word, labels, 1, ALIKE)]
    meant = list(dict.fromkeys(parts)) or alike
    return meant if len(meant) <= MOST_NAMED else []


def within(alternative: Mapping[str, Any], part: str, *, last: bool) -> list[str]:
    """Return the policies of an alternative, by id or name, that ``part`` names or has as a key."""
    found = []
    for entry in alternative.get("policies", ()):
        if not isinstance(entry, Mapping) or entry.get("policy") not in POLICIES:
            continue
        policy = str(entry["policy"])
        known = {field.name for field in fields(POLICIES[policy])} if last else set()
        if part in known - {"id"} or part in (policy, entry.get("id")):
            found.append(str(entry.get("id") or policy))
    return found


PROPORTIONS = ("share", "probability", "per year", "share per year", "factor", "level")
"""Units in which a number above the range may be a percentage."""


def named_short(data: Mapping[str, Any], first: str, second: str) -> list[list[str]]:
    """Return the full keys that two words may stand for: an alternative, or a policy, and a key.

    ``liaisons.capacity`` is the capacity of the policy of the alternative ``liaisons`` that has
    one, or of the policy called so, wherever there is one.
    """
    found = []
    for alternative in data.get("alternatives", ()):
        if not isinstance(alternative, Mapping):
            continue
        own = str(alternative.get("id", ""))
        with_key = within(alternative, second, last=True)
        called = within(alternative, first, last=False)
        meant = with_key if own == first else [name for name in with_key if name in called]
        found += [["alternatives", own, "policies", name, second] for name in meant]
    return found


def issue(error: Mapping[str, Any], data: Any, schema: Node | None = None) -> Issue:
    """Word one of pydantic's errors about ``data``, by a schema (scenario files')."""
    path, of_key = _path(error["loc"], data)
    if isinstance(value_at(path[:-1], data), str):
        # A plain text stands for itself in both languages.
        path = path[:-1]
    name = _name(path)
    node, value, sort = allowed_at(path, data, schema), error["input"], error["type"]
    if sort == "extra_forbidden":
        return _unknown(path, data, json_schema() if schema is None else schema)
    if of_key:
        allowed = allowed_at(path[:-1], data, schema).get("propertyNames", {}).get("enum", [])
        return Issue(path, _('Unknown name "{name}".').format(name=name), near(name, allowed), True)
    if sort == "missing":
        message = _('"{name}" is missing.').format(name=name)
        hint = sentences([meaning_of(node), line_to_write(path, node)])
        return Issue(path[:-1], message, hint, at_key=True, absent=path)
    if sort == "union_tag_not_found":
        message = _('"{name}" is missing.').format(name="policy")
        hint = near("", node["choices"])
        return Issue(path, message, hint, at_key=True, absent=(*path, "policy"))
    if sort == "union_tag_invalid":
        found = str(value["policy"])
        message = _('There is no policy "{name}".').format(name=found)
        return Issue((*path, "policy"), message, policy_hint(found, node["choices"]))
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
        return Issue(path, _('"{name}" is empty.').format(name=name), meaning_of(node))
    if sort == "finite_number":
        return Issue(
            path, _('"{name}" must be a finite number.').format(name=name), allowed_range(node)
        )
    message = _('"{name}" must be {expected}, not {found}.').format(
        name=name, expected=_expected(node), found=shown(value)
    )
    return Issue(path, message, type_hint(value, node))


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


def _name(path: Path) -> str:
    names = [str(part) for part in path if isinstance(part, str)]
    return names[-1] if names else ""


def _unknown(path: Path, data: Any, schema: Node) -> Issue:
    name, parent = _name(path), allowed_at(path[:-1], data, schema)
    allowed = list(parent.get("properties", {}))
    message = (
        _('Unknown parameter "{name}".') if path[0] == "parameters" else _('Unknown key "{name}".')
    ).format(name=name)
    if len(path) > 1 and name in schema["properties"]:
        hint = _("It belongs at the top of the file, before the first [table].")
        return Issue(path, message, hint, at_key=True, meant=(name,))
    if path[0] == "parameters" and name in FORMER:
        return Issue(path, message, _former(FORMER[name]), at_key=True)
    if FORMER_FIELDS.get(name) in allowed:
        return Issue(path, message, _former(FORMER_FIELDS[name]), at_key=True)
    close = closest(name, allowed)
    meant = (*path[:-1], close) if close else None
    return Issue(path, message, near(name, allowed), at_key=True, meant=meant)


def _former(now: float | str) -> str:
    """Say what has become of a parameter of an earlier edition of the model."""
    if isinstance(now, str):
        return _('It was one in an earlier edition; "{now}" has taken its place.').format(now=now)
    return _("It is now a constant: {value:g}.").format(value=now)


def _out_of_range(path: Path, value: float, node: Node, *, too_high: bool) -> Issue:
    low, high = node.get("minimum", 0.0), node.get("maximum", 0.0)
    message = (
        _('"{name}" = {value} is too high: the largest allowed value is {limit}.')
        if too_high
        else _('"{name}" = {value} is too low: the smallest allowed value is {limit}.')
    ).format(name=_name(path), value=shown(value), limit=plain_number(high if too_high else low))
    hint = allowed_range(node)
    if too_high and node.get("x-unit") in PROPORTIONS and low <= value / 100 <= high:
        more = _("For {value:g} % write {share:g}.").format(value=value, share=value / 100)
        hint = sentences([hint, more])
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
    return names.get(str(node.get("type", "object")), _("a table { … }"))


def _pattern(name: str, value: str, node: Node) -> tuple[str, str]:
    if node.get("x-unit") == "YYYY-MM":
        message = _('"{name}" = {found} is not a month.').format(name=name, found=shown(value))
        return message, month_hint(value)
    message = _('"{name}" = {found} is not a short name.').format(name=name, found=shown(value))
    if "a-z" in str(node.get("pattern")):
        return message, _("Use small letters a-z, digits and _, beginning with a letter.")
    return message, _("Use no spaces, quotation marks, brackets or punctuation.")


def allowed_at(path: Path, data: Any, schema: Node | None = None) -> Node:
    """Return the schema of what may stand at ``path`` in ``data``; empty where nothing may.

    ``schema`` is that of scenario files unless another is given.
    """
    whole = json_schema() if schema is None else schema
    node = _resolved(whole, data, whole)
    for part in path:
        data = value_at((part,), data)
        if isinstance(part, int):
            node = node.get("items", {})
        elif part in node.get("properties", {}):
            node = node["properties"][part]
        else:
            rest = node.get("additionalProperties", {})
            node = rest if isinstance(rest, Mapping) else {}
        node = _resolved(node, data, whole)
    return node


def _resolved(node: Node, data: Any, whole: Node) -> Node:
    """Follow references, the branch that is not null, and the policy that ``data`` names."""
    while True:
        if "$ref" in node:
            target: Node = whole["$defs"][node["$ref"].rpartition("/")[2]]
            node = {**target, **{name: node[name] for name in node if name != "$ref"}}
        elif "oneOf" in node and "discriminator" in node:
            mapping = node["discriminator"]["mapping"]
            name = data.get("policy") if isinstance(data, Mapping) else None
            reference = mapping.get(name) if isinstance(name, str) else None
            node = {"$ref": reference} if reference else {"choices": sorted(mapping)}
        elif "anyOf" in node:
            branches = [branch for branch in node["anyOf"] if branch.get("type") != "null"]
            chosen = next(
                (b for b in branches if b.get("type") == "object" and isinstance(data, Mapping)),
                branches[0],
            )
            node = {**chosen, **{name: node[name] for name in node if name != "anyOf"}}
        else:
            return node

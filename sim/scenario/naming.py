"""Which policy somebody means who writes its Chinese or English label, or a part of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sim.locale import _, pick
from sim.policies import POLICIES
from sim.text.hints import closest
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

"""A policy in words: when it is in force, for whom, and how much of what."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from sim.locale import N_, _, labelled, pick
from sim.policies.base import Policy
from sim.present.names import choice_name
from sim.present.numbers import quantity
from sim.scenario import Scenario
from sim.state.codes import Channel, Kind, Size, Type
from sim.units import unit_name

COMMON: Final = ("ramp_months", "committee", "intensity")
"""Fields of every policy, of which nothing is said where they are at their defaults."""
_SHARES: Final = ("share", "share a year")
_UNSAID: Final = ("yuan", "hours")
"""Units that the labels of fields do not say."""


def in_force(scenario: Scenario, policy: Policy) -> Iterator[str]:
    """Yield the spans of months in which a policy is in force, then what it is limited to."""
    for start, end in policy.spans:
        yield _("{first} to {last}").format(
            first=_("start") if start is None else scenario.month_name(start),
            last=_("the end") if end is None else scenario.month_name(end),
        )
    for dimension, groups in _targets(scenario, policy):
        yield _("only {dimension} {groups}").format(dimension=_(dimension), groups=groups)


def doses(policy: Policy) -> Iterator[str]:
    """Yield doses and unit costs with their labels; another value than the default has a mark."""
    for field in _said(policy):
        mark = "" if _at_default(policy, field) else "*"
        yield labelled(pick(field.metadata["label"]), value_of(policy, field) + mark)


def main_doses(policy: Policy) -> Iterator[str]:
    """Yield the first dose, and every other value that is not the default."""
    for number, field in enumerate(_said(policy)):
        if not number or not _at_default(policy, field):
            yield labelled(pick(field.metadata["label"]), value_of(policy, field))


def value_of(policy: Policy, field: dataclasses.Field[Any]) -> str:
    """Return the value of a declared field as people read it."""
    value, declared = getattr(policy, field.name), field.metadata
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if "choices" in declared:
        return choice_name(str(value), declared["words"])
    if not isinstance(value, (int, float)):
        return str(value)
    unit = declared["unit"]
    if unit in _SHARES:  # What somebody stated stays as it is: 12.5 % is not 12 %.
        return f"{quantity(100 * value)}%"
    return f"{quantity(value)} {unit_name(unit)}" if unit in _UNSAID else quantity(value)


def _said(policy: Policy) -> list[dataclasses.Field[Any]]:
    """Return the fields of which something is said, the policy's own first."""
    declared = [field for field in dataclasses.fields(policy) if "label" in field.metadata]
    own = [field for field in declared if field.name not in COMMON]
    return own + [f for f in declared if f.name in COMMON and not _at_default(policy, f)]


def _at_default(policy: Policy, field: dataclasses.Field[Any]) -> bool:
    return bool(getattr(policy, field.name) == field.default)


def _targets(scenario: Scenario, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what a policy is limited to: a dimension, and its groups in words."""
    target, place = policy.target, scenario.place
    chosen = (
        (N_("kind"), [pick(Kind(code).plural) for code in target.kinds]),
        (N_("type"), [pick(Type(code).label) for code in target.types]),
        (N_("size"), [pick(Size(code).label) for code in target.sizes]),
        (N_("district"), [pick(place.district_titles[code]) for code in target.districts]),
        (N_("industry"), [pick(place.industry_titles[code]) for code in target.industries]),
        (N_("channel"), [pick(Channel(code).label) for code in target.channels]),
    )
    for dimension, groups in chosen:
        if groups:
            yield dimension, _(", ").join(groups)

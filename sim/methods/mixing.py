"""Policies offered side by side in one alternative, whose doses are then mixed.

What may be had is the policies of several alternatives, or policies that a study lists. A mix is a
point of [0, 1] by dose: by each policy's intensity unless other doses with ranges are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _
from sim.methods.credit import own_policies
from sim.methods.factors import Factor, factor
from sim.scenario import Scenario, from_resolved
from sim.scenario.hints import near
from sim.scenario.scenario import BASELINE

MIX: Final = "mix"
"""Id of the alternative that holds what is offered."""


@dataclass(frozen=True)
class Offer:
    """A scenario with an alternative to mix, and the doses that are mixed."""

    scenario: Scenario
    alternative: str
    doses: tuple[Factor, ...]

    def policy(self, dose: Factor) -> str:
        """Return the id of the policy that a dose belongs to."""
        return dose.key.split(".")[3]

    def name(self, dose: Factor) -> str:
        """Return a dose's short name: the policy's id, with the field unless it is intensity."""
        policy, field = dose.key.split(".")[3:]
        return policy if field == "intensity" else f"{policy}.{field}"


def offer(
    scenario: Scenario,
    *,
    alternatives: Sequence[str] = (),
    policies: Sequence[Mapping[str, Any]] = (),
    doses: Sequence[str] = (),
) -> Offer:
    """Return what may be mixed.

    One alternative is mixed as it stands. Of several (all that the scenario has, unless some are
    named) the own policies are put together; ``policies`` are tables as in a scenario file, in
    place of them. ``doses`` are ``POLICY.FIELD`` or ``POLICY.FIELD=LOW:HIGH``; unless some are
    named, every policy's intensity from 0 to 1. Raises ``InputError``, and ``ScenarioError`` for
    policies that a scenario file would be refused for.
    """
    ids = [entry.id for entry in scenario.alternatives if entry.id != BASELINE]
    for name in alternatives:
        if name not in ids:
            message = _('There is no alternative "{name}". {hint}')
            raise InputError(message.format(name=name, hint=near(name, ids)))
    chosen = [*dict.fromkeys(alternatives or ids)]
    if len(chosen) == 1 and not policies:
        mixed, alternative = scenario, chosen[0]
    else:
        tables = [dict(table) for table in policies] or _together(scenario, chosen)
        mixed, alternative = _with(scenario, tables), MIX
    held = [policy.id for policy in own_policies(mixed, alternative)]
    if not held:
        raise InputError(_("There is no policy to mix."))
    texts = doses or [f"{policy}.intensity" for policy in held]
    factors = []
    for text in texts:
        policy = text.partition("=")[0].partition(".")[0].strip()
        if policy not in held:
            message = _('No policy "{name}" is offered. {hint}')
            raise InputError(message.format(name=policy, hint=near(policy, held)))
        found = factor(f"alternatives.{alternative}.policies.{text.strip()}", mixed)
        if found.choices:
            message = _("{key} is a choice: only numbers can be mixed.")
            raise InputError(message.format(key=text))
        factors.append(found)
    if len({entry.key for entry in factors}) < len(factors):
        raise InputError(_("A dose is named twice."))
    return Offer(mixed, alternative, tuple(factors))


def _together(scenario: Scenario, alternatives: Sequence[str]) -> list[dict[str, Any]]:
    """Return the own policies of alternatives as tables, each with an id of its own."""
    tables = {table["id"]: table for table in scenario.resolved()["alternatives"]}
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for name in alternatives:
        for table in tables[name]["policies"]:
            identity = str(table.get("id") or table["policy"])
            if identity in taken:
                identity = f"{identity}_{name}"
            taken.add(identity)
            found.append({**table, "id": identity})
    return found


def _with(scenario: Scenario, tables: list[dict[str, Any]]) -> Scenario:
    """Return the scenario with one alternative more, that of the tables."""
    content = scenario.resolved()
    title = {"zh": "措施组合", "en": "Mix of policies"}
    rest = [table for table in content["alternatives"] if table["id"] != MIX]
    content["alternatives"] = [*rest, {"id": MIX, "title": title, "policies": tables}]
    return replace(from_resolved(content), warnings=scenario.warnings)

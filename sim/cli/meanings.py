"""What a scenario states, or leaves to a default, that meant something else in earlier editions.

Scenario files belong to no edition of the model. Whoever wrote one before the third reads what its
values mean now; a scenario without such values gets no line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Any, Final

from sim.locale import N_, _
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.population.figures import follows_nation
from sim.present.numbers import quantity
from sim.scenario.scenario import Scenario
from sim.scenario.tables import default_of

PARAMETERS: Final[Mapping[str, str]] = {
    "contact_per_year": N_("contacts where nothing presses; standing effort adds to them"),
    "contact_pressure": N_("contacts under full pressure, of a quota or of standing effort"),
    "vitality_skill": N_(
        "times the root of the secretary's time share over 0.15: 1 for one without a stipend"
    ),
    "close_after_quota": N_("also how soon coverage on paper is found out"),
    "grant_months": N_("months over which a grant is spent; it counts by its yuan"),
}
"""Parameters whose value says something else since the third edition. Those that are gone are
refused by name (``sim.constants.FORMER``)."""

DOSES: Final[Mapping[str, tuple[str, ...]]] = {
    "activity_subsidy": ("yuan_branch_year", "yuan_member_year"),
    "party_fee_rebate": ("cost_member_fee_yuan",),
}
"""Yuan that decide what a policy does: what it did was a share before money acted by its yuan."""


def changed(scenario: Scenario) -> list[tuple[str, str, str]]:
    """Return what means something else: table or policy, key, and what holds now.

    Parameters that are set, and yuan of policies that are left to their defaults. Each is named
    once, whatever alternatives hold it. Growth of the register that nothing is said of is named
    beside them; alone it is no sign of an older file, and stands among the local facts.
    """
    found = [
        ("[parameters]", name, _(meaning))
        for name, meaning in PARAMETERS.items()
        if name in scenario.parameters
    ]
    policies = [policy for entry in scenario.alternatives for policy in entry.policies]
    text = _("{yuan} yuan by default; what is paid decides what the policy does")
    for name, keys in DOSES.items():
        held = [policy for policy in policies if policy.name == name]
        for key, field in ((key, _field(POLICIES[name], key)) for key in keys):
            if any(getattr(policy, key) == field.default for policy in held):
                found.append((name, key, text.format(yuan=quantity(default_of(field)))))
    spec = scenario.organizations
    silent = not (spec.entry_series or spec.growth_series) and follows_nation(scenario)
    if found and silent:
        meaning = _("not stated: as the nation's register by year, where a rate of entry held")
        found.append(("[organizations]", "growth_per_year", meaning))
    return found


def _field(policy: type[Policy], key: str) -> Field[Any]:
    return next(field for field in fields(policy) if field.name == key)

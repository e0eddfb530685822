"""Whom policies reach: those whose target names no organization of the place do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.locale import _
from sim.state.codes import SIZE_FROM, Channel

if TYPE_CHECKING:
    from sim.policies.base import Policy
    from sim.scenario.population import Population
    from sim.scenario.scenario import Scenario


def unreached(scenario: Scenario, population: Population) -> list[str]:
    """Say of each policy whose target names nobody at the start that it does nothing."""
    found: dict[str, None] = {}
    for alternative in scenario.alternatives:
        founding = any(policy.name == "industry_committee" for policy in alternative.policies)
        for policy in alternative.policies:
            key = _first_empty(scenario, population, policy, founding)
            if key:
                text = _(
                    'The target of "{policy}" names no organization of this place: {key}. It does '
                    "nothing and costs nothing."
                )
                found[text.format(policy=policy.id, key=key)] = None
    return list(found)


def _first_empty(
    scenario: Scenario, population: Population, policy: Policy, founding: bool
) -> str | None:
    """Return the key at which nobody is left of the target, or None."""
    target, place = policy.target, scenario.place
    permanent = np.array(place.industry_committees, bool)[population.industry]
    own = np.where(population.has_channel, Channel.TERRITORIAL, Channel.NONE)
    channel = np.where(permanent, Channel.INDUSTRY, own)
    size = np.searchsorted(SIZE_FROM, np.rint(population.staff), side="right")
    columns = {
        "districts": population.district, "industries": population.industry,
        "kinds": population.kind, "types": population.type, "sizes": size, "channels": channel,
    }  # fmt: skip
    left = np.ones(len(population.kind), bool)
    for key, values in columns.items():
        named = getattr(target, key)
        if not named or (key == "channels" and founding):
            continue  # an industry committee changes channels
        left &= np.isin(values, named)
        if not left.any():
            return f"target.{key}"
    return None

"""Local facts that a scenario does not state: national defaults hold in their place."""

from __future__ import annotations

from dataclasses import dataclass

from sim.locale import _, pick
from sim.parameters import PARAMETERS
from sim.population.figures import known_total
from sim.scenario.amounts import by_default
from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Fact:
    """A local fact by what it is called, the key that states it, and its default.

    ``parameter`` is what holds instead, with its range; a price has a ``value`` and a ``meaning``.
    """

    label: str
    key: str
    parameter: str = ""
    value: float = 0.0
    meaning: str = ""

    @property
    def is_price(self) -> bool:
        """Whether it is the price of something."""
        return not self.parameter


def unstated(scenario: Scenario) -> tuple[Fact, ...]:
    """Return the local facts that a scenario leaves to national defaults."""
    spec, found = scenario.organizations, []
    own = spec.growth_per_year is not None or spec.growth_series or spec.entry_series
    if not own and "entry_per_year" not in scenario.parameters:
        found.append(Fact(_("growth of the register"), "growth_per_year", "entry_per_year"))
    stated = spec.inactive_share is not None or "inactive_share" in scenario.parameters
    if spec.registry is not None:
        stated = stated or None not in spec.registry.operating
    if spec.synthesis is not None:
        stated = stated or known_total(spec.synthesis, "operating") is not None
    if not stated:
        found.append(Fact(_("share not operating"), "inactive_share", "inactive_share"))
    policies = [policy for entry in scenario.alternatives for policy in entry.policies]
    found += [
        Fact("[prices]", name, value=value, meaning=meaning)
        for name, (value, meaning) in by_default(policies).items()
    ]
    return tuple(found)


def listed(found: tuple[Fact, ...]) -> tuple[str, ...]:
    """Return what the facts are called; prices are counted in one entry."""
    names = [fact.label for fact in found if not fact.is_price]
    prices = sum(fact.is_price for fact in found)
    if prices:
        names.append(_("prices ({n})").format(n=prices))
    return tuple(names)


def default_range(fact: Fact) -> tuple[str, float, float]:
    """Return what holds in a fact's place by its label, and the ends of its range."""
    own = PARAMETERS[fact.parameter]
    return pick(own.label), own.low, own.high

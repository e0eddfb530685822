"""What a reader should know beside the numbers: of the scenario, and of its results."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.extensions.registry import VARIANTS
from sim.locale import _, noted, pick
from sim.parameters import resolve
from sim.population.population import populate
from sim.present.names import alternative_name
from sim.results.plan import organizations_of
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.scenario.idle import doubts
from sim.scenario.scenario import BASELINE

LOOKED_AT = (
    "covered_organizations", "effective_branches", "mean_vitality", "members", "operating",
    "liaisons",
)  # fmt: skip
"""Counts whose months tell whether anything happened otherwise."""


MOST_POPULATED = 50_000
"""Organizations of a place that is made once more, to see whom policies reach in it."""


def remarks(results: Results) -> Iterator[str]:
    """Say what policies can't do here, and which alternatives came to nothing of their own."""
    scenario = results.scenario
    yield from own_rules(scenario)
    yield from (problem.message for problem in scenario.warnings)
    if organizations_of(scenario) <= MOST_POPULATED:
        values = resolve(scenario.seed, [0], scenario.parameters, "none")
        yield from doubts(scenario, populate(scenario.without_history(), [0], values))
    yield from same_as_baseline(results)


def identical(results: Results) -> tuple[str, ...]:
    """Return the alternatives that are the baseline, month by month, in every world."""
    if len(results.alternatives) < 2:
        return ()
    cube = results.cube(LOOKED_AT, range(results.months + 1))
    return tuple(
        name
        for number, name in enumerate(results.alternatives[1:], start=1)
        if np.array_equal(cube[:, number], cube[:, 0], equal_nan=True)
    )


def own_rules(scenario: Scenario) -> Iterator[str]:
    """Say which rules are not the shipped ones, and which code of one's own is in force."""
    if scenario.model:
        chosen = [
            noted(f"{slot} = {name}", pick(VARIANTS[slot][name].label))
            for slot, name in scenario.model.items()
        ]
        text = _("Rules in place of the shipped ones: {rules}.")
        yield text.format(rules=_("; ").join(chosen))
    if scenario.modules:
        known = scenario.extensions()
        named = [noted(name, known[name]["source"])
                 for name in scenario.modules]  # fmt: skip
        yield _("Code of your own: {modules}.").format(modules=_("; ").join(named))


def same_as_baseline(results: Results) -> Iterator[str]:
    """Say which alternatives are the baseline, month by month, in every world."""
    first = results.alternatives[0]
    text = (
        _("{title}: the same as the baseline in every replicate.")
        if first == BASELINE
        else _("{title}: the same as “{reference}” in every replicate.")
    )
    for name in identical(results):
        titles = [alternative_name(results, each) for each in (name, first)]
        yield text.format(title=titles[0], reference=titles[1])

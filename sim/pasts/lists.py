"""Lists of pasts: what is there is taken, what is missing is simulated and kept."""

from __future__ import annotations

from dataclasses import replace

from sim.pasts.accepting import Tell, extended
from sim.pasts.kept import KNOWN, keep, lists_of, longest, needed
from sim.plan.past import Pasts
from sim.scenario.scenario import Scenario


def prepared(
    scenario: Scenario, replicates: int, *, known: Pasts | None = None, tell: Tell | None = None
) -> Scenario:
    """Return the scenario with the pasts of so many replicates; simulate what is missing.

    A scenario that asks for no pasts is returned as it is. ``known`` is a list that is there
    already, ``tell`` is called with how many replicates have theirs while they are made.
    """
    wanted = needed(scenario, replicates)
    if not wanted:
        return scenario
    pasts = longest([known, *lists_of(scenario)])
    if len(pasts.taken) < wanted:
        pasts = extended(scenario, pasts, wanted, tell)
        keep(scenario, pasts)
    KNOWN[scenario.past_digest()] = pasts
    return replace(scenario, pasts=pasts)

"""What a cap buys of what is planned: yuan, and how many of the posts, beside each alternative."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.locale import N_, _, pick, sentences
from sim.policies.base import Policy
from sim.policies.demand import YEAR, priced
from sim.present.numbers import percent, whole, yuan_text
from sim.results.parquet import places, values
from sim.results.reading import Results
from sim.scenario.scenario import Scenario
from sim.worlds import Worlds

NOUNS: Final = {
    "liaison_months": N_("posts"),
    "places_filled": N_("training places"),
    "branches_founded": N_("grants"),
    "sourced_salary_months": N_("sourced secretaries"),
    "hosted_months": N_("hosted places"),
}
"""What a unit is called, of quantities that are counted one by one."""
MOST_YEARS: Final = 6
"""Years that are looked through for the dearest one before anything else is simulated."""
LEAST_CUT: Final = 0.005
"""Share of a policy's yuan that has to be missing before it is said."""


@dataclass(frozen=True)
class Part:
    """One policy: yuan planned and paid, and units of it; ``noun`` is empty if not counted so."""

    policy: Policy
    planned: float
    paid: float
    noun: str
    planned_units: float
    paid_units: float

    @property
    def cut(self) -> bool:
        """Whether a cap leaves part of it undone."""
        return self.paid < (1.0 - LEAST_CUT) * self.planned

    def __str__(self) -> str:
        """Return how much of the policy is paid, for people."""
        label = pick(self.policy.label)
        if self.noun:
            return _("{policy} about {paid} of {planned} {what}").format(
                policy=label,
                paid=whole(math.floor(self.paid_units + 1e-6)),
                planned=whole(self.planned_units),
                what=_(self.noun),
            )
        share = percent(self.paid / self.planned)
        return _("{policy} about {share}").format(policy=label, share=share)


@dataclass(frozen=True)
class Allowed:
    """Yuan planned and paid by an alternative, with its policies: of a year or of the period."""

    title: str
    planned: float
    paid: float
    parts: tuple[Part, ...]
    of_year: bool
    apart: bool = False
    """Whether other yuan of the run are discounted: these are not."""

    def __str__(self) -> str:
        """Return the sentence that stands beside the alternative."""
        cut = _(", ").join(str(part) for part in self.parts if part.cut)
        if self.of_year:
            text = (
                _("{title}: {planned} a year planned, {paid} allowed: {parts}.")
                if cut
                else _("{title}: {planned} a year planned, all of it allowed.")
            )
        else:
            text = (
                _("{title}: {planned} planned in the whole period, {paid} paid: {parts}.")
                if cut
                else _("{title}: {planned} planned in the whole period, all of it paid.")
            )
        said = text.format(
            title=self.title, planned=yuan_text(self.planned), paid=yuan_text(self.paid), parts=cut
        )
        return sentences([said, _("Not discounted.")]) if self.apart else said

    def plain(self) -> dict[str, Any]:
        """Return it for other programs."""
        return {
            "planned_yuan": self.planned,
            "paid_yuan": self.paid,
            "policies": {
                part.policy.id: {
                    "planned_yuan": part.planned,
                    "paid_yuan": part.paid,
                    "planned_units": part.planned_units if part.noun else None,
                    "paid_units": part.paid_units if part.noun else None,
                }
                for part in self.parts
            },
        }


Quantities = Mapping[tuple[str, str], float]


def before(scenario: Scenario) -> dict[str, Allowed]:
    """Return of every alternative the dearest of its first years, in one world at the defaults.

    Nothing where there is no cap.
    """
    if not scenario.budget.capped:
        return {}
    policies = [policy for entry in scenario.alternatives for policy in entry.policies]
    starts = [start or 0 for policy in policies for start, _end in policy.spans]
    years = min(scenario.years, MOST_YEARS, -(-max([0, *starts]) // YEAR) + 1)
    scenario = scenario.without_history().with_(uncertainty="none")
    worlds = Worlds.build(scenario, None, [0])
    assert worlds.budget is not None  # there is a cap
    found: dict[str, Allowed] = {}
    quantity, unmet = worlds.ledger.quantity.copy(), worlds.budget.unmet.copy()
    for year in range(years):
        for _month in range(YEAR):
            worlds.step()
        done, missed = worlds.ledger.quantity - quantity, worlds.budget.unmet - unmet
        quantity, unmet = worlds.ledger.quantity.copy(), worlds.budget.unmet.copy()
        for number, entry in enumerate(scenario.alternatives):
            mine = [index for index, lever in enumerate(worlds.doses.levers)
                    if lever.worlds[number]]  # fmt: skip
            amounts: dict[tuple[str, str], float] = {
                (line.id, line.cost.item): float(done[row].sum())
                for row, line in enumerate(worlds.ledger.lines)
                if line.lever in mine
            }
            left = {worlds.doses.levers[i].policy.id: float(missed[i].sum()) for i in mine}
            one = _allowed(
                scenario, number, amounts, left, 1.0 / scenario.organizations.sample,
                range(YEAR * year, YEAR * (year + 1)), of_year=True,
            )  # fmt: skip
            if entry.id not in found or one.planned > found[entry.id].planned:
                found[entry.id] = one
    return found


def after(results: Results) -> dict[str, Allowed]:
    """Return the same of a finished run: means over worlds, of the whole period, undiscounted."""
    scenario = results.scenario
    if not scenario.budget.capped or not {*results.alternatives} <= {
        entry.id for entry in scenario.alternatives
    }:
        return {}  # also where two scenarios are set beside each other
    table = results.table("ledger")
    alternative = places(table["alternative"], results.alternatives).tolist()
    policies, items = table["policy"].to_pylist(), table["item"].to_pylist()
    quantity, missed = values(table["quantity"]).tolist(), values(table["unmet"]).tolist()
    done: list[dict[tuple[str, str], float]] = [defaultdict(float) for _ in results.alternatives]
    left: list[dict[str, float]] = [defaultdict(float) for _ in results.alternatives]
    for row, number in enumerate(alternative):
        done[number][policies[row], items[row]] += quantity[row]
        left[number][policies[row]] += missed[row]
    scale = results.weight / len(results.replicates)
    months = range(results.months)
    return {
        name: _allowed(
            scenario,
            [entry.id for entry in scenario.alternatives].index(name),
            done[number],
            left[number],
            scale,
            months,
            of_year=False,
        )
        for number, name in enumerate(results.alternatives)
    }


def _allowed(
    scenario: Scenario, number: int, quantity: Quantities, unmet: Mapping[str, float],
    scale: float, months: range, *, of_year: bool,
) -> Allowed:  # fmt: skip
    entry = scenario.alternatives[number]
    parts = []
    for policy in entry.policies:
        costs = priced(policy.costs())
        if not costs:
            continue
        units = quantity.get((policy.id, costs[0].item), 0.0) * scale
        missing = unmet.get(policy.id, 0.0) * scale
        paid = sum(quantity.get((policy.id, each.item), 0.0) * each.unit * scale for each in costs)
        counted = costs[0].quantity
        # Posts and places are counted by the month: they are said as how many there are.
        at_once = sum(policy.force(month) > 0.0 for month in months)
        share = 1.0 / max(1, at_once) if counted.endswith("_months") else 1.0
        parts.append(
            Part(
                policy=policy,
                planned=paid + missing,
                paid=paid,
                noun=NOUNS.get(counted, ""),
                planned_units=(units + missing / costs[0].unit) * share,
                paid_units=units * share,
            )
        )
    return Allowed(
        title=pick(entry.title),
        planned=sum(part.planned for part in parts),
        paid=sum(part.paid for part in parts),
        parts=tuple(parts),
        of_year=of_year,
        apart=not of_year and scenario.budget.discount_per_year > 0.0,
    )

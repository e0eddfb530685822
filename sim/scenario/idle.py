"""What a scenario asks for that can do nothing, or less than it seems: said where it is read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import _, ngettext, noted, pick
from sim.policies.base import Policy, Target
from sim.policies.demand import priced, year_price
from sim.population.population import Population
from sim.scenario.scenario import Alternative, Scenario
from sim.state.codes import SIZE_FROM, Channel, Interim
from sim.text.locate import Path
from sim.text.problems import Report

Bools = npt.NDArray[np.bool_]

HEADS: Final = (
    "liaison_posts", "staff_posts", "training_places", "sourced_secretaries", "hosting_places",
    "placements",
)  # fmt: skip
"""Doses whose number may not usefully exceed the organizations that they are for."""

MOST_LOST: Final = 0.05
"""Share of posts that a sample may lose by rounding before it is said."""


def check(scenario: Scenario, own: Sequence[int], report: Report) -> None:
    """Warn of what can be seen without a population; ``own`` counts alternatives' own policies."""
    baseline = scenario.alternatives[0]
    _check_policies(scenario, baseline, ("baseline",), 0, report)
    for number, (entry, count) in enumerate(zip(scenario.alternatives[1:], own, strict=True)):
        path: Path = ("alternatives", number)
        first = len(entry.policies) - count
        _check_policies(scenario, entry, (*path, "policies"), first, report)
        _check_sameness(scenario, number + 1, (*path, "id"), report)
        _check_cap(scenario, entry, first, report)
    if scenario.budget.cap_yuan_per_year == 0:
        message = _("The cap is 0 yuan: nothing that costs yuan is done.")
        report.warn(("budget", "cap_yuan_per_year"), message)


def _check_policies(
    scenario: Scenario, entry: Alternative, path: Path, first: int, report: Report
) -> None:
    """Warn of policies out of force, outside the run, or without a committee to carry them."""
    last = scenario.month_name(scenario.months - 1)
    for number, policy in enumerate(entry.policies[first:]):
        place, label = (*path, number), _named(policy)
        if policy.intensity == 0.0:
            message = _("“{policy}” has intensity 0: it does nothing and costs nothing.")
            report.warn((*place, "intensity"), message.format(policy=label))
        for start, end in policy.spans:
            if end is not None and end >= scenario.months > (start or 0):
                message = _("“{policy}” ends in {end}, after the last month of the run ({last}): "
                            "what follows its end is not simulated.")  # fmt: skip
                said = message.format(policy=label, end=scenario.month_name(end), last=last)
                report.warn((*place, "end"), said)
            if start is not None and start < 0 and entry is not scenario.alternatives[0]:
                message = _(
                    "“{policy}” begins in {start}, before the run: it acts from {first} on."
                )
                said = message.format(
                    policy=label, start=scenario.month_name(start), first=scenario.month_name(0)
                )
                report.warn((*place, "start"), said)
        if _without_committee(scenario, entry, policy):
            message = _("“{policy}” is carried by industry committees, and there is none for it: "
                        "it does nothing and costs nothing.")  # fmt: skip
            hint = _("Name committees in industry_committees, or add an industry_committee policy.")
            report.warn((*place, "committee"), message.format(policy=label), hint)
        _check_sample(scenario, policy, place, report)


def _named(policy: Policy) -> str:
    """Return what readers call a policy, and behind it the id that a scenario gave it."""
    label = pick(policy.label)
    return label if policy.id == policy.name else noted(label, policy.id)


def _check_sample(scenario: Scenario, policy: Policy, path: Path, report: Report) -> None:
    """Warn of posts and places of which a sample holds clearly fewer than its share.

    A sample has whole posts: of 8, a tenth is none, and the policy seems to do nothing.
    """
    share = scenario.organizations.sample
    for write in policy.writes():
        exact = policy.intensity * write.full * share
        kept = math.floor(exact + 1e-9)
        if share < 1.0 and write.dose in HEADS and kept < (1.0 - MOST_LOST) * exact:
            message = _("{policy}: a sample of {share} of the organizations has {exact} of {heads} "
                        "posts or places, and simulates {kept}.")  # fmt: skip
            said = message.format(
                policy=_named(policy), share=f"{100.0 * share:.3g}%",
                exact=f"{exact:.3g}", heads=f"{policy.intensity * write.full:,.4g}", kept=kept,
            )  # fmt: skip
            report.warn(path, said, _("Simulate a larger sample."))


def _without_committee(scenario: Scenario, entry: Alternative, policy: Policy) -> bool:
    """Whether industry committees should carry a policy, and none exists or is established."""
    if policy.committee != "industry" or policy.name == "industry_committee":
        return False
    held = {n for n, permanent in enumerate(scenario.place.industry_committees) if permanent}
    for other in entry.policies:
        if other.name == "industry_committee" and other.intensity:
            held |= {*(other.target.industries or range(len(scenario.place.industry_ids)))}
    wanted = policy.target.industries or range(len(scenario.place.industry_ids))
    return not held & {*wanted}


def _check_sameness(scenario: Scenario, number: int, path: Path, report: Report) -> None:
    """Warn of an alternative that holds what an earlier one does."""
    entry = scenario.alternatives[number]
    for other in scenario.alternatives[:number]:
        if _acting(entry) == _acting(other):
            message = _("“{title}” is the same as “{other}”: their policies do the same.")
            report.warn(path, message.format(title=pick(entry.title), other=pick(other.title)))
            return


def _acting(entry: Alternative) -> list[str]:
    """Return what an alternative's policies say that act, whatever they are called."""
    return sorted(repr(replace(each, id="")) for each in entry.policies if each.intensity)


def _check_cap(scenario: Scenario, entry: Alternative, first: int, report: Report) -> None:
    """Refuse a cap that buys no unit of anything that an alternative adds; warn of single ones."""
    cap = scenario.budget.cap_yuan_per_year
    if not cap:
        return
    own = [each for each in entry.policies[first:] if year_price(each) > 0.0]
    dear = [each for each in own if year_price(each) > cap]
    for policy in dear:
        cost = priced(policy.costs())[0]
        message = _("The cap of {cap} yuan a year is below the price of one unit of “{policy}”: "
                    "{price} yuan a year ({item} = {unit}).")  # fmt: skip
        said = message.format(
            cap=f"{cap:,.0f}", policy=_named(policy),
            price=f"{year_price(policy):,.0f}", item=cost.item, unit=f"{cost.unit:,g}",
        )  # fmt: skip
        hint = _("Caps are in yuan: for 200,000 write 200_000.")
        at: Path = ("budget", "cap_yuan_per_year")
        if len(dear) < len(own):
            report.warn(at, said, hint)
        elif all(issue.path != at for issue in report.issues):  # once is enough
            report.refuse(at, said, hint)


def doubts(scenario: Scenario, population: Population) -> list[str]:
    """Return sentences on policies that reach nobody, too few, or what is reached already."""
    found: dict[str, None] = {}  # of a policy that several alternatives hold, once
    for entry in scenario.alternatives:
        for policy in entry.policies:
            if policy.intensity:
                found |= dict.fromkeys(_of_policy(scenario, policy, population))
    return [*found]


def _of_policy(scenario: Scenario, policy: Policy, population: Population) -> Iterator[str]:
    mine = _reached(scenario, policy.target, population)
    label = noted(pick(policy.label), policy.id)
    worlds = int(population.world[-1]) + 1
    number = round(np.count_nonzero(mine) * population.weight / worlds)
    if not number:
        yield _("{policy}: nobody at the start is in its target.").format(policy=label)
        return
    for write in policy.writes():
        if write.dose in HEADS and write.full > number:
            text = ngettext(
                "{policy}: {heads} posts or places for {n} organization.",
                "{policy}: {heads} posts or places for {n} organizations.",
                number,
            )
            yield text.format(policy=label, heads=f"{write.full:,.0f}", n=f"{number:,}")
        if write.goal is not None:
            base = mine & population.on_base
            counted = population.form > 0
            if scenario.place.hosted_counts:
                counted = counted | (population.interim == Interim.HOSTED)
            share = int((base & counted).sum()) / max(1, int(base.sum()))
            if share > write.goal:
                yield _(
                    "{policy}: its target of {target:.0%} is below the present reported coverage, "
                    "{share:.1%}: where it is met it neither presses nor forbids closing."
                ).format(policy=label, target=write.goal, share=share)


def _reached(scenario: Scenario, target: Target, population: Population) -> Bools:
    """Return which organizations of a population a target names."""
    industrial = np.array(scenario.place.industry_committees, bool)[population.industry]
    channel = np.where(population.has_channel, Channel.TERRITORIAL, Channel.NONE)
    size = np.searchsorted(SIZE_FROM, np.rint(population.staff), side="right")
    columns = (
        (target.districts, population.district),
        (target.industries, population.industry),
        (target.kinds, population.kind),
        (target.types, population.type),
        (target.sizes, size),
        (target.channels, np.where(industrial, Channel.INDUSTRY, channel)),
    )
    named = np.ones(len(population), bool)
    for wanted, column in columns:
        if wanted:
            named &= np.isin(column, wanted)
    return named

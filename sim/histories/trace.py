"""The two histories of one organization, and what caused their first difference.

Baseline and alternative run as a stack of two worlds and are looked at between months; looking
draws nothing. Both meet the same draws, so the first difference has one cause: the policies in
which the alternatives differ. Which of them is found by undoing each: the same world runs once
more for each policy, without it, up to that month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from sim.histories.happenings import Changes, Happening
from sim.histories.views import COLUMNS, View, about, rows_of, view_of
from sim.pasts.lists import prepared
from sim.policies.doses import DOSES, Level
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE, Alternative
from sim.worlds import Worlds

READ: Final = {
    **dict.fromkeys(("liaison", "post", "weak_pairing", "visits"), "dispatch"),
    **dict.fromkeys(("interference", "burden", "constraint", "benefit", "attitude"), "attitudes"),
    **dict.fromkeys(
        ("contacted", "contact", "asked", "willing_until", "deferred_until"), "formation"
    ),
    **dict.fromkeys(("silent_until", "refusal", "secretary_wait", "branch", "form"), "formation"),
    **dict.fromkeys(("interim", "pressure", "secretary", "act_wait", "nominal"), "formation"),
    **dict.fromkeys(("vitality", "vital", "shell", "mass_group"), "vitality"),
    **dict.fromkeys(("operating", "on_base"), "turnover"),
    **dict.fromkeys(("people", "hidden", "members", "known"), "mobility"),
}
"""Which reader of doses changes a column (``sim.policies.doses``)."""


@dataclass(frozen=True)
class Month:
    """A month in which something happened on either side."""

    month: int
    baseline: list[Happening]
    alternative: list[Happening]


@dataclass(frozen=True)
class Difference:
    """The first month after which the organization does not stand the same in both worlds.

    ``columns`` names what differs, in the order in which a month changes it, with the values in
    the baseline and in the alternative. Where the organization is registered in one world only, it
    holds the month's first alone. ``policies`` are those without any one of which the difference of
    that month is not there; ``jointly`` is true where no single one is needed. ``doses`` are those
    unlike at the organization or its committee in that month and read by what changes these
    columns. Where there are none, the policy reached the organization by way of others (peers,
    partners, people who move, a queue).
    """

    month: int
    columns: dict[str, tuple[Any, Any]]
    policies: tuple[str, ...]
    jointly: bool
    doses: tuple[str, ...]


@dataclass(frozen=True)
class Trace:
    """What became of one organization under the baseline and under an alternative."""

    organization: int
    alternative: str
    replicate: int
    about: dict[str, Any]
    start: tuple[View | None, View | None]
    end: tuple[View | None, View | None]
    months: list[Month]
    ever_covered: tuple[bool, bool]
    difference: Difference | None


def trace(scenario: Scenario, organization: int, alternative: str, replicate: int) -> Trace | None:
    """Trace an organization; None where it is in neither world at any time."""
    scenario = prepared(scenario, replicate + 1)
    worlds = Worlds.build(scenario, [BASELINE, alternative], [replicate])
    changes = [Changes(worlds, world, organization) for world in range(2)]

    def both() -> tuple[View | None, View | None]:
        found = [view_of(worlds, world, organization, scenario) for world in range(2)]
        return found[0], found[1]

    start = before = after = both()
    months: list[Month] = []
    difference: Difference | None = None
    ever = [_covered(view) for view in start]
    described: dict[str, Any] = {}
    for month in range(scenario.months):
        if not described:
            described = _described(worlds, organization, scenario, before)
        worlds.step()
        after = both()
        told = [changes[w].between(before[w], after[w]) for w in range(2)]
        ever = [ever[w] or _covered(after[w]) for w in range(2)]
        parts = difference is None and after[0] != after[1]
        if parts:
            unlike = _unlike(*after)
            doses = _doses(worlds, organization, unlike)
            difference = Difference(month, unlike, (), False, doses)
        if any(told) or parts:
            months.append(Month(month, told[0], told[1]))
        before = after
    described = described or _described(worlds, organization, scenario, before)
    if not described:
        return None
    if difference is not None:
        policies, jointly = _causes(
            scenario, organization, alternative, replicate, difference.month
        )
        difference = replace(difference, policies=policies, jointly=jointly)
    return Trace(
        organization, alternative, replicate, described, start, after, months,
        (ever[0], ever[1]), difference,
    )  # fmt: skip


def _described(
    worlds: Worlds, organization: int, scenario: Scenario, views: tuple[View | None, View | None]
) -> dict[str, Any]:
    """Return what the organization is, from the first world that registers it; else nothing."""
    for world, view in enumerate(views):
        if view is not None:
            return about(worlds, world, organization, scenario)
    return {}


def _covered(view: View | None) -> bool:
    return view is not None and view.covered


def _unlike(left: View | None, right: View | None) -> dict[str, tuple[Any, Any]]:
    if left is None or right is None:
        return {"registered": (left is not None, right is not None)}
    pairs = ((name, getattr(left, name), getattr(right, name)) for name in COLUMNS)
    return {name: (one, other) for name, one, other in pairs if one != other}


def _doses(worlds: Worlds, organization: int, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the doses that may have moved columns: read there, and unlike in the two worlds."""
    readers = [READ[name] for name in columns if name in READ]
    rows = rows_of(worlds, organization)
    if not rows.all():
        return ()
    found, committee = [], worlds.responsible(rows)
    for name, dose in DOSES.items():
        if dose.reader not in readers:
            continue
        if name == "pressure":
            one, other = worlds.doses.pressure(rows).tolist()
        elif dose.level is Level.COMMITTEE:
            pools = [
                np.where(pool.reaches(rows), pool.amount[committee], 0.0)
                for pool in worlds.doses.pools(name)
            ]
            one, other = np.stack(pools).T.tolist()
        else:
            one, other = worlds.doses.at(name, rows).tolist()
        if one != other:
            found.append(name)
    return tuple(found)


def differing(scenario: Scenario, alternative: str) -> list[tuple[str, Alternative]]:
    """Return each policy in which an alternative differs from the baseline, and it undone."""
    base, other = scenario.alternative(BASELINE), scenario.alternative(alternative)
    own = [policy for policy in other.policies if policy not in base.policies]
    gone = [policy for policy in base.policies if policy not in other.policies]
    variants = [
        (policy, "without", tuple(entry for entry in other.policies if entry is not policy))
        for policy in own
    ]
    variants += [(policy, "with", (policy, *other.policies)) for policy in gone]
    return [
        (policy.id, replace(other, id=f"{alternative}-{how}-{policy.id}", policies=policies))
        for policy, how, policies in variants
    ]


def _causes(
    scenario: Scenario, organization: int, alternative: str, replicate: int, month: int
) -> tuple[tuple[str, ...], bool]:
    """Return the policies whose undoing alone undoes the difference of a month."""
    undone = differing(scenario, alternative)
    names = tuple(name for name, _variant in undone)
    if len(undone) == 1:
        return names, False
    variants = [variant for _name, variant in undone]
    base = scenario.alternative(BASELINE)
    wider = replace(scenario, alternatives=(base, *variants))
    ids = [entry.id for entry in wider.alternatives]
    worlds = Worlds.build(wider, ids, [replicate])
    for _month in range(month + 1):
        worlds.step()
    views = [view_of(worlds, world, organization, scenario) for world in range(len(ids))]
    needed = tuple(name for name, view in zip(names, views[1:], strict=True) if view == views[0])
    return needed or names, not needed

"""Which organizations gain, lose, are displaced or never covered, over the replicates of a run.

The same definitions as :mod:`sim.results.compare`, organization by organization, at the horizon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from sim.locale import pick
from sim.parameters import resolve
from sim.plan.place import Title
from sim.population.population import populate
from sim.present.names import NOT_OPERATING
from sim.results.compare import RIVALRY
from sim.results.parquet import places, values
from sim.results.reading import Results
from sim.results.schema import Column
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.scenario.facts import sort_of
from sim.state.codes import Bottleneck

GROUPS: Final = ("gained", "lost", "displaced", "never")


@dataclass(frozen=True)
class Listed:
    """An organization of a group: in which replicates, of those that register it in both worlds.

    ``held`` counts, over the baseline's and the alternative's worlds of all replicates, what held
    it back at the horizon where it had no branch.
    """

    organization: int
    replicates: tuple[int, ...]
    of: int
    held: dict[str, int]

    @property
    def worlds(self) -> int:
        """In how many replicates it belongs to the group."""
        return len(self.replicates)

    @property
    def bottleneck(self) -> str:
        """What held it back most often; of equal ones the earlier link."""
        names = [*BOTTLENECK_NAMES, NOT_OPERATING]
        return min(
            self.held, key=lambda name: (-self.held[name], names.index(name)), default="none"
        )

    def plain(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "organization": self.organization,
            "worlds": self.worlds,
            "of": self.of,
            "bottleneck": self.bottleneck,
            "bottlenecks": self.held,
            "replicates": list(self.replicates),
        }


@dataclass(frozen=True)
class Outcome:
    """How one world left an organization at the horizon."""

    covered: bool
    held: int

    @property
    def reason(self) -> str:
        """What held it back where it is uncovered."""
        return BOTTLENECK_NAMES[self.held] if self.held else NOT_OPERATING


Pair = tuple[Outcome | None, Outcome | None]


def belongs(group: str, before: Outcome, after: Outcome) -> bool:
    """Return whether an organization registered in both worlds belongs to a group."""
    lost = before.covered and not after.covered
    if group == "gained":
        return after.covered and not before.covered
    if group == "lost":
        return lost
    if group == "displaced":
        return lost and Bottleneck(after.held) in RIVALRY
    return not before.covered and not after.covered


def who(results: Results, group: str, alternative: str) -> list[Listed]:
    """Return the organizations of a group, those of most worlds first, then by identity."""
    both: Counter[int] = Counter()
    mine: dict[int, list[int]] = {}
    held: dict[int, Counter[str]] = {}
    for replicate, pairs in outcomes(results, alternative).items():
        for organization, pair in pairs.items():
            reasons = held.setdefault(organization, Counter())
            reasons.update(end.reason for end in pair if end is not None and not end.covered)
            before, after = pair
            if before is not None and after is not None:
                both[organization] += 1
                if belongs(group, before, after):
                    mine.setdefault(organization, []).append(replicate)
    listed = [
        Listed(who_is, tuple(found), both[who_is], dict(sorted(held[who_is].items())))
        for who_is, found in mine.items()
    ]
    return sorted(listed, key=lambda entry: (-entry.worlds, entry.organization))


def outcomes(
    results: Results, alternative: str, organization: int | None = None
) -> dict[int, dict[int, Pair]]:
    """Return by replicate and organization its outcomes in the baseline and an alternative."""
    found: dict[int, dict[int, Pair]] = {replicate: {} for replicate in results.replicates}
    for side, replicate, who_is, outcome in _rows(results, alternative, organization):
        before, after = found[replicate].get(who_is, (None, None))
        found[replicate][who_is] = (outcome, after) if side == 0 else (before, outcome)
    return found


def _rows(
    results: Results, alternative: str, organization: int | None
) -> Iterator[tuple[int, int, int, Outcome]]:
    sides = {0: 0, results.alternatives.index(alternative): 1}
    # Against itself the baseline is both sides.
    for part in results.parts("organizations"):
        place = places(part["alternative"], results.alternatives)
        keep = np.isin(place, list(sides))
        identity = values(part["organization"])
        if organization is not None:
            keep &= identity == organization
        held = places(part["bottleneck"], BOTTLENECK_NAMES)
        columns = (place, values(part["replicate"]), identity, values(part["covered"]), held)
        for at, replicate, who_is, covered, link in zip(
            *(column[keep].tolist() for column in columns), strict=True
        ):
            for side in (sides[at],) if len(sides) > 1 else (0, 1):
                yield side, replicate, who_is, Outcome(bool(covered), link)


def names_of(results: Results) -> dict[int, str]:
    """Return the registry's name of each organization by identity; others have none."""
    scenario = results.scenario
    values = resolve(scenario.seed, [0], scenario.parameters, "none")
    population = populate(scenario.without_history(), [0], values)
    labels = population.labels
    if not labels:
        return {}
    identity, number = population.identity.tolist(), population.number.tolist()
    return {
        who: str(labels[row])
        for who, row in zip(identity, number, strict=True)
        if labels[row] is not None
    }


NAMES: Final = (
    Column("name", "text", "", "Name in the registry", "名录中的名称"),
    Column("district", "text", "", "District", "区域"),
    Column("industry", "text", "", "Industry", "行业"),
    Column("staff", "integer", "people", "Staff, as the registry states", "从业人员（名录所载）"),
    Column("members", "integer", "people", "Members, as the registry states", "党员（名录所载）"),
    Column("covered", "boolean", "", "Branch, as the registry states", "党组织（名录所载）"),
    Column("should", "boolean", "", "Should have one and has none", "应建未建"),
)
"""Facts of the registry that may stand beside a name."""


def named(results: Results) -> pa.Table:
    """Return the names of the registry with its own facts; empty where a place has no names.

    Nothing simulated stands beside a name, and no identity that would lead to it.
    """
    registry, place = results.scenario.organizations.registry, results.scenario.place
    rows = []
    for row in range(0 if registry is None else len(registry)):
        assert registry is not None
        if registry.name[row] is None:
            continue
        rows.append(
            {
                "name": registry.name[row],
                "district": _titled(place.district_titles, registry.district[row]),
                "industry": _titled(place.industry_titles, registry.industry[row]),
                "staff": registry.staff[row],
                "members": registry.members[row],
                "covered": registry.covered[row],
                "should": sort_of(registry, row) == "should",
            }
        )
    kinds = {"text": pa.string(), "integer": pa.int64(), "boolean": pa.bool_()}
    form = pa.schema([(column.name, kinds[column.kind]) for column in NAMES])
    return pa.Table.from_pylist(rows, schema=form)


def _titled(titles: Sequence[Title], at: int | None) -> str | None:
    return None if at is None else pick(titles[at])

"""Every policy acts on its target and on nobody else, also where its dose is its committees'."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from sim.draws import I64, Mask
from sim.policies import POLICIES
from sim.policies.base import Policy, Target
from sim.policies.doses import DOSES, Level
from sim.policies.targets import Matcher
from sim.state.codes import Channel, Interim, Kind, SecretarySource, Size, Type
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import policy, scenario, under
from tests.engine.snapshots import booked, first_difference, snapshot
from tests.oracle import compare
from tests.oracle.targets import is_named

TARGETS: Mapping[str, Target] = {
    "districts": Target(districts=(1,)),
    "industries": Target(industries=(0, 2)),
    "kinds": Target(kinds=(Kind.PRIVATE_NON_ENTERPRISE,)),
    "types": Target(types=(Type.STABLE,)),
    "sizes": Target(sizes=(Size.MICRO, Size.MEDIUM)),
    "channels": Target(channels=(Channel.TERRITORIAL,)),
}
"""One target a key, each some of the town's organizations."""
NOBODY = Target(kinds=(Kind.LAW_FIRM,))
EVERYBODY = Target(
    districts=(0, 1, 2), industries=(0, 1, 2), kinds=tuple(Kind), types=tuple(Type),
    sizes=tuple(Size), channels=tuple(Channel),
)  # fmt: skip
STRONG: Mapping[str, Mapping[str, Any]] = {
    "dispatch_liaisons": {"liaisons": 12, "capacity": 8},
    "secretary_training": {"places_per_year": 30},
    "secretary_sourcing": {"secretaries_per_year": 8},
    "hosting": {"places": 20},
    "recruitment_drive": {"quota_per_year": 2},
    "coverage_quota": {"target_share": 1.0},
}
"""Doses by which there is something to see in a town of sixty organizations."""
MONTHS = 18


def lever(name: str, target: Target, committee: str | None = None) -> Policy:
    """Return a policy of a target, of its own committees or of others."""
    level = {} if committee is None else {"committee": committee}
    return policy(name, target=target, **STRONG.get(name, {}), **level)


def of_the_town(policies: Mapping[str, Policy]) -> Worlds:
    """Return a world a policy, side by side, and one without any, all settled alike."""
    alternatives = {"none": (), **{name: (lever,) for name, lever in policies.items()}}
    return Worlds.build(under(scenario("town"), alternatives))


def each() -> list[Any]:
    """Return the policies by either level of committees; those of organizations' doses are slow."""
    return [
        pytest.param(
            name, level, id=f"{name}-{level}",
            marks=() if _is_of_committees(name) else pytest.mark.slow,
        )
        for name in POLICIES
        for level in ("district", "industry")
    ]  # fmt: skip


def _is_of_committees(name: str) -> bool:
    writes = lever(name, Target()).writes()
    return any(DOSES[write.dose].level is Level.COMMITTEE for write in writes)


class Watch:
    """What a policy alone has done in a world this month to organizations outside its target."""

    def __init__(self, worlds: Worlds, world: int) -> None:
        self.worlds, self.world = worlds, world
        alternative = worlds.alternatives[int(worlds.alternative[world])]
        self.policy = alternative.policies[0]
        self.hosted: set[int] = set()
        self.sourced: set[int] = set()

    def outside(self) -> I64:
        """Return the living organizations that the target doesn't name, one by one."""
        organizations = self.worlds.organizations
        rows = np.flatnonzero(organizations.alive & (organizations.world == self.world))
        channels = self.worlds.channel(rows)
        return np.array(
            [
                row
                for row, channel in zip(rows.tolist(), channels.tolist(), strict=True)
                if not self._named(row, Channel(channel))
            ],
            np.int64,
        )

    def _named(self, row: int, now: Channel) -> bool:
        organizations, cells = self.worlds.organizations, self.worlds.cells
        office = cells.industry_committee[organizations.cell[row]]
        own = Channel.TERRITORIAL if organizations.has_channel[row] else Channel.NONE
        permanent = self.worlds.committees.permanent[office]

        class Seen:
            district, industry = divmod(int(organizations.cell[row]) % 9, 3)
            kind, type = int(organizations.kind[row]), int(organizations.type[row])
            staff = float(organizations.staff[row])
            channel = now
            channel_without_policies = Channel.INDUSTRY if permanent else own

        return is_named(self.policy, Seen)  # type: ignore[arg-type]

    def acted(self) -> dict[str, int]:
        """Return by action how many outside it was done to."""
        worlds, rows = self.worlds, self.outside()
        organizations, branches = worlds.organizations, worlds.branches
        found = {"visited": int((organizations.liaison[rows] > 0).sum())}
        found["pressed"] = int((worlds.doses.quota(rows) > 0).sum())
        found["forbidden"] = int(worlds.doses.forbids(rows).sum())
        neutral = {name: dose for name, dose in DOSES.items() if dose.level is Level.ORGANIZATION}
        for name, dose in neutral.items():
            value = worlds.doses.neutral(dose)[self.world]
            found[name] = int((worlds.doses.at(name, rows) != value).sum())
        mine = branches.alive & np.isin(branches.host, rows)
        found["trained"] = int((mine & (branches.trained > 0)).sum())
        sourced = mine & (branches.secretary == SecretarySource.SOURCED)
        found["sourced"] = int((sourced & (branches.founded == worlds.month - 1)).sum())
        placed = (organizations.interim == Interim.HOSTED) & (organizations.world == self.world)
        hosted = set(organizations.identity[placed].tolist())
        new = hosted - self.hosted
        found["hosted"] = int(np.isin(organizations.identity[rows], list(new)).sum())
        self.hosted = hosted
        permanent = worlds.committees.permanent[
            worlds.cells.industry_committee[organizations.cell[rows]]
        ]
        found["taken over"] = int((worlds.industrial(rows) & ~permanent).sum())
        return found


FIXED = ("districts", "industries", "kinds", "types")
"""Keys of what an organization keeps: who is trained or hosted once stays in the target."""


@lru_cache
def found(name: str, committee: str) -> tuple[list[str], list[str]]:
    """Return where the policy acts outside its targets, and where the oracle tells otherwise.

    Both tests below look at the same months.
    """
    worlds = of_the_town({key: lever(name, target, committee) for key, target in TARGETS.items()})
    watches = [Watch(worlds, world) for world in range(1, worlds.n_worlds)]
    for watch in watches:
        watch.hosted = set(
            worlds.organizations.identity[worlds.organizations.interim == 2].tolist()
        )
    twins = [adapter.oracle_of(worlds, watch.world, scenario("town")) for watch in watches]
    outside, differs = [], []
    for _ in range(MONTHS):
        worlds.step()
        for key, watch, twin in zip(TARGETS, watches, twins, strict=True):
            acted = watch.acted()
            if key not in FIXED:
                acted |= {"trained": 0}
            if any(acted.values()):
                outside.append(f"{key}, month {worlds.month}: {acted}")
            twin.step()
            states = adapter.state_of(worlds, watch.world), compare.state_of(twin)
            difference = compare.first_difference(*states, ("engine", "oracle"))
            if difference is not None:
                differs.append(f"{key}, month {worlds.month}: {difference}")
    return outside, differs


@pytest.mark.parametrize(("name", "committee"), each())
def test_nobody_outside_is_acted_on(name: str, committee: str) -> None:
    outside, _ = found(name, committee)
    assert not outside, outside[0]


@pytest.mark.parametrize(("name", "committee"), each())
def test_engine_and_oracle_agree_on_targets(name: str, committee: str) -> None:
    _, differs = found(name, committee)
    assert not differs, differs[0]


def test_engine_and_oracle_agree_without_a_policy() -> None:
    worlds = of_the_town({})
    twin = adapter.oracle_of(worlds, 0, scenario("town"))
    for _ in range(MONTHS):
        worlds.step()
        twin.step()
        states = adapter.state_of(worlds, 0), compare.state_of(twin)
        assert compare.first_difference(*states, ("engine", "oracle")) is None, worlds.month


@pytest.mark.parametrize(("name", "committee"), each())
def test_a_target_of_nobody_does_nothing_and_costs_nothing(name: str, committee: str) -> None:
    worlds = of_the_town({"nobody": lever(name, NOBODY, committee)})
    for _ in range(MONTHS):
        worlds.step()
        assert first_difference(snapshot(worlds, 0), snapshot(worlds, 1)) is None
    assert not any(any(line) for line in booked(worlds, 1).values())


@pytest.mark.parametrize("name", POLICIES)
def test_a_target_that_lists_everybody_is_no_target(name: str) -> None:
    worlds = of_the_town({"all": lever(name, Target()), "everybody": lever(name, EVERYBODY)})
    for _ in range(6):
        worlds.step()
    assert first_difference(snapshot(worlds, 1), snapshot(worlds, 2)) is None
    assert booked(worlds, 1) == booked(worlds, 2)


def test_a_policy_is_matched_in_its_own_worlds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Organizations of worlds without it are no work: most of a stack is other alternatives."""
    asked: list[I64] = []
    reached = Matcher.reached

    def watched(self: Matcher, rows: I64) -> Mask:
        asked.append(worlds.organizations.world[rows])
        return reached(self, rows)

    monkeypatch.setattr(Matcher, "reached", watched)
    worlds = of_the_town({"drive": lever("joint_branch_drive", TARGETS["types"])})
    for _ in range(3):
        worlds.step()
    assert asked
    assert {int(world) for rows in asked for world in rows} == {1}

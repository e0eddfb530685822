"""Pasts as worlds: each candidate from the month in which effort began (docs/draws.md 14.1, 14.2).

A past has a clock of its own, whose month 0 is ``since``. Draws: ACCEPT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.constants import EXITS_PER_YEAR, FLOATING_CARD_SHARE
from sim.draws import F64, GOLDEN, I64, U64, Mask, Process, draw, keys, mix_array, world_key
from sim.plan.organizations import OrganizationsSpec
from sim.plan.past import Course, History
from sim.policies.base import Policy
from sim.population.attributes import LEAST_RATE, Parameters, established
from sim.population.entrants import Ordinal
from sim.population.figures import EntrySpec, entry_spec
from sim.population.population import Members, Population, people
from sim.scenario.scenario import Alternative, Scenario
from sim.state.codes import Form, Interim, Relation
from sim.state.initial import initial_state
from sim.worlds import Worlds, settled, ways_of

MOST: Final = 2_000
"""Organizations of a past: of a larger place a sample is simulated."""
KEPT: Final = 1
"""Ordinal of process ACCEPT by which organizations have been there all along; 0 accepts pasts."""


@dataclass(frozen=True)
class Start:
    """What the candidates' own starts say: the reported share, and an organization's weight."""

    reported: F64
    weight: float


def begin(scenario: Scenario, candidates: Sequence[int]) -> tuple[Worlds, Start]:
    """Return the pasts of candidates at their month 0, settled, and what their starts say."""
    history = scenario.history
    assert history is not None
    drawn = replace(scenario, history=None)
    if drawn.uncertainty == "none":
        drawn = replace(drawn, uncertainty="prior")
    held = drawn.drawn(candidates)
    spec = sampled(scenario.organizations)
    offices = established(scenario.place, scenario.alternatives[0].policies)
    population = people(spec, scenario.place, scenario.seed, candidates, held, offices)
    entry = entry_spec(scenario, history.months)
    world_keys = np.array([world_key(scenario.seed, each) for each in candidates], np.uint64)
    own = past_keys(world_keys)
    start = Start(reported(population, len(candidates), scenario), population.weight)
    past = emptied(population, world_keys, own, held, grown(entry, history.months, held))
    policies = earlier(scenario.alternatives[0].policies, history)
    ways = ways_of(replace(scenario, uncertainty=drawn.uncertainty), len(candidates))
    stack = initial_state(
        scenario.place, past, held, own, history.since[1],
        ways | {"effort_left": np.zeros(len(candidates))},
    )  # fmt: skip
    stack.plugged = scenario.plugged()
    stack.plugged.equip(stack)
    stack = settled(stack, policies)
    rising = Course("rises", history.months)
    alternative = Alternative(
        id="past", title=scenario.title, question=None, policies=policies, course=rising
    )
    worlds = Worlds.assemble(
        stack,
        alternatives=(alternative,),
        alternative=np.zeros(len(candidates), np.int64),
        replicate=np.asarray(candidates, np.int64),
        specs=(entry,),
        spec_of=np.zeros(len(candidates), np.int64),
        scales=(spec.sample,),
        baselines=(policies,),
    )
    worlds.booking = False
    return worlds, start


def past_keys(world_keys: U64) -> U64:
    """Return the keys of the pasts of worlds."""
    shift = GOLDEN * Process.ACCEPT & (2**64 - 1)
    return mix_array(world_keys ^ np.uint64(shift))


def organizations_of(spec: OrganizationsSpec) -> float:
    """Return about how many organizations of a place are simulated at the start."""
    if spec.registry is not None:
        return len(spec.registry) * spec.sample
    assert spec.synthesis is not None  # exactly one of the two is given
    return (spec.synthesis.total.organizations or 0) * spec.sample


def sampled(spec: OrganizationsSpec) -> OrganizationsSpec:
    """Return what is said of the organizations, as a sample where there are many."""
    number = organizations_of(spec)
    return spec if number <= MOST else replace(spec, sample=spec.sample * MOST / number)


def grown(entry: EntrySpec, months: int, parameters: Parameters) -> F64:
    """Return by world by how much the register has grown over the past, of its logarithm."""
    usual = parameters["entry_per_year"] - EXITS_PER_YEAR
    total = np.zeros(len(usual))
    for month in range(months):
        rate, net = entry.rate(month), entry.net(month)
        growth = usual if net is None else np.log1p(net)
        total += (growth if rate is None else rate - EXITS_PER_YEAR) / 12.0
    return total


def reported(population: Population, worlds: int, scenario: Scenario) -> F64:
    """Return the reported coverage of each world of a population; 0 of nothing."""
    counted = population.form != Form.NONE
    if scenario.place.hosted_counts:
        counted = counted | (population.interim == Interim.HOSTED)
    base = population.on_base
    total = np.bincount(population.world[base], minlength=worlds)
    covered = np.bincount(population.world[base & counted], minlength=worlds)
    share: F64 = covered / np.maximum(total, 1)
    return share


def earlier(policies: Sequence[Policy], history: History) -> tuple[Policy, ...]:
    """Return policies on the clock of the past; one without a start begins with it."""

    def moved(span: tuple[int | None, int | None]) -> tuple[int, int | None]:
        start, end = span
        return (
            0 if start is None else start + history.months,
            None if end is None else end + history.months,
        )

    found = []
    for policy in policies:
        if policy.periods:
            found.append(replace(policy, periods=tuple(map(moved, policy.periods))))
        else:
            start, end = moved((policy.start, policy.end))
            found.append(replace(policy, start=start, end=end))
    return tuple(found)


STAYING: Final = (
    "world", "number", "identity", "kind", "type", "district", "industry", "site", "has_channel",
    "founded", "staff", "operating", "on_base", "head_is_member",
)  # fmt: skip
"""Columns of organizations that a past begins with as they are at the start."""

STAYING_MEMBERS: Final = ("identity", "stage", "commitment", "mobility", "role", "stage_due")
"""Likewise of members."""


def emptied(
    population: Population, world_keys: U64, own: U64, parameters: Parameters, growth: F64
) -> Population:
    """Return the organizations that have been there all along, as nobody was covered yet."""
    world = population.world
    u = draw(keys(own[world], population.identity), Process.ACCEPT, KEPT)
    kept = np.flatnonzero(u < np.exp(-np.maximum(0.0, growth))[world])
    place = np.full(len(world), -1)
    place[kept] = np.arange(len(kept))
    owner = place[population.members.organization]
    n = len(kept)
    return Population(
        **{name: getattr(population, name)[kept] for name in STAYING},
        baseline=population.baseline[:, kept],
        form=np.full(n, Form.NONE, np.int8),
        group=np.full(n, -1),
        interim=np.full(n, Interim.NONE, np.int8),
        nominal=np.zeros(n, bool),
        willing=np.zeros(n, bool),
        members=_members(population, world_keys, parameters, owner >= 0, owner),
        vigour=population.vigour,
        weight=population.weight,
    )


def _members(
    population: Population, world_keys: U64, parameters: Parameters, kept: Mask, owner: I64
) -> Members:
    """Return the members of organizations that stay, known and at home as where nothing is."""
    people = population.members
    world = population.world[people.organization[kept]]
    key = keys(world_keys[world], people.identity[kept])
    known = draw(key, Process.MEMBER, Ordinal.KNOWN) < parameters["known_at_start"][world]
    card = draw(key, Process.MEMBER, Ordinal.RELATION) < FLOATING_CARD_SHARE
    leave = np.maximum(parameters["leave_per_year"], LEAST_RATE)[world]
    months = np.floor(-np.log(draw(key, Process.MEMBER, Ordinal.TENURE)) * 12.0 / leave)
    founded = population.founded[people.organization[kept]]
    return Members(
        **{name: getattr(people, name)[kept] for name in STAYING_MEMBERS},
        organization=owner[kept],
        relation=np.where(card, Relation.FLOATING, Relation.ELSEWHERE).astype(np.int8),
        known=known,
        joined=np.maximum(-months.astype(np.int64), founded).astype(np.int32),
    )

"""Newcomer organizations, and the members that organizations begin with.

The engine draws how many organizations enter which cell in which month; here is what they are
like. Everything is a function of an organization's identity and of its world's parameters, so a
whole year of all worlds is made at once: ``docs/draws-population.md`` section 3. Members of the
organizations at the start are those of section 5.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.constants import FLOATING_CARD_SHARE, RETIRED_SHARE
from sim.draws import F64, I64, U64, Lineage, Process, draw, keys, lineages
from sim.draws_discrete import beta_binomial
from sim.population.attributes import (
    LEAST_RATE,
    Bools,
    Parameters,
    attitude,
    baselines,
    commitment,
    log_normal,
    mobility,
    pick,
    staff_role,
    stated_or,
    type_of,
)
from sim.population.figures import EntrySpec
from sim.population.frame import UNKNOWN, Draft
from sim.state.codes import Form, Interim, Relation, Role, Stage

Columns = dict[str, npt.NDArray[Any]]
SETTLED_MONTHS: Final = 6
"""Months after which a member counts for a branch (S1); members of covered organizations do."""
SURELY_KNOWN: Final = 3
"""Members of an organization with a branch or an interim form whom the committees surely know."""

PROBATION_MONTHS: Final = 12


def entrants(
    entry: EntrySpec,
    parameters: Parameters,
    world_keys: U64,
    world: I64,
    cell: U64,
    month: npt.NDArray[np.integer],
    ordinal: npt.NDArray[np.integer],
) -> tuple[Columns, Columns]:
    """Return the columns of newcomer organizations, and those of their founding members.

    ``parameters`` and ``world_keys`` are by world; ``world`` (an index into them), ``cell`` (the
    cell's identity), ``month`` and ``ordinal`` (n-th of the cell and month, from 0) are by
    newcomer. ``organization`` of a member is an index into the newcomers, by which members are
    sorted; ``members`` and ``known`` of an organization count them.
    """
    identity = lineages(Lineage.ENTRANT, cell, month, ordinal)
    key = keys(world_keys[world], identity)

    def u(k: int) -> F64:
        return draw(key, Process.ENTRANT, k)

    kind = pick(entry.kind_shares, u(0))
    factor = log_normal(parameters["staff_sigma"][world], u(3))
    staff = np.maximum(1.0, entry.staff_means(parameters)[kind, world] * factor)
    share, phi = entry.member_share(parameters)[world], parameters["member_overdispersion"][world]
    places = np.rint(staff).astype(np.int64)
    members = beta_binomial(places, share * phi, (1.0 - share) * phi, u(9))
    head_is_member = (members >= 1) & (u(4) < parameters["head_member_share"][world])
    levels = baselines(parameters, world, kind, [u(k) for k in (5, 6, 7, 8)])
    founded = month.astype(np.int32)
    founders = _People(world_keys, world, identity, members)
    people = _founding_members(founders, parameters, founded, head_is_member)
    organizations: Columns = {
        "world": world,
        "identity": identity,
        "key": key,
        "kind": kind.astype(np.int8),
        "type": type_of(entry.types, parameters, world, u(1)),
        "has_channel": u(2) < stated_or(entry.channel_share, parameters["channel_share"])[world],
        "founded": founded,
        "staff": staff,
        "operating": np.ones(len(world), np.bool_),
        "on_base": np.ones(len(world), np.bool_),
        "head_is_member": head_is_member,
        "baseline": levels,
        "fears": levels.copy(),
        "attitude": attitude(parameters, world, levels),
        "members": members,
        "known": np.bincount(people["organization"][people["known"] != 0], minlength=len(world)),
    }
    return organizations, people


class Ordinal(IntEnum):
    """Ordinals of process MEMBER, by member; the first five also serve newcomers."""

    COMMITMENT = 0
    MOBILITY = 1
    ROLE = 2
    KNOWN = 3
    RELATION = 4
    RETIRED = 5
    TENURE = 6
    STAGE = 7


class _People:
    """Members one by one: whose each is, its world, its number there, identity and key."""

    def __init__(self, world_keys: U64, world: I64, identity: U64, members: I64) -> None:
        self.organization = np.repeat(np.arange(len(members)), members)
        first = np.cumsum(members) - members  # exact: counts are integers
        self.number = np.arange(len(self.organization)) - first[self.organization]
        self.world = world[self.organization]
        owner = identity[self.organization]
        self.identity = lineages(Lineage.FOUNDING_MEMBER, owner, self.number)
        self.key = keys(world_keys[self.world], self.identity)

    def u(self, ordinal: Ordinal) -> F64:
        """Return uniforms of the members."""
        return draw(self.key, Process.MEMBER, ordinal)


def _founding_members(
    people: _People, parameters: Parameters, founded: npt.NDArray[np.int32], head_is_member: Bools
) -> Columns:
    organization, world, u = people.organization, people.world, people.u
    role = staff_role(u(Ordinal.ROLE))
    role[(people.number == 0) & head_is_member[organization]] = Role.HEAD
    card = u(Ordinal.RELATION) < FLOATING_CARD_SHARE
    return {
        "organization": organization,
        "world": world,
        "identity": people.identity,
        "key": people.key,
        "stage": np.full(len(world), Stage.FULL, np.int8),
        "relation": np.where(card, np.int8(Relation.FLOATING), np.int8(Relation.ELSEWHERE)),
        "known": u(Ordinal.KNOWN) < parameters["known_after_move"][world],
        "commitment": commitment(parameters, world, u(Ordinal.COMMITMENT)),
        "mobility": mobility(u(Ordinal.MOBILITY)),
        "joined": founded[organization],
        "role": role,
    }


def starting_members(draft: Draft, members: I64, world_keys: U64) -> Columns:
    """Return the columns of all members, sorted by organization, each of which has ``members``."""
    frame, parameters = draft.frame, draft.parameters
    people = _People(world_keys, frame.world, frame.identity, members)
    organization, world, number, u = people.organization, people.world, people.number, people.u
    full, transferred = (
        frame.given[name][organization] for name in ("full_members", "transferred")
    )
    looked_after = (draft.covered | (draft.interim != Interim.NONE))[organization]
    sure = np.where(looked_after, SURELY_KNOWN, draft.willing[organization].astype(np.int64))
    here = number < transferred
    known = (number < sure) | here | (u(Ordinal.KNOWN) < parameters["known_at_start"][world])
    own = looked_after & (draft.form != Form.FUNCTIONAL)[organization]
    here = np.where(transferred == UNKNOWN, own & known, here)
    card = u(Ordinal.RELATION) < FLOATING_CARD_SHARE
    away = np.where(card, Relation.FLOATING, Relation.ELSEWHERE)
    role = staff_role(u(Ordinal.ROLE))
    role[u(Ordinal.RETIRED) < RETIRED_SHARE] = Role.RETIRED
    role[(number == 0) & draft.head_is_member[organization]] = Role.HEAD
    leave = np.maximum(parameters["leave_per_year"], LEAST_RATE)[world]
    months = np.floor(-np.log(u(Ordinal.TENURE)) * 12.0 / leave)
    joined = -months.astype(np.int64)
    settled = np.where(draft.covered[organization], np.minimum(joined, -SETTLED_MONTHS), joined)
    whole = (full == UNKNOWN) | (number < full)
    due = 1 + np.floor(PROBATION_MONTHS * u(Ordinal.STAGE)).astype(np.int32)
    return {
        "organization": organization,
        "identity": people.identity,
        "stage": np.where(whole, Stage.FULL, Stage.PROBATIONARY).astype(np.int8),
        "relation": np.where(here, Relation.HERE, away).astype(np.int8),
        "known": known,
        "commitment": commitment(parameters, world, u(Ordinal.COMMITMENT)),
        "mobility": mobility(u(Ordinal.MOBILITY)),
        "joined": np.maximum(settled, draft.founded[organization]).astype(np.int32),
        "role": role,
        "stage_due": np.where(whole, np.int32(0), due),
    }

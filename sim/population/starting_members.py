"""Members of the organizations at the start: ``docs/draws-population.md`` section 5."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np

from sim.constants import FLOATING_CARD_SHARE, RETIRED_SHARE
from sim.draws import F64, I64, U64, Lineage, Process, draw, keys, lineages
from sim.population.attributes import (
    LEAST_RATE,
    Bools,
    Parameters,
    commitment,
    mobility,
    staff_role,
)
from sim.population.entrants import Columns
from sim.population.frame import UNKNOWN, Frame
from sim.state.codes import Interim, Relation, Role, Stage

SETTLED_MONTHS: Final = 6
"""Months after which a member counts for a branch (S1); members of covered organizations do."""
SURELY_KNOWN: Final = 3
"""Members of an organization with a branch or an interim form whom the committees surely know."""

PROBATION_MONTHS: Final = 12


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


def starting_members(
    frame: Frame,
    parameters: Parameters,
    world_keys: U64,
    *,
    members: I64,
    founded: I64,
    covered: Bools,
    functional: Bools,
    interim: I64,
    willing: Bools,
    head_is_member: Bools,
) -> Columns:
    """Return the columns of all members, sorted by organization; arguments are by organization."""
    organization = np.repeat(np.arange(len(members)), members)
    first = np.cumsum(members) - members  # exact: counts are integers
    number = np.arange(len(organization)) - first[organization]
    world = frame.world[organization]
    identity = lineages(Lineage.FOUNDING_MEMBER, frame.identity[organization], number)
    key = keys(world_keys[world], identity)

    def u(ordinal: Ordinal) -> F64:
        return draw(key, Process.MEMBER, ordinal)

    full, transferred = (
        frame.given[name][organization] for name in ("full_members", "transferred")
    )
    looked_after = (covered | (interim != Interim.NONE))[organization]
    sure = np.where(looked_after, SURELY_KNOWN, willing[organization].astype(np.int64))
    here = number < transferred
    known = (number < sure) | here | (u(Ordinal.KNOWN) < parameters["known_at_start"][world])
    own = looked_after & ~functional[organization]
    here = np.where(transferred == UNKNOWN, own & known, here)
    card = u(Ordinal.RELATION) < FLOATING_CARD_SHARE
    away = np.where(card, Relation.FLOATING, Relation.ELSEWHERE)
    role = staff_role(u(Ordinal.ROLE))
    role[u(Ordinal.RETIRED) < RETIRED_SHARE] = Role.RETIRED
    role[(number == 0) & head_is_member[organization]] = Role.HEAD
    leave = np.maximum(parameters["leave_per_year"], LEAST_RATE)[world]
    months = np.floor(-np.log(u(Ordinal.TENURE)) * 12.0 / leave)
    joined = -months.astype(np.int64)
    settled = np.where(covered[organization], np.minimum(joined, -SETTLED_MONTHS), joined)
    whole = (full == UNKNOWN) | (number < full)
    due = 1 + np.floor(PROBATION_MONTHS * u(Ordinal.STAGE)).astype(np.int32)
    return {
        "organization": organization,
        "identity": identity,
        "stage": np.where(whole, Stage.FULL, Stage.PROBATIONARY).astype(np.int8),
        "relation": np.where(here, Relation.HERE, away).astype(np.int8),
        "known": known,
        "commitment": commitment(parameters, world, u(Ordinal.COMMITMENT)),
        "mobility": mobility(u(Ordinal.MOBILITY)),
        "joined": np.maximum(settled, founded[organization]).astype(np.int32),
        "role": role,
        "stage_due": np.where(whole, np.int32(0), due),
    }

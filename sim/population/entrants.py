"""Newcomer organizations and their founding members: ``docs/draws-population.md`` section 3.

The engine draws how many organizations enter which cell in which month; here is what they are
like. Everything is a function of an organization's identity and of its world's parameters, so a
whole year of all worlds is made at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.constants import FLOATING_CARD_SHARE
from sim.draws import F64, I64, U64, Lineage, Process, draw, keys, lineages
from sim.draws_discrete import beta_binomial
from sim.population.attributes import (
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
from sim.state.codes import Kind, Relation, Role, Stage

Columns = dict[str, npt.NDArray[Any]]
SMALL_SHARE: Final = 1e-6
YEAR: Final = 12
LOST: Final = 0.75
"""Share of its staff that an organization loses when it stops operating (docs/model.md 5)."""


@dataclass(frozen=True, kw_only=True)
class EntrySpec:
    """What a scenario says about its newcomers; ``None`` leaves the choice to a parameter."""

    kind_shares: tuple[float, ...]
    """Shares by kind (``sim.state.codes.Kind``), sum 1."""
    kind_staff: tuple[float | None, ...] = (None,) * len(Kind)
    """Mean staff of the registered organizations of each kind."""
    inactive_share: float | None = None
    """Share of registered organizations not operating."""
    members_per_staff: float | None = None
    """Members per staff of all registered organizations, operating or not."""
    types: tuple[float, float, float] | None = None
    """Shares of stable, dispersed and loose organizations."""
    channel_share: float | None = None
    """Share of organizations with a territorial channel."""
    series: tuple[tuple[int, float], ...] = ()
    """Rates of entry a year of calendar years, each with the month in which its year begins."""

    growth: float | None = None
    """Net growth of the register a year."""
    growth_series: tuple[tuple[int, float], ...] = ()
    """Net growth of calendar years, as ``series``; other years follow ``growth``."""

    def rate(self, month: int) -> float | None:
        """Return the stated rate of entry of a month, ``None`` where the parameter holds."""
        return _of_year(self.series, month)

    def net(self, month: int) -> float | None:
        """Return the net growth a year in a month, ``None`` where a rate of entry holds."""
        if self.rate(month) is not None:
            return None
        stated = _of_year(self.growth_series, month)
        return self.growth if stated is None else stated

    @property
    def grows(self) -> bool:
        """Whether in any year net growth decides how many enter."""
        return self.growth is not None or bool(self.growth_series)

    def json(self) -> dict[str, object]:
        """Return the constants as a plain dictionary."""
        return asdict(self)

    def staff_means(self, parameters: Parameters) -> F64:
        """Mean staff of operating organizations by kind and world."""
        registered = [stated_or(mean, parameters["staff_mean"]) for mean in self.kind_staff]
        inactive = stated_or(self.inactive_share, parameters["inactive_share"])
        return np.stack(registered) / (1.0 - LOST * inactive)

    def member_share(self, parameters: Parameters) -> F64:
        """Members as a share of operating staff, by world."""
        share = stated_or(self.members_per_staff, parameters["members_per_staff"])
        if self.members_per_staff is not None:
            inactive = stated_or(self.inactive_share, parameters["inactive_share"])
            share = share * (1.0 - LOST * inactive) / (1.0 - inactive)
        return np.clip(share, SMALL_SHARE, 1.0 - SMALL_SHARE)


def _of_year(series: Sequence[tuple[int, float]], month: int) -> float | None:
    return next((rate for first, rate in series if first <= month < first + YEAR), None)


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
    people = _founding_members(
        parameters, world_keys, world, identity, members, founded, head_is_member
    )
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


def _founding_members(
    parameters: Parameters,
    world_keys: U64,
    organization_world: I64,
    organization_identity: U64,
    members: I64,
    founded: npt.NDArray[np.int32],
    head_is_member: Bools,
) -> Columns:
    organization = np.repeat(np.arange(len(members)), members)
    first = np.cumsum(members) - members  # exact: counts are integers
    number = np.arange(len(organization)) - first[organization]
    world = organization_world[organization]
    identity = lineages(Lineage.FOUNDING_MEMBER, organization_identity[organization], number)
    key = keys(world_keys[world], identity)

    def u(k: int) -> F64:
        return draw(key, Process.MEMBER, k)

    role = staff_role(u(2))
    role[(number == 0) & head_is_member[organization]] = Role.HEAD
    card = u(4) < FLOATING_CARD_SHARE
    return {
        "organization": organization,
        "world": world,
        "identity": identity,
        "key": key,
        "stage": np.full(len(world), Stage.FULL, np.int8),
        "relation": np.where(card, np.int8(Relation.FLOATING), np.int8(Relation.ELSEWHERE)),
        "known": u(3) < parameters["known_after_move"][world],
        "commitment": commitment(parameters, world, u(0)),
        "mobility": mobility(u(1)),
        "joined": founded[organization],
        "role": role,
    }

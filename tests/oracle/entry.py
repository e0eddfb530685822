"""Newcomer organizations with their founding members, and new persons' traits.

Sections of ``docs/draws-population.md`` 3 and ``docs/draws.md`` 4.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sim.draws import Lineage, Process
from sim.state.codes import Fear, Kind, Relation, Role, Stage, Type
from tests.oracle import constants
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import clip, nearest
from tests.oracle.hashing import agent_key, beta_binomial, draw, lineage, normal
from tests.oracle.offices import NEVER, Cell
from tests.oracle.people import Member

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

LEAST_SHARE = 1e-6
KEPT_BY_INACTIVE = 0.25
"""The part of its staff that an inactive organization keeps."""


def enter(model: OracleModel, cell: Cell, identity: int) -> Organization:
    """Let a newcomer organization enter a cell (draws-population.md 3)."""
    p, entry = model.p, model.entry
    key = agent_key(identity, model.world)

    def u(ordinal: int) -> float:
        return draw(key, Process.ENTRANT, ordinal)

    inactive = _given(entry, "inactive_share", p.inactive_share)
    operating_staff = 1 - (1 - KEPT_BY_INACTIVE) * inactive
    kind = _kind(entry["kind_shares"], u(0))
    channel_share = _given(entry, "channel_share", p.channel_share)
    mean = _staff_of_kind(entry, kind, p.staff_mean) / operating_staff
    sigma = p.staff_sigma
    staff = max(1.0, mean * math.exp(sigma * normal(u(3)) - sigma * sigma / 2))
    baseline = drawn_baseline(vars(p), kind, lambda level: u(5 + level))

    ratio = p.members_per_staff
    if entry.get("members_per_staff") is not None:
        ratio = entry["members_per_staff"] * operating_staff / (1 - inactive)
    ratio = clip(ratio, LEAST_SHARE, 1 - LEAST_SHARE)
    a, b = ratio * p.member_overdispersion, (1 - ratio) * p.member_overdispersion
    members = beta_binomial(nearest(staff), a, b, u(9))

    organization = Organization(
        model,
        {
            "identity": identity,
            "kind": kind,
            "type": _type(entry.get("types"), p, u(1)),
            "district": cell.district,
            "industry": cell.industry,
            "has_channel": u(2) < channel_share,
            "founded": model.t,
            "staff": staff,
            "operating": True,
            "on_base": True,
            "head_is_member": members >= 1 and u(4) < p.head_member_share,
            "baseline": baseline,
            "fears": baseline,
            "attitude": model.attitude(baseline),
        },
    )
    model.organizations[identity] = organization
    for n in range(members):
        add_founding_member(model, organization, n)
    return organization


def drawn_baseline(
    parameters: Mapping[str, float], kind: int, u: Callable[[int], float]
) -> list[float]:
    """Return the baselines of interference, burden, constraint and benefit, by draws of levels.

    Who isn't employed can't be dismissed: constraint is less in a social group.
    """
    names = ("base_interference", "base_burden", "base_constraint", "base_benefit")
    baseline = [
        clip(parameters[name] + parameters["base_sd"] * normal(u(level)))
        for level, name in enumerate(names)
    ]
    if kind == Kind.SOCIAL_GROUP:
        baseline[Fear.CONSTRAINT] *= parameters["employed_share"]
    return baseline


def add_founding_member(model: OracleModel, organization: Organization, n: int) -> None:
    """Give a newcomer organization its n-th member (draws-population.md 3)."""
    identity = lineage(Lineage.FOUNDING_MEMBER, organization.identity, n)
    key = agent_key(identity, model.world)
    traits = new_traits(model, identity)
    if n == 0 and organization.head_is_member:
        traits["role"] = Role.HEAD
    carded = draw(key, Process.MEMBER, 4) < constants.FLOATING_CARD_SHARE
    record = traits | {
        "identity": identity,
        "home": (organization.district, organization.industry),
        "stage": Stage.FULL,
        "known": draw(key, Process.MEMBER, 3) < model.p.known_after_move,
        "relation": Relation.FLOATING if carded else Relation.ELSEWHERE,
        "joined": model.t,
    }
    person = Member(model, record, organization)
    model.members[identity] = person
    organization.people[identity] = person


def new_traits(model: OracleModel, identity: int, key_share: float = 0.0) -> dict[str, Any]:
    """Return commitment, mobility and role of a new person (4.3).

    ``key_share`` is the dose of a drive that aims at key staff (5.2).
    """
    p = model.p
    key = agent_key(identity, model.world)
    z_commitment = normal(draw(key, Process.MEMBER, 0))
    z_mobility = normal(draw(key, Process.MEMBER, 1))
    u_role = draw(key, Process.MEMBER, 2)
    variance = math.log(1 + constants.MOBILITY_SD**2)
    key_staff = u_role < key_share or u_role < constants.KEY_STAFF_SHARE
    return {
        "commitment": clip(z_commitment * constants.COMMITMENT_SD + p.commitment_mean),
        "mobility": min(4.0, math.exp(math.sqrt(variance) * z_mobility - variance / 2)),
        "role": Role.KEY_STAFF if key_staff else Role.STAFF,
    }


def add_between_jobs(
    model: OracleModel, identity: int, home: tuple[int, int], search_ends: int | None = None
) -> Member:
    """Add a full member between jobs: a successor, or a surplus newcomer (4.1, 4.2)."""
    record = new_traits(model, identity) | {
        "identity": identity,
        "home": home,
        "stage": Stage.FULL,
        "relation": Relation.ELSEWHERE,
        "known": False,
        "hired": NEVER if search_ends is None else search_ends,
    }
    person = Member(model, record, None)
    model.members[identity] = person
    return person


def _given(entry: Mapping[str, Any], name: str, otherwise: float) -> float:
    value = entry.get(name)
    return otherwise if value is None else float(value)


def _kind(shares: list[float], u: float) -> int:
    """Return the number of i in 0…4 with u ≥ s₀ + … + sᵢ."""
    total, kind = 0.0, 0
    for share in shares[:5]:
        total += share
        kind += u >= total
    return Kind(kind)


def _staff_of_kind(entry: Mapping[str, Any], kind: int, otherwise: float) -> float:
    means = entry.get("kind_staff")
    mean = None if means is None else means[kind]
    return otherwise if mean is None else float(mean)


def _type(shares: list[float] | None, p: Any, u: float) -> int:
    """Return loose from 1 − l, stable below (1 − l) − d, else dispersed."""
    dispersed, loose = (p.type_dispersed, p.type_loose) if shares is None else shares[1:3]
    if u >= 1 - loose:
        return Type.LOOSE
    return Type.STABLE if u < (1 - loose) - dispersed else Type.DISPERSED

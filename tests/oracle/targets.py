"""Whom a policy is for, and who carries it (2, 6.1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.policies.base import Target
from sim.state.codes import SIZE_FROM, Channel, Kind, Type
from tests.oracle.arithmetic import nearest

if TYPE_CHECKING:
    from tests.oracle.agents import Organization
    from tests.oracle.model import PlaceLike
    from tests.oracle.offices import Committee
    from tests.oracle.schedule import PolicyLike


def is_target(target: Target, organization: Organization) -> bool:
    """Return whether an organization is one of those a policy is for; empty means all."""
    size = sum(nearest(organization.staff) >= least for least in SIZE_FROM)
    if target.channels and organization.channel not in target.channels:
        return False
    return all(
        not allowed or value in allowed
        for allowed, value in (
            (target.districts, organization.district),
            (target.industries, organization.industry),
            (target.kinds, organization.kind),
            (target.types, organization.type),
            (target.sizes, size),
        )
    )


def is_narrow(policy: PolicyLike, place: PlaceLike) -> bool:
    """Return whether the target leaves out organizations of the policy's own committees (2)."""
    target, industrial = policy.target, policy.committee == "industry"
    districts, industries = range(len(place.district_ids)), range(len(place.industry_ids))
    named: list[tuple[Collection[int], Collection[int]]] = [
        (target.districts, districts) if industrial else (target.industries, industries),
        (target.kinds, list(Kind)),
        (target.types, list(Type)),
        (target.sizes, range(len(SIZE_FROM) + 1)),
        (target.channels, list(Channel)),
    ]
    return any(chosen and not set(chosen) >= set(every) for chosen, every in named)


def webster(seats: int, weights: Sequence[int]) -> list[int]:
    """Share seats by highest averages weight / (2·seats + 1), ties to the earlier (6.1)."""
    held = [0] * len(weights)
    if not any(weights):
        return held
    for _ in range(seats):
        averages = [Fraction(w, 2 * n + 1) for w, n in zip(weights, held, strict=True)]
        held[averages.index(max(averages))] += 1
    return held


def is_named(policy: PolicyLike, organization: Organization) -> bool:
    """Return :func:`is_target`; who founds committees looks at the channel before they were (2)."""
    if all(write.dose != "industry_committee" for write in policy.writes()):
        return is_target(policy.target, organization)
    blind = replace(policy.target, channels=())
    channels = policy.target.channels
    return is_target(blind, organization) and (
        not channels or organization.channel_without_policies in channels
    )


def carries(policy: PolicyLike, committee: Committee) -> bool:
    """Return whether a committee is one of those that carry the policy."""
    if committee.industrial != (policy.committee == "industry"):
        return False
    places = policy.target.industries if committee.industrial else policy.target.districts
    return not places or committee.place in places

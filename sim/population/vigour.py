"""Vigour of committees: how much harder one works than another (docs/draws.md 2.4).

Fixed for a replicate from month 0. Where a registry says how many organizations of each committee
are covered, it is drawn on condition of that. Draws: EFFORT.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.draws import F64, I64, U64, Process, committees, draw, keys, normal
from sim.plan.organizations import Registry
from sim.plan.place import Place
from sim.policies.base import Policy
from sim.policies.targets import leaves_out, selective

TRIES: Final = 32


def established(place: Place, policies: Sequence[Policy]) -> tuple[bool, ...]:
    """Return which industries have a committee at month 0: permanent, or by a standing policy."""
    districts, industries = (
        np.arange(len(ids)) for ids in (place.district_ids, place.industry_ids)
    )
    found = np.array(place.industry_committees, bool)
    for policy in policies:
        target = selective(policy.target, districts, industries)
        founds = any(write.dose == "industry_committee" for write in policy.writes())
        if founds and policy.standing > 0.0 and not leaves_out(target, policy.committee):
            found |= np.isin(industries, target.industries) | (not target.industries)
    return tuple(found.tolist())


def in_charge(place: Place, offices: Sequence[bool], district: I64, industry: I64) -> I64:
    """Return the committee of organizations: districts come first, then industries."""
    of_industry = np.array(offices, bool)[industry]
    return np.where(of_industry, len(place.district_ids) + industry, district)


def observed(place: Place, offices: Sequence[bool], registry: Registry | None) -> tuple[I64, I64]:
    """Return by committee how many rows of a registry state coverage, and how many are covered."""
    n = len(place.district_ids) + len(place.industry_ids)
    if registry is None:
        return np.zeros(n, np.int64), np.zeros(n, np.int64)
    only_district = 0 if len(place.district_ids) == 1 else None
    only_industry = 0 if len(place.industry_ids) == 1 else None
    stated = [
        (only_district if at is None else at, only_industry if trade is None else trade, covered)
        for at, trade, covered in zip(
            registry.district, registry.industry, registry.covered, strict=True
        )
    ]
    rows = [row for row in stated if None not in row]
    district, industry, covered = np.array(rows, np.int64).reshape(-1, 3).T
    committee = in_charge(place, offices, district, industry)
    return np.bincount(committee, minlength=n), np.bincount(committee[covered == 1], minlength=n)


def vigour(place: Place, world_keys: U64, spread: F64, seen: tuple[I64, I64]) -> F64:
    """Return the vigour of each committee, shape (worlds, committees)."""
    number, covered = seen
    identities = committees(place.district_ids, place.industry_ids)
    key = keys(world_keys[:, None], identities[None, :])
    s = spread[:, None]
    z = normal(draw(key, Process.EFFORT, 0))
    known = np.flatnonzero(number)
    if len(known):
        z[:, known] = _conditioned(key[:, known], s, number[known], covered[known])
    result: F64 = np.exp(s * z - s * s / 2.0)
    return result


def _conditioned(key: U64, s: F64, number: I64, covered: I64) -> F64:
    """Return the first of 32 draws that the observed coverage accepts, else the likeliest."""
    odds = _logit(covered, number) - _logit(covered.sum(), number.sum())
    variance = 1.0 / (covered + 0.5) + 1.0 / (number - covered + 0.5)
    chosen, nearest = np.zeros(key.shape), np.full(key.shape, np.inf)
    accepted = np.zeros(key.shape, bool)
    for attempt in range(TRIES):
        z = normal(draw(key, Process.EFFORT, 2 * attempt))
        away = odds - s * z
        likely = draw(key, Process.EFFORT, 2 * attempt + 1) < np.exp(-0.5 * away**2 / variance)
        better = ~accepted & (likely | (np.abs(away) < nearest))
        chosen = np.where(better, z, chosen)
        nearest = np.where(better, np.abs(away), nearest)
        accepted |= likely
    return chosen


def _logit(covered: I64, number: I64) -> F64:
    share = (covered + 0.5) / (number + 1.0)
    result: F64 = np.log(share / (1.0 - share))
    return result

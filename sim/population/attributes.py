"""What organizations, members and committees are like, from uniforms.

Shared by the population at the start and by those who come later (``docs/draws-population.md`` 3).
``parameters`` are by world, ``world`` is an index into them for each row.

Vigour is how much harder one committee works than another (docs/draws.md 2.4), fixed for a
replicate from month 0. Where a registry says how many organizations of each committee are covered,
it is drawn on condition of that. Draws: EFFORT.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.constants import COMMITMENT_SD, KEY_STAFF_SHARE, MOBILITY_SD
from sim.draws import F64, I64, U64, Process, committees, draw, keys, normal
from sim.plan.organizations import Registry
from sim.plan.place import Place
from sim.policies.base import Policy
from sim.policies.targets import leaves_out, selective
from sim.state.codes import Fear, Kind, Role, Type

Int8s = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Parameters = Mapping[str, F64]

BASES: Final = ("base_interference", "base_burden", "base_constraint", "base_benefit")
WEIGHTS: Final = ("weight_interference", "weight_burden", "weight_constraint")
MOBILITY_MOST: Final = 4.0
LEAST_RATE: Final = 1e-6
"""Rate a year from which ages and tenures are drawn where a scenario switches a rate off."""
TRIES: Final = 32


def stated_or(value: float | None, parameter: F64) -> F64:
    """Return the scenario's value in every world, or the parameter where there is none."""
    return parameter if value is None else np.full_like(parameter, value)


def pick(shares: Sequence[float], u: F64) -> I64:
    """Index of the share that ``u`` falls into, shares cumulated in their order."""
    edge, index = 0.0, np.zeros(u.shape, np.int64)
    for share in shares[:-1]:
        edge += share
        index += u >= edge
    return index


def type_of(
    types: tuple[float, float, float] | None, parameters: Parameters, world: I64, u: F64
) -> Int8s:
    """Type after S7; ``types`` are the scenario's shares of stable, dispersed and loose."""
    _, dispersed, loose = types or (None, None, None)
    tight = 1.0 - stated_or(loose, parameters["type_loose"])
    stable = tight - stated_or(dispersed, parameters["type_dispersed"])
    result = np.full(u.shape, Type.DISPERSED, np.int8)
    result[u < stable[world]] = Type.STABLE
    result[u >= tight[world]] = Type.LOOSE
    return result


def log_normal(sigma: F64, u: F64) -> F64:
    """Factors of mean 1 whose logarithm has the standard deviation ``sigma``."""
    result: F64 = np.exp(sigma * normal(u) - sigma * sigma / 2.0)
    return result


def baselines(
    parameters: Parameters, world: I64, kind: npt.NDArray[np.integer], u: Sequence[F64]
) -> F64:
    """Baselines of a head's three fears and benefit, rows as in ``codes.Fear``.

    Members of an association who aren't its employees can't be dismissed: nothing to constrain.
    """
    spread = parameters["base_sd"][world]
    levels = np.stack(
        [
            np.clip(parameters[base][world] + spread * normal(draws), 0.0, 1.0)
            for base, draws in zip(BASES, u, strict=True)
        ]
    )
    levels[Fear.CONSTRAINT] *= employed_share(parameters, world, kind)
    return levels


def employed_share(parameters: Parameters, world: I64, kind: npt.NDArray[np.integer]) -> F64:
    """Share of members who are employed in organizations of these kinds (S3, S5, S9)."""
    share = parameters["employed_share"][world]
    return np.where(kind == Kind.SOCIAL_GROUP, share, 1.0)


def attitude(parameters: Parameters, world: I64, levels: F64) -> F64:
    """Attitude: benefit minus the weighted fears (docs/model.md 2)."""
    w = [parameters[name][world] for name in WEIGHTS]
    burden = w[0] * levels[Fear.INTERFERENCE] + w[1] * levels[Fear.BURDEN]
    result: F64 = levels[Fear.BENEFIT] - (burden + w[2] * levels[Fear.CONSTRAINT])
    return result


def commitment(parameters: Parameters, world: I64, u: F64) -> F64:
    """Commitment of members in [0, 1]."""
    return np.clip(parameters["commitment_mean"][world] + COMMITMENT_SD * normal(u), 0.0, 1.0)


def mobility(u: F64) -> F64:
    """Mobility of members: log-normal of mean 1, cut at 4."""
    sigma = np.sqrt(np.log1p(MOBILITY_SD**2))
    return np.minimum(MOBILITY_MOST, log_normal(sigma, u))


def staff_role(u: F64) -> Int8s:
    """Role of members who are neither head nor retired."""
    return np.where(u < KEY_STAFF_SHARE, np.int8(Role.KEY_STAFF), np.int8(Role.STAFF))


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

"""What an organization or a member is like, from uniforms: ``docs/draws-population.md`` 3.

Shared by the population at the start and by those who come later. ``parameters`` are by world,
``world`` is an index into them for each row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.constants import COMMITMENT_SD, KEY_STAFF_SHARE, MOBILITY_SD
from sim.draws import F64, I64, normal
from sim.state.codes import Fear, Kind, Role, Type

Int8s = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Parameters = Mapping[str, F64]

BASES: Final = ("base_interference", "base_burden", "base_constraint", "base_benefit")
WEIGHTS: Final = ("weight_interference", "weight_burden", "weight_constraint")
MOBILITY_MOST: Final = 4.0
LEAST_RATE: Final = 1e-6
"""Rate a year from which ages and tenures are drawn where a scenario switches a rate off."""


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

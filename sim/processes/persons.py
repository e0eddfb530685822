"""New persons: commitment, mobility and role from their identity (docs/draws.md 4.3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, Process, draw, keys, normal
from sim.state.codes import Role
from sim.state.stack import Stack
from sim.state.table import Column

MOBILITY_CAP = 4.0
"""Mobility is truncated here, so that the leave hazard has a bound."""


def commitment(u: F64, mean: F64, sd: F64) -> F64:
    """Return commitment in [0, 1] at uniforms ``u``."""
    return np.clip(normal(u) * sd + mean, 0.0, 1.0)


def mobility(u: F64, sd: F64) -> F64:
    """Return mobility: log-normal with mean 1 and standard deviation ``sd``, at most 4."""
    variance = np.log1p(sd * sd)
    return np.minimum(MOBILITY_CAP, np.exp(np.sqrt(variance) * normal(u) - variance / 2))


def newcomers(
    stack: Stack, world: I64, identity: U64, key_share: F64 | None = None
) -> dict[str, Column | float]:
    """Return the columns that every new person has, by identity; ``key_share`` raises roles."""
    parameters = stack.parameters
    key = keys(stack.keys[world], identity)
    share = parameters["key_staff_share"][world]
    if key_share is not None:
        share = np.maximum(share, key_share)
    role = np.where(draw(key, Process.MEMBER, 2) < share, Role.KEY_STAFF, Role.STAFF)
    columns: dict[str, npt.NDArray[np.generic] | float] = {
        "world": world,
        "identity": identity,
        "key": key,
        "commitment": commitment(
            draw(key, Process.MEMBER, 0),
            parameters["commitment_mean"][world],
            parameters["commitment_sd"][world],
        ),
        "mobility": mobility(draw(key, Process.MEMBER, 1), parameters["mobility_sd"][world]),
        "role": role.astype(np.int8),
    }
    return columns

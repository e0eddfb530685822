"""New persons: commitment, mobility and role from their identity (docs/draws.md 4.3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.constants import COMMITMENT_SD, KEY_STAFF_SHARE, MOBILITY_SD
from sim.draws import F64, I64, U64, Process, draw, keys, normal
from sim.state.codes import Role
from sim.state.stack import Stack
from sim.state.table import Column

MOBILITY_CAP = 4.0
"""Mobility is truncated here, so that the leave hazard has a bound."""


def commitment(u: F64, mean: F64) -> F64:
    """Return commitment in [0, 1] at uniforms ``u``."""
    return np.clip(normal(u) * COMMITMENT_SD + mean, 0.0, 1.0)


def mobility(u: F64) -> F64:
    """Return mobility at uniforms ``u``: log-normal with mean 1, at most 4."""
    variance = np.log1p(MOBILITY_SD**2)
    result: F64 = np.exp(np.sqrt(variance) * normal(u) - variance / 2)
    return np.minimum(MOBILITY_CAP, result)


def newcomers(
    stack: Stack, world: I64, identity: U64, key_share: F64 | None = None
) -> dict[str, Column | float]:
    """Return the columns that every new person has, by identity; ``key_share`` raises roles."""
    key = keys(stack.keys[world], identity)
    share = KEY_STAFF_SHARE if key_share is None else np.maximum(KEY_STAFF_SHARE, key_share)
    role = np.where(draw(key, Process.MEMBER, 2) < share, Role.KEY_STAFF, Role.STAFF)
    columns: dict[str, npt.NDArray[np.generic] | float] = {
        "world": world,
        "identity": identity,
        "key": key,
        "commitment": commitment(
            draw(key, Process.MEMBER, 0), stack.parameters["commitment_mean"][world]
        ),
        "mobility": mobility(draw(key, Process.MEMBER, 1)),
        "role": role.astype(np.int8),
    }
    return columns

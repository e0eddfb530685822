"""New persons: commitment, mobility and role from their identity (docs/draws.md 4.3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.constants import COMMITMENT_SD, KEY_STAFF_SHARE, MOBILITY_SD
from sim.draws import F64, I64, U64, Mask, Process, draw, keys, normal
from sim.state.codes import Kind, Role
from sim.state.stack import Stack
from sim.state.table import Column

EMPLOYED = 8
"""Ordinal of process MEMBER: whether a member of an association is its employee."""
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


def employed(stack: Stack, rows: I64) -> Mask:
    """Return which members are employed where they are; others belong to an association."""
    members = stack.members
    kind = stack.organizations.kind[members.organization[rows]]
    share = stack.parameters["employed_share"][members.world[rows]]
    share = np.where(kind == Kind.SOCIAL_GROUP, share, 1.0)
    result: Mask = draw(members.key[rows], Process.MEMBER, EMPLOYED) < share
    return result


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

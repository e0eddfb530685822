"""Other heads: baselines drawn anew for who would not have stayed until month 0.

Writes: baseline, fears, attitude. Draws: HEAD. Source: docs/draws.md 10.5.
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64, Process, draw, normal
from sim.processes.attitudes import update_attitude
from sim.state.codes import Fear, Kind
from sim.state.stack import Stack

PROPOSALS = 16
BASES = ("base_interference", "base_burden", "base_constraint", "base_benefit")
"""Means of the baselines that heads are drawn from, rows as in ``codes.Fear``."""


def propose(stack: Stack, rows: I64, attempt: int) -> None:
    """Replace heads by a proposal: settled fears and benefit shift by what baselines differ."""
    organizations = stack.organizations
    proposal = _baselines(stack, rows, attempt)
    moved = organizations.fears[:, rows] + proposal - organizations.baseline[:, rows]
    organizations.fears[:, rows] = np.clip(moved, 0.0, 1.0)
    organizations.baseline[:, rows] = proposal
    update_attitude(stack)


def _baselines(stack: Stack, rows: I64, attempt: int) -> F64:
    """Return baselines of other heads, drawn as those of the first."""
    parameters, key = stack.parameters, stack.organizations.key[rows]
    world = stack.organizations.world[rows]
    spread = parameters["base_sd"][world]
    drawn = [
        parameters[base][world]
        + spread * normal(draw(key, Process.HEAD, len(BASES) * attempt + level))
        for level, base in enumerate(BASES)
    ]
    levels = np.clip(np.stack(drawn), 0.0, 1.0)
    social = stack.organizations.kind[rows] == Kind.SOCIAL_GROUP
    levels[Fear.CONSTRAINT] *= np.where(social, parameters["employed_share"][world], 1.0)
    return levels

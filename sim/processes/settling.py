"""Settling: heads and vitality iterate alone before month 0, so that nothing drifts by itself.

What exists at the start has survived until then: heads of covered organizations are drawn on
condition that they haven't withdrawn, the quality of branches on condition that they have lived to
their age. Draws: BRANCH, HEAD. Source: docs/draws.md 10.
"""

from __future__ import annotations

import numpy as np

from sim.constants import INTERCEPT
from sim.draws import F64, I64, Process, draw, normal
from sim.policies.doses import DoseReader
from sim.processes.attitudes import learn, pull, update_attitude
from sim.processes.founding import appoint
from sim.processes.recruitment import count_members
from sim.processes.vitality import sustained, tally, time_shares
from sim.state.stack import Stack

BRANCH_AGE_MONTHS = 60.0
ROUNDS = 20
PACE = 0.5
"""Share of the way that a round goes; another twenty rounds would move nothing by .001."""
TRIES = 16
BASES = ("base_interference", "base_burden", "base_constraint", "base_benefit")
"""Means of the baselines that heads are drawn from, rows as in ``codes.Fear``."""


def settle(stack: Stack, doses: DoseReader) -> None:
    """Bring heads and branches to rest, in two passes: without quality, then with it.

    Between them heads who would not have stayed are replaced. ``doses`` are those of the rules that
    are in force before month 0.
    """
    branches = stack.branches
    stack.parameters["vitality_intercept"] = np.full(stack.n_worlds, INTERCEPT)
    count_members(stack)
    update_attitude(stack)
    rows = np.flatnonzero(branches.alive)
    give_ages(stack, rows)
    tally(stack)
    appoint(stack, doses, rows)
    time_shares(stack, doses, rows)
    iterate(stack, doses, rows)
    keep_heads(stack)
    branches.quality[rows] = survivors_quality(stack, rows)
    iterate(stack, doses, rows)


def give_ages(stack: Stack, rows: I64) -> None:
    """Date existing branches back: exponential with a mean of five years, within the host's age."""
    branches, organizations = stack.branches, stack.organizations
    age = np.ceil(-np.log(draw(branches.key[rows], Process.BRANCH, 1)) * BRANCH_AGE_MONTHS)
    eldest = organizations.founded[branches.host[rows]]
    branches.founded[rows] = np.minimum(-1, np.maximum(-age, eldest))
    covered = np.flatnonzero(organizations.branch)
    organizations.covered[covered] = branches.founded[organizations.branch[covered]]


def iterate(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Let heads and vitality act on each other until they rest."""
    commitment, vitality = tally(stack), stack.branches.vitality
    for _ in range(ROUNDS):
        learn(stack, PACE * (pull(stack, doses, stack.peers()) - stack.organizations.fears))
        vitality[rows] += PACE * (sustained(stack, doses, rows, commitment) - vitality[rows])


def keep_heads(stack: Stack) -> None:
    """Draw baselines of covered heads anew who would withdraw: the first of 16 that would stay.

    A proposal shifts the settled fears and benefit by what its baselines differ. If none stays, the
    last is taken. Without this all who begin below the closing attitude leave together a year after
    the start, which no policy has caused.
    """
    organizations = stack.organizations
    rows = _withdrawing(stack, np.flatnonzero(organizations.branch))
    for attempt in range(TRIES):
        proposal = _new_baselines(stack, rows, attempt)
        moved = organizations.fears[:, rows] + proposal - organizations.baseline[:, rows]
        organizations.fears[:, rows] = np.clip(moved, 0.0, 1.0)
        organizations.baseline[:, rows] = proposal
        update_attitude(stack)
        rows = _withdrawing(stack, rows)
        if not len(rows):
            return


def _withdrawing(stack: Stack, rows: I64) -> I64:
    return rows[stack.organizations.attitude[rows] < stack.at("close_attitude", rows)]


def _new_baselines(stack: Stack, rows: I64, attempt: int) -> F64:
    """Return baselines of other heads, drawn as those of the first."""
    parameters, key = stack.parameters, stack.organizations.key[rows]
    world = stack.organizations.world[rows]
    spread = parameters["base_sd"][world]
    drawn = [
        parameters[base][world]
        + spread * normal(draw(key, Process.HEAD, len(BASES) * attempt + level))
        for level, base in enumerate(BASES)
    ]
    return np.clip(np.stack(drawn), 0.0, 1.0)


def survivors_quality(stack: Stack, rows: I64) -> F64:
    """Draw quality on condition of survival: the first of 16 proposals that lives to its age.

    A proposal shifts the logit of the settled vitality; it survives with exp(−hazard × age). If
    none does, the best proposal is taken.
    """
    branches, parameters = stack.branches, stack.parameters
    world, key = branches.world[rows], branches.key[rows]
    vitality = np.clip(branches.vitality[rows], 1e-9, 1 - 1e-9)
    logit = np.log(vitality / (1.0 - vitality))
    years = -branches.founded[rows] / 12.0
    sd = parameters["branch_quality_sd"][world]
    quality = np.full(len(rows), -np.inf)
    accepted = np.zeros(len(rows), bool)
    for attempt in range(TRIES):
        proposal = normal(draw(key, Process.BRANCH, 2 + 2 * attempt)) * sd
        lives = 1.0 / (1.0 + np.exp(-(logit + proposal)))
        hazard = parameters["dissolve_per_year"][world] * np.exp(
            parameters["dissolve_slope"][world] * (0.5 - lives)
        )
        survives = draw(key, Process.BRANCH, 3 + 2 * attempt) < np.exp(-hazard * years)
        better = np.where(survives, proposal, np.maximum(quality, proposal))
        quality = np.where(accepted, quality, better)
        accepted |= survives
    return quality

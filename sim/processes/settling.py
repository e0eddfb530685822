"""Settling: heads and vitality iterate alone before month 0, so that nothing drifts by itself.

The quality of branches that exist at the start is drawn on condition that they have survived to
their age. Draws: BRANCH. Source: docs/draws.md 10.
"""

from __future__ import annotations

import numpy as np

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


def settle(stack: Stack, doses: DoseReader) -> None:
    """Bring heads and branches to rest, in two passes: without quality, then with it.

    ``doses`` are those of the rules that are in force before month 0.
    """
    branches = stack.branches
    count_members(stack)
    update_attitude(stack)
    rows = np.flatnonzero(branches.alive)
    give_ages(stack, rows)
    tally(stack)
    appoint(stack, doses, rows)
    time_shares(stack, doses, rows)
    iterate(stack, doses, rows)
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

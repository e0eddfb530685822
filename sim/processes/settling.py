"""Settling: heads and vitality iterate alone before month 0, so that nothing drifts by itself.

What exists at the start has survived until then. Heads of covered organizations are drawn on
condition that they haven't withdrawn; the quality of branches on condition that they have lived to
their age. How alive branches are is said by ``alive_at_start``; the intercept of vitality follows.
Draws: BRANCH, HEAD. Source: docs/draws.md 10.
"""

from __future__ import annotations

import numpy as np

from sim.constants import INTERCEPT
from sim.draws import F64, I64, Process, draw, normal
from sim.exact import group_count, group_total
from sim.policies.doses import DoseReader
from sim.processes.attitudes import learn, pull, update_attitude
from sim.processes.clocks import lose_secretaries, run_clocks
from sim.processes.founding import appoint
from sim.processes.hazards import logistic
from sim.processes.heads import PROPOSALS, propose
from sim.processes.recruitment import count_members
from sim.processes.vitality import held, support, tally, time_shares
from sim.state.stack import Stack

BRANCH_AGE_MONTHS = 60.0
ROUNDS = 20
PACE = 0.5
"""Share of the way that a round goes; another twenty rounds would move nothing by .001."""
MEMORY = 0.6
"""Turnover that branches remember on average, a share of the leave hazard."""
ALIVE = 0.35
"""Vitality from which a branch counts as alive at the start, whatever the threshold is."""
LOGISTIC = 1.7
"""Slope at which a logistic curve is like the normal distribution."""
LEAST_SPREAD = 0.05
BISECTIONS, WIDEST = 40, 8.0
USUAL_MEMBERS = 3.0


def settle(stack: Stack, doses: DoseReader) -> None:
    """Bring heads and branches to rest, in two passes: without quality, then with it.

    After each heads who would not have stayed are replaced; at last clocks run as if time had
    passed. ``doses`` are those of the rules that are in force before month 0; committees already
    feel what they say.
    """
    branches = stack.branches
    count_members(stack)
    update_attitude(stack)
    rows = np.flatnonzero(branches.alive)
    give_ages(stack, rows)
    tally(stack)
    branches.turnover[rows] = MEMORY * stack.parameters["leave_per_year"][branches.world[rows]]
    appoint(stack, doses, rows)
    time_shares(stack, doses, rows)
    lose_secretaries(stack, rows)
    stack.intercept[:] = usual_intercept(stack)
    alive = rows[branches.members[rows] > 0]
    stack.intercept[branches.world[alive]] = INTERCEPT
    iterate(stack, doses, rows, alive)
    keep_heads(stack)
    branches.quality[rows] = survivors_quality(stack, rows)
    iterate(stack, doses, rows, alive[:0])
    keep_heads(stack)
    run_clocks(stack, doses, rows)


def give_ages(stack: Stack, rows: I64) -> None:
    """Date existing branches back: exponential with a mean of five years, within the host's age."""
    branches, organizations = stack.branches, stack.organizations
    age = np.ceil(-np.log(draw(branches.key[rows], Process.BRANCH, 1)) * BRANCH_AGE_MONTHS)
    eldest = organizations.founded[branches.host[rows]]
    branches.founded[rows] = np.minimum(-1, np.maximum(-age, eldest))
    covered = np.flatnonzero(organizations.branch)
    organizations.covered[covered] = branches.founded[organizations.branch[covered]]


def iterate(stack: Stack, doses: DoseReader, rows: I64, aimed: I64) -> None:
    """Let heads and vitality act on each other until they rest.

    In each round the intercepts of the worlds of ``aimed`` branches are set so that as many of
    these are alive as is said.
    """
    commitment, vitality = tally(stack), stack.branches.vitality
    place = np.searchsorted(rows, aimed)
    for _ in range(ROUNDS):
        learn(stack, PACE * (pull(stack, doses, stack.peers()) - stack.organizations.fears))
        level = support(stack, doses, rows, commitment)
        if len(aimed):
            step = aim(stack, aimed, level[place])
            stack.intercept += step
            level += step[stack.branches.world[rows]]
        vitality[rows] += PACE * (held(stack, rows, level) - vitality[rows])


def aim(stack: Stack, rows: I64, level: F64) -> F64:
    """Return by world by what to raise the support of branches so that enough are alive."""
    world, n = stack.branches.world[rows], stack.n_worlds
    spread = np.maximum(LEAST_SPREAD, stack.parameters["branch_quality_sd"])[world]
    number = group_count(world, n)
    wanted = stack.parameters["alive_at_start"] * number
    low, high = np.full(n, -WIDEST), np.full(n, WIDEST)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        alive = logistic(LOGISTIC * (level + middle[world] - _logit(ALIVE)) / spread)
        short = group_total(world, alive, n) < wanted
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(number > 0, (low + high) / 2, 0.0)


def usual_intercept(stack: Stack) -> F64:
    """Return by world the intercept at which an average branch is as alive as is said."""
    p = stack.parameters
    attitude = p["base_benefit"] - (
        p["weight_interference"] * p["base_interference"]
        + p["weight_burden"] * p["base_burden"]
        + p["weight_constraint"] * p["base_constraint"]
    )
    level = (
        INTERCEPT
        + p["vitality_skill"] * p["secretary_skill"]
        + p["vitality_members"] * np.log(USUAL_MEMBERS)
        + p["vitality_commitment"] * p["commitment_mean"]
        + p["vitality_attitude"] * attitude
        - p["vitality_turnover"] * MEMORY * p["leave_per_year"]
    )
    spread = np.maximum(LEAST_SPREAD, p["branch_quality_sd"])
    alive = p["alive_at_start"]
    wanted = _logit(ALIVE) + spread * np.log(alive / (1.0 - alive)) / LOGISTIC
    result: F64 = INTERCEPT + (wanted - level)
    return result


def _logit(share: float) -> float:
    return float(np.log(share / (1.0 - share)))


def keep_heads(stack: Stack) -> None:
    """Draw baselines of covered heads anew who would withdraw: the first of 16 that would stay.

    If none stays, the last is taken. Without this all who begin below the closing attitude leave
    together a year after the start, which no policy has caused.
    """
    rows = _withdrawing(stack, np.flatnonzero(stack.organizations.branch))
    for attempt in range(PROPOSALS):
        propose(stack, rows, attempt)
        rows = _withdrawing(stack, rows)
        if not len(rows):
            return


def _withdrawing(stack: Stack, rows: I64) -> I64:
    return rows[stack.organizations.attitude[rows] < stack.at("close_attitude", rows)]


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
    for attempt in range(PROPOSALS):
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

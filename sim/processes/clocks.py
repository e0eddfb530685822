"""Running clocks: what goes on in time has gone on before month 0.

Posts have fallen vacant, small branches have used up some of their grace, heads who are uncovered
have been asked and have said no. Writes: secretaries, below, baselines and fears of uncovered
heads, their silence and contact. Draws: CLOCK, HEAD. Source: docs/draws.md 10.8.
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64, Process, draw
from sim.draws_discrete import poisson
from sim.policies.doses import DoseReader
from sim.processes.contact import consent_support, contact_terms, refuse
from sim.processes.hazards import logistic
from sim.processes.heads import PROPOSALS, propose
from sim.processes.leaving import vacate
from sim.state.codes import Contact, Interim, SecretarySource, Type
from sim.state.stack import Stack

LEAVERS = 0.75
"""Secretaries who leave their organization, a share of the leave hazard."""
PAUSE = 0.75
"""Years in which who has said no is not asked again."""
MOST_YEARS = 10.0
"""Years of asking that a head remembers."""
BRANCH_MEMBERS = 3
ASKED, FIRST_TRY, RECENT, ANSWER, SINCE, GRACE, VACANT = 0, 1, 40, 41, 42, 43, 44
"""Ordinals of process CLOCK."""


def run_clocks(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Let clocks of branches ``rows`` and of uncovered heads stand as if time had passed."""
    lose_secretaries(stack, rows)
    branches = stack.branches
    few = rows[branches.members[rows] < BRANCH_MEMBERS]
    grace = stack.parameters["grace_months"][branches.world[few]]
    branches.below[few] = np.floor(draw(branches.key[few], Process.CLOCK, GRACE) * grace)
    ask_before(stack, doses)


def lose_secretaries(stack: Stack, rows: I64) -> None:
    """Leave posts vacant as often as rotation and leaving outrun the search for another."""
    branches, parameters = stack.branches, stack.parameters
    rows = rows[branches.secretary[rows] != SecretarySource.NONE]
    world = branches.world[rows]
    lost = parameters["rotation_per_year"][world] + LEAVERS * parameters["leave_per_year"][world]
    share = lost / (lost + 12.0 * parameters["secretary_later"][world])
    gone = rows[draw(branches.key[rows], Process.CLOCK, VACANT) < share]
    vacate(stack, gone)
    branches.skill[gone] = 0.0
    branches.time_share[gone] = 0.0


def ask_before(stack: Stack, doses: DoseReader) -> None:
    """Replace uncovered heads who would have agreed by now; some have just said no."""
    organizations = stack.organizations
    rows = np.flatnonzero(
        organizations.operating
        & (organizations.branch == 0)
        & (organizations.eligible > 0)
        & (organizations.type != Type.LOOSE)
        & (organizations.interim == Interim.NONE)
        & (organizations.willing_until <= stack.month)
    )
    if not len(rows):
        return
    terms = contact_terms(stack, doses, rows)
    rate = sum(terms[1:], start=terms[0])
    years = np.minimum(MOST_YEARS, -organizations.founded[rows] / 12.0)
    key = organizations.key[rows]
    mean = years * rate / (1.0 + PAUSE * rate)
    times = poisson(mean, draw(key, Process.CLOCK, ASKED))
    agreeing, answers = rows[times > 0], times[times > 0]
    for attempt in range(PROPOSALS + 1):
        refusal = (1.0 - _consent(stack, doses, agreeing)) ** answers
        u = draw(organizations.key[agreeing], Process.CLOCK, FIRST_TRY + attempt)
        agreeing, answers = agreeing[u >= refusal], answers[u >= refusal]
        if attempt < PROPOSALS and len(agreeing):
            propose(stack, agreeing, attempt)
    answered(stack, doses, rows[draw(key, Process.CLOCK, RECENT) < -np.expm1(-rate)])


def answered(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Note of heads who have been asked of late whether they refused, and how long ago."""
    organizations = stack.organizations
    key, width = organizations.key[rows], stack.at("indifference_width", rows)
    support = consent_support(stack, doses, rows)
    chance = logistic(-support - width) / (1.0 - logistic(support - width))
    no = draw(key, Process.CLOCK, ANSWER) < chance
    left = draw(key, Process.CLOCK, SINCE)
    organizations.contact[rows] = Contact.COMMITTEE
    for mine, name in ((no, "silence_months"), (~no, "deferred_months")):
        months = stack.at(name, rows[mine])
        until = np.floor(left[mine] * months).astype(np.int64)
        organizations.contacted[rows[mine]] = until - np.rint(months).astype(np.int64)
        if mine is no:
            refuse(stack, rows[mine], until)
        else:
            organizations.deferred_until[rows[mine]] = until


def _consent(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    return logistic(consent_support(stack, doses, rows) - stack.at("indifference_width", rows))

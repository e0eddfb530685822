"""Running clocks: what goes on in time has gone on before month 0.

Posts have fallen vacant, small branches have used up some of their grace, heads who are uncovered
have been asked and have said no. Writes: secretaries, below, baselines and fears of uncovered
heads, their silence and contact. Draws: CLOCK, HEAD. Source: docs/draws.md 10.3, 10.8.
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64, Process, draw
from sim.draws_discrete import poisson
from sim.policies.doses import DoseReader
from sim.processes.attitudes import update_attitude
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
ASKED, FIRST_TRY, RECENT, SINCE, GRACE, VACANT = 0, 1, 40, 42, 43, 44
"""Ordinals of process CLOCK."""


def run_clocks(stack: Stack, doses: DoseReader, rows: I64) -> None:
    """Let clocks of branches ``rows`` and of uncovered heads stand as if time had passed."""
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
    replace_agreeing(stack, doses, rows[times > 0], times[times > 0])
    answered(stack, doses, rows, rate)


def replace_agreeing(stack: Stack, doses: DoseReader, rows: I64, times: I64) -> None:
    """Replace heads until one says no each time it is asked; if none, the least willing stays."""
    organizations = stack.organizations
    least = np.full(len(rows), np.inf)
    fears, baseline = organizations.fears[:, rows], organizations.baseline[:, rows]
    for attempt in range(PROPOSALS + 1):
        chance = _consent(stack, doses, rows)
        better = chance < least
        least = np.where(better, chance, least)
        fears = np.where(better, organizations.fears[:, rows], fears)
        baseline = np.where(better, organizations.baseline[:, rows], baseline)
        u = draw(organizations.key[rows], Process.CLOCK, FIRST_TRY + attempt)
        goes = u >= (1.0 - chance) ** times
        rows, times, least = rows[goes], times[goes], least[goes]
        fears, baseline = fears[:, goes], baseline[:, goes]
        if attempt < PROPOSALS and len(rows):
            propose(stack, rows, attempt)
    organizations.fears[:, rows], organizations.baseline[:, rows] = fears, baseline
    update_attitude(stack)


def answered(stack: Stack, doses: DoseReader, rows: I64, rate: F64) -> None:
    """Note which heads are silent or have put it off, in the shares in which they are at rest."""
    organizations = stack.organizations
    key, width = organizations.key[rows], stack.at("indifference_width", rows)
    support = consent_support(stack, doses, rows)
    no = logistic(-support - width)
    later = 1.0 - logistic(support - width) - no
    silent = rate * no * stack.at("silence_months", rows) / 12.0
    deferred = rate * later * stack.at("deferred_months", rows) / 12.0
    u = draw(key, Process.CLOCK, RECENT) * (1.0 + silent + deferred)
    left = draw(key, Process.CLOCK, SINCE)
    for mine, name in (
        (u < silent, "silence_months"),
        ((u >= silent) & (u < silent + deferred), "deferred_months"),
    ):
        these = rows[mine]
        months = stack.at(name, these)
        until = np.floor(left[mine] * months).astype(np.int64)
        organizations.contact[these] = Contact.COMMITTEE
        organizations.contacted[these] = until - np.rint(months).astype(np.int64)
        if name == "silence_months":
            refuse(stack, these, until)
        else:
            organizations.deferred_until[these] = until


def _consent(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    return logistic(consent_support(stack, doses, rows) - stack.at("indifference_width", rows))

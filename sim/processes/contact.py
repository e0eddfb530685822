"""Contact and consent: who is reached this month, who is asked, what the head answers.

Reads: channel, visits, pressure, attitude, eligible members, silence. Writes: contacted, asked,
willing_until, silent_until, deferred_until, refusal.
Draws: CONTACT, CHECK_ASK, PROMPT_ASK, CENSUS_ASK, CONSENT. Source: docs/draws.md 8.1-8.2; S3
(registration, checks), S4, S5 (refusal and indifference), S7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.constants import STAFF_REACH
from sim.draws import F64, I64, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.areas import offered
from sim.processes.funding import grant_offered
from sim.processes.hazards import UNDER, happens, logistic
from sim.state.codes import Contact, Event, Fear
from sim.state.stack import Stack

MASS_GROUP_MONTHS = 12
PROMPTED_MONTHS = 7
"""Consent of a newcomer lasts until its members have been there for six months."""


def contact(stack: Stack, doses: DoseReader) -> I64:
    """Return the uncovered organizations contacted this month."""
    organizations, month = stack.organizations, stack.month
    rows = stack.open_to_contact()
    key = organizations.key[rows]
    u = draw(key, Process.CONTACT, month)
    near = np.flatnonzero(u < _most_contacts(stack, doses, rows) * UNDER)
    terms = contact_terms(stack, doses, rows[near])
    hit = happens(u[near], sum(terms[1:], start=terms[0]))
    kind = np.zeros(len(rows), np.int8)
    largest = np.argmax(np.stack([term[hit] for term in terms]), axis=0)
    kind[near[hit]] = largest + Contact.COMMITTEE
    kind[organizations.mass_group[rows] == month - MASS_GROUP_MONTHS] = Contact.MASS_GROUP
    if doses.active("census"):
        kind[draw(key, Process.CENSUS_ASK, month) < doses.at("census", rows)] = Contact.CENSUS
    if doses.active("prompt_contact"):
        new = organizations.founded[rows] == month - 1
        prompted = draw(key, Process.PROMPT_ASK, month) < doses.at("prompt_contact", rows)
        kind[new & prompted] = Contact.PROMPT
    if doses.active("check_compliance"):
        chance = stack.at("check_ask", rows) * doses.at("check_compliance", rows)
        kind[stack.checked(rows) & (draw(key, Process.CHECK_ASK, month) < chance)] = Contact.CHECK
    met = kind > 0
    rows, kind = rows[met], kind[met]
    organizations.contacted[rows] = month
    organizations.contact[rows] = kind
    stack.note(Event.CONTACTED, rows)
    return rows


def _most_contacts(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return a bound of the hazards of contact a year that is cheap to have."""
    committees, parameters = stack.committees, stack.parameters
    world = committees.world
    pressed = np.maximum(committees.effort, doses.most_quota())
    by_pressure = parameters["contact_pressure"][world] * pressed
    own = committees.vigour * (parameters["contact_per_year"][world] + by_pressure)
    most: F64 = own[stack.responsible(rows)]
    visits = stack.organizations.visits[rows]
    visited = np.flatnonzero(visits)
    most[visited] += stack.at("contact_liaison", rows[visited]) * visits[visited]
    if doses.active("organizer"):
        most += doses.at("organizer", rows)
    if doses.active("campaign"):
        most += stack.at("contact_campaign", rows) * doses.at("campaign", rows)
    return most


def contact_terms(stack: Stack, doses: DoseReader, rows: I64) -> list[F64]:
    """Return the hazards of contact a year, in the order of ``codes.Contact`` from committee on.

    Committees differ in vigour, and reach who has no channel as far as effort or their staff go.
    """
    organizations = stack.organizations
    effort = stack.effort(organizations.world[rows])
    without = np.maximum(effort, staff_reach(stack, doses, rows))
    reach = np.where(stack.reachable(rows), 1.0, without)
    vigorous = stack.committees.vigour[stack.responsible(rows)] * reach
    terms = [
        vigorous * stack.at("contact_per_year", rows),
        stack.at("contact_liaison", rows) * organizations.visits[rows],
        vigorous * stack.at("contact_pressure", rows) * doses.pressure(rows),
    ]
    if doses.active("organizer"):
        terms.append(reach * doses.at("organizer", rows))
    else:
        terms.append(np.zeros(len(rows)))
    if doses.active("campaign"):
        terms.append(stack.at("contact_campaign", rows) * doses.at("campaign", rows))
    return terms


def staff_reach(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return how far the committees' own staff reach organizations without a channel, in [0, 1].

    Staff of a policy with a target of its own reach its organizations alone.
    """
    reach = np.zeros(len(rows))
    for pool in doses.pools("staff_posts"):
        posts = np.floor(pool.amount + 1e-9) * stack.committees.established
        if posts.any():
            everyone = np.flatnonzero(stack.organizations.operating)
            everyone = everyone[pool.reaches(everyone)]
            count = np.bincount(stack.responsible(everyone), minlength=len(posts))
            part = STAFF_REACH * posts / np.maximum(1, count)
            reach += np.where(pool.reaches(rows), part[stack.responsible(rows)], 0.0)
    return np.minimum(1.0, reach)


def ask(stack: Stack, doses: DoseReader, rows: I64) -> I64:
    """Ask heads for consent; return the organizations that refused."""
    organizations, month = stack.organizations, stack.month
    if not len(rows):
        return rows
    organizations.asked[rows] += 1
    found = odds(stack, doses, rows, month)
    agrees = found.drawn < found.consent
    refuses = ~agrees & (found.drawn >= 1.0 - found.refusal)
    consenting, refusing, undecided = rows[agrees], rows[refuses], rows[~agrees & ~refuses]
    lasts = _months(stack, "willing_months", consenting)
    prompted = organizations.contact[consenting] == Contact.PROMPT
    lasts = np.where(prompted, np.maximum(lasts, PROMPTED_MONTHS), lasts)
    organizations.willing_until[consenting] = month + lasts
    organizations.deferred_until[undecided] = month + _months(stack, "deferred_months", undecided)
    refuse(stack, refusing, _months(stack, "silence_months", refusing))
    stack.note(Event.CONSENTED, consenting)
    stack.note(Event.DEFERRED, undecided)
    stack.note(Event.REFUSED, refusing)
    return refusing


@dataclass(frozen=True)
class Odds:
    """The number drawn, and what it was held against.

    ``drawn`` < ``consent`` is consent, ``drawn`` ≥ 1 − ``refusal`` a refusal, between is neither.
    """

    drawn: F64
    consent: F64
    refusal: F64


def odds(stack: Stack, doses: DoseReader, rows: I64, month: int) -> Odds:
    """Return against what the heads of organizations in ``rows`` are asked in ``month``.

    Writes nothing: who explains a history looks on after the month, and draws the same number.
    """
    organizations = stack.organizations
    support = consent_support(stack, doses, rows)
    width = stack.at("indifference_width", rows)
    return Odds(
        drawn=draw(organizations.key[rows], Process.CONSENT, month),
        consent=logistic(support - width),
        refusal=logistic(-support - width),
    )


def consent_support(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return s of organizations: what their heads' consent goes by, by the rule chosen."""
    found: F64 = stack.plugged.rules.get("consent", linear)(stack, doses, rows)
    return found


def linear(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return s as it is shipped: attitude, pressure and membership add up (docs/draws.md 8.2)."""
    organizations = stack.organizations
    attitude = organizations.attitude[rows]
    if doses.active("grant_yuan"):
        granted = grant_offered(stack, doses, rows)
        eased = stack.at("fund_burden", rows) * stack.at("fund_announced", rows)
        attitude = attitude + stack.at("weight_burden", rows) * eased * granted
    support: F64 = (
        stack.at("consent_intercept", rows)
        + stack.at("consent_attitude", rows) * attitude
        + stack.at("consent_pressure", rows) * doses.pressure(rows)
        + stack.at("consent_head", rows) * organizations.head_is_member[rows]
    )
    if doses.active("area_max"):
        support += 0.5 * stack.at("indifference_width", rows) * offered(stack, doses, rows)
    return support


def refuse(stack: Stack, rows: I64, silence: I64 | int) -> None:
    """Fall silent, for the fear that weighs most."""
    organizations = stack.organizations
    organizations.silent_until[rows] = stack.month + silence
    weight = np.stack(
        [stack.at(f"weight_{name}", rows) for name in ("interference", "burden", "constraint")]
    )
    organizations.refusal[rows] = np.argmax(
        weight * organizations.fears[: Fear.BENEFIT, rows], axis=0
    )


def _months(stack: Stack, parameter: str, rows: I64) -> I64:
    return np.rint(stack.at(parameter, rows)).astype(np.int64)

"""The odds of an answer, for whoever explains a history: what a head was asked against.

Reads what :func:`sim.processes.contact.ask` reads, after the month; writes nothing, so that
looking on changes nothing. Draws: CONSENT, the same number again. Source: docs/draws.md 8.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.draws import F64, I64, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.hazards import logistic
from sim.state.stack import Stack


@dataclass(frozen=True)
class Odds:
    """The number drawn, and what it was held against.

    ``drawn`` < ``consent`` is consent, ``drawn`` ≥ 1 − ``refusal`` a refusal, between is neither.
    """

    drawn: F64
    consent: F64
    refusal: F64


def odds(stack: Stack, doses: DoseReader, rows: I64, month: int) -> Odds:
    """Return the odds of organizations in ``rows`` in ``month``, the one just done."""
    organizations = stack.organizations
    attitude = organizations.attitude[rows]
    if doses.active("grant_yuan"):
        offered = doses.at("grant_yuan", rows) / stack.at("grant_reference_yuan", rows)
        eased = stack.at("fund_burden", rows) * stack.at("fund_announced", rows)
        attitude = attitude + stack.at("weight_burden", rows) * eased * np.minimum(1.0, offered)
    support = (
        stack.at("consent_intercept", rows)
        + stack.at("consent_attitude", rows) * attitude
        + stack.at("consent_pressure", rows) * doses.pressure(rows)
        + stack.at("consent_head", rows) * organizations.head_is_member[rows]
    )
    width = stack.at("indifference_width", rows)
    return Odds(
        drawn=draw(organizations.key[rows], Process.CONSENT, month),
        consent=logistic(support - width),
        refusal=logistic(-support - width),
    )

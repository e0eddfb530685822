"""The link that holds each uncovered operating organization back."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import Mask
from sim.measures.status import RECENT_MONTHS, Codes, Cover, MonthDoses, Status
from sim.state.codes import Bottleneck, Type
from sim.state.stack import Stack

RIPE_MONTHS = 6
"""Months on a liaison's case after which a dispersed organization is ripe (docs/draws.md 8.3)."""


def bottlenecks(stack: Stack, status: Status, doses: MonthDoses | None = None) -> Codes:
    """Return the bottleneck of each organization (``codes.Bottleneck``) at the end of a month.

    Only operating organizations without a branch have one; a hosted place, a member group or
    paper is no branch. ``doses`` are those of the month, none at month 0. The first that applies,
    seen as the next month begins:

    1. *silence*: it refused and is not asked yet, distinguished by the fear that decided;
    2. *no contact*: not willing, and not contacted in the last 12 months;
    3. *no members*: none at all, or none of whom could be counted (m = 0 and nobody is hidden);
    4. *hidden members*: m = 0, but someone there is a member whom the committees don't know;
    5. *indifference*: its last answer was neither yes nor no, and it is not asked yet;
    6. *type*: loose, which never becomes more than a member group (S7);
    7. *not ripe*: dispersed and willing, but neither of a friendly head, under pressure, nor six
       months on a case;
    8. *no secretary*: a first try to find one has failed;
    9. *no capacity*: its committee had no act of founding left;
    10. *no partner*: willing, with one or two members and nobody to join;
    11. otherwise it waits to be asked, or to be asked again: *no contact*.
    """
    organizations, month = stack.organizations, stack.month
    willing = organizations.willing_until > month
    nobody = organizations.eligible == 0
    # Whole small integers are cheaper than masks: the largest of the ranks that apply wins.
    rank = np.ones(len(organizations), np.uint8)
    for mask, place in (
        (willing, _PARTNER),
        (organizations.act_wait, _CAPACITY),
        (organizations.secretary_wait, _SECRETARY),
        (_not_ripe(stack, willing, doses), _RIPE),
        (organizations.type == Type.LOOSE, _TYPE),
        (organizations.deferred_until > month, _INDIFFERENCE),
        (nobody, _MEMBERS),
        (nobody & status.hidden, _HIDDEN),
        ((organizations.contacted < month - RECENT_MONTHS) & ~willing, _CONTACT),
    ):
        np.maximum(rank, mask.view(np.uint8) * place, out=rank)
    silent = (organizations.silent_until > month).view(np.uint8)
    np.maximum(rank, silent * (_SILENCE + organizations.refusal.view(np.uint8)), out=rank)
    rank *= (organizations.operating & (status.cover < Cover.SHELL)).view(np.uint8)
    return _RANKED.take(rank)


_ORDER: Final = (
    Bottleneck.NONE,
    Bottleneck.NO_CONTACT,
    Bottleneck.NO_PARTNER,
    Bottleneck.NO_CAPACITY,
    Bottleneck.NO_SECRETARY,
    Bottleneck.NOT_RIPE,
    Bottleneck.TYPE,
    Bottleneck.INDIFFERENCE,
    Bottleneck.NO_MEMBERS,
    Bottleneck.HIDDEN_MEMBERS,
    Bottleneck.NO_CONTACT,
    Bottleneck.SILENCE_INTERFERENCE,
    Bottleneck.SILENCE_BURDEN,
    Bottleneck.SILENCE_CONSTRAINT,
)
"""Bottleneck of each rank: the rules from the last to the first."""

_RANKED: Final = np.array(_ORDER, np.uint8)
(
    _PARTNER, _CAPACITY, _SECRETARY, _RIPE, _TYPE, _INDIFFERENCE, _MEMBERS, _HIDDEN, _CONTACT,
    _SILENCE,
) = (np.uint8(rank) for rank in range(2, 12))  # fmt: skip


def _not_ripe(stack: Stack, willing: Mask, doses: MonthDoses | None) -> Mask:
    """Return which organizations are dispersed and willing but not ripe."""
    organizations = stack.organizations
    rows = np.flatnonzero(willing & (organizations.type == Type.DISPERSED))
    committee = stack.responsible(rows)
    standing = np.maximum(stack.committees.pressure, stack.committees.effort)[committee]
    pressure = standing if doses is None else doses.pressure(rows)
    friendly = organizations.attitude[rows] + pressure >= stack.at("ripe_attitude", rows)
    on_case = (organizations.liaison[rows] > 0) & ~organizations.case_weak[rows]
    long = on_case & (stack.month - organizations.case_since[rows] >= RIPE_MONTHS)
    unripe = np.zeros(len(organizations), bool)
    unripe[rows] = ~(friendly | long)
    return unripe

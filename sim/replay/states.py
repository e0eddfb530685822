"""The state of an organization in a month as one letter, and a history as letters and numbers.

The letter says how the organization is covered and, where it has no branch, what holds it back. A
history is written run by run, a letter and the months for which it holds, if more than one:
``a12fc79``. Counts are written alike; those too large for a letter stand in brackets.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import groupby
from string import ascii_letters
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.status import Counted, Cover, Status, counted
from sim.state.codes import Bottleneck
from sim.state.stack import Stack

Codes = npt.NDArray[np.uint8]


class State(IntEnum):
    """States without a bottleneck; those with one follow, ``LINKS`` at a time (:func:`codes`)."""

    ABSENT = 0  # not on the register: not yet, or gone
    INACTIVE = 1
    VITAL = 2
    DORMANT = 3
    SHELL = 4
    PAPER = 5  # inactive, and covered on paper
    UNCOVERED = 6


LINKS: Final = len(Bottleneck) - 1
"""Bottlenecks that there are, ``NONE`` aside. Each occurs with no place for the organization's
members, with one in a member group, with one at a host office and on paper."""

LETTERS: Final = ascii_letters

SAME: Final = "="
_FIRST: Final = {
    Counted.VITAL: State.VITAL, Counted.DORMANT: State.DORMANT, Counted.SHELL: State.SHELL,
    Counted.ON_PAPER: State.PAPER, Counted.INACTIVE: State.INACTIVE,
}  # fmt: skip


def codes(stack: Stack, status: Status, held: Codes) -> Codes:
    """Return the state of every organization of a stack; rows of nobody are absent.

    ``held`` are the bottlenecks of the same month. What is reported counts before whether the
    organization still operates (:func:`sim.measures.status.counted`).
    """
    organizations, cover = stack.organizations, status.cover
    place = np.zeros(len(cover), np.uint8)
    place[cover == Cover.MEMBER_GROUP] = 1
    place[cover == Cover.HOSTED] = 2
    place[cover == Cover.ON_PAPER] = 3
    found = State.UNCOVERED + LINKS * place.astype(np.int64) + held - 1
    first = counted(organizations, status)
    for kind, state in _FIRST.items():
        found[(first == kind) & (held == 0)] = state
    found[~organizations.alive] = State.ABSENT
    return found.astype(np.uint8)


def encode(numbers: npt.NDArray[np.integer]) -> str:
    """Write states, or other whole numbers from 0 on, of month after month."""
    runs = [(number, sum(1 for _ in run)) for number, run in groupby(numbers.tolist())]
    return "".join(
        (LETTERS[number] if number < len(LETTERS) else f"({number})")
        + (str(months) if months > 1 else "")
        for number, months in runs
    )


def written(states: Codes, side: int) -> list[str]:
    """Write the histories of an alternative, ``=`` for one that is the baseline's.

    ``states`` is [alternative, organization, month], the baseline first.
    """
    same = (states[side] == states[0]).all(axis=1) if side else np.zeros(states.shape[1], bool)
    return [SAME if equal else encode(row) for equal, row in zip(same, states[side], strict=True)]


def halved(identity: int) -> str:
    """Write an identity as two numbers on base 36: its digits but the last ten, and those."""
    high, low = divmod(identity, 10**10)
    return f"{np.base_repr(high, 36)}.{np.base_repr(low, 36)}"

"""Which pasts a start accepts, and what is said of those that were looked at (14.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.draws import Process
from tests.oracle.hashing import agent_key, draw

PATIENCE = 50
"""Candidates for each replicate that are looked at before the closest is taken."""


@dataclass(frozen=True)
class Taken:
    """A candidate of the list: its number, its weight, and whether it was only the closest."""

    number: int
    weight: float
    closest: bool


def accepts(past_key: int, weight: float) -> bool:
    """Return whether a past is accepted (14.4)."""
    return draw(agent_key(0, past_key), Process.ACCEPT, 0) < weight


def kept(x: float) -> float:
    """Return what a list keeps of a weight, an effort or a share: six decimals (14.4)."""
    return round(x, 6)


def first_taken(
    replicates: int, look_at: Callable[[int], tuple[float, bool]]
) -> tuple[list[Taken], list[float]]:
    """Return the list for some replicates, and the weights of all that were looked at.

    ``look_at(j)`` gives w of candidate j, and whether it is accepted.
    """
    taken: list[Taken] = []
    weights: list[float] = []
    while len(taken) < replicates:
        number = len(weights)
        w, accepted = look_at(number)
        weights.append(kept(w))
        if accepted:
            taken.append(Taken(number, kept(w), closest=False))
        while len(taken) < replicates and len(weights) >= PATIENCE * (1 + len(taken)):
            left = set(range(len(weights))) - {t.number for t in taken}
            closest = min(left, key=lambda j: (-weights[j], j))
            taken.append(Taken(closest, weights[closest], closest=True))
    return taken, weights


def effective_number(weights: Sequence[float]) -> float:
    """Return (Σ w)²/Σ w², 0 where nothing weighs anything."""
    squares = sum(w * w for w in weights)
    return sum(weights) ** 2 / squares if squares > 0 else 0.0


def stay_covered(scores: Sequence[tuple[float, int]], share: float) -> set[int]:
    """Return the identities of those covered in fact where the start is official (14.6).

    ``scores`` has, for each of the covered, its score and its identity.
    """
    number = round(share * len(scores))
    ordered = sorted(scores, key=lambda entry: (-entry[0], entry[1]))
    return {identity for _, identity in ordered[:number]}

"""Rows of the population before it is completed: who is there, and what is said of each.

Both a registry and totals become a :class:`Frame`; :mod:`sim.population.completion` fills it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, Process, draw, named
from sim.state.codes import Kind

UNKNOWN: Final = -1
"""A cell that nothing is said of."""
UNKNOWN_MONTH: Final = 1
"""Likewise for the month of founding, which is never after month 0."""
UNNAMED: Final = len(Kind)
"""Place of organizations of unnamed kind beside the kinds."""


def lineage_parts(kinds: Iterable[str]) -> U64:
    """Return what stands for each kind, and at last for the unnamed, in lineages.

    Never its code, so that another kind leaves every identity as it is: the first six kinds and
    the unnamed have kept a constant, any later one has the identity of its name.
    """
    names = [kind.lower() for kind in kinds]
    return np.array([_KEPT.get(name, named(name)) for name in (*names, "unnamed")], np.uint64)


_KEPT: Final = {
    "social_group": 0,
    "private_non_enterprise": 1,
    "foundation": 2,
    "intermediary": 3,
    "law_firm": 4,
    "nonpublic_enterprise": 5,
    "unnamed": 6,
}
KIND_PARTS: Final = lineage_parts(kind.name for kind in Kind)

CELLS: Final = (
    "kind", "type", "district", "industry", "has_channel", "founded", "staff", "members",
    "full_members", "transferred", "covered", "form", "joint", "interim", "head_is_member",
    "operating", "on_base", "willing",
)  # fmt: skip
COUNTS: Final = ("operating", "on_base", "staff", "members", "covered", "standalone", "willing")


class Ordinal(IntEnum):
    """Ordinals of process POPULATION, by organization (``docs/draws-population.md``)."""

    KIND = 0
    DISTRICT = 1
    INDUSTRY = 2
    TYPE = 3
    HAS_CHANNEL = 4
    FOUNDED = 5
    STAFF = 6
    OPERATING = 7
    ON_BASE = 8
    HEAD_IS_MEMBER = 9
    BASELINE = 10  # to 13
    MEMBERS = 14
    COVERED = 15
    STANDALONE = 16
    WILLING = 17
    JOINT = 18
    SAMPLE = 19
    MEMBERS_MOVE = 1024  # plus the round
    MEMBERS_MOVE_AGAIN = 2048


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Organizations of all replicates, one entry a row; ``world`` indexes the replicates."""

    n_worlds: int
    world: I64
    number: I64
    """Row of the registry (from 0), or n-th of the kind in its cell."""
    identity: U64
    key: U64
    """Key of the organization in its world, from which its draws start."""
    slot: I64
    """Kind by which totals are given, ``UNNAMED`` where the kind is not stated."""
    given: Mapping[str, I64]
    """What is said (``CELLS``): codes and counts, 0 or 1 for no and yes; else ``UNKNOWN``."""

    def __len__(self) -> int:
        return len(self.world)

    def u(self, ordinal: int, rows: npt.NDArray[np.integer] | slice = slice(None)) -> F64:
        """Uniforms of organizations."""
        return draw(self.key[rows], Process.POPULATION, ordinal)


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Totals that each group of organizations holds (``COUNTS``).

    A group is a world, or with ``by_kind`` the organizations of a kind (``Frame.slot``) in a world.
    ``totals[name]`` is by slot, ``UNKNOWN`` where the group is free; without ``by_kind`` the
    whole place stands at ``UNNAMED``.
    """

    by_kind: bool
    totals: Mapping[str, I64]

    def group(self, frame: Frame) -> I64:
        """Group of each row."""
        result: I64 = frame.world * (UNNAMED + 1) + (frame.slot if self.by_kind else UNNAMED)
        return result

    def wanted(self, name: str, frame: Frame) -> I64:
        """Total of each group."""
        return np.tile(self.totals[name], frame.n_worlds)


def no_targets() -> Targets:
    """Nothing to hold: every group is free."""
    free = np.full(UNNAMED + 1, UNKNOWN)
    return Targets(by_kind=False, totals=dict.fromkeys(COUNTS, free))

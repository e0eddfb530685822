"""Rows of the population before it is completed: who is there, and what is said of each.

Both a registry and totals become a :class:`Frame`; :mod:`sim.population.completion` fills it in.

A :class:`Draft` is what the steps after it share while its columns are filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, Process, draw, named
from sim.errors import InputError
from sim.locale import _
from sim.plan.organizations import COUNTS, OrganizationsSpec
from sim.plan.place import Place
from sim.population.attributes import Bools, Int8s, Parameters, stated_or
from sim.population.figures import EntrySpec
from sim.state.codes import Form, Kind

UNKNOWN: Final = -1
"""A cell that nothing is said of."""
UNKNOWN_MONTH: Final = 1
"""Likewise for the month of founding, which is never after month 0."""
UNNAMED: Final = len(Kind)
"""Place of organizations of unnamed kind beside the kinds."""


def lineage_parts(kinds: Iterable[str]) -> U64:
    """Return what stands for each kind, and at last for the unnamed, in lineages.

    It is never its code, so that another kind leaves every identity as it is. The first six kinds
    and the unnamed have kept a constant; any later one has the identity of its name.
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


NO_TARGETS: Final = Targets(
    by_kind=False, totals=dict.fromkeys(COUNTS, np.full(UNNAMED + 1, UNKNOWN))
)
"""Nothing to hold: every group is free."""
LEAST_MEMBERS: Final = {
    Form.STANDALONE: 3, Form.GENERAL_BRANCH: 50, Form.COMMITTEE: 100, Form.FUNCTIONAL: 3
}  # fmt: skip
"""Members that a branch of one organization needs (S1)."""
PARTNER_MEMBERS: Final = 2
"""Most members of an organization that needs partners for a branch (S1)."""
SLOTS: Final = UNNAMED + 1


@dataclass
class Draft:
    """All organizations of all replicates; each step of the page fills in some columns."""

    spec: OrganizationsSpec
    frame: Frame
    targets: Targets
    covered_share: float
    """Share of covered organizations among those whose coverage a registry leaves open."""
    place: Place
    entry: EntrySpec
    parameters: Parameters
    offices: Sequence[bool]
    """Which industries have a committee at month 0."""
    vigour: F64
    """Of committees, shape (worlds, districts and then industries)."""
    kind: I64 = field(init=False)
    district: I64 = field(init=False)
    industry: I64 = field(init=False)
    type: Int8s = field(init=False)
    has_channel: Bools = field(init=False)
    size: F64 = field(init=False)
    """Staff as given, or as drawn for an operating organization."""
    covered: Bools = field(init=False)
    form: I64 = field(init=False)
    operating: Bools = field(init=False)
    staff: I64 = field(init=False)
    founded: I64 = field(init=False)
    interim: I64 = field(init=False)
    willing: Bools = field(init=False)
    on_base: Bools = field(init=False)
    head_is_member: Bools = field(init=False)
    baseline: F64 = field(init=False)

    def group(self) -> I64:
        """Return the group of each organization, by which totals are held."""
        slot: I64 | int = self.frame.slot if self.targets.by_kind else UNNAMED
        return self.frame.world * SLOTS + slot

    def wanted(self, name: str) -> I64:
        """Return a total by group."""
        return np.tile(self.targets.totals[name], self.frame.n_worlds)

    def at(self, parameter: str) -> F64:
        """Return a parameter by organization."""
        return self.parameters[parameter][self.frame.world]

    def cell(self) -> I64:
        """Return the cell of each organization within its world."""
        return self.district * len(self.place.industry_ids) + self.industry

    def inactive_share(self) -> F64:
        """Share of registered organizations not operating, by world."""
        return stated_or(self.entry.inactive_share, self.parameters["inactive_share"])

    def least_members(self) -> I64:
        """Members that each organization must have by what is said of it."""
        said = self.frame.given
        least = np.maximum(np.maximum(said["members"], said["full_members"]), said["transferred"])
        known = (said["interim"] > 0) | (said["willing"] == 1) | (said["head_is_member"] == 1)
        least = np.maximum(least, np.where(known | self.covered, 1, 0))
        most = np.maximum(said["staff"], LEAST_MEMBERS[Form.STANDALONE])
        most = np.where(said["staff"] == UNKNOWN, LEAST_MEMBERS[Form.COMMITTEE], most)
        open_ = self.covered & (said["members"] == UNKNOWN)
        for form, members in LEAST_MEMBERS.items():
            needed = np.maximum(least, np.minimum(members, most))
            least = np.where(open_ & (self.form == form), needed, least)
        return least


def refuse_shortage(name: str, free: Bools, wanted: I64, room: I64) -> None:
    """Refuse a total that needs more organizations than there can be, or fewer than there are."""
    short = np.flatnonzero(~free & ((wanted > room) | (wanted < 0)))
    if len(short):
        first = short[0]
        message = _(
            '{what}: the total of "{name}" cannot be held: {wanted} more are needed among {room} '
            "organizations."
        )
        what, number, among = group_name(int(first)), int(wanted[first]), int(room[first])
        raise InputError(message.format(what=what, name=name, wanted=number, room=among))


def group_name(group: int) -> str:
    """Name the kind that a group's total is of, or the kinds that share one."""
    slot = group % SLOTS
    if slot == UNNAMED:
        return _("Kinds without totals of their own")
    return Kind(slot).name.lower()

"""Organizations at the start while their columns are filled in, and what the steps share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sim.draws import F64, I64
from sim.errors import InputError
from sim.locale import _
from sim.plan.place import Place
from sim.population.attributes import Bools, Int8s, Parameters, given
from sim.population.entrants import EntrySpec
from sim.population.frame import UNKNOWN, UNNAMED, Frame, Targets
from sim.state.codes import Form, Kind

LEAST_MEMBERS: Final = {Form.STANDALONE: 3, Form.GENERAL_BRANCH: 50, Form.COMMITTEE: 100}
"""Members that a branch of one organization needs (S1)."""
PARTNER_MEMBERS: Final = 2
"""Most members of an organization that needs partners for a branch (S1)."""
SLOTS: Final = UNNAMED + 1


@dataclass
class Draft:
    """All organizations of all replicates; each step of the page fills in some columns."""

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

    def at(self, parameter: str) -> F64:
        """Return a parameter by organization."""
        return self.parameters[parameter][self.frame.world]

    def cell(self) -> I64:
        """Return the cell of each organization within its world."""
        return self.district * len(self.place.industry_ids) + self.industry

    def inactive_share(self) -> F64:
        """Share of registered organizations not operating, by world."""
        return given(self.entry.inactive_share, self.parameters["inactive_share"])

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

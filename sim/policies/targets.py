"""Whom a policy is for: its worlds, and the organizations that its target names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.draws import I64, Lineage, Mask, lineages, named
from sim.policies.base import Policy, Target
from sim.state.codes import SIZE_FROM, Channel, Kind, Size, Type, among
from sim.state.stack import Stack


@dataclass(frozen=True)
class Lever:
    """A policy in the worlds (a mask over worlds) whose alternative holds it.

    ``scale`` is the share of the place's organizations that these worlds hold: where only a
    sample is simulated, posts, places and other shared numbers are scaled with it.
    """

    policy: Policy
    worlds: Mask
    scale: float = 1.0


class Matcher:
    """Which organizations a policy's target names, looked up by their columns.

    A key that lists all there are leaves nobody out: it is as if it were not there. ``narrow``
    says whether organizations under the committees that carry the policy are left out.
    ``answers`` tells for which organizations their industry's committee answers.
    """

    def __init__(self, stack: Stack, lever: Lever, answers: Callable[[I64], Mask]) -> None:
        self._stack, self._answers, cells = stack, answers, stack.cells
        mine = lever.worlds[cells.world]
        self.target = target = selective(
            lever.policy.target, cells.district[mine], cells.industry[mine]
        )
        self.narrow = leaves_out(target, lever.policy.committee)
        self._founds = any(write.dose == "industry_committee" for write in lever.policy.writes())
        permanent = stack.committees.permanent[cells.industry_committee[mine]].all()
        industrial = lever.policy.committee == "industry"
        self._carried = industrial and not self._founds and not permanent
        self.everybody = target.everybody and not self._carried
        self.cells = np.ones(len(cells.world), bool)
        if target.districts:
            self.cells &= np.isin(cells.district, target.districts)
        if target.industries:
            self.cells &= np.isin(cells.industry, target.industries)

    def __call__(self, rows: I64) -> Mask:
        """Return which of the organizations in ``rows`` the target names."""
        organizations, target = self._stack.organizations, self.target
        hit = self.cells[organizations.cell[rows]]
        if target.kinds:
            hit &= among(organizations.kind[rows], target.kinds)
        if target.types:
            hit &= among(organizations.type[rows], target.types)
        if target.sizes:
            staff = np.rint(organizations.staff[rows])
            hit &= among(np.searchsorted(SIZE_FROM, staff, side="right"), target.sizes)
        if target.channels:
            hit &= among(self._channel(rows), target.channels)
        return hit

    def reached(self, rows: I64) -> Mask:
        """Return whom the target names and a committee carries the policy to.

        A committee of an industry carries it to those for whom it answers.
        """
        hit = self(rows)
        return hit & self._answers(rows) if self._carried else hit

    def _channel(self, rows: I64) -> npt.NDArray[np.int8]:
        """Return the channel; of who founds committees, as it would be without policies."""
        stack, organizations = self._stack, self._stack.organizations
        if not self._founds:
            return stack.channel(rows)
        office = stack.cells.industry_committee[organizations.cell[rows]]
        own = np.where(organizations.has_channel[rows], Channel.TERRITORIAL, Channel.NONE)
        permanent = stack.committees.permanent[office]
        return np.where(permanent, Channel.INDUSTRY, own).astype(np.int8)


def selective(target: Target, districts: I64, industries: I64) -> Target:
    """Return a target without the keys that list all there are."""
    every: dict[str, I64 | list[IntEnum]] = {
        "districts": districts,
        "industries": industries,
        "kinds": [*Kind],
        "types": [*Type],
        "sizes": [*Size],
        "channels": [*Channel],
    }
    full = [key for key, all_ in every.items() if np.isin(all_, getattr(target, key)).all()]
    return replace(target, **dict.fromkeys(full, ()))


def leaves_out(target: Target, level: str) -> bool:
    """Return whether a selective target leaves out organizations of committees of a level."""
    place = "industries" if level == "industry" else "districts"
    return not replace(target, **{place: ()}).everybody


def desks_of(stack: Stack, lever: Lever) -> I64:
    """Return the desks of a lever with a target of its own by committee row, 0 for none."""
    desks = stack.desks
    found = np.zeros(len(stack.committees), np.int64)
    mine = (desks.policy == named(lever.policy.id)) & lever.worlds[desks.world] & desks.alive
    found[desks.committee[mine]] = np.flatnonzero(mine)
    return found


def open_desks(stack: Stack, lever: Lever, matcher: Matcher, committees: Mask) -> None:
    """Open a lever's desks, where there are organizations of its target when it begins."""
    without = lever.worlds.copy()
    without[stack.committees.world[desks_of(stack, lever) > 0]] = False
    rows = np.flatnonzero(stack.organizations.alive)
    rows = rows[without[stack.organizations.world[rows]]]
    cell = stack.organizations.cell[rows[matcher(rows)]]
    weight = stack.by_committee(
        lever.policy.committee, np.bincount(cell, minlength=len(stack.cells))
    )
    rows = np.flatnonzero((weight > 0) & committees)
    if len(rows):
        policy = named(lever.policy.id)
        stack.desks.append(
            len(rows),
            {
                "world": stack.committees.world[rows], "committee": rows, "policy": policy,
                "identity": lineages(Lineage.DESK, stack.committees.identity[rows], policy),
                "weight": weight[rows],
            },
        )  # fmt: skip

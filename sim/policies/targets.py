"""Whom a policy is for: its worlds, and the organizations that its target names."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.draws import I64
from sim.policies.base import Policy, Target
from sim.state.codes import SIZE_FROM
from sim.state.stack import Stack

Mask = np.typing.NDArray[np.bool_]


@dataclass(frozen=True)
class Lever:
    """A policy in the worlds (a mask over worlds) whose alternative holds it.

    ``scale`` is the share of the place's organizations that these worlds hold: where only a
    sample is simulated, posts, places and other shared numbers are scaled with it.
    """

    policy: Policy
    worlds: Mask
    scale: float = 1.0

    @property
    def narrow(self) -> bool:
        """Whether its target leaves out organizations under the committees that carry it."""
        target = self.policy.target
        place = "industries" if self.policy.committee == "industry" else "districts"
        return not replace(target, **{place: ()}).everybody


class Matcher:
    """Which organizations a target names, looked up by their columns."""

    def __init__(self, stack: Stack, target: Target) -> None:
        self._stack = stack
        self.target = target
        cells = stack.cells
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
            hit &= np.isin(organizations.kind[rows], target.kinds)
        if target.types:
            hit &= np.isin(organizations.type[rows], target.types)
        if target.sizes:
            staff = np.rint(organizations.staff[rows])
            hit &= np.isin(np.searchsorted(SIZE_FROM, staff, side="right"), target.sizes)
        if target.channels:
            hit &= np.isin(self._stack.channel(rows), target.channels)
        return hit

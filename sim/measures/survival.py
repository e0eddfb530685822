"""Survival of branches founded in the run, by how and under what pressure they were founded."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import F64, GOLDEN, I64, U64, Mask
from sim.state.codes import Code, Event, Form
from sim.state.stack import Stack


class BranchClass(Code):
    """Curves that are distinguished: own or joint branch, voluntary or founded under pressure."""

    OWN_VOLUNTARY = 0, "own branch, founded voluntarily", "单独，自愿组建"
    OWN_PRESSURE = (
        1, "own branch, founded under the pressure of a target", "单独，在指标压力下组建",
    )  # fmt: skip
    JOINT_VOLUNTARY = 2, "joint branch, founded voluntarily", "联合，自愿组建"
    JOINT_PRESSURE = (
        3, "joint branch, founded under the pressure of a target", "联合，在指标压力下组建",
    )  # fmt: skip


FAILURES: Final = (Event.DISSOLVED, Event.CLOSED)
OTHER_ENDS: Final = (Event.EXIT, Event.CONVERTED, Event.MERGED)
"""Ends that say nothing against the branch: they censor it, as the horizon does."""


class SurvivalTracker:
    """Durations of branches, month by month: from founding to the end, or to the last look.

    Branches that exist at month 0 are left out: only those that have lasted are seen. A joint
    branch is one of the form joint when last seen. ``ends[class, duration, outcome, world]``
    counts branches; outcome 0 failed (dissolved or closed), 1 was not seen to fail.
    """

    def __init__(self, stack: Stack, months: int) -> None:
        branches = stack.branches
        there = np.flatnonzero(branches.alive)
        self._world, self._identity = branches.world[there], branches.identity[there]
        self._initial = np.sort(_names(self._world, self._identity))
        self.ends = np.zeros((len(BranchClass), months + 1, 2, stack.n_worlds), np.int64)

    def fork(self, each: int) -> None:
        """Go on with every world as ``each`` neighbouring ones."""
        self._world = (self._world[:, None] * each + np.arange(each)).ravel()
        self._identity = np.repeat(self._identity, each)
        self._initial = np.sort(_names(self._world, self._identity))
        self.ends = np.repeat(self.ends, each, axis=-1)

    def look(self, stack: Stack) -> None:
        """Count the branches that ended in the month just done."""
        ends = [batch for batch in stack.events if batch.kind in (*FAILURES, *OTHER_ENDS)]
        if not ends:
            return
        branches = stack.branches
        gone = np.flatnonzero(~branches.alive)[1:]
        names = _names(branches.world[gone], branches.identity[gone])
        for outcome, kinds in enumerate((FAILURES, OTHER_ENDS)):
            named = [_names(b.world, b.branch) for b in ends if b.kind in kinds]
            if named:
                ended = _among(names, np.sort(np.concatenate(named)))
                self._count(stack, gone[ended], outcome)

    def close(self, stack: Stack) -> None:
        """Count the branches that are still there as not seen to fail."""
        self._count(stack, np.flatnonzero(stack.branches.alive), 1)

    def _count(self, stack: Stack, rows: I64, outcome: int) -> None:
        branches = stack.branches
        rows = rows[~_among(_names(branches.world[rows], branches.identity[rows]), self._initial)]
        group = branches.pressure_founded[rows] + 2 * (branches.form[rows] == Form.JOINT)
        duration = stack.month - 1 - branches.founded[rows].astype(np.int64)
        place = (group, duration, np.full(len(rows), outcome), branches.world[rows])
        np.add.at(self.ends, place, 1)  # exact: counts of branches


def kaplan_meier(failed: I64, censored: I64) -> F64:
    """Return the share of branches that survive each duration (Kaplan & Meier 1958).

    Axis 0 is the duration in months from 0. Those censored at a duration were at risk there.
    """
    leaving = failed + censored
    at_risk = np.cumsum(leaving[::-1], axis=0)[::-1]  # exact: counts are integers
    hazard: F64 = np.zeros(failed.shape)
    np.divide(failed, at_risk, out=hazard, where=at_risk > 0)
    # exact: one factor after the other along the durations, in their order
    return np.asarray(np.cumprod(1.0 - hazard, axis=0), np.float64)


def _names(world: I64, identity: U64) -> U64:
    """One number for a branch of a world; identities repeat over alternatives."""
    return identity ^ (world.astype(np.uint64) * np.uint64(GOLDEN))


def _among(names: U64, ordered: U64) -> Mask:
    """Return which of ``names`` are in ``ordered``."""
    if not len(ordered):
        return np.zeros(len(names), bool)
    at = np.minimum(np.searchsorted(ordered, names), len(ordered) - 1)
    found: Mask = ordered[at] == names
    return found

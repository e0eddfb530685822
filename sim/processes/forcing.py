"""Forcing: branches founded against refusal under a quota (docs/draws.md 8.9; S3, S4, S7 warn).

The organizations that refused are taken one by one, by turn within their world, while their
committee has acts: these are few, and each takes partners away from the next.
"""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.acts import by_turn, exempt
from sim.processes.founding import found
from sim.processes.matching import groupings, radius
from sim.state.codes import Form, Interim, Type
from sim.state.stack import Stack

BRANCH_MEMBERS = 3


def force(stack: Stack, doses: DoseReader, refused: I64) -> None:
    """Found branches of some organizations that refused, where a quota presses."""
    organizations = stack.organizations
    rows = refused[
        (organizations.eligible[refused] > 0) & (organizations.type[refused] != Type.LOOSE)
    ]
    chance = stack.at("force_share", rows) * doses.quota(rows)
    rows = rows[draw(organizations.key[rows], Process.FORCE, stack.month) < chance]
    if not len(rows):
        return
    rows = rows[by_turn(stack, rows, organizations.world[rows])]
    acts = stack.committees.acts
    taken: set[int] = set()
    alone: list[int] = []
    groups: list[list[int]] = []
    partners = _Partners(stack, doses, rows)
    needed = (~exempt(stack, rows)).astype(np.int64).tolist()
    committees = stack.responsible(rows).tolist()
    for row, committee, need in zip(rows.tolist(), committees, needed, strict=True):
        if row in taken or acts[committee] < need:
            continue
        if organizations.eligible[row] >= BRANCH_MEMBERS:
            alone.append(row)
            taken.add(row)
            acts[committee] -= need
            continue
        group = partners.of(row, taken)
        if group:
            groups.append(group)
            taken.update(group)
            acts[committee] -= need
        elif organizations.interim[row] == Interim.NONE:
            organizations.interim[row] = Interim.MEMBER_GROUP
    nobody = np.zeros(len(alone), bool)
    founders = np.array(alone, np.int64)
    found(
        stack, doses, founders, np.arange(len(alone)), founders, Form.STANDALONE, nobody,
        forced=True,
    )  # fmt: skip
    if groups:
        found(
            stack, doses, np.concatenate([np.array(group, np.int64) for group in groups]),
            np.repeat(np.arange(len(groups)), [len(group) for group in groups]),
            np.array([group[0] for group in groups], np.int64), Form.JOINT,
            np.zeros(len(groups), bool), forced=True,
        )  # fmt: skip


class _Partners:
    """Uncovered organizations with one or two members, nearest circle first."""

    def __init__(self, stack: Stack, doses: DoseReader, rows: I64) -> None:
        organizations = stack.organizations
        worlds = np.zeros(stack.n_worlds, bool)
        worlds[organizations.world[rows]] = True
        pool = np.flatnonzero(
            organizations.operating
            & (organizations.branch == 0)
            & (organizations.eligible > 0)
            & (organizations.eligible < BRANCH_MEMBERS)
            & (organizations.type != Type.LOOSE)
            & worlds[organizations.world]
        )
        key = draw(organizations.key[pool], Process.MATCH, 0)
        self._pool = pool[np.lexsort((organizations.identity[pool], key))]
        self._stack = stack
        self._reach = dict(zip(rows.tolist(), radius(stack, doses, rows).tolist(), strict=True))
        limit = np.floor(doses.at("joint_max", rows) + 1e-9).astype(np.int64)
        self._limit = dict(zip(rows.tolist(), limit.tolist(), strict=True))

    def of(self, row: int, taken: set[int]) -> list[int]:
        """Return the group that ``row`` founds, itself first; empty where too few are left."""
        organizations = self._stack.organizations
        group, total = [row], int(organizations.eligible[row])
        for circle in range(self._reach[row] + 1):
            for candidate in self._near(row, circle):
                if total >= BRANCH_MEMBERS or len(group) >= self._limit[row]:
                    break
                if candidate not in taken and candidate not in group:
                    group.append(candidate)
                    total += int(organizations.eligible[candidate])
        return group if total >= BRANCH_MEMBERS else []

    def _near(self, row: int, circle: int) -> list[int]:
        """Return the pool's organizations in one circle of ``row``, in the keyed order."""
        stack = self._stack
        cell = stack.organizations.cell
        for grouping in groupings(stack, circle):
            mine = grouping[cell[row]]
            if circle == 1 and mine != cell[row]:
                continue  # only the circle of the organization's own district
            near: list[int] = self._pool[grouping[cell[self._pool]] == mine].tolist()
            return near
        return []

"""Tiny stacks made by hand: a few organizations with exactly the columns that a test needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from sim.parameters import PARAMETERS
from sim.state.branches import Branches
from sim.state.cells import Cells, Grid
from sim.state.codes import Form, Relation, Stage
from sim.state.stack import Stack

Row = Mapping[str, float]


def tiny_cells(worlds: int, districts: int, industries: int) -> Cells:
    """Cells of ``worlds`` equal places; what measures don't read is 0."""
    number = worlds * districts * industries
    cell = np.arange(number)
    columns: dict[str, Any] = {field.name: np.zeros(number, np.int64) for field in fields(Cells)}
    columns["world"] = cell // (districts * industries)
    columns["district"] = cell // industries % districts
    columns["industry"] = cell % industries
    return Cells(**columns)


def tiny_grid(worlds: int) -> Grid:
    """A grid of nothing: measures don't read it."""
    columns: dict[str, Any] = {field.name: np.zeros(worlds, np.int64) for field in fields(Grid)}
    return Grid(**columns)


def tiny(
    organizations: Sequence[Row],
    *,
    members: Sequence[Row] = (),
    branches: Sequence[Row] = (),
    worlds: int = 1,
    districts: int = 1,
    industries: int = 1,
    month: int = 24,
    hosted_counts: bool = False,
    functional_counts: bool = True,
) -> Stack:
    """Return a stack; rows count from 1 as in the tables, the host of a branch is its first."""
    stack = Stack(
        n_worlds=worlds,
        keys=np.zeros(worlds, np.uint64),
        start_month=np.ones(worlds, np.int64),
        hosted_counts=np.full(worlds, hosted_counts),
        functional_counts=np.full(worlds, functional_counts),
        intercept=np.zeros(worlds),
        parameters={name: np.full(worlds, p.default) for name, p in PARAMETERS.items()},
        cells=tiny_cells(worlds, districts, industries),
        grid=tiny_grid(worlds),
        month=month,
    )
    for number, row in enumerate(organizations):
        plain: Row = {"operating": 1, "on_base": 1, "staff": 6, "identity": 1001 + number}
        plain = {**plain, "known": 1 if row.get("branch") else 0}
        stack.organizations.append(1, {**plain, **row})
    table = stack.organizations
    table.cell = np.where(table.cell == 0, table.world * districts * industries, table.cell)
    for row in branches:
        bare: Row = {"form": Form.STANDALONE, "vitality": 0.6, "founded": 3, "identity": 7}
        stack.branches.append(1, {**bare, **row})
    hosts(stack.branches, stack)
    for row in members:
        person: Row = {"stage": Stage.FULL, "known": 1, "relation": Relation.ELSEWHERE}
        stack.members.append(1, {**person, **row})
    return stack


def hosts(branches: Branches, stack: Stack) -> None:
    """Make the first organization of each branch its host, and count its organizations."""
    branch = stack.organizations.branch
    for row in range(1, len(branches)):
        mine = np.flatnonzero(branch == row)
        if len(mine):
            branches.host[row] = mine[0]
            branches.world[row] = stack.organizations.world[mine[0]]
            branches.organizations[row] = len(mine)


def full_members(organization: int, count: int, **columns: float) -> list[Row]:
    """Return ``count`` members of one organization row."""
    first = 100 * organization
    return [{"organization": organization, "identity": first + n, **columns} for n in range(count)]

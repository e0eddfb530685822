"""Counts by group: one count of status codes, then sums; whole numbers throughout.

A group is a world, or a world and a kind, type, district, industry or size class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.exact import group_sum, quantize
from sim.measures.status import (
    CODES,
    COVERS,
    ELIGIBLE_FROM,
    OWN_FORMS,
    STANDINGS,
    Cover,
    Standing,
    Status,
)
from sim.state.codes import Form
from sim.state.stack import Stack

I64 = npt.NDArray[np.int64]
Counts = dict[str, I64]

BASES: Final[Mapping[str, str]] = {
    "registered": "organizations on the register",
    "reported_base": "organizations counted in the reported base",
    "operating": "operating organizations",
    "eligible": "organizations with m >= 3",
}
_SUFFIX: Final = {
    "registered": "",
    "reported_base": "_of_base",
    "operating": "_of_operating",
    "eligible": "_of_eligible",
}
_COVERED = {
    "covered": "with a branch, dormant or a shell included",
    "worked": "with a branch, a hosted place, a member group, a liaison or a mass group",
    "true": "with a branch that is no shell",
    "effective": "with a branch that is no shell and not below the vitality threshold",
}

COUNTS: Final[Mapping[str, str]] = {
    **BASES,
    **{
        what + _SUFFIX[base]: f"{base_text}, {text}"
        for what, text in _COVERED.items()
        for base, base_text in BASES.items()
    },
    "reported": "on the reported base with a branch, or hosted where the definition counts it",
    "reported_hollow": "of the reported units, those without an effective branch",
    "ceiling": "on the reported base with a member, or led by an anchor or in reach of one",
    "members": "probationary and full members in organizations",
    "managed_members": "of them, those whose relation is here or who hold a floating card",
    "with_members": "operating organizations with a member",
    "all_managed": "of them, those whose members all have their relation here or a card",
    "own_branch": "eligible organizations with a branch of their own",
    "large": "operating organizations with 50 staff or more",
    "large_with_member": "of them, those with a member",
    "large_without_member": "of them, those without one",
    "largest": "operating organizations with 100 staff or more",
    "largest_covered": "of them, those with a branch",
    "branches": "branches, dormant ones and shells included",
    "effective_branches": "branches that are no shell and not below the vitality threshold",
    "joint_branches": "branches of the forms joint and anchor",
    "vitality": "vitality of branches in units of 2**-20, each rounded once",
}
"""Every count by group, with its meaning."""

LARGE_STAFF, LARGEST_STAFF = 50, 100
_SHIFT = 1 << 26
"""Two sums of fewer than 2**26 units share one float without loss."""


@dataclass(frozen=True)
class Grouping:
    """A group for each organization row; groups of a world are contiguous."""

    index: I64
    size: int
    worlds: int

    @property
    def world(self) -> I64:
        """World of each group."""
        return np.arange(self.size) // (self.size // self.worlds)


def tally(stack: Stack, status: Status, groups: Grouping) -> Counts:
    """Return every count of :data:`COUNTS` by group."""
    counts = _shares(stack, status, groups)
    counts |= _members(stack, status, groups)
    counts |= _targets(stack, status, groups)
    counts |= _branches(stack, status, groups)
    return counts


def _shares(stack: Stack, status: Status, groups: Grouping) -> Counts:
    index = np.multiply(status.code, groups.size, dtype=np.int64)
    index += groups.index
    found = np.bincount(index, minlength=(CODES + 1) * groups.size)
    table = found[: CODES * groups.size].reshape(STANDINGS, 2, 2, COVERS, groups.size)
    either = table.sum(0)
    by_base = {
        "registered": either.sum((0, 1)),
        "reported_base": either[:, 1].sum(0),
        "operating": either[1].sum(0),
        "eligible": table[Standing.ELIGIBLE].sum((0, 1)),
    }
    counts: Counts = {}
    for base, cover in by_base.items():
        suffix, total = _SUFFIX[base], cover.sum(0)
        counts[base] = total
        counts["worked" + suffix] = total - cover[Cover.NONE]
        counts["effective" + suffix] = cover[Cover.VITAL]
        counts["true" + suffix] = cover[Cover.VITAL] + cover[Cover.DORMANT]
        counts["covered" + suffix] = counts["true" + suffix] + cover[Cover.SHELL]
    on_base = by_base["reported_base"]
    hosted = stack.hosted_counts[groups.world] * on_base[Cover.HOSTED]
    counts["reported"] = counts["covered_of_base"] + hosted
    counts["reported_hollow"] = counts["reported"] - counts["effective_of_base"]
    counts["ceiling"] = table[Standing.SOMETHING :, :, 1].sum((0, 1, 2))
    return counts


def _members(stack: Stack, status: Status, groups: Grouping) -> Counts:
    members = stack.organizations.members
    packed = (status.managed * _SHIFT + members).astype(np.float64)
    # exact: whole numbers, their sum below 2**53
    total = np.bincount(groups.index, weights=packed, minlength=groups.size).astype(np.int64)
    some = members > 0
    kind = some.view(np.uint8) + (some & (status.managed == members)).view(np.uint8)
    index = np.multiply(kind, groups.size, dtype=np.int64)
    index += groups.index
    _none, partly, wholly = np.bincount(index, minlength=3 * groups.size).reshape(3, groups.size)
    return {
        "members": total % _SHIFT,
        "managed_members": total // _SHIFT,
        "with_members": partly + wholly,
        "all_managed": wholly,
    }


def _targets(stack: Stack, status: Status, groups: Grouping) -> Counts:
    organizations, branches = stack.organizations, stack.branches

    def count(rows: I64) -> I64:
        return np.bincount(groups.index[rows], minlength=groups.size)

    # Staff is rounded at use, halves to even: 49.5 rounds to 50 and 99.5 to 100.
    large = np.flatnonzero((organizations.staff >= LARGE_STAFF - 0.5) & organizations.operating)
    with_member = organizations.members[large] > 0
    largest = large[organizations.staff[large] >= LARGEST_STAFF - 0.5]
    able = np.flatnonzero((organizations.eligible >= ELIGIBLE_FROM) & (status.cover >= Cover.SHELL))
    branch = organizations.branch[able]
    own = (branches.host[branch] == able) & np.isin(branches.form[branch], OWN_FORMS)
    return {
        "own_branch": count(able[own]),
        "large": count(large),
        "large_with_member": count(large[with_member]),
        "large_without_member": count(large[~with_member]),
        "largest": count(largest),
        "largest_covered": count(largest[status.cover[largest] >= Cover.SHELL]),
    }


def _branches(stack: Stack, status: Status, groups: Grouping) -> Counts:
    """A branch belongs to the group of its host organization."""
    branches = stack.branches
    rows = np.flatnonzero(branches.alive)
    group = groups.index[branches.host[rows]]
    form = branches.form[rows]
    shared = (form == Form.JOINT) | (form == Form.ANCHOR)
    vital = status.branch_cover[rows] == Cover.VITAL
    index = (shared + 2 * vital) * groups.size + group
    found = np.bincount(index, minlength=4 * groups.size).reshape(2, 2, groups.size)
    return {
        "branches": found.sum((0, 1)),
        "effective_branches": found[1].sum(0),
        "joint_branches": found[:, 1].sum(0),
        "vitality": group_sum(group, quantize(branches.vitality[rows]), groups.size),
    }

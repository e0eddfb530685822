"""Counts by group: whole numbers, from one status code an organization.

A group is a world, or a world and a kind, type, district, industry or size class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64, I64, Mask
from sim.exact import group_sum, quantize
from sim.measures.counts import BASES
from sim.measures.status import (
    CODES,
    COVERS,
    DEAD,
    ELIGIBLE_FROM,
    OWN_FORMS,
    STANDINGS,
    Cover,
    Standing,
    Status,
)
from sim.state.codes import Form, among
from sim.state.stack import Stack

Counts = dict[str, I64]

LARGE_STAFF, LARGEST_STAFF = 50, 100
EXACT_BITS: Final = 53
"""Whole numbers below 2**53 add exactly as floats."""
_SHIFT: Final = 1 << 26
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


class Tally:
    """Counts the organizations, members and branches of one month by any grouping."""

    def __init__(self, stack: Stack, status: Status) -> None:
        organizations, branches = stack.organizations, stack.branches
        members, managed = organizations.members, status.managed
        self._hosted_counts, self._code = stack.hosted_counts, status.code
        some = members > 0
        self._members = (managed * _SHIFT + members).astype(np.float64)
        self._managed = some.view(np.uint8) + (some & (managed == members)).view(np.uint8)
        # Staff is rounded at use, halves to even: 49.5 rounds to 50 and 99.5 to 100.
        large = np.flatnonzero((organizations.staff >= LARGE_STAFF - 0.5) & organizations.operating)
        largest = large[organizations.staff[large] >= LARGEST_STAFF - 0.5]
        able = (organizations.eligible >= ELIGIBLE_FROM) & (status.cover >= Cover.SHELL)
        self._rows = {
            "own_branch": _with_own_branch(stack, np.flatnonzero(able)),
            "large": large,
            "large_with_member": large[some[large]],
            "largest": largest,
            "forced": _forced(stack),
            "largest_covered": largest[status.cover[largest] >= Cover.SHELL],
        }
        self._apart = _not_counted(stack)
        self._apart_effective = self._apart[status.cover[self._apart] == Cover.VITAL]
        alive = np.flatnonzero(branches.alive)
        form = branches.form[alive]
        self._host = branches.host[alive]
        self._branch = (status.branch_cover[alive] == Cover.VITAL) * 2
        self._branch += among(form, (Form.JOINT, Form.ANCHOR, Form.REGIONAL))
        self._vitality = quantize(branches.vitality[alive])

    def by_world(self, groups: Grouping) -> Counts:
        """Return every count of :data:`sim.measures.counts.COUNTS` by world."""
        index = np.multiply(self._code, groups.size, dtype=np.int64)
        index += groups.index
        found = np.bincount(index, minlength=(CODES + 1) * groups.size)
        table = found[: CODES * groups.size].reshape(STANDINGS, 2, 2, 2, COVERS, groups.size)
        either = table.sum(0)
        by_base = {
            "registered": either.sum((0, 1, 2)),
            "reported_base": either[:, 1].sum((0, 1)),
            "operating": either[1].sum((0, 1)),
            "eligible": table[Standing.ELIGIBLE].sum((0, 1, 2)),
        }
        counts: Counts = {}
        for base, cover in by_base.items():
            suffix, total = BASES[base].suffix, cover.sum(0)
            counts[base] = total
            counts["worked" + suffix] = total - cover[Cover.NONE]
            counts["effective" + suffix] = cover[Cover.VITAL]
            counts["true" + suffix] = cover[Cover.VITAL] + cover[Cover.DORMANT]
            counts["covered" + suffix] = counts["true" + suffix] + cover[Cover.SHELL]
        counts["hosted_of_base"] = either[:, 1, 0, Cover.HOSTED].sum(0)
        counts["nominal"] = either[:, 1, 1].sum((0, 1))
        counts["ceiling"] = table[Standing.SOMETHING :, :, 1].sum((0, 1, 2, 3))
        return self._completed(counts, groups)

    def by_group(self, groups: Grouping) -> Counts:
        """Return the counts of :data:`sim.measures.counts.GROUPED` by many small groups.

        Whether an organization is in each count is packed into a few floats. So a sum by group
        yields several counts at once, and no table is larger than the groups.
        """
        bits = int(np.bincount(groups.index).max()).bit_length()
        names, at_once = tuple(_PACKED), EXACT_BITS // bits
        counts: Counts = {}
        for first in range(0, len(names), at_once):
            packed = names[first : first + at_once]
            # exact: whole numbers, their sum below 2**53
            weights = _word(packed, bits).take(self._code)
            total = np.bincount(groups.index, weights, groups.size).astype(np.int64)
            for place, name in enumerate(packed):
                counts[name] = (total >> (place * bits)) & ((1 << bits) - 1)
        return self._completed(counts, groups)

    def _completed(self, counts: Counts, groups: Grouping) -> Counts:
        """Add what the official figures say, members, targets and branches."""
        hosted = self._hosted_counts[groups.world] * counts.pop("hosted_of_base")
        apart, working = (
            np.bincount(groups.index[rows], minlength=groups.size)
            for rows in (self._apart, self._apart_effective)
        )
        counts["reported"] = counts["covered_of_base"] - apart + counts["nominal"] + hosted
        effective = counts["effective_of_base"] - working
        counts["reported_hollow"] = counts["reported"] - effective
        # exact: whole numbers, their sum below 2**53
        members = np.bincount(groups.index, self._members, groups.size).astype(np.int64)
        counts["members"], counts["managed_members"] = members % _SHIFT, members // _SHIFT
        index = np.multiply(self._managed, groups.size, dtype=np.int64)
        index += groups.index
        managed = np.bincount(index, minlength=3 * groups.size).reshape(3, groups.size)
        counts["with_members"], counts["all_managed"] = managed[1] + managed[2], managed[2]
        for name, rows in self._rows.items():
            counts[name] = np.bincount(groups.index[rows], minlength=groups.size)
        counts["large_without_member"] = counts["large"] - counts["large_with_member"]
        # A branch belongs to the group of its host organization.
        host = groups.index[self._host]
        found = np.bincount(self._branch * groups.size + host, minlength=4 * groups.size)
        kinds = found.reshape(2, 2, groups.size)
        counts["branches"] = kinds.sum((0, 1))
        counts["effective_branches"] = kinds[1].sum(0)
        counts["joint_branches"] = kinds[:, 1].sum(0)
        counts["vitality"] = group_sum(host, self._vitality, groups.size)
        return counts


def _not_counted(stack: Stack) -> I64:
    """Return those on the base whose functional branch the official definition leaves out."""
    organizations = stack.organizations
    functional = stack.branches.form[organizations.branch] == Form.FUNCTIONAL
    functional &= organizations.on_base & ~stack.functional_counts[organizations.world]
    return np.flatnonzero(functional)


def _forced(stack: Stack) -> I64:
    """Return the organizations on the base whose branch was founded against refusal."""
    organizations = stack.organizations
    rows = np.flatnonzero(organizations.on_base & organizations.alive)
    forced: I64 = rows[stack.branches.pressure_founded[organizations.branch[rows]]]
    return forced


def _with_own_branch(stack: Stack, rows: I64) -> I64:
    """Return which organizations host a branch of their own."""
    branches, branch = stack.branches, stack.organizations.branch[rows]
    own: I64 = rows[(branches.host[branch] == rows) & among(branches.form[branch], OWN_FORMS)]
    return own


def _packed() -> dict[str, Mask]:
    """Return which status codes belong to each count that is packed."""
    code = np.arange(CODES)
    cover, nominal = code % COVERS, code // COVERS % 2 == 1
    on_base, operating = code // COVERS // 2 % 2 == 1, code // COVERS // 4 % 2 == 1
    standing = code // COVERS // 8
    every = np.ones(CODES, bool)
    bases = {
        "registered": every,
        "reported_base": on_base,
        "operating": operating,
        "eligible": standing == Standing.ELIGIBLE,
    }
    covered = cover >= Cover.SHELL
    found = dict(bases)
    for base, mask in bases.items():
        found["covered" + BASES[base].suffix] = covered & mask
    found["worked"] = cover > Cover.NONE
    found["effective"] = cover == Cover.VITAL
    found["effective_of_base"] = found["effective"] & on_base
    found["hosted_of_base"] = (cover == Cover.HOSTED) & on_base & ~nominal
    found["nominal"] = nominal & on_base
    found["ceiling"] = (standing >= Standing.SOMETHING) & on_base
    return found


_PACKED: Final = _packed()


def _word(names: Sequence[str], bits: int) -> F64:
    """Return the number that stands for each status code; the dead stand for nothing."""
    word = np.zeros(DEAD + 1)
    for place, name in enumerate(names):
        word[:CODES] += _PACKED[name] * 2.0 ** (place * bits)
    return word


def district_gini(covered: I64, registered: I64) -> tuple[I64, I64]:
    """Return numerator and denominator of the Gini coefficient; axes are (…, district).

    Let k of n registered be covered in each district, K of N in all. Then the weighted Gini
    coefficient of k/n is Σ over pairs of |k_i·n_j − k_j·n_i|, divided by K·N: whole numbers.
    """
    gap = np.zeros(covered.shape[:-1], np.int64)
    for i in range(covered.shape[-1]):
        k, n = covered[..., i : i + 1], registered[..., i : i + 1]
        gap += np.abs(k * registered[..., i + 1 :] - covered[..., i + 1 :] * n).sum(-1)
    return gap, covered.sum(-1) * registered.sum(-1)

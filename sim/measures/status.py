"""One status code an organization: all that the shares of coverage need, in one small integer.

A month's shares then come from a single count of codes by group (:mod:`sim.measures.tally`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, Mask
from sim.state.codes import Contact, Form, Interim, Stage, among
from sim.state.organizations import Organizations
from sim.state.stack import Stack
from sim.state.table import NEVER

Codes = npt.NDArray[np.uint8]


class Cover(IntEnum):
    """How an organization is covered, the most that applies."""

    NONE = 0
    VISITED = 1  # a liaison on the case, or a mass group
    MEMBER_GROUP = 2
    HOSTED = 3
    ON_PAPER = 4  # reported as covered without a branch
    SHELL = 5  # a branch kept on the books while closing is forbidden
    DORMANT = 6  # hollow: a branch below the vitality threshold, or nobody to bring to it
    VITAL = 7  # effective


class Counted(IntEnum):
    """How an organization counts in a picture of all; from ``ON_PAPER`` on it is reported."""

    UNCOVERED = 0  # operating; what it has short of a branch or paper is said elsewhere
    INACTIVE = 1
    ON_PAPER = 2
    SHELL = 3
    DORMANT = 4
    VITAL = 5


class Standing(IntEnum):
    """What an organization has that a branch could be built on."""

    NOTHING = 0
    SOMETHING = 1  # a member, or an anchor branch that could take it in
    ELIGIBLE = 2  # m >= 3


COVERS, STANDINGS = len(Cover), len(Standing)
CODES = STANDINGS * 2 * 2 * 2 * COVERS
DEAD = CODES
"""Code of rows that are no organization: the sentinel and those that have gone."""

RECENT_MONTHS = 12
"""A contact that is longer ago than this counts as none."""

ELIGIBLE_FROM = 3
"""Full members from which an organization should have a branch of its own (S1, S2, S5, S7)."""

OWN_FORMS = (
    Form.STANDALONE, Form.GENERAL_BRANCH, Form.COMMITTEE, Form.ANCHOR, Form.FUNCTIONAL
)  # fmt: skip
"""Forms that are the host's own branch."""

ANCHORS = (Form.STANDALONE, Form.GENERAL_BRANCH, Form.ANCHOR)
"""Forms that may take other organizations in (docs/draws.md 8.7)."""


class MonthDoses(Protocol):
    """The part of ``sim.policies.doses.DoseReader`` that measures read of a month."""

    def active(self, name: str) -> bool:
        """Return whether any policy writes the dose in any world this month."""

    def at(self, name: str, rows: I64) -> F64:
        """Return the dose at the organizations in ``rows``."""

    def pressure(self, rows: I64) -> F64:
        """Return the pressure on organizations: of quotas or of standing effort, the larger."""


@dataclass(frozen=True)
class Status:
    """The organizations of a stack as seen in one month; arrays by organization row.

    ``code`` is (((standing·2 + operating)·2 + on_base)·2 + nominal)·8 + cover, or ``DEAD``; the
    cover in it is what an organization has besides paper. ``cover`` knows paper too. ``hidden``
    says whether the organization has a member whom the committees don't know, ``managed`` how many
    of its members have their relation here, hold a floating card or are attested.
    """

    code: Codes
    cover: Codes
    managed: I64
    hidden: Mask
    branch_cover: Codes


def read_status(stack: Stack, doses: MonthDoses | None = None) -> Status:
    """Read the status of every organization; ``doses`` say where an anchor may take others in."""
    organizations = stack.organizations
    by_branch = _branch_cover(stack)
    cover = by_branch.take(organizations.branch)
    cover[(cover == Cover.VITAL) & (organizations.known == 0) & (organizations.sourced == 0)] = (
        Cover.DORMANT
    )
    visited = (organizations.liaison > 0) | (organizations.mass_group != NEVER)
    interim = organizations.interim.view(np.uint8)
    np.maximum(cover, visited.view(np.uint8), out=cover)
    # Interim.MEMBER_GROUP and HOSTED are Cover.MEMBER_GROUP - 1 and Cover.HOSTED - 1.
    np.maximum(cover, interim + (interim != Interim.NONE).view(np.uint8), out=cover)
    managed, hidden = _members(stack)
    something = organizations.members > 0
    reach = _anchor_in_reach(stack, by_branch, doses)
    if reach is not None:
        something |= reach
    eligible = organizations.eligible >= ELIGIBLE_FROM
    standing = (something | eligible).view(np.uint8) + eligible.view(np.uint8)
    code = standing
    code *= np.uint8(2)
    code += organizations.operating.view(np.uint8)
    code *= np.uint8(2)
    code += organizations.on_base.view(np.uint8)
    code *= np.uint8(2)
    code += organizations.nominal.view(np.uint8)
    code *= np.uint8(COVERS)
    code += cover
    np.maximum(cover, organizations.nominal.view(np.uint8) * np.uint8(Cover.ON_PAPER), out=cover)
    np.maximum(code, (~organizations.alive).view(np.uint8) * np.uint8(DEAD), out=code)
    return Status(code, cover, managed, hidden, by_branch)


def counted(organizations: Organizations, status: Status) -> Codes:
    """Return :class:`Counted` of every organization row; what it says of rows of nobody is nothing.

    Cover comes before whether an organization still operates: paper and a branch that is kept on
    the books may outlive its work, and reports count them. So the parts from ``ON_PAPER`` on add
    up to what is reported. They don't where the definition also counts hosted places or omits
    functional branches, or where an organization with a branch has been struck from the base.
    """
    uncovered = np.where(organizations.operating, Counted.UNCOVERED, Counted.INACTIVE)
    cover = status.cover.astype(np.int64)
    covered = cover - Cover.ON_PAPER + Counted.ON_PAPER
    return np.where(cover >= Cover.ON_PAPER, covered, uncovered).astype(np.uint8)


def _branch_cover(stack: Stack) -> Codes:
    """Return the cover that each branch gives, ``Cover.NONE`` for rows without a live branch."""
    branches = stack.branches
    threshold = stack.parameters["vitality_threshold"][branches.world]
    cover = np.where(branches.vitality >= threshold, Cover.VITAL, Cover.DORMANT)
    cover = np.where(branches.shell, Cover.SHELL, cover)
    return np.where(branches.alive, cover, Cover.NONE).astype(np.uint8)


def _members(stack: Stack) -> tuple[I64, Mask]:
    """Return the members inside some branch's management, and whether any is unknown."""
    members, n = stack.members, len(stack.organizations)
    real = members.alive & (members.stage >= Stage.PROBATIONARY)
    attested = members.known & _attesting(stack)[members.organization]
    rows = np.flatnonzero(real & ((members.relation > 0) | attested))
    managed = np.bincount(members.organization[rows], minlength=n)
    managed[0] = 0
    hidden = np.zeros(n, bool)
    hidden[members.organization[np.flatnonzero(real & ~members.known)]] = True
    hidden[0] = False
    return managed, hidden


def _attesting(stack: Stack) -> Mask:
    """Return where the old branches of members are asked: in a functional branch, on a case, or
    where the last contact was a check or a census within a year.
    """
    organizations = stack.organizations
    asked = among(organizations.contact, (Contact.CHECK, Contact.CENSUS))
    asked &= organizations.contacted >= stack.month - RECENT_MONTHS
    functional = stack.branches.form[organizations.branch] == Form.FUNCTIONAL
    result: Mask = asked | functional | (organizations.liaison > 0)
    return result


def _anchor_in_reach(stack: Stack, by_branch: Codes, doses: MonthDoses | None) -> Mask | None:
    """Return who is in an anchor branch, or in the cell of one that has room; None for nobody."""
    branches, organizations = stack.branches, stack.organizations
    led = among(branches.form, (Form.ANCHOR, Form.REGIONAL)) & branches.alive
    taking = np.zeros(0, np.int64)
    if doses is not None and doses.active("anchor_max"):
        taking = np.flatnonzero((by_branch == Cover.VITAL) & among(branches.form, ANCHORS))
        room = doses.at("anchor_max", branches.host[taking]) > branches.organizations[taking]
        taking = taking[room]
    if not len(taking) and not led.any():
        return None
    near = np.zeros(len(stack.cells), bool)
    near[organizations.cell[branches.host[taking]]] = True
    reach: Mask = led[organizations.branch] | near[organizations.cell]
    return reach

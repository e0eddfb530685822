"""How organizations leave branches and branches end (docs/draws.md 3.3)."""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Process, draw
from sim.state.codes import Event, Form, SecretarySource
from sim.state.stack import Stack
from sim.state.table import NEVER


def organizations_in(stack: Stack, branches: I64) -> I64:
    """Return the rows of the organizations in any of ``branches``."""
    flagged = np.zeros(len(stack.branches), bool)
    flagged[branches] = True
    return np.flatnonzero(flagged[stack.organizations.branch])


def detach(stack: Stack, rows: I64) -> None:
    """Take organizations out of their branches, without a look at what is left behind."""
    organizations = stack.organizations
    organizations.branch[rows] = 0
    organizations.covered[rows] = NEVER
    organizations.eligible_months[rows] = 0
    organizations.withdrawn[rows] = 0
    organizations.sourced[rows] = 0


def vacate(stack: Stack, branches_: I64) -> None:
    """Let secretaries' posts fall vacant."""
    branches = stack.branches
    branches.secretary[branches_] = SecretarySource.NONE
    branches.person[branches_] = 0
    branches.employer[branches_] = 0


def end_branches(stack: Stack, ended: I64, event: Event) -> I64:
    """End branches (distinct rows); their organizations are uncovered. Return those."""
    branches = stack.branches
    left = organizations_in(stack, ended)
    stack.note(event, branches.host[ended], ended)
    detach(stack, left)
    vacate(stack, ended)
    branches.alive[ended] = False
    branches.organizations[ended] = 0
    return left


def leave(stack: Stack, rows: I64, event: Event) -> None:
    """Take organizations out of the branches they are in.

    A branch without organizations ends with ``event``; one that would go on without its host may
    end as well (``host_exit_ends``). A branch that goes on loses the
    secretary whom a leaving organization employs, and a lost host is followed by the remaining
    organization of smallest identity.
    """
    organizations, branches = stack.organizations, stack.branches
    rows = rows[organizations.branch[rows] > 0]
    if not len(rows):
        return
    branch = organizations.branch[rows]
    employed = branch[branches.employer[branch] == rows]
    hosted = branch[branches.host[branch] == rows]
    detach(stack, rows)
    np.subtract.at(branches.organizations, branch, 1)
    vacate(stack, employed)
    ended = np.unique(branch[branches.organizations[branch] == 0])
    hostless = hosted[branches.organizations[hosted] > 0]
    if len(hostless):
        chance = stack.parameters["host_exit_ends"][branches.world[hostless]]
        ends = draw(branches.key[hostless], Process.HOST_EXIT, stack.month) < chance
        ends &= branches.form[hostless] != Form.REGIONAL  # the district's office looks after it
        ended = np.concatenate([ended, hostless[ends]])
        hostless = hostless[~ends]
    if len(ended):
        end_branches(stack, ended, event)
    if len(hostless):
        follow(stack, hostless)


def follow(stack: Stack, hostless: I64) -> None:
    """Make the organization of smallest identity the host of each branch."""
    organizations = stack.organizations
    rest = organizations_in(stack, hostless)
    order = rest[np.lexsort((organizations.identity[rest], organizations.branch[rest]))]
    branch, first = np.unique(organizations.branch[order], return_index=True)
    stack.branches.host[branch] = order[first]

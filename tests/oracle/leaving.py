"""How a place in a branch, a secretary's post and a case end (3.3)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sim.draws import Process
from sim.state.codes import Form, Interim, SecretarySource
from tests.oracle.offices import NEVER

if TYPE_CHECKING:
    from tests.oracle.agents import Branch, Organization
    from tests.oracle.model import OracleModel


def release(organization: Organization) -> None:
    """End the case of an organization, if it is one."""
    if organization.liaison is not None:
        del organization.liaison.cases[organization.identity]
        organization.liaison = None
        organization.case_weak = False


def vacate(branch: Branch) -> None:
    """Let the secretary's post fall vacant; a sourced secretary is gone."""
    if branch.person is not None:
        branch.person.secretary_of = None
    if branch.secretary is SecretarySource.SOURCED and branch.employer is not None:
        branch.employer.sourced -= 1
    branch.secretary = SecretarySource.NONE
    branch.person = branch.employer = None
    branch.time_share = 0.0


def uncover(organization: Organization) -> None:
    """End an organization's place in its branch."""
    assert organization.branch is not None
    del organization.branch.organizations[organization.identity]
    organization.branch = None
    organization.covered = NEVER
    organization.withdrawn = 0
    organization.eligible_months = 0


def end(model: OracleModel, branch: Branch, *, merged: bool = False) -> None:
    """End a branch: its organizations are uncovered, the secretary is free (3.3).

    One that is merged into another isn't counted among those that ended (14.3).
    """
    model.tally["ended"] += not merged
    vacate(branch)
    for organization in list(branch.organizations.values()):
        uncover(organization)
    del model.branches[branch.identity]
    branch.remove()


def leave(model: OracleModel, leaving: Collection[Organization], *, on_exit: bool) -> None:
    """Let organizations leave their branches, all at once.

    A branch without organizations ends. Where the host leaves, the smallest identity is host; on
    exit or inactivity a joint or anchor branch may end instead (3.3). What the leavers employ
    goes with them.
    """
    branches = {o.branch.identity: o.branch for o in leaving if o.branch is not None}
    for _, branch in sorted(branches.items()):
        places = branch.organizations.values()
        leavers = [o for o in places if o in leaving]
        remaining = [o for o in places if o not in leaving]
        host_leaves = branch.host in leavers
        if branch.employer in leavers:
            vacate(branch)
        for organization in leavers:
            uncover(organization)
        if not remaining:
            end(model, branch)
        elif host_leaves:
            several = branch.form in (Form.JOINT, Form.ANCHOR)
            u = model.u(Process.HOST_EXIT, branch)
            if on_exit and several and u < model.p.host_exit_ends:
                end(model, branch)
            else:
                branch.host = min(remaining, key=lambda o: o.identity)


def join(model: OracleModel, organization: Organization, branch: Branch) -> None:
    """Give an organization a place in a branch: what is interim or pending ends (8.10)."""
    organization.branch = branch
    branch.organizations[organization.identity] = organization
    organization.covered = model.t
    organization.interim = Interim.NONE
    organization.willing_until = NEVER
    organization.secretary_wait = False
    organization.withdrawn = 0
    organization.eligible_months = 0

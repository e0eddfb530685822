"""Funding: the yuan a year that others pay of a branch's activities, or are said to pay.

Reads the doses of money, known and transferred members, startup grants. Writes nothing. Draws:
none. Source: docs/draws.md 7; S1, S3, S9 (money).
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64
from sim.exact import group_total
from sim.policies.doses import DoseReader
from sim.state.stack import Stack

LEAST_MEMBERS = 3
"""Members of the branch that money is announced for, at least."""
A_MEMBER = (("subsidy_member", "known"), ("rebate_yuan", "transferred"))
"""Doses by member, with the members they are paid for."""


def branch_funded(stack: Stack, doses: DoseReader) -> F64:
    """Return by branch row the share of its activities that is paid for."""
    organizations, branches = stack.organizations, stack.branches
    yuan = np.zeros(len(branches))
    if doses.active("subsidy_branch"):
        yuan += doses.at("subsidy_branch", branches.host)
    for dose, members in A_MEMBER:
        if doses.active(dose):
            rows = np.flatnonzero(organizations.branch)
            paid = doses.at(dose, rows) * getattr(organizations, members)[rows]
            yuan += group_total(organizations.branch[rows], paid, len(branches))
    months = stack.parameters["grant_months"][branches.world]
    granted = branches.granted_until > stack.month
    yuan += np.where(granted, branches.grant * 12.0 / months, 0.0)
    cost = stack.parameters["activity_cost_yuan"][branches.world]
    share: F64 = np.minimum(1.0, yuan / cost)
    return share


def announced(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return the share that organizations without a branch hear of: as if they had one alone."""
    organizations = stack.organizations
    yuan = doses.at("subsidy_branch", rows)
    each = doses.at("subsidy_member", rows) + doses.at("rebate_yuan", rows)
    yuan = yuan + each * np.maximum(LEAST_MEMBERS, organizations.known[rows])
    share: F64 = np.minimum(1.0, yuan / stack.at("activity_cost_yuan", rows))
    return share


def announces(doses: DoseReader) -> bool:
    """Return whether any policy announces money to organizations without a branch."""
    return any(doses.active(name) for name in ("subsidy_branch", "subsidy_member", "rebate_yuan"))


def grant_offered(stack: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return the share of a year's activities that the startup grants offered would pay for."""
    yearly = doses.at("grant_yuan", rows) * 12.0 / stack.at("grant_months", rows)
    share: F64 = np.minimum(1.0, yearly / stack.at("activity_cost_yuan", rows))
    return share

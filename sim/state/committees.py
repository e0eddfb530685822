"""Committees: one a district and one an industry, where established."""

from __future__ import annotations

from sim.state.table import Bool, Float, Int64, Table


class Committees(Table):
    """One row a possible committee; districts first, then industries, world by world.

    Fixed from the start: an industry's committee that is not established has no
    organizations and no posts.
    """

    place: Int64  # index of the district or industry
    industrial: Bool
    established: Bool
    permanent: Bool  # established without a policy
    pressure: Float  # of coverage quotas that are for all of its organizations
    forbidden: Bool  # closing forbidden by such a quota
    vigour: Float  # multiple of its contacts, fixed for a replicate
    effort: Float  # pressure of standing effort this month
    acts: Int64  # acts of founding left this month
    admitted: Int64  # admissions in the model year
    trained: Int64  # training places filled in the model year
    sourced: Int64  # sourced secretaries placed in the model year

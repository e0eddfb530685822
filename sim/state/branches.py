"""Branches that give organization coverage."""

from __future__ import annotations

from typing import ClassVar

from sim.state.table import NEVER, Bool, Float, Int8, Int32, Int64, Table


class Branches(Table):
    """One row a branch; members and organizations are counted each month."""

    form: Int8
    host: Int64  # row of the host organization
    secretary: Int8  # codes.SecretarySource
    person: Int64  # row of the member who is secretary, 0 none
    employer: Int64  # row of the organization that employs the secretary
    skill: Float
    trained: Float  # skill gained in training, decays
    trained_year: Int32  # model year of the last training
    time_share: Float
    vacancy: Int32  # months without a secretary
    vitality: Float
    quality: Float  # u, fixed at founding
    founded: Int32
    below: Int32  # months in a row below three members
    turnover: Float  # exponential memory of 12 months
    leavers: Int64  # known full members lost this month
    members: Int64  # known full members of its organizations, plus a sourced secretary
    organizations: Int64
    pressure_founded: Bool
    shell: Bool  # kept on the books while closing is forbidden
    grant: Float  # yuan of its startup grant
    granted_until: Int32  # a startup grant pays for activities before this month

    FILL: ClassVar[dict[str, float]] = {"granted_until": NEVER, "trained_year": NEVER}

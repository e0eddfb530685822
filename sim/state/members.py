"""Members and those on their way to become one."""

from __future__ import annotations

from typing import ClassVar

from sim.state.table import NEVER, Bool, Float, Int8, Int32, Int64, Table


class Members(Table):
    """One row a person; ``organization`` is 0 between jobs."""

    organization: Int64
    home: Int64  # cell of the present or last organization
    stage: Int8
    stage_due: Int32  # month of the next stage, NEVER when full
    relation: Int8
    known: Bool
    commitment: Float
    mobility: Float
    joined: Int32  # month of joining the organization
    hired: Int32  # month in which the search ends, NEVER while employed
    role: Int8

    FILL: ClassVar[dict[str, float]] = {"stage_due": NEVER, "hired": NEVER}

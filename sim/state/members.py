"""Members and those on their way to become one."""

from __future__ import annotations

from typing import Annotated, ClassVar

from sim.state.table import NEVER, Bool, Float, Int8, Int32, Int64, Table, Words


class Members(Table):
    """One row a person; ``organization`` is 0 between jobs."""

    organization: Annotated[
        Int64, Words("row", "where the person works, 0 between jobs", "所在组织，0 为待业")
    ]
    home: Annotated[
        Int64, Words("cell", "cell of the present or last organization", "现在或上一组织所在单元")
    ]
    stage: Annotated[Int8, Words("code", "stage of recruitment", "发展阶段")]
    stage_due: Annotated[Int32, Words("month", "month of the next stage", "下一阶段的月份")]
    relation: Annotated[
        Int8, Words("code", "where the membership relation is kept", "组织关系所在")
    ]
    known: Annotated[
        Bool, Words("yes/no", "known to the committees; else hidden", "为上级所知，否则为隐形")
    ]
    commitment: Annotated[Float, Words("[0, 1]", "commitment", "投入")]
    mobility: Annotated[
        Float, Words("(0, 4], mean 1", "factor on the hazard of leaving", "离职率的个人倍数")
    ]
    joined: Annotated[Int32, Words("month", "month of joining the organization", "进入组织的月份")]
    hired: Annotated[
        Int32, Words("month", "month in which the search for a job ends", "求职结束的月份")
    ]
    role: Annotated[Int8, Words("code", "role in the organization", "在组织中的角色")]

    FILL: ClassVar[dict[str, float]] = {"stage_due": NEVER, "hired": NEVER}

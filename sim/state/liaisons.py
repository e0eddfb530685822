"""Liaison posts and their holders."""

from __future__ import annotations

from typing import Annotated

from sim.state.table import Float, Int8, Int32, Int64, Table, Words


class Liaisons(Table):
    """One row a post; a rotation puts a new holder, with a new identity, in the row."""

    committee: Annotated[Int64, Words("row", "committee", "所属上级党组织")]
    desk: Annotated[Int64, Words("row", "desk of a narrow policy", "专项措施的专席")]
    source: Annotated[Int8, Words("code", "source", "来源")]
    post: Annotated[
        Int32, Words("number", "ordinal of the post at its committee and source", "岗位序号")
    ]
    holder: Annotated[Int32, Words("number", "n-th holder of the post", "第几任")]
    since: Annotated[Int32, Words("month", "in post since", "到岗月份")]
    skill: Annotated[Float, Words("[0.05, 1]", "skill", "能力")]
    capacity: Annotated[Int64, Words("cases", "cases it can hold", "联系数上限")]
    cases: Annotated[Int64, Words("cases", "cases it holds", "联系数")]
    visits: Annotated[
        Float, Words("[0, 1)", "vis that each of its cases gets", "每个联系对象得到的 vis")
    ]

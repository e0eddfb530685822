"""Committees, one a district and one an industry; their desks for single policies; liaisons."""

from __future__ import annotations

from typing import Annotated, ClassVar

from sim.state.table import Bool, Float, Int8, Int32, Int64, Table, UInt64, Words


class Committees(Table):
    """One row a possible committee; districts first, then industries, world by world.

    Fixed from the start: an industry's committee that is not established has no
    organizations and no posts.
    """

    FILL: ClassVar[dict[str, float]] = {"share": -1.0}

    place: Annotated[Int64, Words("index", "district or industry", "所属区域或行业")]
    industrial: Annotated[
        Bool, Words("yes/no", "an industry's, else a district's", "行业党委，否则属地")
    ]
    established: Annotated[Bool, Words("yes/no", "exists this month", "本月已设立")]
    permanent: Annotated[Bool, Words("yes/no", "exists without a policy", "不靠措施而设立")]
    pressure: Annotated[
        Float, Words("[0, 1]", "pressure of quotas that are for all under it", "面向全体的指标压力")
    ]
    forbidden: Annotated[Bool, Words("yes/no", "such a quota forbids closing", "此类指标禁止撤销")]
    vigour: Annotated[
        Float,
        Words("factor", "e_c: of its contacts, fixed for a replicate", "干劲 e_c，每次模拟不变"),
    ]
    effort: Annotated[
        Float, Words("[0, 1]", "pressure of standing effort this month", "本月日常工作力度")
    ]
    share: Annotated[
        Float,
        Words(
            "[0, 1]",
            "share counted as covered when it began, -1 before",
            "设立时的上报覆盖率，之前为-1",
        ),
    ]
    acts: Annotated[Int64, Words("number", "acts of founding left this month", "本月剩余组建能力")]
    admitted: Annotated[Int64, Words("people", "admissions in the model year", "本年度吸收数")]
    placed: Annotated[
        Int64, Words("people", "members placed in the model year", "本年度推荐就业党员数")
    ]
    trained: Annotated[
        Int64, Words("places", "training places filled in the model year", "本年度已用培训名额")
    ]
    sourced: Annotated[
        Int64, Words("people", "sourced secretaries placed in the model year", "本年度已派书记")
    ]


class Desks(Table):
    """One row a committee and policy with a target of its own, from its first month in force.

    Its posts and places are apart from those that are for all organizations of the committee.
    """

    committee: Annotated[Int64, Words("row", "committee", "所属上级党组织")]
    policy: Annotated[
        UInt64, Words("63 bits", "identity by name of the policy's id", "措施代号的散列值")
    ]
    weight: Annotated[
        Int64,
        Words("organizations", "of the target when the desk was opened", "设席时的对象数"),
    ]  # the policy's numbers are shared by it
    admitted: Annotated[Int64, Words("people", "admissions in the model year", "本年度吸收数")]
    placed: Annotated[
        Int64, Words("people", "members placed in the model year", "本年度推荐就业党员数")
    ]
    trained: Annotated[
        Int64, Words("places", "training places filled in the model year", "本年度已用培训名额")
    ]
    sourced: Annotated[
        Int64, Words("people", "sourced secretaries placed in the model year", "本年度已派书记")
    ]


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

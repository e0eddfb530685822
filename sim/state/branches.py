"""Branches that give organization coverage."""

from __future__ import annotations

from typing import Annotated, ClassVar

from sim.state.table import NEVER, Bool, Float, Int8, Int32, Int64, Table, Words


class Branches(Table):
    """One row a branch; members and organizations are counted each month."""

    form: Annotated[Int8, Words("code", "form", "形式")]
    host: Annotated[Int64, Words("row", "host organization", "主体组织")]
    secretary: Annotated[
        Int8,
        Words("code", "where its secretary comes from, NONE while vacant", "书记来源，空缺为 NONE"),
    ]  # codes.SecretarySource
    person: Annotated[Int64, Words("row", "member who is secretary", "任书记的党员")]
    employer: Annotated[
        Int64, Words("row", "organization that employs the secretary", "书记任职的组织")
    ]
    skill: Annotated[Float, Words("[0.05, 1]", "skill of the secretary", "书记能力")]
    trained: Annotated[
        Float, Words("skill", "skill gained in training, decays", "培训所得能力，逐月衰减")
    ]
    trained_year: Annotated[
        Int32, Words("model year", "year of the last training", "上次培训的年度")
    ]
    time_share: Annotated[
        Float,
        Words(
            "[0, 1]", "share of working time that the secretary has for it", "书记投入的时间占比"
        ),
    ]
    served: Annotated[
        Float,
        Words("branches", "branches that its sourced secretary serves", "其选派书记服务的支部数"),
    ]
    vacancy: Annotated[Int32, Words("months", "months without a secretary", "书记空缺月数")]
    vitality: Annotated[Float, Words("[0, 1]", "vitality v", "活力 v")]
    quality: Annotated[
        Float, Words("logit", "quality of its own, fixed at founding", "组建时固定的自身质量")
    ]
    founded: Annotated[Int32, Words("month", "month of founding", "组建月份")]
    below: Annotated[
        Int32, Words("months", "months in a row below three members", "不足三名党员的连续月数")
    ]
    turnover: Annotated[
        Float,
        Words(
            "per year",
            "exponential memory of members' turnover over 12 months",
            "党员流动率（12 个月指数记忆）",
        ),
    ]
    leavers: Annotated[
        Int64, Words("people", "known full members lost this month", "本月流失的已知正式党员")
    ]
    members: Annotated[
        Int64,
        Words(
            "people",
            "known full members of its organizations, plus a sourced secretary",
            "各组织已知正式党员，加选派书记",
        ),
    ]
    organizations: Annotated[Int64, Words("number", "its organizations", "所含组织数")]
    pressure_founded: Annotated[Bool, Words("yes/no", "founded against a refusal", "强行组建")]
    shell: Annotated[
        Bool, Words("yes/no", "kept on the books while closing is forbidden", "禁止撤销期间只挂名")
    ]
    weak_until: Annotated[
        Int32,
        Words("month", "found weak, it has time to turn while t < this", "整顿期至此月前"),
    ]
    starred_until: Annotated[
        Int32, Words("month", "starred by an appraisal while t < this", "评星有效至此月前")
    ]
    grant: Annotated[Float, Words("yuan", "its startup grant", "启动经费")]
    granted_until: Annotated[
        Int32,
        Words(
            "month",
            "the startup grant pays for activities while t < this",
            "启动经费用于活动至此月前",
        ),
    ]

    FILL: ClassVar[dict[str, float]] = {
        "granted_until": NEVER, "trained_year": NEVER, "weak_until": NEVER, "starred_until": NEVER,
    }  # fmt: skip

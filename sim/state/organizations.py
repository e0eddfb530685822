"""Organizations and their heads."""

from __future__ import annotations

from typing import Annotated, ClassVar

from sim.state.table import NEVER, Bool, Float, Float4, Int8, Int32, Int64, Table, UInt64, Words


class Organizations(Table):
    """One row an organization; months are counted from the start of the scenario."""

    cell: Annotated[Int64, Words("index", "cell: district × industry", "单元（区域×行业）")]
    bucket: Annotated[
        Int64,
        Words(
            "index",
            "part of the cell in which hiring looks, identity mod B",
            "招聘搜寻所用的单元分区",
        ),
    ]
    cohort: Annotated[
        Int8,
        Words("0-11", "month of the yearly shock of staff, identity mod 12", "人员年度波动的月份"),
    ]
    number: Annotated[
        Int64,
        Words(
            "≥ −1", "place in the initial population, −1 for newcomers", "初始序号，新进入者为 −1"
        ),
    ]
    site: Annotated[
        UInt64,
        Words(
            "63 bits", "site in its district, identity by name, 0 none", "所在园区、楼宇，0 为无"
        ),
    ]
    kind: Annotated[Int8, Words("code", "kind", "类别")]
    type: Annotated[Int8, Words("code", "type", "类型")]
    has_channel: Annotated[Bool, Words("yes/no", "has a territorial channel", "有属地管理渠道")]
    founded: Annotated[Int32, Words("month", "month of registration", "登记月份")]
    staff: Annotated[
        Float,
        Words("people ≥ 1", "staff, a real number, rounded at use", "从业人员（实数，用时取整）"),
    ]
    operating: Annotated[Bool, Words("yes/no", "operates, or is inactive", "正常运行或停摆")]
    on_base: Annotated[Bool, Words("yes/no", "counted in the reported base", "列入统计基数")]
    head_is_member: Annotated[Bool, Words("yes/no", "its head is a member", "负责人是党员")]
    fears: Annotated[
        Float4,
        Words(
            "4 × [0, 1]",
            "interference I, burden B, constraint C and benefit G as its head sees them",
            "负责人的怕干预 I、怕负担 B、怕约束 C 和认同收益 G",
        ),
    ]  # codes.Fear
    baseline: Annotated[Float4, Words("4 × [0, 1]", "levels to which they return", "四者的基线")]
    attitude: Annotated[
        Float,
        Words(
            "about −1 to 1", "attitude α = G − (w₁I + w₂B + w₃C)", "态度 α = G − (w₁I + w₂B + w₃C)"
        ),
    ]
    members: Annotated[Int64, Words("people", "probationary and full members", "党员数（含预备）")]
    known: Annotated[
        Int64, Words("people", "known full members, whatever their time here", "已知正式党员数")
    ]
    eligible: Annotated[
        Int64,
        Words(
            "people",
            "m: known full members of six months, plus a sourced secretary",
            "m：满六个月的已知正式党员，加选派书记",
        ),
    ]
    transferred: Annotated[
        Int64,
        Words("people", "known full members whose relation is here", "组织关系在此的已知正式党员"),
    ]
    sourced: Annotated[
        Int8, Words("people", "sourced secretaries employed here", "在此任职的选派书记")
    ]
    contacted: Annotated[Int32, Words("month", "month of the last contact", "上次联系的月份")]
    contact: Annotated[
        Int8, Words("code", "kind of the last contact", "上次联系的方式")
    ]  # codes.Contact
    asked: Annotated[Int32, Words("number", "times asked for consent", "被动员的次数")]
    willing_until: Annotated[
        Int32, Words("month", "a consent stands while t < this", "同意有效至此月前")
    ]
    silent_until: Annotated[
        Int32, Words("month", "after a refusal not asked while t < this", "拒绝后静默至此月前")
    ]
    deferred_until: Annotated[
        Int32, Words("month", "after neither yes nor no not asked while t < this", "观望至此月前")
    ]
    refusal: Annotated[
        Int8, Words("code", "dominant fear of the last refusal", "上次拒绝的主要顾虑")
    ]  # codes.Fear
    withdrawn: Annotated[
        Int32,
        Words("months", "months in a row below the closing attitude", "连续低于撤回阈值的月数"),
    ]
    liaison: Annotated[
        Int64, Words("row", "liaison who has the case, 0 none", "负责联系的指导员，0 为无")
    ]
    case_weak: Annotated[
        Bool,
        Words(
            "yes/no", "the case is a weak branch paired for consolidation", "属结对巩固的薄弱支部"
        ),
    ]
    case_since: Annotated[Int32, Words("month", "since when", "联系起始月")]
    case_progress: Annotated[
        Int32, Words("month", "month of the last progress", "上次有进展的月份")
    ]
    case_link: Annotated[Int8, Words("0-3", "link of the chain noted then", "当时所处环节")]
    case_known: Annotated[Int64, Words("people", "known members noted then", "当时已知党员数")]
    case_attitude: Annotated[Float, Words("attitude", "attitude noted then", "当时态度")]
    case_steady: Annotated[
        Int32, Words("months", "months in a row with vitality of one half", "活力达 0.5 的连续月数")
    ]
    dropped: Annotated[
        Int32, Words("month", "month in which a liaison gave the case up", "被指导员放弃的月份")
    ]
    visits: Annotated[
        Float, Words("[0, 1)", "vis: effect of this month's visits", "vis：本月走访的作用")
    ]
    branch: Annotated[Int64, Words("row", "its branch, 0 none", "所在党组织，0 为无")]
    covered: Annotated[Int32, Words("month", "since when it has a branch", "有党组织的起始月")]
    interim: Annotated[
        Int8,
        Words(
            "code", "where its members are looked after without a branch", "无党组织时党员的去处"
        ),
    ]
    nominal: Annotated[
        Bool, Words("yes/no", "reported as covered without a branch: on paper", "纸面覆盖")
    ]
    act_wait: Annotated[
        Bool, Words("yes/no", "its committee had no act of founding left", "等待上级组建")
    ]
    mass_group: Annotated[
        Int32, Words("month", "month in which a mass group was set up", "建立群团组织的月份")
    ]
    secretary_wait: Annotated[
        Bool, Words("yes/no", "a first try to find a secretary has failed", "首次物色书记未成")
    ]
    eligible_months: Annotated[
        Int32,
        Words(
            "months", "months in a row with m ≥ 3 in a joint branch", "在联合支部中 m≥3 的连续月数"
        ),
    ]

    FILL: ClassVar[dict[str, float]] = {
        "contacted": NEVER, "willing_until": NEVER, "silent_until": NEVER,
        "deferred_until": NEVER, "dropped": NEVER, "covered": NEVER, "mass_group": NEVER,
        "number": -1,
    }  # fmt: skip

"""What every column of the state means: range or unit, English, Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, tuple[str, str, str]]

AGENTS: Final[Words] = {
    "world": ("index", "world that the row belongs to", "所属世界"),
    "identity": (
        "63 bits",
        "identity by lineage, the same in every world",
        "由来历定的标识，各世界相同",
    ),
    "key": ("64 bits", "key of the agent's draws", "抽取随机数的键"),
    "alive": ("yes/no", "still part of the model", "仍在模型中"),
}
"""Columns that every table has."""

ORGANIZATIONS: Final[Words] = {
    "cell": ("index", "cell: district × industry", "单元（地区×行业）"),
    "bucket": (
        "index",
        "part of the cell in which hiring looks, identity mod B",
        "招聘搜寻所用的单元分区",
    ),
    "cohort": ("0-11", "month of the yearly shock of staff, identity mod 12", "人员年度波动的月份"),
    "number": (
        "≥ −1",
        "place in the initial population, −1 for newcomers",
        "初始序号，新进入者为 −1",
    ),
    "kind": ("code", "kind", "类别"),
    "type": ("code", "type", "类型"),
    "has_channel": ("yes/no", "has a territorial channel", "有属地管理渠道"),
    "founded": ("month", "month of registration", "登记月份"),
    "staff": ("people ≥ 1", "staff, a real number, rounded at use", "从业人员（实数，用时取整）"),
    "operating": ("yes/no", "operates, or is inactive", "在运行或停摆"),
    "on_base": ("yes/no", "counted in the reported base", "列入统计基数"),
    "head_is_member": ("yes/no", "its head is a member", "负责人是党员"),
    "fears": (
        "4 × [0, 1]",
        "interference I, burden B, constraint C and benefit G as its head sees them",
        "负责人的怕干预 I、怕负担 B、怕约束 C 和认同收益 G",
    ),
    "baseline": ("4 × [0, 1]", "levels to which they return", "四者的基线"),
    "attitude": (
        "about −1 to 1",
        "attitude α = G − (w₁I + w₂B + w₃C)",
        "态度 α = G − (w₁I + w₂B + w₃C)",
    ),
    "members": ("people", "probationary and full members", "党员数（含预备）"),
    "known": ("people", "known full members, whatever their time here", "已知正式党员数"),
    "eligible": (
        "people",
        "m: known full members of six months, plus a sourced secretary",
        "m：满六个月的已知正式党员，加选派书记",
    ),
    "transferred": (
        "people",
        "known full members whose relation is here",
        "组织关系在此的已知正式党员",
    ),
    "sourced": ("people", "sourced secretaries employed here", "在此任职的选派书记"),
    "contacted": ("month", "month of the last contact", "上次联系的月份"),
    "contact": ("code", "kind of the last contact", "上次联系的方式"),
    "asked": ("times", "times asked for consent", "被动员的次数"),
    "willing_until": ("month", "a consent stands while t < this", "同意有效至此月前"),
    "silent_until": ("month", "after a refusal not asked while t < this", "拒绝后静默至此月前"),
    "deferred_until": (
        "month",
        "after neither yes nor no not asked while t < this",
        "观望至此月前",
    ),
    "refusal": ("code", "dominant fear of the last refusal", "上次拒绝的主要顾虑"),
    "withdrawn": ("months", "months in a row below the closing attitude", "连续低于撤回阈值的月数"),
    "liaison": ("row", "liaison who has the case, 0 none", "负责联系的指导员，0 为无"),
    "case_weak": (
        "yes/no",
        "the case is a weak branch paired for consolidation",
        "属结对巩固的薄弱支部",
    ),
    "case_since": ("month", "since when", "联系起始月"),
    "case_progress": ("month", "month of the last progress", "上次有进展的月份"),
    "case_link": ("0-3", "link of the chain noted then", "当时所处环节"),
    "case_known": ("people", "known members noted then", "当时已知党员数"),
    "case_attitude": ("attitude", "attitude noted then", "当时态度"),
    "case_steady": ("months", "months in a row with vitality of one half", "活力达 0.5 的连续月数"),
    "dropped": ("month", "month in which a liaison gave the case up", "被指导员放弃的月份"),
    "visits": ("[0, 1)", "vis: effect of this month's visits", "vis：本月走访的作用"),
    "branch": ("row", "its branch, 0 none", "所在党组织，0 为无"),
    "covered": ("month", "since when it has a branch", "有党组织的起始月"),
    "interim": (
        "code",
        "where its members are looked after without a branch",
        "无党组织时党员的去处",
    ),
    "nominal": ("yes/no", "reported as covered without a branch: on paper", "纸面覆盖"),
    "act_wait": ("yes/no", "its committee had no act of founding left", "等待上级组建"),
    "mass_group": ("month", "month in which a mass group was set up", "建立群团组织的月份"),
    "secretary_wait": ("yes/no", "a first try to find a secretary has failed", "首次物色书记未成"),
    "eligible_months": (
        "months",
        "months in a row with m ≥ 3 in a joint branch",
        "在联合支部中 m≥3 的连续月数",
    ),
}

MEMBERS: Final[Words] = {
    "organization": ("row", "where the person works, 0 between jobs", "所在组织，0 为待业"),
    "home": ("cell", "cell of the present or last organization", "现在或上一组织所在单元"),
    "stage": ("code", "stage of recruitment", "发展阶段"),
    "stage_due": ("month", "month of the next stage", "下一阶段的月份"),
    "relation": ("code", "where the membership relation is kept", "组织关系所在"),
    "known": ("yes/no", "known to the committees; else hidden", "为上级所知，否则为隐形"),
    "commitment": ("[0, 1]", "commitment", "投入"),
    "mobility": ("(0, 4], mean 1", "factor on the hazard of leaving", "离职率的个人倍数"),
    "joined": ("month", "month of joining the organization", "进入组织的月份"),
    "hired": ("month", "month in which the search for a job ends", "求职结束的月份"),
    "role": ("code", "role in the organization", "在组织中的角色"),
}

BRANCHES: Final[Words] = {
    "form": ("code", "form", "形式"),
    "host": ("row", "host organization", "主体组织"),
    "secretary": (
        "code",
        "where its secretary comes from, NONE while vacant",
        "书记来源，空缺为 NONE",
    ),
    "person": ("row", "member who is secretary", "任书记的党员"),
    "employer": ("row", "organization that employs the secretary", "书记任职的组织"),
    "skill": ("[0.05, 1]", "skill of the secretary", "书记能力"),
    "trained": ("skill", "skill gained in training, decays", "培训所得能力，逐月衰减"),
    "trained_year": ("model year", "year of the last training", "上次培训的年度"),
    "time_share": (
        "[0, 1]",
        "share of working time that the secretary has for it",
        "书记投入的时间占比",
    ),
    "vacancy": ("months", "months without a secretary", "书记空缺月数"),
    "vitality": ("[0, 1]", "vitality v", "活力 v"),
    "quality": ("logit", "quality of its own, fixed at founding", "组建时固定的自身质量"),
    "founded": ("month", "month of founding", "组建月份"),
    "below": ("months", "months in a row below three members", "不足三名党员的连续月数"),
    "turnover": (
        "per year",
        "exponential memory of members' turnover over 12 months",
        "党员流动率（12 个月指数记忆）",
    ),
    "leavers": ("people", "known full members lost this month", "本月流失的已知正式党员"),
    "members": (
        "people",
        "known full members of its organizations, plus a sourced secretary",
        "各组织已知正式党员，加选派书记",
    ),
    "organizations": ("number", "its organizations", "所含组织数"),
    "pressure_founded": ("yes/no", "founded against a refusal", "强建"),
    "shell": ("yes/no", "kept on the books while closing is forbidden", "禁止撤销期间只挂名"),
    "grant": ("yuan", "its startup grant", "启动经费"),
    "granted_until": (
        "month",
        "the startup grant pays for activities while t < this",
        "启动经费用于活动至此月前",
    ),
}

LIAISONS: Final[Words] = {
    "committee": ("row", "committee", "所属上级党组织"),
    "desk": ("row", "desk of a narrow policy", "专项措施的专席"),
    "source": ("code", "source", "来源"),
    "post": ("number", "ordinal of the post at its committee and source", "岗位序号"),
    "holder": ("number", "n-th holder of the post", "第几任"),
    "since": ("month", "in post since", "到岗月份"),
    "skill": ("[0.05, 1]", "skill", "能力"),
    "capacity": ("cases", "cases it can hold", "联系数上限"),
    "cases": ("cases", "cases it holds", "联系数"),
    "visits": ("[0, 1)", "vis that each of its cases gets", "每个联系对象得到的 vis"),
}

COMMITTEES: Final[Words] = {
    "place": ("index", "district or industry", "所属地区或行业"),
    "industrial": ("yes/no", "an industry's, else a district's", "行业党委，否则属地"),
    "established": ("yes/no", "exists this month", "本月已设立"),
    "permanent": ("yes/no", "exists without a policy", "不靠措施而设立"),
    "pressure": ("[0, 1]", "pressure of quotas that are for all under it", "面向全体的指标压力"),
    "forbidden": ("yes/no", "such a quota forbids closing", "此类指标禁止撤销"),
    "vigour": ("factor", "e_c: of its contacts, fixed for a replicate", "干劲 e_c，每次重复不变"),
    "effort": ("[0, 1]", "pressure of standing effort this month", "本月日常工作力度"),
    "acts": ("number", "acts of founding left this month", "本月剩余组建能力"),
    "admitted": ("people", "admissions in the model year", "本年度吸收数"),
    "trained": ("places", "training places filled in the model year", "本年度已用培训名额"),
    "sourced": ("people", "sourced secretaries placed in the model year", "本年度已派书记"),
}

DESKS: Final[Words] = {
    "committee": ("row", "committee", "所属上级党组织"),
    "policy": ("63 bits", "identity by name of the policy's id", "措施 id 的名称标识"),
    "weight": ("organizations", "of the target when the desk was opened", "设席时的对象数"),
    "admitted": ("people", "admissions in the model year", "本年度吸收数"),
    "trained": ("places", "training places filled in the model year", "本年度已用培训名额"),
    "sourced": ("people", "sourced secretaries placed in the model year", "本年度已派书记"),
}

CELLS: Final[Words] = {
    "district": ("index", "district", "地区"),
    "industry": ("index", "industry", "行业"),
    "trend": ("share", "members per operating staff at month 0, r", "第 0 月党员与在岗人员之比 r"),
    "replacement": (
        "probability",
        "a leaver who is out of the sector is replaced",
        "离开本领域者被补充的概率",
    ),
    "surplus": ("people a month", "newcomers beyond one for one", "一对一以外的新进党员"),
    "registered": ("organizations", "at the start of the model year, n", "年初登记数 n"),
    "exits": (
        "organizations a year",
        "exits that hazards let expect, where net growth is stated",
        "按注销风险预期的年注销数（给出净增长率时）",
    ),
    "buckets": ("number", "parts for hiring, B: a power of two", "招聘分区数 B（2 的幂）"),
}
"""What a cell holds beside its identity."""

TABLES: Final[Mapping[str, Words]] = {
    "organizations": ORGANIZATIONS,
    "members": MEMBERS,
    "branches": BRANCHES,
    "liaisons": LIAISONS,
    "committees": COMMITTEES,
    "desks": DESKS,
}

RANGES: Final[Mapping[str, str]] = {
    "index": "序号", "row": "行", "cell": "单元", "code": "代码", "yes/no": "是/否",
    "month": "月份", "months": "月数", "model year": "模型年", "people": "人", "times": "次",
    "number": "个数", "cases": "个案", "places": "名额", "skill": "能力", "share": "比例",
    "per year": "每年", "logit": "对数几率", "attitude": "态度", "probability": "概率",
    "people a month": "每月人数", "organizations": "组织数", "63 bits": "63 位",
    "64 bits": "64 位", "people ≥ 1": "人，≥ 1", "about −1 to 1": "约 −1 至 1",
    "yes or no": "是/否", "yuan a branch": "元/支部", "time share": "时间占比",
    "(0, 4], mean 1": "(0, 4]，均值 1",
}  # fmt: skip
"""Ranges and units in Chinese; what is not here is the same in both languages."""

"""Every measure by name, and in which order tables show them.

Targets are those that the planning documents set (S2, S5, S7), with the blank spots they leave;
numbers are counts and means: how many there are, how vital, how busy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.exact import SCALE
from sim.measures.base import Measure
from sim.measures.coverage import COVERAGE, FAMILIES, INEQUALITY

TARGETS: Final = (
    Measure(
        name="target_t1",
        numerator="large_with_member",
        denominator="large",
        unit="share",
        label={"en": "target T1: a member from 50 staff", "zh": "目标一：50 人以上有党员"},
        definition={
            "en": "operating organizations of 50 staff or more with at least one member; divided "
            "by operating organizations of 50 staff or more",
            "zh": "正常运行、50 人及以上、有党员的组织数 ÷ 正常运行、50 人及以上的组织数",
        },
    ),
    Measure(
        name="target_t2",
        numerator="own_branch",
        denominator="eligible",
        unit="share",
        label={
            "en": "target T2: a branch of its own from 3 members",
            "zh": "目标二：3 名以上党员单独建",
        },
        definition={
            "en": "eligible organizations that host a branch of their own (standalone, general "
            "branch, committee, or an anchor that others joined); divided by eligible "
            "organizations",
            "zh": "应建组织中单独建立党组织（支部、总支、委员会，含带动他人的）的组织数"
            " ÷ 应建组织数",
        },
    ),
    Measure(
        name="target_t3",
        numerator="all_managed",
        denominator="with_members",
        unit="share",
        label={"en": "target T3: every member managed", "zh": "目标三：党员全部纳入管理"},
        definition={
            "en": "organizations all of whose members have their relation here, hold a floating "
            "card or are attested by their old branch (member coverage says when); divided by "
            "organizations with a member",
            "zh": "全部党员组织关系已转入、持流动党员活动证或经原支部确认（见党员纳管率）的组织数"
            " ÷ 有党员的组织数",
        },
    ),
    Measure(
        name="target_t4",
        numerator="largest_covered",
        denominator="largest",
        unit="share",
        label={
            "en": "target T4: a party organization from 100 staff",
            "zh": "目标四：100 人以上有党组织",
        },
        definition={
            "en": "operating organizations of 100 staff or more with a branch of any form; divided "
            "by operating organizations of 100 staff or more",
            "zh": "正常运行、100 人及以上、有党组织的组织数 ÷ 正常运行、100 人及以上的组织数",
        },
    ),
    Measure(
        name="blank_spots",
        numerator="large_without_member",
        denominator=None,
        unit="organizations",
        label={"en": "blank spots", "zh": "空白点"},
        definition={
            "en": "operating organizations of 50 staff or more without a member",
            "zh": "正常运行、50 人及以上、没有党员的组织数",
        },
    ),
)


def _number(name: str, count: str, unit: str, en: str, zh: str, what: str, was: str) -> Measure:
    return Measure(
        name=name,
        numerator=count,
        denominator=None,
        unit=unit,
        label={"en": en, "zh": zh},
        definition={"en": what, "zh": was},
    )


NUMBERS: Final = (
    _number(
        "registered", "registered", "organizations", "registered organizations", "登记数",
        "organizations on the register, operating or not", "登记在册的组织数，含停摆的",
    ),
    _number(
        "reported_base", "reported_base", "organizations", "reported base", "统计基数",
        "organizations that the official shares refer to", "官方比例所依据的组织数",
    ),
    _number(
        "operating", "operating", "organizations", "operating organizations", "正常运行的组织数",
        "organizations that operate", "正常运行的组织数",
    ),
    _number(
        "eligible", "eligible", "organizations", "eligible organizations", "应建组织数",
        "organizations with m >= 3: known full members of six months, plus a sourced secretary",
        "m≥3 的组织数（满六个月的已知正式党员，加选派书记）",
    ),
    _number(
        "members", "members", "people", "members", "党员数",
        "probationary and full members in organizations, known or hidden",
        "组织中的预备党员和正式党员，含隐形党员",
    ),
    _number(
        "covered_organizations", "covered", "organizations",
        "organizations with a branch", "有党组织的组织数",
        "organizations with a branch of any form, dormant ones and those kept on the books "
        "included; each organization of a joint branch counts",
        "有党组织的组织数，含休眠和只挂名的；联合党支部的各组织分别计入",
    ),
    _number(
        "party_organizations", "branches", "branches", "party organizations", "党组织数",
        "branches of any form, dormant ones and those kept on the books included; a joint branch "
        "is one", "各种形式的党组织个数，含休眠和只挂名的；联合党支部计一个",
    ),
    _number(
        "effective_branches", "effective_branches", "branches",
        "effective branches", "有效党组织数",
        "branches whose vitality is at least the threshold, not merely kept on the books",
        "活力不低于阈值且并非只挂名的党组织个数",
    ),
    _number(
        "joint_branches", "joint_branches", "branches",
        "joint and anchor branches", "联合及带动建党组织数",
        "branches of the forms joint and anchor", "联合党支部和带动建党组织个数",
    ),
    Measure(
        name="mean_vitality",
        numerator="vitality",
        denominator="branches",
        unit="vitality",
        scale=1 / SCALE,
        label={"en": "mean vitality", "zh": "平均活力"},
        definition={
            "en": "sum of the vitality of branches; divided by branches",
            "zh": "党组织活力之和 ÷ 党组织数",
        },
    ),
    Measure(
        name="liaison_caseload",
        numerator="cases",
        denominator="liaisons",
        unit="cases",
        label={"en": "cases a liaison", "zh": "指导员人均联系数"},
        definition={
            "en": "cases that liaisons hold, uncovered organizations and weak branches; divided by "
            "liaisons in office",
            "zh": "指导员联系的组织数（未建组织和薄弱支部） ÷ 在岗指导员数",
        },
        grouped=False,
    ),
    Measure(
        name="liaisons",
        numerator="liaisons",
        denominator=None,
        unit="people",
        label={"en": "liaisons", "zh": "指导员数"},
        definition={"en": "liaisons in office", "zh": "在岗党建指导员数"},
        grouped=False,
    ),
)  # fmt: skip


MEASURES: Final[Mapping[str, Measure]] = {
    measure.name: measure for measure in (*FAMILIES, *COVERAGE, *TARGETS, *INEQUALITY, *NUMBERS)
}
"""Measures of the table ``series``; events, bottlenecks, survival and costs have their own."""

HEADLINE: Final = (
    "organization_coverage",
    "reported_coverage",
    "effective_coverage",
    "work_coverage",
    "member_coverage",
    "hollow_share",
)
"""Measures that a summary shows first; hollow share always beside coverage."""

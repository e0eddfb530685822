"""Every measure by name, and in which order tables show them.

Shares of coverage stand on four bases, of members and of weak branches, and one says how unequal
districts are. Targets are those that the planning documents set (S2, S5, S7), with the blank spots
they leave; numbers are counts and means: how many there are, how vital, how busy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sim.exact import SCALE
from sim.measures.base import Measure
from sim.measures.counts import BASES, COVERED, WORLD_ONLY


def _number(
    name: str, count: str, unit: str, en: str, zh: str, what: str, was: str, *,
    grouped: bool = True,
) -> Measure:  # fmt: skip
    return Measure(
        name=name, numerator=count, denominator=None, unit=unit,
        label={"en": en, "zh": zh}, definition={"en": what, "zh": was}, grouped=grouped,
    )  # fmt: skip


def _share(
    name: str, count: str, base: str, en: str, zh: str, what: str, was: str, *,
    grouped: bool = True,
) -> Measure:  # fmt: skip
    share = _number(name, count, "share", en, zh, what, was, grouped=grouped)
    return replace(share, denominator=base)


_FAMILIES: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("organization_coverage", "covered", {"en": "organization coverage", "zh": "组织覆盖率"}),
    ("work_coverage", "worked", {"en": "work coverage", "zh": "工作覆盖率"}),
    ("true_coverage", "true", {"en": "true coverage", "zh": "真实覆盖率"}),
    ("effective_coverage", "effective", {"en": "effective coverage", "zh": "有效覆盖率"}),
)


def _family(name: str, count: str, title: Mapping[str, str], denominator: str) -> Measure:
    what, base = COVERED[count], BASES[denominator]
    return Measure(
        name=name + base.suffix,
        numerator=count + base.suffix,
        denominator=denominator,
        unit="share",
        label={
            "en": f"{title['en']} of {base.text['en']}",
            "zh": f"{title['zh']}（占{base.text['zh']}）",
        },
        definition={
            "en": f"{what['en']}, among {base.text['en']}; divided by {base.text['en']}",
            "zh": f"{base.text['zh']}中{what['zh']}数 ÷ {base.text['zh']}数",
        },
        grouped=count + base.suffix not in WORLD_ONLY,
    )


FAMILIES: Final = tuple(_family(*family, base) for family in _FAMILIES for base in BASES)


COVERAGE: Final = (
    _share(
        "reported_coverage", "reported", "reported_base", "reported coverage", "上报覆盖率",
        "organizations on the reported base with a branch, on paper, or in a hosted place, "
        "functional branches and hosted places where the official definition counts them; divided "
        "by the reported base",
        "统计基数中有党组织或纸面覆盖的组织数（功能型支部、依托建按口径计入）÷ 统计基数",
    ),
    _share(
        "hollow_share", "reported_hollow", "reported", "hollow share", "空壳占比",
        "of the units that are reported as covered, those that aren't effective; divided by the "
        "reported units. A hosted place is no branch, nor is paper",
        "上报已覆盖单位中并非有效覆盖的单位数 ÷ 上报已覆盖单位数（依托建和纸面覆盖不算党组织）",
    ),
    _share(
        "on_paper", "nominal", "reported_base", "on paper", "纸面覆盖率",
        "organizations that are reported as covered and have no branch, no hosted place counted "
        "in their stead; divided by the reported base",
        "没有党组织而上报为已覆盖的组织数 ÷ 统计基数",
    ),
    _share(
        "founded_against_refusal", "forced", "reported_base",
        "founded against refusal", "强行组建占比",
        "organizations on the reported base whose branch was founded against their head's "
        "refusal; divided by the reported base",
        "统计基数中党组织在负责人拒绝后强行组建的组织数 ÷ 统计基数",
    ),
    _share(
        "member_coverage", "managed_members", "members", "member coverage", "党员纳管率",
        "members whose relation is here (in the branch or the district's group), who hold a "
        "floating card, or are attested by their old branch; divided by the members in "
        "organizations, known or hidden. Attested are those known, in a functional branch, on a "
        "case, or last contacted at a check or census within twelve months",
        "组织关系已转入、持流动党员活动证或经原支部确认的党员数 ÷ 组织中党员数（含隐形党员）。"
        "转入：在本组织党支部或属地党员小组。经原支部确认："
        "已掌握，且所在组织有功能型支部、有指导员联系，或一年内最近一次联系为年检、普查",
    ),
    _share(
        "ceiling", "ceiling", "reported_base", "ceiling", "可覆盖上限",
        "organizations on the reported base with a member, in an anchor or area branch, or in "
        "reach of an anchor; divided by the reported base",
        "统计基数中有党员、已由带动建或区域联建覆盖或在带动范围内的组织数 ÷ 统计基数",
    ),
)  # fmt: skip

TARGETS: Final = (
    _share(
        "target_t1", "large_with_member", "large",
        "target T1: a member from 50 staff", "目标一：50 人以上有党员",
        "operating organizations of 50 staff or more with at least one member; divided by "
        "operating organizations of 50 staff or more",
        "正常运行、50 人及以上、有党员的组织数 ÷ 正常运行、50 人及以上的组织数",
    ),
    _share(
        "target_t2", "own_branch", "eligible",
        "target T2: a branch of its own from 3 members", "目标二：3 名以上党员单独建",
        "eligible organizations that host a branch of their own (standalone, general branch, "
        "committee, or an anchor that others joined); divided by eligible organizations",
        "应建组织中单独建立党组织（支部、总支、委员会，含带动他人的）的组织数 ÷ 应建组织数",
    ),
    _share(
        "target_t3", "all_managed", "with_members",
        "target T3: every member managed", "目标三：党员全部纳入管理",
        "organizations all of whose members have their relation here, hold a floating card or are "
        "attested by their old branch (member coverage says when); divided by organizations with "
        "a member",
        "全部党员组织关系已转入、持流动党员活动证或经原支部确认（见党员纳管率）的组织数"
        " ÷ 有党员的组织数",
    ),
    _share(
        "target_t4", "largest_covered", "largest",
        "target T4: a party organization from 100 staff", "目标四：100 人以上有党组织",
        "operating organizations of 100 staff or more with a branch of any form; divided by "
        "operating organizations of 100 staff or more",
        "正常运行、100 人及以上、有党组织的组织数 ÷ 正常运行、100 人及以上的组织数",
    ),
    _number(
        "blank_spots", "large_without_member", "organizations", "blank spots", "空白点",
        "operating organizations of 50 staff or more without a member",
        "正常运行、50 人及以上、没有党员的组织数",
    ),
)  # fmt: skip

INEQUALITY: Final = (
    _share(
        "district_inequality", "district_gap", "district_total",
        "inequality between districts", "区域间不均衡（基尼）",
        "Gini coefficient of organization coverage of registered organizations between districts, "
        "each district weighing as its registered organizations: 0 where all are equal; recorded "
        "once a year",
        "各区域组织覆盖率（占登记组织）的基尼系数，以登记组织数为权重，0 为完全均衡；每年记录一次",
        grouped=False,
    ),
)  # fmt: skip

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
    _number(
        "liaisons", "liaisons", "people", "liaisons", "指导员数",
        "liaisons in office", "在岗党建指导员数",
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

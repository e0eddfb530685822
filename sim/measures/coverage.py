"""What the official figures say and what they leave out."""

from __future__ import annotations

from typing import Final

from sim.measures.base import Measure

COVERAGE: Final = (
    Measure(
        name="reported_coverage",
        numerator="reported",
        denominator="reported_base",
        unit="share",
        label={"en": "reported coverage", "zh": "上报覆盖率"},
        definition={
            "en": "organizations on the reported base with a branch, on paper, or in a hosted "
            "place where the official definition counts it; divided by the reported base",
            "zh": "统计基数中有党组织或纸面覆盖(口径计入时含依托建)的组织数 ÷ 统计基数",
        },
    ),
    Measure(
        name="hollow_share",
        numerator="reported_hollow",
        denominator="reported",
        unit="share",
        label={"en": "hollow share", "zh": "空壳覆盖占比"},
        definition={
            "en": "of the units that are reported as covered, those that aren't effective; divided "
            "by the reported units. A hosted place is no branch, nor is paper",
            "zh": "上报已覆盖单位中并非有效覆盖的单位数 ÷ 上报已覆盖单位数"
            "(依托建和纸面覆盖不算党组织)",
        },
    ),
    Measure(
        name="on_paper",
        numerator="nominal",
        denominator="reported_base",
        unit="share",
        label={"en": "on paper", "zh": "纸面覆盖率"},
        definition={
            "en": "organizations that are reported as covered and have no branch, no hosted place "
            "counted in their stead; divided by the reported base",
            "zh": "没有党组织而上报为已覆盖的组织数 ÷ 统计基数",
        },
    ),
    Measure(
        name="founded_against_refusal",
        numerator="forced",
        denominator="reported_base",
        unit="share",
        label={"en": "founded against refusal", "zh": "强建占比"},
        definition={
            "en": "organizations on the reported base whose branch was founded against their "
            "head's refusal; divided by the reported base",
            "zh": "统计基数中党组织在负责人拒绝后强建的组织数 ÷ 统计基数",
        },
    ),
    Measure(
        name="member_coverage",
        numerator="managed_members",
        denominator="members",
        unit="share",
        label={"en": "member coverage", "zh": "党员纳管率"},
        definition={
            "en": "members whose relation is here (in the branch or the district's group) or who "
            "hold a floating card; divided by the members in organizations, known or hidden",
            "zh": "组织关系已转入(本组织党支部或属地党员小组)或持流动党员活动证的党员数 ÷ "
            "组织中党员数(含隐形党员)",
        },
    ),
    Measure(
        name="ceiling",
        numerator="ceiling",
        denominator="reported_base",
        unit="share",
        label={"en": "ceiling", "zh": "可覆盖上限"},
        definition={
            "en": "organizations on the reported base with a member, or led by an anchor branch or "
            "in reach of one; divided by the reported base",
            "zh": "统计基数中有党员、已由带动建覆盖或在其带动范围内的组织数 ÷ 统计基数",
        },
    ),
)

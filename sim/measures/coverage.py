"""Measures of coverage: shares on four bases, of members and of weak branches, and how unequal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.draws import I64
from sim.measures.base import Measure
from sim.measures.counts import BASES, COVERED, WORLD_ONLY

INEQUALITY: Final = (
    Measure(
        name="district_inequality",
        numerator="district_gap",
        denominator="district_total",
        unit="share",
        label={"en": "inequality between districts", "zh": "区域间不均衡（基尼）"},
        definition={
            "en": "Gini coefficient of organization coverage of registered organizations between "
            "districts, each district weighing as its registered organizations: 0 where all are "
            "equal; recorded once a year",
            "zh": "各区域组织覆盖率（占登记组织）的基尼系数，以登记组织数为权重，0 为完全均衡；"
            "每年记录一次",
        },
        grouped=False,
    ),
)


def district_gini(covered: I64, registered: I64) -> tuple[I64, I64]:
    """Return numerator and denominator of the Gini coefficient; axes are (…, district).

    Let k of n registered be covered in each district, K of N in all. Then the weighted Gini
    coefficient of k/n is Σ over pairs of |k_i·n_j − k_j·n_i|, divided by K·N: whole numbers.
    """
    gap = np.zeros(covered.shape[:-1], np.int64)
    for i in range(covered.shape[-1]):
        k, n = covered[..., i : i + 1], registered[..., i : i + 1]
        gap += np.abs(k * registered[..., i + 1 :] - covered[..., i + 1 :] * n).sum(-1)
    return gap, covered.sum(-1) * registered.sum(-1)


_FAMILIES: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("organization_coverage", "covered", {"en": "organization coverage", "zh": "组织覆盖率"}),
    ("work_coverage", "worked", {"en": "work coverage", "zh": "工作覆盖率"}),
    ("true_coverage", "true", {"en": "true coverage", "zh": "真实覆盖率"}),
    ("effective_coverage", "effective", {"en": "effective coverage", "zh": "有效覆盖率"}),
)


def _share(name: str, count: str, title: Mapping[str, str], denominator: str) -> Measure:
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


FAMILIES: Final = tuple(_share(*family, base) for family in _FAMILIES for base in BASES)


COVERAGE: Final = (
    Measure(
        name="reported_coverage",
        numerator="reported",
        denominator="reported_base",
        unit="share",
        label={"en": "reported coverage", "zh": "上报覆盖率"},
        definition={
            "en": "organizations on the reported base with a branch, on paper, or in a hosted "
            "place, functional branches and hosted places where the official definition counts "
            "them; divided by the reported base",
            "zh": "统计基数中有党组织或纸面覆盖的组织数（功能型支部、依托建按口径计入）÷ 统计基数",
        },
    ),
    Measure(
        name="hollow_share",
        numerator="reported_hollow",
        denominator="reported",
        unit="share",
        label={"en": "hollow share", "zh": "空壳占比"},
        definition={
            "en": "of the units that are reported as covered, those that aren't effective; divided "
            "by the reported units. A hosted place is no branch, nor is paper",
            "zh": "上报已覆盖单位中并非有效覆盖的单位数 ÷ 上报已覆盖单位数"
            "（依托建和纸面覆盖不算党组织）",
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
        label={"en": "founded against refusal", "zh": "强行组建占比"},
        definition={
            "en": "organizations on the reported base whose branch was founded against their "
            "head's refusal; divided by the reported base",
            "zh": "统计基数中党组织在负责人拒绝后强行组建的组织数 ÷ 统计基数",
        },
    ),
    Measure(
        name="member_coverage",
        numerator="managed_members",
        denominator="members",
        unit="share",
        label={"en": "member coverage", "zh": "党员纳管率"},
        definition={
            "en": "members whose relation is here (in the branch or the district's group), who "
            "hold a floating card, or are attested by their old branch; divided by the members in "
            "organizations, known or hidden. Attested are those known, in a functional branch, on "
            "a case, or last contacted at a check or census within twelve months",
            "zh": "组织关系已转入、持流动党员活动证或经原支部确认的党员数 ÷ 组织中党员数"
            "（含隐形党员）。转入：在本组织党支部或属地党员小组。经原支部确认："
            "已掌握，且所在组织有功能型支部、有指导员联系，或一年内最近一次联系为年检、普查",
        },
    ),
    Measure(
        name="ceiling",
        numerator="ceiling",
        denominator="reported_base",
        unit="share",
        label={"en": "ceiling", "zh": "可覆盖上限"},
        definition={
            "en": "organizations on the reported base with a member, in an anchor or area branch, "
            "or in reach of an anchor; divided by the reported base",
            "zh": "统计基数中有党员、已由带动建或区域联建覆盖或在带动范围内的组织数 ÷ 统计基数",
        },
    ),
)

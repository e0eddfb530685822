"""What is counted: every count that measures are made of, with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Text = Mapping[str, str]


@dataclass(frozen=True)
class Base:
    """Organizations that a share refers to; counts among them end with the suffix."""

    suffix: str
    text: Text


BASES: Final[Mapping[str, Base]] = {
    "registered": Base("", {"en": "registered organizations", "zh": "登记组织"}),
    "reported_base": Base("_of_base", {"en": "the reported base", "zh": "统计基数"}),
    "operating": Base("_of_operating", {"en": "operating organizations", "zh": "正常运行的组织"}),
    "eligible": Base(
        "_of_eligible", {"en": "eligible organizations (m >= 3)", "zh": "应建组织（m≥3）"}
    ),
}

COVERED: Final[Mapping[str, Text]] = {
    "covered": {
        "en": "organizations with a branch of any form, alone or joint, dormant ones and those "
        "kept on the books included",
        "zh": "已建党组织（各种形式，单独或联合，含休眠和只挂名）的组织",
    },
    "worked": {
        "en": "organizations with a branch, a hosted place, a member group, a liaison on the case "
        "or a mass group",
        "zh": "有党组织、依托建、挂靠党员小组、党建指导员联系或群团组织的组织",
    },
    "true": {
        "en": "organizations with a branch that isn't merely kept on the books while closing is "
        "forbidden",
        "zh": "有党组织且并非只因不准撤销而挂名的组织",
    },
    "effective": {
        "en": "organizations with a known full member or a sourced secretary, in a branch at or "
        "above the vitality threshold and not merely kept on the books",
        "zh": "有已知正式党员或选派书记、党组织活力不低于阈值且并非只挂名的组织",
    },
}


def _text(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


COUNTS: Final[Mapping[str, Text]] = {
    **{name: base.text for name, base in BASES.items()},
    **{
        what + base.suffix: _text(
            f"{text['en']}, among {base.text['en']}", f"{base.text['zh']}中{text['zh']}"
        )
        for what, text in COVERED.items()
        for base in BASES.values()
    },
    "reported": _text(
        "on the reported base with a branch, on paper, or hosted, where the definition counts them",
        "统计基数中有党组织或纸面覆盖的组织（功能型支部、依托建按口径计入）",
    ),
    "nominal": _text(
        "on the reported base, reported as covered without a branch: on paper",
        "统计基数中没有党组织而上报为已覆盖（纸面覆盖）的组织",
    ),
    "forced": _text(
        "on the reported base with a branch that was founded against refusal",
        "统计基数中党组织系强行组建的组织",
    ),
    "reported_hollow": _text("of the reported, those that aren't effective", "其中并非有效覆盖的"),
    "ceiling": _text(
        "on the reported base with a member, or led by an anchor or in reach of one",
        "统计基数中有党员、已由带动建覆盖或在其带动范围内的组织",
    ),
    "members": _text("probationary and full members in organizations", "组织中的党员（含预备）"),
    "managed_members": _text(
        "of them, with their relation here, a floating card, or attested elsewhere",
        "其中组织关系已转入、持流动党员活动证或经原支部确认的",
    ),
    "with_members": _text("organizations with a member", "有党员的组织"),
    "all_managed": _text(
        "of them, those whose members all have their relation here, a card, or are attested",
        "其中全部党员已转入、持证或经原支部确认的",
    ),
    "own_branch": _text(
        "eligible organizations that host a branch of their own", "应建组织中单独建立党组织的"
    ),
    "large": _text("operating organizations of 50 staff or more", "正常运行、50 人及以上的组织"),
    "large_with_member": _text("of them, those with a member", "其中有党员的"),
    "large_without_member": _text("of them, those without one", "其中没有党员的"),
    "largest": _text(
        "operating organizations of 100 staff or more", "正常运行、100 人及以上的组织"
    ),
    "largest_covered": _text("of them, those with a branch", "其中有党组织的"),
    "branches": _text(
        "branches, dormant ones and those kept on the books included",
        "党组织个数，含休眠和只挂名的",
    ),
    "effective_branches": _text(
        "branches whose vitality is at least the threshold, not merely kept on the books",
        "活力不低于阈值且并非只挂名的党组织",
    ),
    "joint_branches": _text(
        "branches of the forms joint, anchor and regional", "联合、带动建及区域联建党组织"
    ),
    "vitality": _text(
        "vitality of branches in units of 2**-20, each rounded once",
        "党组织活力之和，单位为 2 的 −20 次方",
    ),
    "cases": _text("cases that liaisons hold", "指导员联系的组织数"),
    "liaisons": _text("liaisons in office", "在岗指导员"),
    "district_gap": _text("numerator of the inequality between districts", "区域间不均衡的分子"),
    "district_total": _text("its denominator", "区域间不均衡的分母"),
}
"""Every count; ``vitality`` and those of districts may exceed 2**31."""

OWN: Final[dict[str, Text]] = {}
"""Counts of the observers of extensions that are known in this process, of worlds only."""

WORLD_ONLY: Final = frozenset(
    [
        *(what + base.suffix for what in ("true", "worked") for base in BASES.values()),
        "effective_of_operating",
        "effective_of_eligible",
        "cases",
        "liaisons",
        "district_gap",
        "district_total",
    ]
) - {"worked"}
"""Counts that are not recorded by kind, type, district, industry and size class."""

GROUPED: Final = tuple(name for name in COUNTS if name not in WORLD_ONLY)

LONG: Final = frozenset(("vitality", "district_gap", "district_total"))
"""Counts that take 64 bits; 32 are enough for the others."""

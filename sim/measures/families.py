"""Shares of organizations, each on four bases that are never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.measures.base import Measure

Text = Mapping[str, str]

_BASES: Final[tuple[tuple[str, str, Text], ...]] = (
    ("", "registered", {"en": "registered organizations", "zh": "登记组织"}),
    ("_of_base", "reported_base", {"en": "the reported base", "zh": "统计基数"}),
    ("_of_operating", "operating", {"en": "operating organizations", "zh": "在运行组织"}),
    ("_of_eligible", "eligible", {"en": "eligible organizations (m >= 3)", "zh": "应建组织(m≥3)"}),
)

_FAMILIES: Final[tuple[tuple[str, str, Text, Text], ...]] = (
    (
        "organization_coverage",
        "covered",
        {"en": "organization coverage", "zh": "组织覆盖率"},
        {
            "en": "organizations with a branch of any form, alone or joint, dormant ones and those "
            "kept on the books included",
            "zh": "已建党组织(各种形式,单独或联合)的组织,含休眠和只挂名的",
        },
    ),
    (
        "work_coverage",
        "worked",
        {"en": "work coverage", "zh": "工作覆盖率"},
        {
            "en": "organizations with a branch, a hosted place, a member group, a liaison on the "
            "case or a mass group",
            "zh": "有党组织、依托建、挂靠党员小组、党建指导员联系或群团组织的组织",
        },
    ),
    (
        "true_coverage",
        "true",
        {"en": "true coverage", "zh": "真实覆盖率"},
        {
            "en": "organizations with a branch that isn't merely kept on the books while closing "
            "is forbidden",
            "zh": "有党组织且并非只因不准撤销而挂名的组织",
        },
    ),
    (
        "effective_coverage",
        "effective",
        {"en": "effective coverage", "zh": "有效覆盖率"},
        {
            "en": "organizations with a branch whose vitality is at least the threshold, and that "
            "isn't merely kept on the books",
            "zh": "党组织活力不低于阈值且并非只挂名的组织",
        },
    ),
)


def _share(family: tuple[str, str, Text, Text], base: tuple[str, str, Text]) -> Measure:
    name, count, title, what = family
    suffix, denominator, of = base
    return Measure(
        name=name + suffix,
        numerator=count + suffix,
        denominator=denominator,
        unit="share",
        label={
            "en": f"{title['en']} of {of['en']}",
            "zh": f"{title['zh']}(占{of['zh']})",
        },
        definition={
            "en": f"{what['en']}, among {of['en']}; divided by {of['en']}",
            "zh": f"{of['zh']}中{what['zh']}数 ÷ {of['zh']}数",
        },
    )


FAMILIES: Final = tuple(_share(family, base) for family in _FAMILIES for base in _BASES)

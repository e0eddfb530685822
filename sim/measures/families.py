"""Shares of organizations, each on four bases that are never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.measures.base import Measure
from sim.measures.counts import BASES, COVERED, WORLD_ONLY

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
            "zh": f"{title['zh']}(占{base.text['zh']})",
        },
        definition={
            "en": f"{what['en']}, among {base.text['en']}; divided by {base.text['en']}",
            "zh": f"{base.text['zh']}中{what['zh']}数 ÷ {base.text['zh']}数",
        },
        grouped=count + base.suffix not in WORLD_ONLY,
    )


FAMILIES: Final = tuple(_share(*family, base) for family in _FAMILIES for base in BASES)

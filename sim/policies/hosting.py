"""Places at host offices for members without partners (依托建)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import PAYER_LABELS, SPONSORED, Cost, Policy, Write, choice, param


@dataclass(frozen=True, kw_only=True)
class Hosting(Policy):
    """A willing organization with one or two members and no partner takes a place."""

    name = "hosting"
    label: ClassVar = {"en": "Hosting at offices", "zh": "依托建"}
    help: ClassVar = {
        "en": "Offices and federations look after members of tiny organizations that find no "
        "partner: work coverage, and reported coverage where the definition counts hosted.",
        "zh": "由机关或联合会接纳找不到联建伙伴的小微组织党员：计入工作覆盖，"
        "口径允许时计入上报覆盖。",
    }
    source = "S2 S5 S9"
    caution: ClassVar = {
        "en": "Where the definition counts hosted, coverage rises on paper without a branch; "
        "hosted organizations do not learn from a branch of their own.",
        "zh": "口径计入依托建时，没有支部而上报覆盖上升；被依托组织得不到自有支部的经验。",
    }

    places: int = param(
        10, 0, 100_000, "places", "places at host offices", "依托名额", whole=True, auto=4
    )
    committee: str = choice("district", ("district",), "committees that carry it", "实施主体")
    payer: str = choice("committee", SPONSORED, "who pays", "谁出钱", PAYER_LABELS)
    cost_place_month_yuan: float = param(
        200, 0, 20_000, "yuan", "a month of a hosted organization", "每个依托组织每月"
    )

    def writes(self) -> tuple[Write, ...]:
        """Places of the districts' committees."""
        return (Write("hosting_places", self.places, shared=True),)

    def costs(self) -> tuple[Cost, ...]:
        """Places taken."""
        return (self.cost("cost_place_month_yuan", "hosted_months"),)

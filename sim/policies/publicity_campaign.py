"""Talks, visits and media on what branches do (宣传活动)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class PublicityCampaign(Policy):
    """Lowers all three fears a little and contacts everyone; fades after its end."""

    name = "publicity_campaign"
    label: ClassVar = {"en": "Publicity campaign", "zh": "宣传活动"}
    help: ClassVar = {
        "en": "Lowers the three fears of all heads a little and reaches organizations that have "
        "no channel; fades with a half-life after its end.",
        "zh": "普遍降低三怕，也能触及没有渠道的组织；结束后按半衰期消退。",
    }
    source = "S4 S7 S8 S9; docs/data/policies.csv 2014 Liuzhou (100-day campaign)"
    caution: ClassVar = {
        "en": "Broad and shallow: it asks many before they are ready, and what it changes is "
        "mostly gone within a year of its end.",
        "zh": "面广而浅：未到火候就普遍动员，结束一年内效果大半消失。",
    }

    strength: float = param(0.6, 0, 1, "intensity", "strength of the campaign", "宣传力度")
    cost_campaign_month_yuan: float = param(
        5_000, 0, 500_000, "yuan", "a month of a committee's campaign", "每个党组织每月"
    )
    burden_organization_month_hours: float = param(
        0.5, 0, 40, "hours", "staff time of an organization in a month", "每个组织每月占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The campaign, fading after its end."""
        return (Write("campaign", self.strength, fading="campaign_half_life_months"),)

    def costs(self) -> tuple[Cost, ...]:
        """Months of the campaign, and the time of those it is for."""
        return (
            self.cost("cost_campaign_month_yuan", "campaign_months"),
            self.cost("burden_organization_month_hours", "organization_months"),
        )

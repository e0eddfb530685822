"""Strong branches draw in organizations around them (带动建)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class AnchorLed(Policy):
    """A vital branch takes in willing organizations of its cell, also without members."""

    name = "anchor_led"
    label: ClassVar = {"en": "Anchor-led branches", "zh": "带动建"}
    help: ClassVar = {
        "en": "Vital branches in the target may take in organizations of their district and "
        "industry up to a number: the only form of branch open to those without members.",
        "zh": "对象内有活力的支部可吸纳同地同业组织，直至上限；没有党员的组织只有这一种组建形式。",
    }
    source = "S2; docs/data/policies.csv 2022-10 Minhang (one to four for each anchor)"
    caution: ClassVar = {
        "en": "Needs vital branches first. Each organization taken in dilutes the anchor's life, "
        "and all lose cover when it fails.",
        "zh": "先要有活力支部。每吸纳一个组织都会稀释主体活力，主体一垮全部失去覆盖。",
    }

    anchor_max: int = param(
        5, 2, 30, "organizations", "organizations of an anchor branch, itself included",
        "带动建支部最多单位数，含主体", source="docs/data/policies.csv 2022-10 Minhang", whole=True,
    )  # fmt: skip
    cost_anchor_year_yuan: float = param(
        2_000, 0, 100_000, "yuan", "an anchor-year", "每个带动主体每年"
    )
    burden_anchor_year_hours: float = param(
        60, 0, 2_000, "hours", "staff time of an anchor in a year", "带动主体每年占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The number up to which an anchor takes in."""
        return (Write("anchor_max", self.anchor_max),)

    def costs(self) -> tuple[Cost, ...]:
        """Support of anchors, and their time."""
        return (
            self.cost("cost_anchor_year_yuan", "anchor_years"),
            self.cost("burden_anchor_year_hours", "anchor_years"),
        )

"""Members are recommended for jobs in organizations that have none (党员推荐就业)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import PAYER_LABELS, PAYERS, Cost, Policy, Write, choice, param


@dataclass(frozen=True, kw_only=True)
class MemberPlacement(Policy):
    """Members are placed where there are none and a job is open."""

    name = "member_placement"
    label: ClassVar = {"en": "Member placement", "zh": "党员推荐就业"}
    help: ClassVar = {
        "en": "Graduates, laid-off workers and others who are members take jobs in uncovered "
        "organizations without a member: known at once, counted after six months.",
        "zh": "推荐党员毕业生、下岗职工等到没有党员的组织就业：当即掌握，满六个月可计入组建。",
    }
    source = "S1 S2"
    caution: ClassVar = {
        "en": "They leave like everybody else. One member is no branch: most need partners or an "
        "area branch before anything comes of it.",
        "zh": "来了也会走；一名党员建不起支部，多半还要等联建伙伴或区域党支部。",
    }

    placements_per_year: int = param(
        2,
        0,
        100_000,
        "members a year",
        "members placed a year",
        "每年推荐就业人数",
        whole=True,
        auto=2,
    )
    payer: str = choice("treasury", PAYERS, "who pays", "谁出钱", PAYER_LABELS)
    cost_placement_yuan: float = param(
        3_000, 0, 100_000, "yuan", "a member placed", "每名推荐就业党员", source="assumed"
    )
    burden_placement_hours: float = param(
        16, 0, 400, "hours", "staff time of a placement", "每次推荐就业占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """Members a year, shared over the committees."""
        return (Write("placements", self.placements_per_year, shared=True),)

    def costs(self) -> tuple[Cost, ...]:
        """Placements made, and the time of who takes the member on."""
        return (
            self.cost("cost_placement_yuan", "members_placed"),
            self.cost("burden_placement_hours", "members_placed"),
        )

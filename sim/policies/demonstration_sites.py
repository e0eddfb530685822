"""Sites that show heads what a living branch is (示范点)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class DemonstrationSites(Policy):
    """Heads learn more from the vital branches around them, by sites a committee keeps."""

    name = "demonstration_sites"
    label: ClassVar = {"en": "Demonstration sites", "zh": "示范点"}
    help: ClassVar = {
        "en": "Visits to good branches raise the weight of vital peers in what heads learn: the "
        "snowball rolls faster where there is snow.",
        "zh": "组织负责人参观先进支部，提高同行活力支部的示范作用：有雪才能滚雪球。",
    }
    source = "S4 S7"
    caution: ClassVar = {
        "en": "Multiplies what is there: nothing in a cell without a vital branch. It takes money "
        "to those that are good already.",
        "zh": "只是放大已有效应：当地同业没有活力支部则为零；资源流向本来就好的支部。",
    }

    sites: int = param(
        2,
        0,
        10,
        "sites",
        "sites of each committee",
        "每个党组织示范点数",
        whole=True,
        auto=1,
        auto_each=True,
    )
    gain_per_site: float = param(
        0.25, 0, 0.3, "share", "weight of vital peers, added a site", "每个示范点增加的示范权重"
    )
    cost_site_month_yuan: float = param(500, 0, 50_000, "yuan", "a site-month", "每个示范点每月")
    burden_site_month_hours: float = param(
        8, 0, 200, "hours", "staff time of a site in a month", "每个示范点每月接待工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The factor on the weight of vital peers."""
        return (Write("demonstration", 1 + self.gain_per_site * self.sites),)

    def costs(self) -> tuple[Cost, ...]:
        """Sites of each committee, and the hosts' time."""
        return (
            self.cost("cost_site_month_yuan", "sites_months", self.sites),
            self.cost("burden_site_month_hours", "sites_months", self.sites),
        )

"""A policy of one's own: open days, on which heads see a branch that is alive."""

from dataclasses import dataclass
from typing import ClassVar

from sim.extensions import Cost, Extension, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class OpenDays(Policy):
    """Lets heads visit vital branches, so that what peers show counts for more."""

    name = "open_days"
    label: ClassVar = {"en": "Open days", "zh": "开放日"}
    help: ClassVar = {
        "en": "Heads visit a branch that is alive: what vital peers show counts for more.",
        "zh": "组织负责人参观有活力的党组织，放大同行示范。",
    }
    source = "own"
    caution: ClassVar = {
        "en": "It shows only what is there: without vital branches nearby it does nothing.",
        "zh": "附近没有活跃党组织时不起作用。",
    }

    showing: float = param(1.5, 1, 3, "factor", "factor on what vital peers show", "示范倍数")
    cost_open_day_month_yuan: float = param(
        1_000, 0, 50_000, "yuan", "open days of a committee in a month", "每个党组织每月开放日经费"
    )

    def writes(self) -> tuple[Write, ...]:
        """What vital peers show, by how much more."""
        return (Write("demonstration", self.showing),)

    def costs(self) -> tuple[Cost, ...]:
        """Open days of the committees that carry the policy."""
        price = self.cost_open_day_month_yuan
        return (Cost("cost_open_day_month_yuan", "campaign_months", price),)


EXTENSION = Extension(policies=(OpenDays,))

"""Good branches and their heads are recommended and honoured (推荐代表、评先树优)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class Recognition(Policy):
    """Heads see a benefit in a branch that works, and hear of it where there is none."""

    name = "recognition"
    label: ClassVar = {"en": "Recognition", "zh": "表彰推荐"}
    help: ClassVar = {
        "en": "Delegates, honours and offices go to organizations whose branch works: their heads "
        "see more benefit, and those without a branch hear of it.",
        "zh": "推荐代表、评先树优、政治安排向党建有成效的组织倾斜：负责人更认同，未建的也有耳闻。",
    }
    source = "S8 S9; docs/data/parameters.csv prize_per_star_branch"
    caution: ClassVar = {
        "en": "Takes some hours and no life: it rewards what is seen, and those that are good "
        "already.",
        "zh": "锦上添花：奖的是看得见的和本来就好的，不能让支部活起来。",
    }

    share: float = param(
        0.5, 0, 1, "share", "share of effective organizations recognized", "受表彰推荐的比例"
    )
    cost_recognition_year_yuan: float = param(
        300, 0, 20_000, "yuan", "recognition of a branch in a year", "每个支部每年表彰",
        source="docs/data/parameters.csv prize_per_star_branch",
    )  # fmt: skip
    burden_recognition_year_hours: float = param(
        8, 0, 400, "hours", "staff time of a branch in a year", "每个支部每年申报工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share recognized."""
        return (Write("recognition", self.share),)

    def costs(self) -> tuple[Cost, ...]:
        """Prizes, and the time that applications take."""
        return (
            self.cost("cost_recognition_year_yuan", "recognized_years"),
            self.cost("burden_recognition_year_hours", "recognized_years"),
        )

"""A yearly share of what branches' activities cost (活动经费补助)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class ActivitySubsidy(Policy):
    """Pays a share of activities, by branch and by member."""

    name = "activity_subsidy"
    label: ClassVar = {"en": "Activity subsidy", "zh": "活动经费补助"}
    help: ClassVar = {
        "en": "Funds a share of activities every year: less fear of burden, livelier branches. "
        "Activities may be held in working time, which heads dislike.",
        "zh": "每年按比例补助活动经费：降低怕负担，提高支部活力。"
        "活动可占用工作时间，但会增加负责人顾虑。",
    }
    source = "S1 S3 S9; docs/data/parameters.csv party_work_fund_per_member_per_year"
    caution: ClassVar = {
        "en": "Costs grow with every branch and never end; it acts little before a branch exists "
        "and cannot replace a missing secretary. Heads' fear returns when it stops.",
        "zh": "支出随支部数增长且没有终点；建支部之前作用很小，也替代不了书记；停补后顾虑回升。",
    }

    funded_share: float = param(
        0.5, 0, 1, "share", "share of activities funded", "活动经费补助比例"
    )
    worktime_share: float = param(
        0, 0, 1, "share", "share of activities held in working time", "占用工作时间的活动比例"
    )
    cost_branch_year_yuan: float = param(
        3_000, 0, 200_000, "yuan", "activities of a branch in a year, in full",
        "每个支部每年活动全额经费", source="assumed",
    )  # fmt: skip
    cost_member_year_yuan: float = param(
        300, 0, 20_000, "yuan", "activities of a member in a year, in full",
        "每名党员每年活动全额经费",
        source="docs/data/parameters.csv party_work_fund_per_member_per_year",
    )  # fmt: skip
    burden_member_year_hours: float = param(
        24, 0, 500, "hours", "activity time of a member in a year", "每名党员每年活动工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share funded, and the share held in working time."""
        return (Write("funded", self.funded_share), Write("worktime", self.worktime_share))

    def costs(self) -> tuple[Cost, ...]:
        """The funded share of full costs; the working time that activities take."""
        share, hours = self.funded_share, self.worktime_share * self.burden_member_year_hours
        return (
            Cost("cost_branch_year_yuan", "branch_years", share * self.cost_branch_year_yuan),
            Cost("cost_member_year_yuan", "member_years", share * self.cost_member_year_yuan),
            Cost("burden_member_year_hours", "member_years", hours, burden=True),
        )

"""A yearly share of what branches' activities cost (活动经费补助)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import PAYER_LABELS, SPONSORED, Cost, Policy, Write, choice, param


@dataclass(frozen=True, kw_only=True)
class ActivitySubsidy(Policy):
    """Pays for activities by the year, by branch and by member."""

    name = "activity_subsidy"
    label: ClassVar = {"en": "Activity subsidy", "zh": "活动经费补助"}
    help: ClassVar = {
        "en": "Pays yuan for activities every year: less fear of burden, livelier branches. They "
        "help up to what a branch's activities cost. "
        "Activities may be held in working time, which heads dislike.",
        "zh": "每年按支部和党员补助活动经费：降低怕负担，提高支部活力；"
        "作用以一个支部的活动经费为限。"
        "活动可占用工作时间，但会增加负责人顾虑。",
    }
    source = "S1 S2 S3 S5 S9; docs/data/parameters.csv party_work_fund_per_member_per_year"
    caution: ClassVar = {
        "en": "Costs grow with every branch and never end; it acts little before a branch exists "
        "and cannot replace a missing secretary. Heads' fear returns when it stops.",
        "zh": "支出随支部数增长且没有终点；建支部之前作用很小，也替代不了书记；停补后顾虑回升。",
    }

    yuan_branch_year: float = param(
        1_500, 0, 200_000, "yuan", "subsidy of a branch in a year", "每个支部每年补助",
        source="assumed",
    )  # fmt: skip
    yuan_member_year: float = param(
        150, 0, 20_000, "yuan", "subsidy of a known member in a year", "每名已知党员每年补助",
        source="docs/data/parameters.csv party_work_fund_per_member_per_year",
    )  # fmt: skip
    payer: str = choice("committee", SPONSORED, "who pays", "谁出钱", PAYER_LABELS)
    worktime_share: float = param(
        0, 0, 1, "share", "share of activities held in working time", "占用工作时间的活动比例"
    )
    burden_member_year_hours: float = param(
        24, 0, 500, "hours", "activity time of a member in a year", "每名党员每年活动工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """Yuan of a branch and of a member, and the share held in working time."""
        return (
            Write("subsidy_branch", self.yuan_branch_year),
            Write("subsidy_member", self.yuan_member_year),
            Write("worktime", self.worktime_share),
        )

    def costs(self) -> tuple[Cost, ...]:
        """The same yuan; the working time that activities take."""
        return (
            self.cost("yuan_branch_year", "branch_years"),
            self.cost("yuan_member_year", "member_years"),
            self.cost("burden_member_year_hours", "member_years", self.worktime_share),
        )

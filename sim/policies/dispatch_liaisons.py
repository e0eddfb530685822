"""Liaisons who are sent to organizations without a branch (派驻建)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, choice, param
from sim.state.codes import LiaisonSource, Strategy

SOURCES = {source.name.lower(): source.label for source in LiaisonSource}
STRATEGIES = {strategy.name.lower(): strategy.label for strategy in Strategy}


@dataclass(frozen=True, kw_only=True)
class DispatchLiaisons(Policy):
    """Posts of liaisons, shared over the committees by the organizations of the target."""

    name = "dispatch_liaisons"
    label: ClassVar = {"en": "Dispatched liaisons", "zh": "派驻指导员"}
    help: ClassVar = {
        "en": "Liaisons hold cases, visit, win heads over, find hidden members and steady weak "
        "branches; they reach organizations that have no channel.",
        "zh": "指导员按联系数走访组织，做负责人工作，摸清隐形党员，帮扶薄弱支部，"
        "也能联系没有管理渠道的组织。",
    }
    source = (
        "S1 S2 S3 S4 S5 S6 S7; docs/data/parameters.csv instructor_caseload_orgs_per_instructor; "
        "docs/data/policies.csv 2012-04-28 Shuozhou, 2022-06-22 Anhui"
    )
    caution: ClassVar = {
        "en": "Returns diminish once posts cover the caseload; visits alone raise work coverage, "
        "not branches, where there are no members; the easiest first leaves the hard cases for "
        "last.",
        "zh": "人数超过工作量后收益递减；没有党员的组织只增加工作覆盖而建不起支部；"
        "先易后难会把难点留到最后。",
    }

    # Up to 145,000 at once have been sent in the nation (docs/data/policies.csv, to 2010-02).
    liaisons: int = param(12, 0, 200_000, "posts", "liaisons", "指导员人数", whole=True, auto=4)
    capacity: int = param(
        7, 1, 30, "cases",
        "cases each of these liaisons holds, if more than the parameter for all",
        "每名指导员联系数（高于通用的联系数上限时有效）",
        source="docs/data/parameters.csv instructor_caseload_orgs_per_instructor", whole=True,
    )  # fmt: skip
    strategy: str = choice(
        "easy_first", tuple(STRATEGIES), "order in which organizations are taken up", "联系顺序",
        STRATEGIES,
    )  # fmt: skip
    batch: int = param(
        0, 0, 1_000, "organizations",
        "organizations of a committee in one batch, the next when these are done; 0 no batches",
        "每个党组织每批联系数，一批巩固后再联系下一批；0 为不分批", whole=True,
    )  # fmt: skip
    tenure_months: int = param(
        36, 6, 120, "months", "months in post before rotation", "任期（月）",
        source="docs/data/policies.csv 2022-06-22 Anhui", whole=True,
    )  # fmt: skip
    liaison_source: str = choice(
        "official", tuple(SOURCES), "where liaisons come from", "人员来源", SOURCES
    )
    cost_liaison_month_yuan: float = param(
        3_000, 0, 50_000, "yuan", "a liaison-month", "每名指导员每月", source="assumed"
    )
    cost_newcomer_training_yuan: float = param(
        800, 0, 50_000, "yuan", "training of a new liaison", "新指导员培训", source="assumed"
    )
    burden_case_hours: float = param(
        2, 0, 100, "hours", "staff time a case and month", "每个联系组织每月接待工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """Posts grow with the ramp; capacity, strategy, batch and tenure belong to the posts."""
        source = LiaisonSource[self.liaison_source.upper()]
        strategy = Strategy[self.strategy.upper()]
        posts = (
            Write("liaison_posts", self.liaisons, shared=True, source=source),
            Write("liaison_capacity", self.capacity, ramped=False),
            Write("liaison_strategy", strategy, ramped=False),
            Write("liaison_tenure", self.tenure_months, ramped=False),
        )
        return (*posts, Write("liaison_batch", self.batch, ramped=False)) if self.batch else posts

    def costs(self) -> tuple[Cost, ...]:
        """Months in post, training of newcomers, and the time that visits take."""
        return (
            self.cost("cost_liaison_month_yuan", "liaison_months"),
            self.cost("cost_newcomer_training_yuan", "new_liaisons"),
            self.cost("burden_case_hours", "case_months"),
        )

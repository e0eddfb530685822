"""Branches of members whose relations stay elsewhere (功能型党支部)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class FunctionalBranch(Policy):
    """Three known members found a branch although most keep their relation elsewhere."""

    name = "functional_branch"
    label: ClassVar = {"en": "Functional branches", "zh": "功能型党支部"}
    help: ClassVar = {
        "en": "Organizations with three known members, most of them with their relation "
        "elsewhere, found a branch without a transfer, also those of the loose type.",
        "zh": "已知正式党员 3 名以上、多数组织关系在外的组织，不转关系即可建立功能型党支部，"
        "粗放型也可以。",
    }
    source = (
        "S1 S3 S6 S7; docs/data/parameters.csv share_functional_of_branches_at_full_coverage, "
        "share_members_with_relations_elsewhere"
    )
    caution: ClassVar = {
        "en": "Members answer to two branches and give this one less; it recruits nobody. Some "
        "definitions of coverage don't count it.",
        "zh": "党员两头跑，对本支部投入打折；不能发展党员；有的统计口径不计入。",
    }

    cost_functional_year_yuan: float = param(
        1_000, 0, 50_000, "yuan", "a year of a functional branch", "每个功能型党支部每年",
        source="assumed",
    )  # fmt: skip
    burden_functional_year_hours: float = param(
        12, 0, 1_000, "hours", "staff time of a functional branch in a year",
        "每个功能型党支部每年占用工时",
    )  # fmt: skip

    def writes(self) -> tuple[Write, ...]:
        """Whether it may be founded."""
        return (Write("functional", 1.0, ramped=False),)

    def costs(self) -> tuple[Cost, ...]:
        """Attestations and activities, and the members' time."""
        return (
            self.cost("cost_functional_year_yuan", "functional_years"),
            self.cost("burden_functional_year_hours", "functional_years"),
        )

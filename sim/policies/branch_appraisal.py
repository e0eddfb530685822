"""Branches are graded; the weak are repaired, merged or closed, the best get a star (考核整顿)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class BranchAppraisal(Policy):
    """A share of branches is graded a year, and what is found has consequences."""

    name = "branch_appraisal"
    label: ClassVar = {"en": "Branch appraisal", "zh": "支部考核整顿"}
    help: ClassVar = {
        "en": "Weak branches get a better secretary or training, by an act of the committee; "
        "those that have not turned in time are merged or closed. The best get a star.",
        "zh": "薄弱支部由上级更换书记或培训书记；到期未见效的合并或撤销；优秀支部评星。",
    }
    source = (
        "S1 S2 S3 S4 S9; docs/data/parameters.csv star_rated_share_of_own_party_orgs, "
        "overdue_elections_two_new, weak_branches_flagged_PROXY_villages"
    )
    caution: ClassVar = {
        "en": "Coverage falls where it is honest. Forms and wall charts burden everybody, and a "
        "grade gives no life of its own.",
        "zh": "动真格覆盖率会下降；填表上墙人人添负担，评了星并不等于有活力。",
    }

    graded_share: float = param(
        0.5, 0, 1, "share a year", "share of branches graded a year", "每年考核的支部比例"
    )
    repair_months: int = param(
        12, 0, 36, "months", "months that a weak branch has to turn; 0 ends it at once",
        "整顿期限（月），0 为当即合并或撤销", whole=True,
    )  # fmt: skip
    cost_grading_yuan: float = param(
        300, 0, 20_000, "yuan", "a branch graded", "每个考核支部", source="assumed"
    )
    burden_grading_hours: float = param(
        16, 0, 400, "hours", "staff time of a branch graded", "每个考核支部迎检工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share graded a year, and the time that the weak have."""
        return (
            Write("appraisal", self.graded_share),
            Write("appraisal_months", self.repair_months, ramped=False),
        )

    def costs(self) -> tuple[Cost, ...]:
        """Gradings, and the time they take."""
        return (
            self.cost("cost_grading_yuan", "graded_years"),
            self.cost("burden_grading_hours", "graded_years"),
        )

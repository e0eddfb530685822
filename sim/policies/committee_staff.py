"""Full-time staff of the committees themselves (专职党务工作者)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import PAYER_LABELS, PAYERS, Cost, Policy, Write, choice, param


@dataclass(frozen=True, kw_only=True)
class CommitteeStaff(Policy):
    """Posts at committees: acts of founding, and reach beyond those who have a channel."""

    name = "committee_staff"
    label: ClassVar = {"en": "Committee staff", "zh": "党委专职工作人员"}
    help: ClassVar = {
        "en": "Full-time staff at the committees: more acts of founding a month, and "
        "organizations without a channel come into reach.",
        "zh": "在镇街、行业党委配备专职人员：每月能多办组建，没有管理渠道的组织也联系得上。",
    }
    source = "S1 S9; docs/data/parameters.csv organizers_per_staff_rule"
    caution: ClassVar = {
        "en": "Salaries go on whether anybody can be founded or not: staff bring neither members "
        "nor consent. Posts filled on paper do nothing.",
        "zh": "无论有无可建对象，工资照发；人员既带不来党员也换不来同意；挂名不到岗则毫无作用。",
    }

    posts: int = param(
        1, 0, 10_000, "posts", "full-time posts", "专职岗位数", whole=True, auto=1,
        source="docs/data/parameters.csv organizers_per_staff_rule",
    )  # fmt: skip
    payer: str = choice("treasury", PAYERS, "who pays", "谁出钱", PAYER_LABELS)
    cost_staff_month_yuan: float = param(
        6_000, 0, 50_000, "yuan", "a month of full-time staff", "每名专职人员每月",
        source="assumed",
    )  # fmt: skip

    def writes(self) -> tuple[Write, ...]:
        """Posts, shared over the committees."""
        return (Write("staff_posts", self.posts, shared=True),)

    def costs(self) -> tuple[Cost, ...]:
        """Salaries of the posts."""
        return (self.cost("cost_staff_month_yuan", "staff_months"),)
